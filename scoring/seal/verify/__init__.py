"""Checks a bundle or a sealed report: every checksum, and the score itself worked out again from the facts inside."""

from __future__ import annotations

from scoring.seal.verify.checking import verify
from scoring.seal.verify.model import Conclusion, Finding, State, Verdict

__all__ = ["Conclusion", "Finding", "State", "Verdict", "verify"]
