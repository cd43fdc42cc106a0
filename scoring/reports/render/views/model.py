"""The parts of a report, as plain texts. Templates print these and decide nothing."""

from __future__ import annotations

from msgspec import Struct

__all__ = [
    "Bar",
    "Blank",
    "ClauseRow",
    "Cover",
    "DepartmentRow",
    "Eligibility",
    "EvidenceRow",
    "FormItem",
    "FormSection",
    "GateRow",
    "Loss",
    "LossSection",
    "MissingRow",
    "Pair",
    "Reading",
    "ReadingName",
    "ReferenceRow",
    "RiskRow",
    "StepRow",
    "Text",
    "Total",
]


class Pair(Struct, frozen=True, kw_only=True):
    """A label and what stands beside it."""

    name: str
    value: str
    note: str = ""


class Text(Struct, frozen=True, kw_only=True):
    """A heading of the city's own free text and its paragraphs."""

    name: str
    paragraphs: tuple[str, ...]


class Cover(Struct, frozen=True, kw_only=True):
    """The first page. `marker` says that answers are missing and what the range is; empty when nothing is missing.
    `watermark` is printed across every page: 虚构样例, 草稿, 未填完 or empty. `draft` says so where the pack is a draft, under
    which nothing is signed or sealed; else empty."""

    subject: str
    heading: str
    basis: str
    lines: tuple[Pair, ...]
    marker: str
    watermark: str
    draft: str = ""


class GateRow(Struct, frozen=True, kw_only=True):
    """One condition of eligibility. `ok` is True (clear), False (barred) or None (undecided)."""

    quote: str
    window: tuple[str, ...]
    answer: str
    verdict: str
    ok: bool | None


class Eligibility(Struct, frozen=True, kw_only=True):
    """The official sentence, the answers and the verdict; `left_open` says what stays for the reviewers ("": nothing).

    Without gates nothing was asked: `verdict` is then "", and there is nothing to seal."""

    text: tuple[str, ...]
    left_open: str
    verdict: str
    ok: bool | None
    gates: tuple[GateRow, ...]


class Bar(Struct, frozen=True, kw_only=True):
    """One section in the chart. Lengths are thousandths of the longest bar: `frame` the section's points, `sure` the
    points it has in any case, `open` what missing answers may still add."""

    label: str
    frame: int
    sure: int
    open: int
    text: str


class Total(Struct, frozen=True, kw_only=True):
    """The result in words and numbers. `lead` are sentences; `rows` the sections with points, score and loss."""

    points: str
    score: str
    lost: str
    lead: tuple[str, ...]
    bars: tuple[Bar, ...]


class DepartmentRow(Struct, frozen=True, kw_only=True):
    """A department: how many items it answers for and their points; the loss that came of its answers, and where."""

    name: str
    items: str
    points: str
    lost: str
    losing: str


class Blank(Struct, frozen=True, kw_only=True):
    """A blank that the official form prints for the city to fill in."""

    name: str
    value: str


class FormItem(Struct, frozen=True, kw_only=True):
    """One row of the official form. `scoring` is empty where the source has no scoring sentence; `lacks` then says so."""

    id: str
    label: str
    number: str
    requirement: str
    scoring: str
    lacks: str
    blanks: tuple[Blank, ...]
    points: str
    score: str
    undecided: bool
    evidence: tuple[str, ...]
    evidence_none: str
    note: str


class FormSection(Struct, frozen=True, kw_only=True):
    """A section of the form with its totals."""

    label: str
    title: str
    points: str
    score: str
    lost: str
    undecided: bool
    evidence: str
    items: tuple[FormItem, ...]
    gap: Pair | None


class ClauseRow(Struct, frozen=True, kw_only=True):
    """One clause that costs or may cost points, with the official words it comes from."""

    quote: str
    verdict: str
    because: str
    lost: str
    remedy: str


class Loss(Struct, frozen=True, kw_only=True):
    """An item that loses or may lose points."""

    label: str
    requirement: str
    points: str
    score: str
    lost: str
    undecided: bool
    clauses: tuple[ClauseRow, ...]


class LossSection(Struct, frozen=True, kw_only=True):
    """The losses of one section."""

    label: str
    title: str
    points: str
    score: str
    lost: str
    items: tuple[Loss, ...]


class StepRow(Struct, frozen=True, kw_only=True):
    """Something to do: where, what, who, and what it is worth at most."""

    item: str
    text: str
    owner: str
    worth: str


class MissingRow(Struct, frozen=True, kw_only=True):
    """The answers of one item that are missing and matter: names and questions."""

    item: str
    asks: tuple[Pair, ...]
    owner: str
    at_stake: str


class EvidenceRow(Struct, frozen=True, kw_only=True):
    """One row of the evidence checklist. `ok` is True (present), False (missing or empty) or None (not listed); `binder`
    is where it stands in the binder (见汇编第37页), "" where none was bound with the report."""

    number: str
    item: str
    title: str
    path: str
    document: tuple[str, ...]
    dated: str
    pages: str
    state: str
    ok: bool | None
    digest: str
    binder: str = ""


class RiskRow(Struct, frozen=True, kw_only=True):
    """A document that is not there and the points it puts at risk."""

    item: str
    title: str
    state: str
    worth: str
    facts: str


class Reading(Struct, frozen=True, kw_only=True):
    """An open question of the official text and the reading this report rests on."""

    item: str
    question: str
    option: str
    meaning: str
    why: str
    others: tuple[Pair, ...]
    switched: bool


class ReadingName(Struct, frozen=True, kw_only=True):
    """A reading in the short list: its item, its name and the option that is used."""

    item: str
    name: str
    option: str


class ReferenceRow(Struct, frozen=True, kw_only=True):
    """A number from outside the city, with its source."""

    name: str
    value: str
    year: str
    source: str
