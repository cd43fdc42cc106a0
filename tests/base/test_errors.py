"""How many problems of a file are told, and which."""

from __future__ import annotations

from scoring.base.errors import MOST_TOLD, Location, Problem, Severity, foremost, problems_from, problems_json
from scoring.cli.messages import problems_text

HINT = "请先处理列出的，再运行一次会列出后面的。"


def at(line: int, severity: Severity = Severity.QUESTION, file: str = "甲.yaml") -> Problem:
    return Problem(
        code="x", message=f"第{line}处", hint="", location=Location(file=file, line=line, column=1), severity=severity
    )


def test_as_many_as_may_be_told_are_told() -> None:
    given = [at(line, file=file) for file in ("甲.yaml", "乙.yaml") for line in range(1, MOST_TOLD + 1)]
    assert set(foremost(given)) == set(given)


def test_of_more_the_errors_come_first_and_the_rest_is_counted() -> None:
    given = [at(line) for line in range(1, 300)] + [at(400, Severity.ERROR), at(401, Severity.NOTE)]
    other = at(1, file="乙.yaml")
    nowhere = Problem(code="y", message="", hint="")
    told = foremost([*given, nowhere, other])
    more = Problem(
        code="more-problems",
        message="还有200个疑问、1个提示没有列出",
        hint=HINT,
        location=Location(file="甲.yaml", line=100, column=1),
        severity=Severity.QUESTION,
    )
    assert foremost(told) == told
    assert told == (other, *given[:99], at(400, Severity.ERROR), more, nowhere)


def test_nothing_without_a_place_is_told_without_end() -> None:
    """Files of an evidence folder that nobody listed have no place in a file."""
    given = [Problem(code="x", message=str(number), hint="") for number in range(20_000)]
    told = foremost(given)
    assert len(told) == MOST_TOLD + 1
    assert (told[-1].message, told[-1].location) == ("还有19900个错误没有列出", None)


def test_two_megabytes_of_problems_are_a_few_kilobytes_of_words() -> None:
    given = [at(line) for line in range(1, 150_001)]
    text = problems_text(given, colour=False)
    assert len(text) < 10_000
    assert text.endswith(f"甲.yaml:101:1: 疑问：还有149900个疑问没有列出\n  怎么办：{HINT}")
    data = problems_json(given)
    assert len(data) == MOST_TOLD + 1
    assert (data[-1]["code"], data[-1]["line"]) == ("more-problems", 101)
    assert problems_json(problems_from(data)) != []
