"""What to say of a key that a cycle file does not know."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.documents.problems import did_you_mean
from scoring.validate.schema.check import Path
from scoring.validate.schema.messages import Finding

__all__ = ["unknown_key"]


def unknown_key(path: Path, key: str, allowed: Sequence[str]) -> Finding:
    """What to say of a key that is not there."""
    where = f"“{path[-1]}”里" if path and isinstance(path[-1], str) else "这里"
    return Finding(code="unknown-key", message=f"{where}没有“{key}”这一项", hint=did_you_mean(key, list(allowed)))
