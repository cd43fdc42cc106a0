"""Every case of an item: the regions of its facts under each reading of its open questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.check.model import Witness
from scoring.lang import Absent, Value
from scoring.lang.printing import value_text
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Fact, FactType, Sum
from scoring.model.interpretations import Affects
from scoring.rules import Scenario, Scenarios, resolve_inputs, rulebook_of
from scoring.rules.items import ClauseResult
from scoring.rules.renaming import rename_fact, rename_item
from scoring.rules.scorers import scorer_of
from scoring.rules.space import space_of
from scoring.rules.sums import sum_alone, sum_parts

__all__ = [
    "MARK",
    "Cases",
    "CasePair",
    "Reading",
    "PairedCases",
    "affected_by",
    "case_text",
    "cases_of",
    "dependent_readings",
    "enumerate_scenarios",
    "join_witnesses",
    "options_text",
    "readings_of",
    "rulebook_of",
    "paired_cases",
    "paired_copy",
    "witness_of",
    "witness_text",
]

READING_LIMIT = 64
"""Up to so many combinations of options are gone through; past it, the defaults and each option by itself."""

Reading = Mapping[str, str]
"""The options taken: every interpretation the item reads, by name."""
MARK = "（改后）"
"""Cannot stand in a fact's name, so that a copy's name is never taken."""
NONE: Mapping[str, Fact] = {}
NO_COPIES: Mapping[str, str] = {}


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
    known = scorer_of(item, rulebook_of(criteria))
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
    criteria: Criteria, items: Sequence[Item], reading: Reading, limit: int, copies: Mapping[str, str] = NO_COPIES
) -> tuple[list[Scenario], bool, tuple[str, ...]]:
    """The scenarios of some items together, whether they stand for every case, and the names that are open; a question that
    is asked of both sides has one answer, so far as `copies` says which it is on the other side.

    Past the limit the first of them hardly differ in the unknowns that come first; half make room for others in which every
    unknown takes a few of its values.
    """
    space = space_of(criteria, items, reading, resolve_inputs(criteria, reading))
    scenarios = Scenarios(space, copies)
    found = list(islice(iter(scenarios), limit + 1))
    if len(found) <= limit:
        return found, scenarios.exact, tuple(space.free)
    apart = len(space.free) - sum(one in space.free and other in space.free for one, other in copies.items())
    few = max(int((limit // 2) ** (1 / max(apart, 1))), 2)
    spread = list(islice(iter(Scenarios(space, copies, few)), limit // 2))
    return [*found[: limit - len(spread)], *spread], False, tuple(space.free)


def witness_of(criteria: Criteria, scenario: Scenario, score: Fraction) -> Witness:
    """The answers of a scenario in the order of the pack; ratios that follow from them come last."""
    shown: list[tuple[str, str]] = []
    names = [*criteria.facts_by_name, *criteria.references_by_name]
    parts = sum_parts(criteria, scenario.values)
    values = {**scenario.values, **parts}
    chosen = {*parts, *(name for name in scenario.regions if not _is_sum(criteria, name))}
    for name in names:
        if name in chosen:
            declared = criteria.facts_by_name.get(name) or criteria.references_by_name[name]
            shown.append((name, value_text(values[name], declared.unit)))
    for name, fact in criteria.facts_by_name.items():
        if fact.derive is not None and name in values and not chosen.isdisjoint(fact.reads):
            shown.append((name, value_text(values[name], fact.unit)))
    given = tuple((name, values[name]) for name in names if name in chosen)
    return Witness(answers=tuple(shown), score=score, given=given)


def _is_sum(criteria: Criteria, name: str) -> bool:
    fact = criteria.facts_by_name.get(name)
    return fact is not None and isinstance(fact.derive, Sum)


def join_witnesses(parts: list[Witness]) -> Witness:
    """Independent cases taken together: their scores add up."""
    answers: dict[str, str] = {}
    for part in parts:
        answers.update(part.answers)
    return Witness(answers=tuple(answers.items()), score=sum((part.score for part in parts), Fraction(0)))


def witness_text(answers: Iterable[tuple[str, str]]) -> str:
    """The answers on one line."""
    return "，".join(f"{name}＝{value}" for name, value in answers) or "不论怎样填报"


def case_text(witness: Witness) -> str:
    """`如：甲＝是，乙＝0次`."""
    return f"如：{witness_text(witness.answers)}"


def options_text(switched: Iterable[tuple[str, str]]) -> str:
    """`“范围”选“无方案也计入”`; 默认口径 where nothing is switched."""
    parts = [f"“{name}”选“{option}”" for name, option in switched]
    return "、".join(parts) or "默认口径"


class CasePair(Struct, frozen=True, kw_only=True):
    """Two cases of an item that differ in one answer.

    before, after: the answer on either side
    scenario: both cases, the second under the names of the copies
    results: what becomes of each clause on either side
    scores: of the item on either side
    """

    before: Value
    after: Value
    scenario: Scenario
    results: tuple[tuple[ClauseResult, ...], tuple[ClauseResult, ...]]
    scores: tuple[Fraction, Fraction]


class PairedCases(Struct, frozen=True, kw_only=True):
    """All pairs for one fact of an item under one reading. Not `exact`: a sample."""

    pairs: tuple[CasePair, ...]
    exact: bool


def affected_by(criteria: Criteria, name: str) -> frozenset[str]:
    """`name` and every fact whose value can change with it."""
    reading: dict[str, list[str]] = {}
    for fact in criteria.facts_by_name.values():
        if fact.needs is not None or fact.derive is not None:
            for read in fact.reads:
                reading.setdefault(read, []).append(fact.name)
    found, waiting = {name}, [name]
    while waiting:
        for other in reading.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def _reads_directly(criteria: Criteria, item: Item, names: Sequence[str]) -> bool:
    """Whether a clause of the item, or the `needs` of a fact it reads, mentions one of `names` itself."""
    reads = set(item.reads)
    wider = set(reads)
    for name in reads:
        fact = criteria.facts_by_name.get(name)
        if fact is not None and fact.derive is None:
            wider.update(fact.reads)
    return not wider.isdisjoint(names)


def paired_copy(criteria: Criteria, name: str, changed: Mapping[str, Fact] = NONE) -> tuple[Criteria, dict[str, str]]:
    """The pack with a copy of a fact, and of every fact that can change with it, beside the original, and the names of
    the copies; those of `changed` are copies of what stands there."""
    copies = {one: f"{one}{MARK}" for one in affected_by(criteria, name)}
    sources = {**criteria.facts_by_name, **changed}
    return _with_facts(criteria, {copies[one]: rename_fact(sources[one], copies) for one in copies}), copies


def paired_cases(criteria: Criteria, item: Item, name: str, reading: Reading, limit: int) -> PairedCases:
    """Every pair of cases of an item that differ in the answer to `name`.

    Both cases are gone through together, so that each pair stands for all pairs of its kind. Questions that the changed
    answer brings up or rules out may be answered freely where only one side asks them.
    """
    fact, scorer = criteria.facts_by_name[name], scorer_of(item, rulebook_of(criteria))
    sure = True
    whole = sum_alone(criteria, name)
    if whole is not None:  # only what it adds to matters
        name, fact = whole.name, whole
        criteria = _with_facts(criteria, {name: whole})
    if fact.ratio is not None:
        sure = _free_standing(criteria, item, fact)
        criteria = _with_facts(criteria, {name: _as_quantity(fact)})
        scorer = scorer_of(item, rulebook_of(criteria))
    doubled, copies = paired_copy(criteria, name)
    second = rename_item(item, copies)
    same = {one: other for one, other in copies.items() if one != name}
    scenarios, exact, _ = enumerate_scenarios(doubled, (item, second), reading, limit, same)
    scorers = (scorer, scorer.renamed(second, copies))
    pairs = []
    for scenario in scenarios:
        before, after = scenario.values[name], scenario.values[copies[name]]
        if before == after or isinstance(before, Absent) or isinstance(after, Absent):
            continue
        (first, score), (other, then) = (scorer.both(scenario.values) for scorer in scorers)
        scores = scorers[0].worth_of(first, score), scorers[1].worth_of(other, then)
        pairs.append(CasePair(before=before, after=after, scenario=scenario, results=(first, other), scores=scores))
    return PairedCases(pairs=tuple(pairs), exact=exact and sure)


def _free_standing(criteria: Criteria, item: Item, fact: Fact) -> bool:
    """Whether a ratio can be looked at as a quantity of its own: nothing else reads its parts, and they can be any
    numbers, so that it can take every value."""
    parts = fact.reads
    if _reads_directly(criteria, item, parts):
        return False
    others = [one for one in criteria.facts_by_name.values() if one.derive is not None and one.name != fact.name]
    if any(not set(parts).isdisjoint(one.reads) for one in others):
        return False
    known = [criteria.facts_by_name[part] for part in parts if part in criteria.facts_by_name]
    return all(_any_size(part) and part.needs is None for part in known)


def _any_size(fact: Fact) -> bool:
    if fact.type not in (FactType.COUNT, FactType.NUMBER) or fact.maximum is not None or fact.derive is not None:
        return False
    return fact.minimum == 0 or (fact.minimum is None and fact.type is FactType.COUNT)


def _as_quantity(fact: Fact) -> Fact:
    """A ratio as an open quantity over everything it can be."""
    assert fact.ratio is not None
    most = fact.ratio.times if fact.ratio.within else None
    return replace(fact, type=FactType.NUMBER, derive=None, minimum=Fraction(0), maximum=most)


def _with_facts(criteria: Criteria, changed: Mapping[str, Fact]) -> Criteria:
    return replace(criteria, facts_by_name={**criteria.facts_by_name, **changed})
