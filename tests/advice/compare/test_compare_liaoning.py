"""Differences worked out by hand from the official sentences of Liaoning 2022."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pytest
from msgspec.structs import replace

from scoring.advice.compare import Compared, Comparison, Difference, compare
from scoring.advice.compare.model import ComparedKind, ItemChange, Split
from scoring.assess import Assessment, evaluate
from scoring.loading import Loaded
from scoring.model.amounts import Flat
from scoring.model.facts import Judgement
from scoring.model.submission import Choice
from tests.explain.cities import UNKNOWN, assessed, at

F = Fraction


def sides(left: Assessment, right: Assessment) -> Comparison:
    one, other = (
        Compared(criteria=city.criteria, submission=city.submission, card=city.card) for city in (left, right)
    )
    return compare(one, other)


def item(found: Comparison, id_: str) -> ItemChange:
    return next(one for section in found.sections for one in section.items if one.id == id_)


def shares(change: ItemChange) -> dict[tuple[str, ...], tuple[Fraction, Fraction]]:
    return {share.names: (share.difference.low, share.difference.high) for share in change.shares}


def clauses(change: ItemChange) -> dict[str, Fraction]:
    return {clause.quote: clause.difference.low for clause in change.clauses}


def points(both: int | Fraction) -> Difference:
    return Difference(low=F(both), high=F(both))


def test_the_same_file_twice_differs_in_nothing() -> None:
    found = sides(assessed(), assessed())
    assert found.difference.none
    assert (found.inputs, found.eligibility, found.interpretations, found.references, found.unscored) == (
        (),
        (),
        (),
        (),
        (),
    )
    assert all(one.clauses == one.shares == () for section in found.sections for one in section.items)


def test_one_answer() -> None:
    """纳入预算但未专款专用扣3分。"""
    change = item(sides(assessed(经费专款专用=False), assessed()), "1.2")
    assert change.difference == points(3)
    assert clauses(change) == {"纳入预算但未专款专用扣3分": 3}
    assert shares(change) == {("经费专款专用",): (3, 3)}
    assert (change.shares[0].changes[0].before, change.shares[0].changes[0].after) == ("否", "是")


def test_two_answers_that_hide_each_other() -> None:
    """有安全事故的不得分，满意度低于90%的扣1分（2分）：先改哪个，各值多少不同，取平均。"""
    change = item(sides(assessed(发生安全事故=True, 婴幼儿家庭满意度=86), assessed()), "5.5")
    assert change.difference == points(2)
    # Accident first: 1 then 1. Satisfaction first: 0 then 2.
    assert shares(change) == {("发生安全事故",): (F(3, 2), F(3, 2)), ("婴幼儿家庭满意度",): (F(1, 2), F(1, 2))}
    assert clauses(change) == {"有安全事故的不得分": 2}


def test_a_question_asked_on_one_side_only_moves_with_its_cause() -> None:
    change = item(sides(assessed(经费纳入财政预算=False, 经费专款专用=UNKNOWN), assessed()), "1.2")
    assert shares(change) == {("经费纳入财政预算", "经费专款专用"): (6, 6)}


def test_the_parts_of_a_rate_move_together() -> None:
    """25 of 40 against 126 of 126: no city could have 126 of 40."""
    left = assessed(应配置母婴设施场所数=40, 已配置母婴设施场所数=25)
    right = assessed(应配置母婴设施场所数=126, 已配置母婴设施场所数=126)
    change = item(sides(left, right), "4.3")
    assert shares(change) == {("应配置母婴设施场所数", "已配置母婴设施场所数"): (1, 1)}


def test_a_reference_explains_its_part() -> None:
    """千人口托位数低的扣2分。"""
    left = assessed(千人口托位数=2)
    mean = left.submission.references["全省平均千人口托位数"]
    lower = {**left.submission.references, "全省平均千人口托位数": replace(mean, value=F(2), year=2020)}
    right = evaluate(Loaded(criteria=left.criteria, submission=replace(left.submission, references=lower)))
    found = sides(left, right)
    (share,) = item(found, "3.5").shares
    assert (share.changes[0].kind, share.difference) == (ComparedKind.REFERENCE, points(2))
    assert [(one.before, one.after) for one in found.references] == [("3个（2021年，虚构）", "2个（2020年，虚构）")]


def test_an_interpretation_explains_its_part() -> None:
    """没有方案的，按默认口径扣2分；“无方案也计入”的再扣2分。"""
    left = assessed(出台专项规划或实施方案=False)
    strict = {"方案不明确的范围": Choice(option="无方案也计入", reason="从严", location=at(9))}
    right = evaluate(Loaded(criteria=left.criteria, submission=replace(left.submission, switched=strict)))
    found = sides(left, right)
    (share,) = item(found, "1.3").shares
    assert (share.changes[0].kind, share.difference) == (ComparedKind.INTERPRETATION, points(-2))
    (listed,) = found.interpretations
    assert (listed.before, listed.after, listed.note) == ("仅有方案时", "无方案也计入", "理由：从严")


def test_ranges_are_compared_end_by_end() -> None:
    found = sides(assessed(会议解决实际问题=UNKNOWN), assessed(会议解决实际问题=False))
    assert found.difference == Difference(low=F(0), high=F(-2))
    assert shares(item(found, "1.1")) == {("会议解决实际问题",): (0, -2)}
    assert any("范围" in note for note in found.notes)


def test_a_judgement_counts_by_its_points_only() -> None:
    left = assessed(监督检查评分=Judgement(points=F(2), reason="甲"))
    right = assessed(监督检查评分=Judgement(points=F(2), reason="乙"))
    assert item(sides(left, right), "5.1").shares == ()


def test_eligibility_is_listed_beside_the_points() -> None:
    left = assessed()
    barred = dict(left.submission.gates)
    name = "上一评选周期被撤销称号"
    barred[name] = replace(barred[name], yes=True)
    right = evaluate(Loaded(criteria=left.criteria, submission=replace(left.submission, gates=barred)))
    found = sides(left, right)
    assert found.difference.none
    assert [(one.name, one.before, one.after) for one in found.eligibility] == [
        ("申报资格", "未发现不得申报的情形", "不具备"),
        (name, "不影响申报", "不得申报"),
    ]


def test_basic_facts_are_listed_apart() -> None:
    found = sides(assessed(常住人口=1000), assessed(常住人口=2000))
    assert [(one.name, one.before, one.after) for one in found.unscored] == [("常住人口", "1000人", "2000人")]


def edition(city: Assessment, id_: str, *, keep: bool) -> Assessment:
    """The same city under a pack whose item `id_` takes half the points for each deduction, or is gone."""
    pack = city.criteria
    old = pack.items_by_id[id_]
    halved = tuple(
        replace(clause, amount=Flat(points=clause.amount.points / 2)) if isinstance(clause.amount, Flat) else clause
        for clause in old.clauses
    )
    new = replace(old, clauses=halved)
    sections = tuple(
        replace(section, items=tuple(new if one.id == id_ else one for one in section.items if keep or one.id != id_))
        for section in pack.sections
    )
    items = {one.id: one for section in sections for one in section.items}
    changed = replace(pack, edition="2", digest="f" * 64, sections=sections, items_by_id=items)
    return evaluate(Loaded(criteria=changed, submission=city.submission))


def test_another_edition_of_the_pack() -> None:
    left = assessed(部门职责分工明确=False, 经费专款专用=False)
    found = sides(left, edition(left, "1.1", keep=True))
    assert any("版本1和2" in note for note in found.notes)
    change = item(found, "1.1")
    assert (change.difference, change.split, change.shares) == (points(F(3, 2)), Split.NONE, ())
    assert "规则不同" in change.note
    assert item(found, "1.2").split is Split.SHAPLEY


def test_an_item_on_one_side_only_counts_whole() -> None:
    left = assessed()
    found = sides(left, edition(left, "1.5", keep=False))
    change = item(found, "1.5")
    assert (change.difference, change.right) == (points(-2), None)
    assert clauses(change) == {"起始分": -2}
    assert found.difference == points(-2)


@pytest.mark.parametrize("swap", [False, True])
def test_every_sum_closes(swap: bool) -> None:
    left = assessed(专题会议次数=0, 会议解决实际问题=UNKNOWN, 支持政策项数=1, 发生安全事故=True, 千人口托位数=2)
    right = assessed(部门职责分工明确=False, 经费纳入财政预算=False, 经费专款专用=UNKNOWN, 全省平均千人口托位数=UNKNOWN)
    closes(sides(right, left) if swap else sides(left, right))


def closes(found: Comparison) -> None:
    total = points(0)
    for section in found.sections:
        inside = section.rest
        for change in section.items:
            inside += change.difference
            assert added(clause.difference for clause in change.clauses) == change.difference
            if change.split is not Split.NONE:
                assert added(share.difference for share in change.shares) == change.difference
        assert inside == section.difference
        total += section.difference
    assert total + found.rest == found.difference


def added(parts: Iterable[Difference]) -> Difference:
    total = points(0)
    for part in parts:
        total += part
    return total
