"""Problems on their way to the person who has to mend them: place, what is wrong, the line with a caret under it, and how
to mend it; to stderr in words, to stdout as JSON where asked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

from msgspec.structs import replace

from scoring.base.errors import Problem, Result, Severity, foremost
from scoring.cli import console
from scoring.cli.console import paint, visible
from scoring.cli.output import print_problems_json
from scoring.cli.table import width

T = TypeVar("T")

__all__ = [
    "count_text",
    "problem_text",
    "problems_text",
    "report_problems",
    "report_usage",
    "tell",
    "usable",
]

STYLE = {Severity.ERROR: "red", Severity.QUESTION: "yellow", Severity.NOTE: "cyan"}
MANY = 3
"""How many problems in a row have to be mended alike for the way to be told once, after them."""
SHOWN = 72
"""How many terminal columns of a source line are shown around the place."""


def report_usage(message: str, hint: str, form: str) -> int:
    """A wrong word on the command line, to stderr and, where JSON was asked for, to stdout; the exit code 2."""
    console.message(f"用法错误：{message}。\n  怎么办：{hint}")
    if form == "json":
        print_problems_json((Problem(code="usage", message=message, hint=hint),))
    return 2


def report_problems(
    problems: tuple[Problem, ...], *, failed: bool, form: str = "text", outcome: str = "没有计分"
) -> None:
    """Problems to stderr, with the `outcome` where they are in the way; where JSON was asked for and nothing else can be
    given, also to stdout as JSON."""
    tell(problems)
    if failed:
        console.message(f"{outcome}：{count_text(problems)}。请按上面的提示改好后再运行。")
        if form == "json":
            print_problems_json(problems)


def tell(problems: Sequence[Problem]) -> None:
    """Problems to stderr in words; nothing where there are none."""
    if problems:
        console.message(problems_text(problems, colour=console.colour_wanted()))


def usable(result: Result[T]) -> T | None:
    """What a result gave, None where that is not to be used; its problems are told."""
    tell(result.problems)
    return result.value if result.ok else None


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
