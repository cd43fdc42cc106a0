"""The rule engine: clause kinds, the evaluator, and the exact analysis of what is unknown."""

from __future__ import annotations

from scoring.rules.evaluating import evaluate
from scoring.rules.inputs import SCENARIO_LIMIT, Answers, answers_of, resolve_inputs
from scoring.rules.items import ItemResult, score_item
from scoring.rules.rulebook import Rulebook, rulebook_of
from scoring.rules.scenarios import Scenario, Scenarios, item_scenarios

__all__ = [
    "SCENARIO_LIMIT",
    "Answers",
    "answers_of",
    "ItemResult",
    "Rulebook",
    "Scenario",
    "Scenarios",
    "evaluate",
    "item_scenarios",
    "rulebook_of",
    "score_item",
    "resolve_inputs",
]
