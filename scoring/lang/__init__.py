"""The condition language: text → typed tree → truth.

Packs come parsed from the cache, so what only loading needs (parsing, checking) is imported at its first use.
"""

from __future__ import annotations

from scoring.lang.printing import describe, show
from scoring.lang.symbols import Scope, Symbol
from scoring.lang.truths import NOT_APPLICABLE, UNKNOWN, Absent, Truth, Value, truth
from scoring.lang.walking import atoms, names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scoring.lang.checking import check
    from scoring.lang.parsing import DEPTH_LIMIT, LENGTH_LIMIT, parse

__all__ = [
    "DEPTH_LIMIT",
    "LENGTH_LIMIT",
    "NOT_APPLICABLE",
    "UNKNOWN",
    "Absent",
    "Scope",
    "Symbol",
    "Truth",
    "Value",
    "atoms",
    "check",
    "describe",
    "names",
    "parse",
    "show",
    "truth",
]


def __getattr__(name: str) -> object:
    if name == "check":
        from scoring.lang.checking import check

        return check
    if name in ("parse", "DEPTH_LIMIT", "LENGTH_LIMIT"):
        from scoring.lang import parsing

        return getattr(parsing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
