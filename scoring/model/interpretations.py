"""Readings of what the official text leaves open (解释口径)."""

from __future__ import annotations

import enum

from msgspec import Struct

from scoring.base.errors import Location

__all__ = ["Affects", "Interpretation", "Option"]


class Affects(enum.Enum):
    """An interpretation changes the rule itself, or only how the question is to be answered (口径)."""

    RULE = "rule"
    ANSWER = "answer"


class Option(Struct, frozen=True, kw_only=True):
    """One reading of an open question: a short Chinese name (used in conditions and submissions) and its meaning.
    `forbids` are answers that it leaves no room for, as fact and word (是, 否, 不适用 or a choice)."""

    name: str
    text: str
    forbids: tuple[tuple[str, str], ...] = ()


class Interpretation(Struct, frozen=True, kw_only=True):
    """An open question of the official text, the reading taken and why, and the alternatives a user may switch to."""

    name: str
    question: str
    options: tuple[Option, ...]
    default: str
    why: str
    affects: Affects
    location: Location
    item: str = ""
