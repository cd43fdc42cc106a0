"""Every rule test that `criteria check` offers parses and runs once the points are filled in, and notices what it is for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scoring import packs
from scoring.authoring.check import Analysis
from scoring.authoring.check.model import MutantState
from scoring.authoring.ruletests import (
    RuleTest,
    read_rule_tests,
    read_total_tests,
    run_rule_test,
    run_total_test,
)
from scoring.model.criteria import Criteria
from tests.authoring.check.packs import small
from tests.cli.running import run

SECTION = """\
section: "1"
items:
  - id: "1.1"
    points: 6
    requirement: 甲
    scoring: 未建立制度扣1分，有制度未执行扣1分，满意度低于90%的扣1分，水平低于全省平均的扣1分，等级为差的扣1分，由人评判扣分。
    facts:
      建立制度: {type: bool, ask: 是否？, better: yes}
      执行: {type: bool, ask: 是否？, better: yes, needs: 建立制度, not_applicable: 没有执行对象的}
      满意度: {type: percent, ask: 多少？, better: higher}
      水平: {type: number, unit: 个, ask: 多少？}
      等级: {type: choice, choices: [好, 差], ask: 哪一等？}
    interpretations:
      相等: {question: 相等扣不扣？, affects: rule, default: 不扣, why: 字面, options: {不扣: 不扣分, 扣: 要扣分}}
    clauses:
      - {quote: 未建立制度扣1分, deduct: 1, when: not 建立制度}
      - {quote: 有制度未执行扣1分, deduct: 1, when: not 执行}
      - {quote: 满意度低于90%的扣1分, deduct: 1, when: 满意度 < 90}
      - quote: 水平低于全省平均的扣1分
        deduct: 1
        when: 水平 < 全省平均 or (相等 == '扣' and 水平 == 全省平均)
      - {quote: 等级为差的扣1分, deduct: 1, when: 等级 == '差'}
    manual:
      - {quote: 由人评判扣分, reason: 看不出}
  - id: "1.2"
    points: 4
    requirement: 乙
    scoring: 每处问题扣1分，按各县市区平均；整改率低于80%的扣1分
    each: {name: 县市区, count: 所辖县市区数}
    words: [按各县市区平均]
    facts:
      问题: {type: count, unit: 处, ask: 几处？, better: lower}
      整改: {type: count, unit: 处, ask: 几处？}
      整改率: {type: percent, ask: 多少, derive: {numerator: 整改, denominator: 应整改}}
      应整改: {type: count, unit: 处, ask: 几处？, minimum: 1}
    clauses:
      - {quote: 每处问题扣1分, deduct: 1, per: 问题}
      - {quote: 整改率低于80%的扣1分, deduct: 1, when: 整改率 < 80}
  - id: "1.3"
    points: 3
    requirement: 丙
    scoring: 由专家评分，没有人口不得分，制度未建立的不得分
    facts:
      评分: {type: judged, minimum: 0, maximum: 3, step: 1, ask: 几分？}
    start: zero
    clauses:
      - {quote: 由专家评分, award: judged, fact: 评分}
      - {quote: 没有人口不得分, forfeit: true, when: 人口 == 0}
      - {quote: 制度未建立的不得分, forfeit: true, when: not 建立制度}
  - id: "1.4"
    points: 2
    requirement: 丁
    scoring: 没有开会不得分，一次会也没有的扣1分
    facts:
      会议: {type: count, unit: 次, ask: 几次？, better: higher}
    clauses:
      - {quote: 没有开会不得分, forfeit: true, when: 会议 < 1}
      - {quote: 一次会也没有的扣1分, deduct: 1, when: 会议 == 0}
