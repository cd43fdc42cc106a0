"""Tests of the whole result: answers to many items in, sections, total and grade out (key `totals` of a test file)."""

from __future__ import annotations

import os
import os.path
from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from scoring import load, rules, validate
from scoring.authoring.ruletests.documents import submission_of, told
from scoring.authoring.ruletests.reading import FOLDER, MUTANTS
from scoring.base.errors import Location, Problem, Result, sort_problems
from scoring.base.text import range_text
from scoring.documents.nodes import Document, Entry, MappingNode, Node, Scalar, SequenceNode
from scoring.model.criteria import Criteria
from scoring.model.scorecard import Range, ScoreCard
from scoring.model.submission import Submission
from scoring.validate.schema.lines import broken_lines

__all__ = [
    "PreparedTotal",
    "TotalTest",
    "judge_total",
    "prepare_total_test",
    "read_total_tests",
    "run_total_test",
]

KEYS = {"name", "answers", "profile", "references", "interpretations", "expect"}
EXPECT = {"total", "full", "sections", "items", "grade"}


class TotalTest(Struct, frozen=True, kw_only=True):
    """One case: `answers` by item as a submission writes them, and what is expected of the card: ranges by name (`total`,
    `full`, `section 1`, `item 1.1`), and the worst and best grade ("" where none is expected)."""

    name: str
    answers: MappingNode
    profile: tuple[Entry, ...]
    references: tuple[Entry, ...]
    interpretations: tuple[Entry, ...]
    expected: Mapping[str, Range]
    grade: tuple[str, str]
    location: Location
    lines: tuple[str, ...]


class PreparedTotal(Struct, frozen=True, kw_only=True):
    """A test whose answers went through the validator."""

    test: TotalTest
    submission: Submission

    def answers(self, item: str) -> bool:
        """Whether it says anything about an item."""
        return self.test.answers.get(item) is not None


def read_total_tests(criteria: Criteria, shown: str | None = None) -> Result[tuple[TotalTest, ...]]:
    """The tests under `totals` in every test file of the pack."""
    folder, tests, problems = os.path.join(criteria.folder, FOLDER), [], list[Problem]()
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        if name.endswith(".yaml") and name != MUTANTS:
            label = os.path.join(criteria.folder if shown is None else shown, FOLDER, name)
            document = load.read_document(os.path.join(folder, name), label)
            listed = None if document.value is None else document.value.root.get("totals")
            if isinstance(listed, SequenceNode) and document.value is not None:
                for node in listed.items:
                    test = _read(node, document.value, criteria, problems)
                    if test is not None:
                        tests.append(test)
    return Result(value=tuple(tests), problems=sort_problems(problems))


def _read(node: Node, document: Document, criteria: Criteria, problems: list[Problem]) -> TotalTest | None:
    def wrong(message: str, hint: str) -> None:
        problems.append(Problem(code="rule-test", message=message, hint=hint, location=node.location))

    if not isinstance(node, MappingNode):
        wrong("这里应当是一条合计测试", "写成“- name: …”、answers 和 expect。")
        return None
    expect, before = node.get("expect"), len(problems)
    strays = [entry.name for entry in node if entry.name not in KEYS]
    strays += [entry.name for entry in _entries(expect) if entry.name not in EXPECT]
    if strays:
        wrong(f"不认识的键“{'、'.join(strays)}”", f"可以写：{'、'.join(sorted(KEYS | EXPECT))}。")
    name, answers = node.get("name"), node.get("answers")
    problems += broken_lines(node, ("name",), document.root.lines)
    given = dict(_expected(expect))
    expected = {key: one for key, one in given.items() if one is not None}
    blank = [key for key, one in given.items() if one is None]
    if not isinstance(name, Scalar) or not isinstance(answers, MappingNode) or expect is None:
        wrong("合计测试缺少 name、answers 或 expect", "三样都要写。")
    elif blank or (not expected and _grade(expect) == ("", "")):
        wrong(f"没有写出{f'“{blank[0]}”' if blank else ''}应得的分", "写一个数，范围写 [60, 70]。")
    names = {"total", "full", *(f"section {one.id}" for one in criteria.sections)}
    names |= {f"item {one}" for one in criteria.items_by_id}
    for key in expected:
        if key not in names:
            wrong(f"没有“{key}”", "sections 写一级指标编号，items 写指标项编号。")
    if len(problems) > before or not isinstance(name, Scalar) or not isinstance(answers, MappingNode):
        return None
    return TotalTest(
        name=name.text.strip(),
        answers=answers,
        profile=_entries(node.get("profile")),
        references=_entries(node.get("references")),
        interpretations=_entries(node.get("interpretations")),
        expected=expected,
        grade=_grade(expect),
        location=node.location,
        lines=document.root.lines,
    )


