"""Which interpretations decide points, against scoring every alternative; and answers that a reading leaves no room for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.loading import load_submission
from scoring.model.criteria import Criteria
from scoring.model.facts import NOT_APPLICABLE, FactType
from scoring.model.interpretations import Affects
from scoring.model.scorecard import ScoreCard
from scoring.model.submission import Choice, Submission
from scoring.rules import evaluate
from tests.cli.running import ROOT
from tests.rules.rules_factories import (
    HERE,
    award,
    deduct,
    fact,
    interpretation,
    item,
    pack,
    submission,
)

COUNT = FactType.COUNT
PERFECT = ROOT / "tests" / "data" / "perfect.yaml"
STRICT = "解释口径:\n  没有建设改造项目时: {选择: 从严填否, 理由: 例}\n自评:\n"


def card_of(criteria: Criteria, made: Submission) -> ScoreCard:
    return evaluate(criteria, made, as_of=None, tool_version="0")


def touched(criteria: Criteria, made: Submission) -> list[str]:
    return [one.name for one in card_of(criteria, made).interpretations if one.touched]


def loaded(path: Path) -> tuple[Criteria, Submission]:
    found = load_submission(str(path))
    assert found.value is not None, found.problems
    return found.value.criteria, found.value.submission


def moving(criteria: Criteria, made: Submission) -> list[str]:
    """Every alternative of every rule reading, scored whole: those that give other points or ranges."""
    found = []
    for name, reading in criteria.interpretations_by_name.items():
        for option in reading.options:
            choice = Choice(option=option.name, reason="例", location=HERE)
            other = card_of(criteria, replace(made, switched={**made.switched, name: choice}))
            if reading.affects is Affects.RULE and _points(other) != _points(card_of(criteria, made)):
                found.append(name)
                break
    return found


def _points(card: ScoreCard) -> list[object]:
    return [card.total, *(one.score for part in card.sections for one in part.items)]


def test_no_reading_moves_a_full_score() -> None:
    criteria, made = loaded(PERFECT)
    assert card_of(criteria, made).total.low == 100
    assert len(criteria.interpretations_by_name) > 30
    assert touched(criteria, made) == moving(criteria, made) == []


def test_of_a_complete_city_exactly_those_that_move_its_points() -> None:
    criteria, made = loaded(ROOT / "submissions" / "sample-city" / "submission.yaml")
    found = touched(criteria, made)
    assert found == moving(criteria, made)
    assert "方案不明确的认定" in found
    assert "方案不明确的范围" not in found, "示例市出台了方案"


def test_of_an_open_city_at_least_those_that_move_its_range() -> None:
    criteria, made = loaded(ROOT / "submissions" / "half-filled" / "submission.yaml")
    assert set(moving(criteria, made)) <= set(touched(criteria, made))


WHEN = "个数 < 3 or (口径 == '严' and 个数 == 3)"


def strict() -> Criteria:
    return pack(
        [item("1.1", 2, [deduct(2, WHEN)], [fact("个数", COUNT)])],
        interpretations=[interpretation("口径", "宽", "严", item_id="1.1")],
    )


@pytest.mark.parametrize(("count", "moves"), [(2, False), (3, True), (4, False), (None, True)])
def test_only_at_the_limit_does_it_matter_who_takes_the_end_in(count: int | None, moves: bool) -> None:
    """正好3个：宽不扣，严扣2分。没有填的可能正好3个，虽然两种理解下都是0至2分。"""
    made = submission({} if count is None else {"个数": count})
    assert touched(strict(), made) == (["口径"] if moves else [])


def test_what_another_clause_hides_is_not_touched() -> None:
    """已经不得分的项，再严也不会少。"""
    criteria = pack(
        [item("1.1", 2, [deduct(2, "甲"), deduct(1, WHEN)], [fact("甲"), fact("个数", COUNT)])],
        interpretations=[interpretation("口径", "宽", "严", item_id="1.1")],
    )
    assert touched(criteria, submission({"甲": True, "个数": 3})) == []
    assert touched(criteria, submission({"甲": False, "个数": 3})) == ["口径"]


def test_a_reading_that_decides_whether_a_question_is_asked() -> None:
    """口径“宽”时不问乙，乙那一条不适用，按满分；改选“严”就要看乙。"""
    criteria = pack(
        [item("1.1", 2, [award(2, "甲 and 乙")], [fact("甲"), fact("乙", needs="口径 == '严'")])],
        interpretations=[interpretation("口径", "宽", "严", item_id="1.1")],
    )
    assert touched(criteria, submission({"甲": True, "乙": False})) == ["口径"]
    assert touched(criteria, submission({"甲": True, "乙": True})) == []
    assert touched(criteria, submission({"甲": False, "乙": True})) == []
    assert touched(criteria, submission({"甲": True})) == ["口径"]


def forbidding() -> Criteria:
    reading = interpretation("没有时", "填不适用", "填否", item_id="1.1", affects=Affects.ANSWER)
    lax, hard = reading.options
    reading = replace(reading, options=(lax, replace(hard, forbids=(("甲", "不适用"),))))
    return pack([item("1.1", 2, [deduct(2, "not 甲")], [fact("甲", optional=True)])], interpretations=[reading])


@pytest.mark.parametrize(
    ("answer", "switched", "moves"),
    [
        (NOT_APPLICABLE, {}, True),  # 改选“填否”就不能这样填
        (True, {}, False),
        (False, {}, False),
        (False, {"没有时": "填否"}, True),  # 改选“填不适用”可以不扣
        (True, {"没有时": "填否"}, False),  # 有的填“是”，怎样选都一样
    ],
)
def test_a_reading_of_answers_is_touched_where_it_forbids_one(
    answer: object, switched: dict[str, str], moves: bool
) -> None:
    assert touched(forbidding(), submission({"甲": answer}, switched=switched)) == (["没有时"] if moves else [])


@settings(deadline=None, max_examples=60, derandomize=True)
@given(
    st.lists(st.sampled_from(("甲", "not 甲", "个数 > 1", "口径 == '严'", "口径 == '宽' and 甲", WHEN)), min_size=1),
    st.sampled_from((True, False)),
    st.integers(0, 4),
    st.sampled_from(("宽", "严")),
)
def test_it_is_what_scoring_the_alternative_says(conditions: list[str], answer: bool, count: int, option: str) -> None:
    clauses = [deduct(1, condition) if at % 2 else award(1, condition) for at, condition in enumerate(conditions)]
    one = item("1.1", 3, [*clauses, deduct(1, WHEN)], [fact("甲"), fact("个数", COUNT)])
    criteria = pack([one], interpretations=[interpretation("口径", "宽", "严", item_id="1.1")])
    made = submission({"甲": answer, "个数": count}, switched={"口径": option})
    assert touched(criteria, made) == moving(criteria, made)


def test_an_answer_that_its_own_reading_forbids_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "自评.yaml"
    text = PERFECT.read_text("utf-8").replace("自评:\n", STRICT, 1)
    file.write_text(text.replace("新建小区同步配套: 是", "新建小区同步配套: {不适用: 没有}"), encoding="utf-8")
    found = load_submission(str(file))
    assert found.value is None
    (problem,) = found.problems
    assert problem.code == "reading-forbids"
    assert problem.message == (
        "“新建小区同步配套”填的是“不适用”，改选的（第15行）口径“没有建设改造项目时：从严填否”不能这样填"
    )
    assert problem.location is not None
    assert problem.location.line == text.splitlines().index("    新建小区同步配套: 是") + 1
    file.write_text(text.replace("新建小区同步配套: 是", "新建小区同步配套: 否"), encoding="utf-8")
    criteria, made = loaded(file)
    item_ = {one.item.id: one for part in card_of(criteria, made).sections for one in part.items}["3.3"]
    assert item_.score.low == item_.score.high == 2
    assert touched(criteria, made) == ["没有建设改造项目时"]
