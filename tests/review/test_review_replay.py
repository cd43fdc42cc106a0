"""The replay of a review, its settings, marks and journal entries."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from scoring.loading import load_submission
from scoring.model.review import Review, Rule
from scoring.review import load_reviews, verify_claims
from scoring.review.files import load_settings
from scoring.review.journal import entries
from scoring.review.replay import Replay, replay
from scoring.review.subjects import keep, subjects
from tests.review.writing import ACCEPT, CITY, NO_MEETING, ROOT, UNSOLVED, city, review, write

PLANNED = '"1.3": {意见: 调整, 改为: {纳入国民经济和社会发展规划: 否}, 理由: 节选里没有}'
APPEAL = '"1.3": {意见: 认可, 理由: 全文里有, 日期: 2022-08-09}'


def told(*reviews: Review) -> Replay:
    return replay(city(), verify_claims(city(), reviews))


def test_a_change_says_who_when_why_old_new_and_clause(tmp_path: Path) -> None:
    (change,) = told(review(tmp_path, PLANNED)).changes
    assert (change.step, change.item, change.before.low, change.after.low) == ("资料审核", "1.3", 4, 2)
    assert [(one.name, one.old, one.new) for one in change.facts] == [("纳入国民经济和社会发展规划", "是", "否")]
    assert [(one.quote, one.difference.low) for one in change.clauses] == [("未纳入规划的扣2分", -2)]
    (view,) = change.opinions
    assert (view.reviewer, view.decision.reason, str(view.decision.on)) == ("甲", "节选里没有", "2022-06-15")


def test_the_whole_difference_closes_by_clause(tmp_path: Path) -> None:
    # Desk: no meeting at all (-3 of 1.1) and not in the plan (-2 of 1.3); the appeal gives the 2 back.
    found = told(
        review(tmp_path, NO_MEETING, PLANNED), review(tmp_path, APPEAL, reviewer="戊", stage="复核", file="e.yaml")
    )
    parts = [(one.quote, one.difference.low) for s in found.whole.sections for item in s.items for one in item.clauses]
    assert parts == [("未召开专题会议扣3分", -3)]
    assert (found.whole.difference.low, found.whole.difference.high) == (-3, -3)
    assert [(one.step, one.item) for one in found.changes] == [
        ("资料审核", "1.1"),
        ("资料审核", "1.3"),
        ("复核", "1.3"),
    ]


def test_an_open_difference_moves_one_end_only(tmp_path: Path) -> None:
    (change,) = told(review(tmp_path, UNSOLVED), review(tmp_path, ACCEPT, reviewer="乙")).changes
    assert (change.difference.low, change.difference.high) == (-2, 0)
    assert [(one.name, one.old, one.new) for one in change.facts] == [("得分", "6分", "4～6分")]
    assert sum(one.difference.low for one in change.clauses) == -2


def test_nothing_changes_without_reviews() -> None:
    found = told()
    assert (found.changes, found.whole.difference.none) == ((), True)


def test_the_samples_go_the_way_they_say() -> None:
    # Desk: 1.1 by the chair -2, 1.3 -2; site: two counts without a register, so the rate is open: -1 at worst;
    # appeal: 1.3 +2. 5.1 stays, because the chair accepts it.
    reviews = load_reviews([str(ROOT / "submissions/reviews/sample-city")])
    assert reviews.problems == ()
    found = verify_claims(city(), reviews.reviews)
    totals = [(step.card.total.low, step.card.total.high) for step in found.steps]
    half = Fraction(1, 2)
    assert totals == [
        (92 + half, 92 + half),
        (88 + half, 88 + half),
        (87 + half, 88 + half),
        (89 + half, 90 + half),
    ]
    assert [one.review.reviewer for one in found.refused] == ["丁"]
    assert (found.due, found.asked) == ((), ())


def test_settings_beside_the_reviews(tmp_path: Path) -> None:
    assert load_settings([str(tmp_path)]).value is not None
    write(tmp_path, "审核设置.yaml", "分歧上限: 1.5\n合成办法: 中位数\n")
    found = load_settings([str(tmp_path)]).value
    assert found is not None
    assert (found.limit, found.rule) == (Fraction(3, 2), Rule.MEDIAN)


@pytest.mark.parametrize("content", ["分歧上限: 一分\n", "合成办法: 投票\n", "上限: 1\n", "分歧上限: -1\n"])
def test_wrong_settings_are_refused(tmp_path: Path, content: str) -> None:
    write(tmp_path, "审核设置.yaml", content)
    found = load_settings([str(tmp_path)])
    assert found.value is None
    assert len(found.problems) == 1


def test_decisions_of_unchanged_items_are_kept(tmp_path: Path) -> None:
    marks = {item: subjects(city().criteria)[item].mark(city().submission) for item in ("1.1", "1.3")}
    old = review(
        tmp_path,
        ACCEPT.replace("认可", f'认可, 自评核对码: "{marks["1.1"]}"'),
        PLANNED.replace("理由", f'自评核对码: "{marks["1.3"]}", 理由'),
        '"1.4": {意见: 认可}',  # without a mark nobody can tell whether it still fits
        '"1.5": {意见: 无意见}',
    )
    changed = CITY.read_text("utf-8").replace("纳入国民经济和社会发展规划: 是", "纳入国民经济和社会发展规划: 否")
    new = load_submission(write(tmp_path, "新.yaml", changed)).value
    assert new is not None
    found = keep(new.criteria, new.submission, old)
    assert (list(found.fitting), list(found.changed)) == (["1.1"], ["1.3", "1.4"])
    same = keep(city().criteria, city().submission, old)
    assert (list(same.fitting), list(same.changed)) == (["1.1", "1.3", "1.4"], [])


def test_decisions_become_entries_of_the_journal(tmp_path: Path) -> None:
    chair = review(tmp_path, NO_MEETING, reviewer="丙", role="组长")
    apart = review(tmp_path, ACCEPT, reviewer="丁", declared="{利害关系: 有, 说明: 曾任职}")
    found = verify_claims(city(), [review(tmp_path, UNSOLVED), review(tmp_path, ACCEPT, reviewer="乙"), chair, apart])
    rows = [(one.reviewer, one.item, one.kind, one.fact, one.old, one.new) for one in entries(city(), found)]
    assert rows == [
        ("乙", "1.1", "认可", "", "", ""),
        ("甲", "1.1", "调整", "会议解决实际问题", "是", "否"),
        ("丙", "1.1", "仲裁：调整", "专题会议次数", "4次", "0次"),
        ("丁", "", "回避", "", "", ""),
    ]
