"""What a worker reads once and keeps: packs by id, and the file of references as each pack understands it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from scoring import load, validate
from scoring.base.errors import Result, Severity, sort_problems
from scoring.documents.nodes import Document
from scoring.loading import Loaded, load_criteria, merge_references
from scoring.model.criteria import Criteria
from scoring.model.facts import ReferenceValue

__all__ = ["Named", "Shelf", "references_of"]

References = Mapping[str, ReferenceValue]


class Named(Struct, frozen=True, kw_only=True):
    """A file, and what messages call it."""

    path: str
    shown: str


class Shelf:
    """Reads submissions without reading their packs again. Nothing is written to the user's cache for a submission."""

    def __init__(self, search: tuple[str, ...], references: str | None) -> None:
        self.search = search
        self.given = None if references is None else Named(path=references, shown=references)
        self.packs: dict[str, Result[Criteria]] = {}
        self.understood: dict[str, Result[References]] = {}
        self.document: Result[Document] | None = None

    def read(self, data: bytes, shown: str, own: Named | None = None) -> Result[Loaded]:
        """The submission in `data`, called `shown` in every message, with the references of the run merged into it; where
        the run has none, those of `own`."""
        document = load.parse_document(data, shown)
        if document.value is None:
            return Result(value=None, problems=document.problems)
        name = validate.criteria_name(document.value)
        if name.value is None:
            return Result(value=None, problems=sort_problems([*document.problems, *name.problems]))
        criteria = self.pack(name.value)
        if criteria.value is None or not criteria.ok:
            named = [one for one in criteria.problems if one.location is None]
            placed = [one for one in criteria.problems if one.location is not None]
            problems = [*document.problems, *placed, *validate.at_name(document.value, named)]
            return Result(value=None, problems=sort_problems(problems))
        made = validate.submission(document.value, criteria.value)
        problems = [*document.problems, *made.problems]
        if made.value is None or any(one.severity is Severity.ERROR for one in problems):
            return Result(value=None, problems=sort_problems(problems))
        loaded = Loaded(criteria=criteria.value, submission=made.value)
        return self._with_references(Result(value=loaded, problems=sort_problems(problems)), criteria.value, own)

    def pack(self, name: str) -> Result[Criteria]:
        """The pack of this id, read at its first use."""
        found = self.packs.get(name)
        if found is None:
            found = self.packs[name] = load_criteria(name, self.search)
        return found

    def _with_references(self, result: Result[Loaded], criteria: Criteria, own: Named | None) -> Result[Loaded]:
        if self.given is not None:
            found = self.understood.get(criteria.digest)
            if found is None:
                if self.document is None:
                    self.document = load.read_document(self.given.path, self.given.shown)
                found = self.understood[criteria.digest] = _understood(self.document, criteria)
            return merge_references(result, found, self.given.shown)
        if own is not None:
            found = _understood(load.read_document(own.path, own.shown), criteria)
            return merge_references(result, found, own.shown)
        return result


def references_of(path: str, criteria: Criteria) -> References:
    """The values of a file of references, as far as it can be read."""
    return _understood(load.read_document(path), criteria).value or {}


def _understood(document: Result[Document], criteria: Criteria) -> Result[References]:
    if document.value is None or not document.ok:
        return Result(value=None, problems=document.problems)
    given = validate.batch_references(document.value, criteria)
    values = None if given.value is None else given.value.values
    return Result(value=values, problems=(*document.problems, *given.problems))
