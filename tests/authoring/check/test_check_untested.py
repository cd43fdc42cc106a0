"""What a beginner reads of a pack whose tests are missing or few: one thing to do at a time."""

from __future__ import annotations

from pathlib import Path

from scoring.authoring.check import PackCheck, PackFinding
from scoring.authoring.check.model import MutantState
from scoring.base.errors import Severity
from tests.authoring.check.packs import small

SECTION = """\
section: "1"
items:
  - id: "1.1"
    points: 3
    requirement: 甲
    scoring: 低于90%的扣1分
    facts:
      满意度: {type: percent, ask: 是多少？, better: higher}
    clauses:
      - {quote: 低于90%的扣1分, deduct: 1, when: 满意度 < 90}
"""
TESTS = """\
tests:
  - {name: 正好90%不扣, item: "1.1", facts: {满意度: 90}, expect: {score: 3}}
"""


def findings(folder: Path, tests: str = "") -> list[PackFinding]:
    analysis = small(folder, 3, SECTION, tests)
    assert any(one.state is MutantState.SURVIVED for one in analysis.items[0].mutants)
    return [one for one in analysis.findings if one.check in (PackCheck.TESTS, PackCheck.MUTANTS)]


def test_an_item_without_tests_is_one_error_not_one_for_each_mistake(tmp_path: Path) -> None:
    (only,) = findings(tmp_path)
    assert (only.check, only.problem.code, only.problem.severity) == (PackCheck.TESTS, "untested", Severity.ERROR)
    assert only.problem.message.startswith("1.1 没有规则测试：规则改错")
    assert "每个界限差一点、正好、超过一点各一条" in only.problem.hint


def test_mistakes_that_one_test_would_show_are_told_together(tmp_path: Path) -> None:
    found = [one.problem for one in findings(tmp_path, TESTS) if one.check is PackCheck.MUTANTS]
    assert len({problem.hint for problem in found}) == len(found)
    told = [problem.hint.split("；")[0].removeprefix("照原文算一算，补一条规则测试：") for problem in found]
    assert len(set(told)) == len(told)
    assert any("等" in problem.message and "处改错，没有一条规则测试发现" in problem.message for problem in found)
