"""What `scoring compare` prints."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.advice.compare.model import (
    Bar,
    ClauseChange,
    ComparedSide,
    Comparison,
    Difference,
    ItemChange,
    OtherChange,
    Share,
    Split,
    floor_of,
    waterfall,
)
from scoring.base.text import points_text, scored_text, signed_text
from scoring.cli.console import paint
from scoring.cli.table import hanging, pad, width, wrap
from scoring.model.scorecard import Range

__all__ = ["compare_text"]

TOP = 10
"""Most inputs listed in the summary; each item lists all of its own."""


def compare_text(found: Comparison, *, columns: int, colour: bool) -> str:
    """Totals, waterfall, then every item that differs, then what differs beside the points."""
    lines = [paint("两份自评的比较（差额都是右边减左边）", "bold", on=colour)]
    lines += hanging("左边：", _side(found.left), columns) + hanging("右边：", _side(found.right), columns)
    lines.append(paint(f"差额：{_difference(found.difference)}分", "bold", on=colour))
    for note in found.notes:
        lines += hanging("注意：", note, columns)
    if not found.left.total.decided or not found.right.total.decided:
        lines += ["", "最低分的差额：", *_bars(waterfall(found), columns, colour)]
        lines += ["", "最高分的差额：", *_bars(waterfall(found, high=True), columns, colour)]
    elif not found.difference.none or any(i.difference.low for s in found.sections for i in s.items):
        lines += ["", *_bars(waterfall(found), columns, colour)]
    lines += _sections(found, columns, colour)
    lines += _inputs(found.facts, columns, colour)
    for title, listed in (
        ("申报资格的差别", found.gates),
        ("口径的差别", found.interpretations),
        ("参照值的差别", found.references),
        ("不影响得分的填报差别", found.unscored),
    ):
        lines += _listed(title, listed, columns, colour)
    return "\n".join(lines) + "\n"


def _side(side: ComparedSide) -> str:
    return f"{side.city}（{side.file}）{scored_text(side.total)}"


def _difference(part: Difference) -> str:
    if part.low == part.high:
        return signed_text(part.low)
    return f"最低{signed_text(part.low)}、最高{signed_text(part.high)}"


def _bars(bars: Sequence[Bar], columns: int, colour: bool) -> list[str]:
    """One line a bar: label, signed points, and the bar in characters to scale."""
    label = max(width(bar.label) for bar in bars)
    numbers = [points_text(bar.stop) if bar.end else signed_text(bar.change) for bar in bars]
    number = max(width(text) for text in numbers)
    room = max(columns - label - number - 4, 10)
    least, most = floor_of(bars), max(max(bar.start, bar.stop) for bar in bars)
    scale = Fraction(room) / (most - least) if most > least else Fraction(0)
    lines = []
    for bar, text in zip(bars, numbers, strict=True):
        low, high = (least, bar.stop) if bar.end else (min(bar.start, bar.stop), max(bar.start, bar.stop))
        before, after = round((low - least) * scale), round((high - least) * scale)
        sign = "█" if bar.end else "▓" if bar.change > 0 else "░"
        drawn = " " * before + sign * max(after - before, 1)
        style = "bold" if bar.end else "green" if bar.change > 0 else "red"
        lines.append(f"{pad(bar.label, label)}  {pad(text, number, right=True)}  {paint(drawn, style, on=colour)}")
    if least > 0:
        lines.append(f"（横条从{points_text(least)}分画起；▓ 加分，░ 减分）")
    else:
        lines.append("（▓ 加分，░ 减分）")
    return lines


def _sections(found: Comparison, columns: int, colour: bool) -> list[str]:
    lines: list[str] = []
    for section in found.sections:
        changed = [item for item in section.items if _worth_telling(item)]
        if not changed and section.difference.none:
            continue
        title = f"{section.label}{section.title}　{_score(section.left)} → {_score(section.right)}"
        lines += ["", paint(f"{title}　{_difference(section.difference)}", "bold", on=colour)]
        for item in changed:
            lines += _item(item, columns)
        if not section.rest.none:
            lines += wrap(f"  未填内容相互牵连：{_difference(section.rest)}", columns)
    if not found.rest.none:
        lines += ["", f"取整和相互牵连：{_difference(found.rest)}"]
    return lines


def _worth_telling(item: ItemChange) -> bool:
    return bool(not item.difference.none or item.clauses or item.note)


def _score(score: Range | None) -> str:
    return "没有" if score is None else scored_text(score)


def _item(item: ItemChange, columns: int) -> list[str]:
    head = f"{item.label}　{_score(item.left)} → {_score(item.right)}　{_difference(item.difference)}"
    lines = hanging("  ", head, columns)
    if item.note:
        lines += hanging("      ", item.note, columns)
    for clause in item.clauses:
        lines += hanging("      条款　", _clause(clause), columns)
    for share in item.shares:
        if not share.part.none:
            lines += hanging("      填报　", _share(share), columns)
    if item.split is Split.ONE_BY_ONE:
        lines += hanging("      ", "（改动太多，按文件中的先后逐个计算）", columns)
    return lines


def _clause(clause: ClauseChange) -> str:
    before, after = _line(clause.before), _line(clause.after)
    return f"{_difference(clause.part)}　“{clause.quote}”{before} → {after}"


def _line(points: Range | None) -> str:
    if points is None:
        return "没有"
    if points.decided:
        return signed_text(points.low)
    return f"{signed_text(points.low)}～{signed_text(points.high)}"


def _share(share: Share) -> str:
    changes = "，".join(f"{one.name} {one.before} → {one.after}" for one in share.changes)
    return f"{_difference(share.part)}　{changes}"


def _inputs(shares: Sequence[Share], columns: int, colour: bool) -> list[str]:
    moving = [share for share in shares if not share.part.none]
    if not moving:
        return []
    lines = ["", paint("影响最大的填报项", "bold", on=colour)]
    for share in moving[:TOP]:
        lines += hanging("  · ", _share(share), columns)
    if len(moving) > TOP:
        lines.append(f"  · 另有{len(moving) - TOP}处，见上面各项。")
    return lines


def _listed(title: str, listed: Sequence[OtherChange], columns: int, colour: bool) -> list[str]:
    if not listed:
        return []
    lines = ["", paint(title, "bold", on=colour)]
    for one in listed:
        note = f"（{one.note}）" if one.note else ""
        lines += hanging("  · ", f"{one.name}：{one.before} → {one.after}{note}", columns)
    return lines
