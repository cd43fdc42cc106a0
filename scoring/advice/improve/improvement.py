"""Put everything about improving one submission together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product

from msgspec.structs import replace

from scoring.advice.improve.clusters import Cluster, clusters_of, try_moves
from scoring.advice.improve.gains import fixes_of, joint_of
from scoring.advice.improve.model import (
    Answered,
    DepartmentGain,
    Fix,
    Improvement,
    JointFix,
    Move,
    Narrowing,
    TargetPart,
    UnfixableFact,
)
from scoring.advice.improve.moves import answers_text, judged_values, rate_text
from scoring.advice.improve.plans import Frontiers, plan_for
from scoring.advice.improve.tables import MoveTable, table_of
from scoring.advice.improve.unit_items import Unfolded, unfolded
from scoring.base.plain import Json, Keys, Shape, plain
from scoring.base.text import departments_of
from scoring.lang import NOT_APPLICABLE, UNKNOWN, Value
from scoring.lang.printing import value_text
from scoring.model.criteria import Criteria
from scoring.model.facts import Better, Fact, FactType
from scoring.model.scorecard import Range, ScoreCard
from scoring.model.submission import Submission
from scoring.naming import draft_json
from scoring.rules import SCENARIO_LIMIT, resolve_inputs
from scoring.rules.inputs import proof_titles, stated_values
from scoring.rules.regions import Region, domain_of
from scoring.rules.scenarios import Chooser
from scoring.rules.space import space_of
from scoring.rules.totals import rounded
from scoring.rules.trials import Trial

__all__ = ["improve", "improvement_json", "narrowings"]

ZERO = Fraction(0)
JUDGED_LIMIT = 2000
"""Most combinations of judgements and moves looked at in one cluster for the ceiling with judgements."""
ANSWER_LIMIT = 300
"""Most answers tried for one question."""
WORK_LIMIT = 400_000
"""Most cases looked at for one question, over all its answers."""


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

    def wanted(owners: tuple[str, ...]) -> bool:
        return not owner or owner in owners

    split = unfolded(criteria, submission, stated_values(criteria, submission))
    pack, criteria, stated = criteria, split.criteria, split.stated
    clusters = clusters_of(criteria, stated, scenario_limit)
    known = resolve_inputs(criteria, stated)
    tables = [table_of(cluster, cluster.own(stated)).with_counts(criteria, known) for cluster in clusters]
    fixes = _sorted(criteria, (fix for table in tables for fix in fixes_of(table) if wanted(fix.owners)))
    frontiers = [(table, table.frontier(_owned(table, owner))) for table in tables]
    bases = [(cluster, cluster.trial(cluster.own(stated))) for cluster in clusters]
    total = Range(
        low=sum((base.score.low for _, base in bases), ZERO), high=sum((base.score.high for _, base in bases), ZERO)
    )
    adds_up = _rounded(total, criteria) == card.total and not criteria.placings  # what moves points may move places
    joint = [
        one
        for table in tables
        for one in joint_of(table)
        if wanted(table.cluster.owners_of(*(move.fact for move in one.moves)))
    ]
    judged, sure = _judged_gain(frontiers, owner)
    narrowing = narrowings(bases, stated, total, _unknown(split, card))
    return Improvement(
        city=card.city,
        full=criteria.points,
        total=card.total,
        owner=owner,
        fixes=tuple(_with_advice(pack, submission, fix) for fix in fixes),
        joint=tuple(sorted(joint, key=lambda one: (-one.gain, len(one.moves)))),
        judgements=tuple(one for table in tables for one in _judgements(table) if wanted(one.owners)),
        past=tuple(one for table in tables for one in _past(table) if wanted(one.owners)),
        departments=_departments(fixes, tables),
        narrowing=tuple(one for one in narrowing if wanted(one.owners)),
        plan=None if target is None else plan_for(target, frontiers, criteria.rounding, adds_up=adds_up),
        ceiling=rounded(sum((frontier[-1][0].low for _, frontier in frontiers), ZERO), criteria.rounding),
        ceiling_judged=rounded(judged, criteria.rounding),
        exact=card.exact and split.whole and adds_up and sure and all(table.exact for table in tables),
    )


SHAPE: Shape = {
    Improvement: Keys(
        omit=("city",),
        rename={"ceiling_judged": "ceiling_with_judgements"},
        add={"owner": lambda found: found.owner or None},
    ),
    Fix: Keys(
        omit=("note",),
        inline=("move",),
        omit_empty=("opens",),
        add={"remedy": lambda fix: _remedy(fix) or None, "why": lambda fix: fix.why or None},
    ),
    Move: Keys(rename={"before": "from", "after": "to", "relative": "follows"}, omit_empty=("counts",)),
    JointFix: Keys(omit_empty=("opens",)),
    TargetPart: Keys(omit_empty=("opens",)),
    UnfixableFact: Keys(omit=("label",)),
}


def improvement_json(found: Improvement, card: ScoreCard, criteria: Criteria) -> Json:
    """Everything found as plain data, shape `scoring.improve/1` (docs/json-output.md)."""
    source = card.provenance
    return {
        "schema": "scoring.improve/1",
        "tool": {"name": "demo-city-scoring", "version": source.tool_version},
        "criteria": {
            "id": source.criteria_id,
            "edition": source.criteria_edition,
            "sha256": source.criteria_digest,
        },
        **draft_json(criteria),
        "submission": {"file": source.submission_file, "sha256": source.submission_digest, "city": card.city},
        "as_of": plain(source.as_of),
        **plain(found, SHAPE),
    }


def _remedy(fix: Fix) -> str:
    return "；".join(part for part in (fix.remedy.rstrip("。"), fix.note) if part) if fix.note else fix.remedy


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


def _owned(table: MoveTable, owner: str) -> frozenset[int]:
    owners = (table.cluster.owners_of(name) for name in table.facts)
    return frozenset(place for place, own in enumerate(owners) if not owner or owner in own)


def _departments(fixes: tuple[Fix, ...], tables: list[MoveTable]) -> tuple[DepartmentGain, ...]:
    """Departments by what they can bring on their own, then in the order in which they first appear."""
    listed: dict[str, list[int]] = {}
    for index, fix in enumerate(fixes):
        for name in fix.owners:
            listed.setdefault(name, []).append(index)
    found = []
    for name, indexes in listed.items():
        gain = sum((table.frontier(_owned(table, name))[-1][0].low - table.base.low for table in tables), ZERO)
        found.append(DepartmentGain(name=name, fixes=tuple(indexes), gain=gain))
    return tuple(sorted(found, key=lambda one: -one.gain))


def _judged_facts(cluster: Cluster, stated: Mapping[str, Value]) -> list[Fact]:
    answered = (fact for fact in cluster.facts if stated.get(fact.name, UNKNOWN) is not NOT_APPLICABLE)
    return [fact for fact in answered if fact.type is FactType.JUDGED]


def _judgements(table: MoveTable) -> Iterator[UnfixableFact]:
    """What each judged fact could bring at most, with everything else as it stands."""
    cluster, stated = table.cluster, table.stated
    for fact in _judged_facts(cluster, stated):
        points = judged_values(cluster.criteria, fact.name, domain_of(fact))
        found = (cluster.trial({**stated, fact.name: one}).score.low - table.base.low for one in points)
        yield _unfixable(cluster, fact, stated, max((ZERO, *found)))


def _past(table: MoveTable) -> Iterator[UnfixableFact]:
    """What has happened already and costs points: what it would have brought not to have happened."""
    cluster, stated = table.cluster, table.stated
    for fact in cluster.facts:
        if not fact.past or stated.get(fact.name, UNKNOWN) in (UNKNOWN, NOT_APPLICABLE):
            continue
        best = domain_of(fact).high if fact.better is Better.HIGHER else fact.minimum or ZERO
        value = fact.better is Better.YES if fact.type is FactType.BOOL else best
        if value is not None:
            most = cluster.trial({**stated, fact.name: value}).score.low - table.base.low
            yield _unfixable(cluster, fact, stated, most)


def _unfixable(cluster: Cluster, fact: Fact, stated: Mapping[str, Value], most: Fraction) -> UnfixableFact:
    item = cluster.item_of(fact.name)
    before = value_text(stated.get(fact.name, UNKNOWN), fact.unit, exact=True)
    return UnfixableFact(
        item=item.id, label=item.label, fact=fact.name, before=before, most=most, owners=departments_of(fact.owner)
    )


def _judged_gain(frontiers: Frontiers, owner: str) -> tuple[Fraction, bool]:
    """The guaranteed total with all moves and every judgement at its best, and whether every combination was seen."""
    total, sure = ZERO, True
    for table, frontier in frontiers:
        best, stated = frontier[-1][0].low, table.stated
        facts = [
            fact for fact in _judged_facts(table.cluster, stated) if not owner or owner in departments_of(fact.owner)
        ]
        values = [judged_values(table.cluster.criteria, fact.name, domain_of(fact)) for fact in facts]
        cases = list(product(*values)) if facts else []
        if cases and not table.complete:
            judged_best = {fact.name: own[-1] for fact, own in zip(facts, values, strict=True)}
            moved = try_moves(table.cluster, {**stated, **judged_best}, table.moves_of(frontier[-1][1]))
            best, cases, sure = max(best, moved.score.low), [], False
        elif len(cases) * len(table.outcomes) > JUDGED_LIMIT:
            cases, sure = [tuple(own[-1] for own in values)], False
        for case in cases:
            scenario = {**stated, **{fact.name: points for fact, points in zip(facts, case, strict=True)}}
            judged = table_of(table.cluster, scenario)
            sure &= judged.exact
            best = max(best, judged.frontier(_owned(judged, owner))[-1][0].low)
        total += best
    return total, sure


def narrowings(
    clusters: Sequence[tuple[Cluster, Trial]],
    stated: Mapping[str, Value],
    total: Range,
    unknown: Sequence[str],
) -> tuple[Narrowing, ...]:
    """The open questions by what answering them is sure to narrow, then by what it may; ties in pack order.

    `unknown` are the questions that matter; `total` the sum of the clusters' ranges, never rounded.
    """
    wanted = set(unknown)
    found: dict[str, Narrowing] = {}
    for cluster, base in clusters:
        if base.score.decided:
            continue
        for name in cluster.names:
            if name in wanted and name not in found:
                narrowing = _narrowing(cluster, base, cluster.own(stated), total, name)
                if narrowing is not None:
                    found[name] = narrowing
    order = {name: place for place, name in enumerate(unknown)}
    return tuple(sorted(found.values(), key=lambda one: (-one.guaranteed, -one.possible, order[one.name])))


def _narrowing(cluster: Cluster, base: Trial, stated: Mapping[str, Value], total: Range, name: str) -> Narrowing | None:
    criteria = cluster.criteria
    of = criteria.facts_by_name.get(name) or criteria.references_by_name[name]
    known = resolve_inputs(criteria, stated)
    space = space_of(criteria, cluster.items, stated, known)
    domain = space.free.get(name)
    if domain is None:
        return None
    # Answers are many and each is gone through: where that is too much work, bounds have to do.
    if base.scenarios * ANSWER_LIMIT > WORK_LIMIT:
        cluster = replace(cluster, scenario_limit=WORK_LIMIT // ANSWER_LIMIT)
    chooser = Chooser(space)
    runs: list[tuple[list[Region], Range]] = []
    exact, widths = base.exact, []
    for region in islice(chooser.regions(name, {n: v for n, v in known.items() if v is not UNKNOWN}), ANSWER_LIMIT):
        after = cluster.trial({**stated, name: region.value})
        exact &= after.exact
        # An answer can only narrow what may be, so that bounds wider than the base say nothing there.
        ends = (max(after.score.low, base.score.low), min(after.score.high, base.score.high))
        widths.append(ends[1] - ends[0])
        low = total.low - base.score.low + ends[0]
        high = total.high - base.score.high + ends[1]
        left = Range(low=low, high=high)
        if runs and runs[-1][1] == left and region.value is not NOT_APPLICABLE:
            runs[-1][0].append(region)
        else:
            runs.append(([region], left))
    width = base.score.high - base.score.low
    return Narrowing(
        name=name,
        item=cluster.item_of(name).id,
        ask=of.ask,
        owners=cluster.owners_of(name),
        guaranteed=width - max(widths),
        possible=width - min(widths),
        answers=tuple(Answered(answer=answers_text(regions, of, domain), total=left) for regions, left in runs),
        exact=exact and not chooser.sampled and len(widths) < ANSWER_LIMIT,
    )
