"""Columns line up whatever the script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.cli.table import TerminalColumn, TerminalRow, fit, layout, pad, width, wrap

TEXTS = st.text(alphabet="中文字，。（）“”ab1 -.:", max_size=60)


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("党政", 4), ("（一）1", 7), ("～", 2), ("“", 1), ("e\u0301", 1), ("", 0)]
)
def test_width_counts_terminal_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@given(TEXTS, st.integers(min_value=2, max_value=40))
def test_wrapped_lines_fit_and_lose_nothing(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(min_value=2, max_value=40))
def test_cut_text_fits(text: str, columns: int) -> None:
    assert width(fit(text, columns)) <= columns


def test_closing_marks_do_not_start_a_line_and_opening_ones_do_not_end_it() -> None:
    assert wrap("召开会议，解决问题（两次）。", 10) == ["召开会议，", "解决问题", "（两次）。"]


def test_columns_line_up() -> None:
    heads = (
        TerminalColumn(head="指标", width=8),
        TerminalColumn(head="分", width=4, right=True),
        TerminalColumn(head="原因", width=10),
    )
    lines = layout(heads, [TerminalRow(cells=("党政", "6", "没有召开专题会议"))], colour=False)
    assert lines == [
        "指标        分  原因",
        "────────  ────  ──────────",
        "党政         6  没有召开专",
        "                题会议",
    ]


def test_padding_counts_columns() -> None:
    assert pad("党", 4) == "党  "
    assert pad("党", 4, right=True) == "  党"
