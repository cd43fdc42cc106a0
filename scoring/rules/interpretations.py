"""The interpretations a card rests on, and which decide points: those of which another option, with all else as it is,
gives other points.

Most are settled by a look at the conditions that name them: where each comes to the same under both options, so does its
clause. Only where one does not, or where something is open, are the items that it bears on scored under the other option.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
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
from scoring.rules.inputs import MISSING, Answers, prove, resolve, value_of_answer
from scoring.rules.rulebook import Resolving, Rulebook, rulebook_of
from scoring.rules.scenarios import scenarios_of
from scoring.rules.scorers import scorer_of
from scoring.rules.space import space_of
from scoring.rules.surveys import ItemSurvey, counted
from scoring.rules.totals import item_range, sums_only
from scoring.rules.units import survey_of, units_of

__all__ = ["Scored", "applied_interpretations", "touched"]

Again = Callable[[Submission], ScoreCard]


class Scored(Struct, frozen=True, kw_only=True):
    """A submission that was scored: its card, its answers, what was made of each item (by id), and the items whose unknowns
    other items share."""

    submission: Submission
    card: ScoreCard
    answers: Answers
    surveys: Mapping[str, ItemSurvey]
    tied: Collection[str]


class Bearing(Struct, frozen=True, kw_only=True):
    """What an interpretation bears on.

    items: those whose scores may hang on it, directly or through the questions it decides about
    resolving: what these items read
    guards: the conditions of clauses that name it
    read: the names in these
    names: all on which hangs whether another option moves points of an item
    by_name: whether it hangs on them alone, and not on answers about units or on documents
    elsewhere: whether something else names it too
    """

    items: tuple[Item, ...]
    resolving: Resolving
    guards: tuple[Expr, ...]
    read: tuple[str, ...]
    names: tuple[str, ...]
    by_name: bool
    elsewhere: bool


class Alternative(Struct, frozen=True, kw_only=True):
    """Another option: of one that changes the rules its name, of one that says how to answer the answers that would change
    (None: taken back)."""

    interpretation: Interpretation
    option: str = ""
    answers: Mapping[str, Answer | None] = {}

    def stated(self, of: Scored, bearing: Bearing) -> dict[str, Value]:
        """What would be stated of the names that it bears on."""
        before, facts = of.answers.stated, of.answers.criteria.facts_by_name
        stated = {name: before[name] for name, _, _ in bearing.resolving if name in before}
        if self.option:
            stated[self.interpretation.name] = self.option
        for name, answer in self.answers.items():
            stated.pop(name, None)
            if answer is not None:
                stated[name] = value_of_answer(answer)
            if name in facts:
                prove(facts[name], of.submission, stated)
        return stated

    def submission(self, of: Submission) -> Submission:
        """The whole submission as it would be."""
        if self.option:
            choice = Choice(option=self.option, reason="", location=self.interpretation.location)
            return replace(of, switched={**of.switched, self.interpretation.name: choice})
        kept = {name: answer for name, answer in of.answers.items() if name not in self.answers}
        given = {name: answer for name, answer in self.answers.items() if answer is not None}
        return replace(of, answers={**kept, **given})


@for_last
def _bearings(book: Rulebook) -> Mapping[str, Bearing]:
    """What each interpretation of a pack bears on."""
    criteria = book.criteria
    readers: dict[str, list[int]] = {}
    for place, item in enumerate(book.items):
        for read in book.behind(item.reads):
            readers.setdefault(read, []).append(place)
    clauses = [clause.when for item in book.items for clause in item.clauses if clause.when is not None]
    others = [item.applies for item in book.items]
    others += [fact.needs for fact in criteria.facts_by_name.values()]
    others += [grade.when for grade in criteria.grades]
    elsewhere = {name for condition in others if condition is not None for name in condition.names}
    guards: dict[str, list[Expr]] = {}
    for when in clauses:
        for name in when.names:
            guards.setdefault(name, []).append(when)
    found = {}
    for name, interpretation in criteria.interpretations_by_name.items():
        forbidden = [one for option in interpretation.options for one, _ in option.forbids]
        places = {place for read in (name, *forbidden) for place in readers.get(read, ())}
        items = tuple(book.items[place] for place in sorted(places))
        counts = (item.each.count for item in items if item.each is not None)
        resolving = book.resolving_of((*book.involved(items), *(count for count in counts if isinstance(count, str))))
        found[name] = Bearing(
            items=items,
            resolving=resolving,
            guards=tuple(guards.get(name, ())),
            read=tuple({read for guard in guards.get(name, ()) for read in guard.names}),
            names=tuple(dict.fromkeys((name, *forbidden, *(one for one, _, _ in resolving)))),
            by_name=all(item.each is None for item in items)
            and all(fact.name not in forbidden for fact in book.proved),
            elsewhere=name in elsewhere,
        )
    return found


def touched(of: Scored, again: Again) -> frozenset[str]:
    """Their names. `again` scores another submission without asking this of it."""
    book, criteria = of.answers.rulebook, of.answers.criteria
    bearings, plain = _bearings(book), sums_only(criteria) and not criteria.grades
    return frozenset(
        name
        for name, interpretation in criteria.interpretations_by_name.items()
        if _moves(of, interpretation, bearings[name], again, plain=plain)
    )


def _moves(of: Scored, interpretation: Interpretation, bearing: Bearing, again: Again, *, plain: bool) -> bool:
    """Whether another option moves points: those of an item, or, where it shows in no item, those of all together."""

    def moves_items() -> bool:
        return any(_moves_items(of, other, bearing) for other in _alternatives(of, interpretation, bearing))

    name = interpretation.name
    if of.answers.remembered(name, bearing.names, moves_items) if bearing.by_name else moves_items():
        return True
    if plain and not any(item.id in of.tied for item in bearing.items):
        return False
    others = (other.submission(of.submission) for other in _alternatives(of, interpretation, bearing))
    return any(_points(again(other)) != _points(of.card) for other in others)


def _moves_items(of: Scored, other: Alternative, bearing: Bearing) -> bool:
    """Whether any of the items on which it bears gets other points, or could where it is still open."""
    stated = other.stated(of, bearing)
    answers = replace(of.answers, stated=stated, resolved=resolve(bearing.resolving, stated))
    for item in bearing.items:
        before = of.surveys[item.id]
        then = survey_of(item, units_of(of.submission, item), answers)
        if then is not before and _published(then, of) != _published(before, of):
            return True
        is_open = not before.score.decided or before.applies is None
        if is_open and other.option and _could(of, item, other.interpretation.name, other.option):
            return True
    return False


def _published(survey: ItemSurvey, of: Scored) -> tuple[Range, bool | None]:
    criteria = of.answers.criteria
    return counted(survey, item_range(survey, criteria), criteria.absent.treatment), survey.applies


def _could(of: Scored, item: Item, name: str, option: str) -> bool:
    """Whether the option gives an item that is still open other points in any scenario. Of units, whether it does so for any
    of them; past the limit of scenarios it could."""
    book = of.answers.rulebook
    own = {fact.name for fact in item.facts}
    shared = {key: value for key, value in of.answers.stated.items() if item.each is None or key not in own}
    units = [{}] if item.each is None else [*(unit.values or {} for unit in units_of(of.submission, item) or ()), {}]
    scored, resolving = scorer_of(item.of_unit, book), book.resolving_of(book.involved_in(item.of_unit))
    for unit in units:
        stated = {**shared, **unit}
        space = space_of(book.criteria, (item.of_unit,), stated, resolve(resolving, stated))
        scenarios = scenarios_of(space, of.answers.scenario_limit)
        for scenario in scenarios:
            answers = {key: scenario.values[key] for key in scenario.regions}
            values = resolve(resolving, {**stated, **answers, name: option})
            if scored.counted(scenario.values) != scored.counted(values):
                return True
        if not scenarios:
            return True
    return False


def _points(card: ScoreCard) -> Hashable:
    """What the city gets beside its items' own scores."""
    grade = None if card.grade is None else (card.grade.low, card.grade.high)
    return card.total, tuple(section.score for section in card.sections), grade


