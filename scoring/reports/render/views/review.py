"""What the papers of a review (审核报告) say, as plain texts in the order of reading. Templates print these."""

from __future__ import annotations

from msgspec import Struct

from scoring.reports.render.views.chapters import Chapter
from scoring.reports.render.views.model import Cover, Pair, Reading, ReadingName, ReferenceRow
from scoring.reports.render.views.review_gates import GateRow
from scoring.reports.render.views.review_rows import (
    ChangeStep,
    CityRow,
    DeltaRow,
    DisputeRow,
    FileRow,
    MovedRow,
    OpenRow,
    OpinionStage,
    PlaceRow,
    ReviewerRow,
    ScoreRow,
    SpreadRow,
    StepRow,
)

__all__ = ["CityReviewView", "CycleReviewView"]


class CityReviewView(Struct, frozen=True, kw_only=True):
    """The report of one city's review. The first fields are those every report has, see `View`."""

    title: str
    city: str
    author: str
    subject: str
    keyword: str
    day: str
    chapters: tuple[Chapter, ...]
    cover: Cover
    lead: tuple[str, ...]
    steps: tuple[StepRow, ...]
    step_names: tuple[str, ...]
    scores: tuple[ScoreRow, ...]
    scores_note: str
    changes: tuple[ChangeStep, ...]
    opinions: tuple[OpinionStage, ...]
    disputes: tuple[DisputeRow, ...]
    disputes_note: str
    open: tuple[OpenRow, ...]
    open_heads: tuple[str, ...]
    gates: tuple[GateRow, ...]
    gates_text: str
    delta_lead: str
    delta: tuple[DeltaRow, ...]
    declared: tuple[str, ...]
    refused: tuple[FileRow, ...]
    conventions: tuple[Pair, ...]
    readings: tuple[Reading, ...]
    other_readings: tuple[ReadingName, ...]
    references: tuple[ReferenceRow, ...]
    assumptions: tuple[Pair, ...]
    gaps: tuple[Pair, ...]
    manual: tuple[Pair, ...]
    signers: tuple[Pair, ...]
    provenance: tuple[Pair, ...]
    files: tuple[FileRow, ...]


class CycleReviewView(Struct, frozen=True, kw_only=True):
    """The report of a whole cycle. The first fields are those every report has, see `View`."""

    title: str
    city: str
    author: str
    subject: str
    keyword: str
    day: str
    chapters: tuple[Chapter, ...]
    cover: Cover
    lead: tuple[str, ...]
    step_names: tuple[str, ...]
    rows: tuple[CityRow, ...]
    ranking_lead: tuple[str, ...]
    places: tuple[PlaceRow, ...]
    quota: tuple[Pair, ...]
    standing: tuple[str, ...]
    ties: tuple[str, ...]
    moves: tuple[MovedRow, ...]
    rest: tuple[Pair, ...]
    open: tuple[OpenRow, ...]
    open_heads: tuple[str, ...]
    delta: tuple[DeltaRow, ...]
    clauses: tuple[DeltaRow, ...]
    spreads: tuple[SpreadRow, ...]
    reviewers: tuple[ReviewerRow, ...]
    refused: tuple[FileRow, ...]
    problems: tuple[Pair, ...]
    conventions: tuple[Pair, ...]
    references: tuple[ReferenceRow, ...]
    readings: tuple[Reading, ...]
    other_readings: tuple[ReadingName, ...]
    assumptions: tuple[Pair, ...]
    gaps: tuple[Pair, ...]
    manual: tuple[Pair, ...]
    signers: tuple[Pair, ...]
    provenance: tuple[Pair, ...]
    files: tuple[FileRow, ...]
