"""The condition language: text → typed tree → truth.

Packs come parsed from the cache, so what only loading and explaining need is imported at its first use.
"""

from __future__ import annotations

from scoring.lang.truths import NOT_APPLICABLE, UNKNOWN, Absent, Truth, Value, truth
from scoring.lang.walking import atoms, names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scoring.lang.checking import check
    from scoring.lang.parsing import DEPTH_LIMIT, LENGTH_LIMIT, parse
    from scoring.lang.printing import describe, show
    from scoring.lang.symbols import Scope, Symbol

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


_HOMES = {
    "DEPTH_LIMIT": "parsing",
    "LENGTH_LIMIT": "parsing",
    "Scope": "symbols",
    "Symbol": "symbols",
    "check": "checking",
    "describe": "printing",
    "parse": "parsing",
    "show": "printing",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"scoring.lang.{_HOMES[name]}"), name)
