"""The rule engine: clause kinds, the evaluator, and the exact analysis of what is unknown."""

from __future__ import annotations

from scoring.rules.derive import settle
from scoring.rules.evaluating import CELL_LIMIT, evaluate
from scoring.rules.items import ItemResult, Rulebook, rulebook_of, score_item
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
