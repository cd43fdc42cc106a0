"""Help and tables fit the terminal that everybody has: 80 columns, at every level of the commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from scoring.cli.app import app
from scoring.cli.chinese import wrap_text
from scoring.cli.table import NO_LINE_START, TerminalColumn, TerminalRow, layout, width
from tests.cli.running import HALF, SAMPLE, run

COLUMNS = 80


def words_of(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and every group, by the words that lead to it."""
    yield before
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from words_of(command, (*before, name))
        else:
            yield (*before, name)


def too_wide(text: str, columns: int = COLUMNS) -> list[str]:
    return [line for line in text.splitlines() if width(line) > columns]


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(COLUMNS))


@pytest.mark.parametrize("words", [*words_of(app)], ids=lambda words: " ".join(words) or "scoring")
def test_help_fits_and_breaks_lines_as_chinese_is_set(words: tuple[str, ...]) -> None:
    ran = run(*words, "--help")
    assert ran.code == 0
    assert too_wide(ran.out) == []
    assert [line for line in ran.out.splitlines() if line.strip()[:1] in NO_LINE_START and line.strip()] == []


def test_a_line_end_between_chinese_characters_is_no_space() -> None:
    assert (
        wrap_text("前面的字\n后面的字\n\n第二段 text\nmore", preserve_paragraphs=True)
        == "前面的字后面的字\n\n第二段 text more"
    )


def test_a_command_that_is_too_long_goes_on_between_words() -> None:
    told = wrap_text("\b\n例：\n  scoring review init 申报材料 --role 组长 -o 审核意见", 30, "  ", "  ", True)
    assert told.splitlines() == [
        "  例：",
        "    scoring review init",
        "        申报材料 --role 组长",
        "        -o 审核意见",
    ]


WEAK = "submissions/weak-city/submission.yaml"
TABLES = [
    ("score", SAMPLE),
    ("score", HALF),
    ("explain", HALF),
    ("evidence", SAMPLE),
    ("evidence", HALF),
    ("improve", WEAK),
    ("improve", HALF, "--target", "90"),
    ("compare", SAMPLE, WEAK),
    ("compare", HALF, WEAK),
    ("criteria", "list"),
    ("criteria", "show", "liaoning-2022"),
]


@pytest.mark.parametrize("words", TABLES, ids=" ".join)
def test_what_a_command_prints_fits(words: tuple[str, ...]) -> None:
    assert too_wide(run(*words).out) == []


def test_a_batch_fits(tmp_path: Path) -> None:
    out = str(tmp_path / "o")
    ran = run("batch", SAMPLE, HALF, WEAK, "-o", out, "--no-summary", "--workers", "1")
    assert too_wide(ran.out.replace(out, "o")) == []


PACK = """\
id: {name}
title: 一个名称很长很长很长很长很长很长很长很长很长很长很长很长很长的示例评估指标体系
edition: "2022-10-试行"
points: 12345.125
source: {{title: 虚构的示例, note: 只供测试}}
sections:
  - {{id: "1", label: （一）, title: 甲, points: 12345.125}}
eligibility: {{text: 无, gates: {{}}}}
"""
ITEM = """\
section: "1"
items:
  - id: "1.1"
    points: 12345.125
    requirement: 做到。
    scoring: 每少一户扣0.0625分
    facts:
      少: {type: count, unit: 户, ask: 几户？}
    clauses:
      - {quote: 每少一户扣0.0625分, deduct: 0.0625, per: 少}
"""
LONG = "1234.5～12345.125"


def test_numbers_and_editions_never_break_in_a_cell(tmp_path: Path) -> None:
    pack = tmp_path / "criteria" / "a-name-of-an-index-2022"
    pack.mkdir(parents=True)
    (pack / "pack.yaml").write_text(PACK.format(name=pack.name), "utf-8")
    (pack / "section-1.yaml").write_text(ITEM, "utf-8")
    city = tmp_path / "自评.yaml"
    city.write_text(f"指标体系: {pack.name}\n城市: 甲市\n申报日期: 2022-05-20\n自评: {{}}\n", "utf-8")
    out = run("score", str(city)).out
    (item,) = [line for line in out.splitlines() if line.startswith("  （一）1")]
    assert item.split()[-3:-1] == ["0～12345.125", "0～12345.125"]
    assert "12345.125" in item.split()
    assert too_wide(out) == []
    listed = run("criteria", "list", "--criteria-path", str(pack.parent)).out
    assert too_wide(listed) == []
    (row,) = [line for line in listed.splitlines() if line.startswith(pack.name)]
    assert row.split()[2] == "2022-10-试行"


def test_a_column_of_numbers_takes_its_room_from_the_widest_text() -> None:
    columns = [
        TerminalColumn(head="甲", width=10),
        TerminalColumn(head="得分", width=5, right=True),
        TerminalColumn(head="原因", width=40),
    ]
    lines = layout(columns, [TerminalRow(cells=("一", LONG, "原因" * 30))], colour=False)
    assert any(LONG in line for line in lines)
    assert width(lines[1]) == 10 + 5 + 40 + 4


def test_no_text_is_squeezed_to_nothing() -> None:
    columns = [TerminalColumn(head="甲", width=9), TerminalColumn(head="得分", width=5, right=True)]
    lines = layout(columns, [TerminalRow(cells=("一二三四", LONG))], colour=False)
    assert lines[2].split() == ["一二三四", LONG]
