"""What improve says where points move with every value, and where it cannot go through every case."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring.advice.improve import Improvement, improve, improvement, tables
from scoring.advice.improve.model import Fix
from scoring.assess import Request, assess
from scoring.rules import SCENARIO_LIMIT
from tests.kinds.packs_of_tests import PACKS

F = Fraction
HEAD = "指标体系: clauses\n城市: 示例市\n申报日期: 2022-05-20\n虚构样例: 是\n自评:\n"


def advice(tmp_path: Path, answers: str, *items: str, scenario_limit: int = SCENARIO_LIMIT) -> Improvement:
    """What improve finds in some items of the pack, as if there were no others."""
    file = tmp_path / "示例市.yaml"
    file.write_text(HEAD + answers, encoding="utf-8")
    found = assess(Request(file=str(file), search=(str(PACKS),))).value
    assert found is not None
    kept = {name: item for name, item in found.criteria.items_by_id.items() if name in items}
    return improve(
        replace(found.criteria, items_by_id=kept), found.submission, found.card, scenario_limit=scenario_limit
    )


def best(found: Improvement, fact: str) -> Fix:
    return max((fix for fix in found.fixes if fix.move.fact == fact), key=lambda fix: fix.gain)


@pytest.mark.parametrize(
    ("item", "answers", "fact", "after", "gain", "note"),
    [
        # 76÷95×10＝8分；到95%满分
        ("2.11", "{完成率: 76}", "完成率", "95%及以上", 2, "不到这一步也按比例：每1个百分点至多2/19分"),
        # 5÷10×10＝5分；到5%满分
        ("2.12", "{超标率: 10}", "超标率", "5%及以下", 5, "不到这一步也按比例：得分随5%÷实际值变动"),
        # 下降12%扣1.2分
        ("2.5", "{持证率丙: 88}", "持证率丙", "100%", F("1.2"), "不到这一步也按比例：每1个百分点至多0.1分"),
        # 90÷100×20＝18分
        ("3.6", "{考核得分: 90}", "考核得分", "100分", 2, "不到这一步也按比例：每1分至多0.2分"),
        # 整档的不按比例：下降12%扣两档1分
        ("2.3", "{人员持证率: 88}", "人员持证率", "高于95%", 1, ""),
    ],
)
def test_a_scaled_amount_names_a_target_and_what_each_step_is_worth(
    tmp_path: Path, item: str, answers: str, fact: str, after: str, gain: Fraction, note: str
) -> None:
    fix = best(advice(tmp_path, f'  "{item}": {answers}\n', item), fact)
    assert (fix.move.after, fix.gain, fix.note, fix.exact) == (after, gain, note, True)


def test_too_many_cases_give_bounds_soon_and_every_move_has_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """覆盖率、缺少份数、错误份数都未填，共有几万种情形；这里把工作量的上限改小，走同样的路。"""
    for module in (tables, improvement):
        monkeypatch.setattr(module, "WORK_LIMIT", 4_000)
    found = advice(tmp_path, "", "2.6", scenario_limit=3_000)
    assert not found.exact
    assert found.fixes
    assert all(fix.move.after for fix in found.fixes)
    assert best(found, "覆盖率").gain <= 10
    assert best(found, "缺少份数").gain <= 5
