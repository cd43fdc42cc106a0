"""Grades that clauses cap and lower, against a plain reading of the words and against every way the answers can turn out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.model.amounts import Flat, Partial, PerUnit, Tier, Tiers
from scoring.model.clauses import Clause, Effect
from scoring.model.conditions import Op
from scoring.model.criteria import Criteria
from scoring.model.facts import FactType
from scoring.model.scorecard import GradeResult
from scoring.model.totals import Grade
from scoring.rules import evaluate
from tests.rules.rules_factories import HERE, condition, deduct, fact, item, pack, submission

F = Fraction
NAMES = ("优", "良", "中", "差")
LINES = (F(8), F(6), F(4), None)
COUNTS = ("甲起数", "乙起数")
WHENS = ("丙", "丁", "not 丁", "甲起数 > 1")
GRID: Mapping[str, tuple[bool | int, ...]] = {
    "扣分数": (0, 2, 3, 4, 6, 7),
    "甲起数": (0, 1, 2, 3, 4, 5),
    "乙起数": (0, 1, 2, 3, 4, 5),
    "丙": (True, False),
    "丁": (True, False),
}


def lower(amount: Flat | PerUnit | Tiers, when: str | None = None, at_most: int | None = None) -> Clause:
    made = replace(deduct(1, when), effect=Effect.LOWER, amount=amount)
    return made if at_most is None else replace(made, at_most=F(at_most))


def limit(grade: str, when: str) -> Clause:
    made = deduct(1)
    return replace(made, effect=Effect.LIMIT, amount=None, grade=grade, when=condition(when))


@st.composite
def graded(draw: st.DrawFn) -> Clause:
    when = draw(st.none() | st.sampled_from(WHENS))
    per = draw(st.sampled_from(COUNTS))
    match draw(st.integers(0, 3)):
        case 0:
            return limit(draw(st.sampled_from(NAMES[1:])), when or "丙")
        case 1:
            return lower(Flat(points=F(draw(st.integers(1, 2)))), when)
        case 2:
            step, partial = F(draw(st.integers(1, 2))), draw(st.sampled_from((Partial.NONE, Partial.UP)))
            amount = PerUnit(points=F(draw(st.integers(1, 2))), fact=per, step=step, partial=partial)
            return lower(amount, when, draw(st.none() | st.integers(1, 3)))
    rows = (Tier(op=Op.GE, bound=F(1), points=F(1)), Tier(op=Op.GE, bound=F(3), points=F(draw(st.integers(1, 3)))))
    return lower(Tiers(fact=per, rows=rows), when)


@st.composite
def packs(draw: st.DrawFn) -> Criteria:
    facts = [fact("扣分数", FactType.COUNT), *(fact(name, FactType.COUNT) for name in COUNTS), fact("丙"), fact("丁")]
    clauses = draw(st.lists(graded(), min_size=1, max_size=4))
    items = [item("1.1", 10, [deduct(1, per="扣分数")])]
    items += [
        replace(made, clauses=(replace(one, id=f"{made.id}-1"),))
        for number, one in enumerate(clauses, start=1)
        for made in [item(f"2.{number}", 0, [one])]
    ]
    grades = tuple(
        Grade(name=name, text="", location=HERE, at_least=line) for name, line in zip(NAMES, LINES, strict=True)
    )
    return replace(pack(items, facts=facts), grades=grades)


def grade(criteria: Criteria, answers: Mapping[str, bool | int], limit: int = 20_000) -> GradeResult:
    card = evaluate(criteria, submission(answers), as_of=None, tool_version="", scenario_limit=limit)
    assert card.grade is not None
    return card.grade


def in_words(criteria: Criteria, answers: Mapping[str, bool | int]) -> str:
    """The grade as a person reads it off the sentences: no part of the engine is asked."""
    points = max(10 - int(answers["扣分数"]), 0)
    at = next(place for place, line in enumerate(LINES) if line is None or points >= line)
    holds = {
        None: True,
        "丙": answers["丙"],
        "丁": answers["丁"],
        "not 丁": not answers["丁"],
        "甲起数 > 1": answers["甲起数"] > 1,
    }
    said = {condition(text): text for text in WHENS}
    for clause in (one for of in criteria.sections[1].items for one in of.clauses):
        if not holds[None if clause.when is None else said[clause.when]]:
            continue
        if clause.effect is Effect.LIMIT:
            at = max(at, NAMES.index(clause.grade))
            continue
        steps = asked(clause, answers)
        if clause.at_most is not None and steps > clause.at_most:
            steps = int(clause.at_most)
        at = min(at + steps, 3)
    return NAMES[at]


def asked(clause: Clause, answers: Mapping[str, bool | int]) -> int:
    match clause.amount:
        case Flat(points=points):
            return int(points)
        case PerUnit(points=points, fact=name, step=step, partial=partial):
            full, rest = divmod(int(answers[name]), int(step))
            return int(points) * (full + (1 if rest and partial is Partial.UP else 0))
        case Tiers(fact=name, rows=rows):
            return max((int(row.points) for row in rows if answers[name] >= row.bound), default=0)
    raise AssertionError(clause.amount)


ANSWERS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in GRID.items()})


@settings(deadline=None, max_examples=150)
@given(packs(), ANSWERS)
def test_a_decided_grade_is_what_the_sentences_say(criteria: Criteria, answers: dict[str, bool | int]) -> None:
    found = grade(criteria, answers)
    assert (found.low, found.high) == (in_words(criteria, answers),) * 2


@settings(deadline=None, max_examples=100)
@given(
    packs(), ANSWERS, st.frozensets(st.sampled_from(sorted(GRID)), min_size=1, max_size=3), st.sampled_from((1, 20_000))
)
def test_no_answer_leads_out_of_the_range(
    criteria: Criteria, answers: dict[str, bool | int], missing: frozenset[str], limit: int
) -> None:
    """Also where only bounds are given (a limit of one case)."""
    found = grade(criteria, {name: value for name, value in answers.items() if name not in missing}, limit)
    names = sorted(missing)
    met = [
        NAMES.index(in_words(criteria, {**answers, **dict(zip(names, values, strict=True))}))
        for values in product(*(GRID[name] for name in names))
    ]
    assert NAMES.index(found.high) <= min(met)
    assert max(met) <= NAMES.index(found.low)
    if limit > 1 and len(missing) == 1:
        reads = [one for of in criteria.sections[1].items for one in of.clauses if names[0] in str(one)]
        if len(reads) <= 1 and names[0] != "扣分数":
            assert (NAMES.index(found.high), NAMES.index(found.low)) == (min(met), max(met))


def test_a_penalty_without_a_most_takes_all_where_only_bounds_are_given() -> None:
    """每起扣3分 of an item of no points, the number of cases unknown: the total may be nothing."""
    from scoring.model.clauses import Reach

    far = replace(deduct(3, per="甲起数"), reach=Reach.TOTAL, id="2.1-1")
    made = replace(item("2.1", 0, [far]), clauses=(far,))
    criteria = pack(
        [item("1.1", 10, [deduct(1, per="扣分数")]), made],
        facts=[fact("扣分数", FactType.COUNT), fact("甲起数", FactType.COUNT)],
    )
    for most in (1, 20_000):
        card = evaluate(criteria, submission({"扣分数": 0}), as_of=None, tool_version="", scenario_limit=most)
        assert (card.total.low, card.total.high) == (0, 10)


@pytest.mark.parametrize(("first", "second", "expected"), [(0, 1, "中"), (1, 0, "良")])
def test_caps_and_steps_act_in_the_order_they_are_written(first: int, second: int, expected: str) -> None:
    """先限定良，再降一档是中；先降一档是良，再限定良不变。"""
    two = (limit("良", "丙"), lower(Flat(points=F(1)), "丙"))
    items = [item("1.1", 10, [deduct(1, per="扣分数")])]
    for number, one in enumerate((two[first], two[second]), start=1):
        made = item(f"2.{number}", 0, [one])
        items.append(replace(made, clauses=(replace(one, id=f"2.{number}-1"),)))
    grades = tuple(
        Grade(name=name, text="", location=HERE, at_least=line) for name, line in zip(NAMES, LINES, strict=True)
    )
    criteria = replace(pack(items, facts=[fact("扣分数", FactType.COUNT), fact("丙")]), grades=grades)
    assert grade(criteria, {"扣分数": 0, "丙": True}).low == expected