"""
TESTS = """\
tests:
- {name: 都做到, item: "1.1", facts: {建立制度: 是, 执行: 是, 满意度: 95, 水平: 5, 等级: 好}, references: {全省平均: 3}, expect: {score: 6}}
- {name: 没有问题, item: "1.2", facts: {县市区: {甲: {问题: 0, 整改: 1, 应整改: 1}}}, profile: {所辖县市区数: 1}, expect: {score: 4}}
- {name: 全未填, item: "1.3", facts: {}, expect: {score: [0, 3]}}
- {name: 开一次, item: "1.4", facts: {会议: 1}, expect: {score: 2}}
"""
BLANK = "-777"
PACK = (
    "profile:\n  人口: {type: count, unit: 人, ask: 多少？}\n  所辖县市区数: {type: count, unit: 个, minimum: 1, ask: 几个？}\n"
    "references:\n  全省平均: {type: number, unit: 个, ask: 多少？}\n"
)


def seeded(folder: Path, tests: str) -> Analysis:
    """The pack with whatever it needs beside its section."""
    folder.mkdir()
    return small(folder, 15, SECTION, tests, more=PACK)


def pasted(analysis: Analysis, folder: Path) -> tuple[list[str], list[str]]:
    """What a person has pasted under `tests` and under `totals`, the points of each filled in from the rules."""
    offered = [one.test for item in analysis.items for one in item.mutants if one.test]
    assert all("score: " in text or "items: {" in text for text in offered)
    rules = [_filled(analysis, text, folder) for text in dict.fromkeys(offered)]
    return [text for text in rules if "  answers:" not in text], [text for text in rules if "  answers:" in text]


def _filled(analysis: Analysis, text: str, folder: Path) -> str:
    """The test with its points, which here (and only here) are those of the rules."""
    assert analysis.criteria is not None
    whole = "  answers:" in text
    blank = text.replace('": }}', f'": {BLANK}}}}}') if whole else re.sub(r"score: (?=[,}])", f"score: {BLANK}", text)
    assert blank != text
    place = folder / "tests" / "zz.yaml"
    place.write_text(("totals:\n" if whole else "tests:\n") + blank + "\n", "utf-8")
    told = _differences(analysis.criteria, whole=whole)
    place.unlink()
    points = re.findall(r"算出 (\S+) 分", "".join(told))
    assert len(points) == 1, (text, told)
    assert "～" not in points[0], (text, told)
    return blank.replace(BLANK, points[0])


def _differences(criteria: Criteria, *, whole: bool) -> tuple[str, ...]:
    if whole:
        totals = read_total_tests(criteria)
        assert totals.problems == ()
        return run_total_test(criteria, (totals.value or ())[-1])
    tests = read_rule_tests(criteria)
    assert tests.problems == ()
    last: RuleTest = (tests.value or ())[-1]
    return run_rule_test(criteria, last)


def test_whatever_is_offered_runs_and_notices_the_mistake_it_is_for(tmp_path: Path) -> None:
    before = seeded(tmp_path / "前", TESTS)
    assert before.criteria is not None
    rules, totals = pasted(before, Path(before.criteria.folder))
    tests = TESTS + "\n".join(rules) + "\ntotals:\n" + "\n".join(totals) + "\n"
    after = seeded(tmp_path / "后", tests)
    assert [one.problem.message for one in after.findings if one.problem.code in ("rule-test", "test-failed")] == []
    offered = {one.id for item in before.items for one in item.mutants if one.test}
    left = {one.id for item in after.items for one in item.mutants if one.state is MutantState.SURVIVED}
    assert len(offered) > 20
    assert offered & left == set()


def test_the_form_is_that_of_a_file_of_tests(tmp_path: Path) -> None:
    found = seeded(tmp_path / "包", TESTS)
    texts = {one.id: one.test for item in found.items for one in item.mutants if one.test}
    low = next(text for name, text in texts.items() if name.startswith("1.1-3/") and "满意度: 90" in text)
    assert low.splitlines()[1] == '  item: "1.1"'
    assert low.splitlines()[-1] == "  expect: {score: }  # 照原文算出应得的分，填在 score 后面"
    assert any("facts: {县市区: {第1个: {" in text for text in texts.values())
    assert any("profile: {所辖县市区数: 1" in text for text in texts.values())
    assert any("references: {全省平均: " in text for text in texts.values())
    assert any("interpretations: {相等: 扣}" in text for text in texts.values())
    assert any("{分值: " in text for text in texts.values())
    assert any("clauses: {" in text for text in texts.values())
    assert any('answers: {"1.3": ' in text for text in texts.values())


@pytest.mark.parametrize("indent", ["", "  "])
def test_the_command_prints_it_as_far_in_as_the_tests_of_the_file_it_names(indent: str, tmp_path: Path) -> None:
    """A list in YAML stands at one margin: pasted at another, the file can no longer be read."""
    found = seeded(tmp_path / "包", TESTS.replace("\n- ", f"\n{indent}- "))
    assert found.criteria is not None
    file = Path(found.criteria.folder) / "tests" / "one.yaml"
    out = run("criteria", "check", found.criteria.folder).out.splitlines()
    at = next(place for place, line in enumerate(out) if line.startswith(f"    可以粘贴到 {file} 的“tests:”下面"))
    test = out[at + 1 : next(place for place in range(at, len(out)) if "expect:" in out[place]) + 1]
    assert test[0].startswith(f'{indent}- name: "1.1-')
    assert test[1] == f'{indent}  item: "1.1"'
    pasted_in = "\n".join(test).replace("score: ", "score: 1")
    file.write_text(file.read_text("utf-8") + pasted_in + "\n", "utf-8")
    assert found.criteria is not None
    read = read_rule_tests(found.criteria)
    assert (read.problems, len(read.value or ())) == ((), 5)


def test_where_there_is_no_file_of_tests_it_is_printed_as_a_whole_one(tmp_path: Path) -> None:
    found = seeded(tmp_path / "包", TESTS)
    assert found.criteria is not None
    folder = Path(found.criteria.folder) / "tests"
    for file in folder.iterdir():
        file.unlink()
    out = run("criteria", "check", found.criteria.folder).out.splitlines()
    at = out.index("tests:")
    assert "例如 tests/tests.yaml" in out[at - 1]
    end = next(place for place in range(at, len(out)) if "expect:" in out[place])
    (folder / "tests.yaml").write_text("\n".join(out[at : end + 1]).replace("score: ", "score: 1") + "\n", "utf-8")
    read = read_rule_tests(found.criteria)
    assert (read.problems, len(read.value or ())) == ((), 1)


def test_the_check_ends_with_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the end, where a person looks after hundreds of lines; a pack without errors leads on to the blank form."""
    found = seeded(tmp_path / "包", TESTS)
    assert found.criteria is not None
    assert run("criteria", "check", found.criteria.folder).out.splitlines()[-1] == (
        "  下一步：改好最上面“结论”里列出的错误，再运行一次。"
    )
    pack = tmp_path / "好"
    pack.mkdir()
    section = """\
section: "1"
items:
  - {id: "1.1", points: 2, requirement: 制度, scoring: 未建立的不得分, facts: {建立: {type: bool, ask: 是否？, better: yes}},
     clauses: [{quote: 未建立的不得分, forfeit: true, when: not 建立}]}
"""
    tests = """\
tests:
  - {name: 建立, item: "1.1", facts: {建立: 是}, expect: {score: 2}}
  - {name: 没有, item: "1.1", facts: {建立: 否}, expect: {score: 0}}
"""
    small(pack, 2, section, tests)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "40")  # a command is never broken over lines: it is there to be copied
    ran = run("criteria", "check", "small", "--criteria-path", "好")
    line = ran.out.splitlines()[-1]
    assert (ran.code, line.partition("：scoring")[0]) == (0, "  下一步：生成空白自评文件，试填、计分")
    words = line.partition("计分：")[2].split()
    assert words == ["scoring", "init", "small", "--criteria-path", "好", "-o", "自评.yaml"]
    assert run(*words[1:]).code == 0


def test_points_left_blank_are_told_and_never_taken_for_a_test(tmp_path: Path) -> None:
    totals = TESTS + 'totals:\n- {name: 空着, answers: {"1.1": {建立制度: 是}}, expect: {items: {"1.1": }}}\n'
    found = seeded(tmp_path / "包", totals)
    assert found.criteria is not None
    told = [one.problem for one in found.findings if one.problem.code == "rule-test"]
    assert [(one.message, one.location and one.location.line) for one in told] == [("没有写出“item 1.1”应得的分", 7)]
    assert packs.read_pack(found.criteria.folder).ok


@pytest.mark.parametrize("text", ["", '- {name: 未填, item: "1.3", facts: {}, expect: {score: [0, 3]}}\n'])
def test_a_list_without_its_key_is_told_what_stands_above_it(text: str, tmp_path: Path) -> None:
    found = seeded(tmp_path / "包", TESTS)
    assert found.criteria is not None
    (Path(found.criteria.folder) / "tests" / "two.yaml").write_text(text, "utf-8")
    (problem,) = read_rule_tests(found.criteria).problems
    assert problem.hint == "第一行写“tests:”，各条规则测试写在它下面：“- name: …”。"
