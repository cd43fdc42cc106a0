"""What the progress report of a plan says, as plain texts in the order of reading. Templates print these."""

from __future__ import annotations

from msgspec import Struct

from scoring.reports.render.views.chapters import Chapter
from scoring.reports.render.views.model import Cover, Pair

__all__ = [
    "CountRow",
    "Mark",
    "PlanCell",
    "PlanGroup",
    "PlanRow",
    "PlanTable",
    "PlanView",
    "TaskRow",
    "Trend",
    "UnitRow",
]


class CountRow(Struct, frozen=True, kw_only=True):
    """How the indicators of one nature stand in one year."""

    kind: str
    year: str
    met: str
    missed: str
    unknown: str
    not_due: str
    no_target: str


class PlanCell(Struct, frozen=True, kw_only=True):
    """One indicator in one year: the target as printed in the document, the value and the verdict. `mood` is `met`,
    `missed`, `open` or empty."""

    target: str
    value: str
    verdict: str
    mood: str


class PlanRow(Struct, frozen=True, kw_only=True):
    """One indicator. `quote` is the official sentence of a figure that stands in the text, `notes` what the region and
    this pack say of it."""

    number: str
    name: str
    kind: str
    quote: str
    cells: tuple[PlanCell, ...]
    notes: tuple[str, ...]


class PlanTable(Struct, frozen=True, kw_only=True):
    """One table of the document, with the years that stand at its head; `natures` says whether it tells binding goals
    from expected ones."""

    title: str
    natures: bool
    years: tuple[str, ...]
    rows: tuple[PlanRow, ...]


class Mark(Struct, frozen=True, kw_only=True):
    """One point of a chart with its figure; `above` says on which side of the point the figure stands."""

    x: int
    y: int
    text: str
    above: bool
    mood: str = ""


class Trend(Struct, frozen=True, kw_only=True):
    """One chart, in units of a 720 × 400 box: the targets (with the base) and the values, each joined by a line."""

    title: str
    unit: str
    years: tuple[tuple[int, str], ...]
    targets: tuple[Mark, ...]
    values: tuple[Mark, ...]
    target_line: str
    value_line: str


class UnitRow(Struct, frozen=True, kw_only=True):
    """The tasks of one responsible unit: numbers by part, and how many are in each state."""

    unit: str
    parts: tuple[str, ...]
    total: str
    states: tuple[str, ...]


class TaskRow(Struct, frozen=True, kw_only=True):
    """One task, its units and its state. `mood` as in PlanCell."""

    number: str
    title: str
    units: str
    state: str
    mood: str
    note: str


class PlanGroup(Struct, frozen=True, kw_only=True):
    """Tasks under one heading."""

    title: str
    tasks: tuple[TaskRow, ...]


class PlanView(Struct, frozen=True, kw_only=True):
    """The whole report; the fields that the templates share with `View` have the same meaning."""

    title: str
    keyword: str
    city: str
    applicant: str
    signer: str
    contact: str
    author: str
    subject: str
    day: str
    chapters: tuple[Chapter, ...]
    cover: Cover
    lead: tuple[str, ...]
    counts: tuple[CountRow, ...]
    tables: tuple[PlanTable, ...]
    trends: tuple[Trend, ...]
    trends_note: str
    units: tuple[UnitRow, ...]
    states: tuple[str, ...]
    groups: tuple[PlanGroup, ...]
    contradictions: tuple[Pair, ...]
    gaps: tuple[Pair, ...]
    assumptions: tuple[Pair, ...]
    sign_note: str
    provenance: tuple[Pair, ...]
