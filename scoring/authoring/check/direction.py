"""Whether a better answer can cost points, and whether one shortcoming is charged twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.check.cases import (
    CasePair,
    PairedCases,
    Reading,
    affected_by,
    paired_cases,
    switched,
    witness_of,
)
from scoring.authoring.check.model import Direction, DirectionState, Overlap, Witness
from scoring.lang import Absent, Value
from scoring.lang.printing import value_text
from scoring.model.clauses import Effect
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Better, Fact
from scoring.model.scorecard import OutcomeState
from scoring.rules.items import ClauseResult
from scoring.rules.regions import number_of

__all__ = ["Changes", "changes_of", "direction_of", "is_better", "overlaps_of"]


class Changes(Struct, frozen=True, kw_only=True):
    """Every pair of cases that differ in one fact, by reading."""

    item: Item
    fact: Fact
    readings: tuple[tuple[Reading, PairedCases], ...]


def changes_of(criteria: Criteria, item: Item, readings: Sequence[Reading], limit: int) -> tuple[Changes, ...]:
    """Go through the changes of each fact whose direction is declared or that several clauses hang on."""
    found = []
    for fact in criteria.facts_by_name.values():
        affected = affected_by(criteria, fact.name)
        if affected.isdisjoint(item.reads):
            continue
        shared = sum(not affected.isdisjoint(clause.reads) for clause in item.clauses) > 1
        if (fact.better is not None and fact.item in ("", item.id)) or (shared and fact.derive is None):
            paired = tuple((reading, paired_cases(criteria, item, fact.name, reading, limit)) for reading in readings)
            found.append(Changes(item=item, fact=fact, readings=paired))
    return tuple(found)


def is_better(better: Better, before: Value, after: Value) -> bool:
    """Whether `after` is better than `before`; 不适用 is neither better nor worse than anything."""
    if isinstance(before, Absent) or isinstance(after, Absent):
        return False
    if better is Better.YES:
        return before is False and after is True
    if better is Better.NO:
        return before is True and after is False
    low, high = number_of(before), number_of(after)
    if low is None or high is None:
        return False
    return low < high if better is Better.HIGHER else high < low


def direction_of(criteria: Criteria, changes: Changes) -> Direction | None:
    """The verdict on a declared direction over all readings; None where none is declared."""
    fact = changes.fact
    if fact.better is None:
        return None
    count, moved, exact = 0, False, True
    worst: tuple[Fraction, Reading, CasePair] | None = None
    for reading, paired in changes.readings:
        exact &= paired.exact
        for pair in paired.pairs:
            before, after = pair.scores
            capped, freed = (_limits(changes.item, side) for side in pair.results)
            moved |= before != after or capped != freed
            if is_better(fact.better, pair.before, pair.after):
                count += 1
                exact &= freed <= capped  # a grade that a better answer caps is for a person to look at
                if after < before and (worst is None or before - after > worst[0]):
                    worst = (before - after, reading, pair)
    if worst is not None:
        return _refuted(criteria, fact, count, worst[1], worst[2])
    state = DirectionState.OPEN if not exact else DirectionState.PROVED if moved else DirectionState.IDLE
    return Direction(fact=fact, state=state, pairs=count)


def _limits(item: Item, results: Sequence[ClauseResult]) -> set[tuple[str, int]]:
    """The clauses that cap the grade in one case, and those that lower it, once for every step."""
    return {
        (clause.id, step)
        for clause, result in zip(item.clauses, results, strict=True)
        if clause.graded and result.state is OutcomeState.APPLIED
        for step in range(max(int(-result.nominal), int(clause.effect is Effect.LIMIT)))
    }


def _refuted(criteria: Criteria, fact: Fact, count: int, reading: Reading, pair: CasePair) -> Direction:
    return Direction(
        fact=fact,
        state=DirectionState.REFUTED,
        pairs=count,
        witness=_case(criteria, fact, pair),
        worse=value_text(pair.before, fact.unit),
        better=value_text(pair.after, fact.unit),
        lowered=pair.scores[1],
        switched=switched(criteria, reading),
    )


def _case(criteria: Criteria, fact: Fact, pair: CasePair) -> Witness:
    """The case before the change, the changed answer and everything that both sides or the first side say."""
    shown = witness_of(criteria, pair.scenario, pair.scores[0])
    if fact.derive is None:
        return shown
    answers = (*(one for one in shown.answers if one[0] != fact.name), (fact.name, value_text(pair.before, fact.unit)))
    return replace(shown, answers=answers)


def overlaps_of(criteria: Criteria, item: Item, changes: Sequence[Changes]) -> tuple[Overlap, ...]:
    """Pairs of clauses that one answer makes worse together, each with the case in which it costs most."""
    found: list[Overlap] = []
    for one in changes:
        if one.fact.derive is not None:
            continue
        best: dict[tuple[int, int], Overlap] = {}
        for reading, paired in one.readings:
            for pair in paired.pairs:
                for both in _worse_together(pair):
                    cost = pair.scores[1] - pair.scores[0]
                    known = best.get(both)
                    if known is None or (cost > known.cost and not _shorter(known, criteria, reading)):
                        best[both] = _overlap(criteria, item, one.fact, pair, both, reading)
        found.extend(best[both] for both in sorted(best))
    return tuple(found)


def _worse_together(pair: CasePair) -> Iterator[tuple[int, int]]:
    worse = [
        index for index, (before, after) in enumerate(zip(*pair.results, strict=True)) if before.nominal < after.nominal
    ]
    yield from combinations(worse, 2)


def _shorter(known: Overlap, criteria: Criteria, reading: Reading) -> bool:
    """Whether the case at hand departs less from the defaults than the new one would."""
    return len(known.switched) < len(switched(criteria, reading))


def _overlap(
    criteria: Criteria, item: Item, fact: Fact, pair: CasePair, both: tuple[int, int], reading: Reading
) -> Overlap:
    before, after = pair.scores
    return Overlap(
        fact=fact.name,
        clauses=(item.clauses[both[0]].id, item.clauses[both[1]].id),
        worse=value_text(pair.before, fact.unit),
        better=value_text(pair.after, fact.unit),
        witness=witness_of(criteria, pair.scenario, before),
        cost=after - before,
        switched=switched(criteria, reading),
    )
