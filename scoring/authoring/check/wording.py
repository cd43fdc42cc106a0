"""Short phrases that the findings and every form of the report share."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.authoring.check.probes import Witness
from scoring.authoring.check.witness import witness_text

__all__ = ["case_text", "options_text"]


def case_text(witness: Witness) -> str:
    """`如：甲＝是，乙＝0次`."""
    return f"如：{witness_text(witness.answers)}"


def options_text(switched: Iterable[tuple[str, str]]) -> str:
    """`“范围”选“无方案也计入”`; 默认口径 where nothing is switched."""
    parts = [f"“{name}”选“{option}”" for name, option in switched]
    return "、".join(parts) or "默认口径"
