"""The workbook of what is left for a person: conflicts to settle, which is read again like any other, and the list of what was
refused, to hand on to the departments."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scoring.base.marks import FORM
from scoring.exchange.layout import DECIDED, ID, LEFT_OUT, SETTLING, STANDING, Head
from scoring.exchange.merging import Decision
from scoring.exchange.page import Looks, Page, height_of
from scoring.exchange.questions import Path
from scoring.exchange.returns import Returns
from scoring.exchange.values import Value, value_text
from scoring.exchange.writing import about_of, write_hidden
from scoring.reports.workbook import cell_text, workbook

__all__ = ["choices_of", "write_settling"]

CONFLICTS = (
    ID,
    Head("序号", 5),
    Head("问题", 30),
    Head("自评文件现在的", 24),
    Head("各表填的", 60),
    DECIDED,
)
REFUSED = (
    Head("序号", 5),
    Head("工作簿", 22),
    Head("表", 12),
    Head("格子", 8),
    Head("问题", 24),
    Head("为什么没有收", 40),
    Head("怎么办", 34),
)


def choices_of(decision: Decision) -> list[Value]:
    """The answers that stand against each other, each once, in the order of their cells."""
    found: list[Value] = []
    for vote in decision.votes:
        if vote.value not in found:
            found.append(vote.value)
    return found


def write_settling(returns: Returns, path: str) -> None:
    """Write the workbook. Raises OSError."""
    source = returns.source
    title = f"{source.place or '（未填城市）'}　待定和未收的答案"
    with workbook(path, title=title, head=title, foot=source.asked.title, mark=FORM, streamed=False) as book:
        page = Page(book, Looks(book.own))
        if returns.conflicts:
            _conflicts(page, returns)
        if returns.refusals:
            _refused(page, returns)
        rows = [(one.path, one.current) for one in returns.conflicts]
        choices: Mapping[Path, Sequence[Value]] = {one.path: choices_of(one) for one in returns.conflicts}
        write_hidden(page, about_of(source, SETTLING), rows, choices)


def _conflicts(page: Page, returns: Returns) -> None:
    looks = page.looks
    own = page.table(SETTLING, CONFLICTS, title="填得不一样的答案：在“定为”一栏选一种，再收一次")
    asks = {one.path: one.fact.ask for one in returns.source.asked.questions}
    for number, one in enumerate(returns.conflicts, start=1):
        at = 1 + number
        line = returns.line(one.path)
        choices = choices_of(one)
        ask = f"{'/'.join(one.path[1:] or one.path)}\n{asks.get(one.path, '')}".strip()
        now = value_text(one.current) + (f"\n（第{line}行）" if line is not None else "")
        told = "\n".join(
            f"第{choices.index(vote.value) + 1}种：{value_text(vote.value)}　← {vote.place}" for vote in one.votes
        )
        own.write_string(at, 0, json.dumps(one.path, ensure_ascii=False), looks.plain_hidden)
        own.write_number(at, 1, number, looks.number)
        for column, text in enumerate((ask, now, told), start=2):
            own.write_string(at, column, cell_text(text), looks.text)
        own.write_blank(at, 5, None, looks.word)
        words = [STANDING, *(f"第{place}种" for place in range(1, len(choices) + 1))]
        own.data_validation(at, 5, at, 5, {"validate": "list", "source": words, "error_message": "请从下拉里选。"})
        own.set_row(at, height_of([(ask, 30), (now, 24), (told, 60)], 34))
    own.protect("", {"format_columns": True, "format_rows": True})


def _refused(page: Page, returns: Returns) -> None:
    looks = page.looks
    own: Any = page.table(LEFT_OUT, REFUSED, title="没有收的格子：请有关部门改好再发回")
    for number, one in enumerate(returns.refusals, start=1):
        at = 1 + number
        cells = (one.place.book, one.place.sheet, one.place.cell, one.about, one.message, one.hint)
        own.write_number(at, 0, number, looks.number)
        for column, text in enumerate(cells, start=1):
            own.write_string(at, column, cell_text(text), looks.text)
        widths = [(text, REFUSED[column].width) for column, text in enumerate(cells, start=1)]
        own.set_row(at, height_of(widths, 22))
