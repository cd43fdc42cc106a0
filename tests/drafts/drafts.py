"""A pack with three marks that nobody has taken away, a city that fills it completely, and the finished pack beside it."""

from __future__ import annotations

from pathlib import Path

from tests.validate.small_pack import FILES

__all__ = ["NOTE", "write_draft"]

NOTE = (
    "草稿：指标体系“small”还有3处标着“待确认”，没有人核对过；结果只供试算，不能作为申报、评审的依据，不签字，不盖章。"
)
"""What every output of the draft says."""
MARKED = ("      会议次数: {", "      - {quote: 未召开会议扣2分", "      - {award: judged")
CITY = """\
指标体系: small
城市: 甲市
申报日期: 2022-05-20
申报单位: 甲市卫生健康委
联系方式: "12345"
申报资格: {甲类事件: 无}
基本情况: {常住人口: 1000}
参照值:
  平均水平: {数值: 3, 年份: 2021, 来源: 虚构的年报}
自评:
  "1.1": {制定方案: 是, 会议次数: 3, 水平: 4}
  "1.2": {项数: 2, 完成数: 2}
  "2.1": {乙部分评分: {分值: 3, 理由: 做得好}}
"""


def write_draft(folder: Path, *, marked: bool = True) -> Path:
    """The pack under criteria/small and the submission beside it, whose path comes back."""
    pack = folder / "criteria" / "small"
    pack.mkdir(parents=True)
    for name, text in FILES.items():
        lines = [f"{line}  # 待确认" if marked and line.startswith(MARKED) else line for line in text.splitlines()]
        (pack / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "甲市").mkdir()
    city = folder / "甲市" / "自评.yaml"
    city.write_text(CITY, encoding="utf-8")
    return city
