"""Collect the problems of one or more documents, each with the line it stands on."""

from __future__ import annotations

from scoring.base.errors import Location, Problem, Severity, sort_problems
from scoring.model.located import Entry, MappingNode, Node

__all__ = ["Report"]

EXCERPT_LENGTH = 400


class Report:
    """Problems found so far. One place and code is noted once, so that two checks of one mistake do not both speak."""

    def __init__(self, *roots: MappingNode) -> None:
        self._lines = {root.location.file: root.lines for root in roots}
        self._seen: set[tuple[Location | None, str]] = set()
        self._problems: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems in the order of the files."""
        return sort_problems(self._problems)

    @property
    def failed(self) -> bool:
        """True when a problem is an error."""
        return any(problem.severity is Severity.ERROR for problem in self._problems)

    def noted(self, prefix: str) -> bool:
        """True when a problem's code begins with `prefix`."""
        return any(problem.code.startswith(prefix) for problem in self._problems)

    def lines(self, file: str) -> tuple[str, ...]:
        """The text of a file, where it is known."""
        return self._lines.get(file, ())

    def excerpt(self, place: Location) -> str | None:
        """The source line at a place, where its text is known."""
        lines = self.lines(place.file)
        return lines[place.line - 1][:EXCERPT_LENGTH] if 0 < place.line <= len(lines) else None

    def error(self, code: str, message: str, hint: str, at: Node | Entry | Location | None) -> None:
        """Note something that must be mended before the file can be used."""
        self._add(code, message, hint, at, Severity.ERROR)

    def question(self, code: str, message: str, hint: str, at: Node | Entry | Location | None) -> None:
        """Note something that a person should look at; the file can be used as it is."""
        self._add(code, message, hint, at, Severity.QUESTION)

    def also(self, code: str, message: str, hint: str, at: Location | None) -> None:
        """Note a question beside others of its kind about the same place."""
        excerpt = None if at is None else self.excerpt(at)
        severity = Severity.QUESTION
        self._problems.append(
            Problem(code=code, message=message, hint=hint, location=at, severity=severity, excerpt=excerpt)
        )

    def extend(self, problems: tuple[Problem, ...]) -> None:
        """Take over problems that another part found."""
        self._problems.extend(problems)

    def _add(self, code: str, message: str, hint: str, at: Node | Entry | Location | None, severity: Severity) -> None:
        place: Location | None
        if at is None or isinstance(at, Location):
            place = at
        else:
            place = at.key.location if isinstance(at, Entry) else at.location
        if place is not None:
            if (place, code) in self._seen:
                return
            self._seen.add((place, code))
        excerpt = None if place is None else self.excerpt(place)
        self._problems.append(
            Problem(code=code, message=message, hint=hint, location=place, severity=severity, excerpt=excerpt)
        )
