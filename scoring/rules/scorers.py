"""An item compiled to a function and asked for one scenario after another: what every enumeration needs a thousand times."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from scoring.lang import NOT_APPLICABLE, Value
from scoring.model.amounts import Judged
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Item
from scoring.model.facts import Judgement
from scoring.model.scorecard import OutcomeState
from scoring.rules.compiling import FunctionWriter, run, unit_of
from scoring.rules.items import NOT_APPLIED, ClauseResult, left_out_score, not_applicable
from scoring.rules.rulebook import Rulebook

__all__ = ["ItemScorer", "Results", "scorer_of"]

Results = tuple[ClauseResult, ...]


class ItemScorer:
    """Gives the points of an item in scenarios where everything it reads is known. The same outcome is always the same tuple
    object."""

    def __init__(self, item: Item, book: Rulebook) -> None:
        self._item, self._book = item, book
        self._unit = unit_of(book.criteria, (item,))
        writer = FunctionWriter(book.criteria, self._unit, {}, "score", [item], marks=True)
        self._score = run(writer.text, writer.constants)["score"]
        self._slots = writer.slots.of
        self._rows: dict[Any, tuple[Results, Fraction]] = {}

    def both(self, values: Mapping[str, Value]) -> tuple[Results, Fraction]:
        """As `items.clause_results`, and as `items.final_score` of these: the item's points where it is assessed."""
        filled: list[object] = []
        for name, as_points in self._slots:
            value: object = values[name]
            if type(value) is Judgement:
                value = value.points
            if type(value) is Fraction:  # isinstance would ask the numeric tower of every other value
                if as_points:
                    value *= self._unit
                if value.denominator == 1:
                    value = value.numerator
            elif value is NOT_APPLICABLE:
                value = None
            filled.append(value)
        (made,) = self._score(filled)
        row = self._rows.get(made)
        if row is None:
            row = self._rows[made] = self._results(made)
        return row

    def _results(self, made: tuple[int | Fraction, tuple[int | Fraction, ...], tuple[int | None, ...]]) -> Any:
        score, nominals, marks = made
        results = tuple(
            self._result(clause, Fraction(nominal) / self._unit, mark)
            for clause, nominal, mark in zip(self._item.clauses, nominals, marks, strict=True)
        )
        return results, Fraction(score) / self._unit

    def _result(self, clause: Clause, nominal: Fraction, mark: int | None) -> ClauseResult:
        if mark is None:
            return not_applicable(clause, self._item, self._book)
        if not mark:
            return NOT_APPLIED
        if clause.amount is not None and isinstance(clause.amount, Judged):
            return ClauseResult(state=OutcomeState.JUDGED, nominal=nominal)
        applied = clause.amount is None or nominal or clause.effect is Effect.SET
        return ClauseResult(state=OutcomeState.APPLIED, nominal=nominal) if applied else NOT_APPLIED

    def counted(self, values: Mapping[str, Value]) -> Fraction:
        """As `items.scenario_score`: what the item counts for, also where it is not assessed."""
        left_out = left_out_score(self._item, values, self._book)
        return self.both(values)[1] if left_out is None else left_out

    def worth(self, values: Mapping[str, Value]) -> Fraction:
        """The score and the points the clauses add or take beyond the item."""
        results, score = self.both(values)
        for clause, result in zip(self._item.clauses, results, strict=True):
            if not clause.own and not clause.graded:
                score += result.nominal
        return score


def scorer_of(item: Item, book: Rulebook) -> ItemScorer:
    """The scorer of an item of the pack, or of a changed copy of one; kept with the pack."""
    kept: ItemScorer | None = book.scorers.get(id(item))  # it holds the item, so that no other one takes its id
    return book.scorers.put(id(item), ItemScorer(item, book)) if kept is None else kept
