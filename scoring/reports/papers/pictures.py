"""Pictures of one city's score: where the points went, and what stands behind each item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from scoring.base.text import points_text
from scoring.model.evidence import EvidenceSupport, ScoreBasis
from scoring.model.scorecard import ItemScore, Range, ScoreCard
from scoring.reports.blocks import Bar, Bars, Stretch
from scoring.wording import basis_name, item_label, lost, points

__all__ = ["basis_gaps", "lost_points"]

ZERO = Fraction(0)
Address = Callable[[str], str]
"""Where the id of an item leads."""


def nowhere(_item: str) -> str:
    """Papers lead nowhere."""
    return ""


def lost_points(card: ScoreCard, address: Address = nowhere) -> Bars | None:
    """From the full points down to the total, one step for each item that loses or may lose points; `address` says where an
    item leads on a page.

    None where nothing is lost, and where the total is more than the sum of its items (weights, rounding, penalties): steps
    that do not add up would mislead.
    """
    items = [score for section in card.sections for score in section.items if not score.left_out]
    if card.working or any(section.working for section in card.sections):
        return None
    if card.full != sum((score.item.points for score in items), ZERO):
        return None
    losing = [score for score in items if score.score.low < score.item.points]
    if not losing:
        return None
    bars = [Bar("满分", points_text(card.full), (Stretch(ZERO, card.full, "end"),))]
    left = card.full
    for score in losing:
        surely, all_of_it = score.item.points - score.score.high, score.item.points - score.score.low
        parts = [Stretch(left, left - surely, "less")] if surely else []
        if all_of_it > surely:
            parts.append(Stretch(left - surely, left - all_of_it, "open"))
        figure = f"失{lost(score.item.points, score.score)}"
        bars.append(Bar(_label(score), figure, tuple(parts), address(score.item.id)))
        left -= all_of_it
    bars.append(Bar("自评得分", points(card.total), _from_zero(card.total)))
    legend = [("less", "失分")]
    if any(not score.score.decided for score in losing):
        legend.append(("open", "未定（填报后可能得到）"))
    return Bars(tuple(bars), "从满分到自评得分", tuple(legend), linked=True)


def basis_gaps(
    card: ScoreCard,
    support: EvidenceSupport | None = None,
    verified: Mapping[str, Range] | None = None,
    address: Address = nowhere,
) -> Bars | None:
    """What is claimed beside what documents show and what reviewers confirmed, for each item where they differ.

    verified: by item id, the score after review. None where nothing is to be held against the claim, or all agree.
    """
    shown = {one.item: one.evidenced for one in support.items} if support is not None and support.listed else {}
    checked = verified or {}
    bars = []
    for score in (score for section in card.sections for score in section.items):
        bases = {ScoreBasis.CLAIMED: score.score}
        if score.item.id in shown:
            bases[ScoreBasis.EVIDENCED] = shown[score.item.id]
        if score.item.id in checked:
            bases[ScoreBasis.VERIFIED] = checked[score.item.id]
        if all(value == score.score for value in bases.values()):
            continue
        for basis, value in bases.items():
            word = basis_name(basis)
            label = f"{_label(score)}　{word}" if basis is ScoreBasis.CLAIMED else word
            frame = Stretch(ZERO, score.item.points, "frame")
            figure = f"{points(value)} / {points_text(score.item.points)}"
            bars.append(Bar(label, figure, (*_from_zero(value), frame), address(score.item.id)))
    legend = (("sure", "已定得分"), ("open", "未定"), ("frame", "分值"))
    return Bars(tuple(bars), "各项按自评、按材料、按核实的得分（只列不同的）", legend) if bars else None


def _label(score: ItemScore) -> str:
    return item_label(score.item.label)


def _from_zero(value: Range) -> tuple[Stretch, ...]:
    sure = (Stretch(ZERO, value.low, "sure"),) if value.low else ()
    return sure if value.decided else (*sure, Stretch(value.low, value.high, "open"))
