"""What returned workbooks came to, as blocks for a reader and as JSON (`scoring.excel-in/1`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scoring.base.plain import Json
from scoring.exchange.merging import Decision, Outcome, Vote
from scoring.exchange.questions import Path
from scoring.exchange.returns import Returns
from scoring.exchange.values import Value, value_text
from scoring.reports.blocks import Block, Bullets, Column, Heading, Paragraph, Row, Table

__all__ = ["returns_blocks", "returns_json"]

LONGEST = 60
"""Characters of an answer in a table; the journal has all of it."""


def name_of(path: Path) -> str:
    """An answer's place without 自评, as the questions are called in a workbook."""
    return "/".join(path[1:] if len(path) > 1 else path)


def _short(value: Value) -> str:
    text = value_text(value).replace("\n", " ")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def returns_blocks(returns: Returns) -> Iterator[Block]:
    """The whole result: workbooks, what is taken, what is left for a person."""
    yield Heading(f"收回 {len(returns.books)} 份工作簿", level=1)
    for book in returns.books:
        told = [f"没有收：{book.refused}"] if book.refused else list(book.remarks)
        if told:
            yield Bullets(told, lead=book.name)
    yield from _table(returns, f"收下的答案（{len(returns.taken)}）", returns.taken)
    yield from _conflicts(returns)
    yield from _refusals(returns)
    counts = f"收下 {len(returns.taken)} 处，没有变的 {len(returns.unchanged)} 处，冲突 {len(returns.conflicts)} 处，没有收的 {len(returns.refusals)} 处"
    books = sum(bool(book.refused) for book in returns.books)
    yield Paragraph(f"合计：{counts}{f'，没有读的工作簿 {books} 份' if books else ''}。", style="strong")


def _table(returns: Returns, title: str, decisions: Sequence[Decision]) -> Iterator[Block]:
    if not decisions:
        return
    yield Heading(title)
    columns = (
        Column("问题", most=34),
        Column("原来", most=22),
        Column("改成", most=26),
        Column("出自", most=34),
        Column("行", kind="number", whole=True),
    )
    yield Table(columns, [_taken(returns, one) for one in decisions])


def _taken(returns: Returns, one: Decision) -> Row:
    line = returns.line(one.path)
    sources = "\n".join(f"{vote.place}{f'（{vote.note}）' if vote.note else ''}" for vote in one.votes)
    shown = "" if line is None else str(line)
    return Row([name_of(one.path), _short(one.current), _short(one.value), sources, shown], style="good")


def _conflicts(returns: Returns) -> Iterator[Block]:
    if not returns.conflicts:
        return
    yield Heading(f"填得不一样，没有收（{len(returns.conflicts)}）")
    for one in returns.conflicts:
        line = returns.line(one.path)
        where = f"（第{line}行）" if line is not None else ""
        yield Bullets(
            [f"{vote.place}：{_short(vote.value)}{_drawn(vote, one.current)}" for vote in one.votes],
            lead=f"{name_of(one.path)}　自评文件现在是 {_short(one.current)}{where}",
        )


def _drawn(vote: Vote, current: Value) -> str:
    """What a vote was drawn from, where the submission says something else by now."""
    if not isinstance(vote.base, str | Mapping | list | None) or vote.base == current:
        return ""
    return f"（发表时是 {_short(vote.base)}）"


def _refusals(returns: Returns) -> Iterator[Block]:
    if not returns.refusals:
        return
    yield Heading(f"没有收的格子（{len(returns.refusals)}）")
    for one in returns.refusals:
        yield Paragraph(f"{one.place}　{one.about}：{one.message}")
        if one.hint:
            yield Paragraph(one.hint, lead="怎么办：", indent=1)


def returns_json(returns: Returns, *, written: bool, backup: str = "") -> Json:
    """The result as data. Values are those of the submission, as plain JSON."""
    return {
        "schema": "scoring.excel-in/1",
        "submission": {"file": returns.source.file, "sha256": returns.source.digest},
        "written": written,
        "backup": backup or None,
        "books": [
            {"name": one.name, "refused": one.refused or None, "remarks": list(one.remarks)} for one in returns.books
        ],
        "counts": {
            "taken": len(returns.taken),
            "unchanged": len(returns.unchanged),
            "conflict": len(returns.conflicts),
            "refused": len(returns.refusals),
        },
        "answers": [
            _answer(returns, one)
            for one in (*returns.taken, *returns.conflicts, *returns.unchanged)
            if one.votes or one.outcome is not Outcome.UNCHANGED
        ],
        "refused": [
            {
                "book": one.place.book,
                "sheet": one.place.sheet,
                "cell": one.place.cell,
                "question": one.about,
                "line": returns.line(one.path) if one.path else None,
                "message": one.message,
                "hint": one.hint,
            }
            for one in returns.refusals
        ],
    }


def _answer(returns: Returns, one: Decision) -> Json:
    return {
        "path": list(one.path),
        "outcome": one.outcome.value,
        "line": returns.line(one.path),
        "before": one.current,
        "after": one.value if one.outcome is Outcome.TAKEN else one.current,
        "cells": [
            {
                "book": vote.place.book,
                "sheet": vote.place.sheet,
                "cell": vote.place.cell,
                "value": vote.value,
                "note": vote.note or None,
            }
            for vote in one.votes
        ],
    }
