"""Items scored once for each unit (县区, 样本): the mean or the sum of the units' scores, and of every line of their
ledgers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.lang import Value
from scoring.model.clauses import Clause
from scoring.model.criteria import Item, Start
from scoring.model.facts import UNKNOWN
from scoring.model.scorecard import ClauseOutcome, LedgerLine, LineKind, OutcomeState, Range, UnitScore
from scoring.model.submission import Submission
from scoring.model.totals import Each, Take
from scoring.rules.amounts import full_amount
from scoring.rules.inputs import Answers, answers_of, count_of, value_of_answer
from scoring.rules.items import ACTING, ZERO, ClauseResult, ItemResult, applies_to, brought_to
from scoring.rules.rulebook import Rulebook
from scoring.rules.surveys import ClauseSurvey, ItemSurvey, survey_item

__all__ = ["UnitValues", "survey_each", "survey_of", "together", "units_of", "unlisted"]

UNLISTED = "未列出的{}"


class UnitValues(Struct, frozen=True, kw_only=True):
    """One unit's name and answers; `values` is None for a unit that was not looked at. `open`: nothing is said about it,
    so that it may turn out not to have been looked at either."""

    name: str
    values: Mapping[str, Value] | None
    open: bool = False


def units_of(submission: Submission, item: Item) -> tuple[UnitValues, ...] | None:
    """The units a submission lists for an item: none where it says 无, and None where it says nothing of them."""
    rows = submission.units.get(item.id, ())
    if not rows or rows[0].nothing:
        return () if rows else None
    return tuple(
        UnitValues(
            name=unit.name,
            values={name: value_of_answer(answer) for name, answer in unit.answers.items()} if unit.checked else None,
            open=unit.checked and all(answer.value is UNKNOWN for answer in unit.answers.values()),
        )
        for unit in rows
    )


def survey_of(item: Item, units: Sequence[UnitValues] | None, answers: Answers) -> ItemSurvey:
    """Survey any item: by its units where it is scored by units, else as a whole."""
    if item.each is None:
        return survey_item(item, answers)
    return survey_each(item, item.each, units, answers)


def survey_each(item: Item, each: Each, units: Sequence[UnitValues] | None, answers: Answers) -> ItemSurvey:
    """Survey an item by its units: an empty sequence says that there are none, None that nothing is said of them.

    Units that should be there and are not listed are open. Where their number is not known, more may follow those that
    are listed, or there may be none at all: bounds, with the unit's own range as the limit of the mean, and the item's
    points as that of the sum.
    """
    count, applies = count_of(each, answers.resolved), applies_to(item, answers.resolved)
    if (count == 0 or units is not None) and not units:
        return _nothing(item, applies)
    own = {fact.name for fact in item.facts}

    def survey(unit: UnitValues) -> ItemSurvey:
        if unit.values is None:
            return _unchecked(item, each)
        values = {name: value for name, value in answers.stated.items() if name not in own} | dict(unit.values)
        found = survey_item(item.of_unit, answers_of(answers.criteria, values, answers.scenario_limit))
        return _either(found, _unchecked(item, each)) if unit.open and each.unchecked is not None else found

    listed = [*(units or ()), *unlisted(each, units or (), count)]
    found = _made_one(item, each, own, listed, [survey(unit) for unit in listed], applies, answers.rulebook)
    if isinstance(count, Fraction) or (units and each.count is None):
        return found
    if units or each.take is Take.SUM:
        more = survey(UnitValues(name=each.name, values={}, open=True))
        found = _perhaps_more(found, each, more.score)
        found = replace(found, clauses=tuple(_perhaps_acting(found, more, answers.rulebook.far)))
    if isinstance(each.count, str):
        found = replace(found, unknown=(*found.unknown, each.count), free=(*found.free, each.count))
        found = found if units else replace(found, units=())
    return _perhaps_none(found) if not units and each.may_be_none(answers.criteria.facts_by_name) else found


def _perhaps_none(found: ItemSurvey) -> ItemSurvey:
    """The item as long as it may turn out to have no unit."""
    if found.item.of_nothing is None:
        return replace(found, applies=None if found.applies else found.applies)
    clauses = tuple(
        replace(
            one,
            state=one.state if one.state is OutcomeState.NOT_APPLIED else OutcomeState.UNKNOWN,
            nominal=Range(low=min(one.nominal.low, ZERO), high=max(one.nominal.high, ZERO)),
        )
        for one in found.clauses
    )
    return replace(_either(found, _nothing(found.item, found.applies)), clauses=clauses)


def unlisted(each: Each, units: Sequence[UnitValues], count: Value | None) -> list[UnitValues]:
    """The units that should be there beside those that are listed; one where nothing is listed and none is counted."""
    lacking = max(int(count) - len(units), 0) if isinstance(count, Fraction) else int(not units)
    names = [f"第{at}个{each.name}" for at in range(1, lacking + 1)] if lacking > 1 else [each.name] * lacking
    return [UnitValues(name=UNLISTED.format(name), values={}, open=True) for name in names]


def _either(found: ItemSurvey, other: ItemSurvey) -> ItemSurvey:
    """What comes of a unit or an item that may turn out to be settled otherwise, like a unit that was not looked at."""
    low, high = found.score.low, found.score.high
    points = other.score.low
    return replace(
        found,
        score=Range(low=min(low, points), high=max(high, points)),
        worst=other.worst if points < low else found.worst,
        best=other.best if points > high else found.best,
    )


def _perhaps_more(found: ItemSurvey, each: Each, unit: Range) -> ItemSurvey:
    """The item once units may follow that nothing is known about: the more there are, the nearer is a mean to theirs,
    and the more a sum gains or, where all lose from one amount, loses."""
    low, high, points = min(found.score.low, unit.low), max(found.score.high, unit.high), found.item.points
    if each.take is Take.SUM:
        added = found.item.start is Start.ZERO or each.points is not None
        low, high = found.score.low, found.score.high
        if added and unit.high > 0:
            high = points
        elif not added and unit.low < points:
            low = ZERO
    return replace(
        found,
        score=Range(low=low, high=high),
        worst=brought_to(found.worst, low, LineKind.FLOOR if low > found.worst.score else LineKind.CAP),
        best=brought_to(found.best, high, LineKind.FLOOR if high > found.best.score else LineKind.CAP),
        exact=low == high,
    )


def _perhaps_acting(found: ItemSurvey, more: ItemSurvey, far: Fraction) -> Iterator[ClauseSurvey]:
    """The clauses that reach beyond the item, once one more unit may act in them as often as there are units."""
    for clause, one, other in zip(found.item.clauses, found.clauses, more.clauses, strict=True):
        settled = clause.amount is None and one.state in ACTING
        if clause.own or settled or other.state is OutcomeState.NOT_APPLIED:
            yield one
            continue
        most = far if clause.at_most is None else clause.at_most
        low, high = one.nominal.low, one.nominal.high
        nominal = Range(
            low=-most if other.nominal.low < 0 else low, high=most if other.nominal.high > 0 else max(high, ZERO)
        )
        yield ClauseSurvey(state=OutcomeState.UNKNOWN, nominal=nominal)


def _unchecked(item: Item, each: Each) -> ItemSurvey:
    return _settled(item, ZERO if each.unchecked is None else each.unchecked, OutcomeState.NOT_APPLICABLE)


def _nothing(item: Item, applies: bool | None) -> ItemSurvey:
    """An item without a single unit: its clauses met nothing to speak of."""
    points = item.of_nothing
    found = _settled(item, ZERO if points is None else points, OutcomeState.NOT_APPLIED)
    return replace(found, applies=False if points is None else applies, nothing=True)


def _settled(item: Item, points: Fraction, state: OutcomeState) -> ItemSurvey:
    """Points that no clause had a hand in."""
    lines = (
        LedgerLine(kind=LineKind.START, change=points, balance=points),
        *(LedgerLine(kind=LineKind.CLAUSE, change=ZERO, balance=points, clause=one.id) for one in item.clauses),
        LedgerLine(kind=LineKind.END, change=ZERO, balance=points),
    )
    none = ClauseResult(state=state, nominal=ZERO)
    result = ItemResult(score=points, clauses=tuple(none for _ in item.clauses), ledger=lines)
    still = Range(low=ZERO, high=ZERO)
    return ItemSurvey(
        item=item,
        score=Range(low=points, high=points),
        worst=result,
        best=result,
        clauses=tuple(ClauseSurvey(state=state, nominal=still) for _ in item.clauses),
        free=(),
        unknown=(),
        exact=True,
    )


def _made_one(
    item: Item,
    each: Each,
    own: set[str],
    units: Sequence[UnitValues],
    surveys: Sequence[ItemSurvey],
    applies: bool | None,
    rulebook: Rulebook,
) -> ItemSurvey:
    shared = [name for survey in surveys for name in dict.fromkeys(survey.free) if name not in own]
    share = Fraction(1, len(surveys)) if each.take is Take.MEAN else Fraction(1)
    worst, best = (
        _result(item, [one.worst for one in surveys], share),
        _result(item, [one.best for one in surveys], share),
    )
    return ItemSurvey(
        item=item,
        score=Range(low=worst.score, high=best.score),
        worst=worst,
        best=best,
        clauses=tuple(
            _clause(clause, [survey.clauses[at] for survey in surveys], share) for at, clause in enumerate(item.clauses)
        ),
        together=all(survey.together for survey in surveys),
        free=tuple(dict.fromkeys(name for survey in surveys for name in survey.free)),
        unknown=tuple(dict.fromkeys(name for survey in surveys for name in survey.unknown)),
        # What several units hang on together need not be at its worst for all of them at once.
        exact=all(survey.exact for survey in surveys) and len(set(shared)) == len(shared),
        applies=applies,
        units=tuple(
            UnitScore(
                name=unit.name,
                score=survey.score,
                clauses=tuple(
                    ClauseOutcome(
                        clause=clause,
                        state=one.state,
                        nominal=one.nominal,
                        full=full_amount(clause, item.of_unit, rulebook.fact),
                        reads=(),
                    )
                    for clause, one in zip(item.clauses, survey.clauses, strict=True)
                ),
                checked=unit.values is not None,
            )
            for unit, survey in zip(units, surveys, strict=True)
        ),
    )


def _clause(clause: Clause, of: Sequence[ClauseSurvey], share: Fraction) -> ClauseSurvey:
    states = {one.state for one in of}
    state = next(iter(states))
    if len(states) > 1:
        first = (*ACTING, OutcomeState.UNKNOWN) if clause.amount is None else (OutcomeState.UNKNOWN, *ACTING)
        state = next((found for found in first if found in states), OutcomeState.NOT_APPLIED)
    low, high = (
        together(clause, ends, share) for ends in zip(*((one.nominal.low, one.nominal.high) for one in of), strict=True)
    )
    return ClauseSurvey(state=state, nominal=Range(low=low, high=high))


def together(clause: Clause, nominals: Iterable[Fraction], share: Fraction) -> Fraction:
    """What a clause asks for in all units: its share of each, but what reaches beyond the item stands whole for every unit
    (一处否决，全部否决), up to its limit."""
    added = sum(nominals, ZERO)
    if clause.own:
        return added * share
    return added if clause.at_most is None else min(max(added, -clause.at_most), clause.at_most)


def _result(item: Item, results: Sequence[ItemResult], share: Fraction) -> ItemResult:
    score = item.made_one([result.score for result in results])
    clauses = tuple(
        ClauseResult(
            state=results[0].clauses[at].state,
            nominal=together(clause, (result.clauses[at].nominal for result in results), share),
        )
        for at, clause in enumerate(item.clauses)
    )
    return ItemResult(score=score, clauses=clauses, ledger=_ledger(item, results, score, share))


def _ledger(item: Item, results: Sequence[ItemResult], score: Fraction, share: Fraction) -> tuple[LedgerLine, ...]:
    """Each line of the units made one: what they start with, what each clause changes, what limits and rescaling
    change; and where the item's own floor or cap bites, that too."""
    changes: dict[tuple[LineKind, str | None], Fraction] = {(LineKind.START, None): ZERO}
    changes |= {(LineKind.CLAUSE, clause.id): ZERO for clause in item.clauses}
    for result in results:
        for line in result.ledger[:-1]:
            key = (line.kind, line.clause)
            changes[key] = changes.get(key, ZERO) + line.change * share
    each = item.each
    if each is not None:  # units that lose from one amount start from it once
        whole = each.uncut([result.score for result in results], item.points, full=item.start is Start.FULL)
        changes[LineKind.START, None] += whole - sum(changes.values(), ZERO)
        if whole != score:
            end = (LineKind.FLOOR if whole < score else LineKind.CAP, None)
            changes[end] = changes.get(end, ZERO) + score - whole
    lines, balance = [], ZERO
    for (kind, clause), change in changes.items():
        balance += change
        if change or kind in (LineKind.START, LineKind.CLAUSE):
            lines.append(LedgerLine(kind=kind, change=change, balance=balance, clause=clause))
    lines.append(LedgerLine(kind=LineKind.END, change=ZERO, balance=score))
    return tuple(lines)
