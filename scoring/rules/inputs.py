"""From what a submission states to what the rules read: facts ruled out by `needs`, derived ratios, claims without the
documents they ask for; and what each clause read, with its place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from typing import TypeVar

from msgspec import Struct

from scoring.base.text import points_text, range_text
from scoring.lang import NOT_APPLICABLE, UNKNOWN, Absent, Truth, Value, truth
from scoring.lang.printing import value_text
from scoring.model.clauses import Clause
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Answer, Fact, FactType, Placing
from scoring.model.scorecard import InputKind, ResolvedInput
from scoring.model.submission import Submission
from scoring.model.totals import Each
from scoring.rules.rulebook import Resolving, Rulebook, rulebook_of

__all__ = [
    "SCENARIO_LIMIT",
    "Answers",
    "answers_of",
    "ClauseInputs",
    "asked",
    "count_of",
    "known",
    "proof_titles",
    "prove",
    "resolve",
    "resolve_fact",
    "resolve_inputs",
    "stated_values",
    "unproved",
    "value_of_answer",
]

SCENARIO_LIMIT = 20_000
"""Most scenarios enumerated for one group of items; past it the card holds bounds and says so."""


def asked(fact: Fact, values: Mapping[str, Value]) -> Truth:
    """Whether the question arises: TRUE, FALSE, or UNKNOWN while an answer that decides it is missing.

    A question that hangs on something not applicable does not arise either.
    """
    if fact.needs is None:
        return Truth.TRUE
    needed = truth(fact.needs, values)
    return Truth.FALSE if needed is Truth.NOT_APPLICABLE else needed


def resolve_fact(fact: Fact, values: Mapping[str, Value], stated: Mapping[str, Value]) -> Value:
    """The value rules read for `fact`, from the values of what it depends on and what is stated for itself."""
    needed = asked(fact, values)
    if needed is Truth.FALSE:
        return NOT_APPLICABLE
    if needed is Truth.UNKNOWN:
        return UNKNOWN
    if fact.derive is None or not fact.worked_out:
        return stated.get(fact.name, UNKNOWN)
    return fact.derive.value(values)


def resolve_inputs(criteria: Criteria, stated: Mapping[str, Value]) -> dict[str, Value]:
    """The values of every fact, reference and interpretation of the pack.

    `stated` holds answers by name; a fact or reference it lacks is unknown, an interpretation takes its default.
    """
    return resolve(rulebook_of(criteria).resolving, stated)


def resolve(of: Resolving, stated: Mapping[str, Value]) -> dict[str, Value]:
    """The values of these names only."""
    values: dict[str, Value] = {}
    for name, default, fact in of:
        values[name] = stated.get(name, default) if fact is None else resolve_fact(fact, values, stated)
    return values


Made = TypeVar("Made")


class Answers(Struct, frozen=True, kw_only=True):
    """What is known while items are surveyed.

    rulebook: the pack
    stated: answers, references and switched interpretations by name; what is not there is unknown
    resolved: what rules read of them
    scenario_limit: most scenarios enumerated for one group of items; past it there are bounds
    """

    rulebook: Rulebook
    stated: Mapping[str, Value]
    resolved: Mapping[str, Value]
    scenario_limit: int

    @property
    def criteria(self) -> Criteria:
        """The pack."""
        return self.rulebook.criteria

    def remembered(self, what: Hashable, names: Iterable[str], make: Callable[[], Made]) -> Made:
        """What `make` gives, made once for all answers that agree on `names`. It may hang on `what`, on the pack and on what
        is stated of these names, and on nothing else. An id in `what` must be of something that `make` gives or the pack has.
        """
        stated, memory = self.stated, self.rulebook.memory
        key = (what, self.scenario_limit, *[stated.get(name, UNKNOWN) for name in names])
        found: Made | None = memory.get(key)
        return memory.put(key, make()) if found is None else found

    def knows(self, item: Item) -> bool:
        """Whether everything the item reads is known."""
        return all(self.resolved.get(name, UNKNOWN) is not UNKNOWN for name in item.reads)


def answers_of(
    criteria: Criteria,
    stated: Mapping[str, Value],
    scenario_limit: int = SCENARIO_LIMIT,
    resolved: Mapping[str, Value] | None = None,
) -> Answers:
    """The record of what is `stated`; `resolved` saves working it out again where the caller has it."""
    return Answers(
        rulebook=rulebook_of(criteria),
        stated=stated,
        resolved=resolve_inputs(criteria, stated) if resolved is None else resolved,
        scenario_limit=scenario_limit,
    )


def known(value: Value) -> bool:
    """Whether nothing is missing: 不适用 is known."""
    return not isinstance(value, Absent) or value is NOT_APPLICABLE


def count_of(each: Each, resolved: Mapping[str, Value]) -> Value | None:
    """How many units there are; None where nothing says so."""
    return resolved.get(each.count, UNKNOWN) if isinstance(each.count, str) else each.count


MISSING = Answer()


def stated_values(criteria: Criteria, submission: Submission) -> dict[str, Value]:
    """Every answer, reference and switched interpretation of a submission under its name; what is missing is absent."""
    stated: dict[str, Value] = {}
    for name, answer in submission.answers.items():
        value = value_of_answer(answer)
        if value is not UNKNOWN:
            stated[name] = value
    for fact in rulebook_of(criteria).proved:
        prove(fact, submission, stated)
    for name, reference in submission.references.items():
        stated[name] = reference.value
    for name, choice in submission.switched.items():
        if name in criteria.interpretations_by_name:
            stated[name] = choice.option
    return stated


def value_of_answer(answer: Answer) -> Value:
    """What rules read of an answer."""
    return answer.value


def prove(fact: Fact, submission: Submission, stated: dict[str, Value]) -> None:
    """A claim without the files it asks for is 否; the files without the claim are 是. Everything else stays."""
    if not fact.proof:
        return
    lacking = unproved(fact, submission)
    if stated.get(fact.name) is True and lacking:
        stated[fact.name] = False
    elif fact.name not in stated and not lacking:
        stated[fact.name] = True


def unproved(fact: Fact, submission: Submission) -> tuple[str, ...]:
    """The documents a fact asks for that the submission does not list."""
    listed = {file.request for file in submission.evidence if file.item == fact.item}
    return tuple(request for request in fact.proof if request not in listed)


def proof_titles(criteria: Criteria, fact: Fact, submission: Submission) -> tuple[str, ...]:
    """The titles of those documents, in quotation marks."""
    item = criteria.items_by_id.get(fact.item)
    titles = {} if item is None else {request.id: request.title for request in item.evidence}
    return tuple(f"“{titles.get(request, request)}”" for request in unproved(fact, submission))


class ClauseInputs:
    """What the clauses of a pack read of one submission; each value is made once, however many clauses read it."""

    def __init__(self, criteria: Criteria, submission: Submission, resolved: Mapping[str, Value]) -> None:
        self._criteria = criteria
        self._submission = submission
        self._resolved = resolved
        self._made: dict[str, ResolvedInput] = {}

    def of(self, clause: Clause) -> tuple[ResolvedInput, ...]:
        """What `clause` read; a derived fact is followed by what it is computed from."""
        facts = self._criteria.facts_by_name
        found: dict[str, ResolvedInput] = {}
        waiting = list(reversed(clause.reads))
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = self._of_name(name)
                fact = facts.get(name)
                if fact is not None and fact.derive is not None:
                    waiting += reversed(fact.derive.parts)
        return tuple(found.values())

    def _of_name(self, name: str) -> ResolvedInput:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = _input(self._criteria, self._submission, name, self._resolved)
        return made


def _input(criteria: Criteria, submission: Submission, name: str, resolved: Mapping[str, Value]) -> ResolvedInput:
    fact = criteria.facts_by_name.get(name)
    if fact is not None:
        return _fact(criteria, fact, submission, resolved)
    reference = criteria.references_by_name.get(name)
    if reference is not None:
        given = submission.references.get(name)
        answer = MISSING if given is None else Answer(value=given.value, location=given.location)
        kind = InputKind.REFERENCE
        return ResolvedInput(
            name=name, kind=kind, type=reference.type, unit=reference.unit, answer=answer, reference=given
        )
    choice = submission.switched.get(name)
    answer = Answer(value=resolved[name], location=None if choice is None else choice.location)
    return ResolvedInput(name=name, kind=InputKind.INTERPRETATION, type=FactType.CHOICE, unit="", answer=answer)


def _fact(criteria: Criteria, fact: Fact, submission: Submission, resolved: Mapping[str, Value]) -> ResolvedInput:
    derived = fact.derive is not None
    item = criteria.items_by_id.get(fact.item)
    if item is not None and item.each is not None:
        return _by_unit(criteria, item, item.each, fact, submission, resolved)
    if fact.proof:
        return _proved(criteria, fact, submission)
    return ResolvedInput(
        name=fact.name,
        kind=InputKind.DERIVED if derived else InputKind.FACT,
        type=fact.type,
        unit=fact.unit,
        answer=_derived(fact, resolved) if derived else submission.answers.get(fact.name, MISSING),
        asked=asked(fact, resolved) is not Truth.FALSE,
    )


def _by_unit(
    criteria: Criteria, item: Item, each: Each, fact: Fact, submission: Submission, resolved: Mapping[str, Value]
) -> ResolvedInput:
    """All units' answers: one by one for conditions, and in one text for a reader."""
    rows = submission.units.get(fact.item, ())
    own = {one.name for one in item.facts}
    shared = {name: value for name, value in stated_values(criteria, submission).items() if name not in own}
    texts, answers = [], []
    if rows and rows[0].nothing:
        none = Answer(value=f"没有{each.name}", location=rows[0].location)
        return ResolvedInput(name=fact.name, kind=InputKind.FACT, type=FactType.TEXT, unit="", answer=none, by_unit=())
    for row in rows:
        values = resolve_inputs(
            criteria, shared | {name: value_of_answer(answer) for name, answer in row.answers.items()}
        )
        if not row.checked:
            texts.append(f"{row.name}未检查")
            continue
        answers.append(_computed(values.get(fact.name, UNKNOWN)))
        if asked(fact, values) is Truth.FALSE:
            texts.append(f"{row.name}不需填报")
        else:
            texts.append(f"{row.name}{value_text(values.get(fact.name, UNKNOWN), fact.unit)}")
    count = count_of(each, resolved)
    if isinstance(count, Fraction) and count > len(rows):
        texts.append(f"另有{points_text(count - len(rows))}个{each.name}未列出")
        answers.append(MISSING)
    place = rows[0].location if rows else None
    answered = Answer(value="、".join(texts), location=place)
    return ResolvedInput(
        name=fact.name,
        kind=InputKind.FACT,
        type=FactType.TEXT,
        unit="",
        answer=answered if texts else MISSING,
        by_unit=tuple(answers),
    )


