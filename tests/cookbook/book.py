"""docs/rule-cookbook.md taken apart: its entries, and of each the pack, the rule tests and the sums it prints."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

__all__ = ["BOOK", "FENCE", "ROOT", "Entry", "Table", "entries", "sums_in", "value_of", "write_pack"]

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "docs" / "rule-cookbook.md"
HEADING = re.compile(r"^### ([0-9]+)\. (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KINDS = re.compile(r"^<!-- (.+) -->$", re.MULTILINE)
RESULTS = ("得分", "总分", "等级", "怎么算")
BLANKS = ("", "—", "未填")
FILES = "列出的材料"
"""The head of a column that names documents; `甲县：问题处数` is a column of one unit's answers."""
UNCHECKED = "未检查"
LABELS = "一二三四五六七八九"


class Table(Struct, frozen=True, kw_only=True):
    """One table of worked examples: the heads of its columns and its rows."""

    heads: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


class Entry(Struct, frozen=True, kw_only=True):
    """One entry of the cookbook. `pack` are the lines for pack.yaml ("" for none), `items` the items as text."""

    number: int
    title: str
    kinds: tuple[str, ...]
    sentences: str
    pack: str
    items: str
    tables: tuple[Table, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """Every numbered entry, in order."""
    text = BOOK.read_text("utf-8")
    heads = list(HEADING.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return tuple(_entry(head, text[head.end() : end]) for head, end in zip(heads, ends, strict=True))


def _entry(head: re.Match[str], body: str) -> Entry:
    body = body.split("\n## ")[0]
    blocks = FENCE.findall(body)
    packs = [block for block in blocks if block.startswith("# pack.yaml")]
    kinds = KINDS.search(body)
    return Entry(
        number=int(head[1]),
        title=head[2],
        kinds=tuple(kinds[1].split()) if kinds else (),
        sentences="\n".join(line[2:] for line in body.splitlines() if line.startswith("> ")),
        pack="".join(packs),
        items="".join(block for block in blocks if block not in packs),
        tables=tuple(_tables(FENCE.sub("", body))),
    )


def _tables(body: str) -> Iterator[Table]:
    for block in re.findall(r"(?:^\|.*\n)+", body, re.MULTILINE):
        lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()]
        if lines[0][-1] == "怎么算":
            rows = tuple(dict(zip(lines[0], line, strict=True)) for line in lines[2:])
            yield Table(heads=tuple(lines[0]), rows=rows)


def write_pack(entry: Entry, folder: Path) -> str:
    """Write the entry as a whole pack into `folder`, with its tables as rule tests; the name of the pack."""
    place = folder / f"entry-{entry.number}"
    (place / "tests").mkdir(parents=True)
    items = yaml.safe_load(entry.items)
    given = yaml.safe_load(entry.pack) or {}
    sections: dict[str, Any] = {}
    for item in items:
        name = item["id"].split(".")[0]
        sections[name] = sections.get(name, 0) + item["points"]
    lines = [f"id: {place.name}", f"title: {entry.title}", 'edition: "1"']
    if "sections" not in given:
        lines.append("sections:")
        lines += [
            f'  - {{id: "{name}", label: （{LABELS[int(name) - 1]}）, title: 示例, points: {points}}}'
            for name, points in sections.items()
        ]
    if "points" not in given:
        lines.append(f"points: {sum(sections.values())}")
    lines += ["source: {title: 示例, note: 示例}", "eligibility: {text: 无, gates: {}}", entry.pack]
    (place / "pack.yaml").write_text("\n".join(lines), encoding="utf-8")
    for name in sections:
        own = "".join(f"  {line}\n" for line in _own_items(entry.items, name))
        (place / f"section-{name}.yaml").write_text(f'section: "{name}"\nitems:\n{own}', encoding="utf-8")
    (place / "tests" / "examples.yaml").write_text(_tests(entry, items, given), encoding="utf-8")
    return place.name


def _own_items(text: str, section: str) -> Iterator[str]:
    """The lines of the items of one section, as they are printed."""
    own = False
    for line in text.splitlines():
        if line.startswith("- id:"):
            own = line.split('"')[1].split(".")[0] == section
        if own:
            yield line


def _tests(entry: Entry, items: list[dict[str, Any]], pack: dict[str, Any]) -> str:
    single, whole = [], []
    for table in entry.tables:
        whole_table = "得分" not in table.heads
        for number, row in enumerate(table.rows, start=1):
            parts = _sorted(row, items, pack)
            given = "".join(f", {key}: {_flow(parts[key])}" for key in ("profile", "references", "interpretations"))
            name = f"第{number}行"
            if whole_table:
                answers = ", ".join(f'"{item["id"]}": {_flow(parts[item["id"]])}' for item in items)
                whole.append(f"  - {{name: {name}, answers: {{{answers}}}{given}, expect: {_expected(row)}}}")
            else:
                score = f"{{score: {_range(row['得分'])}}}"
                facts = _flow(parts[items[0]["id"]])
                single.append(f'  - {{name: {name}, item: "{items[0]["id"]}", facts: {facts}{given}, expect: {score}}}')
    return "".join(
        f"{key}:\n" + "\n".join(lines) + "\n" for key, lines in (("tests", single), ("totals", whole)) if lines
    )


def _sorted(row: Mapping[str, str], items: list[dict[str, Any]], pack: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The cells of a row by where they belong: an item's id, profile, references, interpretations."""
    parts: dict[str, dict[str, str]] = {"profile": {}, "references": {}, "interpretations": {}}
    parts |= {item["id"]: {} for item in items}
    units: dict[str, dict[str, str]] = {}
    for head, cell in row.items():
        if head in RESULTS or head.startswith("（") or cell in BLANKS:
            continue
        if head == FILES:
            parts[items[0]["id"]]["佐证材料"] = _files(cell)
            continue
        if head == items[0].get("each", {}).get("name"):
            parts[items[0]["id"]][head] = cell
            continue
        if "：" in head:
            unit, _, name = head.partition("：")
            units.setdefault(unit, {})[name] = cell
            continue
        of, kind, key = _place(head, items, pack)
        parts[of][key] = f"{{分值: {cell}, 理由: 例}}" if kind == "judged" else cell.replace("−", "-")
    if units:
        whole = {unit: UNCHECKED if UNCHECKED in facts.values() else _flow(facts) for unit, facts in units.items()}
        parts[items[0]["id"]][items[0]["each"]["name"]] = _flow(whole)
    return parts


def _files(cell: str) -> str:
    """The documents that a row lists, as a submission lists them."""
    return "[" + ", ".join(f"{{对应: {name}, 文件: {name}.pdf, 标题: {name}}}" for name in cell.split("、")) + "]"


def _place(head: str, items: list[dict[str, Any]], pack: dict[str, Any]) -> tuple[str, str, str]:
    for item in items:
        fact = item["facts"].get(head, {})
        if not {"place", "tied"}.isdisjoint(fact.get("derive", {})):
            return "references", "", head
        if fact:
            return item["id"], fact["type"], head
        if head in item.get("interpretations", {}):
            return "interpretations", "", head
    for part in ("references", "profile"):
        if head in pack.get(part, {}):
            return part, "", head
    raise AssertionError(f"the head {head} of a column is no fact, reference or reading of the entry")


def _flow(cells: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {cell}" for name, cell in cells.items()) + "}"


def _expected(row: Mapping[str, str]) -> str:
    parts = [f"{key}: {_range(row[head])}" for head, key in (("总分", "total"), ("等级", "grade")) if head in row]
    sections = {str(LABELS.index(head[1]) + 1): _range(row[head]) for head in row if head.startswith("（")}
    if sections:
        parts.append("sections: {" + ", ".join(f'"{name}": {score}' for name, score in sections.items()) + "}")
    return "{" + ", ".join(parts) + "}"


def _range(cell: str) -> str:
    low, _, high = cell.partition(" 至 ")
    return f"[{low}, {high}]" if high else low


SUM = re.compile(r"[0-9.()+−×÷= ]*[0-9)]")
OPERATORS: Mapping[type, Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def sums_in(cell: str) -> list[list[Fraction]]:
    """The sums a cell prints: of each, the values of what stands between its signs of equality."""
    found = [[part.strip() for part in match[0].split("=")] for match in SUM.finditer(cell)]
    return [[value_of(part) for part in parts if part] for parts in found if any(parts)]


def value_of(text: str) -> Fraction:
    """An arithmetic expression, exactly."""
    plain = text.replace("−", "-").replace("×", "*").replace("÷", "/")
    return _value(ast.parse(plain.strip(), mode="eval").body, plain)


def _value(node: ast.expr, text: str) -> Fraction:
    match node:
        case ast.BinOp():
            return OPERATORS[type(node.op)](_value(node.left, text), _value(node.right, text))
        case ast.UnaryOp(op=ast.USub()):
            return -_value(node.operand, text)
        case ast.Constant():
            return Fraction(ast.get_source_segment(text.strip(), node) or "")
    raise AssertionError(f"no arithmetic: {text}")
