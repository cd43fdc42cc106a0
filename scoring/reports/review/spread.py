"""How far reviewers are apart: by city, and by reviewer over all cities."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.advice.compare.model import Difference
from scoring.base.characters import alike
from scoring.model.review import Opinion, Ruling, RulingState
from scoring.reports.blocks import Block, Cell, Paragraph, Table
from scoring.reports.document import RuledRow, ruled
from scoring.reports.review.model import Reviewed
from scoring.reports.review.parts import city_name, diff_text
from scoring.reports.summary.words import score_text
from scoring.review.wording import in_order

__all__ = ["reviewers_table", "spread", "spreads_table"]

ZERO = Fraction(0)


def spread(cities: Sequence[Reviewed]) -> list[tuple[str, list[Block]]]:
    """Both tables with what they mean."""
    about = "同一阶段、同一指标项有两位以上组员提出意见的，才能比较；按项次计。"
    lean = "与同一项全体组员意见的平均分相比；只说明打分的宽严，不说明谁对谁错。代号相同的按同一人计。"
    people = reviewers_table(cities)
    return [
        ("各城市", [Paragraph(about, style="remark keep"), spreads_table(cities)]),
        ("各审核人", [Paragraph(lean, style="remark keep"), people or Paragraph("还没有计入任何审核意见。")]),
    ]


def spreads_table(cities: Sequence[Reviewed]) -> Table:
    """Each city: on how many items (of a stage) two or more members spoke, and how far apart they were."""
    rows: list[RuledRow] = []
    for city in cities:
        rulings = [one for step in city.verified.steps for one in step.on_items]
        spreads = [one.spread for one in rulings if len(one.opinions) > 1 and one.spread is not None]
        states = [one.state for one in rulings]
        differ = [states.count(one) for one in (RulingState.SETTLED, RulingState.ARBITRATED, RulingState.DUE)]
        due = len(city.verified.due)
        rows.append(
            (
                city_name(city),
                str(len(spreads)),
                str(sum(differ)),
                _points(max(spreads)) if spreads else "—",
                _points(sum(spreads, ZERO) / len(spreads)) if spreads else "—",
                str(differ[1]),
                Cell(str(due), "missed" if due else ""),
            )
        )
    heads = (
        ("城市", 36, "center"),
        ("两人以上有意见", 24, "number"),
        ("有分歧", 18, "number"),
        ("最大分差", 22, "number"),
        ("平均分差", 20, "number"),
        ("已裁决", 18, "number"),
        ("待裁决", 18, "number"),
    )
    return ruled(heads, rows, "reviewers")


def _points(value: Fraction) -> str:
    return score_text(value, value)


class _Lean:
    """What one member said over all cities: `compared` counts opinions beside which others stand; `low` and
    `high` are the sums of the differences to the mean of all members at both ends of the ranges."""

    def __init__(self) -> None:
        self.cities: set[str] = set()
        self.opinions = self.compared = self.above = self.below = 0
        self.low = self.high = ZERO

    def add(self, city: str, view: Opinion, ruling: Ruling) -> None:
        """Count one opinion."""
        self.cities.add(city)
        self.opinions += 1
        if len(ruling.opinions) < 2 or ruling.mean is None:
            return
        self.compared += 1
        low, high = view.score.low - ruling.mean.low, view.score.high - ruling.mean.high
        self.low, self.high = self.low + low, self.high + high
        self.above += low + high > 0
        self.below += low + high < 0


def _lean_of(cities: Sequence[Reviewed]) -> dict[str, _Lean]:
    """Each member by the code in the review files: the same code is taken for the same person."""
    found: dict[str, _Lean] = {}
    names: dict[str, str] = {}
    for city in cities:
        for step in city.verified.steps:
            for ruling in step.on_items:
                for view in ruling.opinions:
                    name = names.setdefault(alike(view.reviewer), view.reviewer)
                    found.setdefault(name, _Lean()).add(city.key, view, ruling)
    return {name: found[name] for name in sorted(found, key=in_order)}


def reviewers_table(cities: Sequence[Reviewed]) -> Table | None:
    """Each member with how often and how far the opinions lie from the mean; None where nobody said anything."""
    rows = [
        (name, str(len(one.cities)), *map(str, (one.opinions, one.compared, one.above, one.below)), _lean(one))
        for name, one in _lean_of(cities).items()
    ]
    heads = [
        (head, share, "center" if head == "审核人" else "number")
        for head, share in (
            ("审核人", 26),
            ("城市", 16),
            ("有意见项次", 22),
            ("其中可比较", 26),
            ("高于平均", 18),
            ("低于平均", 18),
            ("平均相差", 30),
        )
    ]
    return ruled(heads, rows, "reviewers") if rows else None


def _lean(one: _Lean) -> str:
    if not one.compared:
        return "—"
    low, high = one.low / one.compared, one.high / one.compared
    return diff_text(Difference(low=low, high=high))
