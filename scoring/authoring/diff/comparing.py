"""Score every case of an item by both packs, and gather the cases that differ into regions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from scoring import rules
from scoring.authoring.diff.features import Feature, Slot
from scoring.authoring.diff.joint import Joint, Version, join, reads_of_item
from scoring.authoring.diff.matching import paired
from scoring.authoring.diff.model import Region, Under
from scoring.authoring.diff.phrases import condition_text, joined
from scoring.authoring.diff.questions import features_of
from scoring.authoring.diff.regions import Case, boxes
from scoring.authoring.diff.signature import signature
from scoring.lang import Value
from scoring.lang.printing import value_text
from scoring.model.criteria import Affects, Criteria, Interpretation
from scoring.model.facts import FactType
from scoring.model.scorecard import Range
from scoring.rules.amounts import smooth
from scoring.rules.space import Space, space_of

__all__ = ["CASE_LIMIT", "Compared", "compare_scores"]

CASE_LIMIT = 20_000
"""Most cases scored for one item under one choice of interpretations."""
MOST_SETTINGS = 32
"""Most choices of interpretations tried for one item."""

Setting = tuple[tuple[str, str], ...]


class Compared(Struct, frozen=True, kw_only=True):
    """What comparing two versions case by case gave; see `model.ItemDiff`."""

    scores: tuple[Under, ...] = ()
    exact: bool = True
    partial: bool = False
    reason: str = ""
    reach: tuple[Range | None, Range | None] = (None, None)
    elsewhere: tuple[str, ...] = ()


def compare_scores(old: Version, new: Version, limit: int = CASE_LIMIT) -> Compared:
    """Where the two versions of an item give different points."""
    if signature(old) == signature(new):
        return Compared()
    if old.item.each != new.item.each:  # what one unit gets says nothing of what becomes of all
        return Compared(reason="逐个单位计分的办法不同", exact=False)
    joint = join(old, new)
    if joint.criteria is None:
        return Compared(reason=joint.reason, exact=False, reach=(_reach(old, limit), _reach(new, limit)))
    settings, all_settings = _settings(old, new)
    found: list[Under] = []
    elsewhere: dict[str, None] = {}
    exact = all_settings
    for setting in settings:
        run = _Run(old, new, joint, setting, limit)
        regions = run.regions()
        exact &= run.exact
        elsewhere.update(dict.fromkeys(run.elsewhere))
        if regions and not any(_alike(regions, one.regions) for one in found):
            found.append(Under(switched=setting, regions=regions))
    left = () if found else tuple(elsewhere)
    return Compared(scores=tuple(found), exact=exact, partial=joint.partial, elsewhere=left)


def _alike(one: Sequence[Region], other: Sequence[Region]) -> bool:
    return [(r.conditions, r.old, r.new) for r in one] == [(r.conditions, r.old, r.new) for r in other]


def _settings(old: Version, new: Version) -> tuple[list[Setting], bool]:
    """The choices of interpretations to compare under, the defaults first, and whether these are all."""
    shared: list[tuple[str, tuple[str, ...]]] = []
    reads = {*reads_of_item(old), *reads_of_item(new)}
    for name, one in old.criteria.interpretations_by_name.items():
        other = new.criteria.interpretations_by_name.get(name)
        if other is not None and one.affects is Affects.RULE and name in reads:
            shared.append((name, _options(one, other)))
    every = [tuple(zip([n for n, _ in shared], picked, strict=True)) for picked in product(*[o for _, o in shared])]
    if not shared:
        return [()], True
    if len(every) <= MOST_SETTINGS:
        return [(), *every], True
    return [(), *(((name, option),) for name, options in shared for option in options)], False


def _options(one: Interpretation, other: Interpretation) -> tuple[str, ...]:
    known = {option.name for option in other.options}
    return tuple(option.name for option in one.options if option.name in known)


def _reach(version: Version, limit: int) -> Range | None:
    """The lowest and highest score of one version; None when there are too many cases."""
    book = _book(version)
    scores: list[Fraction] = []
    scenarios = rules.item_scenarios(version.criteria, version.item, {})
    for count, scenario in enumerate(scenarios):
        if count >= limit:
            return None
        scores.append(rules.score_item(version.item, scenario.values, book).score)
    return Range(low=min(scores), high=max(scores)) if scores and scenarios.exact else None


def _book(version: Version) -> rules.Rulebook:
    return rules.rulebook_of(version.criteria)


def _trimmed(version: Version) -> Version:
    """The version with what its item reads and nothing else, because every case settles all there is."""
    criteria, reads = version.criteria, frozenset(reads_of_item(version))
    small: Criteria = replace(
        criteria,
        facts_by_name={name: fact for name, fact in criteria.facts_by_name.items() if name in reads},
        references_by_name={name: one for name, one in criteria.references_by_name.items() if name in reads},
        interpretations_by_name={name: one for name, one in criteria.interpretations_by_name.items() if name in reads},
    )
    return Version(criteria=small, item=version.item)


class _Run:
    """Both versions over all cases, under one choice of interpretations."""

    def __init__(self, old: Version, new: Version, joint: Joint, setting: Setting, limit: int) -> None:
        assert joint.criteria is not None
        self.sides = (_trimmed(old), _trimmed(new))
        self.books = tuple(_book(side) for side in self.sides)
        self.criteria = joint.criteria
        self.setting = dict(setting)
        self.limit = limit
        self.exact = True
        self.elsewhere: dict[str, None] = {}
        self.clauses = paired(old.item, new.item)
        items = self.criteria.sections[0].items
        space = space_of(self.criteria, items, {}, rules.resolve_inputs(self.criteria, {}))
        self.features = features_of(self.criteria, self.sides, space)
        self._cases = self._enumerate(space)

    def regions(self) -> tuple[Region, ...]:
        """The regions of different scores, the larger differences first."""
        met = [sorted({case.slots[i] for case in self._cases}, key=str) for i in range(len(self.features))]
        return tuple(
            Region(
                conditions=tuple(self._conditions(box.allowed)),
                text=joined(
                    condition_text(feature, allowed, slots)
                    for feature, allowed, slots in zip(self.features, box.allowed, met, strict=True)
                    if allowed is not None
                ),
                old=box.scores[0],
                new=box.scores[1],
                witness=box.witness,
                example="，".join(f"{name} {value_text(v, self._unit(name))}" for name, v in box.witness.items()),
            )
            for box in boxes(self.features, self._cases, self._drop_order())
        )

    def _conditions(self, allowed: Iterable[frozenset[Slot] | None]) -> Iterator[tuple[Feature, frozenset[Slot]]]:
        for feature, slots in zip(self.features, allowed, strict=True):
            if slots is not None:
                yield feature, slots

    def _unit(self, name: str) -> str:
        fact = self.criteria.facts_by_name.get(name)
        return fact.unit if fact is not None else self.criteria.references_by_name[name].unit

    def _drop_order(self) -> list[int]:
        """Questions that hang on others are given up first, then comparisons, then the later ones."""

        def key(index: int) -> tuple[bool, bool, int]:
            feature = self.features[index]
            fact = self.criteria.facts_by_name.get(feature.names[0])
            return (fact is None or fact.needs is None, len(feature.names) == 1, -index)

        return sorted(range(len(self.features)), key=key)

    def _enumerate(self, space: Space) -> list[Case]:
        from scoring.rules.scenarios import Scenarios

        scenarios = Scenarios(space)
        found: dict[tuple[Slot, ...], Case] = {}
        for count, scenario in enumerate(scenarios):
            if count >= self.limit:
                self.exact = False
                break
            stated = {name: region.value for name, region in scenario.regions.items()}
            slots = tuple(feature.slot(scenario.values) for feature in self.features)
            scores = self._score(stated)
            known = found.setdefault(slots, Case(slots=slots, scores=scores, witness=stated))
            if known.scores != scores:  # a case of the rules that the features do not tell apart
                self.exact = False
        self.exact &= scenarios.exact and not self._graded()
        return list(found.values())

    def _score(self, stated: Mapping[str, Value]) -> tuple[Fraction, Fraction]:
        results = []
        for side, book in zip(self.sides, self.books, strict=True):
            switched = {n: o for n, o in self.setting.items() if n in side.criteria.interpretations_by_name}
            values = rules.resolve_inputs(side.criteria, {**stated, **switched})
            results.append(rules.score_item(side.item, values, book))
        for before, after in self.clauses:
            if results[0].clauses[before].nominal != results[1].clauses[after].nominal:
                self.elsewhere[self.sides[0].item.clauses[before].quote] = None
        return results[0].score, results[1].score

    def _graded(self) -> bool:
        """Points that move with every value, or judged without steps: a value between two ends does not stand for all
        of them."""
        if any(smooth(clause.amount) for side in self.sides for clause in side.item.clauses):
            return True
        facts = (self.criteria.facts_by_name.get(feature.names[0]) for feature in self.features)
        return any(fact is not None and fact.type is FactType.JUDGED and fact.step is None for fact in facts)
