"""A compiled pack against the interpreted evaluator: item by item, clause by clause, sections and total, on complete cities.

Random small packs hold every kind of amount, guard and limit; the packs that are shipped, those of the kinds and those of
the cookbook are filled in at random, 不适用 included.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.lang import NOT_APPLICABLE, Value
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria, Item, NotApplicablePolicy
from scoring.model.facts import Answer, Fact, FactType, Judgement
from scoring.model.references import ReferenceValue
from scoring.model.submission import Submission, Unit
from scoring.rules import evaluate, resolve_inputs, score_item
from scoring.rules.compiled import CompiledPack, compile_pack
from scoring.rules.inputs import stated_values
from scoring.rules.rulebook import rulebook_of
from scoring.rules.units import units_of
from tests.everypack.packs import ENTRIES, KINDS, write
from tests.kinds import test_kinds_exactness as kinds
from tests.rules import test_rules_exactness as simple
from tests.rules.rules_factories import HERE, submission

SHIPPED = ("liaoning-2022",)
CITIES = 60


def check(criteria: Criteria, stated: Mapping[str, Value]) -> None:
    """One item after the other, where a grid gives the answers."""
    points = compile_pack(criteria).points(stated, {})
    assert points is not None
    resolved = resolve_inputs(criteria, stated)
    items = [item for section in criteria.sections for item in section.items]
    for item, (score, nominals, _) in zip(items, points.items, strict=True):
        found = score_item(item, resolved, rulebook_of(criteria))
        assert Fraction(score) / points.unit == found.score
        assert [Fraction(one) / points.unit for one in nominals] == [one.nominal for one in found.clauses]


@simple.SLOW
@given(st.data())
def test_random_packs_of_every_kind(data: st.DataObject) -> None:
    criteria = replace(data.draw(kinds.packs()), not_applicable=data.draw(st.sampled_from(NotApplicablePolicy)))
    answers = simple.states_of_affairs(criteria, {}, [*simple.GRID], most=40)
    for stated in answers:
        check(criteria, stated)


@simple.SLOW
@given(st.data())
def test_random_packs_of_simple_clauses(data: st.DataObject) -> None:
    criteria = data.draw(simple.packs(items=2))
    for stated in simple.states_of_affairs(criteria, {}, [*simple.GRID], most=40):
        check(criteria, stated)


@cache
def pack(name: str, folder: Path) -> tuple[Criteria, CompiledPack]:
    if name not in SHIPPED:
        write(name, folder)
    found = load_criteria(name) if name in SHIPPED else load_criteria(name, (str(folder),))
    assert found.value is not None, found.problems
    return found.value, compile_pack(found.value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packs")


@pytest.mark.parametrize("name", [*SHIPPED, *KINDS, *ENTRIES])
def test_every_pack_filled_in_at_random(name: str, folder: Path) -> None:
    criteria, compiled = pack(name, folder)
    random, complete = Random(name), 0
    for _ in range(CITIES):
        city = filled(criteria, random)
        card = evaluate(criteria, city, as_of=date(2024, 5, 1), tool_version="", switches=False)
        units = {item.id: units_of(city, item) for item in criteria.items_by_id.values()}
        points = compiled.points(stated_values(criteria, city), units)
        if points is None:
            continue
        complete += 1
        scores = [one for section in card.sections for one in section.items]
        for one, (score, nominals, applies) in zip(scores, points.items, strict=True):
            where = (one.item.id, city)
            assert one.score.decided, where
            assert Fraction(score) / points.unit == one.score.low, where
            assert [Fraction(each) / points.unit for each in nominals] == [each.nominal.low for each in one.clauses], (
                where
            )
            assert applies is one.applies, where
        sums = compiled.sums(points)
        assert list(sums.sections) == [section.score.low for section in card.sections]
        assert sums.total == card.total.low
    assert complete >= CITIES // 2


def filled(criteria: Criteria, random: Random) -> Submission:
    """A submission that answers every question."""
    answers, units = {}, {}
    for fact in (one for one in criteria.profile if one.derive is None):
        answers[fact.name] = Answer(value=_answer(fact, random), location=HERE)
    for item in criteria.items_by_id.values():
        own = {fact.name: fact for fact in item.facts if fact.derive is None}
        if item.each is None:
            answers |= {name: Answer(value=_answer(fact, random), location=HERE) for name, fact in own.items()}
        else:
            units[item.id] = _units(item, answers, random)
    outside = [(one.name, one.type) for one in criteria.references]
    outside += [(one.name, one.type) for one in criteria.placings]
    references = {
        name: ReferenceValue(value=_number(type_, random), year=2023, source="统计", location=HERE)
        for name, type_ in outside
    }
    return replace(submission(), answers=answers, units=units, references=references)


def _units(item: Item, answers: Mapping[str, Answer], random: Random) -> tuple[Unit, ...]:
    assert item.each is not None
    count = item.each.count
    if isinstance(count, str):
        count = answers[count].value  # type: ignore[assignment]
    number = int(count) if isinstance(count, Fraction) else random.randrange(4)
    if not number:
        return (Unit(name="无", answers={}, location=HERE, nothing=True),)
    return tuple(
        Unit(
            name=f"第{at}个",
            answers={
                fact.name: Answer(value=_answer(fact, random), location=HERE)
                for fact in item.facts
                if fact.derive is None
            },
            location=HERE,
            checked=item.each.unchecked is None or random.random() < 0.7,
        )
        for at in range(number)
    )


def _answer(fact: Fact, random: Random) -> Value:
    if fact.not_applicable is not None and random.random() < 0.15:
        return NOT_APPLICABLE
    if fact.type is FactType.BOOL:
        return random.random() < 0.5
    if fact.type is FactType.CHOICE:
        return random.choice(fact.choices)
    if fact.type is FactType.DATE:
        return date(2022, random.randrange(1, 13), 1)
    if fact.type is FactType.TEXT:
        return "文字"
    if fact.type is FactType.JUDGED:
        low, high = fact.minimum or Fraction(0), fact.maximum if fact.maximum is not None else Fraction(5)
        step = fact.step or Fraction(1, 4)
        return Judgement(points=low + step * random.randint(0, int((high - low) // step)), reason="试")
    value = _number(fact.type, random)
    if fact.minimum is not None:
        value = max(value, fact.minimum)
    return value if fact.maximum is None else min(value, fact.maximum)


def _number(kind: FactType, random: Random) -> Fraction:
    if kind is FactType.COUNT:
        return Fraction(random.choice((0, 1, 2, 3, 5, 8, 20)))
    whole = Fraction(
        random.choice((0, 1, 4, 30, 50, 75, 90, 95, 100) if kind is FactType.PERCENT else (0, 1, 2, 5, 60))
    )
    return whole if random.random() < 0.5 or whole == 100 else whole + Fraction(random.randrange(1, 10), 10)


def test_the_text_holds_no_name_of_the_pack_outside_comments(folder: Path) -> None:
    _, compiled = pack("liaoning-2022", folder)
    code = "\n".join(line for line in compiled.listing.splitlines() if not line.startswith("#"))
    assert code.isascii()
    assert all(name in compiled.listing for name in ("专题会议次数", "千人口托位数"))
