"""Explain: a score card becomes reasons, missing answers and next steps, in Chinese, still as data."""

from scoring.explain.build import explain
from scoring.explain.words import answer_text, place_text, units_text

__all__ = ["answer_text", "explain", "place_text", "units_text"]
