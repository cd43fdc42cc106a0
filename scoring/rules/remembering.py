"""Scoring one item in thousands of scenarios: what was worked out for the same answers is not worked out again.

A clause depends on the names it reads and on nothing else, and the score on what the clauses make of them. Scenarios that
differ elsewhere share both.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction

from scoring.lang import UNKNOWN, Value, names
from scoring.model.criteria import Clause, Item
from scoring.rules.items import ClauseResult, Rulebook, after_exhaustion, clause_result, left_out_score
from scoring.rules.ledgers import final_score

__all__ = ["Remembering"]

Results = tuple[ClauseResult, ...]


class Remembering:
    """An item and what its clauses made of the answers met so far. The same outcome is always the same tuple object."""

    def __init__(self, item: Item, rulebook: Rulebook) -> None:
        self._item = item
        self._rulebook = rulebook
        self._clauses: list[tuple[Clause, tuple[str, ...], dict[Hashable, ClauseResult]]] = [
            (clause, _reads(clause), {}) for clause in item.clauses
        ]
        self._waits = any(clause.exhausted for clause in item.clauses)
        self._rows: dict[tuple[int, ...], tuple[Results, Fraction]] = {}  # the results outlive their ids as keys

    def results(self, values: Mapping[str, Value]) -> Results:
        """As `items.clause_results`."""
        return self._row(values)[0]

    def score(self, values: Mapping[str, Value]) -> Fraction:
        """As `ledgers.final_score` of the results: the item's points where it is assessed."""
        return self._row(values)[1]

    def both(self, values: Mapping[str, Value]) -> tuple[Results, Fraction]:
        """The results and the score."""
        return self._row(values)

    def counted(self, values: Mapping[str, Value]) -> Fraction:
        """As `items.scenario_score`: what the item counts for, also where it is not assessed."""
        left_out = left_out_score(self._item, values, self._rulebook)
        return self._row(values)[1] if left_out is None else left_out

    def worth(self, values: Mapping[str, Value]) -> Fraction:
        """The score and the points the clauses add or take beyond the item."""
        results, score = self._row(values)
        for clause, result in zip(self._item.clauses, results, strict=True):
            if not clause.own and not clause.graded:
                score += result.nominal
        return score

    def _row(self, values: Mapping[str, Value]) -> tuple[Results, Fraction]:
        found = []
        for clause, reads, known in self._clauses:
            key = tuple([values.get(name, UNKNOWN) for name in reads])
            result = known.get(key)
            if result is None:
                result = known[key] = clause_result(clause, self._item, values, self._rulebook)
            found.append(result)
        ids = tuple(map(id, found))
        row = self._rows.get(ids)
        if row is None:
            results = after_exhaustion(self._item, tuple(found)) if self._waits else tuple(found)
            row = self._rows[ids] = (results, final_score(self._item, results))
        return row


def _reads(clause: Clause) -> tuple[str, ...]:
    guard = names(clause.when) if clause.when is not None else ()
    return tuple(dict.fromkeys((*guard, *clause.measured)))
