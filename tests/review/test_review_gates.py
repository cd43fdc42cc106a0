"""Reviews of eligibility. 申报前两年内未发生…重大信访事件…的，方可申报: 示例市 (invented) applies on 2022-05-20, so the two
years run from 2020-05-20; it answers 无 four times and 否 once."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from scoring.errors import Severity
from scoring.model.review import Review, RulingState, Settings, Verdict, Verified
from scoring.model.scorecard import EligibilityState, Range
from scoring.model.submission import GateAnswer, Incident
from scoring.pipeline import Loaded
from scoring.record import replace
from scoring.review import load_review, verify_reading
from scoring.review.as_json import replay_json, review_json
from scoring.review.binding import bind
from scoring.review.entries import entries
from scoring.review.gates import gate_notes
from scoring.review.marks import gate_mark, keep
from scoring.review.replay import replay
from scoring.review.standing import city_standing
from tests.review.writing import ACCEPT, UNSOLVED, city, fits, review, text, write

CLEAR, BARRED, OPEN = EligibilityState.CLEAR, EligibilityState.BARRED, EligibilityState.UNKNOWN
PETITION = "重大信访事件: {意见: 调整, 改为: [{日期: 2021-08-02, 情况: 家长集体上访}], 理由: 查阅信访台账}"
OTHER_WORDS = "重大信访事件: {意见: 调整, 改为: [{日期: 2021-08-02, 情况: 某园家长上访}], 理由: 信访局复函}"
LONG_AGO = "重大信访事件: {意见: 调整, 改为: [{日期: 2020-05-19, 情况: 家长集体上访}], 理由: 查阅信访台账}"
NO_DATE = "重大信访事件: {意见: 调整, 改为: [{情况: 家长集体上访}], 理由: 查阅信访台账}"
FINE = "重大信访事件: {意见: 认可}"
ASK = "重大信访事件: {意见: 要求说明, 理由: 请提供信访局证明}"
NONE = "重大信访事件: {意见: 调整, 改为: 无, 理由: 不属于重大信访事件}"
WITHDRAWN = "上一评选周期被撤销称号: {意见: 调整, 改为: 是, 理由: 公布文件里有}"


def gates(*lines: str, items: tuple[str, ...] = (), **head: str) -> str:
    block = "".join(f"  {line}\n" for line in lines)
    return text(*items, **head).replace("审核意见:", f"申报资格:\n{block}审核意见:", 1)


def opinion(folder: Path, *lines: str, items: tuple[str, ...] = (), **head: str) -> Review:
    name = "-".join(head.get(key, "") for key in ("reviewer", "stage", "role"))
    found = load_review(write(folder, f"{name}.yaml", gates(*lines, items=items, **head)))
    assert found.value is not None, [problem.message for problem in found.problems]
    return found.value


def verified(*reviews: Review, of: Loaded | None = None, settings: Settings | None = None) -> Verified:
    return verify_reading(of or city(), reviews, settings=settings)


def claiming(answer: GateAnswer) -> Loaded:
    """The sample city with another answer about petitions."""
    loaded = city()
    answers = {**loaded.submission.gates, "重大信访事件": answer}
    return replace(loaded, submission=replace(loaded.submission, gates=answers))


def state(found: Verified) -> EligibilityState:
    return found.card.eligibility.state


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (PETITION, BARRED),
        (LONG_AGO, CLEAR),
        (NO_DATE, OPEN),
        (FINE, CLEAR),
        (NONE, CLEAR),
        (ASK, CLEAR),
        (WITHDRAWN, BARRED),
    ],
)
def test_one_opinion_and_the_points_stay(tmp_path: Path, line: str, expected: EligibilityState) -> None:
    found = verified(opinion(tmp_path, line))
    assert (state(found), found.card.total) == (expected, found.steps[0].card.total)
    assert state(verified()) is CLEAR


def test_two_years_begin_on_the_day_itself(tmp_path: Path) -> None:
    found = verified(opinion(tmp_path, LONG_AGO.replace("05-19", "05-20")))
    assert state(found) is BARRED


def test_no_opinion_leaves_the_answer_of_the_city(tmp_path: Path) -> None:
    silent = "重大信访事件: {意见: 无意见}"
    unanswered = claiming(GateAnswer(known=False))
    assert state(verified(opinion(tmp_path, silent))) is CLEAR
    assert state(verified(opinion(tmp_path, silent), of=unanswered)) is OPEN
    assert state(verified(opinion(tmp_path, items=(ACCEPT,)), of=unanswered)) is OPEN
    assert state(verified(opinion(tmp_path, PETITION), of=unanswered)) is BARRED
    assert state(verified(opinion(tmp_path, NONE), of=unanswered)) is CLEAR


@pytest.mark.parametrize("settings", [Settings(), Settings(limit=city().criteria.items_by_id["1.1"].points)])
def test_reviewers_who_differ_leave_it_open_until_the_chair_decides(tmp_path: Path, settings: Settings) -> None:
    first, second = opinion(tmp_path, PETITION, reviewer="甲"), opinion(tmp_path, FINE, reviewer="乙")
    waits = verified(first, second, settings=settings)
    assert (state(waits), waits.gates_due, waits.waits) == (OPEN, ("重大信访事件",), True)
    assert not waits.card.complete
    for line, expected in ((PETITION, BARRED), (FINE, CLEAR)):
        chair = opinion(tmp_path, line, reviewer="丙", role="组长")
        done = [verified(*order, settings=settings) for order in permutations((first, second, chair))]
        assert {state(one) for one in done} == {expected}
        assert {one.gates_due for one in done} == {()}
        (ruling,) = [one for one in done[0].steps[-3].gates if one.gate == "重大信访事件"]
        assert (ruling.state, ruling.unused) == (RulingState.ARBITRATED, False)
        assert [view.state for view in ruling.deciding] == [CLEAR, BARRED, expected]


def test_another_gate_that_bars_is_not_opened_by_a_difference(tmp_path: Path) -> None:
    first = opinion(tmp_path, PETITION, WITHDRAWN, reviewer="甲")
    second = opinion(tmp_path, FINE, WITHDRAWN, reviewer="乙")
    assert state(verified(first, second)) is BARRED


def test_the_same_days_in_other_words_are_the_same_opinion(tmp_path: Path) -> None:
    found = verified(opinion(tmp_path, PETITION, reviewer="甲"), opinion(tmp_path, OTHER_WORDS, reviewer="乙"))
    assert (state(found), found.gates_due) == (BARRED, ())
    assert gate_notes(found) == {"重大信访事件": "资料审核，审核人甲、乙认定"}


def test_other_days_are_another_opinion_even_where_both_bar(tmp_path: Path) -> None:
    other = opinion(tmp_path, PETITION.replace("08-02", "09-10"), reviewer="乙")
    found = verified(opinion(tmp_path, PETITION, reviewer="甲"), other)
    assert (state(found), found.gates_due) == (OPEN, ("重大信访事件",))


def test_a_chair_alone_changes_nothing(tmp_path: Path) -> None:
    found = verified(opinion(tmp_path, PETITION, role="组长"))
    assert state(found) is CLEAR
    (ruling,) = [one for one in found.steps[-3].gates if one.spoken]
    assert (ruling.state, ruling.unused) == (RulingState.NONE, True)


def test_a_later_stage_undoes_an_earlier_one(tmp_path: Path) -> None:
    desk = opinion(tmp_path, PETITION)
    kept = verified(desk, opinion(tmp_path, stage="现场审核", items=(UNSOLVED,)))
    assert (state(kept), gate_notes(kept)) == (BARRED, {"重大信访事件": "资料审核，审核人甲认定"})
    upheld = verified(desk, opinion(tmp_path, FINE, stage="复核", reviewer="丁"))
    assert (state(upheld), gate_notes(upheld)) == (CLEAR, {})
    told = replay(city(), upheld)
    assert [(one.step, one.old, one.new, one.before, one.after) for one in told.gates] == [
        ("资料审核", "无", "2021-08-02 家长集体上访", CLEAR, BARRED),
        ("复核", "2021-08-02 家长集体上访", "无", BARRED, CLEAR),
    ]
    assert told.changes == ()


def test_a_difference_is_settled_by_a_later_stage(tmp_path: Path) -> None:
    desk = opinion(tmp_path, PETITION, reviewer="甲"), opinion(tmp_path, FINE, reviewer="乙")
    later = verified(*desk, opinion(tmp_path, OTHER_WORDS, stage="现场审核", reviewer="甲"))
    assert (state(later), later.gates_due) == (BARRED, ())


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
    assert state(verified(of=loaded)) is BARRED
    assert state(verified(opinion(tmp_path, NONE), of=loaded)) is CLEAR
    assert state(verified(opinion(tmp_path, FINE, reviewer="乙"), of=loaded)) is BARRED


def load_incident(folder: Path, on: date) -> Incident:
    answer = opinion(folder, PETITION, reviewer="戊").gates["重大信访事件"].answer
    assert answer is not None
    assert answer.incidents[0].on == on
    return answer.incidents[0]


def test_the_record_of_an_earlier_cycle_wins_over_every_opinion(tmp_path: Path) -> None:
    loaded = city()
    recorded = {**loaded.submission.gates, "上一评选周期被撤销称号": GateAnswer(known=True, yes=True, recorded=True)}
    loaded = replace(loaded, submission=replace(loaded.submission, gates=recorded))
    line = "上一评选周期被撤销称号: {意见: 调整, 改为: 否, 理由: 已经恢复}"
    found = verified(opinion(tmp_path, line, reviewer="甲"), opinion(tmp_path, WITHDRAWN, reviewer="乙"), of=loaded)
    assert (state(found), found.gates_due) == (BARRED, ())
    (ruling,) = [one for one in found.steps[-3].gates if one.spoken]
    assert (ruling.recorded, ruling.state) == (True, RulingState.NONE)


SLIPS = [
    ("重大信访事件: {意见: 调整, 理由: 看了}", "no-changes", "没有写“改为”"),
    ("重大信访事件: {意见: 调整, 改为: 未填, 理由: 看了}", "no-changes", "没有写“改为”"),
    ("重大信访事件: {意见: 认可, 改为: 无}", "changes-unused", "意见却不是“调整”"),
    ("重大信访事件: {意见: 调整, 改为: 无}", "no-reason", "没有写理由"),
    ("重大信访事件: {意见: 要求说明}", "no-reason", "没有写理由"),
    ("重大信访事件: {意见: 不认可材料, 理由: 看了}", "not-an-option", "“意见”"),
    ("重大信访事件: {意见: 调整, 改为: 有, 理由: 看了}", "wrong-type", "改为"),
    ("重大信访事件: {意见: 调整, 改为: [{日期: 2021-08-02}], 理由: 看了}", "missing", "情况"),
    ("重大信访事件: {意见: 调整, 改为: [{日期: 2021-13-02, 情况: 上访}], 理由: 看了}", "bad-date", "2021-13-02"),
    ("重大信访事件: {分值: 0}", "points-not-facts", "申报资格不计分"),
    ("重大信访: {意见: 认可}", "unknown-key", "没有“重大信访”"),
    ('"1.1": {意见: 认可}', "misplaced", "应写在“审核意见”下面"),
    ("上一评选周期被撤销称号: {意见: 调整, 改为: 无, 理由: 看了}", "not-an-option", "应填 是 或 否"),
]


@pytest.mark.parametrize(("line", "code", "part"), SLIPS)
def test_slips(tmp_path: Path, line: str, code: str, part: str) -> None:
    found = load_review(write(tmp_path, "审核.yaml", gates(line)))
    assert found.value is None
    (problem,) = [one for one in found.problems if one.severity is Severity.ERROR]
    assert (problem.code, problem.location and problem.location.line) == (code, 11)
    assert part in problem.message
    assert problem.hint


def test_a_gate_among_the_items_is_told_where_it_belongs(tmp_path: Path) -> None:
    (problem,) = load_review(write(tmp_path, "审核.yaml", text(FINE))).problems
    assert (problem.code, problem.message) == ("misplaced", "“重大信访事件”应写在“申报资格”下面")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (NONE, "no-change"),
        (PETITION, None),
        (PETITION.replace("2021-08-02", "2022-06-01"), "date-after-application"),
        (FINE, None),
    ],
)
def test_questions_against_the_submission(tmp_path: Path, line: str, code: str | None) -> None:
    found = opinion(tmp_path, line)
    assert [one.code for one in bind(found, city())] == ([code] if code else [])


def test_accepting_what_nobody_answered_is_asked_about(tmp_path: Path) -> None:
    found = opinion(tmp_path, FINE)
    assert [one.code for one in bind(found, claiming(GateAnswer(known=False)))] == ["accepts-nothing"]


def test_opinions_are_kept_while_answer_and_day_are_the_same(tmp_path: Path) -> None:
    loaded = city()
    line = FINE.replace("}", f', 自评核对码: "{gate_mark(loaded.submission, "重大信访事件")}"}}')
    earlier = opinion(tmp_path, line, digest="0" * 64)
    later = replace(loaded.submission, applied_on=date(2022, 6, 1))
    for submission, fits_ in ((loaded.submission, True), (later, False)):
        kept = keep(loaded.criteria, submission, earlier)
        assert (list(kept.gates_fitting), list(kept.gates_changed)) == (
            (["重大信访事件"], []) if fits_ else ([], ["重大信访事件"])
        )


def test_every_decision_is_an_entry_of_the_journal(tmp_path: Path) -> None:
    found = verified(
        opinion(tmp_path, PETITION, reviewer="甲"),
        opinion(tmp_path, FINE, reviewer="乙"),
        opinion(tmp_path, OTHER_WORDS, reviewer="丙", role="组长"),
    )
    told = {
        one.reviewer: (one.item, one.kind, one.fact, one.old, one.new, one.reason) for one in entries(city(), found)
    }
    assert told == {
        "甲": ("申报资格", "调整", "重大信访事件", "无", "2021-08-02 家长集体上访", "查阅信访台账"),
        "乙": ("申报资格", "认可", "重大信访事件", "", "", ""),
        "丙": ("申报资格", "仲裁：调整", "重大信访事件", "无", "2021-08-02 某园家长上访", "信访局复函"),
    }


def test_the_data_say_how_eligibility_stands(tmp_path: Path) -> None:
    found = verified(opinion(tmp_path, PETITION, ASK.replace("重大信访事件", "重大安全责任事故")))
    value: Any = review_json(city(), found)
    assert fits(value, "review-1")
    assert (value["eligibility"]["state"], value["eligibility"]["asked"]) == ("barred", ["重大安全责任事故"])
    assert not value["complete"]
    (gate,) = [one for one in value["eligibility"]["gates"] if one["name"] == "重大信访事件"]
    assert (gate["claimed"], gate["verified"], gate["state"]) == ("无", "2021-08-02 家长集体上访", "barred")
    told: Any = replay_json(city(), replay(city(), found))
    assert fits(told, "review-replay-1")
    (change,) = told["gate_changes"]
    assert (change["before"], change["after"], change["by"][0]["reviewer"]) == ("clear", "barred", "甲")


def test_the_standing_of_a_city_counts_gates(tmp_path: Path) -> None:
    found = verified(opinion(tmp_path, PETITION, reviewer="甲"), opinion(tmp_path, FINE, reviewer="乙"))
    standing = city_standing(city(), found, "自评.yaml")
    assert (standing.eligibility, standing.settled) == (OPEN, False)
    assert standing.stages[0].gates_due == ("重大信访事件",)
    assert [one.gates for one in standing.stages[0].files] == [1, 1]


def test_old_files_without_the_block_stay_valid(tmp_path: Path) -> None:
    old = review(tmp_path, ACCEPT)
    assert (old.gates, old.decisions["1.1"].verdict) == ({}, Verdict.ACCEPT)
    found = verify_reading(city(), [old])
    assert (state(found), found.card.total) == (CLEAR, Range(low=found.card.total.low, high=found.card.total.low))
