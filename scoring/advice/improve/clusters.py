"""Groups of items that have to be looked at together, and what a set of moves makes of one.

Items stand together when they share something that can be changed or is not known; a cluster's score then depends on
nothing outside it, and the scores of clusters add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

from msgspec import Struct
from msgspec.structs import replace

from scoring.advice.improve.model import Move, RelativeKind
from scoring.advice.improve.moves import Options, is_fixable, name_region, options_of, with_counts
from scoring.base.text import departments_of
from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Better, Fact, FactType
from scoring.model.scorecard import Range
from scoring.rules import resolve_inputs
from scoring.rules.joint import sharing
from scoring.rules.regions import Domain, domain_of, number_of
from scoring.rules.rulebook import rulebook_of
from scoring.rules.scenarios import scenarios_of
from scoring.rules.space import space_of
from scoring.rules.trials import Trial, trial

__all__ = ["Choice", "Cluster", "MoveTable", "clusters_of", "table_of", "try_moves"]

ZERO = Fraction(0)


class Cluster(Struct, frozen=True, kw_only=True):
    """Items that share what can be changed or is unknown. `names` is everything their scores can depend on, and `criteria` the
    pack with nothing but these."""

    criteria: Criteria
    items: tuple[Item, ...]
    names: tuple[str, ...]
    scenario_limit: int

    @property
    def points(self) -> Fraction:
        """The full score of its items."""
        return sum((item.points for item in self.items), ZERO)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts among its names."""
        known = self.criteria.facts_by_name
        return tuple(known[name] for name in self.names if name in known)

    def own(self, stated: Mapping[str, Value]) -> dict[str, Value]:
        """What is stated of its names."""
        return {name: stated[name] for name in self.names if name in stated}

    def owners_of(self, *facts: str) -> tuple[str, ...]:
        """The departments that answer some facts."""
        known = self.criteria.facts_by_name
        return departments_of(*(known[name].owner for name in facts if name in known))

    def trial(self, stated: Mapping[str, Value]) -> Trial:
        """What its items come to under some answers."""
        return trial(self.criteria, self.items, stated, scenario_limit=self.scenario_limit)

    def item_of(self, fact: str) -> Item:
        """The item a fact stands under, else the first item of the cluster."""
        found = self.criteria.facts_by_name.get(fact)
        for item in self.items:
            if found is not None and item.id == found.item:
                return item
        return self.items[0]


def clusters_of(criteria: Criteria, stated: Mapping[str, Value], scenario_limit: int) -> tuple[Cluster, ...]:
    """All items of the pack in clusters, in pack order."""

    def joining(involved: tuple[Item, tuple[str, ...]]) -> Iterator[str]:
        for name in involved[1]:
            fixable = is_fixable(criteria.facts_by_name.get(name), stated)
            if fixable or (name not in criteria.interpretations_by_name and _open(criteria, name, stated)):
                yield name

    # The items of units bear one id, so that each goes with its own names.
    book = rulebook_of(criteria)
    every = [(item, book.involved_in(item)) for item in criteria.items_by_id.values()]
    order = {item.id: place for place, (item, _) in enumerate(every)}

    def cluster(members: Sequence[tuple[Item, tuple[str, ...]]]) -> Cluster:
        items = tuple(sorted((item for item, _ in members), key=lambda item: order[item.id]))
        names = tuple(dict.fromkeys(name for _, names in members for name in names))
        return Cluster(criteria=book.near(items), items=items, names=names, scenario_limit=scenario_limit)

    return tuple(sorted(map(cluster, sharing(every, joining)), key=lambda one: order[one.items[0].id]))


def _open(criteria: Criteria, name: str, stated: Mapping[str, Value]) -> bool:
    """Unknown, or judged by a person: a judgement may change too."""
    fact = criteria.facts_by_name.get(name)
    if fact is not None and fact.derive is not None:
        return False
    if fact is not None and fact.type is FactType.JUDGED:
        return True
    return stated.get(name, UNKNOWN) is UNKNOWN


