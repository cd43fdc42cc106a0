"""What the report of a city says, as plain texts in the order of reading. Templates print it and decide nothing."""

from __future__ import annotations

from scoring.record import record
from scoring.render.views.chapters import Chapter
from scoring.render.views.model import (
    Blank,
    Cover,
    Eligibility,
    EvidenceRow,
    FormSection,
    LossSection,
    MissingRow,
    Pair,
    Reading,
    ReferenceRow,
    RiskRow,
    StepRow,
    Text,
    Total,
)

__all__ = ["View"]


@record
class View:
    """The whole report. `day` is the ISO date that stands in the document's metadata, empty when unknown; `trace` the
    short line at the foot of each page that ties it to its sources."""

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
    columns: tuple[str, ...]
    form: tuple[FormSection, ...]
    losses: tuple[LossSection, ...]
    losses_none: str
    background: Text
    problems: tuple[Text, ...]
    missing: tuple[MissingRow, ...]
    steps: tuple[StepRow, ...]
    steps_note: str
    evidence: tuple[EvidenceRow, ...]
    evidence_summary: str
    evidence_total: str
    readings: tuple[Reading, ...]
    references: tuple[ReferenceRow, ...]
    assumptions: tuple[Pair, ...]
    gaps: tuple[Pair, ...]
    manual: tuple[Pair, ...]
    sign_note: str
    provenance: tuple[Pair, ...]
    readings_of_score: tuple[str, ...] = ()
    risks: tuple[RiskRow, ...] = ()
