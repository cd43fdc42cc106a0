"""Read a day, and say so when it does not exist."""

from __future__ import annotations

from datetime import date

from scoring.model.located import Node, Scalar, ScalarKind
from scoring.validate.reading import DAY, date_of
from scoring.validate.report import Report

__all__ = ["read_day"]


def read_day(node: Node | None, report: Report) -> date | None:
    """A day, or None. A day in quotes that does not exist is noted here; one without quotes the reader has noted, and
    other forms the schema."""
    day = date_of(node)
    if day is None and isinstance(node, Scalar) and node.kind is ScalarKind.TEXT and DAY.fullmatch(node.text):
        report.error("bad-date", f"没有 {node.text} 这一天", "请改成真实的日期，写成 2022-05-20 的样子。", node)
    return day
