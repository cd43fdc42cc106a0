"""Blocks and what the writers make of them."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from scoring.cli.table import width
from scoring.cli.terminal import terminal_text
from scoring.reports.blocks import (
    Bar,
    Bars,
    BlankLine,
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Pairs,
    Paragraph,
    Quote,
    Row,
    Run,
    Signature,
    SignatureLine,
    Stretch,
    Table,
    lines,
    paragraphs,
    plain,
)
from scoring.reports.html import LABEL, PLOT, blocks_html, page

LONG = "婴幼儿照护服务发展规划中服务体系建设目标、建设任务、资金来源、运营方式等不明确的扣2分" * 2
TABLE = Table(
    (Column("指标", kind="row"), Column("得分", kind="number"), Column("原因")),
    (
        Row(("一、组织管理", "20", ""), style="section"),
        Row(("1.1", "3～4", lines("未填：经费投入", (Run("-2", "strong"), LONG))), style="bad"),
        Row((Cell("以上各项合计", span=3),)),
    ),
)
EVERY: list[Block] = [
    Heading("示例市　自评得分", 1),
    Paragraph(LONG, "注意：", "note"),
    TABLE,
    BlankLine(),
    Bullets((LONG, "乙"), "可以争取的分："),
    Heading("依据"),
    Quote("第一条\n第二条"),
    Pairs((("日期", "2026年11月29日"), ("说明", LONG))),
    Bars(
        (Bar("一", "3", (Stretch(Fraction(0), Fraction(3), "sure"), Stretch(Fraction(0), Fraction(5), "frame"))),), "图"
    ),
    Signature((SignatureLine("日期"),)),
]


def terminal(*blocks: Block, columns: int = 60, colour: bool = False) -> list[str]:
    return terminal_text(blocks, columns=columns, colour=colour).splitlines()


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_nothing_is_wider_than_the_terminal(columns: int) -> None:
    written = terminal(*EVERY, columns=columns)
    assert max(map(width, written)) <= columns
    assert [line for line in written if line != line.rstrip()] == []


def test_colour_changes_nothing_but_the_colour() -> None:
    painted = terminal_text(EVERY, columns=60, colour=True)
    assert "\x1b[31m" in painted
    assert re.sub("\x1b\\[[0-9]+m", "", painted) == terminal_text(EVERY, columns=60, colour=False)


def test_a_run_that_is_broken_is_painted_on_both_lines() -> None:
    written = terminal(Paragraph(("甲", Run("乙乙乙乙", "bad"), "丙")), columns=6, colour=True)
    assert written == ["甲\x1b[31m乙乙\x1b[0m", "\x1b[31m乙乙\x1b[0m丙"]


def test_long_columns_stand_under_their_row() -> None:
    table = Table(
        (Column("指标项", kind="row"), Column("差额", kind="number"), Column("条款", below=True)),
        (Row(("1.1", "-2", "甲\n乙")),),
    )
    assert terminal(table) == ["  1.1　差额 -2", "      条款　甲", "      条款　乙"]
    assert '<td data-head="条款"><p>甲</p><p>乙</p></td>' in blocks_html([table])


def test_numbers_are_never_broken_and_short_columns_take_what_they_need() -> None:
    written = terminal(TABLE, columns=50)
    assert written[0].startswith("指标          得分  原因")
    assert written[3].startswith("1.1           3～4  未填：经费投入")


def test_a_table_becomes_a_table() -> None:
    made = blocks_html([TABLE])
    assert '<thead><tr><th scope="col">指标</th><th scope="col">得分</th><th scope="col">原因</th></tr></thead>' in made
    assert '<tr class="section"><th scope="row">一、组织管理</th><td class="number">20</td><td></td></tr>' in made
    assert "<p><b>-2</b>" in made
    assert '<th scope="row" colspan="3">以上各项合计</th>' in made


def test_printed_tables_share_their_width() -> None:
    made = blocks_html([Table((Column("甲", 39), Column("乙", 117)), (Row(("1", "2")),), style="grid")])
    assert '<table class="grid">\n<colgroup><col style="width: 25.0%"><col style="width: 75.0%"></colgroup>' in made


def test_bars_stand_where_the_points_say() -> None:
    """From 10 up to 12, down to 11: the axis starts at 8, so a point is a quarter of the plot."""
    steps = ((8, 10, "end"), (10, 12, "more"), (12, 11, "less"), (8, 11, "end"))
    bars = Bars(
        [Bar("", "", (Stretch(Fraction(start), Fraction(stop), kind),)) for start, stop, kind in steps], linked=True
    )
    unit = PLOT // 4
    drawn = re.findall(r'<rect fill="[^"]*" x="([0-9.]+)" y="[0-9]+" width="([0-9.]+)"', blocks_html([bars]))
    assert drawn == [
        (f"{LABEL}.0", f"{2 * unit}.0"),
        (f"{LABEL + 2 * unit}.0", f"{2 * unit}.0"),
        (f"{LABEL + 3 * unit}.0", f"{unit}.0"),
        (f"{LABEL}.0", f"{3 * unit}.0"),
    ]
    assert [line.strip() for line in terminal(bars, columns=44)] == ["█" * 20, "▓" * 20, "░" * 10, "█" * 30]


def test_what_a_person_wrote_is_text() -> None:
    hostile = "<b>甲</b>&\"'"
    blocks: list[Block] = [
        Heading(hostile),
        Paragraph(hostile, hostile),
        Pairs(((hostile, hostile),)),
        Bullets((hostile,), hostile),
        Table((Column(hostile),), (Row((Cell(hostile, span=2),)),), label=hostile),
        Bars(
            (Bar(hostile, hostile, (Stretch(Fraction(0), Fraction(1), "end"),)),), hostile, (("end", hostile),), hostile
        ),
    ]
    made = page(blocks, title=hostile, sheets=())
    assert "<b>甲" not in made
    assert "&lt;b&gt;甲&lt;/b&gt;&amp;" in made


def test_texts_hold_paragraphs() -> None:
    text = lines("甲", "", ("乙", Run("丙\n丁", "bad")))
    assert plain(text) == "甲\n乙丙\n丁"
    assert paragraphs(text) == [(Run("甲", ""),), (Run("乙", ""), Run("丙", "bad")), (Run("丁", "bad"),)]
    assert lines("甲") == "甲"
