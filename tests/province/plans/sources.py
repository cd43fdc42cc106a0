"""The official documents as they were copied, and a transcription of their figures made from them, not from the packs."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from scoring import packs
from scoring.model.plan import Plan
from scoring.province import plans

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests" / "data" / "plans"
PACKS = {
    "ankang-2025": "ankang-2023",
    "pudong-2025": "pudong-2022",
    "anning-2025": "anning-2022",
    "yunnan-2025": "yunnan-2021",
}


@cache
def pack(name: str) -> Plan:
    source = packs.read_pack(str(ROOT / "criteria" / name), name)
    assert source.value is not None
    assert source.problems == ()
    result = plans.plan(source.value)
    assert result.problems == ()
    assert result.value is not None
    return result.value


@cache
def text(name: str) -> str:
    return (DATA / f"{PACKS[name]}.md").read_text(encoding="utf-8")


def rows(file: str, name: str | None = None) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if name is None or row["document"] == PACKS[name]]


def cells(block: str) -> list[str]:
    """The cells of a table that was copied one cell a line, each with a bar after it."""
    return [line.strip().removesuffix("|").strip() for line in block.splitlines() if line.strip(" |")]


def ankang_table(number: int) -> tuple[str, list[list[str]]]:
    """Title and rows of one of the two tables, straight from the document."""
    start = text("ankang-2025").index(f"表{number}安康市")
    end = text("ankang-2025").index("表2安康市" if number == 1 else "三、重点任务")
    title, *found = cells(text("ankang-2025")[start:end])
    head, *body = [found[at : at + 9] for at in range(0, len(found), 9)]
    assert [cell.replace(" ", "") for cell in head] == [
        "序号",
        "指标名称",
        "2020年基数",
        *(f"{year}年目标" for year in range(2021, 2026)),
        "属性",
    ]
    return title, body


def pudong_tasks() -> list[tuple[str, str, str, str]]:
    """Group, number, task and units of the annex."""
    block = text("pudong-2025").rpartition("重点任务分工表\n")[2]
    group, row = "", list[str]()
    found: list[tuple[str, str, str, str]] = []
    for cell in cells(block)[4:]:
        if not row and cell.startswith("（"):
            group = cell
            continue
        row.append(cell)
        if len(row) == 3:
            found.append((group, row[0], row[1], row[2]))
            row = []
    assert row == []
    return found


def numbered_tasks(name: str) -> list[tuple[str, str, str, str]]:
    """Number, heading, text and units of paragraphs such as `3.标题。正文（责任单位：甲、乙）`."""
    pattern = re.compile(r"^([0-9]+)\.\s*([^。\n]+)。(.+?)（责任单位：(.+)）\s*$", re.MULTILINE)
    return [match.groups() for match in pattern.finditer(text(name))]  # type: ignore[misc]


def yunnan_measures() -> list[tuple[str, str, str]]:
    pattern = re.compile(r"^(（[一二三四五六七八九十]+）)([^。\n]+)。(.+)$", re.MULTILINE)
    return [match.groups() for match in pattern.finditer(text("yunnan-2025"))]  # type: ignore[misc]
