"""Fourteen invented cities, each the sample city with a few answers changed.

Their self-scores, worked out from the official sentences (the sample city has 92.5: （一）3 运营方式 −2, （二）5 社保补贴 −1,
（二）8 产休假 −1, （四）3 应配置率 −1, （五）1 −0.5, （六）−2):

    甲 97.5  乙 94.5  丙 93.5  丁 95.5  戊 91.5  己 90.5  庚 89.5  辛 88.5  壬 84.5 to 87.5  寅 83.5  卯 81.5
    癸 not eligible (an incident)   子 barred (a title withdrawn in the cycle before)   丑 a file that cannot be read
"""

from __future__ import annotations

import shutil
from pathlib import Path

from msgspec import Struct

from scoring.base.files import write_atomic
from tools.environment import ROOT

__all__ = ["CITIES", "CYCLE", "PREVIOUS", "REFERENCES", "SUBMISSION", "City", "write_city", "write_province"]

SAMPLE = ROOT / "submissions" / "sample-city"
SUBMISSION = "自评.yaml"
Edits = tuple[tuple[str, str], ...]

REFERENCES_BLOCK = """参照值:
  全省平均千人口托位数: {数值: 2.8, 年份: 2021, 来源: 虚构样例数据}
  全省平均婴幼儿入托率: {数值: 6.5%, 年份: 2021, 来源: 虚构样例数据}

"""
NOTE = "# 佐证材料是示例市的虚构材料，原样放在这里。\n"

PLANNED: Edits = (
    ("方案运营方式明确: 否", "方案运营方式明确: 是"),
    ("资金来源，公办托育机构的运营方式尚未写明，拟于修订时补充。", "资金来源和运营方式。"),
)
SUBSIDISED: Edits = (
    ("社保补贴已给予: 否", "社保补贴已给予: 是"),
    ("补贴资金正在拨付，申报时尚未到账。", "补贴资金已全部到账。"),
)
ON_LEAVE: Edits = (
    ("出台产休假政策: 否", "出台产休假政策: 是"),
    ("育儿假办法已经出台，产休假政策正在起草。", "育儿假、产休假办法都已出台。"),
)
EQUIPPED: Edits = (
    ("已配置母婴设施场所数: 120", "已配置母婴设施场所数: 126"),
    ("应配置126处，已配置120处，其余6处正在施工。", "应配置126处，已全部配置。"),
)


def quality(points: int) -> Edits:
    """The city gives itself `points` of 15 for （六）, where the sample has 13."""
    reason = "2家机构户外活动场地偏小，自扣2分"
    return (
        ("服务质量自评分: {分值: 13,", f"服务质量自评分: {{分值: {points},"),
        (reason, f"{15 - points}家机构户外活动场地偏小，自扣{15 - points}分"),
    )


class City(Struct, frozen=True, kw_only=True):
    """One city: what it writes differently from the sample, and the papers that it lists and forgets to hand in."""

    name: str
    edits: Edits
    forgotten: tuple[str, ...] = ()


CITIES: tuple[City, ...] = (
    City(name="甲市", edits=PLANNED + SUBSIDISED + ON_LEAVE + EQUIPPED),
    City(name="乙市", edits=PLANNED),
    City(name="丙市", edits=ON_LEAVE),
    City(name="丁市", edits=PLANNED + SUBSIDISED),
    City(name="戊市", edits=quality(12)),
    City(name="己市", edits=quality(11)),
    City(name="庚市", edits=quality(10)),
    City(name="辛市", edits=quality(9)),
    City(
        name="壬市",
        edits=(
            *quality(8),
            ("专题会议次数: 4", "专题会议次数: 未填"),
            ("    会议解决实际问题: 是\n", ""),
            ("    说明: 2020年下半年以来召开专题会议4次，议定的9个事项已全部落实。\n", ""),
        ),
    ),
    City(
        name="癸市",
        edits=(*PLANNED, ("重大信访事件: 无", "重大信访事件: [{日期: 2021-09-10, 情况: 虚构的事件}]")),
    ),
    City(name="子市", edits=ON_LEAVE),
    City(name="丑市", edits=(("专题会议次数: 4", "专题会议次数：4"),)),
    City(
        name="寅市",
        edits=(*quality(6), ("支持政策项数: 3", "支持政策项数: 1"), ("分别属于土地、财政和人才方面", "属于土地方面")),
    ),
    City(
        name="卯市",
        edits=(
            *quality(7),
            ("支持政策项数: 3", "支持政策项数: 0"),
            ("    说明: 按文件计项，分别属于土地、财政和人才方面。\n", ""),
            ("婴幼儿入托率: 7%", "婴幼儿入托率: 6%"),
            ("在托婴幼儿数: 2884", "在托婴幼儿数: 2472"),
            ("在托2884人，3岁以下婴幼儿41200人，入托率7%。", "在托2472人，3岁以下婴幼儿41200人，入托率6%。"),
        ),
        forgotten=("evidence/1.2/01-budget.pdf",),
    ),
)

