"""What the outputs of a batch (工作簿、网页、排名表) are made from, beside the applicants themselves."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from scoring.base.errors import Problem
from scoring.model.cohort import Cohort, Ranking
from scoring.model.criteria import Criteria
from scoring.model.evidence import ScoreBasis
from scoring.model.references import ReferenceValue

__all__ = ["PackBatch", "Failed", "Origin", "Received"]


class Failed(Struct, frozen=True, kw_only=True):
    """An input that gave no result: its key within the batch and everything found in it. `city` where it was read."""

    key: str
    problems: tuple[Problem, ...]
    city: str = ""


class Received(Struct, frozen=True, kw_only=True):
    """One file or folder that a batch met: its key, what became of it and why, in Chinese."""

    key: str
    became: str
    about: str


class Origin(Struct, frozen=True, kw_only=True):
    """Where the outputs come from, so that anyone can make them again.

    `inputs` counts all files of the batch, `as_of` None stands for each city's own application date. `basis` is what
    is ranked by, `bases` all that were worked out. `results_digest` is the SHA-256
    (hex) of the file of results. `notes` are further sentences in Chinese.
    """

    tool_version: str
    inputs: int
    as_of: date | None = None
    basis: ScoreBasis = ScoreBasis.CLAIMED
    bases: tuple[ScoreBasis, ...] = (ScoreBasis.CLAIMED,)
    results_digest: str = ""
    references: tuple[tuple[str, ReferenceValue | None], ...] = ()
    notes: tuple[str, ...] = ()


class PackBatch(Struct, frozen=True, kw_only=True):
    """One pack's part of a batch. `failed` are the inputs without a result, those of an unknown pack included;
    `received` tells what became of everything that was handed in, whatever the pack."""

    criteria: Criteria
    ranking: Ranking
    cohort: Cohort
    origin: Origin
    failed: tuple[Failed, ...] = ()
    received: tuple[Received, ...] = ()
