"""What reviews make of the sample city's score. Every expected figure is worked out from the official sentence of 1.1:
“无职责分工扣3分，未召开专题会议扣3分，召开会议未解决实际问题扣2分。” and its like; the city claims 92.5."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.evidence import inspect
from scoring.model.review import Review, ReviewSettings, Rule, RulingState, Verified
from scoring.model.scorecard import Range
from scoring.review import verify_claims
from scoring.review.scores import item_scores
from tests.exact import span
from tests.review.writing import ACCEPT, CITY, NO_MEETING, UNSOLVED, city, review


def verified(*reviews: Review, **settings: object) -> Verified:
    return verify_claims(city(), reviews, settings=ReviewSettings(**settings))  # type: ignore[arg-type]


def item(found: Verified, name: str) -> Range:
    return item_scores(found.card)[name].score


def ruling(found: Verified, name: str, step: int = 1) -> RulingState:
    return next(one for one in found.steps[step].rulings if one.subject == name).state


def test_without_reviews_the_claims_stand() -> None:
    found = verified()
    assert found.card.total == span("92.5")
    assert not found.reviewed
    assert [step.name for step in found.steps] == ["自评", "资料审核", "现场审核", "复核"]


def test_an_adjusted_fact_lets_the_rule_decide(tmp_path: Path) -> None:
    # Meetings were held and solved nothing: 6 - 2.
    found = verified(review(tmp_path, UNSOLVED))
    assert item(found, "1.1") == span(4)
    assert found.card.total == span("90.5")
    assert ruling(found, "1.1") is RulingState.AGREED


def test_no_opinion_is_not_zero(tmp_path: Path) -> None:
    silent = review(tmp_path, '"1.1": {意见: 无意见}', reviewer="乙")
    found = verified(review(tmp_path, UNSOLVED), silent)
    (one,) = [one for one in found.steps[1].rulings if one.subject == "1.1"]
    assert (one.mean, one.median, one.spread) == (span(4), span(4), 0)
    assert item(found, "1.1") == span(4)
    assert "1.2" in found.unseen
    assert "1.1" not in found.unseen


def test_two_who_differ_wait_for_the_chair(tmp_path: Path) -> None:
    # 4 points by one, 6 by the other: spread 2, mean and median 5, and nothing is decided.
    found = verified(review(tmp_path, UNSOLVED), review(tmp_path, ACCEPT, reviewer="乙"))
    (one,) = [one for one in found.steps[1].rulings if one.subject == "1.1"]
    assert (one.state, one.spread, one.mean, one.median) == (RulingState.DUE, 2, span(5), span(5))
    assert item(found, "1.1") == span(4, 6)
    assert found.card.total == span("90.5", "92.5")
    assert found.due == ("1.1",)
    assert not found.card.complete


def test_the_chair_decides(tmp_path: Path) -> None:
    # No meeting at all: 6 - 3; the question whether it solved anything does not arise.
    chair = review(tmp_path, NO_MEETING, reviewer="丙", role="组长")
    found = verified(review(tmp_path, UNSOLVED), review(tmp_path, ACCEPT, reviewer="乙"), chair)
    assert ruling(found, "1.1") is RulingState.ARBITRATED
    assert item(found, "1.1") == span(3)
    assert found.card.total == span("89.5")
    assert found.due == ()


def test_the_chair_does_not_overrule_agreement(tmp_path: Path) -> None:
    chair = review(tmp_path, NO_MEETING, reviewer="丙", role="组长")
    found = verified(review(tmp_path, UNSOLVED), chair)
    (one,) = [one for one in found.steps[1].rulings if one.subject == "1.1"]
    assert (one.state, one.unused) == (RulingState.AGREED, True)
    assert item(found, "1.1") == span(4)


@pytest.mark.parametrize(
    ("limit", "rule", "score", "total"),
    [
        (3, Rule.MEAN, span("13/3"), span("545/6")),  # 92.5 - 6 + 13/3
        (3, Rule.MEDIAN, span(4), span("90.5")),
        (2, Rule.MEAN, span(3, 6), span("89.5", "92.5")),  # the spread of 3 is above the limit
    ],
)
def test_the_rule_within_the_limit(tmp_path: Path, limit: int, rule: Rule, score: Range, total: Range) -> None:
    three = (
        review(tmp_path, ACCEPT),
        review(tmp_path, UNSOLVED, reviewer="乙"),
        review(tmp_path, NO_MEETING, reviewer="丙"),
    )
    found = verified(*three, limit=Fraction(limit), rule=rule)
    assert item(found, "1.1") == score
    assert found.card.total == total


def test_a_settled_score_closes_its_ledger(tmp_path: Path) -> None:
    two = (review(tmp_path, ACCEPT), review(tmp_path, UNSOLVED, reviewer="乙"))
    found = item_scores(verified(*two, limit=Fraction(2)).card)["1.1"]
    changes = [(line.kind.value, line.change, line.balance) for line in found.ledger[-3:]]
    assert changes == [("clause", -2, 4), ("review", 1, 5), ("end", 0, 5)]
    assert found.ledger == found.ledger_high


def test_judged_points_are_decided_by_people(tmp_path: Path) -> None:
    # 5.1 has points and no scoring sentence; 1 and the claimed 1.5 make 1.25 on average.
    low = review(tmp_path, '"5.1": {意见: 调整, 改为: {监督检查评分: {分值: 1, 理由: 记录不全}}, 理由: 记录不全}')
    found = verified(low, review(tmp_path, '"5.1": {意见: 认可}', reviewer="乙"), limit=Fraction(1, 2))
    assert item(found, "5.1") == span("1.25")
    assert found.card.total == span("92.25")


def test_the_same_points_for_other_reasons_differ_too(tmp_path: Path) -> None:
    # 4.3 has two deductions of 1; the city admits one of them, and one reviewer finds the other instead.
    one = '"4.3": {意见: 调整, 改为: {母婴设施配置达标: 否, 已配置母婴设施场所数: 126}, 理由: 甲看到的}'
    other = '"4.3": {意见: 认可}'
    reviews = (review(tmp_path, one), review(tmp_path, other, reviewer="乙"))
    assert ruling(verified(*reviews), "4.3") is RulingState.DUE
    assert verified(*reviews).card.total == span("92.5")  # either way 1 point is lost
    assert ruling(verified(*reviews, limit=Fraction(0)), "4.3") is RulingState.SETTLED


def test_a_rejected_paper_makes_its_claim_unknown(tmp_path: Path) -> None:
    # Whether duties are divided is no longer proved: 3 of the 6 points are open.
    rejected = '"1.1": {意见: 不认可材料, 不认可的材料: [evidence/1.1/01-division.pdf], 理由: 没有盖章}'
    found = verified(review(tmp_path, rejected))
    assert item(found, "1.1") == span(3, 6)
    assert found.card.total == span("89.5", "92.5")
    assert item_scores(found.card)["1.1"].unknown == ("部门职责分工明确",)


def test_a_claim_with_another_paper_stays(tmp_path: Path) -> None:
    one = '"2.1": {意见: 不认可材料, 不认可的材料: [evidence/2.1/01-land.pdf], 理由: 不是支持政策}'
    assert item(verified(review(tmp_path, one)), "2.1") == span(3)
    papers = "evidence/2.1/01-land.pdf, evidence/2.1/02-subsidy.pdf, evidence/2.1/03-talent.pdf"
    all_ = f'"2.1": {{意见: 不认可材料, 不认可的材料: [{papers}], 理由: 都不是支持政策}}'
    assert item(verified(review(tmp_path, all_)), "2.1") == span(0, 3)


def test_an_admitted_lack_is_not_raised_for_want_of_paper(tmp_path: Path) -> None:
    # The plan is rejected, and with it the admission that its way of operation is unclear. Without any plan 2 points
    # are lost, with an unclear one 2 points: it is 4 either way, and never the 6 of a clear plan.
    rejected = '"1.3": {意见: 不认可材料, 不认可的材料: [evidence/1.3/02-care-plan.pdf], 理由: 是草案}'
    assert item(verified(review(tmp_path, rejected)), "1.3") == span(4)


def test_an_appeal_restores_what_the_desk_took(tmp_path: Path) -> None:
    # “未纳入规划的扣2分”
    desk = review(tmp_path, '"1.3": {意见: 调整, 改为: {纳入国民经济和社会发展规划: 否}, 理由: 节选里没有}')
    appeal = review(tmp_path, '"1.3": {意见: 认可, 依据材料: [规划全文]}', reviewer="丙", stage="复核")
    found = verified(desk, appeal)
    assert [step.card.total for step in found.steps] == [span("92.5"), span("90.5"), span("90.5"), span("92.5")]


def test_a_later_stage_builds_on_the_earlier_one(tmp_path: Path) -> None:
    # Desk: nothing solved (-2). Site: no division of duties either (-3): 6 - 2 - 3.
    desk = review(tmp_path, UNSOLVED)
    visit = '"1.1": {意见: 调整, 改为: {部门职责分工明确: 否}, 理由: 部门说不清}'
    found = verified(desk, review(tmp_path, visit, stage="现场审核"))
    assert item(found, "1.1") == span(1)


def test_a_later_opinion_replaces_an_open_difference(tmp_path: Path) -> None:
    desk = (review(tmp_path, UNSOLVED), review(tmp_path, ACCEPT, reviewer="乙"))
    found = verified(*desk, review(tmp_path, UNSOLVED, stage="现场审核"))
    assert found.due == ()
    assert item(found, "1.1") == span(4)


def test_a_fact_set_to_unfilled_is_not_proved(tmp_path: Path) -> None:
    doubt = '"1.1": {意见: 调整, 改为: {部门职责分工明确: 未填}, 理由: 无法核实}'
    assert item(verified(review(tmp_path, doubt)), "1.1") == span(3, 6)


def test_clarifications_are_open_until_somebody_decides(tmp_path: Path) -> None:
    asked = review(tmp_path, '"1.1": {意见: 要求说明, 理由: 请说明会议是否专题}')
    assert verified(asked).asked == ("1.1",)
    assert verified(asked).card.total == span("92.5")
    assert verified(asked, review(tmp_path, ACCEPT, stage="现场审核")).asked == ()


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    files = (
        review(tmp_path, UNSOLVED),
        review(tmp_path, ACCEPT, reviewer="乙"),
        review(tmp_path, NO_MEETING, reviewer="丙", stage="现场审核"),
    )
    assert len({repr(verified(*order)) for order in itertools.permutations(files)}) == 1


def test_paper_that_is_not_there_is_accepted_by_whoever_saw_it(tmp_path: Path) -> None:
    # Looked at from an empty folder nothing lies on paper: 1.1 could be 0 (3 + 3 lost) to 6.
    evidence = inspect(city().criteria, city().submission, str(tmp_path))
    found = verify_claims(city(), [review(tmp_path, ACCEPT)], evidence=evidence)
    assert [step.name for step in found.steps[:2]] == ["自评", "材料核验"]
    assert item_scores(found.steps[1].card)["1.1"].score == span(0, 6)
    assert item_scores(found.card)["1.1"].score == span(6)
    assert item_scores(found.card)["1.2"].score == span(0, 6)


def test_with_all_paper_there_the_evidenced_step_is_the_claim() -> None:
    evidence = inspect(city().criteria, city().submission, str(CITY.parent))
    found = verify_claims(city(), [], evidence=evidence)
    assert found.card.total == span("92.5")


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ({"declared": "{利害关系: 有, 说明: 曾在该市任职}"}, "回避"),
        ({"declared": "{利害关系: 未填}"}, "没有填回避声明"),
        ({"digest": "0" * 64}, "改动了自评"),
    ],
)
def test_files_that_do_not_count_are_listed(tmp_path: Path, head: dict[str, str], reason: str) -> None:
    found = verified(review(tmp_path, UNSOLVED, **head))
    assert found.card.total == span("92.5")
    assert [reason in one.reason for one in found.refused] == [True]
    assert not found.reviewed


def test_two_files_of_one_reviewer_are_both_refused(tmp_path: Path) -> None:
    one, other = review(tmp_path, UNSOLVED, file="a.yaml"), review(tmp_path, ACCEPT, file="b.yaml")
    assert len(verified(one, other).refused) == 2
    again = review(tmp_path, UNSOLVED, file="c.yaml")  # a copy of the same bytes is the same file
    assert verified(one, again).refused == ()


def test_another_city_is_passed_over(tmp_path: Path) -> None:
    found = verified(review(tmp_path, UNSOLVED, name="甲市", digest="1" * 64))
    assert (found.refused, found.reviewed) == ((), False)


def test_a_paper_that_was_never_listed_makes_the_file_unusable(tmp_path: Path) -> None:
    wrong = '"1.1": {意见: 不认可材料, 不认可的材料: [evidence/1.1/99.pdf], 理由: 看不清}'
    (refused,) = verified(review(tmp_path, wrong)).refused
    assert [problem.code for problem in refused.problems if problem.severity.name == "ERROR"] == ["no-such-paper"]


def test_parts_larger_than_the_whole_make_the_file_unusable(tmp_path: Path) -> None:
    wrong = '"5.2": {意见: 调整, 改为: {已备案托育机构数: 90}, 理由: 台账}'  # of 86
    (refused,) = verified(review(tmp_path, wrong)).refused
    assert "part-exceeds-whole" in [problem.code for problem in refused.problems]


def test_two_chairs_who_decide_differently_decide_nothing(tmp_path: Path) -> None:
    # 4 points by one member, 6 by the other; neither chair's 3 nor the other's 6 may win by the order of names.
    members = (review(tmp_path, UNSOLVED), review(tmp_path, ACCEPT, reviewer="乙"))
    one = review(tmp_path, NO_MEETING, reviewer="丙", role="组长")
    other = review(tmp_path, ACCEPT, '"1.2": {意见: 认可}', reviewer="丁", role="组长")
    found = verified(*members, one, other)
    assert item(found, "1.1") == span(4, 6)
    assert [refused.review.reviewer for refused in found.refused] == ["丁", "丙"]
    assert all("两位组长" in refused.reason for refused in found.refused)
    elsewhere = review(tmp_path, '"1.2": {意见: 认可}', reviewer="丁", role="组长", file="other.yaml")
    assert item(verified(*members, one, elsewhere), "1.1") == span(3)


def test_a_reviewer_is_one_person_however_the_mark_is_typed(tmp_path: Path) -> None:
    one, other = review(tmp_path, UNSOLVED, reviewer="A 1"), review(tmp_path, ACCEPT, reviewer="Ａ1")
    assert len(verified(one, other).refused) == 2


def test_an_interest_declared_once_holds_for_the_city(tmp_path: Path) -> None:
    declared = review(tmp_path, ACCEPT, declared="{利害关系: 有, 说明: 曾在该市任职}")
    later = review(tmp_path, UNSOLVED, stage="现场审核")
    found = verified(declared, later)
    assert found.card.total == span("92.5")
    assert [refused.conflict for refused in found.refused] == [False, True]  # the journal tells the declaration once
    elsewhere = review(tmp_path, ACCEPT, declared="{利害关系: 有, 说明: 曾在该市任职}", name="甲市", digest="1" * 64)
    assert item(verified(elsewhere, later), "1.1") == span(4)
