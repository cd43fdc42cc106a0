"""The comparison of two packs in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from scoring.authoring.diff import Change, CityDiff, DiffOutcome, ItemDiff, PackDiff, pieces
from scoring.authoring.diff.model import CityScore, PackName, RegionsUnder
from scoring.base.text import points_text, range_text
from scoring.cli.console import paint
from scoring.cli.table import hanging, wrap
from scoring.model.scorecard import Range

__all__ = ["diff_text"]

VERDICTS = {
    DiffOutcome.NONE: "没有差别",
    DiffOutcome.WORDS: "计分没有差别：任何填法得分都相同；文字或填报要求有变化",
    DiffOutcome.SCORES: "计分有差别",
    DiffOutcome.OPEN: "没有发现得分不同的情形，但不能保证没有：有的项没有逐一比较完",
}
STYLES = {
    DiffOutcome.NONE: "green",
    DiffOutcome.WORDS: "cyan",
    DiffOutcome.SCORES: "yellow",
    DiffOutcome.OPEN: "yellow",
}
SHOWN = 12
"""Most regions printed for one item under one choice of interpretations."""
LONG = 16
"""From this many characters on, a changed text is shown on two lines with the differing characters marked."""


def diff_text(diff: PackDiff, *, columns: int, colour: bool, cities_given: bool) -> str:
    """Everything `scoring criteria diff` prints."""
    lines = [f"旧：{_name(diff.old)}", f"新：{_name(diff.new)}", ""]
    lines += [paint(line, STYLES[diff.verdict], on=colour) for line in wrap(f"{VERDICTS[diff.verdict]}。", columns)]
    scored = [item for item in diff.items if not item.scored_alike]
    worded = [item for item in diff.items if item.scored_alike]
    if diff.front:
        lines += ["", paint("总体", "bold", on=colour), *_changes(diff.front, columns, with_place=True)]
    if scored:
        lines += ["", paint("影响计分的指标项", "bold", on=colour)]
        for item in scored:
            lines += _item(item, columns, colour)
    if worded:
        lines += ["", paint("只改文字或填报要求的指标项（得分都相同）", "bold", on=colour)]
        for item in worded:
            lines += _item(item, columns, colour)
    if cities_given:
        lines += ["", paint("城市", "bold", on=colour), *_cities(diff.cities, columns)]
    return "\n".join(lines) + "\n"


def _name(name: PackName) -> str:
    base = f"，补充 {'、'.join(name.extends)}" if name.extends else ""
    return f"{name.id}　版本 {name.edition}　{name.title}（校验码 {name.digest[:12]}{base}）"


def _item(item: ItemDiff, columns: int, colour: bool) -> list[str]:
    head = f"  {item.old or item.new} {item.label}"
    if not item.new:
        return [f"{head}：去掉了（{_points(item.points[0])}分）"]
    if not item.old:
        return [f"{head}：新增（{_points(item.points[1])}分）"]
    if item.old != item.new:
        head = f"  {item.old} → {item.new}（改了编号）"
    return [paint(head, "bold", on=colour), *_scores(item, columns), *_changes(item.changes, columns)]


def _scores(item: ItemDiff, columns: int) -> list[str]:
    lines: list[str] = []
    if item.reason:
        reach = "，".join(
            f"{side} {_range(found)} 分" for side, found in zip(("旧", "新"), item.reach, strict=True) if found
        )
        lines += hanging("    ", f"不能逐一比较：{item.reason}。{f'各自能得的分：{reach}。' if reach else ''}", columns)
        return lines
    for under in item.scores:
        lines += _under(under, columns)
    if item.elsewhere:
        quotes = "、".join(f"“{quote}”" for quote in item.elsewhere)
        lines += hanging("    ", f"本项得分都相同，但逐条的扣分或得分不同：{quotes}", columns)
    if item.partial:
        lines += hanging("    ", "两版允许填的值不同，只比较了两版都能填的。", columns)
    if not item.exact:
        words = "还可能有别的情形（界）" if item.scores else "没有发现得分不同的情形，但没有逐一比较完（界）"
        lines += hanging("    ", f"{words}：情形太多，或有的数值不能逐一区分。", columns)
    elif item.scores:
        lines.append("    以上是得分不同的全部情形（逐一比较，精确）。")
    return lines


def _under(under: RegionsUnder, columns: int) -> list[str]:
    lines: list[str] = []
    if under.switched:
        chosen = "、".join(f"“{name}”取“{option}”" for name, option in under.switched)
        lines += hanging("    ", f"改用口径{chosen}时：", columns)
    for region in under.regions[:SHOWN]:
        lines += hanging(
            "    · ", f"{region.text} 时：旧 {_points(region.old)} 分，新 {_points(region.new)} 分", columns
        )
        lines += hanging("      例：", region.example or "任何填法", columns)
    if len(under.regions) > SHOWN:
        lines.append(f"    · 另有{len(under.regions) - SHOWN}种情形，用 --format json 可看全部。")
    return lines


def _changes(changes: Sequence[Change], columns: int, *, with_place: bool = False) -> list[str]:
    lines: list[str] = []
    for change in changes:
        place = f"{change.place} " if with_place and change.place != "总体" else ""
        lead = f"    ［{change.kind.value}］{place}{change.what}"
        if change.old is None or change.new is None:
            word, text = ("新增", change.new) if change.old is None else ("去掉", change.old)
            lines += hanging("    ", f"{lead.strip()}：{word}：{text}", columns)
        elif max(len(change.old), len(change.new)) < LONG:
            lines += hanging("    ", f"{lead.strip()}：{change.old} → {change.new}", columns)
        else:
            lines.append(f"{lead}：")
            lines += hanging("      旧：", _marked(change, old=True), columns)
            lines += hanging("      新：", _marked(change, old=False), columns)
    return lines


def _marked(change: Change, *, old: bool) -> str:
    """One of the two texts, with what the other lacks in 【】; bare where they have too little in common for that."""
    parts = []
    found = pieces(change.old or "", change.new or "")
    alike = sum(len(piece.text) for piece in found if piece.old and piece.new)
    if 2 * alike < max(len(change.old or ""), len(change.new or "")):
        return (change.old if old else change.new) or ""
    for piece in found:
        if piece.old and piece.new:
            parts.append(piece.text)
        elif piece.old is old:
            parts.append(f"【{piece.text}】")
    return "".join(parts)


def _cities(cities: Iterable[CityDiff], columns: int) -> list[str]:
    lines: list[str] = []
    for city in cities:
        if city.other:
            lines += hanging("  ", f"{city.file} 用的是“{city.other}”，没有计分", columns)
            continue
        if city.same:
            lines += hanging("  ", f"{city.city}（{city.file}）：两版都得 {_side(city.old)} 分", columns)
            continue
        lines += hanging("  ", f"{city.city}（{city.file}）：旧 {_side(city.old)}，新 {_side(city.new)}", columns)
        for name, side in (("旧", city.old), ("新", city.new)):
            for problem in side.problems:
                lines += hanging("    ", f"按{name}版不能计分：{problem}", columns)
            if side.left_out:
                text = f"{name}版没有这些填报内容，未计入：{'、'.join(side.left_out)}"
                lines += hanging("    ", text, columns)
        lines += _differing(city, columns)
    return lines or ["  这个文件夹里没有自评文件。"]


def _differing(city: CityDiff, columns: int) -> list[str]:
    if city.old.total is None or city.new.total is None:
        return []
    lines: list[str] = []
    for item in dict.fromkeys([*city.old.items, *city.new.items]):
        before, after = city.old.items.get(item), city.new.items.get(item)
        if before != after:
            old, new = (f"{_range(score)} 分" if score is not None else "没有这一项" for score in (before, after))
            lines += hanging("    ", f"{item}：旧 {old}，新 {new}", columns)
    return lines


def _side(side: CityScore) -> str:
    return "不能计分" if side.total is None else f"{_range(side.total)}"


def _range(value: Range) -> str:
    return range_text(value.low, value.high)


def _points(value: Fraction | None) -> str:
    return "" if value is None else points_text(value)
