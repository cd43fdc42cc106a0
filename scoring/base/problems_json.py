"""Problems as plain data, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scoring.base.errors import Location, Problem, Severity, foremost

__all__ = ["problems_from", "problems_json"]


def problems_json(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """Problems as plain data for `--format json`, as many of each file as are told."""
    return [
        {
            "severity": problem.severity.name.lower(),
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
            "file": problem.location.file if problem.location else None,
            "line": problem.location.line if problem.location else None,
            "column": problem.location.column if problem.location else None,
            "path": problem.location.path if problem.location else None,
        }
        for problem in foremost(problems)
    ]


def problems_from(data: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """The problems that `problems_json` wrote; the source lines they stood in are not kept."""
    return tuple(
        Problem(
            code=one["code"],
            message=one["message"],
            hint=one["hint"],
            location=None
            if one["file"] is None
            else Location(file=one["file"], line=one["line"], column=one["column"], path=one["path"]),
            severity=Severity[one["severity"].upper()],
        )
        for one in data
    )
