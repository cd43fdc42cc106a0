"""What is really on disk for the evidence (佐证材料) of a submission."""

from __future__ import annotations

from scoring.evidence.inspection import inspect

__all__ = ["inspect"]
