"""What each clause costs its item as things stand, what mending it would bring, and so what to do next.

The costs of a decided item add up to what the item lost. A forfeit that applies carries the whole loss and masks the
other clauses; otherwise deductions pay first, in order and as far as there was something to take, then what awards failed to
give, until the loss is used up: so a floor or a cap never counts twice, and 扣10分 is told before an award that others stood in for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec.structs import replace

from scoring.base.text import departments_of
from scoring.model.clauses import Effect
from scoring.model.criteria import Criteria, Item, Start
from scoring.model.explanation import ClauseExplanation, ItemExplanation, MissingAnswer, NextStep
from scoring.model.scorecard import ClauseOutcome, ItemScore, OutcomeState, Range, ScoreCard
from scoring.model.totals import Take

__all__ = ["costs", "emptied", "masking", "mending_steps", "missing_answers", "most", "next_steps", "worth"]

ZERO = Fraction(0)
NOTHING = Range(low=ZERO, high=ZERO)
CLOSING = (Effect.FORFEIT, Effect.SET)
ACTING = (OutcomeState.APPLIED, OutcomeState.JUDGED)


def most(outcome: ClauseOutcome, item: Item) -> Fraction:
    """The most an award clause can give (0 for the others)."""
    if outcome.clause.effect is not Effect.AWARD:
        return ZERO
    return item.points if outcome.full is None else min(outcome.full, item.points)


def masking(score: ItemScore) -> ClauseOutcome | None:
    """The forfeit that certainly applies and so hides the other clauses, if there is one; never in an item of several
    units, where it hides those of its own unit only."""
    if score.units:
        return None
    for outcome in score.clauses:
        if outcome.clause.own and outcome.clause.effect in CLOSING and outcome.state in ACTING:
            return outcome
    return None


def costs(score: ItemScore) -> tuple[Range, ...]:
    """The cost of each clause in order, in points lost (≥ 0)."""
    item = score.item
    if score.applies is False or score.nothing:  # nothing it asks for costs anything
        return (NOTHING,) * len(score.clauses)
    if score.units:
        return _of_units(score, [costs(unit) for unit in _units(score)])
    mask = masking(score)
    if mask is not None:
        lost = Range(low=item.points - score.score.high, high=item.points - score.score.low)
        return tuple(lost if outcome is mask else NOTHING for outcome in score.clauses)
    if score.score.decided:
        return _decided(score)
    return tuple(_possible(outcome, item) for outcome in score.clauses)


def _units(score: ItemScore) -> list[ItemScore]:
    """Each unit of the item as an item by itself; one that was not looked at is settled whatever its clauses say."""
    return [
        replace(
            score,
            item=score.item.of_unit,
            score=unit.score,
            clauses=unit.clauses,
            units=(),
            applies=None if unit.checked else False,
        )
        for unit in score.units
    ]


def _of_units(score: ItemScore, parts: Sequence[Sequence[Range]]) -> tuple[Range, ...]:
    """What each clause costs the units made one: the mean, or together no more than the item lost."""
    found = [
        (sum((part.low for part in column), ZERO), sum((part.high for part in column), ZERO))
        for column in zip(*parts, strict=True)
    ]
    if score.item.each is None or score.item.each.take is Take.MEAN:
        return tuple(Range(low=low / len(parts), high=high / len(parts)) for low, high in found)
    left = score.item.points - score.score.low
    shares = []
    for low, high in found:
        shares.append(Range(low=min(low, left), high=min(high, left)))
        left -= shares[-1].high if score.score.decided else ZERO
    return tuple(shares)


def _worth_of_units(score: ItemScore, parts: Sequence[Fraction]) -> Fraction:
    each, item = score.item.each, score.item
    if each is None or each.take is Take.MEAN:
        return sum(parts, ZERO) / len(parts)
    before = [unit.score.low for unit in score.units]
    after = [one + part for one, part in zip(before, parts, strict=True)]
    return item.made_one(after) - item.made_one(before)


def worth(score: ItemScore, index: int) -> Fraction:
    """What the item would gain at most if clause `index` took nothing (or gave all it can) and the rest stayed.

    Only meaningful for a decided item; an undecided one takes the high end of the cost.
    """
    if score.units:
        return _worth_of_units(score, [worth(unit, index) for unit in _units(score)])
    if score.applies is False or score.nothing:
        return ZERO
    if not score.score.decided:
        return costs(score)[index].high
    amounts = [outcome.nominal.low for outcome in score.clauses]
    closing = [
        outcome.nominal.low if outcome.clause.effect is Effect.SET else ZERO
        for place, outcome in enumerate(score.clauses)
        if place != index and outcome.clause.own and outcome.clause.effect in CLOSING and outcome.state in ACTING
    ]
    amounts[index] = most(score.clauses[index], score.item)
    return max(_balance(score.item, amounts, closing) - score.score.low, ZERO)


def _balance(item: Item, amounts: Sequence[Fraction], closing: Sequence[Fraction]) -> Fraction:
    """The item's points from what each clause asks for; the first that closes the item settles it. Shared caps are not
    looked at, so that a group's clauses count for what they ask."""
    start = item.points if item.start is Start.FULL else ZERO
    asked = (amount for clause, amount in zip(item.clauses, amounts, strict=True) if clause.own)
    return min(max(closing[0] if closing else start + sum(asked, ZERO), ZERO), item.points)


