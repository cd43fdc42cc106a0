"""Files that name the pack they follow: which it is, and what they say once it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from msgspec.structs import replace

from scoring.base.errors import Problem, Result, Severity, sort_problems
from scoring.documents.kinds import SUBMISSION, DocumentKind, other_kind
from scoring.documents.nodes import Document, Scalar, text_of
from scoring.documents.problems import Report

__all__ = ["NAME", "at_name", "criteria_name", "read_following"]

NAME = "指标体系"
P = TypeVar("P")
R = TypeVar("R")


def criteria_name(document: Document, expected: DocumentKind = SUBMISSION) -> Result[str]:
    """The pack that a document of the kind `expected` names, before the pack is known."""
    other = other_kind(document, expected)
    if other is not None:
        return Result(value=None, problems=(other,))
    node = document.root.get(NAME)
    report = Report(document.root)
    if isinstance(node, Scalar) and text_of(node):
        if not set("/\\") & set(text_of(node)):
            return Result(value=text_of(node))
        hint = "请只写编号，例如 liaoning-2022；自己的指标体系用 --criteria-path 指明所在的文件夹。"
        report.error("criteria-path", f"“{NAME}”应填编号，这里写的是路径“{text_of(node)}”", hint, node)
        return Result(value=None, problems=report.problems)
    hint = f"请在文件开头写明所用的指标体系，例如“{NAME}: liaoning-2022”。"
    message = f"“{NAME}”应填指标体系的编号" if node is not None else f"文件里缺少“{NAME}”"
    report.error("missing", message, hint, node if node is not None else document.root)
    return Result(value=None, problems=report.problems)


def at_name(document: Document, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems with the pack that a submission names, at the place where it names it."""
    node = document.root.get(NAME)
    place = document.root.location if node is None else node.location
    excerpt = Report(document.root).excerpt(place)
    return tuple(replace(problem, location=place, excerpt=excerpt) for problem in problems)


def read_following(
    document: Result[Document],
    expected: DocumentKind,
    pack_of: Callable[[str], Result[P]],
    read: Callable[[Document, P], Result[R]],
) -> Result[tuple[P, R]]:
    """The pack that a document names, and what `read` makes of the document with it. The value is None when a problem is an
    error; a problem with the pack that has no place stands where the document names it."""
    if document.value is None:
        return Result(value=None, problems=document.problems)
    name = criteria_name(document.value, expected)
    if name.value is None:
        return Result(value=None, problems=sort_problems([*document.problems, *name.problems]))
    pack = pack_of(name.value)
    if pack.value is None or not pack.ok:
        placed = [one for one in pack.problems if one.location is not None]
        placed += at_name(document.value, [one for one in pack.problems if one.location is None])
        return Result(value=None, problems=sort_problems([*document.problems, *placed]))
    made = read(document.value, pack.value)
    problems = sort_problems([*document.problems, *made.problems])
    if made.value is None or any(one.severity is Severity.ERROR for one in problems):
        return Result(value=None, problems=problems)
    return Result(value=(pack.value, made.value), problems=problems)
