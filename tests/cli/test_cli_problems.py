"""How many problems at once are told: each at its place, and how to mend them once where it is the same for all."""

from __future__ import annotations

import pytest

from scoring.base.errors import Location, Problem
from scoring.cli.messages import problems_text


def problem(line: int, hint: str) -> Problem:
    place = Location(file="自评.yaml", line=line, column=5)
    return Problem(code="x", message=f"第{line}处", hint=hint, location=place)


@pytest.mark.parametrize("number", [3, 11])
def test_what_mends_all_of_them_is_told_once(number: int) -> None:
    problems = [problem(line, "请放好文件。") for line in range(1, number + 1)]
    told = problems_text([*problems, problem(99, "请改正。")], colour=False).splitlines()
    assert told[:number] == [f"自评.yaml:{line}:5: 错误：第{line}处" for line in range(1, number + 1)]
    assert told[number:] == [
        f"  怎么办（以上{number}处）：请放好文件。",
        "自评.yaml:99:5: 错误：第99处",
        "  怎么办：请改正。",
    ]


def test_two_or_those_that_do_not_follow_each_other_keep_theirs() -> None:
    hints = ["甲", "甲", "乙", "甲", "甲", "", "", ""]
    told = problems_text([problem(line, hint) for line, hint in enumerate(hints, 1)], colour=False)
    assert [line for line in told.splitlines() if "怎么办" in line] == [f"  怎么办：{hint}" for hint in hints if hint]
