"""What two encodings of one item must have in common to score alike without looking at a single case."""

from __future__ import annotations

from scoring.authoring.diff.canonical import canonical
from scoring.authoring.diff.joint import Version, reads_of_item
from scoring.model.criteria import Effect

__all__ = ["signature"]

CLAUSE_WORDS = ("id", "remedy")
FACT_WORDS = ("item", "ask", "owner", "help", "blank", "unit", "better", "not_applicable", "past")
"""What can change without changing a score."""


def signature(version: Version) -> tuple[object, ...]:
    """All that the score of an item depends on, without layout, order, places and words."""
    criteria, item = version.criteria, version.item
    reads = sorted(reads_of_item(version))
    clauses = [canonical(clause, CLAUSE_WORDS) for clause in item.clauses]
    if not any(
        clause.exhausted or clause.group or clause.effect in (Effect.SET, Effect.LOWER) for clause in item.clauses
    ):
        clauses.sort(key=repr)
    facts = [canonical(criteria.facts_by_name[n], FACT_WORDS) for n in reads if n in criteria.facts_by_name]
    readings = [
        (one.name, one.default, tuple(sorted(option.name for option in one.options)))
        for name, one in sorted(criteria.interpretations_by_name.items())
        if name in reads
    ]
    kinds = [(name, criteria.references_by_name[name].type) for name in reads if name in criteria.references_by_name]
    own = (item.points, item.start, canonical(item.groups), canonical(item.applies), item.each, criteria.not_applicable)
    optional = [
        n for n in reads if n in criteria.facts_by_name and criteria.facts_by_name[n].not_applicable is not None
    ]
    return (own, clauses, facts, readings, kinds, optional)
