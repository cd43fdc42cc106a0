"""What sets of moves make of a cluster: the outcomes that fixes, joint fixes and plans are read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product

from msgspec.structs import replace

from scoring.advice.improve.clusters import Cluster, score_lines, try_moves
from scoring.advice.improve.model import Move
from scoring.advice.improve.moves import Options, is_fixable, name_region, options_of, with_counts
from scoring.lang import UNKNOWN, Truth, Value, truth
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria
from scoring.model.scorecard import Range
from scoring.rules import resolve_inputs
from scoring.rules.rulebook import rulebook_of
from scoring.rules.space import space_of
from scoring.rules.trials import Trial

__all__ = ["Choice", "MoveTable", "table_of"]

ZERO = Fraction(0)
SET_LIMIT = 4096
"""Most combinations of moves looked at in one cluster."""
WORK_LIMIT = 400_000
"""Most cases looked at in one cluster, over all combinations."""

Choice = tuple[int, ...]
"""For each fact of the table the number of its move, 0 for leaving it as it is."""


class MoveTable:
    """The outcomes of sets of moves in one cluster. `facts` are in pack order, `moves[i][0]` the smallest move of fact i.

    `never` are the facts that could be changed but are asked in no case; `certain` says that no outcome is a mere bound.
    """

    def __init__(
        self, cluster: Cluster, stated: Mapping[str, Value], options: tuple[Options, ...], never: tuple[str, ...]
    ) -> None:
        self.cluster = cluster
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

    def with_counts(self, criteria: Criteria, known: Mapping[str, Value]) -> MoveTable:
        """The table with what has to change beside each move, also what no item hangs on."""
        self.moves = tuple(tuple(with_counts(criteria, known, move) for move in moves) for moves in self.moves)
        return self

    @cached_property
    def known(self) -> Mapping[str, Value]:
        """Everything that is known as things stand."""
        return self.cluster.known(self.stated)

    def known_after(self, choice: Choice) -> Mapping[str, Value]:
        """The same after the moves of a choice, so far as they have fixed values."""
        changed = {move.fact: move.value for move in self.moves_of(choice) if move.value is not None}
        return self.cluster.known({**self.stated, **changed})

    def passed(self, choice: Choice) -> tuple[tuple[str, Expr], ...]:
        """The lines that the points are past after the moves of a choice, each with the words of what hangs on it."""
        if not self.cluster.whole:
            return ()
        criteria, known = self.cluster.criteria, self.known_after(choice)
        return tuple(
            (clause.quote or item.label, line)
            for item in self.cluster.items
            for clause in item.clauses
            for line in score_lines(criteria, item, clause)
            if truth(line, known) is Truth.TRUE
        )

    @property
    def exact(self) -> bool:
        """Whether every set of moves was looked at and every outcome is exact."""
        return self.certain and self.complete

    @property
    def base(self) -> Range:
        """The cluster's range as things stand."""
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
        found = try_moves(self.cluster, self.stated, self.moves_of(choice))
        self.outcomes[choice] = found.score
        self.certain &= found.exact
        return found

    def _lighten(self, scenarios: int) -> None:
        """Where even the sample is too much work, look at fewer cases each time: bounds, from the same footing for all."""
        tries = sum(len(moves) for moves in self.moves) + len(self.facts) ** 2
        if tries * scenarios > WORK_LIMIT:
            self.cluster = replace(self.cluster, scenario_limit=min(self.cluster.scenario_limit, WORK_LIMIT // tries))
            self._try(self.keep)

    def _sample(self) -> None:
        """Single moves, pairs of the best of each where one item looks at both, and a chain that always adds what helps most."""
        count = len(self.facts)
        alone = []
        for place in range(count):
            for number in range(1, len(self.moves[place]) + 1):
                self._try(_choice(count, {place: number}))
            last = self.best(frozenset({place}))
            idle = last is None or last[0] == self.base  # with others the farthest may bring something
            alone.append(len(self.moves[place]) if idle or last is None else last[1][place])
        book = rulebook_of(self.cluster.criteria)
        looked = [set(book.involved_in(item)) for item in self.cluster.items]
        for pair in combinations([place for place in range(count) if alone[place]], 2):
            if any(names.issuperset(self.facts[place] for place in pair) for names in looked):
                self._try(_choice(count, {place: alone[place] for place in pair}))
        self._chain(alone)

    def _chain(self, alone: Sequence[int]) -> None:
        """Add one move after the other, each time the one that helps most. Of a whole pack only the most promising is tried
        again each time, and all of them where the points have passed a line."""
        count, chain, left = len(self.facts), dict[int, int](), [place for place, move in enumerate(alone) if move]
        worth: dict[int, tuple[Fraction, Fraction]] = {}
        while left:
            now, tried = self.outcomes[_choice(count, chain)], set[int]()

            def find(place: int, now: Range = now, tried: set[int] = tried) -> None:
                found = self.tried(_choice(count, {**chain, place: alone[place]}))
                worth[place] = (found.low - now.low, found.high - now.high)
                tried.add(place)

            # What follows something unknown takes long to try, and comes last.
            usable = left
            if self.cluster.whole:
                usable = [place for place in left if not self._follows(place, alone[place])] or left
            for place in usable:
                if place not in worth or not self.cluster.whole:
                    find(place)
            while (best := max(usable, key=lambda place: (worth[place], -place))) not in tried:
                find(best)
            before = self.passed(_choice(count, chain))
            chain[best] = alone[best]
            left.remove(best)
            if self.passed(_choice(count, chain)) != before:
                worth.clear()

    def _follows(self, place: int, number: int) -> bool:
        return self.moves[place][number - 1].relative is not None

    def tried(self, choice: Choice) -> Range:
        """What comes of a choice."""
        return self.outcomes[choice] if choice in self.outcomes else self._try(choice).score

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


def table_of(cluster: Cluster, stated: Mapping[str, Value]) -> MoveTable:
    """The table of a cluster as things stand."""
    criteria = cluster.criteria
    fixable = [name for name in cluster.names if is_fixable(criteria.facts_by_name.get(name), stated)]
    order = {name: place for place, name in enumerate(criteria.facts_by_name)}
    fixable.sort(key=lambda name: order[name])
    known = resolve_inputs(criteria, stated)
    open_stated = {name: value for name, value in stated.items() if name not in fixable}
    space = space_of(criteria, cluster.items, open_stated, resolve_inputs(criteria, open_stated))
    asked = [name for name in fixable if name in space.free]
    names = frozenset(asked)
    options = tuple(options_of(criteria.facts_by_name[name], space, names, stated, known) for name in asked)
    never = tuple(
        name for name in fixable if name not in names and known.get(name, UNKNOWN) is not stated.get(name, UNKNOWN)
    )
    return MoveTable(cluster, stated, tuple(option for option in options if option.moves), never)


def _choice(count: int, moves: Mapping[int, int]) -> Choice:
    return tuple(moves.get(place, 0) for place in range(count))


def _helps(moved: tuple[Range, ...], stayed: tuple[Range, ...]) -> bool:
    """Whether a move raises one end of the score in some circumstances."""
    return any(m.low > s.low or m.high > s.high for m, s in zip(moved, stayed, strict=True))


def _key(outcome: Range) -> tuple[Fraction, Fraction]:
    return (outcome.low, outcome.high)
