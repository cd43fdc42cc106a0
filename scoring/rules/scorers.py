"""An item compiled to a function and asked for one scenario after another: what every enumeration needs a thousand times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from fractions import Fraction
from typing import Any

from scoring.lang import Value
from scoring.model.amounts import Judged
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Item
from scoring.model.scorecard import OutcomeState
from scoring.rules.compiling import FunctionWriter, run, unit_of
from scoring.rules.items import NOT_APPLIED, ClauseResult, clause_results, final_score, left_out_score, not_applicable
from scoring.rules.rulebook import Rulebook

__all__ = ["ItemScorer", "Results", "scorer_of"]

Results = tuple[ClauseResult, ...]


FEW = 8
"""So many scenarios are quicker interpreted than compiled."""


class ItemScorer:
    """Gives the points of an item in scenarios where everything it reads is known. The same outcome is always the same tuple
    object."""

    def __init__(self, item: Item, book: Rulebook) -> None:
        self._item, self._book = item, book
        self._asked = 0
        self._beyond = [at for at, clause in enumerate(item.clauses) if not clause.own and not clause.graded]
        self._score: Callable[[list[object]], tuple[Any]] | None = None
        self._rows: dict[Any, tuple[Results, Fraction]] = {}
        self._met: dict[Any, ClauseResult] = {}
        self._alike: dict[Results, tuple[Results, Fraction]] = {}

    def both(self, values: Mapping[str, Value]) -> tuple[Results, Fraction]:
        """As `items.clause_results`, and as `items.final_score` of these: the item's points where it is assessed."""
        if self._score is None:
            self._asked += 1
            if self._asked <= FEW:
                results = clause_results(self._item, values, self._book)
                return self._alike.get(results) or self._row(results, final_score(self._item, results))
            self._score = self._compile()
        filled = self._slots.fill(values)
        assert filled is not None, "in a scenario nothing is missing"
        (made,) = self._score(filled)
        row = self._rows.get(made)
        if row is None:
            row = self._rows[made] = self._row(*self._results(*made))
        return row

    def _compile(self) -> Callable[[list[object]], tuple[Any]]:
        criteria = self._book.criteria
        self._unit = unit_of(criteria, (self._item,))
        writer = FunctionWriter(criteria, self._unit, {}, "score", [self._item], marks=True)
        self._slots = writer.slots
        function: Callable[[list[object]], tuple[Any]] = run(writer.text, writer.constants)["score"]
        return function

    def renamed(self, item: Item, names: Mapping[str, str]) -> ItemScorer:
        """The scorer of `item`, which is the same under other names of what it reads; what is compiled serves both."""
        if self._score is None:
            self._score = self._compile()
        other = copy(self)
        other._item = item
        other._slots = self._slots.renamed(names)
        return other

    def _row(self, results: Results, score: Fraction) -> tuple[Results, Fraction]:
        return self._alike.setdefault(results, (results, score))

    def _results(
        self, score: int | Fraction, nominals: tuple[int | Fraction, ...], marks: tuple[int | None, ...]
    ) -> tuple[Results, Fraction]:
        results = []
        for met in zip(self._item.clauses, nominals, marks, strict=True):
            result = self._met.get(key := (met[0].id, *met[1:]))
            if result is None:
                result = self._met[key] = self._result(*met)
            results.append(result)
        return tuple(results), Fraction(score) / self._unit

    def _result(self, clause: Clause, points: int | Fraction, mark: int | None) -> ClauseResult:
        nominal = Fraction(points) / self._unit
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

    def worth_of(self, results: Results, score: Fraction) -> Fraction:
        """The score and the points that the clauses add or take beyond the item."""
        for place in self._beyond:
            score += results[place].nominal
        return score


def scorer_of(item: Item, book: Rulebook) -> ItemScorer:
    """The scorer of an item of the pack, or of a changed copy of one; kept with the pack."""
    kept: ItemScorer | None = book.scorers.get(id(item))  # it holds the item, so that no other one takes its id
    return book.scorers.put(id(item), ItemScorer(item, book)) if kept is None else kept
