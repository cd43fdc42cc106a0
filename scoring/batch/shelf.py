"""What a worker reads once and keeps: packs by id, and the file of references as each pack understands it."""

from __future__ import annotations

from collections.abc import Mapping

from scoring import load, validate
from scoring.errors import Result, Severity, sort_problems
from scoring.model.criteria import Criteria
from scoring.model.facts import ReferenceValue
from scoring.model.located import Document
from scoring.pipeline import Loaded, load_criteria, merge_references

__all__ = ["Shelf"]

References = Mapping[str, ReferenceValue]


class Shelf:
    """Reads submissions without reading their packs again. Nothing is written to the user's cache for a submission."""

    def __init__(self, search: tuple[str, ...], references: str | None) -> None:
        self.search = search
        self.path = references
        self.packs: dict[str, Result[Criteria]] = {}
        self.given: dict[str, Result[References]] = {}
        self.document: Result[Document] | None = None

    def read(self, data: bytes, shown: str) -> Result[Loaded]:
        """The submission in `data`, called `shown` in every message, with the references of the run merged into it."""
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
        result = Result(value=loaded, problems=sort_problems(problems))
        if self.path is None:
            return result
        return merge_references(result, self.references(criteria.value), self.path)

    def pack(self, name: str) -> Result[Criteria]:
        """The pack of this id, read at its first use."""
        found = self.packs.get(name)
        if found is None:
            found = self.packs[name] = load_criteria(name, self.search)
        return found

    def references(self, criteria: Criteria) -> Result[References]:
        """The run's references as `criteria` understands them."""
        assert self.path is not None
        found = self.given.get(criteria.digest)
        if found is None:
            if self.document is None:
                self.document = load.read_document(self.path)
            document = self.document
            if document.value is None or not document.ok:
                found = Result(value=None, problems=document.problems)
            else:
                given = validate.references(document.value, criteria)
                found = Result(value=given.value, problems=(*document.problems, *given.problems))
            self.given[criteria.digest] = found
        return found
