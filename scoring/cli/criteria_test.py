"""`scoring criteria test`: the rule tests of a pack."""

from __future__ import annotations

from collections.abc import Sequence

import click

from scoring.authoring.check.findings import RECALCULATE
from scoring.authoring.ruletests import (
    RuleTest,
    TotalTest,
    read_rule_tests,
    read_total_tests,
    run_rule_test,
    run_total_test,
)
from scoring.base.assets import pack_search
from scoring.base.errors import Problem, problems_json
from scoring.cli import console
from scoring.cli.command import command
from scoring.cli.criteria_check import packs_asked_for
from scoring.cli.messages import tell
from scoring.cli.options import CRITERIA_PATH, form_option
from scoring.cli.output import print_json
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.naming import is_plan

__all__ = ["criteria_test"]


@command("test", "scoring criteria test liaoning-2022", "scoring criteria test --all")
@click.argument("packs", metavar="[指标体系]…", nargs=-1)
@click.option("--all", "every", is_flag=True, help="运行找得到的全部指标体系的规则测试。")
@CRITERIA_PATH
@form_option("text", "json")
def criteria_test(packs: tuple[str, ...], every: bool, criteria_path: tuple[str, ...], form: str) -> int:
    """运行指标体系自带的规则测试（tests 文件夹里的 YAML）。"""
    search = pack_search(criteria_path)
    names = packs_asked_for(packs, every, search)
    if not names:
        return 1
    problems: list[Problem] = []
    shown: list[dict[str, object]] = []
    passed = True
    for name in names:
        loaded = load_criteria(name, search)
        if is_plan(loaded.problems):
            if not every:
                console.message(f"{name} 是没有分值的规划方案，没有规则测试；请用 scoring criteria check {name}。")
            continue
        problems += loaded.problems
        if loaded.value is None or not loaded.ok:
            passed = False
            continue
        tests = read_rule_tests(loaded.value)
        problems += tests.problems
        totals = read_total_tests(loaded.value)
        problems += totals.problems
        results = _results(loaded.value, tests.value or (), totals.value or ())
        passed &= bool(results) and tests.ok and totals.ok and all(not one["differences"] for one in results)
        shown.append({"id": loaded.value.id, "tests": results})
    tell(problems)
    if form == "json":
        found = problems_json(problems)
        print_json({"schema": "scoring.criteria-test/1", "ok": passed, "packs": shown, "problems": found})
    else:
        for pack in shown:
            _tell(pack)
    return 0 if passed else 1


def _results(criteria: Criteria, tests: Sequence[RuleTest], totals: Sequence[TotalTest]) -> list[dict[str, object]]:
    return [
        *(_result(test.item, test, run_rule_test(criteria, test)) for test in tests),
        *(_result("合计", test, run_total_test(criteria, test)) for test in totals),
    ]


def _result(item: str, test: RuleTest | TotalTest, differences: Sequence[str]) -> dict[str, object]:
    place = test.location
    return {
        "item": item,
        "name": test.name,
        "file": place.file,
        "line": place.line,
        "differences": list(differences),
    }


def _tell(pack: dict[str, object]) -> None:
    """Failures one by one with their place, then the count."""
    results = pack["tests"]
    assert isinstance(results, list)
    if not results:
        console.data(f"{pack['id']}：没有规则测试。")
        return
    failed = [one for one in results if one["differences"]]
    for one in failed:
        console.data(f"{one['file']}:{one['line']}: 没有通过：{one['item']} {one['name']}")
        for difference in one["differences"]:
            console.data(f"    {difference}")
    count = f"{len(results)}条规则测试"
    text = f"{count}，{len(failed)}条没有通过。{RECALCULATE}" if failed else f"{count}全部通过。"
    console.data(f"{pack['id']}：{text}")
