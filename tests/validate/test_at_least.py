"""“至少选5项”：how a pack insists on it, and that fewer is an error with its place, never a silent score."""

from __future__ import annotations

import pytest

from scoring import submissions
from scoring.base.errors import Problem, Severity
from tests.kinds.test_kinds_cases import case
from tests.validate.small_pack import FILES, brief, document, read

HEAD = "指标体系: s4-river\n城市: 甲市\n申报日期: 2024-05-20\n自评:\n"


def problems(*answers: str) -> list[Problem]:
    lines = [
        f'  "3.{number}": {{选用差异指标{number}: {answer}}}\n' for number, answer in enumerate(answers, 1) if answer
    ]
    found = submissions.submission(document(HEAD + "".join(lines)), case("s4-river"))
    return [one for one in found.problems if one.code == "too-few-chosen"]


@pytest.mark.parametrize(
    "answers",
    [
        ("是",) * 6,
        ("是", "是", "是", "是", "是", "否"),
        ("是", "是", "是", "是", "", "否"),  # one is still open: it may yet be the fifth
        ("", "", "", "", "", ""),
        ("是", "否"),
    ],
)
def test_five_of_six_or_what_may_become_five_pass(answers: tuple[str, ...]) -> None:
    assert problems(*answers) == []


@pytest.mark.parametrize(
    ("answers", "line", "told"),
    [
        (("是", "是", "是", "是", "否", "否"), 9, "“差异指标选用”至少5项为“是”，现在填“是”的4项，填“否”的2项，不够"),
        (("", "否", "否"), 5, "“差异指标选用”至少5项为“是”，现在填“是”的0项，填“否”的2项，不够"),
    ],
)
def test_fewer_is_an_error_at_the_first_refusal(answers: tuple[str, ...], line: int, told: str) -> None:
    (problem,) = problems(*answers)
    assert problem.severity is Severity.ERROR
    assert problem.location is not None
    assert (problem.location.line, problem.message) == (line, told)
    assert "差异指标至少选用5项" in problem.hint


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("{of: [制定方案], at_least: 2, ask: 问}", "check-form"),
        ("{of: [制定方案, 制定方案], at_least: 1, ask: 问}", "check-form"),
        ("{of: [制定方案], ask: 问}", "check-form"),
        ("{at_least: 1, ask: 问}", "check-form"),
        ("{of: [水平], at_least: 1, ask: 问}", "check-name"),
        ("{of: [制定方安], at_least: 1, ask: 问}", "check-name"),
        ("{of: [制定方案], at_least: 1, never: 制定方案, ask: 问}", "check-form"),
    ],
)
def test_a_slip_in_the_pack_is_told_at_its_place(check: str, code: str) -> None:
    main = FILES["pack.yaml"]
    found = read(FILES | {"pack.yaml": f"{main}checks:\n  甲: {check}\n"})
    line = main.count("\n") + 2
    assert [one.split() for one in brief(found.problems)] == [[f"pack.yaml:{line}", code]]
