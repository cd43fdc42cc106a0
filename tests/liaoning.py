"""The shipped pack of Liaoning, read and validated once for all tests of a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from scoring import packs
from scoring.model.criteria import Criteria

__all__ = ["liaoning"]

FOLDER = Path(__file__).resolve().parents[1] / "criteria" / "liaoning-2022"


@cache
def liaoning() -> Criteria:
    source = packs.read_pack(str(FOLDER), FOLDER.name)
    assert source.value is not None
    result = packs.criteria(source.value)
    assert result.problems == ()
    assert result.value is not None
    return result.value
