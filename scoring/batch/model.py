"""What flows through a batch: inputs, tasks for workers, and what became of each."""

from __future__ import annotations

import enum
from datetime import date

from msgspec import Struct

from scoring.base.errors import Problem
from scoring.model.cohort import Cohort, PlaceHeld, Ranking
from scoring.model.criteria import Criteria
from scoring.model.evidence import ScoreBasis

__all__ = [
    "CARDS",
    "MADE_REFERENCES",
    "PAPERS",
    "RANKING",
    "REPORTS",
    "RESULTS",
    "STATE",
    "WAITING",
    "BatchResult",
    "Unreachable",
    "TaskResult",
    "Intake",
    "Input",
    "Task",
    "InputSource",
    "Material",
    "BatchOptions",
    "PackRanking",
    "Settings",
    "Skipped",
    "InputState",
]

STATE = ".batch"
"""The folder below the results that holds the state of the run."""
RESULTS, RANKING, CARDS, REPORTS = "results.jsonl", "ranking.json", "cards", "reports"
MADE_REFERENCES = "references.yaml"
"""The file of references that a run writes beside its results, where it computed any."""
PAPERS = ("排名.xlsx", "汇总.html", "排名.pdf", "排名.docx")
"""What people read; the names of the files also say what the scores rest on, as 排名-自评.xlsx."""


class InputSource(enum.Enum):
    """What an input is: a submission in YAML, a filled workbook with all questions, a bundle of `scoring bundle`, or a report of
    `scoring report` (PDF)."""

    SUBMISSION = "submission"
    WORKBOOK = "workbook"
    BUNDLE = "bundle"
    REPORT = "report"
    UNKNOWN = "unknown"


class InputState(enum.Enum):
    """What became of an input.

    PLAN: it belongs to a plan without points, which cannot be ranked
    REPEATED: the same submission stands in the batch already
    CONFLICTING: another, different submission of the same city stands in the batch
    """

    SCORED = "scored"
    FAILED = "failed"
    PLAN = "plan"
    REPEATED = "repeated"
    CONFLICTING = "rival"


class Input(Struct, frozen=True, kw_only=True, gc=False):
    """One file to score. `key` names it in every output: its path below the folder searched, NFC, forward slashes."""

    key: str
    path: str
    kind: InputSource


class Unreachable(Struct, frozen=True, kw_only=True):
    """A path that nothing could be made of, by its key (a folder's ends in `/`): whole cities may lie behind it."""

    key: str
    problem: Problem


class Skipped(Struct, frozen=True, kw_only=True):
    """A file or folder that was met and is no input, with the reason in Chinese."""

    key: str
    reason: str


class Material(Struct, frozen=True, kw_only=True, gc=False):
    """A city's folder, by its key, and how many files in it were taken as that city's material."""

    key: str
    files: int


class Intake(Struct, frozen=True, kw_only=True):
    """What was found below the paths given.

    inputs: in the order of their keys
    skipped: what was passed over, with the reason
    closed: paths that nothing could be made of though a city may lie behind them
    materials: how many files were taken as the material of each city
    """

    inputs: tuple[Input, ...]
    skipped: tuple[Skipped, ...]
    closed: tuple[Unreachable, ...]
    materials: tuple[Material, ...]


class Settings(Struct, frozen=True, kw_only=True):
    """What the score of every input depends on beside the input; workers get it once.

    search: folders with packs
    references: the file of references for every city
    as_of: the day all are scored for; None for each city's own
    evidence: whether the evidence files beside a submission are looked at
    basis: what the batch ranks by
    cards: whether the whole card of each city is wanted too, in a file of its own
    reports: the folder that report PDFs go to
    previous: records of earlier cycles, which answer the gate about a withdrawn title
    reviews: reviews and folders of them; with any, the verified score is worked out
    scratch: a folder for what workers need in passing; removed when the run ends
    """

    search: tuple[str, ...]
    references: str | None = None
    as_of: date | None = None
    evidence: bool = True
    basis: ScoreBasis = ScoreBasis.CLAIMED
    cards: bool = False
    reports: str | None = None
    previous: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    scratch: str = ""


class BatchOptions(Struct, frozen=True, kw_only=True):
    """What the caller wants of a whole run. `workers` 0 scores in this process."""

    settings: Settings
    workers: int = 1
    papers: bool = True
    fresh: bool = False
    cluster: str | None = None


WAITING = "waiting"
"""Stands for the places of a city that was scored without them: they are counted once all others are scored."""


class Task(Struct, frozen=True, kw_only=True, gc=False):
    """One input as a worker gets it.

    name: the file name of its card and report, without ending
    content: SHA-256 of the file, where the coordinator worked it out already
    places: its places among all applicants; none as long as they are not counted, and where the pack asks for none
    """

    key: str
    path: str
    kind: InputSource
    name: str
    content: str = ""
    places: tuple[PlaceHeld, ...] = ()


class TaskResult(Struct, frozen=True, kw_only=True):
    """What a worker found.

    problems: as JSON
    submission: SHA-256 of the bytes that were scored
    content: SHA-256 of the file as it was read; for a submission the same
    applicant: what a batch keeps of the city, as JSON; empty where there is no score
    card: the whole card with the problems, as JSON packed with zlib; empty where it is not wanted
    report: SHA-256 of the report PDF that was written
    stamps: the files the result depends on too, each with its stamp
    reviews: stands for the reviews of the city that were used; "" where none were asked for or there is no score
    places: stands for the places that were used; "" where the pack asks for none, WAITING before they are counted
    """

    key: str
    state: InputState
    problems: str
    city: str = ""
    criteria: str = ""
    submission: str = ""
    content: str = ""
    applicant: str = ""
    card: bytes = b""
    report: str = ""
    stamps: tuple[tuple[str, str], ...] = ()
    reviews: str = ""
    places: str = ""


class PackRanking(Struct, frozen=True, kw_only=True):
    """The ranking of one pack's applicants; without one where `problems` say why."""

    name: str
    criteria: Criteria | None
    ranking: Ranking | None
    cohort: Cohort | None = None
    problems: tuple[Problem, ...] = ()


class BatchResult(Struct, frozen=True, kw_only=True):
    """A finished run: where everything went, and how many of each.

    inputs: how many there were, of which `done` were scored in this run; the others were known from before
    failed: inputs with the problems they were refused for
    repeated: inputs with the one that counts in their stead
    problems: about all of it
    lacking: why a paper is not there, though everything was scored
    """

    folder: str
    inputs: int
    done: int
    scored: int
    failed: tuple[tuple[str, tuple[Problem, ...]], ...]
    plans: tuple[str, ...]
    repeated: tuple[tuple[str, str], ...]
    skipped: tuple[Skipped, ...]
    materials: tuple[Material, ...]
    problems: tuple[Problem, ...]
    ranked: tuple[PackRanking, ...]
    lacking: tuple[Problem, ...] = ()
