"""The smallest submission that holds a test's answers, which keep their own places in the test file."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scoring.base.errors import Location, Problem
from scoring.documents.nodes import Document, Entry, MappingNode, Node, Scalar, ScalarKind
from scoring.model.criteria import Criteria

__all__ = ["entry", "submission_of", "told"]

STAND_IN = "规则测试"
# Items do not depend on the application date; the form wants one, and a fixed one keeps the run repeatable.
APPLIED_ON = date(2022, 5, 31)


def submission_of(
    criteria: Criteria,
    answers: MappingNode,
    *,
    at: Location,
    lines: tuple[str, ...],
    profile: tuple[Entry, ...] = (),
    references: tuple[Entry, ...] = (),
    interpretations: tuple[Entry, ...] = (),
) -> Document:
    """A document with `answers` by item; `profile` as written, `references` and `interpretations` as name and value."""
    given = [
        entry(one.name, _mapping(at, entry("数值", one.value), _year(at), _word("来源", STAND_IN, at)), at)
        for one in references
    ]
    switched = [
        entry(one.name, _mapping(at, entry("选择", one.value), _word("理由", STAND_IN, at)), at)
        for one in interpretations
    ]
    day = Scalar(kind=ScalarKind.DATE, text=APPLIED_ON.isoformat(), value=APPLIED_ON, location=at)
    yes = Scalar(kind=ScalarKind.BOOL, text="是", value=True, location=at)
    parts = [
        _word("指标体系", criteria.id, at),
        _word("城市", STAND_IN, at),
        entry("申报日期", day, at),
        entry("虚构样例", yes, at),
        entry("自评", answers, at),
    ]
    for name, entries in (("基本情况", list(profile)), ("参照值", given), ("解释口径", switched)):
        if entries:
            parts.append(entry(name, _mapping(at, *entries), at))
    root = MappingNode(entries=tuple(parts), location=at, lines=lines)
    return Document(file=at.file, root=root, digest="")


def entry(name: str, value: Node, at: Location | None = None) -> Entry:
    """A key and its value; the key stands where the value does unless said otherwise."""
    key = Scalar(kind=ScalarKind.TEXT, text=name, value=name, location=at or value.location)
    return Entry(name=name, key=key, value=value)


def _mapping(at: Location, *entries: Entry) -> MappingNode:
    return MappingNode(entries=entries, location=at)


def _word(name: str, text: str, at: Location) -> Entry:
    return entry(name, Scalar(kind=ScalarKind.TEXT, text=text, value=text, location=at), at)


def _year(at: Location) -> Entry:
    return entry("年份", Scalar(kind=ScalarKind.NUMBER, text="2021", value=Fraction(2021), location=at), at)


def told(problem: Problem) -> str:
    """A problem with a test's answers in one phrase, its mend in brackets."""
    return f"{problem.message}（{problem.hint.rstrip('。')}）" if problem.hint else problem.message
