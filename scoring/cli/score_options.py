"""The options of `score`, by name, as the commands hand them on."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

__all__ = ["ScoreOptions"]


class ScoreOptions(TypedDict):
    """The options of `score`, as `run_score` takes them."""

    file: str
    references: str | None
    as_of: date | None
    criteria_path: tuple[str, ...]
    form: str
    previous: tuple[str, ...]
    reviews: tuple[str, ...]
