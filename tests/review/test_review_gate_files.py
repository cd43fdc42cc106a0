"""Reviews of eligibility as files and data: slips, questions, what is kept, the journal, the JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scoring.base.errors import Severity
from scoring.model.review import Verdict
from scoring.model.scorecard import Range
from scoring.model.submission import GateAnswer
from scoring.review import load_review, verify_claims
from scoring.review.data import replay_json, review_json
from scoring.review.fitting import bind
from scoring.review.journal import entries
from scoring.review.progress import city_progress
from scoring.review.replay import replay
from scoring.review.subjects import keep, subjects
from tests.review.gates import (
    ASK,
    CLEAR,
    FINE,
    NONE,
    OPEN,
    OTHER_WORDS,
    PETITION,
    claiming,
    gates,
    opinion,
    state,
    verified,
)
from tests.review.writing import ACCEPT, city, fits, review, text, write

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


def test_an_opinion_that_cannot_stand_beside_the_rest_is_asked_about(tmp_path: Path) -> None:
    grave = PETITION.replace("重大信访事件", "婴幼儿照护重大负面舆情")
    (one,) = bind(opinion(tmp_path, grave), city())
    assert (one.code, one.severity) == ("contradiction", Severity.QUESTION)
    assert one.message.startswith("照这份意见，“有负面舆情”填的是“否”，申报资格的“婴幼儿照护重大负面舆情”填有")
    also = load_review(
        write(tmp_path, "审核.yaml", gates(grave, items=('"5.3": {意见: 调整, 改为: {有负面舆情: 是}, 理由: 同上}',)))
    ).value
    assert also is not None
    assert bind(also, city()) == ()


def test_accepting_what_nobody_answered_is_asked_about(tmp_path: Path) -> None:
    found = opinion(tmp_path, FINE)
    assert [one.code for one in bind(found, claiming(GateAnswer(known=False)))] == ["accepts-nothing"]


def test_opinions_are_kept_while_answer_and_day_are_the_same(tmp_path: Path) -> None:
    loaded = city()
    line = FINE.replace("}", f', 自评核对码: "{subjects(loaded.criteria)["重大信访事件"].mark(loaded.submission)}"}}')
    earlier = opinion(tmp_path, line, digest="0" * 64)
    later = replace(loaded.submission, applied_on=date(2022, 6, 1))
    for submission, fits_ in ((loaded.submission, True), (later, False)):
        kept = keep(loaded.criteria, submission, earlier)
        assert (list(kept.fitting), list(kept.changed)) == ((["重大信访事件"], []) if fits_ else ([], ["重大信访事件"]))


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
    standing = city_progress(city(), found, "自评.yaml")
    assert (standing.eligibility, standing.settled) == (OPEN, False)
    assert standing.stages[0].gates_due == ("重大信访事件",)
    assert [one.gates for one in standing.stages[0].files] == [1, 1]


def test_old_files_without_the_block_stay_valid(tmp_path: Path) -> None:
    old = review(tmp_path, ACCEPT)
    assert (old.on_gates, old.decisions["1.1"].verdict) == ((), Verdict.ACCEPT)
    found = verify_claims(city(), [old])
    assert (state(found), found.card.total) == (CLEAR, Range(low=found.card.total.low, high=found.card.total.low))
