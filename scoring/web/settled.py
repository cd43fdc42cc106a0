"""Which conflicts between workbooks somebody has settled already: kept beside the workbooks, and put away with them.

A conflict is settled for the answers that stood in the workbooks then; a workbook that says something else asks again.
"""

from __future__ import annotations

import json
from pathlib import Path as FilePath

import msgspec

from scoring.base.files import write_atomic
from scoring.base.reading import read_bytes
from scoring.exchange.merging import Decision
from scoring.exchange.settling import choices_of

__all__ = ["NAME", "is_settled", "note_settled", "settled_in"]

NAME = "已选定.json"


def settled_in(folder: FilePath) -> frozenset[str]:
    """What was settled among the workbooks of a folder; nothing where the note cannot be read."""
    try:
        return frozenset(msgspec.json.decode(read_bytes(str(folder / NAME)), type=list[str]))
    except (OSError, msgspec.DecodeError):
        return frozenset()


def is_settled(decision: Decision, settled: frozenset[str]) -> bool:
    """Whether somebody has decided between just these answers."""
    return _key(decision) in settled


def note_settled(folder: FilePath, decision: Decision) -> None:
    """Remember that somebody decided. Raises OSError."""
    known = settled_in(folder) | {_key(decision)}
    write_atomic(str(folder / NAME), (json.dumps(sorted(known), ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def _key(decision: Decision) -> str:
    answers = sorted(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in choices_of(decision))
    return json.dumps([list(decision.path), answers], ensure_ascii=False)