def _expected(node: Node | None) -> Iterator[tuple[str, Range | None]]:
    for entry in _entries(node):
        if entry.name in ("total", "full"):
            yield entry.name, _range(entry.value)
        elif entry.name in ("sections", "items"):
            for below in _entries(entry.value):
                yield f"{entry.name[:-1]} {below.key.text}", _range(below.value)


def _range(node: Node) -> Range | None:
    parts = node.items if isinstance(node, SequenceNode) else (node, node)
    ends = [part.value for part in parts if isinstance(part, Scalar) and isinstance(part.value, Fraction)]
    return Range(low=ends[0], high=ends[1]) if len(ends) == 2 else None


def _grade(expect: Node | None) -> tuple[str, str]:
    node = expect.get("grade") if isinstance(expect, MappingNode) else None
    parts = node.items if isinstance(node, SequenceNode) else (node, node)
    words = [part.text if isinstance(part, Scalar) else "" for part in parts]
    return words[0], words[-1]


def _entries(node: Node | None) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, MappingNode) else ()


def run_total_test(criteria: Criteria, test: TotalTest) -> tuple[str, ...]:
    """What differs from the expectation, as Chinese sentences; empty when the test passes."""
    prepared = prepare_total_test(criteria, test)
    if prepared.value is None:
        return tuple(f"{problem.location}：{told(problem)}" for problem in prepared.problems) or ("填报内容不能用",)
    return judge_total(criteria, prepared.value)


def prepare_total_test(criteria: Criteria, test: TotalTest) -> Result[PreparedTotal]:
    """Check a test's answers as those of a city are checked. The value is None where one of them is wrong."""
    document = submission_of(
        criteria,
        test.answers,
        at=test.location,
        lines=test.lines,
        profile=test.profile,
        references=test.references,
        interpretations=test.interpretations,
    )
    checked = validate.submission(document, criteria)
    if checked.value is None:
        return Result(value=None, problems=checked.problems)
    return Result(value=PreparedTotal(test=test, submission=checked.value))


def judge_total(criteria: Criteria, prepared: PreparedTotal) -> tuple[str, ...]:
    """How the result under `criteria` (the pack, or a changed copy of it) differs from what the test expects."""
    card = rules.evaluate(criteria, prepared.submission, as_of=None, tool_version="", switches=False)
    return tuple(_differences(card, prepared.test))


def _differences(card: ScoreCard, test: TotalTest) -> Iterator[str]:
    found = {"total": card.total, "full": Range(low=card.full, high=card.full)}
    for section in card.sections:
        found[f"section {section.section.id}"] = section.score
        found |= {f"item {item.item.id}": item.score for item in section.items}
    for name, wanted in test.expected.items():
        if found[name] != wanted:
            ends = (range_text(one.low, one.high) for one in (wanted, found[name]))
            yield f"{name} 应为 {next(ends)} 分，算出 {next(ends)} 分"
    grade = ("", "") if card.grade is None else (card.grade.low, card.grade.high)
    if test.grade != ("", "") and grade != test.grade:
        yield f"等级应为“{'～'.join(dict.fromkeys(test.grade))}”，算出“{'～'.join(dict.fromkeys(grade))}”"
