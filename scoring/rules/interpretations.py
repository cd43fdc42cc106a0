"""The interpretations a card rests on, and which decide points: those of which another option, with all else as it is,
gives other points.

Most are settled by a look at the conditions that name them: where each comes to the same under both options, so does its
clause. Only where one does not, or where something is open, are the items that it bears on scored under the other option.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.kept import for_last
from scoring.lang import Truth, Value, truth
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import NOT_APPLICABLE, NOT_APPLICABLE_WORD, UNKNOWN, Answer
from scoring.model.interpretations import Affects, Interpretation, Option
from scoring.model.scorecard import AppliedInterpretation, Range, ScoreCard
from scoring.model.submission import Choice, Submission
from scoring.rules.compiled import Points, compiled
from scoring.rules.inputs import MISSING, Answers, resolve_inputs
from scoring.rules.items import ItemScorer
from scoring.rules.scenarios import scenarios_of
from scoring.rules.space import space_of
from scoring.rules.totals import sums_only
from scoring.rules.units import units_of

__all__ = ["Scored", "applied_interpretations", "touched"]

Again = Callable[[Criteria, Submission], ScoreCard]


class Scored(Struct, frozen=True, kw_only=True):
    """A submission that was scored: its card, its answers, and the items whose unknowns other items share."""

    criteria: Criteria
    submission: Submission
    card: ScoreCard
    answers: Answers
    tied: Collection[str]


def touched(of: Scored, again: Again) -> frozenset[str]:
    """Their names. `again` scores another submission, or another pack, without asking this of it."""
    now = None if of.card.unknown else compiled(of.criteria).points_of(of.submission)
    return frozenset(
        name
        for name, interpretation in of.criteria.interpretations_by_name.items()
        if _moves(of, interpretation, now, again)
    )


def _moves(of: Scored, interpretation: Interpretation, now: Points | None, again: Again) -> bool:
    """Whether another option moves points: those of an item, or, where it shows in no item, those of all together. `now` are
    the points as they are, where nothing is missing."""
    others = list(_others(of, interpretation))
    if not others:
        return False
    criteria = of.criteria
    moves = None if now is None else _moves_compiled(criteria, now, [other for other, _ in others])
    readers = _readers(criteria, interpretation) if moves is None or of.tied else ()
    if moves is None:
        moves = _moves_alone(of, readers, others, interpretation.name, again)
    if moves:
        return True
    plain = sums_only(criteria) and not criteria.grades and not any(item.id in of.tied for item in readers)
    return not plain and any(_points(again(criteria, other)) != _points(of.card) for other, _ in others)


def _moves_compiled(criteria: Criteria, now: Points, others: Iterable[Submission]) -> bool | None:
    """Whether any of these submissions gives an item other points; None where one of them leaves something open."""
    for other in others:
        then = compiled(criteria).points_of(other)
        if then is None:
            return None
        if _scores(then) != _scores(now):
            return True
    return False


def _scores(points: Points) -> list[tuple[int | Fraction, bool]]:
    return [(score, applies) for score, _, applies in points.items]


def _moves_alone(
    of: Scored, readers: Sequence[Item], others: Sequence[tuple[Submission, str]], name: str, again: Again
) -> bool:
    """The same with the items that the interpretation bears on scored by themselves, where something is open."""
    scores = _items(of.card)
    part = _only(of.criteria, readers)
    alone = (_items(again(part, other)) for other, _ in others)
    if any(found[item] != scores[item] for found in alone for item in found):
        return True
    open_ = [item for item in readers if not scores[item.id][0].decided or scores[item.id][1] is None]
    return any(_could(of, item, name, option) for _, option in others if option for item in open_)


def _could(of: Scored, item: Item, name: str, option: str) -> bool:
    """Whether the option gives an item that is still open other points in any scenario. Of units, whether it does so for any
    of them; past the limit of scenarios it could."""

    criteria, rulebook = of.criteria, of.answers.rulebook
    own = {fact.name for fact in item.facts}
    shared = {key: value for key, value in of.answers.stated.items() if item.each is None or key not in own}
    units = [{}] if item.each is None else [*(unit.values or {} for unit in units_of(of.submission, item) or ()), {}]
    scored = ItemScorer(item.of_unit, rulebook)
    for unit in units:
        stated = {**shared, **unit}
        scenarios = scenarios_of(
            space_of(criteria, (item.of_unit,), stated, resolve_inputs(criteria, stated)), of.answers.scenario_limit
        )
        for scenario in scenarios:
            answers = {key: scenario.values[key] for key in scenario.regions}
            values = resolve_inputs(criteria, {**stated, **answers, name: option})
            if scored.counted(scenario.values) != scored.counted(values):
                return True
        if not scenarios:
            return True
    return False


def _items(card: ScoreCard) -> dict[str, tuple[Range, bool | None]]:
    return {one.item.id: (one.score, one.applies) for section in card.sections for one in section.items}


def _points(card: ScoreCard) -> Hashable:
    """What the city gets beside its items' own scores."""
    grade = None if card.grade is None else (card.grade.low, card.grade.high)
    return card.total, tuple(section.score for section in card.sections), grade


def _readers(criteria: Criteria, interpretation: Interpretation) -> tuple[Item, ...]:
    """The items whose scores may hang on it, directly or through the questions it decides about."""
    reached = {interpretation.name, *(name for option in interpretation.options for name, _ in option.forbids)}
    facts, before = criteria.facts_by_name.values(), 0
    while len(reached) > before:
        before = len(reached)
        reached |= {fact.name for fact in facts if not reached.isdisjoint(fact.reads)}
    return tuple(item for item in criteria.items_by_id.values() if not reached.isdisjoint(item.reads))