def _alternatives(of: Scored, interpretation: Interpretation, bearing: Bearing) -> Iterator[Alternative]:
    """The other options under which something else can come out."""
    choice = of.submission.switched.get(interpretation.name)
    option = interpretation.default if choice is None else choice.option
    chosen = next((one for one in interpretation.options if one.name == option), None)
    for other in interpretation.options:
        if chosen is None or other is chosen:
            continue
        if interpretation.affects is Affects.ANSWER:
            for answers in _answered(of.submission, chosen, other):
                yield Alternative(interpretation=interpretation, answers=answers)
        elif not _alike(bearing, interpretation.name, of.answers.resolved, other.name):
            yield Alternative(interpretation=interpretation, option=other.name)


def _alike(bearing: Bearing, name: str, resolved: Mapping[str, Value], option: str) -> bool:
    """Whether nothing but guards of clauses names it, and each is settled and comes to the same under the other option."""
    if bearing.elsewhere:
        return False
    switched = {read: resolved[read] for read in bearing.read}
    switched[name] = option
    found = [truth(guard, resolved) for guard in bearing.guards]
    return all(
        before is not Truth.UNKNOWN and truth(guard, switched) is before
        for guard, before in zip(bearing.guards, found, strict=True)
    )


def _answered(submission: Submission, chosen: Option, other: Option) -> Iterator[dict[str, Answer | None]]:
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
        yield from map(dict, combinations(changes, count))


def _answer(word: str) -> Answer:
    if word == NOT_APPLICABLE_WORD:
        return Answer(value=NOT_APPLICABLE)
    value = {"是": True, "否": False}.get(word, word)
    return Answer(value=value)


def applied_interpretations(
    criteria: Criteria, submission: Submission, touched: frozenset[str]
) -> tuple[AppliedInterpretation, ...]:
    """Every interpretation of the pack as this card takes it, in pack order; `touched` are those that decide points."""
    known, switched = criteria.interpretations_by_name, submission.switched
    about = {one.item for one in known.values() if one.affects is Affects.ANSWER}
    said = frozenset(item for item in about if _says_anything(criteria, submission, item))

    def made() -> tuple[AppliedInterpretation, ...]:
        return tuple(_applied(one, switched.get(name), said, touched=name in touched) for name, one in known.items())

    if not known.keys().isdisjoint(switched):
        return made()
    memory, key = rulebook_of(criteria).memory, ("applied", said, touched)
    kept: tuple[AppliedInterpretation, ...] | None = memory.get(key)
    return memory.put(key, made()) if kept is None else kept


def _applied(
    interpretation: Interpretation, choice: Choice | None, said: Collection[str], *, touched: bool
) -> AppliedInterpretation:
    option = interpretation.default if choice is None else choice.option
    text = next((found.text for found in interpretation.options if found.name == option), "")
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
        answered=interpretation.affects is Affects.ANSWER and interpretation.item in said,
        touched=touched,
    )


def _says_anything(criteria: Criteria, submission: Submission, item: str) -> bool:
    """Whether anything the interpretation bears on was answered: a fact of its item, or a gate for none."""
    if not item:
        return any(gate.known for gate in submission.gates.values())
    facts = criteria.items_by_id[item].facts
    answers = (submission.answers.get(fact.name, MISSING) for fact in facts)
    return any(answer.value is not UNKNOWN for answer in answers)
