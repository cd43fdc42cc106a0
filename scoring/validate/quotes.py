"""Whether the quotes of an item's clauses stand in its scoring sentence, apart from each other, and cover it."""

from __future__ import annotations

from msgspec import Struct

from scoring.documents.nodes import Node
from scoring.documents.problems import Report

__all__ = ["Quoted", "place_quotes"]


class Quoted(Struct, frozen=True, kw_only=True):
    """A quote and the node it is written at."""

    text: str
    node: Node


def place_quotes(scoring: str | None, quotes: list[Quoted], whole: Node, report: Report) -> dict[int, tuple[int, int]]:
    """Index of each quote → its span (start, end) in `scoring`. Notes quotes that are not verbatim or overlap, and the
    letters and figures of the sentence that no quote covers."""
    spans: dict[int, tuple[int, int]] = {}
    if scoring is None:
        for quoted in quotes:
            report.error(
                "quote-without-scoring",
                f"本项没有评分标准，不能引用“{quoted.text}”",
                "scoring 为 null 时，条款不写 quote，并用 gap 写明缺什么。",
                quoted.node,
            )
        return spans
    for index, quoted in enumerate(quotes):
        span = _find(scoring, quoted.text, list(spans.values()))
        if span is not None:
            spans[index] = span
        elif quoted.text in scoring:
            report.error(
                "quote-overlap",
                f"引文“{quoted.text}”与另一条款的引文重叠",
                "每个字只能归一条条款；请把引文截到各自的那一句。",
                quoted.node,
            )
        else:
            report.error(
                "quote-not-verbatim",
                f"引文“{quoted.text}”不是评分标准里的原话",
                f"请从评分标准中照抄，标点也要一样：{scoring}",
                quoted.node,
            )
    if len(spans) == len(quotes):
        _uncovered(scoring, sorted(spans.values()), whole, report)
    return spans


def _find(scoring: str, quote: str, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    start = scoring.find(quote)
    while start >= 0:
        end = start + len(quote)
        if all(end <= low or high <= start for low, high in taken):
            return (start, end)
        start = scoring.find(quote, start + 1)
    return None


def _uncovered(scoring: str, spans: list[tuple[int, int]], whole: Node, report: Report) -> None:
    rest: list[str] = []
    position = 0
    for low, high in [*spans, (len(scoring), len(scoring))]:
        between = scoring[position:low]
        if any(character.isalnum() for character in between):
            rest.append(between.strip("，。；、,.; "))
        position = high
    if rest:
        words = "、".join(f"“{part}”" for part in rest)
        report.error(
            "scoring-uncovered",
            f"评分标准中有文字没有条款对应：{words}",
            "请为它写一条条款；确实无法计分的，列入 manual 并写明理由。",
            whole,
        )
