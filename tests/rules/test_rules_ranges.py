"""Points without cards against the evaluator: items compiled one by one, and the ranges of a pack with a third of the answers
missing, on the packs that are shipped, those of the kinds and those of the cookbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.lang import Value
from scoring.model.criteria import Criteria, NotApplicablePolicy
from scoring.model.submission import Submission
from scoring.rules import evaluate, resolve_inputs, rulebook_of
from scoring.rules.inputs import answers_of, stated_values
from scoring.rules.items import clause_results, final_score, scenario_score
from scoring.rules.ranges import ranges_of
from scoring.rules.scorers import scorer_of
from tests.everypack.packs import ENTRIES, KINDS
from tests.kinds import test_kinds_exactness as kinds
from tests.rules import test_rules_exactness as simple
from tests.rules.test_rules_compiled import SHIPPED, filled, pack

CITIES = 25


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packs")


def check_scorers(criteria: Criteria, resolved: Mapping[str, Value]) -> None:
    book = rulebook_of(criteria)
    answers = answers_of(criteria, {}, resolved=resolved)
    for item in book.items:
        if answers.knows(item):
            unit, results = item.of_unit, clause_results(item.of_unit, resolved, book)
            assert scorer_of(unit, book).both(resolved) == (results, final_score(unit, results)), (item.id, resolved)
            assert scorer_of(unit, book).counted(resolved) == scenario_score(unit, resolved, book)


@simple.SLOW
@given(st.data())
def test_items_of_random_packs(data: st.DataObject) -> None:
    criteria = replace(data.draw(kinds.packs()), not_applicable=data.draw(st.sampled_from(NotApplicablePolicy)))
    for stated in simple.states_of_affairs(criteria, {}, [*simple.GRID], most=40):
        check_scorers(criteria, resolve_inputs(criteria, stated))


@pytest.mark.parametrize("name", [*SHIPPED, *KINDS, *ENTRIES])
def test_every_pack_with_a_third_missing(name: str, folder: Path) -> None:
    criteria, _ = pack(name, folder)
    random = Random(name)
    for _ in range(CITIES):
        city = filled(criteria, random)
        check_scorers(criteria, resolve_inputs(criteria, stated_values(criteria, city)))
        some = missing(city, random)
        card = evaluate(criteria, some, as_of=date(2024, 5, 1), tool_version="", switches=False)
        for _ in range(2):  # the second time what was kept of the first answers
            found = ranges_of(criteria).of(some)
            scores = [one for section in card.sections for one in section.items]
            assert found.scores == [one.score for one in scores], some
            assert [one.exact for one in found.items] == [one.exact for one in scores], some
            assert [one.applies for one in found.items] == [one.applies for one in scores], some
            states = [[(one.state, one.nominal) for one in score.clauses] for score in scores]
            assert [[(one.state, one.nominal) for one in item.clauses] for item in found.items] == states, some
            assert list(found.sections) == [section.score for section in card.sections], some
            assert (found.total, found.exact) == (card.total, card.exact), some


def missing(city: Submission, random: Random) -> Submission:
    """The same with a third of the answers, of the units' answers and of the references left out."""

    def kept(of: Mapping[str, object]) -> dict[str, object]:
        return {name: one for name, one in of.items() if random.random() < Fraction(2, 3)}

    return replace(
        city,
        answers=kept(city.answers),
        references=kept(city.references),
        units={
            item: tuple(replace(unit, answers=kept(unit.answers)) for unit in units)
            for item, units in city.units.items()
            if random.random() < 0.8
        },
    )
