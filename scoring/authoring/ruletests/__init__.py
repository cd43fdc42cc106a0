"""Rule tests of a pack (tests/*.yaml beside it): facts in, points and clause states out, readable without programming."""

from __future__ import annotations

from scoring.authoring.ruletests.reading import FOLDER, MUTANTS, RuleTest, TotalTest, read_rule_tests, read_total_tests
from scoring.authoring.ruletests.running import (
    PreparedTest,
    PreparedTotal,
    judge,
    judge_total,
    prepare_rule_test,
    prepare_total_test,
    run_rule_test,
    run_total_test,
    states_under,
    told,
)

__all__ = [
    "FOLDER",
    "MUTANTS",
    "PreparedTest",
    "PreparedTotal",
    "RuleTest",
    "TotalTest",
    "judge",
    "judge_total",
    "prepare_rule_test",
    "prepare_total_test",
    "read_rule_tests",
    "read_total_tests",
    "run_rule_test",
    "run_total_test",
    "states_under",
    "told",
]
