"""Groups of items that have to be looked at together, and what some moves make of one.

Items stand together when they share something that can be changed or is not known; a cluster's score then depends on
nothing outside it, and the scores of clusters add up. Where rules look at points that were scored before (得分高于80分才进入加分),
every item may bear on every other, and on the total by more than its own points: all of them are one cluster, whose score is
the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.advice.improve.model import Move, RelativeKind
from scoring.advice.improve.moves import is_fixable
from scoring.base.text import departments_of
from scoring.lang import UNKNOWN, Value
from scoring.model.clauses import Clause
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Better, Fact, FactType, Score
from scoring.model.scorecard import Range
from scoring.rules import resolve_inputs
from scoring.rules.joint import sharing
from scoring.rules.regions import Domain, domain_of, number_of
from scoring.rules.rulebook import rulebook_of
from scoring.rules.scenarios import scenarios_of
from scoring.rules.space import space_of
from scoring.rules.trials import Trial, staged_trial, trial

__all__ = ["Cluster", "clusters_of", "score_lines", "try_moves"]

ZERO = Fraction(0)


class Cluster(Struct, frozen=True, kw_only=True):
    """Items that share what can be changed or is unknown. `names` is everything their scores can depend on, and `criteria` the
    pack with nothing but these; `whole` where it is all items, measured by the total."""

    criteria: Criteria
    items: tuple[Item, ...]
    names: tuple[str, ...]
    scenario_limit: int
    whole: bool = False

    def full(self, score: Range) -> bool:
        """Whether nothing can be gained in its items."""
        return not self.whole and score.low == sum((item.points for item in self.items), ZERO)

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
        if self.whole:
            return staged_trial(self.criteria, stated, scenario_limit=self.scenario_limit)[0]
        return trial(self.criteria, self.items, stated, scenario_limit=self.scenario_limit)

    def known(self, stated: Mapping[str, Value]) -> Mapping[str, Value]:
        """Everything that is known under some answers, the points at which rules look included."""
        if self.whole:
            staged = staged_trial(self.criteria, stated, scenario_limit=self.scenario_limit)[1]
            return staged.answers.resolved
        return resolve_inputs(self.criteria, stated)

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

    book = rulebook_of(criteria)
    if len(book.stages) > 1:
        names = book.involved(book.items)
        return (Cluster(criteria=criteria, items=book.items, names=names, scenario_limit=scenario_limit, whole=True),)
    # The items of units bear one id, so that each goes with its own names.
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
    book, following = rulebook_of(criteria), {move.fact for move in relatives}
    items = [item for item in cluster.items if not following.isdisjoint(book.involved_in(item))]
    space = space_of(criteria, items, stated, resolve_inputs(criteria, stated))
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


def score_lines(criteria: Criteria, item: Item, clause: Clause) -> Iterator[Expr]:
    """The conditions of a clause, and of what it hangs on, that look at points."""
    facts = criteria.facts_by_name
    needs = [facts[name].needs for name in clause.reads if name in facts]
    for condition in (item.applies, clause.when, *needs):
        for atom in condition.atoms if condition is not None else ():
            if any(name in facts and isinstance(facts[name].derive, Score) for name in atom.names):
                yield atom
