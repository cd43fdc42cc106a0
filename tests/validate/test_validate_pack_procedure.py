"""What a pack says about its procedure: publicity, documents by step, duties, the length of a cycle and the ban."""

from __future__ import annotations

import pytest

from scoring.authoring.diff import diff
from scoring.model.criteria import Criteria
from scoring.model.procedure import Ban, CycleRule, Duty, HandIn, Publicity
from tests.validate.small_pack import FILES, brief, read

MAIN = "pack.yaml"
PROCEDURE = """\
procedure:
  - {name: 评审, due: 2030-09-30, due_text: 9月底前, text: 网站公示7个工作日后上报。, publicity: {working_days: 7, quote: 公示7个工作日, counts_first: false}}
documents:
  - {name: 申请书, text: 报送申请书, step: 评审}
  - {name: 附件, text: 附件若干}
reporting:
  - {name: 年报, text: 每年报送, yearly: true}
  - {name: 总结, text: 期满报送总结}
cycle:
  years: 3
  quote: 每3年一评
  ban: {quote: 取消下一期资格, cycles: 1, gate: 曾被撤销}
"""
GATE = "    曾被撤销: {kind: yes_no, quote: 方可申报, ask: 是否被撤销过？}\n"


def told(procedure: str = PROCEDURE) -> dict[str, str]:
    return FILES | {MAIN: FILES[MAIN] + GATE + procedure}


def made(procedure: str = PROCEDURE) -> Criteria:
    result = read(told(procedure))
    assert result.problems == ()
    assert result.value is not None
    return result.value


def test_everything_about_the_procedure_is_read() -> None:
    criteria = made()
    (step,) = criteria.procedure
    assert step.publicity == Publicity(working_days=7, quote="公示7个工作日", counts_first=False)
    assert criteria.documents == (
        HandIn(name="申请书", text="报送申请书", step="评审"),
        HandIn(name="附件", text="附件若干"),
    )
    assert criteria.reporting == (
        Duty(name="年报", text="每年报送", yearly=True),
        Duty(name="总结", text="期满报送总结"),
    )
    ban = Ban(quote="取消下一期资格", cycles=1, gate="曾被撤销")
    assert criteria.cycle == CycleRule(years=3, quote="每3年一评", ban=ban)


def test_a_pack_need_say_none_of_it() -> None:
    criteria = made("procedure: []\n")
    assert (criteria.procedure, criteria.documents, criteria.reporting, criteria.cycle) == ((), (), (), None)


def test_whether_the_first_day_counts_may_be_left_open() -> None:
    (step,) = made(PROCEDURE.replace(", counts_first: false", "")).procedure
    assert step.publicity is not None
    assert step.publicity.counts_first is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("quote: 公示7个工作日", "quote: 公示5个工作日", "pack.yaml:19 quote-not-verbatim"),
        ("working_days: 7", "working_days: 0", "pack.yaml:19 out-of-range"),
        ("step: 评审", "step: 申报", "pack.yaml:21 unknown-step"),
        ("gate: 曾被撤销", "gate: 甲类事件", "pack.yaml:29 unknown-gate"),
        ("years: 3", "years: 3.5", "pack.yaml:27 wrong-type"),
        ("  quote: 每3年一评\n", "", "pack.yaml:27 missing"),
    ],
)
def test_a_slip_is_told_at_its_place(before: str, after: str, expected: str) -> None:
    assert before in PROCEDURE
    assert brief(read(told(PROCEDURE.replace(before, after))).problems) == [expected]


def test_editions_that_differ_in_procedure_are_told_apart() -> None:
    """A longer publicity, a document of another step, a yearly duty that no longer is one, a longer cycle."""
    old = made()
    new = made(
        PROCEDURE.replace("7个工作日", "9个工作日")
        .replace("working_days: 7", "working_days: 9")
        .replace(", step: 评审", "")
        .replace(", yearly: true", "")
        .replace("years: 3", "years: 2")
    )
    found = {(change.place, change.what): (change.old, change.new) for change in diff(old, new).front}
    assert found["程序", "“评审”的公示"] == ("7个工作日，首日不计入", "9个工作日，首日不计入")
    assert found["报送材料", "“申请书”的报送阶段"] == ("评审", None)
    assert found["报送要求", "“年报”的报送频次"] == ("每年", None)
    assert found["总体", "评选周期的年数"] == ("3", "2")
