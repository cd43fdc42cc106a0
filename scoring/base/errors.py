"""Problems as values.

Every stage returns the problems it finds together with what it could make of its input; only the command line prints
them. A problem names its place, what is wrong and what to do next, in Chinese, because officials read it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct

from scoring.base.plain import Json, Keys, Shape, plain

__all__ = [
    "Location",
    "Problem",
    "ProblemsError",
    "Result",
    "Severity",
    "foremost",
    "problems_from",
    "problems_json",
    "sort_problems",
]

T = TypeVar("T")


class Severity(enum.Enum):
    """How much a problem matters: an error stops the run, a question asks a person to look, a note informs."""

    ERROR = "错误"
    QUESTION = "疑问"
    NOTE = "提示"


class Location(Struct, frozen=True, kw_only=True, gc=False):
    """A place in a file. `line` and `column` count from 1; `path` is the way to the value, e.g. `自评/1.1/专题会议次数`."""

    file: str
    line: int
    column: int
    path: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Problem(Struct, frozen=True, kw_only=True):
    """One finding: a stable `code` (kebab-case English), what is wrong, and how to mend it (both Chinese).

    `excerpt` is the source line at the place, so that the command line can draw a caret without opening the file again.
    """

    severity: Severity = Severity.ERROR
    code: str
    message: str
    hint: str
    location: Location | None = None
    excerpt: str | None = None


class Result(Struct, Generic[T], frozen=True, kw_only=True):
    """What a stage made of its input: a value (None when nothing usable could be made) and every problem found."""

    value: T | None
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """True when there is a value and no problem is an error."""
        return self.value is not None and not any(p.severity is Severity.ERROR for p in self.problems)


class ProblemsError(Exception):
    """Carries problems to the edge where a caller has no other way to return them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p.message for p in self.problems))


MOST_TOLD = 100
"""Problems of one file that are told; a person mends some and looks again."""


MORE = "more-problems"


def foremost(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems to tell, in the order of `sort_problems`: of each file no more than MOST_TOLD, errors before the others,
    and where there are more, one that says how many."""
    files: dict[str | None, list[Problem]] = {}
    for problem in sort_problems(problems):
        files.setdefault(problem.location.file if problem.location is not None else None, []).append(problem)
    told: list[Problem] = []
    for found in files.values():
        if len(found) <= MOST_TOLD or any(one.code == MORE for one in found):
            told += sorted(found, key=lambda one: one.code == MORE)
            continue
        ranked = sorted(range(len(found)), key=lambda at: (_RANKS[found[at].severity], at))
        told += (found[at] for at in sorted(ranked[:MOST_TOLD]))
        told.append(_more([found[at] for at in sorted(ranked[MOST_TOLD:])]))
    return tuple(told)


def _more(left: list[Problem]) -> Problem:
    counts = ((severity, sum(one.severity is severity for one in left)) for severity in Severity)
    shown = [(severity, count) for severity, count in counts if count]
    return Problem(
        code=MORE,
        message=f"还有{'、'.join(f'{count}个{severity.value}' for severity, count in shown)}没有列出",
        hint="请先处理列出的，再运行一次会列出后面的。",
        location=left[0].location,
        severity=shown[0][0],
    )


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Order problems as a reader meets them: by file, line and column; those without a place come last."""

    def key(problem: Problem) -> tuple[bool, str, int, int, str]:
        place = problem.location
        if place is None:
            return (True, "", 0, 0, problem.code)
        return (False, place.file, place.line, place.column, problem.code)

    return tuple(sorted(problems, key=key))


NOWHERE = dict.fromkeys(Location.__struct_fields__)
SHAPE: Shape = {Problem: Keys(omit=("location", "excerpt")), Severity: lambda one: one.name.lower()}


def problems_json(problems: Sequence[Problem]) -> list[Json]:
    """Problems as plain data for `--format json`, the place among the other keys, as many of each file as are told."""
    return [{**plain(one, SHAPE), **(plain(one.location) or NOWHERE)} for one in foremost(problems)]


def problems_from(data: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """The problems that `problems_json` wrote; the source lines they stood in are not kept."""
    return tuple(
        Problem(
            severity=Severity[one["severity"].upper()],
            code=one["code"],
            message=one["message"],
            hint=one["hint"],
            location=None if one["file"] is None else Location(**{name: one[name] for name in NOWHERE}),
        )
        for one in data
    )
