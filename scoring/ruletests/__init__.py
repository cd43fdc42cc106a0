"""Rule tests of a pack (tests/*.yaml beside it): facts in, points and clause states out, readable without programming."""

from __future__ import annotations

from scoring.ruletests.reading import RuleTest, read_rule_tests
from scoring.ruletests.running import run_rule_test

__all__ = ["RuleTest", "read_rule_tests", "run_rule_test"]