def _decided(score: ItemScore) -> tuple[Range, ...]:
    """Share the loss out: deductions first, by what they took; then awards, by what they failed to give."""
    left = score.item.points - score.score.low
    there = _earned(score)
    shares = [NOTHING] * len(score.clauses)
    for taking in (True, False):
        for place, outcome in enumerate(score.clauses):
            if _takes(outcome) is not taking:
                continue
            own = min(_possible(outcome, score.item).high, left, there if taking else left)
            left -= own
            there -= own if taking else ZERO
            shares[place] = Range(low=own, high=own)
    return tuple(shares)


def _takes(outcome: ClauseOutcome) -> bool:
    return outcome.clause.own and outcome.clause.effect is Effect.DEDUCT


def _earned(score: ItemScore) -> Fraction:
    """What there is for the deductions to take: the start and what awards give."""
    start = score.item.points if score.item.start is Start.FULL else ZERO
    given = (one.nominal.low for one in score.clauses if one.clause.own and one.clause.effect is Effect.AWARD)
    return max(start + sum(given, ZERO), ZERO)


def emptied(score: ItemScore) -> bool:
    """Whether the deductions of a decided item, or of one of its units, ask for more than there was to take."""
    if score.units:
        return any(emptied(unit) for unit in _units(score))
    return _earned(score) + sum((one.nominal.low for one in score.clauses if _takes(one)), ZERO) < 0


def _possible(outcome: ClauseOutcome, item: Item) -> Range:
    """The cost by itself: what a deduction takes, or what an award leaves on the table. What changes no points of the
    item costs it nothing; an amount that is set costs what it falls short of full points."""
    if not outcome.clause.own:
        return NOTHING
    if outcome.clause.effect is Effect.SET and outcome.state is not OutcomeState.NOT_APPLIED:
        low, high = sorted((item.points - outcome.nominal.low, item.points - outcome.nominal.high))
        return Range(low=ZERO if outcome.state is OutcomeState.UNKNOWN else max(low, ZERO), high=max(high, ZERO))
    if outcome.state is OutcomeState.NOT_APPLIED and outcome.clause.effect is not Effect.AWARD:
        return NOTHING
    if outcome.clause.effect is Effect.AWARD:
        top = most(outcome, item)
        if item.start is Start.FULL:
            top = ZERO if outcome.state is not OutcomeState.UNKNOWN else top
        low, high = top - min(outcome.nominal.high, top), top - min(outcome.nominal.low, top)
    else:
        low, high = -outcome.nominal.high, -outcome.nominal.low
    return Range(low=min(max(low, ZERO), item.points), high=min(max(high, ZERO), item.points))


def missing_answers(criteria: Criteria, card: ScoreCard) -> tuple[MissingAnswer, ...]:
    """Every fact and reference whose value matters and is missing, by what its item has at stake."""
    found: list[MissingAnswer] = []
    for score in (score for section in card.sections for score in section.items):
        for name in score.unknown:
            stake = score.score.high - score.score.low
            fact = criteria.facts_by_name.get(name)
            reference = criteria.references_by_name.get(name)
            if fact is not None:
                ask, owner, unit = fact.ask, fact.owner, fact.unit
            elif reference is not None:
                ask, owner, unit = reference.ask, "", reference.unit
            else:
                continue
            found.append(MissingAnswer(name=name, item=score.item.id, ask=ask, owner=owner, unit=unit, at_stake=stake))
    return tuple(sorted(found, key=lambda missing: -missing.at_stake))