REFERENCES = """# 虚构样例：全省平均数是虚构的，只用来演示。
全省平均千人口托位数: {数值: 2.8, 年份: 2021, 来源: 虚构样例数据}
全省平均婴幼儿入托率: {数值: 6.5%, 年份: 2021, 来源: 虚构样例数据}
"""

PREVIOUS = """# 虚构样例：上一期（2020—2021年）的记录。子市命名以后被撤销，不能参加2022年开始的这一期。
指标体系: liaoning-2022
评选周期: 2020
虚构样例: 是

城市:
  子市: {}

命名: {日期: 2020-12-28, 名单: [子市], 文件: 虚构的命名通报}

撤销:
  子市: {日期: 2021-06-01, 情形: ["1"], 文件: 虚构的撤销命名通报}
"""

CYCLE = """# 虚构样例：这一期（2022—2023年）的记录，城市、日期和文件都是虚构的。
指标体系: liaoning-2022
评选周期: 2022
虚构样例: 是

城市:
  甲市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}, 完成: {现场审核: 2022-07-12}}
  乙市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}, 完成: {现场审核: 2022-07-13}}
  丙市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}, 完成: {现场审核: 2022-07-14}}
  丁市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}, 完成: {现场审核: 2022-07-15}}
  戊市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}}
  己市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}}
  庚市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}, 完成: {现场审核: 2022-07-18}}
  辛市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}}
  壬市: {材料: {申请报告: 2022-05-24, 自评报告: 2022-06-02, 自评表: 未填}}
  癸市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}}
  子市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}}
  丑市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}}
  寅市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}}
  卯市: {材料: {申请报告: 2022-05-20, 自评报告: 2022-05-20, 自评表: 2022-05-20}}

阶段:
  申报阶段: {完成: 2022-05-31}
  现场审核: {开始: 2022-06-20, 完成: 2022-07-22}
  评审遴选: {开始: 2022-08-15, 公示开始: 2022-09-19, 公示名单: [甲市, 丙市], 完成: 2022-09-28}
"""


def write_province(folder: Path) -> None:
    """Write what the province holds before anything is scored: every city's folder, the references and both records."""
    for city in CITIES:
        write_city(folder / "申报材料" / city.name, city)
    for name, text in (("参照值.yaml", REFERENCES), ("2020年周期.yaml", PREVIOUS), ("2022年周期.yaml", CYCLE)):
        write_atomic(str(folder / name), text.encode("utf-8"), sync=False)


def write_city(folder: Path, city: City) -> None:
    """Write one city's self-assessment with its papers beside it."""
    shutil.copytree(SAMPLE / "evidence", folder / "evidence")
    for paper in city.forgotten:
        (folder / paper).unlink()
    write_atomic(str(folder / SUBMISSION), _text(city).encode("utf-8"), sync=False)


def _text(city: City) -> str:
    text = (SAMPLE / "submission.yaml").read_text(encoding="utf-8")
    _, text = text.split("\n", 1)  # the schema's place is another one here
    for old, new in (*city.edits, (REFERENCES_BLOCK, "")):
        if text.count(old) != 1:
            raise ValueError(f"the sample city does not hold {old!r} once")
        text = text.replace(old, new)
    text, _ = text.split("\n报告文字:\n")  # the sample's words about itself
    head, rest = f"{text}\n".replace("示例市", city.name).split("\n", 1)
    return f"{head}\n{NOTE}{rest}"
