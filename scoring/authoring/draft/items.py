"""One row of the table as an item of a section file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.draft.forms import read_sentence
from scoring.authoring.draft.model import Asked, Kind, Part, Row
from scoring.authoring.draft.naming import identifier
from scoring.authoring.draft.reasons import MISSING, pointer
from scoring.authoring.draft.writing import field, quoted, unsure
from scoring.base.text import points_text
from scoring.documents.nodes import MARK

__all__ = ["Names", "ProposedItem", "item_lines", "propose"]

BROKEN = re.compile(r"…|\.\.\.|中断|（下略）|（略）")


class Names:
    """The names given so far in the pack, so that no two are the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self.references: dict[str, Asked] = {}

    def new(self, wished: str) -> str:
        """The wished name as an identifier, with a number where it is taken."""
        base = identifier(wished) or "填报项"
        name, number = base, 2
        while name in self._taken:
            name, number = f"{base}_{number}", number + 1
        self._taken.add(name)
        return name

    def reference(self, wished: str, asked: Asked) -> str:
        """A reference is asked for once, whichever items compare with it."""
        name = identifier(wished)
        if name not in self.references:
            name = self.new(wished)
            self.references[name] = replace(asked, ask=f"{wished}是多少？请填官方公布的数值。")
        return name


class ProposedItem(Struct, frozen=True, kw_only=True):
    """An item with what is proposed for it. `broken` means that the scoring text breaks off or is missing."""

    id: str
    points: Fraction
    row: Row
    parts: tuple[Part, ...]
    broken: bool


def propose(identity: str, points: Fraction, row: Row) -> ProposedItem:
    """Read the sentence of a row."""
    broken = not any(char.isalnum() for char in row.scoring) or BROKEN.search(row.scoring) is not None
    parts = () if broken else read_sentence(row.scoring, row.requirement, points)
    return ProposedItem(id=identity, points=points, row=row, parts=parts, broken=broken)


def item_lines(item: ProposedItem, names: Names) -> Iterator[str]:
    """The item in YAML. Where nothing of a sentence was read, a person judges the whole item."""
    read = [part for part in item.parts if part.kind is not Kind.MANUAL]
    yield f'  - id: "{item.id}"'
    guessed = "表里没有写分值，由该部分的分值减出来" if item.row.points is None else ""
    yield from field(4, "points", item.points, guessed or unsure(item.row.unsure.get("points", "")))
    requirement = item.row.requirement or "待确认：表里没有写指标内容"
    yield from field(4, "requirement", requirement, unsure(item.row.unsure.get("requirement", "")))
    if item.broken:
        yield from _broken(item, names)
        return
    yield from field(4, "scoring", item.row.scoring, unsure(item.row.unsure.get("scoring", "")))
    yield from _notes(item)
    if not read:
        yield from _judged(item, names, item.parts[0].quote, item.parts[0].reason)
        yield from _manual(item.parts[1:])
        return
    facts: list[str] = []
    clauses: list[str] = []
    for part in read:
        fact, clause = _part(part, names)
        facts += fact
        clauses += clause
    yield "    facts:"
    yield from facts
    yield "    clauses:"
    yield from clauses
    yield from _manual(tuple(part for part in item.parts if part.kind is Kind.MANUAL))


def _part(part: Part, names: Names) -> tuple[list[str], list[str]]:
    """The question and the clause of one part."""
    assert part.asked is not None
    asked = part.asked
    name = names.new(asked.base)
    fact = [f"      {name}:  {MARK}", *field(8, "type", asked.type)]
    if asked.type in ("count", "number"):
        fact += field(8, "unit", asked.unit, "单位" if asked.unit == "待确认" else "")
    fact += [*field(8, "ask", asked.ask), *field(8, "better", asked.better)]
    words = "；".join(text for text in (part.form, part.remark) if text)
    clause = [f"      - quote: {quoted(part.quote)}  {MARK}：{words}"]
    if part.kind is Kind.FORFEIT:
        clause += field(8, "forfeit", True)
    elif part.points is not None:
        clause += field(8, part.kind.value, part.points)
    if part.per_unit:
        clause.append(f"        per: {name}")
        clause += field(8, "at_most", part.at_most) if part.at_most is not None else []
    else:
        reference = names.reference(part.reference, asked) if part.reference else ""
        clause.append(f"        when: {part.when.format(name, reference)}")
    return fact, clause


def _judged(item: ProposedItem, names: Names, quote: str, reason: str) -> Iterator[str]:
    name = names.new(f"第{item.id.replace('.', '_')}项评分")
    yield "    facts:"
    yield f"      {name}:  {MARK}"
    yield from field(8, "type", "judged")
    yield from field(8, "minimum", Fraction(0))
    yield from field(8, "maximum", item.points)
    yield from field(8, "ask", f"对照指标内容和评分标准，这一项得几分（0至{points_text(item.points)}分）？为什么？")
    yield "    clauses:"
    if quote:
        yield f"      - quote: {quoted(quote)}  {MARK}：{reason}，先由人评判；写法见{pointer(reason)}"
        yield "        award: judged"
    else:
        yield f"      - award: judged  {MARK}：{reason}，先由人评判；写法见{pointer(MISSING)}"
    yield f"        fact: {name}"


def _broken(item: ProposedItem, names: Names) -> Iterator[str]:
    missing = "表里没有评分标准" if not item.row.scoring else "表里的评分标准不完整"
    known = "".join((item.row.requirement, item.row.scoring)) or "待确认"
    yield "    scoring: null"
    yield f"    gap:  {MARK}"
    yield from field(6, "known", known)
    yield from field(6, "lacks", f"{missing}，按一个0至{points_text(item.points)}分的评判分填报。")
    yield from _judged(item, names, "", missing)


def _manual(parts: tuple[Part, ...]) -> Iterator[str]:
    if parts:
        yield "    manual:"
    for part in parts:
        yield f"      - quote: {quoted(part.quote)}  {MARK}：写法见{pointer(part.reason)}"
        yield from field(8, "reason", part.reason)


def _notes(item: ProposedItem) -> Iterator[str]:
    kinds = {part.kind for part in item.parts}
    beside = "得分和扣分" if Kind.DEDUCT in kinds else "得分和不得分"
    start = (
        "满分起算；要从零分起算的，加 start: zero"
        if Kind.DEDUCT in kinds
        else "零分起算；要从满分起算的，加 start: full"
    )
    notes = ["待确认：本项的填报项和条款由程序按句式提出，还没有人核对。"]
    if Kind.AWARD in kinds and kinds & {Kind.DEDUCT, Kind.FORFEIT}:
        notes.append(f"待确认：{beside}写在一项里，现从{start}。")
    yield "    notes:"
    for note in notes:
        yield f"      - {quoted(note)}"
