"""Items scored once for each unit (县区, 样本): the mean of the units' scores, and of every line of their ledgers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria, Each, Item
from scoring.model.facts import Answer, AnswerState
from scoring.model.intervals import Range
from scoring.model.scorecard import LedgerLine, LineKind, OutcomeState, UnitScore
from scoring.model.submission import Submission
from scoring.record import record, replace
from scoring.rules.derive import settle
from scoring.rules.items import ClauseResult, ItemResult, Rulebook, applies_to
from scoring.rules.ranges import survey_item
from scoring.rules.readings import value_of_answer
from scoring.rules.surveys import ClauseSurvey, ItemSurvey

__all__ = ["UnitValues", "survey_each", "survey_of", "units_of"]

ZERO = Fraction(0)
UNLISTED = "未列出的{}"
ACTING = (OutcomeState.APPLIED, OutcomeState.JUDGED)


@record
class UnitValues:
    """One unit's name and answers; `values` is None for a unit that was not looked at."""

    name: str
    values: Mapping[str, Value] | None


def units_of(submission: Submission, item: Item) -> tuple[UnitValues, ...]:
    """The units a submission lists for an item."""
    return tuple(
        UnitValues(
            name=unit.name,
            values={name: _value(answer) for name, answer in unit.answers.items()} if unit.checked else None,
        )
        for unit in submission.units.get(item.id, ())
    )


def _value(answer: Answer) -> Value:
    return UNKNOWN if answer.state is AnswerState.UNKNOWN else value_of_answer(answer)


def survey_of(
    criteria: Criteria,
    item: Item,
    units: Sequence[UnitValues],
    stated: Mapping[str, Value],
    settled: Mapping[str, Value],
    rulebook: Rulebook,
    cell_limit: int,
) -> ItemSurvey:
    """Survey any item: by its units where it is scored by units, else as a whole."""
    if item.each is None:
        return survey_item(criteria, item, stated, settled, rulebook, cell_limit)
    return survey_each(criteria, item, item.each, units, stated, settled, rulebook, cell_limit)


def survey_each(
    criteria: Criteria,
    item: Item,
    each: Each,
    units: Sequence[UnitValues],
    stated: Mapping[str, Value],
    settled: Mapping[str, Value],
    rulebook: Rulebook,
    cell_limit: int,
) -> ItemSurvey:
    """Survey an item by its units. Units that should be there and are not listed are open; where nothing is listed and
    their number is not known, the range of one is the range of the mean."""
    count = None if each.count is None else settled.get(each.count, UNKNOWN)
    listed = list(units)
    if isinstance(count, Fraction):
        listed += [UnitValues(name=UNLISTED.format(each.name), values={})] * max(int(count) - len(listed), 0)
    if count == 0 and not listed:
        plain = survey_item(criteria, item, stated, settled, rulebook, cell_limit)
        return replace(plain, applies=False, unknown=(), free=())
    own = {fact.name for fact in item.facts}
    surveys: list[ItemSurvey] = []
    for unit in listed or [UnitValues(name=each.name, values={})]:
        if unit.values is None:
            surveys.append(_unchecked(item, each))
        else:
            values = {name: value for name, value in stated.items() if name not in own} | dict(unit.values)
            surveys.append(survey_item(criteria, item, values, settle(criteria, values), rulebook, cell_limit))
    return _mean(item, own, listed, surveys, applies_to(item, settled))


def _unchecked(item: Item, each: Each) -> ItemSurvey:
    points = ZERO if each.unchecked is None else each.unchecked
    lines = (
        LedgerLine(kind=LineKind.START, change=points, balance=points),
        LedgerLine(kind=LineKind.END, change=ZERO, balance=points),
    )
    none = ClauseResult(state=OutcomeState.NOT_APPLICABLE, nominal=ZERO)
    result = ItemResult(score=points, clauses=tuple(none for _ in item.clauses), ledger=lines)
    still = Range(low=ZERO, high=ZERO)
    return ItemSurvey(
        item=item,
        score=Range(low=points, high=points),
        worst=result,
        best=result,
        clauses=tuple(ClauseSurvey(state=OutcomeState.NOT_APPLICABLE, nominal=still) for _ in item.clauses),
        free=(),
        unknown=(),
        exact=True,
    )


def _mean(
    item: Item, own: set[str], units: Sequence[UnitValues], surveys: Sequence[ItemSurvey], applies: bool | None
) -> ItemSurvey:
    shared = [name for survey in surveys for name in dict.fromkeys(survey.free) if name not in own]
    return ItemSurvey(
        item=item,
        score=_range([survey.score for survey in surveys]),
        worst=_result(item, [survey.worst for survey in surveys]),
        best=_result(item, [survey.best for survey in surveys]),
        clauses=tuple(_clause([survey.clauses[at] for survey in surveys]) for at in range(len(item.clauses))),
        free=tuple(dict.fromkeys(name for survey in surveys for name in survey.free)),
        unknown=tuple(dict.fromkeys(name for survey in surveys for name in survey.unknown)),
        # What several units hang on together need not be at its worst for all of them at once.
        exact=all(survey.exact for survey in surveys) and len(set(shared)) == len(shared),
        applies=applies,
        units=tuple(
            UnitScore(name=unit.name, score=survey.score, checked=unit.values is not None)
            for unit, survey in zip(units, surveys, strict=False)
        ),
    )


def _range(of: Sequence[Range]) -> Range:
    return Range(low=sum((one.low for one in of), ZERO) / len(of), high=sum((one.high for one in of), ZERO) / len(of))


def _clause(of: Sequence[ClauseSurvey]) -> ClauseSurvey:
    states = {one.state for one in of}
    state = next(iter(states))
    if len(states) > 1:
        acting = [found for found in (OutcomeState.UNKNOWN, *ACTING) if found in states]
        state = acting[0] if acting else OutcomeState.NOT_APPLIED
    return ClauseSurvey(state=state, nominal=_range([one.nominal for one in of]))


def _result(item: Item, results: Sequence[ItemResult]) -> ItemResult:
    count = len(results)
    score = sum((result.score for result in results), ZERO) / count
    clauses = tuple(
        ClauseResult(
            state=results[0].clauses[at].state,
            nominal=sum((result.clauses[at].nominal for result in results), ZERO) / count,
        )
        for at in range(len(item.clauses))
    )
    return ItemResult(score=score, clauses=clauses, ledger=_ledger(item, results, score))


def _ledger(item: Item, results: Sequence[ItemResult], score: Fraction) -> tuple[LedgerLine, ...]:
    """The mean of each line: what the units start with, what each clause changes, what limits and rescaling change."""
    changes: dict[tuple[LineKind, str | None], Fraction] = {(LineKind.START, None): ZERO}
    changes |= {(LineKind.CLAUSE, clause.id): ZERO for clause in item.clauses}
    for result in results:
        for line in result.ledger[:-1]:
            key = (line.kind, line.clause)
            changes[key] = changes.get(key, ZERO) + line.change / len(results)
    lines, balance = [], ZERO
    for (kind, clause), change in changes.items():
        balance += change
        if change or kind in (LineKind.START, LineKind.CLAUSE):
            lines.append(LedgerLine(kind=kind, change=change, balance=balance, clause=clause))
    lines.append(LedgerLine(kind=LineKind.END, change=ZERO, balance=score))
    return tuple(lines)
