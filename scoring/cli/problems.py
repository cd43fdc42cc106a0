"""Problems as a person reads them: place, what is wrong, the line with a caret under it, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec.structs import replace

from scoring.base.errors import Problem, Severity, foremost, problems_json
from scoring.cli.console import paint, visible
from scoring.cli.table import width

__all__ = ["count_text", "problem_text", "problems_json", "problems_text"]

STYLE = {Severity.ERROR: "red", Severity.QUESTION: "yellow", Severity.NOTE: "cyan"}
MANY = 3
"""How many problems in a row have to be mended alike for the way to be told once, after them."""
SHOWN = 72
"""How many terminal columns of a source line are shown around the place."""


def problems_text(problems: Sequence[Problem], *, colour: bool) -> str:
    """The problems in the order of the files, as many of each as are told. How to mend it is told once where many in a
    row are mended alike."""
    lines: list[str] = []
    for hint, group in groupby(foremost(problems), key=lambda problem: problem.hint):
        alike = list(group)
        once = bool(hint) and len(alike) >= MANY
        lines += [problem_text(replace(one, hint="") if once else one, colour=colour) for one in alike]
        if once:
            lines.append(f"  怎么办（以上{len(alike)}处）：{visible(hint)}")
    return "\n".join(lines)


def problem_text(problem: Problem, *, colour: bool) -> str:
    """One problem on two to four lines."""
    place = f"{visible(str(problem.location))}: " if problem.location is not None else ""
    label = paint(problem.severity.value, STYLE[problem.severity], on=colour)
    lines = [f"{place}{label}：{visible(problem.message)}"]
    if problem.excerpt is not None and problem.location is not None and problem.excerpt.strip():
        shown, indent = _window(problem.excerpt, problem.location.column)
        lines.append(f"    {shown}")
        lines.append("    " + " " * indent + paint("^", STYLE[problem.severity], on=colour))
    if problem.hint:
        lines.append(f"  怎么办：{visible(problem.hint)}")
    return "\n".join(lines)


def count_text(problems: Sequence[Problem]) -> str:
    """`2个错误，1个疑问`, or 没有发现问题."""
    parts = []
    for severity in Severity:
        count = sum(problem.severity is severity for problem in problems)
        if count:
            parts.append(f"{count}个{severity.value}")
    return "，".join(parts) if parts else "没有发现问题"


def _window(excerpt: str, column: int) -> tuple[str, int]:
    """The part of a source line that holds `column` (from 1), and how far in terminal columns the caret stands."""
    line = excerpt.rstrip("\r\n").replace("\t", " ")
    line = "".join(char if char.isprintable() else "·" for char in line)
    at = min(max(column - 1, 0), len(line))
    start, room = at, SHOWN - 12
    while start > 0 and width(line[start - 1]) <= room:
        start -= 1
        room -= width(line[start])
    lead = "…" if start else ""
    end, room = at, SHOWN - width(line[start:at])
    while end < len(line) and width(line[end]) <= room:
        room -= width(line[end])
        end += 1
    tail = "…" if end < len(line) else ""
    return f"{lead}{line[start:end]}{tail}", width(lead + line[start:at])
