"""Data for other programs: JSON, and CSV that spreadsheets open with its Chinese intact."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from scoring.assess import Assessment
from scoring.base.errors import Problem, problems_json
from scoring.base.text import points_text
from scoring.cli import console

__all__ = ["json_bytes", "print_card_csv", "print_card_json", "print_csv", "print_json", "print_problems_json"]

CSV_HEAD = ("一级指标", "指标项", "指标内容", "分值", "最低得分", "最高得分", "未填", "失分原因")
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that starts with one of these for a formula."""


def json_bytes(value: object) -> bytes:
    """Indented UTF-8 JSON with a line end. Bytes of file names that are no UTF-8 are written as escapes (`\\udcff`), so that
    any reader of JSON takes it."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def print_json(value: object) -> None:
    """JSON to stdout, always in UTF-8."""
    console.data_bytes(json_bytes(value))


def print_problems_json(problems: tuple[Problem, ...]) -> None:
    """What stdout carries instead of a card when there is none."""
    print_json({"schema": "scoring.problems/1", "problems": problems_json(problems)})


def print_card_json(assessment: Assessment, problems: tuple[Problem, ...]) -> None:
    """The card in its documented shape, with the problems found on the way."""
    from scoring.reports.render.card_json import card_json

    value = card_json(
        assessment.criteria,
        assessment.submission,
        assessment.card,
        assessment.evidence,
        assessment.explanation,
        assessment.support,
        assessment.verified_total,
    )
    print_json({**value, "problems": problems_json(problems)})


def print_card_csv(assessment: Assessment) -> None:
    """One row per item, as spreadsheet programs in Chinese expect."""
    rows: list[Sequence[str]] = [CSV_HEAD]
    for section in assessment.card.sections:
        for score in section.items:
            explained = assessment.explanation.of_item(score.item.id)
            reasons = "；".join(
                f"{clause.outcome.clause.quote or clause.verdict}：{clause.because}"
                for clause in explained.clauses
                if clause.cost.high > 0
            )
            row = (
                f"{section.section.label}{section.section.title}",
                score.item.label,
                score.item.requirement,
                points_text(score.item.points),
                points_text(score.score.low),
                points_text(score.score.high),
                "、".join(score.unknown),
                reasons,
            )
            rows.append(row)
    card = assessment.card
    total = [points_text(card.full), points_text(card.total.low), points_text(card.total.high)]
    rows.append(["合计", "", "", *total, "、".join(card.unknown), ""])
    print_csv(rows)


def print_csv(rows: Iterable[Sequence[str]]) -> None:
    """Rows of texts to stdout, UTF-8 with a byte order mark; no cell is taken for a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(RISKY) else cell for cell in row])
    console.data_bytes(b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "backslashreplace"))
