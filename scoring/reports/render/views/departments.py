"""The points by department: which items hang on its answers, and which losses came of them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from scoring.base.text import departments_of, points_text, range_text
from scoring.model.criteria import Criteria
from scoring.model.explanation import ClauseExplanation, Explanation
from scoring.model.scorecard import ItemScore, ScoreCard
from scoring.reports import wording
from scoring.reports.render.views.model import DepartmentRow

__all__ = ["departments"]

FEW = 4
"""How many items that lose are named in a row."""


def departments(criteria: Criteria, card: ScoreCard, explanation: Explanation) -> tuple[DepartmentRow, ...]:
    """A row for each department that a pack names, in the order of the items.

    An item of several departments counts in each row; a loss only in those whose answers settled the clause.
    """
    found: dict[str, _Share] = {}
    for score in (score for section in card.sections for score in section.items):
        owners = _owners(criteria, (fact.name for fact in score.item.facts))
        for name in owners:
            found.setdefault(name, _Share()).items.append(score)
        for clause in explanation.of_item(score.item.id).clauses:
            if clause.cost.high > 0:
                for name in _owners(criteria, _settling(clause)) or owners:
                    found[name].lose(score, clause)
    return tuple(_row(name, share) for name, share in found.items())


class _Share:
    """What hangs on one department while rows are gathered."""

    def __init__(self) -> None:
        self.items: list[ItemScore] = []
        self.low = self.high = Fraction(0)
        self.losing: dict[str, None] = {}

    def lose(self, score: ItemScore, clause: ClauseExplanation) -> None:
        self.low += clause.cost.low
        self.high += clause.cost.high
        self.losing[wording.item_label(score.item.label)] = None


def _settling(clause: ClauseExplanation) -> tuple[str, ...]:
    return clause.decisive or tuple(line.input.name for line in clause.inputs)


def _owners(criteria: Criteria, names: Iterable[str]) -> tuple[str, ...]:
    facts = (criteria.facts_by_name.get(name) for name in names)
    return departments_of(*(fact.owner for fact in facts if fact is not None))


def _row(name: str, share: _Share) -> DepartmentRow:
    losing = [*share.losing]
    named = "、".join(losing[:FEW]) + (f"等{len(losing)}项" if len(losing) > FEW else "")
    return DepartmentRow(
        name=name,
        items=str(len(share.items)),
        points=points_text(sum((score.item.points for score in share.items), Fraction(0))),
        lost=range_text(share.low, share.high),
        losing=named or "—",
    )
