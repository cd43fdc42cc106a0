"""Every case of an item: the regions of its facts under each reading of its open questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product

from msgspec import Struct

from scoring.model.criteria import Affects, Criteria, Item
from scoring.rules import Scenario, Scenarios, resolve_inputs, rulebook_of
from scoring.rules.items import ClauseResult
from scoring.rules.remembering import Remembering
from scoring.rules.space import space_of

__all__ = [
    "Cases",
    "Reading",
    "cases_of",
    "dependent_readings",
    "enumerate_scenarios",
    "readings_of",
    "rulebook_of",
]

READING_LIMIT = 64
"""Up to so many combinations of options are gone through; past it, the defaults and each option by itself."""

Reading = Mapping[str, str]
"""The options taken: every interpretation the item reads, by name."""


class Cases(Struct, frozen=True, kw_only=True):
    """An item's scenarios under one reading. `switched` are the options that differ from the defaults. Not `exact`: the
    scenarios are a sample only."""

    reading: Reading
    switched: tuple[tuple[str, str], ...]
    scenarios: tuple[Scenario, ...]
    results: tuple[tuple[ClauseResult, ...], ...]
    scores: tuple[Fraction, ...]
    free: tuple[str, ...]
    exact: bool


def readings_of(criteria: Criteria, items: Sequence[Item]) -> tuple[tuple[Reading, ...], bool]:
    """The readings of some items, the defaults first; and whether they are all combinations there are."""
    names = dependent_readings(criteria, items)
    known = criteria.interpretations_by_name
    default = {name: known[name].default for name in names}
    options = [[option.name for option in known[name].options] for name in names]
    count = 1
    for choices in options:
        count *= len(choices)
    if count <= READING_LIMIT:
        every = [dict(zip(names, chosen, strict=True)) for chosen in product(*options)]
        return (default, *(reading for reading in every if reading != default)), True
    single = [
        {**default, name: option}
        for name, choices in zip(names, options, strict=True)
        for option in choices
        if option != default[name]
    ]
    return (default, *single), False


def dependent_readings(criteria: Criteria, items: Sequence[Item]) -> tuple[str, ...]:
    """The interpretations that the items' rules read, directly or through the `needs` of a fact."""
    resolved = space_of(criteria, items, {}, resolve_inputs(criteria, {})).resolved
    known = criteria.interpretations_by_name
    return tuple(name for name in resolved if name in known and known[name].affects is Affects.RULE)


def switched(criteria: Criteria, reading: Reading) -> tuple[tuple[str, str], ...]:
    """The options of a reading that differ from the defaults."""
    known = criteria.interpretations_by_name
    return tuple((name, option) for name, option in reading.items() if option != known[name].default)


def cases_of(criteria: Criteria, item: Item, reading: Reading, limit: int) -> Cases:
    """Go through the cases of one item under one reading, at most `limit` of them."""
    known = Remembering(item, rulebook_of(criteria))
    scenarios, exact, free = enumerate_scenarios(criteria, (item,), reading, limit)
    rows = [known.both(scenario.values) for scenario in scenarios]
    return Cases(
        reading=reading,
        switched=switched(criteria, reading),
        scenarios=tuple(scenarios),
        results=tuple(results for results, _ in rows),
        scores=tuple(score for _, score in rows),
        free=free,
        exact=exact,
    )


def enumerate_scenarios(
    criteria: Criteria, items: Sequence[Item], reading: Reading, limit: int
) -> tuple[list[Scenario], bool, tuple[str, ...]]:
    """The scenarios of some items together, whether they stand for every case, and the names that are open."""
    space = space_of(criteria, items, reading, resolve_inputs(criteria, reading))
    scenarios = Scenarios(space)
    found = list(islice(_all(scenarios), limit + 1))
    return found[:limit], scenarios.exact and len(found) <= limit, tuple(space.free)


def _all(scenarios: Scenarios) -> Iterator[Scenario]:
    yield from scenarios
