"""Answers that were taken, written into the bytes of the submission: each value alone, everything read again, and what makes
the file wrong is refused instead of written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from msgspec import Struct

from scoring.base.errors import Problem, Severity
from scoring.documents import strict
from scoring.documents.edit import AFTER_LAST, NOT_THERE, REMOVE, Change, Spelt, edit, spelling
from scoring.documents.edit import Value as Written
from scoring.documents.nodes import MappingNode, Node, SequenceNode, get, items_of, text_of
from scoring.exchange.layout import OPEN
from scoring.exchange.merging import Decision
from scoring.exchange.questions import ITEMS, Path, Question
from scoring.exchange.submitted import Submitted
from scoring.exchange.values import MATERIALS, NOTHING, UNCHECKED, UNCONFIRMED, Value
from scoring.model.facts import NOT_APPLICABLE_WORD, QUANTITIES, FactType

UNCONFIRMED_CODE = "unconfirmed"
"""Only its number changes when answers are taken."""
__all__ = ["Applied", "Unfit", "apply", "line_of", "material_written", "written"]


class Unfit(Struct, frozen=True, kw_only=True):
    """An answer that cannot stand in the submission: why, and what to do."""

    decision: Decision
    message: str
    hint: str


class Applied(Struct, frozen=True, kw_only=True):
    """What came of it: the new bytes, the changes that make them, what was taken and what not, and what is asked about the
    file now that was not asked before."""

    data: bytes
    changes: tuple[Change, ...]
    taken: tuple[Decision, ...]
    unfit: tuple[Unfit, ...]
    questions: tuple[Problem, ...]


def apply(source: Submitted, decisions: Sequence[Decision]) -> Applied:
    """Write the decisions, all TAKEN, into the submission."""
    writer = _Writer(source)
    left, unfit = list(decisions), []
    while True:
        data, changes, failed = writer.write(left)
        if failed is not None:
            unfit.append(failed)
            left.remove(failed.decision)
            continue
        errors, questions = writer.check(data)
        if not errors:
            return Applied(
                data=data, changes=changes, taken=tuple(left), unfit=tuple(unfit), questions=tuple(questions)
            )
        bad = writer.culprits(left, errors[0])
        unfit += [Unfit(decision=one, message=errors[0].message, hint=errors[0].hint) for one in bad]
        left = [one for one in left if one not in bad]


class _Writer:
    def __init__(self, source: Submitted) -> None:
        self.source = source
        self.order = source.asked.order()
        self.questions = {one.path: one for one in source.asked.questions}
        self.known = {(one.code, one.message) for one in source.validate(self._document(source.data))}

    def write(self, decisions: Sequence[Decision]) -> tuple[bytes, tuple[Change, ...], Unfit | None]:
        """The bytes with all of them; or the first that cannot be written."""
        pairs = [(one, self._change(one, decisions)) for one in decisions]
        changes = [change for _, change in pairs if change is not None]
        done = edit(self.source.data, changes, self.source.file, self.order)
        if done.value is not None:
            return done.value.data, tuple(changes), None
        for number, (decision, _) in enumerate(pairs):
            some = [change for _, change in pairs[: number + 1] if change is not None]
            again = edit(self.source.data, some, self.source.file, self.order)
            if again.value is None:
                problem = again.problems[0]
                return self.source.data, (), Unfit(decision=decision, message=problem.message, hint=problem.hint)
        raise AssertionError("all changes together fail, and none of them")

    def check(self, data: bytes) -> tuple[list[Problem], list[Problem]]:
        """The errors and the questions that the file did not have before."""
        found = [one for one in self.source.validate(self._document(data)) if (one.code, one.message) not in self.known]
        errors = [one for one in found if one.severity is Severity.ERROR]
        asked = [one for one in found if one.severity is not Severity.ERROR and one.code != UNCONFIRMED_CODE]
        return errors, asked

    def culprits(self, decisions: Sequence[Decision], error: Problem) -> list[Decision]:
        """Those without which the error goes: one that it names before others, a unit or a part of the file, all where nothing
        less does."""
        named = sorted(decisions, key=lambda one: not any(f"“{part}”" in error.message for part in one.path))
        together = [{one.path[:depth]: None for one in named} for depth in (5, 4, 2)]
        for start in (path for paths in together for path in paths):
            left = [one for one in decisions if one.path[: len(start)] != start]
            data, _, failed = self.write(left)
            if failed is None and error.message not in {other.message for other in self.check(data)[0]}:
                return [one for one in decisions if one not in left]
        return list(decisions)

    def _document(self, data: bytes) -> Any:
        read = strict.parse_document(data, self.source.file)
        assert read.value is not None, read.problems
        return read.value

    def _change(self, decision: Decision, beside: Iterable[Decision]) -> Change | None:
        """The edit that a decision comes to; None where that of another holds it."""
        path, value = decision.path, decision.value
        if len(path) == 4 and path[2] == MATERIALS:
            return self._material(path, value)
        question = self._question(path)
        if question is None:
            return self._whole(path, value, beside)
        unit = path[:4] if question.of_units else None
        if unit is not None and any(one.path == unit for one in beside):
            return None
        return Change(path=path, expected=spelling(self.source.data, path), value=written(question, value))

    def _question(self, path: Path) -> Question | None:
        found = self.questions.get(path)
        if found is None and len(path) == 5:
            found = self.questions.get((*path[:3], "*", path[4]))
        return found

    def _whole(self, path: Path, value: Value, beside: Iterable[Decision]) -> Change:
        """A unit, or all units of a topic."""
        said: Written = Spelt(text=str(value)) if value in (UNCHECKED, NOTHING) else None
        if said is None:
            said = {}
            for one in beside:
                question = self._question(one.path) if one.path[:4] == path else None
                if question is not None:
                    said[one.path[4]] = written(question, one.value)
            said = said or Spelt(text=OPEN)
        return Change(path=path, expected=spelling(self.source.data, path), value=said)

    def _material(self, path: Path, value: Value) -> Change:
        above, file = path[:3], path[3]
        listed = items_of(_at(self.source.root, above))
        place = next((number for number, one in enumerate(listed) if text_of(get(one, "文件")) == file), None)
        if place is None:
            return Change(path=(*above, AFTER_LAST), expected=NOT_THERE, value=material_written(value))
        expected = spelling(self.source.data, (*above, place))
        new: Written = REMOVE if value is None else material_written(value)
        return Change(path=(*above, place), expected=expected, value=new)


def written(question: Question, value: Value) -> Written:
    """An answer as it is written in the file."""
    if value is None:
        return Spelt(text=OPEN)
    if isinstance(value, list):
        return [{key: _day_or_text(key, text) for key, text in one.items()} for one in value]
    if isinstance(value, str):
        return _scalar(question, value)
    if UNCONFIRMED in value:
        return {UNCONFIRMED: written(question, value[UNCONFIRMED])}
    if NOT_APPLICABLE_WORD in value:
        reason = value[NOT_APPLICABLE_WORD]
        return {NOT_APPLICABLE_WORD: reason} if reason else Spelt(text=NOT_APPLICABLE_WORD)
    points = value.get("分值")
    return {"分值": Fraction(str(points)) if points else Spelt(text=OPEN), "理由": value.get("理由") or ""}


def _scalar(question: Question, value: str) -> Written:
    kind = question.fact.type
    if kind in QUANTITIES or value in ("是", "否"):
        return Spelt(text=value)
    return _day_or_text("日期", value) if kind is FactType.DATE else value


def _day_or_text(key: str, text: str) -> Written:
    return date.fromisoformat(text) if key == "日期" else text


def material_written(value: Value) -> Written:
    """A piece of evidence as it is written in the file."""
    assert isinstance(value, Mapping)
    made: dict[str, Written] = {key: _day_or_text(key, str(text)) for key, text in value.items()}
    if "页数" in made:
        made["页数"] = int(str(value["页数"]))
    return made


def _at(root: MappingNode, path: Path) -> Node | None:
    node: Node | None = root
    for part in path:
        node = get(node, part)
    return node


def line_of(root: MappingNode, path: Path) -> int | None:
    """The line of the submission in which an answer stands, or in which its topic begins; None where neither is there."""
    node: Node = root
    line = None
    for number, part in enumerate(path):
        if isinstance(node, SequenceNode):
            found = next((one for one in node.items if text_of(get(one, "文件")) == part), None)
            return line if found is None else found.location.line
        entry = node.entry(normalize("NFKC", part)) if isinstance(node, MappingNode) else None
        if entry is None:
            return line if number > (path[0] == ITEMS) else None
        line, node = entry.key.location.line, entry.value
    return line
