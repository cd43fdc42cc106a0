"""One submission as the pages see it: read anew whenever its bytes change, changed one answer at a time.

Whoever changes the file otherwise (an editor, Excel, the command line) is no stranger here: nothing is kept but what was worked
out for bytes that still stand on the disk.
"""

from __future__ import annotations

import os.path
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path as FilePath

from msgspec import Struct
from msgspec.structs import replace

from scoring.assess import Assessment, Depth, Request, evaluate
from scoring.base.assets import pack_search
from scoring.base.errors import Problem, Result, Severity
from scoring.base.reading import read_bytes
from scoring.documents import kinds, strict
from scoring.documents.edit import (
    Change,
    Final,
    JournalLine,
    Order,
    Origin,
    final_of,
    journal_of,
    overwritten,
    save,
    save_whole,
    spellings,
    value_spelt,
)
from scoring.documents.edit.editing import no_order
from scoring.evidence import Memory
from scoring.exchange.applying import written
from scoring.exchange.cells import read_answer
from scoring.exchange.places import Place
from scoring.exchange.questions import Path, Question
from scoring.exchange.reading import CellValue
from scoring.exchange.submitted import Submitted, submitted_city
from scoring.exchange.values import NOTHING, Value
from scoring.lang import Truth
from scoring.loading import Loaded, PackCache
from scoring.model.facts import NOT_APPLICABLE_WORD, FactType
from scoring.rules.inputs import asked as arises
from scoring.rules.inputs import resolve_inputs, stated_values
from scoring.submissions import read_following, submission

__all__ = ["WAY", "Answer", "AnswerState", "Opened", "Typed", "Workspace", "value_typed"]

WAY = "网页"
NO_PLACE = Place(book="", sheet="", cell="")


class Typed(Struct, frozen=True, kw_only=True):
    """What a form sends for one question.

    text: the answer itself; not_applicable: 不适用 was ticked; reason: why, or why these points; events: of a gate
    """

    text: str = ""
    not_applicable: bool = False
    reason: str = ""
    events: tuple[Mapping[str, str], ...] = ()


class AnswerState(Struct, frozen=True, kw_only=True):
    """What stands in the file in answer to a question: as a value, and spelt as it was when the page was drawn (None: not
    there). `idle`: by the other answers the question does not arise."""

    value: Value
    spelt: str | None
    idle: bool = False


class Answer(Struct, frozen=True, kw_only=True):
    """What became of a change.

    fault, hint: why it was not taken, and what to do
    waiting: what is still to be written before it can be saved, where that is all
    note: how it was understood
    theirs: what somebody else put there first, where that is the reason
    """

    fault: str = ""
    hint: str = ""
    waiting: str = ""
    note: str = ""
    theirs: Value = None
    conflict: bool = False

    @property
    def kept(self) -> bool:
        """Whether nothing was saved, so that what was typed stays in the fields."""
        return bool(self.fault or self.waiting)


class Opened(Struct, frozen=True, kw_only=True, dict=True):
    """A submission at one moment: what it says, and what it scores."""

    source: Submitted
    assessment: Assessment
    problems: tuple[Problem, ...]
    request: Request

    @property
    def evidenced(self) -> Assessment:
        """The same with a look at the documents that it lists, as they are now."""
        return evaluate(self.assessment, replace(self.request, evidence=Depth.CONTENTS))

    @cached_property
    def questions(self) -> Mapping[Path, Question]:
        """The questions by their path."""
        return {one.path: one for one in self.source.asked.questions}

    @cached_property
    def spelt(self) -> Mapping[Path, str | None]:
        """How every single answer is spelt."""
        paths = [one.path for one in self.source.asked.questions if not one.of_units]
        return dict(zip(paths, spellings(self.source.data, paths), strict=True))

    def state(self, path: Path) -> AnswerState:
        """What stands there in answer to a question."""
        spelt = self.spelt[path] if path in self.spelt else spellings(self.source.data, [path])[0]
        return AnswerState(value=self.source.answers.get(path), spelt=spelt, idle=path in self.idle)

    @cached_property
    def idle(self) -> frozenset[Path]:
        """The questions that do not arise by the other answers."""
        found = self.assessment
        values = resolve_inputs(found.criteria, stated_values(found.criteria, found.submission))
        return frozenset(
            one.path
            for one in self.source.asked.questions
            if one.fact.needs is not None and not one.of_units and arises(one.fact, values) is Truth.FALSE
        )

    def spelling(self, path: Path) -> str | None:
        """How a value of the file is spelt; None where it is not there."""
        return spellings(self.source.data, [path])[0]

    def question(self, path: Path) -> Question | None:
        """The question at a path; for one that every unit answers, that of the unit."""
        found = self.questions.get(path)
        if found is None and len(path) == 5:
            found = self.questions.get((*path[:3], "*", path[4]))
        return found


