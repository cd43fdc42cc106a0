"""A filled workbook as a submission of its own: for a city that hands in the workbook with everything, and no file."""

from __future__ import annotations

import io
import os.path
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from scoring.base.errors import Location, Problem, Result, Severity
from scoring.base.reading import TooLargeError, read_bytes
from scoring.base.spreadsheets import within_limits
from scoring.documents.edit.spelling import Lines, block, key_text
from scoring.documents.edit.spelling import Value as Written
from scoring.exchange.applying import material_written, written
from scoring.exchange.collecting import collect
from scoring.exchange.layout import FORMAT, HIDDEN
from scoring.exchange.merging import UNKNOWN_BASE, Outcome, merge
from scoring.exchange.origin import Origin, origin_of
from scoring.exchange.questions import ITEMS, Path, Questionnaire
from scoring.exchange.reading import MOST_BYTES, read_book
from scoring.exchange.submitted import questionnaire
from scoring.exchange.values import MATERIALS, NOTHING, UNCHECKED, Value

__all__ = ["submission_of_book", "whose_form", "without_place"]

HEAD_ROWS = 12
"""How far down the hidden sheet what a workbook says of itself goes at most."""


def whose_form(path: str) -> str | None:
    """The department whose form of ours the workbook at `path` is; None for any other file, and for one that cannot be read."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        data = read_bytes(path, MOST_BYTES)
        if not within_limits(data):
            return None
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            if HIDDEN not in book.sheet_names:
                return None
            rows = book.get_sheet_by_name(HIDDEN).to_python(nrows=HEAD_ROWS)
    except (CalamineError, OSError, ValueError, TooLargeError):
        return None
    about = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}
    return about.get("部门", "") if rows and rows[0] and rows[0][0] == FORMAT else None


def submission_of_book(path: str, search: Sequence[str], shown: str | None = None) -> Result[bytes]:
    """The submission that the workbook at `path` amounts to, as a file. What cannot be taken is a question with its cell and
    counts as unanswered. The value is None where the workbook is none of ours, or cannot be read."""
    name = shown or os.path.basename(path)
    read = read_book(path, name)
    if read.value is None:
        return Result(value=None, problems=read.problems)
    origin = origin_of(read.value)
    pack = origin.about.get("指标体系", "")
    if not pack:
        hint = "请用 scoring excel out 发的表；复制到新表里的，先用 scoring excel in 收进自评文件。"
        return _failed(name, "not-a-form", "不是本工具发的填报表：没有隐藏的数据页", hint)
    asked = questionnaire(pack, search)
    if asked.value is None:
        return Result(value=None, problems=asked.problems)
    found = collect(read.value, asked.value, {})
    decisions = merge({}, [replace(one, base=UNKNOWN_BASE) for one in found.votes])
    answers = {one.path: one.value for one in decisions if one.outcome is Outcome.TAKEN}
    told = [(one.place, f"{one.about}：{one.message}", one.hint) for one in found.refusals]
    for one in decisions:
        if one.outcome is Outcome.CONFLICT:
            cells = "、".join(str(vote.place) for vote in one.votes)
            told.append(
                (one.votes[0].place, f"{'/'.join(one.path[1:])}：同一个问题填了不同的答案（{cells}）", "请只留一个。")
            )
    problems = [
        Problem(code="cell-refused", message=f"{place}　{message}", hint=hint, severity=Severity.QUESTION)
        for place, message, hint in told
    ]
    return Result(value=_composed(asked.value, origin, answers), problems=tuple(problems))


def without_place(problem: Problem) -> Problem:
    """A problem of a submission that a workbook amounts to: which answer it is about, for nobody has seen its lines."""
    if problem.location is None or not problem.location.path:
        return replace(problem, location=None, excerpt=None)
    return replace(problem, location=None, excerpt=None, message=f"{problem.location.path}：{problem.message}")


def _composed(asked: Questionnaire, origin: Origin, answers: Mapping[Path, Value]) -> bytes:
    """A submission that gives these answers, in the order of the questions."""
    root = Lines({"指标体系": asked.pack, "地区" if asked.plan else "城市": origin.about.get("城市") or None})
    if origin.about.get("虚构样例"):
        root["虚构样例"] = True
    by_topic: dict[str, list[Path]] = {}
    for path in answers:
        by_topic.setdefault(path[1] if len(path) > 1 else "", []).append(path)
    for question in asked.questions:
        if question.of_units:
            for path in by_topic.get(question.topic.id, ()):
                if len(path) == len(question.path) and path[-1] == question.path[-1]:
                    _put(root, path, written(question, answers[path]))
        elif answers.get(question.path) is not None:
            _put(root, question.path, written(question, answers[question.path]))
    for path, value in answers.items():
        if len(path) == 4 and path[2] == MATERIALS:
            _at(root, path[:2]).setdefault(MATERIALS, []).append(material_written(value))
        elif value in (UNCHECKED, NOTHING) and path[0] == ITEMS:
            _put(root, path, value)
    return "".join(f"{key_text(key)}:{block(value, 0)}\n" for key, value in root.items()).encode("utf-8")


def _put(root: Lines, path: Path, value: Written) -> None:
    _at(root, path[:-1])[path[-1]] = value


def _at(root: Lines, path: Path) -> Lines:
    for part in path:
        root = root.setdefault(part, Lines())
    return root


def _failed(name: str, code: str, message: str, hint: str) -> Result[bytes]:
    place = Location(file=name, line=1, column=1)
    return Result(value=None, problems=(Problem(code=code, message=message, hint=hint, location=place),))
