"""Which open question narrows the range most: every possible answer is tried, with everything else left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scoring.advice.improve.groups import Group
from scoring.advice.improve.model import Answered, Narrowing
from scoring.advice.improve.words import answers_text, owners_of
from scoring.lang import NOT_APPLICABLE, UNKNOWN, Value
from scoring.model.criteria import Criteria
from scoring.model.facts import Fact
from scoring.model.scorecard import Range
from scoring.rules import resolve_inputs
from scoring.rules.choosing import Chooser
from scoring.rules.regions import Region
from scoring.rules.space import space_of
from scoring.rules.trials import Trial, trial

__all__ = ["narrowings"]

ANSWER_LIMIT = 300
"""Most answers tried for one question."""
WORK_LIMIT = 400_000
"""Most cases looked at for one question, over all its answers."""


def narrowings(
    criteria: Criteria,
    groups: Sequence[tuple[Group, Trial]],
    stated: Mapping[str, Value],
    total: Range,
    unknown: Sequence[str],
) -> tuple[Narrowing, ...]:
    """The open questions by what answering them is sure to narrow, then by what it may; ties in pack order.

    `unknown` are the questions that matter; `total` the sum of the groups' ranges, never rounded.
    """
    wanted = set(unknown)
    found: dict[str, Narrowing] = {}
    for group, base in groups:
        if base.score.decided:
            continue
        for name in group.names:
            if name in wanted and name not in found:
                narrowing = _narrowing(criteria, group, base, stated, total, name)
                if narrowing is not None:
                    found[name] = narrowing
    order = {name: place for place, name in enumerate(unknown)}
    return tuple(sorted(found.values(), key=lambda one: (-one.guaranteed, -one.possible, order[one.name])))


def _narrowing(
    criteria: Criteria, group: Group, base: Trial, stated: Mapping[str, Value], total: Range, name: str
) -> Narrowing | None:
    of = criteria.facts_by_name.get(name) or criteria.references_by_name[name]
    known = resolve_inputs(criteria, stated)
    space = space_of(criteria, group.items, stated, known)
    domain = space.free.get(name)
    if domain is None:
        return None
    # Answers are many and each is gone through: where that is too much work, bounds have to do.
    limit = group.scenario_limit if base.scenarios * ANSWER_LIMIT <= WORK_LIMIT else WORK_LIMIT // ANSWER_LIMIT
    chooser = Chooser(space)
    runs: list[tuple[list[Region], Range]] = []
    exact, widths = base.exact, []
    for region in _limited(chooser.regions(name, {n: v for n, v in known.items() if v is not UNKNOWN})):
        after = trial(criteria, group.items, {**stated, name: region.value}, scenario_limit=limit)
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
    fact = of if isinstance(of, Fact) else None
    return Narrowing(
        name=name,
        item=group.item_of(name).id,
        ask=of.ask,
        owners=owners_of(fact),
        guaranteed=width - max(widths),
        possible=width - min(widths),
        answers=tuple(Answered(answer=answers_text(regions, of, domain), total=left) for regions, left in runs),
        exact=exact and not chooser.sampled and len(widths) < ANSWER_LIMIT,
    )


def _limited(regions: Iterator[Region]) -> Iterator[Region]:
    for count, region in enumerate(regions):
        if count >= ANSWER_LIMIT:
            return
        yield region
