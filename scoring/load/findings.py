"""Collect the problems of one file, each with the line it stands on."""

from __future__ import annotations

from scoring.errors import Location, Problem, Severity

__all__ = ["Findings"]

EXCERPT_LENGTH = 400


class Findings:
    """The problems found so far in the file `name`, whose text is `lines`."""

    def __init__(self, name: str, lines: tuple[str, ...] = ()) -> None:
        self.name = name
        self.lines = lines
        self.problems: list[Problem] = []

    def add(
        self,
        code: str,
        message: str,
        hint: str,
        line: int,
        column: int,
        *,
        path: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note one problem at a place counted from 1."""
        excerpt = self.lines[line - 1][:EXCERPT_LENGTH] if 0 < line <= len(self.lines) else None
        location = Location(file=self.name, line=line, column=column, path=path)
        self.problems.append(
            Problem(code=code, message=message, hint=hint, location=location, severity=severity, excerpt=excerpt)
        )