def try_moves(cluster: Cluster, stated: Mapping[str, Value], moves: Iterable[Move]) -> Trial:
    """The cluster's score once `moves` are done and everything else stays as stated."""
    moves = tuple(moves)
    changed = dict(stated)
    relatives = [move for move in moves if move.relative is not None]
    for move in moves:
        if move.value is not None:
            changed[move.fact] = move.value
    if not relatives:
        return cluster.trial(changed)
    return _following(cluster, changed, relatives)


def _following(cluster: Cluster, stated: dict[str, Value], relatives: Sequence[Move]) -> Trial:
    """Let moved facts relative what is unknown, case by case: the value is chosen where the other is known."""
    criteria = cluster.criteria
    for move in relatives:
        if stated.get(move.fact, UNKNOWN) is UNKNOWN:
            stated[move.fact] = _worst(criteria, move, cluster)
    space = space_of(criteria, cluster.items, stated, resolve_inputs(criteria, stated))
    scenarios = scenarios_of(space, cluster.scenario_limit)
    if not scenarios:
        loose = cluster.trial(stated)
        return Trial(score=loose.score, exact=False, scenarios=loose.scenarios)
    lows, highs, exact = [], [], True
    for scenario in scenarios:
        case = {**stated, **{name: region.value for name, region in scenario.regions.items()}}
        for move in relatives:
            case[move.fact] = _followed(criteria, move, case, scenario.values, space.stops.get(move.fact, frozenset()))
        found = cluster.trial(case)
        lows.append(found.score.low)
        highs.append(found.score.high)
        exact &= found.exact
    return Trial(score=Range(low=min(lows), high=max(highs)), exact=exact, scenarios=len(scenarios))


def _worst(criteria: Criteria, move: Move, cluster: Cluster) -> Value:
    """Where a fact without an answer starts from: the worst end of what it could be."""
    fact = criteria.facts_by_name[move.fact]
    domain = domain_of(fact)
    end = domain.low if fact.better is Better.HIGHER else domain.high
    if end is not None:
        return end
    open_space = space_of(criteria, cluster.items, {}, resolve_inputs(criteria, {}))
    stops = open_space.stops.get(move.fact, frozenset())
    if fact.better is Better.HIGHER:
        return min(stops, default=ZERO) - 1
    return max(stops, default=ZERO) + 1


def _followed(
    criteria: Criteria, move: Move, case: Mapping[str, Value], values: Mapping[str, Value], stops: frozenset[Fraction]
) -> Value:
    """The value that keeps pace in one case; never worse than the present one, never outside what the fact can be."""
    fact, relative, now = criteria.facts_by_name[move.fact], move.relative, number_of(case[move.fact])
    if relative is None or now is None:
        return case[move.fact]
    up = fact.better is Better.HIGHER
    domain = domain_of(fact)
    if relative.kind is RelativeKind.SHARE:
        aim = _share(criteria, relative.name, relative.level or ZERO, values, domain.whole, up)
    else:
        aim = number_of(values.get(relative.name, UNKNOWN))
        if aim is not None and relative.kind is RelativeKind.BEYOND:
            aim = _past(aim, stops, domain, up)
    if aim is None:
        return now
    best = max(now, aim) if up else min(now, aim)
    best = best if domain.high is None else min(best, domain.high)
    return best if domain.low is None else max(best, domain.low)


def _share(
    criteria: Criteria, derived: str, level: Fraction, values: Mapping[str, Value], whole: bool, up: bool
) -> Fraction | None:
    ratio = criteria.facts_by_name[derived].ratio
    bottom = None if ratio is None else number_of(values.get(ratio.denominator, UNKNOWN))
    if ratio is None or bottom is None:
        return None
    aim = level * bottom / ratio.times
    if not whole:
        return aim
    return Fraction(aim.__ceil__() if up else aim.__floor__())


def _past(aim: Fraction, stops: frozenset[Fraction], domain: Domain, up: bool) -> Fraction:
    """Just beyond `aim`, before the next stop."""
    if domain.whole:
        return aim + 1 if up else aim - 1
    ahead = [stop for stop in stops if (stop > aim if up else stop < aim)]
    if not ahead:
        return aim + 1 if up else aim - 1
    return (aim + (min(ahead) if up else max(ahead))) / 2


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
