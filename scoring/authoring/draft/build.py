"""From a table to the files of a pack, proved to load."""

from __future__ import annotations

import re
from fractions import Fraction

from scoring import load, validate
from scoring.authoring.draft.items import Names, ProposedItem, item_lines, propose
from scoring.authoring.draft.model import Kind, Part, Scaffold, Table, TableSection
from scoring.authoring.draft.writing import field, quoted, unsure
from scoring.base.errors import Problem, Result, Severity
from scoring.base.text import points_text
from scoring.documents.nodes import MARK, Document, PackSource

__all__ = ["build"]

IDENTITY = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
NUMERALS = "〇一二三四五六七八九"


def build(identity: str, table: Table, title: str = "") -> Result[Scaffold]:
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
    problems = _prove(identity, files)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return Result(value=None, problems=problems)
    parts: dict[str, tuple[Part, ...]] = {item.id: item.parts for item in items if not item.broken}
    blank = tuple(item.id for item in items if item.broken)
    return Result(value=Scaffold(id=identity, files=files, parts=parts, blank=blank), problems=problems)


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
    identity: str, table: Table, title: str, names: Names, whole: dict[str, bool], items: list[ProposedItem]
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
    manual = sum(part.kind is Kind.MANUAL for item in items for part in item.parts)
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
        read = load.parse_document(files[name].encode("utf-8"), name)
        problems.extend(read.problems)
        if read.value is not None:
            documents[name] = read.value
    main = documents.pop("pack.yaml", None)
    if main is None or len(documents) < len(files) - 1:
        return tuple(problems)
    source = PackSource(folder=identity, name=identity, main=main, sections=tuple(documents.values()), digest="")
    return (*problems, *validate.criteria(source).problems)


def _label(section: str) -> str:
    """（一） to （九十九）; the id itself where it is no such number."""
    if not section.isdigit() or not 0 < int(section) < 100:
        return f"（{section}）"
    tens, ones = divmod(int(section), 10)
    words = ("" if tens < 2 else NUMERALS[tens]) + ("十" if tens else "") + (NUMERALS[ones] if ones else "")
    return f"（{words}）"
