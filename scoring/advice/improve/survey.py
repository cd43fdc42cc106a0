"""Put everything about improving one submission together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product

from msgspec.structs import replace

from scoring.advice.improve.gains import fixes_of, joint_of
from scoring.advice.improve.groups import Group, groups_of
from scoring.advice.improve.model import Department, Fix, Improvement, Judgement
from scoring.advice.improve.moves import judged_values
from scoring.advice.improve.narrowing import narrowings
from scoring.advice.improve.plans import Frontiers, plan_for
from scoring.advice.improve.rates import rate_text
from scoring.advice.improve.table import Table, table_of
from scoring.advice.improve.unfolding import Unfolded, unfolded
from scoring.advice.improve.words import owners_of
from scoring.lang import NOT_APPLICABLE, UNKNOWN, Value
from scoring.lang.saying import value_text
from scoring.model.criteria import Criteria
from scoring.model.facts import Better, Fact, FactType
from scoring.model.scorecard import Range, ScoreCard
from scoring.model.submission import Submission
from scoring.rules import SCENARIO_LIMIT
from scoring.rules.combining import rounded
from scoring.rules.inputs import proof_titles, stated_values
from scoring.rules.regions import domain_of
from scoring.rules.trials import trial

__all__ = ["improve"]

ZERO = Fraction(0)
JUDGED_LIMIT = 2000
"""Most combinations of judgements and moves looked at in one group for the ceiling with judgements."""


def improve(
    criteria: Criteria,
    submission: Submission,
    card: ScoreCard,
    *,
    target: Fraction | None = None,
    owner: str = "",
    scenario_limit: int = SCENARIO_LIMIT,
) -> Improvement:
    """Every fix of `submission` and its exact gain as things stand; with `target` the smallest set that reaches it.

    `card` is the submission's own card. `owner` keeps the fixes, the plan and the ceilings to one department's facts.
    Where the total is not the plain sum of the items, gains hold for the items only and nothing is called exact.
    Pure, and the same arguments always give an equal result.
    """
    split = unfolded(criteria, submission, stated_values(criteria, submission))
    pack, criteria, stated = criteria, split.criteria, split.stated
    groups = groups_of(criteria, stated, scenario_limit)
    tables = [table_of(group, stated) for group in groups]
    fixes = _sorted(criteria, (fix for table in tables for fix in fixes_of(table) if not owner or owner in fix.owners))
    frontiers = [(table, table.frontier(_owned(table, owner))) for table in tables]
    bases = [(group, trial(criteria, group.items, stated, scenario_limit=scenario_limit)) for group in groups]
    total = Range(
        low=sum((base.score.low for _, base in bases), ZERO), high=sum((base.score.high for _, base in bases), ZERO)
    )
    adds_up = _rounded(total, criteria) == card.total
    joint = [one for table in tables for one in joint_of(table)]
    if owner:
        joint = [j for j in joint if any(owner in owners_of(criteria.facts_by_name.get(m.fact)) for m in j.moves)]
    judged, sure = _judged_gain(frontiers, stated, owner)
    return Improvement(
        city=card.city,
        full=criteria.points,
        total=card.total,
        owner=owner,
        fixes=tuple(_with_advice(pack, submission, fix) for fix in fixes),
        joint=tuple(sorted(joint, key=lambda one: (-one.gain, len(one.moves)))),
        judgements=tuple(
            one for table in tables for one in _judgements(table, stated) if not owner or owner in one.owners
        ),
        past=tuple(one for table in tables for one in _past(table, stated) if not owner or owner in one.owners),
        departments=_departments(fixes, tables),
        narrowing=tuple(
            one
            for one in narrowings(criteria, bases, stated, total, _unknown(split, card))
            if not owner or owner in one.owners
        ),
        plan=None if target is None else plan_for(target, frontiers, criteria.rounding, adds_up=adds_up),
        ceiling=rounded(sum((frontier[-1][0].low for _, frontier in frontiers), ZERO), criteria.rounding),
        ceiling_judged=rounded(judged, criteria.rounding),
        exact=card.exact and split.whole and adds_up and sure and all(table.exact for table in tables),
    )


def _with_advice(criteria: Criteria, submission: Submission, fix: Fix) -> Fix:
    """The fix, with what each step on the way is worth where points move with every value, or with the documents it
    asks for where some are not listed."""
    fact = criteria.facts_by_name.get(fix.move.fact)
    rate = rate_text(fact, criteria.items_by_id.values()) if fact is not None and not fact.derive else ""
    if rate and fix.gain > 0:
        return replace(fix, note=rate)
    lacking = proof_titles(criteria, fact, submission) if fact is not None and fact.proof else ()
    return replace(fix, note=f"在佐证材料里列出{'、'.join(lacking)}") if lacking else fix


def _unknown(split: Unfolded, card: ScoreCard) -> tuple[str, ...]:
    """The open questions that matter; those of an item that was split, unit by unit."""
    known = split.criteria.facts_by_name.keys() | split.criteria.references_by_name.keys()
    whole = tuple(name for name in card.unknown if name in known)
    ends = tuple(f"的{name}" for name in card.unknown if name not in known)
    return (*whole, *(name for name in known if ends and name.endswith(ends) and split.stated.get(name) is None))


def _rounded(total: Range, criteria: Criteria) -> Range:
    return Range(low=rounded(total.low, criteria.rounding), high=rounded(total.high, criteria.rounding))


def _sorted(criteria: Criteria, fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    order = {item.id: place for place, item in enumerate(criteria.items_by_id.values())}
    facts = {name: place for place, name in enumerate(criteria.facts_by_name)}
    key = lambda fix: (-fix.gain, -fix.possible, -(fix.together or ZERO), order[fix.item], facts[fix.move.fact])  # noqa: E731
    return tuple(sorted(fixes, key=key))


def _owned(table: Table, owner: str) -> frozenset[int]:
    facts = table.group.criteria.facts_by_name
    return frozenset(
        place for place, name in enumerate(table.facts) if not owner or owner in owners_of(facts.get(name))
    )


def _departments(fixes: tuple[Fix, ...], tables: list[Table]) -> tuple[Department, ...]:
    """Departments by what they can bring on their own, then in the order in which they first appear."""
    listed: dict[str, list[int]] = {}
    for index, fix in enumerate(fixes):
        for name in fix.owners:
            listed.setdefault(name, []).append(index)
    found = []
    for name, indexes in listed.items():
        gain = sum((table.frontier(_owned(table, name))[-1][0].low - table.base.low for table in tables), ZERO)
        found.append(Department(name=name, fixes=tuple(indexes), gain=gain))
    return tuple(sorted(found, key=lambda one: -one.gain))


def _judged_facts(group: Group, stated: Mapping[str, Value]) -> list[Fact]:
    facts = (group.criteria.facts_by_name.get(name) for name in group.names)
    return [
        fact
        for fact in facts
        if fact is not None and fact.type is FactType.JUDGED and stated.get(fact.name, UNKNOWN) is not NOT_APPLICABLE
    ]


def _judgements(table: Table, stated: Mapping[str, Value]) -> Iterable[Judgement]:
    """What each judged fact could bring at most, with everything else as it stands."""
    group = table.group
    for fact in _judged_facts(group, stated):
        best = ZERO
        for points in judged_values(group.criteria, fact.name, domain_of(fact)):
            found = trial(
                group.criteria, group.items, {**stated, fact.name: points}, scenario_limit=group.scenario_limit
            )
            best = max(best, found.score.low - table.base.low)
        yield _judgement(group, fact, stated, best)


def _past(table: Table, stated: Mapping[str, Value]) -> Iterable[Judgement]:
    """What has happened already and costs points: what it would have brought not to have happened."""
    group = table.group
    for fact in (group.criteria.facts_by_name.get(name) for name in group.names):
        if fact is None or not fact.past or stated.get(fact.name, UNKNOWN) in (UNKNOWN, NOT_APPLICABLE):
            continue
        best = domain_of(fact).high if fact.better is Better.HIGHER else fact.minimum or ZERO
        value = fact.better is Better.YES if fact.type is FactType.BOOL else best
        if value is not None:
            found = trial(
                group.criteria, group.items, {**stated, fact.name: value}, scenario_limit=group.scenario_limit
            )
            yield _judgement(group, fact, stated, found.score.low - table.base.low)


def _judgement(group: Group, fact: Fact, stated: Mapping[str, Value], most: Fraction) -> Judgement:
    item = group.item_of(fact.name)
    before = value_text(stated.get(fact.name, UNKNOWN), fact.unit, exact=True)
    return Judgement(item=item.id, label=item.label, fact=fact.name, before=before, most=most, owners=owners_of(fact))


def _judged_gain(frontiers: Frontiers, stated: Mapping[str, Value], owner: str) -> tuple[Fraction, bool]:
    """The guaranteed total with all moves and every judgement at its best, and whether every combination was seen."""
    total, sure = ZERO, True
    for table, frontier in frontiers:
        best = frontier[-1][0].low
        facts = [fact for fact in _judged_facts(table.group, stated) if not owner or owner in owners_of(fact)]
        values = [judged_values(table.group.criteria, fact.name, domain_of(fact)) for fact in facts]
        cases = list(product(*values)) if facts else []
        if len(cases) * len(table.outcomes) > JUDGED_LIMIT:
            cases, sure = [tuple(own[-1] for own in values)], False
        for case in cases:
            scenario = {**stated, **{fact.name: points for fact, points in zip(facts, case, strict=True)}}
            judged = table_of(table.group, scenario)
            sure &= judged.exact
            best = max(best, judged.frontier(_owned(judged, owner))[-1][0].low)
        total += best
    return total, sure
