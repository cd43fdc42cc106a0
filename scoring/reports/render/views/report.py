"""What the report of a city says, as plain texts in the order of reading. Templates print it and decide nothing."""

from __future__ import annotations

from msgspec import Struct

from scoring.reports.render.views.chapters import Chapter
from scoring.reports.render.views.model import (
    Blank,
    Cover,
    DepartmentRow,
    Eligibility,
    EvidenceRow,
    FormSection,
    LossSection,
    MissingRow,
    Pair,
    Reading,
    ReadingName,
    ReferenceRow,
    RiskRow,
    StepRow,
    Text,
    Total,
)

__all__ = ["View"]


class View(Struct, frozen=True, kw_only=True):
    """The whole report. `day` is the ISO date that stands in the document's metadata, empty when unknown; `trace` the
    short line that ties the form to its sources where it stands alone; `unwritten` says which texts of its own the city did
    not write, "" where it wrote all."""

    title: str
    city: str
    applicant: str
    contact: str
    author: str
    subject: str
    day: str
    complete: bool
    trace: str
    chapters: tuple[Chapter, ...]
    cover: Cover
    eligibility: Eligibility | None
    profile: tuple[Pair, ...]
    blanks: tuple[Blank, ...]
    total: Total
    departments: tuple[DepartmentRow, ...]
    columns: tuple[str, ...]
    form: tuple[FormSection, ...]
    losses: tuple[LossSection, ...]
    losses_none: str
    background: Text
    problems: tuple[Text, ...]
    unwritten: str
    missing: tuple[MissingRow, ...]
    steps: tuple[StepRow, ...]
    steps_note: str
    evidence: tuple[EvidenceRow, ...]
    evidence_summary: str
    evidence_total: str
    readings: tuple[Reading, ...]
    other_readings: tuple[ReadingName, ...]
    references: tuple[ReferenceRow, ...]
    assumptions: tuple[Pair, ...]
    gaps: tuple[Pair, ...]
    manual: tuple[Pair, ...]
    sign_note: str
    provenance: tuple[Pair, ...]
    readings_of_score: tuple[str, ...] = ()
    risks: tuple[RiskRow, ...] = ()
