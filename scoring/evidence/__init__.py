"""What is really on disk for the evidence (佐证材料) of a submission."""

from __future__ import annotations

from scoring.evidence.checking import absent, absent_in, check
from scoring.evidence.drafting import Drafted, drafted
from scoring.evidence.files import spellings
from scoring.evidence.folders import layout
from scoring.evidence.inspection import inspect
from scoring.evidence.memory import Memory

__all__ = ["Drafted", "Memory", "absent", "absent_in", "check", "drafted", "inspect", "layout", "spellings"]
