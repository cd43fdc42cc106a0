"""A submission as the exchange sees it: what its pack asks, what it answers, and its very bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from scoring.base.errors import Problem, Result
from scoring.base.guard import protect
from scoring.base.reading import read_bytes
from scoring.documents import kinds, strict
from scoring.documents.nodes import Document, MappingNode, text_of
from scoring.exchange.questions import Path, Questionnaire, of_criteria, of_plan
from scoring.exchange.values import Value, answers_of, unit_names
from scoring.loading import load_criteria, protect_evidence
from scoring.model.criteria import Criteria
from scoring.model.submission import Submission
from scoring.naming import is_plan
from scoring.province.plans import load_plan, progress
from scoring.submissions import read_following, submission

__all__ = ["Submitted", "open_submitted", "questionnaire", "submitted", "submitted_city"]

Validate = Callable[[Document], tuple[Problem, ...]]


class Submitted(Struct, frozen=True, kw_only=True):
    """One submission, free of errors.

    file: what messages call it
    data: its bytes
    root: its nodes, with their places
    digest: the SHA-256 (hex) of the bytes
    validate: every problem of a document that is to take its place
    """

    asked: Questionnaire
    file: str
    data: bytes
    root: MappingNode
    digest: str
    answers: Mapping[Path, Value]
    validate: Validate

    @property
    def place(self) -> str:
        """The city or region that it speaks of; "" where it names none."""
        return text_of(self.root.get("地区" if self.asked.plan else "城市"))

    @property
    def contact(self) -> str:
        """Whom to send filled workbooks to; "" where it does not say."""
        return text_of(self.root.get("联系方式"))

    @property
    def invented(self) -> bool:
        """Whether it is a sample."""
        return text_of(self.root.get("虚构样例")) in ("是", "true")

    def units(self, topic: str) -> tuple[str, ...]:
        """The units that it lists under a topic."""
        of = (one for one in self.asked.questions if one.of_units and one.topic.id == topic)
        return next((unit_names(one, self.root) for one in of), ())


def open_submitted(path: str, search: Sequence[str], shown: str | None = None) -> Result[Submitted]:
    """The submission at `path`, which messages call `shown` (None: as it is), to a pack with points or to a plan; the value is
    None when a problem is an error."""
    protect(path)
    try:
        data = read_bytes(path)
    except OSError:
        return Result(value=None, problems=strict.read_document(path, shown).problems)
    return submitted(data, path if shown is None else shown, search)


def submitted(data: bytes, file: str, search: Sequence[str]) -> Result[Submitted]:
    """The submission in `data`, which messages call `file`."""
    document = strict.parse_document(data, file)

    def of_city() -> Result[Submitted]:
        read = read_following(document, kinds.SUBMISSION, lambda name: load_criteria(name, search), submission)
        if read.value is None or document.value is None:
            return Result(value=None, problems=read.problems)
        criteria, found = read.value
        protect_evidence(found, file)
        return Result(value=submitted_city(document.value, data, criteria, found), problems=read.problems)

    def of_region() -> Result[Submitted]:
        read = read_following(document, kinds.SUBMISSION, lambda name: load_plan(name, search), progress)
        if read.value is None or document.value is None:
            return Result(value=None, problems=read.problems)
        plan, _found = read.value
        made = _made(document.value, data, of_plan(plan), lambda other: progress(other, plan).problems)
        return Result(value=made, problems=read.problems)

    found = of_city()
    return of_region() if is_plan(found.problems) else found


def submitted_city(document: Document, data: bytes, criteria: Criteria, found: Submission) -> Submitted:
    """A city's submission that was read already: the bytes `data`, their `document`, its pack and what it says."""
    switched = {name: choice.option for name, choice in found.switched.items()}
    asked = of_criteria(criteria, switched)
    return _made(document, data, asked, lambda other: submission(other, criteria).problems)


def _made(document: Document, data: bytes, asked: Questionnaire, validate: Validate) -> Submitted:
    return Submitted(
        asked=asked,
        file=document.file,
        data=data,
        root=document.root,
        digest=document.digest,
        answers=answers_of(asked, document.root),
        validate=validate,
    )


def questionnaire(pack: str, search: Sequence[str]) -> Result[Questionnaire]:
    """What a pack asks, whether it has points or is a plan."""
    criteria = load_criteria(pack, search)
    if is_plan(criteria.problems):
        plan = load_plan(pack, search)
        made = of_plan(plan.value) if plan.value is not None and plan.ok else None
        return Result(value=made, problems=plan.problems)
    return Result(
        value=of_criteria(criteria.value) if criteria.value is not None and criteria.ok else None,
        problems=criteria.problems,
    )
