"""Mistakes put into Liaoning 2022 on purpose: each is reported by the check that is there for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.authoring.check import PackCheck, check, check_item
from scoring.authoring.check.model import Analysis, MutantState
from scoring.authoring.ruletests import read_rule_tests
from scoring.base.errors import Severity
from tests.authoring.check.packs import LIAONING, altered, loaded

SOLVED = """      - quote: 召开会议未解决实际问题扣2分
        deduct: 2
        when: 专题会议次数 > 0 and not 会议解决实际问题
        remedy: 逐项跟踪会议议定事项，形成落实情况材料。
"""
SOLVED_BY_HAND = """    manual:
      - {quote: 召开会议未解决实际问题扣2分, reason: 由人看}
"""
MEETINGS = "专题会议次数 > 0 and not 会议解决实际问题"


def check_altered(folder: Path, file: str, before: str, after: str) -> Analysis:
    return check("甲", altered(folder, file, before, after), mutants=False)


def found(analysis: Analysis, severity: Severity = Severity.ERROR) -> set[tuple[PackCheck, str, str]]:
    return {(one.check, one.problem.code, one.item) for one in analysis.findings if one.problem.severity is severity}


def test_a_dropped_clause_leaves_words_over(tmp_path: Path) -> None:
    analysis = check_altered(tmp_path, "section-1.yaml", SOLVED, "")
    assert found(analysis) == {(PackCheck.WORDS, "scoring-uncovered", "")}
    assert "召开会议未解决实际问题扣2分" in analysis.findings[0].problem.message


def test_a_dropped_clause_called_manual_is_missed_by_the_tests(tmp_path: Path) -> None:
    analysis = check_altered(tmp_path, "section-1.yaml", SOLVED, SOLVED_BY_HAND)
    assert {one for one, _, _ in found(analysis)} == {PackCheck.TESTS}


def test_three_for_two_fails_the_tests_of_the_item(tmp_path: Path) -> None:
    analysis = check_altered(tmp_path, "section-1.yaml", SOLVED, SOLVED.replace("deduct: 2", "deduct: 3"))
    assert found(analysis) == {(PackCheck.TESTS, "test-failed", "1.1")}


def test_less_or_equal_for_less_fails_the_test_at_the_threshold(tmp_path: Path) -> None:
    analysis = check_altered(tmp_path, "section-5.yaml", "when: 婴幼儿家庭满意度 < 90", "when: 婴幼儿家庭满意度 <= 90")
    assert found(analysis) == {(PackCheck.TESTS, "test-failed", "5.5")}


def test_a_swapped_polarity_fails_tests_and_is_refuted_as_a_direction(tmp_path: Path) -> None:
    analysis = check_altered(tmp_path, "section-5.yaml", "when: 发生安全事故", "when: not 发生安全事故")
    assert found(analysis) == {(PackCheck.TESTS, "test-failed", "5.5")}
    assert (PackCheck.DIRECTION, "direction-refuted", "5.5") in found(analysis, Severity.QUESTION)
    message = next(one.problem.message for one in analysis.findings if one.check is PackCheck.DIRECTION)
    assert message.startswith("“发生安全事故”从“是”改好为“否”，得分反而从2分降到0分")


def test_a_quote_off_by_one_word_is_not_verbatim(tmp_path: Path) -> None:
    analysis = check_altered(tmp_path, "section-1.yaml", "- quote: 未召开专题会议扣3分", "- quote: 未召开专题会扣3分")
    assert {one for one, _, _ in found(analysis)} == {PackCheck.WORDS}
    assert "quote-not-verbatim" in {code for _, code, _ in found(analysis)}


def test_points_that_no_longer_add_up_are_a_broken_sum(tmp_path: Path) -> None:
    before = "requirement: 制定出台推进婴幼儿照护服务实施意见或细则。"
    analysis = check_altered(tmp_path, "section-1.yaml", f"points: 2\n    {before}", f"points: 3\n    {before}")
    assert {one for one, _, _ in found(analysis)} == {PackCheck.SUMS}


def test_a_contradiction_is_a_dead_clause(tmp_path: Path) -> None:
    """会议解决实际问题 is asked only where meetings were held: with none it can never be 否."""
    analysis = check_altered(tmp_path, "section-1.yaml", MEETINGS, "专题会议次数 == 0 and not 会议解决实际问题")
    assert (PackCheck.CLAUSES, "dead", "1.1") in found(analysis, Severity.QUESTION)


def test_a_deduction_after_a_forfeit_of_the_same_answer_is_always_masked(tmp_path: Path) -> None:
    before = "when: 经费纳入财政预算 and not 经费专款专用"
    analysis = check_altered(tmp_path, "section-1.yaml", before, "when: not 经费纳入财政预算")
    assert (PackCheck.CLAUSES, "masked", "1.2") in found(analysis, Severity.QUESTION)
    assert (PackCheck.CLAUSES, "overlap", "1.2") in found(analysis, Severity.NOTE)


def test_a_condition_that_always_holds_and_points_that_cannot_be_kept(tmp_path: Path) -> None:
    analysis = check_altered(tmp_path, "section-1.yaml", "when: 专题会议次数 == 0", "when: 专题会议次数 >= 0")
    questions = found(analysis, Severity.QUESTION)
    assert (PackCheck.CLAUSES, "always", "1.1") in questions
    assert (PackCheck.REACH, "never-kept", "1.1") in questions


def test_a_missing_test_lets_a_mutant_survive_with_the_case_that_would_notice() -> None:
    """Without the test of 99.95% nobody notices a threshold of 99.9."""
    criteria = loaded(LIAONING).value
    assert criteria is not None
    tests = [test for test in read_rule_tests(criteria).value or () if test.item == "5.2" and "99.95%" not in test.name]
    result, _ = check_item(criteria, criteria.items_by_id["5.2"], tests)
    (survivor,) = [one for one in result.mutants if one.state is MutantState.SURVIVED]
    assert survivor.id == "5.2-2/limit1/-"
    assert survivor.witness is not None
    assert (survivor.witness.score, survivor.wrong) == (1, 2)
    assert dict(survivor.witness.answers)["托育机构备案率"] == "99.9%"


EXPLAINED = "explained:\n- {mutant: 5.2-2/limit1/-, reason: 示例}\n"
WITHOUT_TEST = "- name: 2000家中1999家备案"


def with_explanations(folder: Path, text: str, *, mutants: bool = True) -> Analysis:
    """Liaoning 2022 without the test of 99.95%, with `text` as its mutants.yaml."""
    source = (Path(__file__).parents[3] / "criteria" / LIAONING / "tests" / "section-5.yaml").read_text("utf-8")
    start = source.index(WITHOUT_TEST)
    block = source[start : source.index("- name:", start + 1)]
    result = altered(folder, "tests/section-5.yaml", block, "")
    (folder / LIAONING / "tests" / "mutants.yaml").write_text(text, encoding="utf-8")
    return check("甲", result, mutants=mutants)


def test_a_survivor_may_be_explained(tmp_path: Path) -> None:
    analysis = with_explanations(tmp_path, EXPLAINED)
    assert found(analysis) == set()
    explained = [one for item in analysis.items for one in item.mutants if one.state is MutantState.EXPLAINED]
    assert [(one.id, one.by) for one in explained] == [("5.2-2/limit1/-", "示例")]


def test_an_explanation_that_matches_no_survivor_is_an_error(tmp_path: Path) -> None:
    text = EXPLAINED + "- {mutant: 1.1-2/op1/<, reason: 示例}\n- {mutant: 9.9-1/points/+1, reason: 示例}\n"
    analysis = with_explanations(tmp_path, text)
    assert found(analysis) == {(PackCheck.MUTANTS, "stale-explanation", "")}
    messages = [one.problem.message for one in analysis.findings if one.problem.code == "stale-explanation"]
    assert [("已有规则测试发现" in one, "没有这个变异" in one) for one in messages] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    "text", ["explained: 5.2-2/limit1/-\n", "explained:\n- {mutant: 5.2-2/limit1/-}\n", EXPLAINED + "other: 1\n"]
)
def test_a_malformed_list_of_explanations_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    analysis = with_explanations(tmp_path, text, mutants=False)
    problems = [one.problem for one in analysis.findings if one.problem.code == "mutants-file"]
    assert problems
    assert all(one.location is not None and one.location.file.endswith("mutants.yaml") for one in problems)
