"""What an edited report came to, as blocks for a reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.exchange.word_merging import Outcome, TextReturn, WordMerge
from scoring.reports.blocks import Block, Bullets, Column, Heading, Paragraph, Row, Table

__all__ = ["word_blocks"]

LONGEST = 60
"""Characters of a text in a table; the journal has all of it."""
EMPTY = "（空）"


def word_blocks(found: WordMerge) -> Iterator[Block]:
    """The texts that are taken, those that are not and why, remarks, and the counts."""
    taken = found.of(Outcome.TAKEN)
    yield Heading("读回 Word 报告", level=1)
    if taken:
        yield Heading(f"收下的文字（{len(taken)}）")
        columns = (Column("文字"), Column("原来"), Column("改成"), Column("行", kind="number", whole=True))
        rows = [Row((one.name, _short(one.now), _short(one.word), _line(one)), "good") for one in taken]
        yield Table(columns, rows)
    for one in (*found.of(Outcome.CONFLICT), *found.of(Outcome.REFUSED)):
        where = f"第{one.line}行" if one.line is not None else "没有写"
        lead = f"{one.name}{one.outcome.value}：{one.why}"
        yield Bullets((f"Word 里：{_short(one.word)}", f"自评文件（{where}）：{_short(one.now)}"), lead=lead)
    if found.remarks:
        yield Bullets(found.remarks, lead="另外：")
    counts = "，".join(f"{outcome.value} {len(found.of(outcome))} 处" for outcome in Outcome if found.of(outcome))
    yield Paragraph(f"合计：{counts}。", style="strong")


def _short(lines: Sequence[str]) -> str:
    text = " ".join(lines) or EMPTY
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _line(one: TextReturn) -> str:
    return "" if one.line is None else str(one.line)