def _proved(criteria: Criteria, fact: Fact, submission: Submission) -> ResolvedInput:
    answer = submission.answers.get(fact.name, MISSING)
    lacking = "、".join(proof_titles(criteria, fact, submission))
    if answer.value is True and lacking:
        reason = f"填的是“是”，但没有列出材料{lacking}，按未提供计"
        answer = Answer(value=False, location=answer.location, reason=reason)
    elif answer.value is UNKNOWN and not lacking:
        answer = Answer(value=True, location=answer.location, reason="材料已列出")
    return ResolvedInput(name=fact.name, kind=InputKind.FACT, type=fact.type, unit=fact.unit, answer=answer)


def _derived(fact: Fact, resolved: Mapping[str, Value]) -> Answer:
    """What was worked out; of points and places that are not decided yet, between which ends they lie."""
    value = resolved.get(fact.name, UNKNOWN)
    low, high = fact.minimum, fact.maximum
    if value is not UNKNOWN or fact.worked_out:
        return _computed(value)
    if low is not None and high is not None:
        return Answer(reason=f"现在在{range_text(low, high)}{fact.unit}之间")
    return Answer(reason=ALONE) if isinstance(fact.derive, Placing) else _computed(value)


ALONE = "要等全部参评城市的得分，单独计分时未知"
"""Why the place of a city is not known."""


def _computed(value: Value) -> Answer:
    return Answer(value=value)