def next_steps(
    criteria: Criteria, mending: Iterable[NextStep], missing: tuple[MissingAnswer, ...]
) -> tuple[NextStep, ...]:
    """Fill in what is missing, mend what costs points; ties stay in the order of the pack."""
    steps = [*(_fill_in(item, missing) for item in dict.fromkeys(answer.item for answer in missing)), *mending]
    order = {item: place for place, item in enumerate(criteria.items_by_id)}
    return tuple(sorted(steps, key=lambda step: (-step.worth, order.get(step.item, 0))))


def mending_steps(criteria: Criteria, item: ItemExplanation) -> tuple[NextStep, ...]:
    """What mends the clauses of an item that cost points for certain."""
    steps = (
        _mend(criteria, item.score, index, clause)
        if clause.outcome.clause.own
        else _mend_beyond(criteria, item.score, clause)
        for index, clause in enumerate(item.clauses)
    )
    return tuple(step for step in steps if step is not None)


def _fill_in(item: str, missing: tuple[MissingAnswer, ...]) -> NextStep:
    """One step for all the open questions of an item: together they decide its range."""
    own = [answer for answer in missing if answer.item == item]
    names = "、".join(f"“{answer.name}”" for answer in own)
    owners = "、".join(departments_of(*(answer.owner for answer in own)))
    return NextStep(item=item, text=f"补填{names}。", owner=owners, worth=own[0].at_stake, fills_in=True)


def _mend(criteria: Criteria, score: ItemScore, index: int, clause: ClauseExplanation) -> NextStep | None:
    """A step for a clause that costs points for certain, or None."""
    outcome, quote = clause.outcome, clause.outcome.clause.quote
    if outcome.state is OutcomeState.UNKNOWN or not clause.cost.high or _happened(criteria, outcome):
        return None
    if outcome.state is OutcomeState.JUDGED:
        about = f"“{quote}”" if quote else "指标内容"
        text = clause.remedy or f"对照{about}补强工作和材料。"
    elif outcome.clause.effect is Effect.AWARD:
        text = clause.remedy or f"争取“{quote}”。"
    else:
        text = clause.remedy or f"整改“{quote}”所指的问题。"
    gain = worth(score, index)
    if gain <= 0:
        return None
    hidden = _hidden(score, index)
    if hidden:
        text += f"同时整改“{'”“'.join(hidden)}”，否则改后仍要扣分。"
    return NextStep(item=score.item.id, text=text, owner=_owners(criteria, outcome), worth=gain)


def _mend_beyond(criteria: Criteria, score: ItemScore, explained: ClauseExplanation) -> NextStep | None:
    """A step for a penalty beyond the item that certainly applies."""
    outcome, clause = explained.outcome, explained.outcome.clause
    applies = outcome.state in (OutcomeState.APPLIED, OutcomeState.JUDGED) and score.applies is not False
    if clause.own or clause.effect is not Effect.DEDUCT or not applies or outcome.nominal.high >= 0:
        return None
    if _happened(criteria, outcome):
        return None
    text = clause.remedy or f"整改“{clause.quote}”所指的问题，免去追加的扣分。"
    return NextStep(item=score.item.id, text=text, owner=_owners(criteria, outcome), worth=-outcome.nominal.high)


def _happened(criteria: Criteria, outcome: ClauseOutcome) -> bool:
    """Whether the clause looks at nothing but what has happened already: there is nothing to set out to mend."""
    facts = [fact for read in outcome.reads if (fact := criteria.facts_by_name.get(read.name)) is not None]
    return bool(facts) and all(fact.past for fact in facts)


def _hidden(score: ItemScore, index: int) -> list[str]:
    """The quotes of deductions that a forfeit hides and that come out once it is mended."""
    if masking(score) is not score.clauses[index]:
        return []
    return [
        f"{outcome.clause.quote}"
        for place, outcome in enumerate(score.clauses)
        if place != index and outcome.state is OutcomeState.APPLIED and outcome.nominal.high < 0
    ]


def _owners(criteria: Criteria, outcome: ClauseOutcome) -> str:
    names: list[str] = []
    for read in outcome.reads:
        fact = criteria.facts_by_name.get(read.name)
        if fact is None:
            continue
        sources = (fact.name,) if fact.derive is None else fact.derive.parts
        for name in sources:
            source = criteria.facts_by_name.get(name)
            names += [source.owner] if source is not None else []
    return "、".join(departments_of(*names))
