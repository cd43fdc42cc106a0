"""Compare two packs: every case of an item is scored by both, and the cases that differ are gathered into regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

from msgspec.structs import asdict, replace

from scoring import rules
from scoring.authoring.diff.model import (
    Change,
    CityDiff,
    DiffOutcome,
    DiffRegion,
    ItemDiff,
    PackDiff,
    PackName,
    RegionsUnder,
    ScoreComparison,
)
from scoring.authoring.diff.regions import DiffCase, Slot, case_regions, condition_text, features_of, joined
from scoring.authoring.diff.versions import Joint, Version, join, paired, reads_of_item, signature
from scoring.authoring.diff.written import front_changes, item_changes, pieces
from scoring.base.plain import Json, Keys, Shape, plain
from scoring.documents.fields import RULE, Touches
from scoring.lang import Absent, Value
from scoring.lang.printing import value_text
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import FactType, Judgement
from scoring.model.interpretations import Affects, Interpretation
from scoring.model.scorecard import Range
from scoring.rules.amounts import smooth
from scoring.rules.space import Space, space_of

__all__ = ["CASE_LIMIT", "compare_scores", "diff", "diff_json"]


CASE_LIMIT = 20_000
"""Most cases scored for one item under one choice of interpretations."""
MOST_SETTINGS = 32
"""Most choices of interpretations tried for one item."""

Setting = tuple[tuple[str, str], ...]


def diff(old: Criteria, new: Criteria, *, cities: Sequence[CityDiff] = (), case_limit: int = CASE_LIMIT) -> PackDiff:
    """Everything that differs between two packs; `cities` are already scored under both (see `cities.score_both`)."""
    front = front_changes(old, new)
    items = tuple(item for item in _items(old, new, case_limit) if not item.same)
    return PackDiff(
        old=_name(old),
        new=_name(new),
        front=front,
        items=items,
        verdict=_verdict(front_rules=any(change.kind is RULE for change in front), front=bool(front), items=items),
        cities=tuple(cities),
    )


def _verdict(*, front_rules: bool, front: bool, items: Sequence[ItemDiff]) -> DiffOutcome:
    if front_rules or any(not (item.old and item.new) or item.scores for item in items):
        return DiffOutcome.SCORES
    if any(item.elsewhere for item in items):
        return DiffOutcome.SCORES
    if any(not item.exact or item.partial or item.reason for item in items):
        return DiffOutcome.OPEN
    return DiffOutcome.WORDS if front or items else DiffOutcome.NONE


def _items(old: Criteria, new: Criteria, limit: int) -> list[ItemDiff]:
    pairs = _paired_items(old, new)
    found = [_compared(old, new, one, other, limit) for one, other in pairs]
    matched = {other.id for _, other in pairs}
    left = {one.id for one, _ in pairs}
    found += [_single(item, dropped=True) for item in old.items_by_id.values() if item.id not in left]
    found += [_single(item, dropped=False) for item in new.items_by_id.values() if item.id not in matched]
    order = [*old.items_by_id, *new.items_by_id]
    return sorted(found, key=lambda item: order.index(item.old or item.new))


def _paired_items(old: Criteria, new: Criteria) -> list[tuple[Item, Item]]:
    """Items with the same id; and under another id the one with the same sentences, which was only renumbered."""
    pairs = [(item, new.items_by_id[item.id]) for item in old.items_by_id.values() if item.id in new.items_by_id]
    rest = {
        (item.requirement, item.scoring): item for item in new.items_by_id.values() if item.id not in old.items_by_id
    }
    for item in old.items_by_id.values():
        if item.id not in new.items_by_id and (item.requirement, item.scoring) in rest:
            pairs.append((item, rest.pop((item.requirement, item.scoring))))
    return pairs


def _compared(old: Criteria, new: Criteria, one: Item, other: Item, limit: int) -> ItemDiff:
    sides = Version(criteria=old, item=one.of_unit), Version(criteria=new, item=other.of_unit)
    return ItemDiff(
        old=one.id,
        new=other.id,
        label=other.label if one.label == other.label else f"{one.label} → {other.label}",
        points=(one.points, other.points),
        changes=item_changes(one, other, f"指标项 {one.id}"),
        **asdict(compare_scores(*sides, limit)),
    )


def _single(item: Item, *, dropped: bool) -> ItemDiff:
    return ItemDiff(
        old=item.id if dropped else "",
        new="" if dropped else item.id,
        label=item.label,
        points=(item.points if dropped else None, None if dropped else item.points),
    )


def _name(criteria: Criteria) -> PackName:
    return PackName(
        id=criteria.id,
        title=criteria.short_title,
        edition=criteria.edition,
        digest=criteria.digest,
        extends=tuple(base.id for base in criteria.extends),
    )


def compare_scores(old: Version, new: Version, limit: int = CASE_LIMIT) -> ScoreComparison:
    """Where the two versions of an item give different points."""
    if signature(old) == signature(new):
        return ScoreComparison()
    if old.item.each != new.item.each:  # what one unit gets says nothing of what becomes of all
        return ScoreComparison(reason="逐个单位计分的办法不同", exact=False)
    joint = join(old, new)
    if joint.criteria is None:
        return ScoreComparison(reason=joint.reason, exact=False, reach=(_reach(old, limit), _reach(new, limit)))
    settings, all_settings = _settings(old, new)
    found: list[RegionsUnder] = []
    elsewhere: dict[str, None] = {}
    exact = all_settings
    for setting in settings:
        run = _Run(old, new, joint, setting, limit)
        regions = run.regions()
        exact &= run.exact
        elsewhere.update(dict.fromkeys(run.elsewhere))
        if regions and not any(_alike(regions, one.regions) for one in found):
            found.append(RegionsUnder(switched=setting, regions=regions))
    left = () if found else tuple(elsewhere)
    return ScoreComparison(scores=tuple(found), exact=exact, partial=joint.partial, elsewhere=left)


def _alike(one: Sequence[DiffRegion], other: Sequence[DiffRegion]) -> bool:
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

    def regions(self) -> tuple[DiffRegion, ...]:
        """The regions of different scores, the larger differences first."""
        met = [sorted({case.slots[i] for case in self._cases}, key=str) for i in range(len(self.features))]
        return tuple(
            DiffRegion(
                conditions=tuple(
                    (feature, slots)
                    for feature, slots in zip(self.features, region.allowed, strict=True)
                    if slots is not None
                ),
                text=joined(
                    condition_text(feature, allowed, slots)
                    for feature, allowed, slots in zip(self.features, region.allowed, met, strict=True)
                    if allowed is not None
                ),
                old=region.scores[0],
                new=region.scores[1],
                witness=region.witness,
                example="，".join(f"{name} {value_text(v, self._unit(name))}" for name, v in region.witness.items()),
            )
            for region in case_regions(self.features, self._cases, self._drop_order())
        )

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

    def _enumerate(self, space: Space) -> list[DiffCase]:
        from scoring.rules.scenarios import Scenarios

        scenarios = Scenarios(space)
        found: dict[tuple[Slot, ...], DiffCase] = {}
        for count, scenario in enumerate(scenarios):
            if count >= self.limit:
                self.exact = False
                break
            stated = {name: region.value for name, region in scenario.regions.items()}
            slots = tuple(feature.slot(scenario.values) for feature in self.features)
            scores = self._score(stated)
            known = found.setdefault(slots, DiffCase(slots=slots, scores=scores, witness=stated))
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


def _in_pieces(change: Change) -> Json:
    """A change, with where its two texts differ."""
    if change.old is None or change.new is None:
        return asdict(change)
    where = {(True, True): "both", (True, False): "old", (False, True): "new"}
    found = [{"text": one.text, "in": where[one.old, one.new]} for one in pieces(change.old, change.new)]
    return {**asdict(change), "pieces": found}


SHAPE: Shape = {
    Absent: lambda _: None,
    Judgement: lambda judgement: judgement.points,
    Touches: lambda touches: touches.name.lower(),
    Change: _in_pieces,
    PackName: Keys(rename={"digest": "sha256"}),
    PackDiff: Keys(rename={"front": "changes"}),
    ItemDiff: Keys(
        rename={"reason": "not_compared", "elsewhere": "clauses_act_differently"},
        add={
            "old": lambda item: item.old or None,
            "new": lambda item: item.new or None,
            "points": lambda item: dict(zip(("old", "new"), item.points, strict=True)),
            "scored_alike": lambda item: item.scored_alike,
            "not_compared": lambda item: item.reason or None,
            "reach": lambda item: dict(zip(("old", "new"), item.reach, strict=True)) if item.reason else None,
        },
    ),
    RegionsUnder: Keys(omit=("switched",), add={"interpretations": lambda under: dict(under.switched)}),
    DiffRegion: Keys(omit=("conditions", "example"), rename={"text": "when"}),
    CityDiff: Keys(
        omit=("other",), add={"same": lambda city: city.same, "other_pack": lambda city: city.other or None}
    ),
}


def diff_json(found: PackDiff) -> Json:
    """The comparison as plain data, in the shape `scoring.criteria-diff/1` (docs/json-output.md)."""
    return {"schema": "scoring.criteria-diff/1", **plain(found, SHAPE)}
