"""Packs and submissions from the disk: read and validated."""

from __future__ import annotations

import os.path
from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring import packs, submissions
from scoring.base import guard
from scoring.base.assets import criteria_search
from scoring.base.errors import Problem, Result, Severity, sort_problems
from scoring.base.reading import read_bytes
from scoring.documents import kinds, strict
from scoring.documents.nodes import Document
from scoring.evidence import spellings
from scoring.model.criteria import Criteria
from scoring.model.references import ReferenceSpan, ReferenceValue
from scoring.model.submission import Submission
from scoring.packs import overlay

__all__ = ["Loaded", "Named", "PackCache", "load_criteria", "load_submission", "protect_evidence"]

References = Mapping[str, ReferenceValue | ReferenceSpan]


class Loaded(Struct, frozen=True, kw_only=True):
    """A valid submission with the pack it is written for; references are merged already."""

    criteria: Criteria
    submission: Submission


class Named(Struct, frozen=True, kw_only=True):
    """A file, and what messages call it."""

    path: str
    shown: str


def load_criteria(name: str, search: Sequence[str] | None = None) -> Result[Criteria]:
    """The pack called `name` (an id, or the path of its folder)."""
    folders = criteria_search() if search is None else tuple(search)
    found = packs.find_pack(name, folders)
    if found.value is None:
        return Result(value=None, problems=found.problems)
    source = packs.read_pack(found.value)
    if source.value is None or not source.ok:
        return Result(value=None, problems=source.problems)
    if packs.is_plan(source.value):
        return Result(value=None, problems=(packs.plan_problem(source.value),))
    if source.value.main.root.get("extends") is None:
        return packs.criteria(source.value)
    return overlay.load_pack(source.value, folders)


def load_submission(
    path: str,
    *,
    references_path: str | None = None,
    search: Sequence[str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Result[Loaded]:
    """Read and validate a submission with the pack it names, and merge the references of `references_path` into it.

    `names` as for `assess`.
    """
    called = names or {}
    shown = called.get(path, path)
    guard.protect(path)
    try:
        data = read_bytes(path)
    except OSError:
        return Result(value=None, problems=strict.read_document(path, shown).problems)
    given = None
    if references_path is not None:
        given = Named(path=references_path, shown=called.get(references_path, references_path))
    loaded = PackCache(criteria_search() if search is None else search, given).read(data, shown)
    if loaded.value is not None:
        protect_evidence(loaded.value.submission, path)
    return loaded


def protect_evidence(submission: Submission, path: str) -> None:
    """No output may take the place of a listed file, there or not yet, or force its way in among them."""
    active = guard.active()
    if active is None:
        return
    base = os.path.dirname(os.path.abspath(path))
    for file in submission.evidence:
        for spelling in spellings(file.path):
            active.protect(os.path.join(base, *spelling.split("/")), guard.EVIDENCE)
        top = file.path.split("/")[0]
        if top not in ("", ".", ".."):
            active.close(os.path.join(base, top))


class PackCache:
    """Reads submissions, and their packs and the file of `references` that goes before their own only once. Where
    `averages`, such a file may ask for means of a whole batch, which are left out here."""

    def __init__(self, search: Sequence[str], references: Named | None = None, *, averages: bool = False) -> None:
        self.search = tuple(search)
        self.given = references
        self.averages = averages
        self.packs: dict[str, Result[Criteria]] = {}
        self.document: Result[Document] | None = None
        self.understood: dict[str, Result[References]] = {}

    def criteria(self, name: str) -> Result[Criteria]:
        """The pack of this id, read at its first use."""
        found = self.packs.get(name)
        if found is None:
            found = self.packs[name] = load_criteria(name, self.search)
        return found

    def references(self, criteria: Criteria) -> Result[References]:
        """The values of the file of references as a pack understands them, read at its first use; none without a file."""
        if self.given is None:
            return Result(value={})
        found = self.understood.get(criteria.digest)
        if found is None:
            if self.document is None:
                self.document = strict.read_document(self.given.path, self.given.shown)
            found = self.understood[criteria.digest] = self._understood(self.document, criteria)
        return found

    def read(self, data: bytes, shown: str, own: Named | None = None) -> Result[Loaded]:
        """The submission in `data`, called `shown` in every message, with the file of references merged into it; where
        there is none, with those of `own`."""
        read = submissions.read_following(
            strict.parse_document(data, shown), kinds.SUBMISSION, self.criteria, submissions.submission
        )
        if read.value is None:
            return Result(value=None, problems=read.problems)
        (criteria, submission), problems = read.value, [*read.problems]
        file = self.given or own
        if file is None:
            return Result(value=Loaded(criteria=criteria, submission=submission), problems=read.problems)
        return self._with_references(criteria, submission, problems, file)

    def _with_references(
        self, criteria: Criteria, submission: Submission, problems: list[Problem], file: Named
    ) -> Result[Loaded]:
        """Merge a file of references; it wins over the submission's own values, and a difference is questioned."""
        if file is self.given:
            given = self.references(criteria)
        else:
            given = self._understood(strict.read_document(file.path, file.shown), criteria)
        problems = [*problems, *given.problems]
        if given.value is None or not given.ok:
            return Result(value=None, problems=sort_problems(problems))
        problems += _differences(submission.references, given.value, file.shown)
        merged = _merged(submission, given.value)
        problems = submissions.asked_again(criteria, merged, problems)
        return Result(value=Loaded(criteria=criteria, submission=merged), problems=sort_problems(problems))

    def _understood(self, document: Result[Document], criteria: Criteria) -> Result[References]:
        if document.value is None:
            return Result(value=None, problems=document.problems)
        if not self.averages:
            given = submissions.references(document.value, criteria)
            return Result(value=given.value, problems=(*document.problems, *given.problems))
        asked = submissions.batch_references(document.value, criteria)
        values = None if asked.value is None else asked.value.values
        return Result(value=values, problems=(*document.problems, *asked.problems))


def _merged(submission: Submission, given: References) -> Submission:
    """What is given goes before what the submission says; a place that is open is no value."""
    values = {**submission.references, **{name: one for name, one in given.items() if isinstance(one, ReferenceValue)}}
    spans = {name: one for name, one in given.items() if isinstance(one, ReferenceSpan)}
    return replace(submission, references={name: one for name, one in values.items() if name not in spans}, spans=spans)


def _differences(own: References, given: References, path: str) -> list[Problem]:
    return [
        Problem(
            code="reference-differs",
            message=f"参照值“{name}”与参照值文件 {path} 里的不一样，计分时用参照值文件里的",
            hint="核对两处的数值、年份和来源，删去自评文件里多余的一处。",
            location=own[name].location,
            severity=Severity.QUESTION,
        )
        for name in own
        if name in given and _said(own[name]) != _said(given[name])
    ]


def _said(of: ReferenceValue | ReferenceSpan) -> tuple[Fraction, Fraction, int]:
    return (of.value, of.value, of.year) if isinstance(of, ReferenceValue) else (of.best, of.worst, of.year)
