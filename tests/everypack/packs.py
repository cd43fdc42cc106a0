"""Every pack there is to try a command on: those of the tests, of the cookbook, and small ones that lack a part.

`write` puts them into a folder; `filled` answers every question of one in the plainest way.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from scoring.base.text import number_text
from scoring.model.checks import AtLeast
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Fact, FactType
from scoring.model.procedure import GateKind
from tests.cookbook.book import entries, write_pack
from tests.kinds.packs_of_tests import NAMES, PACKS
from tests.validate.small_pack import FIRST, SECOND
from tests.validate.small_pack import PACK as SMALL

__all__ = ["ENTRIES", "KINDS", "LACKING", "filled", "write"]

KINDS = tuple(NAMES)
ENTRIES = {f"entry-{entry.number}": entry for entry in entries() if entry.items}
NEEDED: dict[str, Any] = {
    "title": "示例评估指标体系",
    "edition": "1",
    "points": 4,
    "source": {"title": "虚构的示例", "note": "只供测试"},
    "sections": [{"id": "1", "label": "（一）", "title": "甲部分", "points": 4}],
}
OPTIONAL: dict[str, Any] = {
    "short_title": "示例指标",
    "region": "某省",
    "issuer": "某机关",
    "document_number": "某发〔2024〕1号",
    "form_columns": ["指标", "分值", "得分", "材料"],
    "profile": {"常住人口": {"type": "count", "unit": "人", "ask": "有多少人？"}},
    "eligibility": {
        "text": "申报前两年内未发生甲类事件、未被撤销称号的，方可申报。",
        "gates": {
            "甲类事件": {"kind": "incidents", "years": 2, "quote": "甲类事件", "ask": "是否发生？"},
            "被撤销称号": {"kind": "yes_no", "quote": "被撤销称号", "ask": "是否被撤销？"},
        },
    },
    "quota": {"at_most": 1, "texts": [{"name": "名额", "text": "每省一个"}]},
    "procedure": [
        {
            "name": "申报",
            "due": "2024-05-31",
            "due_text": "5月31日前",
            "text": "5月31日前申报，公示5个工作日。",
            "publicity": {"working_days": 5, "quote": "公示5个工作日"},
        }
    ],
    "documents": [{"name": "申报表", "text": "申报表一份", "step": "申报"}],
    "withdrawal": [{"name": "撤销", "text": "弄虚作假的撤销"}],
    "reporting": [{"name": "年报", "text": "每年报告", "yearly": True}],
    "evidence_period": {"from": "2023-01-01", "to": "2023-12-31", "quote": "2023年"},
    "cycle": {"years": 2, "quote": "每两年", "ban": {"quote": "撤销的下期不得申报", "cycles": 1, "gate": "被撤销称号"}},
    "assumptions": [{"about": "取整", "text": "不取整"}],
    "rounding": {"places": 1, "at": "total"},
    "scale": 100,
    "grades": [{"name": "优", "at_least": 9}, {"name": "合格"}],
    "ranking": {"ties": [{"section": "1"}], "note": "先看第一部分"},
    "checks": {"人数": {"fact": "会议次数", "ask": "次数多于人数？", "whole": "常住人口"}},
}
"""The parts of pack.yaml that a pack may lack, each with something in it."""
LEANS = {"documents": "procedure", "cycle": "eligibility", "checks": "profile"}
"""Parts that name something of another part, and go with it."""
LACKING = ("bare", "whole", *(f"no-{key}" for key in OPTIONAL))
BARE_ITEM = """\
  - id: "1.1"
    points: 4
    requirement: 制定方案，召开会议。
    scoring: 未制定方案不得分，未召开会议扣2分。
    facts:
      制定方案: {type: bool, ask: 是否制定方案？}
      会议次数: {type: count, unit: 次, ask: 召开几次会议？}
    clauses:
      - {quote: 未制定方案不得分, forfeit: true, when: not 制定方案}
      - {quote: 未召开会议扣2分, deduct: 2, when: 会议次数 == 0}