class Workspace:
    """The file of one city, for all pages and all people at once."""

    def __init__(self, file: str, criteria_path: Sequence[str] = ()) -> None:
        self.file = os.path.abspath(file)
        self.folder = FilePath(self.file).parent
        self.search = tuple(pack_search(tuple(criteria_path), self.file))
        self._packs = PackCache(self.search)  # a pack that is changed meanwhile is seen after the next start
        self._lock = threading.Lock()
        self._opened: tuple[bytes, Result[Opened]] | None = None
        self._memory = Memory()

    @property
    def name(self) -> str:
        """The name of the file."""
        return os.path.basename(self.file)

    @property
    def final(self) -> Final | None:
        """That the file is closed; None while it is filled in."""
        return final_of(os.path.realpath(self.file))

    def open(self) -> Result[Opened]:
        """What the file says now. The value is None where it has an error; every problem is told."""
        with self._lock:
            try:
                data = read_bytes(self.file)
            except OSError:
                return self._read(b"")
            if self._opened is None or self._opened[0] != data:
                self._opened = data, self._read(data)
            return self._opened[1]

    def _read(self, data: bytes) -> Result[Opened]:
        request = Request(
            file=self.file,
            search=self.search,
            evidence=Depth.NONE,
            names={self.file: self.name},
            memory=self._memory,
        )
        document = strict.parse_document(data, self.name)
        read = read_following(document, kinds.SUBMISSION, self._packs.criteria, submission)
        if read.value is None or document.value is None:
            return Result(value=None, problems=read.problems)
        criteria, found = read.value
        opened = Opened(
            source=submitted_city(document.value, data, criteria, found),
            assessment=evaluate(Loaded(criteria=criteria, submission=found), request),
            problems=read.problems,
            request=request,
        )
        return Result(value=opened, problems=read.problems)

    def answer(self, path: Path, typed: Typed, seen: str | None, who: str, at: datetime) -> Answer:
        """Put an answer into the file where it still says what `who` saw there."""
        opened = self.open().value
        question = None if opened is None else opened.question(path)
        if opened is None or question is None:
            return Answer(fault="没有这个问题", hint="请刷新页面再看。")
        value, told = value_typed(question, typed)
        if told.kept or value == opened.source.answers.get(path):
            return told
        done = self.change(Change(path=path, expected=seen, value=written(question, value)), who, at)
        return done if done.fault else told

    def put(self, path: Path, value: Value, seen: str | None, who: str, at: datetime) -> Answer:
        """Put an answer that is a value already (one that stood there before, one of several from workbooks) into the file.
        What is no value of ours is refused."""
        opened = self.open().value
        question = None if opened is None else opened.question(path)
        if question is None:
            return Answer(fault="没有这个问题", hint="请刷新页面再看。")
        try:
            change = Change(path=path, expected=seen, value=written(question, value))
        except (ValueError, TypeError, AttributeError, KeyError):
            return Answer(fault="这不是能填的答案", hint="请刷新页面再试。")
        return self.change(change, who, at)

    def change(self, change: Change, who: str, at: datetime, way: str = WAY) -> Answer:
        """Make one change in the file, unless it would have an error by it."""
        return self.changes([change], who, at, way)

    def changes(
        self, changes: Sequence[Change], who: str, at: datetime, way: str = WAY, order: Order | None = None
    ) -> Answer:
        """Make changes in the file together, unless it would have an error by them; new entries are put where `order` says, or
        the form has them."""
        checked: tuple[bytes, Result[Opened]] | None = None

        def faults(data: bytes) -> tuple[Problem, ...]:
            nonlocal checked
            checked = data, self._read(data)
            return tuple(one for one in checked[1].problems if one.severity is Severity.ERROR)

        opened = self.open().value
        if order is None:
            order = no_order if opened is None else opened.source.asked.order()
        done = save(self.file, changes, Origin(who=who, at=at, way=way), order=order, together=True, faults=faults)
        if done.value is not None and checked is not None:
            with self._lock:
                self._opened = checked
        if done.value is None:
            errors = [one for one in done.problems if one.severity is Severity.ERROR] or list(done.problems)
            return Answer(fault=errors[0].message, hint=errors[0].hint or "")
        if done.value.conflicts:
            again = self.open().value
            theirs = None if again is None else again.source.answers.get(tuple(str(step) for step in changes[0].path))
            return Answer(
                fault="刚才已经有人改过这一处，没有覆盖",
                hint="请核对两个答案，再决定用哪一个。",
                theirs=theirs,
                conflict=True,
            )
        return Answer()

    def replace(self, data: bytes, seen: bytes, who: str, at: datetime) -> Answer:
        """Put all of the file anew, where it is still as `who` saw it."""
        done = save_whole(self.file, data, Origin(who=who, at=at, way="原文件"), expected=seen)
        if done.value is None:
            return Answer(fault=done.problems[0].message, hint=done.problems[0].hint or "")
        if done.value.conflicts:
            return Answer(
                fault="刚才有人改过这个文件，没有保存", hint="请把自己的改动抄下，刷新后再改。", conflict=True
            )
        return Answer()

    def history(self, most: int = 500) -> tuple[JournalLine, ...]:
        """The changes of the file, the newest first."""
        return journal_of(self.file, most)

    def overwritten(self) -> tuple[JournalLine, ...]:
        """The answers that another program wrote over with what stood there before."""
        try:
            return overwritten(self.history(), read_bytes(self.file))
        except OSError:
            return ()

    def put_back(self, path: Path, seen: str | None, spelt: str | None, who: str, at: datetime) -> Answer:
        """Let a value say again what the journal tells that it said, where it still is as `who` saw it."""
        return self.change(Change(path=path, expected=seen, value=value_spelt(spelt)), who, at)


