"""What is missing and what to do next, most valuable first."""

from __future__ import annotations

from scoring.explain.costs import masking, worth
from scoring.model.criteria import Criteria, Effect
from scoring.model.explanation import ClauseExplanation, ItemExplanation, MissingAnswer, NextStep
from scoring.model.scorecard import ClauseOutcome, ItemScore, OutcomeState, ScoreCard

__all__ = ["missing_answers", "next_steps"]


def missing_answers(criteria: Criteria, card: ScoreCard) -> tuple[MissingAnswer, ...]:
    """Every fact and reference whose value matters and is missing, by what its item has at stake."""
    found: list[MissingAnswer] = []
    for score in _items(card):
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
    criteria: Criteria, card: ScoreCard, items: tuple[ItemExplanation, ...], missing: tuple[MissingAnswer, ...]
) -> tuple[NextStep, ...]:
    """Fill in what is missing, mend what costs points; ties stay in the order of the pack."""
    steps = [_fill_in(item, missing) for item in _ordered_items(missing)]
    for score, explained in zip(_items(card), items, strict=True):
        for index, (outcome, clause) in enumerate(zip(score.clauses, explained.clauses, strict=True)):
            step = _mend(criteria, score, index, outcome, clause)
            if step is not None:
                steps.append(step)
            far = _beyond(criteria, score, outcome)
            if far is not None:
                steps.append(far)
    order = {score.item.id: place for place, score in enumerate(_items(card))}
    return tuple(sorted(steps, key=lambda step: (-step.worth, order.get(step.item, 0))))


def _items(card: ScoreCard) -> tuple[ItemScore, ...]:
    return tuple(item for section in card.sections for item in section.items)


def _ordered_items(missing: tuple[MissingAnswer, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(answer.item for answer in missing))


def _fill_in(item: str, missing: tuple[MissingAnswer, ...]) -> NextStep:
    """One step for all the open questions of an item: together they decide its range."""
    own = [answer for answer in missing if answer.item == item]
    names = "、".join(f"“{answer.name}”" for answer in own)
    owners = "、".join(dict.fromkeys(part for answer in own for part in answer.owner.split("、") if part))
    return NextStep(item=item, text=f"补填{names}。", owner=owners, worth=own[0].at_stake, fills_in=True)


def _mend(
    criteria: Criteria, score: ItemScore, index: int, outcome: ClauseOutcome, clause: ClauseExplanation
) -> NextStep | None:
    """A step for a clause that costs points for certain, or None."""
    if outcome.state is OutcomeState.UNKNOWN or clause.cost.high <= 0 or _happened(criteria, outcome):
        return None
    if outcome.state is OutcomeState.JUDGED:
        about = f"“{clause.quote}”" if clause.quote else "指标内容"
        text = clause.remedy or f"对照{about}补强工作和材料。"
    elif outcome.clause.effect is Effect.AWARD:
        text = clause.remedy or f"争取“{clause.quote}”。"
    else:
        text = clause.remedy or f"整改“{clause.quote}”所指的问题。"
    gain = worth(score, index)
    if gain <= 0:
        return None
    hidden = _hidden(score, index)
    if hidden:
        text += f"同时整改“{'”“'.join(hidden)}”，否则改后仍要扣分。"
    return NextStep(item=score.item.id, text=text, owner=_owners(criteria, outcome), worth=gain)


def _beyond(criteria: Criteria, score: ItemScore, outcome: ClauseOutcome) -> NextStep | None:
    """A step for a penalty beyond the item that certainly applies."""
    clause = outcome.clause
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
        sources = [fact.name] if fact.derive is None else [fact.derive.numerator, fact.derive.denominator]
        for name in sources:
            source = criteria.facts_by_name.get(name)
            names += source.owner.split("、") if source is not None else []
    return "、".join(dict.fromkeys(name for name in names if name))