"""
"""An item without anything it may lack: no department, no evidence, no direction, no reading."""
NO_GATES: dict[str, Any] = {"text": "原文没有规定申报资格。", "gates": {}}
PLENTY = 2
"""The answer to every question for a number, where it should be good; also how many units there are."""
UNITS = ("甲县", "乙县", "丙县", "丁县", "戊县", "己县", "庚县", "辛县", "壬县", "癸县")


def write(name: str, folder: Path) -> None:
    """Write one pack into `folder`, under its own name."""
    if name in KINDS:
        shutil.copytree(PACKS / name, folder / name)
    elif name in ENTRIES:
        write_pack(ENTRIES[name], folder)
    elif name == "small":
        _write(folder, name, yaml.safe_load(SMALL), FIRST, SECOND)
    else:
        _write(folder, name, _front(name), f'section: "1"\nitems:\n{BARE_ITEM}')


def _front(name: str) -> dict[str, Any]:
    """The parts of a pack of the group LACKING: those it needs, and all others but the one its name says."""
    front: dict[str, Any] = NEEDED | {"eligibility": NO_GATES}
    if name == "bare":
        return front
    without = name.removeprefix("no-")
    return front | {key: part for key, part in OPTIONAL.items() if without not in (key, LEANS.get(key))}


def _write(folder: Path, name: str, front: dict[str, Any], *sections: str) -> None:
    place = folder / name
    place.mkdir()
    (place / "pack.yaml").write_text(yaml.safe_dump({**front, "id": name}, allow_unicode=True), "utf-8")
    for number, text in enumerate(sections, start=1):
        (place / f"section-{number}.yaml").write_text(text, "utf-8")


def filled(criteria: Criteria, city: str, *, good: bool = True) -> str:
    """A submission that answers every question of a pack, one way or the other."""
    lines = [f"指标体系: {criteria.id}", f"城市: {city}", "申报日期: 2024-05-01"]
    profile = {fact.name: _answer(fact, True) for fact in criteria.profile if fact.derive is None}
    gates = {gate.name: "无" if gate.kind is GateKind.INCIDENTS else "否" for gate in criteria.eligibility.gates}
    references = {
        one.name: {"数值": float(one.minimum or 1), "年份": 2023, "来源": "统计"} for one in criteria.references
    }
    parts = {"基本情况": profile, "申报资格": gates, "参照值": references}
    chosen = {name for one in criteria.checks if isinstance(one, AtLeast) for name in one.facts}
    parts["自评"] = {item.id: _item(item, good, chosen) for item in criteria.items_by_id.values()}
    return "\n".join(
        [*lines, *(f"{key}: {json.dumps(part, ensure_ascii=False)}" for key, part in parts.items() if part)]
    )


def _item(item: Item, good: bool, chosen: set[str]) -> dict[str, Any]:
    """What must be chosen is, one way and the other."""
    answers = {fact.name: _answer(fact, good or fact.name in chosen) for fact in item.facts if fact.derive is None}
    made: dict[str, Any] = answers
    if item.each is not None:
        count = item.each.count if isinstance(item.each.count, Fraction) else PLENTY
        made = {item.each.name: dict.fromkeys(UNITS[: int(count)], answers)}
    if item.evidence:
        made["佐证材料"] = [{"对应": one.id, "文件": f"{one.id}.pdf", "标题": one.title} for one in item.evidence]
    return made


def _answer(fact: Fact, good: bool) -> object:
    low, high = fact.minimum or Fraction(0), fact.maximum
    match fact.type:
        case FactType.BOOL:
            return "是" if good else "否"
        case FactType.CHOICE:
            return fact.choices[0 if good else -1]
        case FactType.DATE:
            return date(2024, 3, 1).isoformat()
        case FactType.TEXT:
            return "文字"
        case FactType.JUDGED:
            points = high if good and high is not None else low
            return {"分值": float(number_text(points)), "理由": "例"}
        case _:
            wish = max(Fraction(PLENTY if good else 0), low)
            return float(number_text(wish if high is None else min(wish, high)))