def value_typed(question: Question, typed: Typed) -> tuple[Value, Answer]:
    """What was typed as an answer, and how it was understood or why it is none."""
    if question.incidents:
        events: list[Mapping[str, str]] = [dict(one) for one in typed.events if any(one.values())]
        if typed.text == NOTHING:
            return NOTHING, Answer()
        if typed.text and not events:
            return None, Answer(waiting="还没有保存：请在下面逐件写明日期和情况，写了就保存。")
        return (events or None), Answer()
    fact = question.fact
    if typed.not_applicable:
        if fact.not_applicable is None:
            return None, Answer(fault="这个问题不能填“不适用”", hint="请按实际情况回答；还不知道的留空。")
        return {NOT_APPLICABLE_WORD: typed.reason.strip()}, Answer()
    cell = CellValue(value=typed.text or None, form=None, place=NO_PLACE)
    reason = CellValue(value=typed.reason or None, form=None, place=NO_PLACE)
    if fact.type is FactType.JUDGED and cell.blank:
        return ({"分值": "", "理由": typed.reason.strip()} if typed.reason.strip() else None), Answer()
    found = read_answer(question, cell, reason)
    if found.fault:
        return None, Answer(fault=found.fault, hint=found.hint.replace("还不知道的写“未填”", "还不知道的留空"))
    if isinstance(found.value, Mapping) and found.value.get("分值") and not found.value.get("理由"):
        return None, Answer(waiting="还没有保存：再写明为什么给这个分，写完就保存。")
    return found.value, Answer(note=found.note)
