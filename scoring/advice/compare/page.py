"""The comparison as one HTML file that needs nothing beside it, with the waterfall as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.advice.compare.model import Bar, Comparison, Difference, Share, Split, floor_of, waterfall
from scoring.base.text import points_text, range_text, signed_text
from scoring.model.scorecard import Range
from scoring.reports.render.html import fill, styles

__all__ = ["Drawn", "drawing", "page"]

TEMPLATE, STYLE = "compare.html", "compare.css"
LABEL, PLOT, NUMBER, LINE, BAR = 200, 560, 70, 26, 18
"""Widths of the label, the plot and the numbers, height of a line and of its bar, in SVG units."""


class Drawn(Struct, frozen=True, kw_only=True):
    """One bar of the picture: its texts, its place, and where the thin line to the next bar stands."""

    label: str
    text: str
    kind: str
    x: str
    y: int
    width: str
    link: str


def page(found: Comparison) -> str:
    """The page, without JavaScript or anything from the network. ProblemsError when the templates are missing."""
    from markupsafe import Markup

    decided = found.left.total.decided and found.right.total.decided
    ends = [("", False)] if decided else [("最低分的差额", False), ("最高分的差额", True)]
    pictures = [{"title": title, **_picture(waterfall(found, high=high))} for title, high in ends]
    beside = [
        ("申报资格的差别", found.gates),
        ("口径的差别", found.interpretations),
        ("参照值的差别", found.references),
        ("不影响得分的填报差别", found.unscored),
    ]
    return fill(
        TEMPLATE,
        found=found,
        pictures=pictures,
        beside=beside,
        style=Markup("\n".join(styles(sheets=(STYLE,)))),
        one_by_one=Split.ONE_BY_ONE,
        score=_score,
        signed=_signed,
        shared=_shared,
        points=points_text,
    )


def _picture(bars: Sequence[Bar]) -> dict[str, object]:
    return {
        "bars": drawing(bars),
        "width": LABEL + PLOT + NUMBER,
        "height": LINE * len(bars) + 8,
        "bar": BAR,
        "line": LINE,
        "label": LABEL,
        "from": points_text(floor_of(bars)),
    }


def drawing(bars: Sequence[Bar]) -> tuple[Drawn, ...]:
    """Where each bar stands; the axis starts at `floor_of`."""
    least, most = floor_of(bars), max(max(bar.start, bar.stop) for bar in bars)
    scale = Fraction(PLOT) / (most - least) if most > least else Fraction(0)
    drawn = []
    for place, bar in enumerate(bars):
        low, high = (least, bar.stop) if bar.end else sorted((bar.start, bar.stop))
        drawn.append(
            Drawn(
                label=bar.label,
                text=points_text(bar.stop) if bar.end else signed_text(bar.change),
                kind="end" if bar.end else "more" if bar.change > 0 else "less",
                x=_tenth(LABEL + (low - least) * scale),
                y=LINE * place + 4,
                width=_tenth(max((high - low) * scale, Fraction(1))),
                link=_tenth(LABEL + (bar.stop - least) * scale),
            )
        )
    return tuple(drawn)


def _tenth(value: Fraction) -> str:
    tenths = (value * 10 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}"


def _score(score: Range | None) -> str:
    return "—" if score is None else range_text(score.low, score.high)


def _signed(part: Difference) -> str:
    if part.low == part.high:
        return signed_text(part.low)
    return f"最低{signed_text(part.low)}，最高{signed_text(part.high)}"


def _shared(share: Share) -> str:
    return "，".join(f"{one.name} {one.before} → {one.after}" for one in share.changes)
