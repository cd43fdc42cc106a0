"""Problems on their way to the person who has to mend them: to stderr in words, to stdout as JSON where asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from scoring.base.errors import Problem, Result
from scoring.cli import console
from scoring.cli.problems import count_text, problems_text

T = TypeVar("T")

__all__ = ["failure_lines", "report_problems", "report_usage", "tell", "usable"]


def failure_lines(problems: tuple[Problem, ...], *, failed: bool) -> str:
    """The problems in words, and what follows when there is no score."""
    lines = [problems_text(problems, colour=console.colour_wanted())] if problems else []
    if failed:
        lines.append(f"没有计分：{count_text(problems)}。请按上面的提示改好后再运行。")
    return "\n".join(lines)


def report_usage(message: str, hint: str, form: str) -> int:
    """A wrong word on the command line, to stderr and, where JSON was asked for, to stdout; the exit code 2."""
    console.message(f"用法错误：{message}。\n  怎么办：{hint}")
    if form == "json":
        from scoring.cli.output import print_problems_json

        print_problems_json((Problem(code="usage", message=message, hint=hint),))
    return 2


def report_problems(problems: tuple[Problem, ...], *, failed: bool, form: str = "text") -> None:
    """Problems to stderr; where JSON was asked for and nothing else can be given, also to stdout as JSON."""
    told = failure_lines(problems, failed=failed)
    if told:
        console.message(told)
    if failed and form == "json":
        from scoring.cli.output import print_problems_json

        print_problems_json(problems)


def tell(problems: Sequence[Problem]) -> None:
    """Problems to stderr in words; nothing where there are none."""
    if problems:
        console.message(problems_text(problems, colour=console.colour_wanted()))


def usable(result: Result[T]) -> T | None:
    """What a result gave, None where that is not to be used; its problems are told."""
    tell(result.problems)
    return result.value if result.ok else None
