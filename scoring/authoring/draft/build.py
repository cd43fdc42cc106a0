"""From a table to the files of a pack, proved to load."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring import packs
from scoring.authoring.draft.forms import identifier, read_sentence
from scoring.authoring.draft.model import (
    Asked,
    IndicatorTable,
    PackDraft,
    Proposal,
    ProposalKind,
    TableRow,
    TableSection,
)
from scoring.authoring.draft.patterns import MISSING, pointer
from scoring.base.errors import Location, Problem, Result, Severity
from scoring.base.text import number_text, points_text
from scoring.documents import strict
from scoring.documents.nodes import MARK, Document, PackSource

__all__ = ["Names", "ProposedItem", "build", "field", "item_lines", "propose", "quoted", "unsure"]

BROKEN = re.compile(r"…|\.\.\.|中断|（下略）|（略）")
PLAIN = re.compile(r"^[\w（《“〔·][\w（）《》“”‘’〔〕、，。；！？…·／％%+×÷～\-]*$")
OTHERWISE_TYPED = re.compile(r"^(?:[-+.\d]|是$|否$|true$|false$|null$|yes$|no$|on$|off$|~$)", re.IGNORECASE)
IDENTITY = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
NUMERALS = "〇一二三四五六七八九"


def build(identity: str, table: IndicatorTable, title: str = "") -> Result[PackDraft]:
    """The proposed pack of a table. Problems: an id that cannot be a folder's name; and, should a proposal not load,
    whatever the validation says of it."""
    if not IDENTITY.fullmatch(identity):
        hint = "编号用小写英文字母、数字和连字符，例如 dalian-2024；它也是文件夹的名称。"
        return Result(value=None, problems=(Problem(code="pack-id", message=f"“{identity}”不能作编号", hint=hint),))
    names = Names()
    files: dict[str, str] = {}
    items: list[ProposedItem] = []
    whole: dict[str, bool] = {}
    for section in table.sections:
        proposed = _proposed(section)
        items += proposed
        whole[section.id] = len(proposed) == 1 and proposed[0].broken
        lines = [f"# {_label(section.id)}{section.title} {points_text(_points(section))}分", f'section: "{section.id}"']
        lines.append("items:")
        for item in proposed:
            lines += [*item_lines(item, names), ""]
        files[f"section-{section.id}.yaml"] = "\n".join(lines).rstrip() + "\n"
    files["pack.yaml"] = "\n".join(_front(identity, table, title, names, whole, items)) + "\n"
    problems = tuple(_empty(table, items)) or _prove(identity, files)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return Result(value=None, problems=problems)
    parts: dict[str, tuple[Proposal, ...]] = {item.id: item.parts for item in items if not item.broken}
    blank = tuple(item.id for item in items if item.broken)
    return Result(value=PackDraft(id=identity, files=files, parts=parts, blank=blank), problems=problems)


def _empty(table: IndicatorTable, items: Iterable[ProposedItem]) -> Iterator[Problem]:
    """Items without points of which nothing is plainly added or taken: there is nothing that a draft could hold of them."""
    for item in items:
        if not item.points and all(part.kind is ProposalKind.MANUAL for part in item.parts):
            yield Problem(
                code="table-points",
                message=f"{item.id} 没有分值，也没有认出加几分、扣几分",
                hint="只限定等级、一票否决的项先从表里删去，生成以后照评分句式手册第54、58条补写。",
                location=Location(file=table.file, line=item.row.line, column=1),
            )


def _proposed(section: TableSection) -> list[ProposedItem]:
    total = _points(section)
    stated = sum((row.points for row in section.rows if row.points is not None), Fraction(0))
    return [
        propose(f"{section.id}.{row.number}", total - stated if row.points is None else row.points, row)
        for row in section.rows
    ]


def _points(section: TableSection) -> Fraction:
    if section.points is not None:
        return section.points
    return sum((row.points for row in section.rows if row.points is not None), Fraction(0))


def _words(section: TableSection) -> list[str]:
    return [text for row in section.rows for text in (row.requirement, row.scoring)]


def _front(
    identity: str, table: IndicatorTable, title: str, names: Names, whole: dict[str, bool], items: list[ProposedItem]
) -> list[str]:
    total = sum((_points(section) for section in table.sections), Fraction(0))
    lines = [
        f"# 由表格 {table.file} 生成的草稿。带“{MARK}”的行都是程序按句式提出的，还没有人核对：",
        "# 逐条对照原文，改好后删掉这个标记；全部删完再用来计分。怎样核对见 docs/new-pack.md。",
        f"id: {identity}",
    ]
    lines += field(0, "title", title or "待确认：指标体系的全称", "" if title else "抄录全称")
    lines += field(0, "edition", "草稿", "核对完改成 1")
    bonus = any("加分" in text for section in table.sections for text in (section.title, *_words(section)))
    lines += field(0, "points", total, "表里有加分项，满分若不含加分，照评分句式手册第55条改写" if bonus else "")
    lines += ["source:", *field(2, "title", "待确认：原文的标题", "抄录原文标题")]
    lines += field(2, "note", f"由表格 {table.file} 生成，还没有与原文核对。", "写明文本的来源和缺漏")
    manual = sum(part.kind is ProposalKind.MANUAL for item in items for part in item.parts)
    text = f"本指标体系由表格自动生成，填报项和条款没有核对；有{manual}处字句没有认出，没有计分。得分只供核对时参考。"
    lines += ["assumptions:", f"  - about: 草稿  {MARK}：核对完删去这一条", f"    text: {quoted(text)}", "sections:"]
    for section in table.sections:
        lines.append(f'  - id: "{section.id}"')
        lines += [*field(4, "label", _label(section.id)), *field(4, "title", section.title)]
        added = "由各项相加得出" if section.points is None else ""
        lines += field(4, "points", _points(section), added or unsure(section.unsure))
        if whole[section.id]:
            row = section.rows[0]
            known = "".join((row.requirement, row.scoring)) or "待确认"
            lines += [f"    gap:  {MARK}", *field(6, "known", known)]
            lines += field(6, "lacks", "表里这一部分的评分标准缺失或不完整，按一个评判分填报。")
    if names.references:
        lines.append("references:")
    for name, asked in names.references.items():
        lines += [f"  {name}:  {MARK}", *field(4, "type", asked.type)]
        lines += field(4, "unit", asked.unit, "单位") if asked.unit else []
        lines += field(4, "ask", asked.ask)
    lines += [
        "eligibility:",
        *field(2, "text", "待确认：抄录申报资格的原文；没有的写“无”。", "抄录原文"),
        "  gates: {}",
    ]
    return lines


def _prove(identity: str, files: dict[str, str]) -> tuple[Problem, ...]:
    """Load the proposal as a pack is loaded, without writing it."""
    problems: list[Problem] = []
    documents: dict[str, Document] = {}
    for name in sorted(files):
        read = strict.parse_document(files[name].encode("utf-8"), name)
        problems.extend(read.problems)
        if read.value is not None:
            documents[name] = read.value
    main = documents.pop("pack.yaml", None)
    if main is None or len(documents) < len(files) - 1:
        return tuple(problems)
    source = PackSource(folder=identity, name=identity, main=main, sections=tuple(documents.values()), digest="")
    return (*problems, *packs.criteria(source).problems)


def _label(section: str) -> str:
    """（一） to （九十九）; the id itself where it is no such number."""
    if not section.isdigit() or not 0 < int(section) < 100:
        return f"（{section}）"
    tens, ones = divmod(int(section), 10)
    words = ("" if tens < 2 else NUMERALS[tens]) + ("十" if tens else "") + (NUMERALS[ones] if ones else "")
    return f"（{words}）"


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


WHOLE = Fraction(1000)
"""The points of a whole index, which those of an item without points of its own do not pass."""
NO_POINTS = "不限于本项"
"""Why a clause of such an item is left to a person, where it is none that plainly adds or takes."""


class ProposedItem(Struct, frozen=True, kw_only=True):
    """An item with what is proposed for it. `broken` means that the scoring text breaks off or is missing."""

    id: str
    points: Fraction
    row: TableRow
    parts: tuple[Proposal, ...]
    broken: bool


def propose(identity: str, points: Fraction, row: TableRow) -> ProposedItem:
    """Read the sentence of a row."""
    broken = not any(char.isalnum() for char in row.scoring) or BROKEN.search(row.scoring) is not None
    parts = () if broken else read_sentence(row.scoring, row.requirement, points or WHOLE)
    if not points and not broken:
        parts = tuple(_beyond(part) for part in parts)
    return ProposedItem(id=identity, points=points, row=row, parts=parts, broken=broken)


def _beyond(part: Proposal) -> Proposal:
    """A part of an item without points: what is plainly added or taken goes to the total, all else is for a person to see."""
    if part.kind in (ProposalKind.AWARD, ProposalKind.DEDUCT) and not part.clauses:
        return replace(
            part, beyond=True, remark="；".join(one for one in (part.remark, "没有分值的项，加扣在总分上") if one)
        )
    reason = NO_POINTS if part.kind is not ProposalKind.MANUAL else part.reason
    return Proposal(quote=part.quote, kind=ProposalKind.MANUAL, reason=reason)


def item_lines(item: ProposedItem, names: Names) -> Iterator[str]:
    """The item in YAML. Where nothing of a sentence was read, a person judges the whole item."""
    read = [part for part in item.parts if part.kind is not ProposalKind.MANUAL]
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
    for line in dict.fromkeys(line for part in read for line in part.around):
        yield f"    {line}  {MARK}"
    yield "    facts:"
    yield from facts
    yield "    clauses:"
    yield from clauses
    yield from _manual(tuple(part for part in item.parts if part.kind is ProposalKind.MANUAL))


def _part(part: Proposal, names: Names) -> tuple[list[str], list[str]]:
    """The question and the clause of one part."""
    assert part.asked is not None
    if part.clauses:
        return _written(part, names)
    asked = part.asked
    name = names.new(asked.base)
    fact = [f"      {name}:  {MARK}", *field(8, "type", asked.type)]
    if asked.type in ("count", "number"):
        fact += field(8, "unit", asked.unit, "单位" if asked.unit == "待确认" else "")
    fact += [*field(8, "ask", asked.ask), *field(8, "better", asked.better)]
    words = "；".join(text for text in (part.form, part.remark) if text)
    clause = [f"      - quote: {quoted(part.quote)}  {MARK}：{words}"]
    if part.kind is ProposalKind.FORFEIT:
        clause += field(8, "forfeit", True)
    elif part.points is not None:
        clause += field(8, part.kind.value, part.points)
    if part.beyond:
        clause += field(8, "reach", "total")
    if part.per_unit:
        clause.append(f"        per: {name}")
        clause += field(8, "at_most", part.at_most) if part.at_most is not None else []
    else:
        reference = names.reference(part.reference, asked) if part.reference else ""
        clause.append(f"        when: {part.when.format(name, reference)}")
    return fact, clause


def _written(part: Proposal, names: Names) -> tuple[list[str], list[str]]:
    """The same of a part that comes with its lines."""
    every = (*((part.asked,) if part.asked is not None else ()), *part.more)
    given = [names.reference(one.base, one) if one.reference else names.new(one.base) for one in every]

    def named(line: str) -> str:
        for place, name in enumerate(given):
            line = line.replace(f"«{place}»", name)
        return line

    facts: list[str] = []
    for name, one in zip(given, every, strict=True):
        if one.reference:
            continue
        facts += [f"      {name}:  {MARK}", *field(8, "type", one.type)]
        facts += field(8, "unit", one.unit, "单位" if one.unit == "待确认" else "") if one.unit else []
        facts += [*field(8, "ask", one.ask), *(field(8, "better", one.better) if one.better else [])]
        facts += [
            f"        {key}: {named(text)}" for key, text in (("needs", one.needs), ("derive", one.derive)) if text
        ]
    words = "；".join(text for text in (part.form, part.remark) if text)
    clauses: list[str] = []
    for at, clause in enumerate(part.clauses):
        clauses.append(f"      - quote: {quoted(clause.quote)}  {MARK}{f'：{words}' if at == 0 else ''}")
        clauses += [f"        {named(line)}" for line in clause.lines]
    return facts, clauses


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


def _manual(parts: tuple[Proposal, ...]) -> Iterator[str]:
    if parts:
        yield "    manual:"
    for part in parts:
        yield f"      - quote: {quoted(part.quote)}  {MARK}：写法见{pointer(part.reason)}"
        yield from field(8, "reason", part.reason)


def _notes(item: ProposedItem) -> Iterator[str]:
    kinds = {part.kind for part in item.parts}
    beside = "得分和扣分" if ProposalKind.DEDUCT in kinds else "得分和不得分"
    start = (
        "满分起算；要从零分起算的，加 start: zero"
        if ProposalKind.DEDUCT in kinds
        else "零分起算；要从满分起算的，加 start: full"
    )
    notes = ["待确认：本项的填报项和条款由程序按句式提出，还没有人核对。"]
    if item.points and ProposalKind.AWARD in kinds and kinds & {ProposalKind.DEDUCT, ProposalKind.FORFEIT}:
        notes.append(f"待确认：{beside}写在一项里，现从{start}。")
    yield "    notes:"
    for note in notes:
        yield f"      - {quoted(note)}"


def quoted(text: str) -> str:
    """The text as a YAML scalar: bare where that can only be read as this text, else in double quotes."""
    if PLAIN.fullmatch(text) and not OTHERWISE_TYPED.match(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def field(indent: int, key: str, value: str | Fraction | bool | Iterable[str], mark: str = "") -> Iterator[str]:
    """One `key: value` line, with the mark and its words at the end."""
    if isinstance(value, bool):
        shown = "true" if value else "false"
    elif isinstance(value, Fraction):
        shown = number_text(value)
    elif isinstance(value, str):
        shown = quoted(value)
    else:
        shown = f"[{', '.join(quoted(one) for one in value)}]"
    yield f"{' ' * indent}{key}: {shown}" + (f"  {MARK}{f'：{mark}' if mark.strip() else ''}" if mark else "")


def unsure(cell: str) -> str:
    """What to look at where a cell (E2) may be shown in another way than was read; "" for no cell."""
    return f"单元格{cell}是数值或日期，表格里显示成什么样读不出来，请照表格上的样子改写" if cell else ""
