"""Reviews of eligibility. 申报前两年内未发生…重大信访事件…的，方可申报: 示例市 (invented) applies on 2022-05-20, so the two
years run from 2020-05-20; it answers 无 four times and 否 once."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring.model.review import ReviewSettings, RulingState
from scoring.model.scorecard import EligibilityState
from scoring.model.submission import GateAnswer, Incident
from scoring.review.replay import replay
from scoring.review.wording import gate_notes
from tests.review.gates import (
    ASK,
    CLEAR,
    FINE,
    INELIGIBLE,
    LONG_AGO,
    NO_DATE,
    NONE,
    OPEN,
    OTHER_WORDS,
    PETITION,
    WITHDRAWN,
    claiming,
    opinion,
    state,
    verified,
)
from tests.review.writing import ACCEPT, UNSOLVED, city


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (PETITION, INELIGIBLE),
        (LONG_AGO, CLEAR),
        (NO_DATE, OPEN),
        (FINE, CLEAR),
        (NONE, CLEAR),
        (ASK, CLEAR),
        (WITHDRAWN, INELIGIBLE),
    ],
)
def test_one_opinion_and_the_points_stay(tmp_path: Path, line: str, expected: EligibilityState) -> None:
    found = verified(opinion(tmp_path, line))
    assert (state(found), found.card.total) == (expected, found.steps[0].card.total)
    assert state(verified()) is CLEAR


def test_two_years_begin_on_the_day_itself(tmp_path: Path) -> None:
    found = verified(opinion(tmp_path, LONG_AGO.replace("05-19", "05-20")))
    assert state(found) is INELIGIBLE


def test_no_opinion_leaves_the_answer_of_the_city(tmp_path: Path) -> None:
    silent = "重大信访事件: {意见: 无意见}"
    unanswered = claiming(GateAnswer(known=False))
    assert state(verified(opinion(tmp_path, silent))) is CLEAR
    assert state(verified(opinion(tmp_path, silent), of=unanswered)) is OPEN
    assert state(verified(opinion(tmp_path, items=(ACCEPT,)), of=unanswered)) is OPEN
    assert state(verified(opinion(tmp_path, PETITION), of=unanswered)) is INELIGIBLE
    assert state(verified(opinion(tmp_path, NONE), of=unanswered)) is CLEAR


@pytest.mark.parametrize(
    "settings", [ReviewSettings(), ReviewSettings(limit=city().criteria.items_by_id["1.1"].points)]
)
def test_reviewers_who_differ_leave_it_open_until_the_chair_decides(tmp_path: Path, settings: ReviewSettings) -> None:
    first, second = opinion(tmp_path, PETITION, reviewer="甲"), opinion(tmp_path, FINE, reviewer="乙")
    waits = verified(first, second, settings=settings)
    assert (state(waits), waits.gates_due, waits.waits) == (OPEN, ("重大信访事件",), True)
    assert not waits.card.complete
    for line, expected in ((PETITION, INELIGIBLE), (FINE, CLEAR)):
        chair = opinion(tmp_path, line, reviewer="丙", role="组长")
        done = [verified(*order, settings=settings) for order in permutations((first, second, chair))]
        assert {state(one) for one in done} == {expected}
        assert {one.gates_due for one in done} == {()}
        (ruling,) = [one for one in done[0].steps[-3].on_gates if one.subject == "重大信访事件"]
        assert (ruling.state, ruling.unused) == (RulingState.ARBITRATED, False)
        assert [view.state for view in ruling.deciding] == [CLEAR, INELIGIBLE, expected]


def test_another_gate_that_bars_is_not_opened_by_a_difference(tmp_path: Path) -> None:
    first = opinion(tmp_path, PETITION, WITHDRAWN, reviewer="甲")
    second = opinion(tmp_path, FINE, WITHDRAWN, reviewer="乙")
    assert state(verified(first, second)) is INELIGIBLE


def test_the_same_days_in_other_words_are_the_same_opinion(tmp_path: Path) -> None:
    found = verified(opinion(tmp_path, PETITION, reviewer="甲"), opinion(tmp_path, OTHER_WORDS, reviewer="乙"))
    assert (state(found), found.gates_due) == (INELIGIBLE, ())
    assert gate_notes(found) == {"重大信访事件": "资料审核，审核人甲、乙认定"}


def test_other_days_are_another_opinion_even_where_both_bar(tmp_path: Path) -> None:
    other = opinion(tmp_path, PETITION.replace("08-02", "09-10"), reviewer="乙")
    found = verified(opinion(tmp_path, PETITION, reviewer="甲"), other)
    assert (state(found), found.gates_due) == (OPEN, ("重大信访事件",))


def test_a_chair_alone_changes_nothing(tmp_path: Path) -> None:
    found = verified(opinion(tmp_path, PETITION, role="组长"))
    assert state(found) is CLEAR
    (ruling,) = [one for one in found.steps[-3].on_gates if one.spoken]
    assert (ruling.state, ruling.unused) == (RulingState.NONE, True)


def test_a_later_stage_undoes_an_earlier_one(tmp_path: Path) -> None:
    desk = opinion(tmp_path, PETITION)
    kept = verified(desk, opinion(tmp_path, stage="现场审核", items=(UNSOLVED,)))
    assert (state(kept), gate_notes(kept)) == (INELIGIBLE, {"重大信访事件": "资料审核，审核人甲认定"})
    upheld = verified(desk, opinion(tmp_path, FINE, stage="复核", reviewer="丁"))
    assert (state(upheld), gate_notes(upheld)) == (CLEAR, {})
    told = replay(city(), upheld)
    assert [(one.step, one.old, one.new, one.before, one.after) for one in told.gates] == [
        ("资料审核", "无", "2021-08-02 家长集体上访", CLEAR, INELIGIBLE),
        ("复核", "2021-08-02 家长集体上访", "无", INELIGIBLE, CLEAR),
    ]
    assert told.changes == ()


def test_a_difference_is_settled_by_a_later_stage(tmp_path: Path) -> None:
    desk = opinion(tmp_path, PETITION, reviewer="甲"), opinion(tmp_path, FINE, reviewer="乙")
    later = verified(*desk, opinion(tmp_path, OTHER_WORDS, stage="现场审核", reviewer="甲"))
    assert (state(later), later.gates_due) == (INELIGIBLE, ())


def test_a_request_waits_until_somebody_answers_it(tmp_path: Path) -> None:
    asked = opinion(tmp_path, ASK)
    assert verified(asked).gates_asked == ("重大信访事件",)
    assert verified(asked).waits
    silent = opinion(tmp_path, "重大安全责任事故: {意见: 认可}", stage="现场审核", reviewer="乙")
    assert verified(asked, silent).gates_asked == ("重大信访事件",)
    answered = verified(asked, opinion(tmp_path, FINE, stage="现场审核"))
    assert (answered.gates_asked, answered.waits) == ((), False)


def test_a_claimed_incident_that_did_not_happen(tmp_path: Path) -> None:
    on = date(2021, 8, 2)
    incident = load_incident(tmp_path, on)
    loaded = claiming(GateAnswer(known=True, incidents=(incident,)))
    assert state(verified(of=loaded)) is INELIGIBLE
    assert state(verified(opinion(tmp_path, NONE), of=loaded)) is CLEAR
    assert state(verified(opinion(tmp_path, FINE, reviewer="乙"), of=loaded)) is INELIGIBLE


def load_incident(folder: Path, on: date) -> Incident:
    answer = opinion(folder, PETITION, reviewer="戊").decisions["重大信访事件"].answer
    assert answer is not None
    assert answer.incidents[0].on == on
    return answer.incidents[0]


def test_the_record_of_an_earlier_cycle_wins_over_every_opinion(tmp_path: Path) -> None:
    loaded = city()
    recorded = {**loaded.submission.gates, "上一评选周期被撤销称号": GateAnswer(known=True, yes=True, recorded=True)}
    loaded = replace(loaded, submission=replace(loaded.submission, gates=recorded))
    line = "上一评选周期被撤销称号: {意见: 调整, 改为: 否, 理由: 已经恢复}"
    found = verified(opinion(tmp_path, line, reviewer="甲"), opinion(tmp_path, WITHDRAWN, reviewer="乙"), of=loaded)
    assert (state(found), found.gates_due) == (INELIGIBLE, ())
    (ruling,) = [one for one in found.steps[-3].on_gates if one.spoken]
    assert (ruling.recorded, ruling.state) == (True, RulingState.NONE)


def test_two_chairs_who_decide_differently_leave_it_open(tmp_path: Path) -> None:
    members = (opinion(tmp_path, PETITION, reviewer="甲"), opinion(tmp_path, FINE, reviewer="乙"))
    one = opinion(tmp_path, PETITION, reviewer="丙", role="组长")
    other = opinion(tmp_path, FINE, reviewer="丁", role="组长")
    found = verified(*members, one, other)
    assert (state(found), found.gates_due) == (OPEN, ("重大信访事件",))
    assert [refused.review.reviewer for refused in found.refused] == ["丁", "丙"]
    agreed = opinion(tmp_path, OTHER_WORDS, reviewer="丁", role="组长")  # the same day in other words
    assert state(verified(*members, one, agreed)) is INELIGIBLE
