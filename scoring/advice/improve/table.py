"""Every set of moves within one group and what it brings.

The table is complete where the combinations are few enough, and says so; past the limit it holds single moves, pairs,
all moves together and a greedy chain, and what is read from it are bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product

from msgspec.structs import replace

from scoring.advice.improve.counts import with_counts
from scoring.advice.improve.groups import Group, try_moves
from scoring.advice.improve.model import Move
from scoring.advice.improve.moves import Options, is_fixable, name_region, options_of
from scoring.lang import UNKNOWN, Value
from scoring.model.scorecard import Range
from scoring.rules import resolve_inputs
from scoring.rules.space import space_of
from scoring.rules.trials import Trial

__all__ = ["Choice", "Table", "table_of"]

SET_LIMIT = 4096
"""Most combinations of moves looked at in one group."""
WORK_LIMIT = 400_000
"""Most cases looked at in one group, over all combinations."""

Choice = tuple[int, ...]
"""For each fact of the table the number of its move, 0 for leaving it as it is."""


class Table:
    """The outcomes of sets of moves in one group. `facts` are in pack order, `moves[i][0]` the smallest move of fact i.

    `never` are the facts that could be changed but are asked in no case; `certain` says that no outcome is a mere bound.
    """

    def __init__(
        self, group: Group, stated: Mapping[str, Value], options: tuple[Options, ...], never: tuple[str, ...]
    ) -> None:
        self.group = group
        self.stated = stated
        self.facts = tuple(option.fact.name for option in options)
        self.never = never
        self.moves: tuple[tuple[Move, ...], ...] = tuple(option.moves for option in options)
        self.outcomes: dict[Choice, Range] = {}
        self.certain = not any(option.tied for option in options)
        self.keep: Choice = (0,) * len(self.facts)
        base = self._try(self.keep)
        self.complete = self._few(base.scenarios)
        if self.complete:
            for choice in product(*(range(len(moves) + 1) for moves in self.moves)):
                self._try(choice)
            self._merge(options)
        else:
            self._lighten(base.scenarios)
            self.moves = tuple(
                tuple(name_region(option, (number,)) for number in range(len(option.moves))) for option in options
            )
            self._sample()
        known = resolve_inputs(group.criteria, stated)
        self.moves = tuple(tuple(with_counts(group.criteria, known, move) for move in moves) for moves in self.moves)

    @property
    def exact(self) -> bool:
        """Whether every set of moves was looked at and every outcome is exact."""
        return self.certain and self.complete

    @property
    def base(self) -> Range:
        """The group's range as things stand."""
        return self.outcomes[self.keep]

    def moves_of(self, choice: Choice) -> tuple[Move, ...]:
        """The moves a choice makes, in pack order."""
        return tuple(self.moves[place][number - 1] for place, number in enumerate(choice) if number)

    def best(self, places: frozenset[int]) -> tuple[Range, Choice] | None:
        """The best outcome that changes exactly the facts at `places`; the smaller moves win ties. None: not known."""
        ranges = [range(1, len(moves) + 1) if p in places else (0,) for p, moves in enumerate(self.moves)]
        return self._best(product(*ranges))

    def frontier(self, allowed: frozenset[int]) -> list[tuple[Range, Choice]]:
        """For k = 0, 1, … the best outcome of at most k moves among the facts at `allowed`."""
        found = [(self.base, self.keep)]
        usable = sorted(place for place in allowed if self.moves[place])
        for size in range(1, len(usable) + 1):
            sets = [self.best(frozenset(places)) for places in combinations(usable, size)] if self._listed(size) else []
            if not sets:
                known = [c for c in self.outcomes if self._size(c) == size and self._within(c, allowed)]
                sets = [self._best(iter(known))]
            best = found[-1]
            for entry in sets:
                if entry is not None and _key(entry[0]) > _key(best[0]):
                    best = entry
            found.append(best)
        return found

    def _listed(self, size: int) -> bool:
        return self.complete or size <= 2

    def _size(self, choice: Choice) -> int:
        return sum(1 for number in choice if number)

    def _within(self, choice: Choice, allowed: frozenset[int]) -> bool:
        return all(place in allowed for place, number in enumerate(choice) if number)

    def _best(self, choices: Iterator[Choice]) -> tuple[Range, Choice] | None:
        best: tuple[Range, Choice] | None = None
        for choice in choices:
            outcome = self.outcomes.get(choice)
            if outcome is not None and (best is None or _key(outcome) > _key(best[0])):
                best = (outcome, choice)
        return best

    def _few(self, scenarios: int) -> bool:
        sets = 1
        for moves in self.moves:
            sets *= len(moves) + 1
        return sets <= SET_LIMIT and sets * scenarios <= WORK_LIMIT

    def _try(self, choice: Choice) -> Trial:
        found = try_moves(self.group, self.stated, self.moves_of(choice))
        self.outcomes[choice] = found.score
        self.certain &= found.exact
        return found

    def _lighten(self, scenarios: int) -> None:
        """Where even the sample is too much work, look at fewer cases each time: bounds, from the same footing for all."""
        tries = sum(len(moves) for moves in self.moves) + len(self.facts) ** 2
        if tries * scenarios > WORK_LIMIT:
            self.group = replace(self.group, scenario_limit=min(self.group.scenario_limit, WORK_LIMIT // tries))
            self._try(self.keep)

    def _sample(self) -> None:
        """Single moves, pairs of the best of each, and a chain that always adds what helps most."""
        count = len(self.facts)
        alone = []
        for place in range(count):
            for number in range(1, len(self.moves[place]) + 1):
                self._try(_choice(count, {place: number}))
            last = self.best(frozenset({place}))
            alone.append(0 if last is None else last[1][place])
        for pair in combinations(range(count), 2):
            if all(alone[place] for place in pair):
                self._try(_choice(count, {place: alone[place] for place in pair}))
        chain: dict[int, int] = {}
        while len(chain) < count:
            rest = [place for place in range(count) if place not in chain and alone[place]]
            if not rest:
                break
            tries = [_choice(count, {**chain, place: alone[place]}) for place in rest]
            for choice in tries:
                if choice not in self.outcomes:
                    self._try(choice)
            best = max(range(len(rest)), key=lambda index: (_key(self.outcomes[tries[index]]), -index))
            chain[rest[best]] = alone[rest[best]]

    def _merge(self, options: tuple[Options, ...]) -> None:
        """Put moves together that no circumstances tell apart, and drop those that never help; one stays in any case."""
        for place, option in enumerate(options):
            rows: list[tuple[Range, ...]] = []
            others = [range(len(moves) + 1) if p != place else (0,) for p, moves in enumerate(self.moves)]
            contexts = list(product(*others))
            for number in range(len(self.moves[place]) + 1):
                rows.append(tuple(self.outcomes[(*c[:place], number, *c[place + 1 :])] for c in contexts))
            runs: list[list[int]] = []
            for number in range(1, len(rows)):
                if runs and rows[number] == rows[runs[-1][0]]:
                    runs[-1].append(number)
                elif not any(rows[number] == rows[run[0]] for run in runs):
                    runs.append([number])
            useful = [run for run in runs if _helps(rows[run[0]], rows[0])] or [runs[-1][-1:]]
            named = tuple(name_region(option, tuple(n - 1 for n in run)) for run in useful)
            kept = [0, *(run[0] for run in useful)]
            self.outcomes = {
                (*c[:place], new, *c[place + 1 :]): self.outcomes[(*c[:place], old, *c[place + 1 :])]
                for c in contexts
                for new, old in enumerate(kept)
            }
            self.moves = (*self.moves[:place], named, *self.moves[place + 1 :])


def table_of(group: Group, stated: Mapping[str, Value]) -> Table:
    """The table of a group as things stand."""
    criteria = group.criteria
    fixable = [name for name in group.names if is_fixable(criteria.facts_by_name.get(name), stated)]
    order = {name: place for place, name in enumerate(criteria.facts_by_name)}
    fixable.sort(key=lambda name: order[name])
    known = resolve_inputs(criteria, stated)
    open_stated = {name: value for name, value in stated.items() if name not in fixable}
    space = space_of(criteria, group.items, open_stated, resolve_inputs(criteria, open_stated))
    asked = [name for name in fixable if name in space.free]
    names = frozenset(asked)
    options = tuple(options_of(criteria.facts_by_name[name], space, names, stated, known) for name in asked)
    never = tuple(
        name for name in fixable if name not in names and known.get(name, UNKNOWN) is not stated.get(name, UNKNOWN)
    )
    return Table(group, stated, tuple(option for option in options if option.moves), never)


def _choice(count: int, moves: Mapping[int, int]) -> Choice:
    return tuple(moves.get(place, 0) for place in range(count))


def _helps(moved: tuple[Range, ...], stayed: tuple[Range, ...]) -> bool:
    """Whether a move raises one end of the score in some circumstances."""
    return any(m.low > s.low or m.high > s.high for m, s in zip(moved, stayed, strict=True))


def _key(outcome: Range) -> tuple[Fraction, Fraction]:
    return (outcome.low, outcome.high)
