"""The comparison of two packs: what changed, and how points differ by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scoring.authoring.diff import Change, CityDiff, DiffOutcome, ItemDiff, PackDiff, pieces
from scoring.authoring.diff.model import CityScore, PackName, RegionsUnder
from scoring.base.text import points_text, range_text
from scoring.model.scorecard import Range
from scoring.reports.blocks import BlankLine, Block, Heading, Paragraph

__all__ = ["diff_blocks"]

OUTCOMES = {
    DiffOutcome.NONE: ("没有差别", "good"),
    DiffOutcome.WORDS: ("计分没有差别：任何填法得分都相同；文字或填报要求有变化", "good"),
    DiffOutcome.SCORES: ("计分有差别", "open"),
    DiffOutcome.OPEN: ("没有发现得分不同的情形，但不能保证没有：有的项没有逐一比较完", "open"),
}
SHOWN = 12
"""Most regions printed for one item under one choice of interpretations."""
LONG = 16
"""From this many characters on, a changed text is shown on two lines with the differing characters marked."""


def diff_blocks(diff: PackDiff, *, cities_given: bool) -> list[Block]:
    """The whole comparison."""
    text, style = OUTCOMES[diff.verdict]
    made: list[Block] = [
        Paragraph(_name(diff.old), "旧："),
        Paragraph(_name(diff.new), "新："),
        BlankLine(),
        Paragraph(f"{text}。", style=style),
    ]
    if diff.front:
        made += [Heading("总体"), *_changes(diff.front, with_place=True)]
    scored = [item for item in diff.items if not item.scored_alike]
    worded = [item for item in diff.items if item.scored_alike]
    for title, items in (("影响计分的指标项", scored), ("只改文字或填报要求的指标项（得分都相同）", worded)):
        if items:
            made += [Heading(title), *(block for item in items for block in _item(item))]
    if cities_given:
        made += [Heading("城市"), *_cities(diff.cities)]
    return made


def _name(name: PackName) -> str:
    base = f"，补充 {'、'.join(name.extends)}" if name.extends else ""
    return f"{name.id}　版本 {name.edition}　{name.title}（校验码 {name.digest[:12]}{base}）"


def _item(item: ItemDiff) -> Iterator[Block]:
    head = f"{item.old or item.new} {item.label}"
    old, new = item.points
    if new is None and old is not None:
        yield Paragraph(f"{head}：去掉了（{points_text(old)}分）", indent=1)
        return
    if old is None and new is not None:
        yield Paragraph(f"{head}：新增（{points_text(new)}分）", indent=1)
        return
    if item.old != item.new:
        head = f"{item.old} → {item.new}（改了编号）"
    yield Paragraph(head, style="strong", indent=1)
    yield from _scores(item)
    yield from _changes(item.changes)


def _scores(item: ItemDiff) -> Iterator[Block]:
    if item.reason:
        sides = zip(("旧", "新"), item.reach, strict=True)
        reach = "，".join(f"{side} {_range(found)} 分" for side, found in sides if found)
        yield Paragraph(f"不能逐一比较：{item.reason}。{f'各自能得的分：{reach}。' if reach else ''}", indent=2)
        return
    for under in item.scores:
        yield from _under(under)
    if item.elsewhere:
        quotes = "、".join(f"“{quote}”" for quote in item.elsewhere)
        yield Paragraph(f"本项得分都相同，但逐条的扣分或得分不同：{quotes}", indent=2)
    if item.partial:
        yield Paragraph("两版允许填的值不同，只比较了两版都能填的。", indent=2)
    if not item.exact:
        words = "还可能有别的情形（界）" if item.scores else "没有发现得分不同的情形，但没有逐一比较完（界）"
        yield Paragraph(f"{words}：情形太多，或有的数值不能逐一区分。", indent=2)
    elif item.scores:
        yield Paragraph("以上是得分不同的全部情形（逐一比较，精确）。", indent=2)


def _under(under: RegionsUnder) -> Iterator[Block]:
    if under.switched:
        chosen = "、".join(f"“{name}”取“{option}”" for name, option in under.switched)
        yield Paragraph(f"改用口径{chosen}时：", indent=2)
    for region in under.regions[:SHOWN]:
        points = f"旧 {points_text(region.old)} 分，新 {points_text(region.new)} 分"
        yield Paragraph(f"{region.text} 时：{points}", "· ", indent=2)
        yield Paragraph(region.example or "任何填法", "例：", indent=3)
    if len(under.regions) > SHOWN:
        yield Paragraph(f"另有{len(under.regions) - SHOWN}种情形，用 --format json 可看全部。", "· ", indent=2)


def _changes(changes: Sequence[Change], *, with_place: bool = False) -> Iterator[Block]:
    for change in changes:
        place = f"{change.place} " if with_place and change.place != "总体" else ""
        what = f"［{change.kind.value}］{place}{change.what}："
        if change.old is None or change.new is None:
            word, text = ("新增", change.new) if change.old is None else ("去掉", change.old)
            yield Paragraph(f"{what}{word}：{text}", indent=2)
        elif max(len(change.old), len(change.new)) < LONG:
            yield Paragraph(f"{what}{change.old} → {change.new}", indent=2)
        else:
            yield Paragraph(what, indent=2)
            before, after = _marked(change.old, change.new)
            yield Paragraph(before, "旧：", indent=3)
            yield Paragraph(after, "新：", indent=3)


def _marked(old: str, new: str) -> tuple[str, str]:
    """Both texts, with what the other lacks in 【】; bare where they have too little in common for that."""
    found = pieces(old, new)
    if 2 * sum(len(piece.text) for piece in found if piece.old and piece.new) < max(len(old), len(new)):
        return old, new
    before = "".join(piece.text if piece.new else f"【{piece.text}】" for piece in found if piece.old)
    after = "".join(piece.text if piece.old else f"【{piece.text}】" for piece in found if piece.new)
    return before, after


def _cities(cities: Iterable[CityDiff]) -> list[Block]:
    made: list[Block] = []
    for city in cities:
        name = f"{city.city}（{city.file}）"
        if city.other:
            made.append(Paragraph(f"{city.file} 用的是“{city.other}”，没有计分", indent=1))
        elif city.same:
            made.append(Paragraph(f"{name}：两版都得 {_side(city.old)} 分", indent=1))
        else:
            made.append(Paragraph(f"{name}：旧 {_side(city.old)}，新 {_side(city.new)}", indent=1))
            made += [Paragraph(text, indent=2) for text in _city_notes(city)]
    return made or [Paragraph("这个文件夹里没有自评文件。", indent=1)]


def _city_notes(city: CityDiff) -> Iterator[str]:
    """Why a side has no score, what it does not ask, and the items that differ."""
    for name, side in (("旧", city.old), ("新", city.new)):
        for problem in side.problems:
            yield f"按{name}版不能计分：{problem}"
        if side.left_out:
            yield f"{name}版没有这些填报内容，未计入：{'、'.join(side.left_out)}"
    if city.old.total is None or city.new.total is None:
        return
    for item in dict.fromkeys([*city.old.items, *city.new.items]):
        before, after = city.old.items.get(item), city.new.items.get(item)
        if before != after:
            old, new = (f"{_range(score)} 分" if score is not None else "没有这一项" for score in (before, after))
            yield f"{item}：旧 {old}，新 {new}"


def _side(side: CityScore) -> str:
    return "不能计分" if side.total is None else _range(side.total)


def _range(value: Range) -> str:
    return range_text(value.low, value.high)
