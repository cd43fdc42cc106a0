"""What many findings have in common is told once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scoring.authoring.check import PackCheck, PackFinding, grouped_findings
from scoring.base.errors import Location, Problem, Severity
from tests.cli.running import ROOT, run

pytestmark = pytest.mark.usefixtures("at_the_root")


def finding(line: int, code: str, hint: str, item: str = "1.1") -> PackFinding:
    place = Location(file="甲", line=line, column=1)
    problem = Problem(code=code, message=f"第{line}处", hint=hint, location=place, severity=Severity.ERROR)
    return PackFinding(check=PackCheck.TESTS, problem=problem, item=item)


def test_findings_that_ask_for_the_same_stand_together() -> None:
    found = [
        finding(1, "x", "改"),
        finding(2, "y", "补"),
        finding(3, "x", "改"),
        finding(4, "x", "改"),
        finding(5, "z", ""),
    ]
    lines = [[one.problem.location.line for one in group if one.problem.location] for group in grouped_findings(found)]
    assert lines == [[1, 3, 4], [2], [5]]


def test_two_of_a_kind_stand_alone() -> None:
    assert [len(group) for group in grouped_findings([finding(1, "x", "改"), finding(2, "x", "改")])] == [1, 1]


def test_a_draft_hears_once_that_it_has_no_tests(tmp_path: Path) -> None:
    index = ROOT / "tests/data/liaoning-2022-index.csv"
    assert run("criteria", "new", "ceshi-2026", "--from", str(index), "-o", str(tmp_path)).code == 0
    told = run("criteria", "check", str(tmp_path / "ceshi-2026"))
    assert told.code == 1
    head = told.out.split("原文覆盖")[0]
    assert head.count("没有规则测试") == 1
    assert "28项没有规则测试，规则改错了也发现不了：1.1、1.2、1.3、" in head
    assert head.count("怎么办") == 1
    assert len(re.findall(r"改错\d+处 +没有规则测试", told.out)) == 28
    assert "没有测试发现" not in told.out.split("变异")[-1]
