"""The rule engine: clause kinds, the evaluator, and the exact analysis of what is unknown.

A complete submission has one world and needs no enumeration, so what enumerates is imported at its first use.
"""

from __future__ import annotations

from scoring.rules.derive import settle
from scoring.rules.evaluating import CELL_LIMIT, evaluate
from scoring.rules.items import ItemResult, Rulebook, rulebook_of, score_item

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scoring.rules.worlds import World, Worlds, item_worlds

__all__ = [
    "CELL_LIMIT",
    "ItemResult",
    "Rulebook",
    "World",
    "Worlds",
    "evaluate",
    "item_worlds",
    "rulebook_of",
    "score_item",
    "settle",
]


def __getattr__(name: str) -> object:
    if name in ("World", "Worlds", "item_worlds"):
        from scoring.rules import worlds

        return getattr(worlds, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
