"""Collect the problems of one file, each with the line it stands on."""

from __future__ import annotations

from typing import Any

from scoring.base.errors import Location, Problem, Severity

__all__ = ["Findings"]

EXCERPT_LENGTH = 400


class Findings:
    """The problems found so far in the file `name`, whose text is `lines`."""

    def __init__(self, name: str, lines: tuple[str, ...] = ()) -> None:
        self.name = name
        self.lines = lines
        self.problems: list[Problem] = []
        self.added: dict[int, list[tuple[int, int]]] = {}
        """By line, what a repair of the copy that is read added: after which column, and how many characters."""

    def place(self, mark: Any) -> tuple[int, int]:
        """The line and column in the file, from 1, of a mark in the copy that is read."""
        return self.original(mark.line + 1, mark.column + 1)

    def original(self, line: int, column: int) -> tuple[int, int]:
        """The place in the file of a place in the copy that is read, both counted from 1."""
        for after, more in reversed(self.added.get(line, ())):
            if column > after:
                column = max(after, column - more)
        return line, column

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