def _only(criteria: Criteria, items: Sequence[Item]) -> Criteria:
    """The pack with these items alone."""
    kept = {item.id: item for item in items}
    sections = (
        replace(section, items=tuple(item for item in section.items if item.id in kept))
        for section in criteria.sections
    )
    return replace(criteria, sections=tuple(one for one in sections if one.items), items_by_id=kept)


def _others(of: Scored, interpretation: Interpretation) -> Iterator[tuple[Submission, str]]:
    """What would be scored under each of the other options, where that can be something else, and the option where it
    changes the rules."""
    submission = of.submission
    choice = submission.switched.get(interpretation.name)
    option = interpretation.default if choice is None else choice.option
    chosen = next((one for one in interpretation.options if one.name == option), None)
    for other in interpretation.options:
        if chosen is None or other is chosen:
            continue
        if interpretation.affects is Affects.ANSWER:
            for changed in _answered(submission, chosen, other):
                yield changed, ""
        elif not _alike(of.criteria, interpretation.name, of.answers.resolved, other.name):
            location = interpretation.location if choice is None else choice.location
            switch = Choice(option=other.name, reason="", location=location)
            yield replace(submission, switched={**submission.switched, interpretation.name: switch}), other.name


def _alike(criteria: Criteria, name: str, resolved: Mapping[str, Value], option: str) -> bool:
    """Whether nothing but guards of clauses names it, and each is settled and comes to the same under the other option."""
    guards = _guards(criteria).get(name, ())
    switched = {**resolved, name: option}
    found = [None if guard is None else truth(guard, resolved) for guard in guards]
    return all(
        guard is not None and before is not Truth.UNKNOWN and truth(guard, switched) is before
        for guard, before in zip(guards, found, strict=True)
    )


@for_last
def _guards(criteria: Criteria) -> Mapping[str, tuple[Expr | None, ...]]:
    """For each name the guards that read it; None among them where something else does."""
    found: dict[str, list[Expr | None]] = {}
    clauses = [clause.when for item in criteria.items_by_id.values() for clause in item.clauses]
    others = [item.applies for item in criteria.items_by_id.values()]
    others += [fact.needs for fact in criteria.facts_by_name.values()]
    others += [grade.when for grade in criteria.grades]
    for conditions, plain in ((clauses, True), (others, False)):
        for condition in conditions:
            for name in () if condition is None else condition.names:
                found.setdefault(name, []).append(condition if plain else None)
    return {name: tuple(guards) for name, guards in found.items()}


def _answered(submission: Submission, chosen: Option, other: Option) -> Iterator[Submission]:
    """The answers that the other option leaves no room for taken back, and those that it has room for and the chosen one
    has not given in their place: each by itself, and several together."""
    changes: list[tuple[str, Answer | None]] = []
    for name, word in other.forbids:
        if name in submission.answers and submission.answers[name].word == word:
            changes.append((name, None))
    for name, word in chosen.forbids:
        if (name, word) not in other.forbids and name in submission.answers:
            before = submission.answers[name]
            if before.value is not UNKNOWN and before.word != word:
                changes.append((name, _answer(word)))
    for count in range(1, len(changes) + 1):
        for some in combinations(changes, count):
            made = {name: answer for name, answer in some if answer is not None}
            kept = {name: one for name, one in submission.answers.items() if name not in dict(some)}
            yield replace(submission, answers={**kept, **made})


def _answer(word: str) -> Answer:
    if word == NOT_APPLICABLE_WORD:
        return Answer(value=NOT_APPLICABLE)
    value = {"是": True, "否": False}.get(word, word)
    return Answer(value=value)


def applied_interpretations(
    criteria: Criteria, submission: Submission, touched: frozenset[str]
) -> tuple[AppliedInterpretation, ...]:
    """Every interpretation of the pack as this card takes it, in pack order; `touched` are those that decide points."""
    return tuple(
        _applied(criteria, submission, interpretation, name in touched)
        for name, interpretation in criteria.interpretations_by_name.items()
    )


def _applied(
    criteria: Criteria, submission: Submission, interpretation: Interpretation, touched: bool
) -> AppliedInterpretation:
    choice = submission.switched.get(interpretation.name)
    option = interpretation.default if choice is None else choice.option
    text = next((found.text for found in interpretation.options if found.name == option), "")
    says = interpretation.affects is Affects.ANSWER
    return AppliedInterpretation(
        name=interpretation.name,
        item=interpretation.item,
        question=interpretation.question,
        option=option,
        option_text=text,
        default=interpretation.default,
        switched=option != interpretation.default,
        reason="" if choice is None else choice.reason,
        affects=interpretation.affects,
        answered=says and _says_anything(criteria, submission, interpretation.item),
        touched=touched,
    )


def _says_anything(criteria: Criteria, submission: Submission, item: str) -> bool:
    """Whether anything the interpretation bears on was answered: a fact of its item, or a gate for none."""
    if not item:
        return any(gate.known for gate in submission.gates.values())
    facts = criteria.items_by_id[item].facts
    answers = (submission.answers.get(fact.name, MISSING) for fact in facts)
    return any(answer.value is not UNKNOWN for answer in answers)
