"""Dates on the command line."""

from __future__ import annotations

from datetime import date

__all__ = ["day_of"]


def day_of(text: str) -> date | None:
    """The day written as YYYY-MM-DD, or None for anything else."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
