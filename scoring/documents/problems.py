"""Collect the problems of one or more documents, each with the line it stands on and the word that was likely meant."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from scoring.base.errors import Location, Problem, Severity, sort_problems
from scoring.documents.nodes import DAY, Entry, MappingNode, Node, Scalar, ScalarKind, date_of

__all__ = ["Report", "closest", "did_you_mean", "listed", "read_day"]

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


def read_day(node: Node | None, report: Report) -> date | None:
    """A day, or None. A day in quotes that does not exist is noted here; one without quotes the reader has noted, and
    other forms the schema."""
    day = date_of(node)
    if day is None and isinstance(node, Scalar) and node.kind is ScalarKind.TEXT and DAY.fullmatch(node.text):
        report.error("bad-date", f"没有 {node.text} 这一天", "请改成真实的日期，写成 2022-05-20 的样子。", node)
    return day


NOT = ("不", "没", "未", "无", "非")
MOST = 8


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None when none is alike; one that begins with it goes first. The opposite of
    what was written (认可 for 不认可) is never offered."""
    names = list(known)
    bare = unicodedata.normalize("NFKC", word).strip(" \"'“”‘’：:。，")
    if bare in names:
        return bare
    longer = [name for name in names if len(bare) > 1 and name.startswith(bare)]
    if longer:
        return min(longer, key=len)
    names = [name for name in names if not _opposite(name, bare) and not _opposite(bare, name)]
    found = difflib.get_close_matches(bare, names, n=1, cutoff=0.5)
    return found[0] if found else None


def _opposite(name: str, word: str) -> bool:
    return name[:1] in NOT and name[1:] == word


def listed(known: Sequence[str]) -> str:
    """The first few known words, for the end of a hint."""
    return "、".join(known[:MOST]) + ("……" if len(known) > MOST else "")


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A hint: the likely word, else the words there are."""
    close = closest(word, known)
    if close is not None:
        return f"是不是“{close}”？"
    return f"可用的有：{listed(known)}。" if known else "请删掉它。"
