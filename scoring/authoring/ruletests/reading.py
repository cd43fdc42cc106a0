"""Read the tests of a pack: strict YAML in, typed tests or problems with their places out.

A file holds `tests`, the answers to one item with its points, and `totals`, the answers to many with sections, total and grade.
"""

from __future__ import annotations

import os
import os.path
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.errors import Location, Problem, Result, sort_problems
from scoring.documents import strict
from scoring.documents.fields import Field, Reader, Schema, ValueKind, fields_of, rows, shape
from scoring.documents.nodes import (
    Document,
    Entry,
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    entries_of,
    get,
    number_of,
)
from scoring.documents.problems import Report
from scoring.documents.schema.messages import broken_lines
from scoring.documents.values import LINE
from scoring.model.criteria import Criteria
from scoring.model.facts import Score
from scoring.model.scorecard import OutcomeState, Range

__all__ = ["FOLDER", "MUTANTS", "Case", "RuleTest", "TotalTest", "read_rule_tests", "read_total_tests"]

FOLDER = "tests"
MUTANTS = "mutants.yaml"
"""Lies beside the tests and holds none: the explanations of mutants that no test can notice."""
STATES = {state.value: state for state in OutcomeState}
NUMBERS: Schema = {"type": "number"}
RANGE: Schema = {"anyOf": [NUMBERS, {"type": "array", "items": NUMBERS, "minItems": 2}]}
RANGES: Schema = {"type": "object", "additionalProperties": RANGE}


def _text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


def _range(node: Node | None) -> Range | None:
    """A number, or the two ends of a range."""
    parts = node.items if isinstance(node, SequenceNode) else (node, node)
    ends = [number for part in parts if (number := number_of(part)) is not None]
    return Range(low=ends[0], high=ends[1]) if len(parts) == len(ends) == 2 else None


def _score(expect: Node) -> Range | None:
    found = _range(get(expect, "score"))
    return None if found is None or found.low > found.high else found


def _states(expect: Node) -> dict[str, OutcomeState]:
    said = {one.name: STATES.get(_text(one.value)) for one in entries_of(get(expect, "clauses"))}
    return {clause: state for clause, state in said.items() if state is not None}


def _expected(expect: Node) -> dict[str, Range]:
    """What is expected of the card, by name: `total`, `full`, `section 1`, `item 1.1`, `score 总得分`; what is no range is left out."""
    given = {name: _range(node) for name, node in _expectations(expect)}
    return {name: one for name, one in given.items() if one is not None}


def _expectations(expect: Node | None) -> Iterator[tuple[str, Node]]:
    for one in entries_of(expect):
        if one.name in ("total", "full"):
            yield one.name, one.value
        elif one.name in ("sections", "items", "scores"):
            for below in entries_of(one.value):
                yield f"{one.name[:-1]} {below.key.text}", below.value


def _grade(expect: Node) -> tuple[str, str]:
    node = get(expect, "grade")
    words = [_text(part) for part in (node.items if isinstance(node, SequenceNode) else (node, node))]
    return words[0], words[-1]


def _in_expect(keys: Mapping[str, Schema], read: Callable[[Node], object], nothing: object = None) -> ValueKind:
    """What some keys under `expect` say."""
    schema = shape((), keys)
    return ValueKind(
        schema={},
        spread={"expect": schema},
        read=lambda test, _reader: None if (node := get(test, "expect")) is None else read(node),
        nothing=nothing,
    )


OF_ITEM: Schema = {
    "score": RANGE,
    "bounds": {"enum": [True, False, "是", "否"]},
    "clauses": {"type": "object", "additionalProperties": {"enum": list(STATES)}},
}
OF_TOTAL: Schema = {"total": RANGE, "full": RANGE, "sections": RANGES, "items": RANGES, "scores": RANGES, "grade": {}}
WORDS = ValueKind(schema=LINE.schema, read=lambda node, _reader: _text(node), nothing="")
"""A line as it stands: a name may well be 未填."""
ANSWERS = ValueKind(
    schema={"type": "object"}, read=lambda node, _reader: node if isinstance(node, MappingNode) else None
)
ENTRIES = ValueKind(schema={"type": "object"}, read=lambda node, _reader: entries_of(node), nothing=())
SCORE = _in_expect(OF_ITEM, _score)
STATES_OF_CLAUSES = _in_expect(OF_ITEM, _states, {})
EXACT = _in_expect(OF_ITEM, lambda expect: _text(get(expect, "bounds")) not in ("true", "是"), nothing=True)
EXPECTED = _in_expect(OF_TOTAL, _expected, {})
GRADE = _in_expect(OF_TOTAL, _grade, ("", ""))


class Case(Struct, frozen=True, kw_only=True):
    """What a test of an item and a test of the whole have in common.

    name: a sentence that says what is tested
    profile: answers of the basic situation, as a submission writes them
    references, interpretations: a name and its value or option
    lines: the text of the file
    """

    name: Annotated[str, Field(WORDS, "用一个句子写明测的是什么")]
    profile: Annotated[tuple[Entry, ...], Field(ENTRIES, "基本情况的填报内容")] = ()
    references: Annotated[tuple[Entry, ...], Field(ENTRIES, "参照值")] = ()
    interpretations: Annotated[tuple[Entry, ...], Field(ENTRIES, "改选的口径")] = ()
    location: Location
    lines: tuple[str, ...]


class RuleTest(Case, frozen=True, kw_only=True):
    """One case: the answers to one item and the points that the official sentence gives for them.

    facts: answers as a submission writes them; absent means unknown
    score: the expected range
    exact: whether both ends of it can be reached; False: they are bounds
    states: what becomes of the clauses named
    """

    item: Annotated[str, Field(WORDS, "指标项编号")]
    facts: Annotated[tuple[Entry, ...], Field(ENTRIES, "这一项的填报内容；没有写的是未填")] = ()
    score: Annotated[Range, Field(SCORE, "应得的分；范围写 [低, 高]，只是界限的加 bounds: true；clauses 写条款的状态")]
    exact: Annotated[bool, Field(EXACT)] = True
    states: Annotated[Mapping[str, OutcomeState], Field(STATES_OF_CLAUSES)]


class TotalTest(Case, frozen=True, kw_only=True):
    """One case of the whole result.

    answers: by item, as a submission writes them
    expected: ranges by name: `total`, `full`, `section 1`, `item 1.1`, `score 总得分`
    grade: the worst and the best one, empty where none is expected
    """

    answers: Annotated[MappingNode, Field(ANSWERS, "各项的填报内容")]
    expected: Annotated[Mapping[str, Range], Field(EXPECTED, "应得的总分、各部分和各项的分，等次")]
    grade: Annotated[tuple[str, str], Field(GRADE)]


class RuleTestFile(Struct, frozen=True, kw_only=True):
    """One file in the folder `tests` of a pack."""

    tests: Annotated[tuple[RuleTest, ...], Field(rows(RuleTest), "逐项的测试")] = ()
    totals: Annotated[tuple[TotalTest, ...], Field(rows(TotalTest), "合计和等级的测试")] = ()


def _keys(of: type[Struct]) -> set[str]:
    return {key for one in fields_of(of) for key in (one.field.kind.spread or (one.key,))}


def read_rule_tests(criteria: Criteria, shown: str | None = None) -> Result[tuple[RuleTest, ...]]:
    """Read every YAML file in the pack's folder `tests`, in order of file name.

    An overlay is held to the tests of its bases too, as far as they are about items that it leaves as they were.
    `shown` is how messages name the pack's folder. Problems: whatever the strict reader finds, and tests that are not
    shaped as criteria/README.md says or name an item, a fact, a clause or a state that does not exist.
    """
    tests: list[RuleTest] = []
    problems: list[Problem] = []
    folders = [(base.folder, base.folder, frozenset(base.items)) for base in reversed(criteria.extends)]
    for folder, label, only in [*folders, (criteria.folder, criteria.folder if shown is None else shown, None)]:
        for document in _documents(folder, label, problems):
            for node in _listed(document, problems):
                if only is None or _text(get(node, "item")) in only:
                    tests += _rule_test(node, criteria, document, problems)
    return Result(value=tuple(tests), problems=sort_problems(problems))


def read_total_tests(criteria: Criteria, shown: str | None = None) -> Result[tuple[TotalTest, ...]]:
    """The tests under `totals` in every test file of the pack."""
    tests: list[TotalTest] = []
    problems: list[Problem] = []
    for document in _documents(criteria.folder, criteria.folder if shown is None else shown, []):
        listed = document.root.get("totals")
        for node in listed.items if isinstance(listed, SequenceNode) else ():
            tests += _total_test(node, criteria, document, problems)
    return Result(value=tuple(tests), problems=sort_problems(problems))


def _documents(pack: str, shown: str, problems: list[Problem]) -> Iterator[Document]:
    """The test files of a pack that can be read, in order of their names."""
    folder = os.path.join(pack, FOLDER)
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        if name.endswith(".yaml") and name != MUTANTS:
            read = strict.read_document(os.path.join(folder, name), os.path.join(shown, FOLDER, name))
            problems.extend(_of_tests(one) for one in read.problems)
            if read.value is not None:
                yield read.value


def _of_tests(problem: Problem) -> Problem:
    """A file that holds nothing, or a list without its key, with the mend for a file of tests."""
    if problem.code not in ("empty-file", "not-mapping"):
        return problem
    return replace(problem, hint="第一行写“tests:”，各条规则测试写在它下面：“- name: …”。")


def _listed(document: Document, problems: list[Problem]) -> tuple[Node, ...]:
    """The tests of items in a file."""
    root = document.root
    hint = "最外层写 tests（逐项的）、totals（合计和等级的）。"
    strays = [one for one in root if one.name not in _keys(RuleTestFile)]
    problems.extend(_problem(f"不认识的键“{one.name}”", hint, one.key.location) for one in strays)
    listed = root.get("tests")
    if isinstance(listed, SequenceNode):
        return listed.items
    if listed is not None or root.get("totals") is None:
        problems.append(_problem("没有规则测试", "最外层写“tests:”，下面用“- name: …”逐条列出。", root.location))
    return ()


def _rule_test(node: Node, criteria: Criteria, document: Document, problems: list[Problem]) -> Iterator[RuleTest]:
    """The test, where nothing is wrong with it."""
    if not isinstance(node, MappingNode):
        problems.append(_problem("这里应当是一条规则测试", "写成“- name: …”、item、facts 和 expect。", node.location))
        return
    before, keys, lines = len(problems), _keys(RuleTest), document.root.lines
    hint = f"可以写：{'、'.join(sorted(keys))}。"
    problems += [_problem(f"不认识的键“{one.name}”", hint, one.key.location) for one in node if one.name not in keys]
    test = Reader(Report(document.root)).record(RuleTest, node, lines=lines)
    problems += broken_lines(node, ("name", "item"), lines)
    if not test.name:
        problems.append(_problem("规则测试没有名字", "用一个中文句子写明测的是什么。", node.location))
    item = criteria.items_by_id.get(test.item)
    if item is None:
        message = f"没有“{test.item}”这一项" if test.item else "规则测试没有写是哪一项"
        hint = 'item 写指标项编号，如 "1.1"；测总分、等级的写在 totals 里，用 answers 和 expect: {total: 97}。'
        problems.append(_problem(message, hint, node.location))
    elif test.score is None:
        hint = "写 expect: {score: 3}，范围写 score: [0, 6]；测总分、等级的写在 totals 里。"
        problems.append(_problem("没有写出应得的分", hint, node.location))
    if item is None or len(problems) > before:
        return
    clauses = {clause.id for clause in item.clauses}
    for one in entries_of(get(node.get("expect"), "clauses")):
        if one.name not in clauses or one.name not in test.states:
            hint = f"本项条款：{'、'.join(sorted(clauses))}；状态：{'、'.join(STATES)}。"
            message = f"“{one.name}: {_text(one.value)}”不是本项的条款和状态"
            problems.append(_problem(message, hint, one.key.location))
    yield replace(test, states={clause: state for clause, state in test.states.items() if clause in clauses})


def _total_test(node: Node, criteria: Criteria, document: Document, problems: list[Problem]) -> Iterator[TotalTest]:
    """The test, where nothing is wrong with it."""

    def wrong(message: str, hint: str) -> None:
        problems.append(_problem(message, hint, node.location))

    if not isinstance(node, MappingNode):
        wrong("这里应当是一条合计测试", "写成“- name: …”、answers 和 expect。")
        return
    before, keys, expect = len(problems), _keys(TotalTest), node.get("expect")
    strays = [one.name for one in node if one.name not in keys]
    strays += [one.name for one in entries_of(expect) if one.name not in OF_TOTAL]
    if strays:
        wrong(f"不认识的键“{'、'.join(strays)}”", f"可以写：{'、'.join(sorted(keys | set(OF_TOTAL)))}。")
    test = Reader(Report(document.root)).record(TotalTest, node, lines=document.root.lines)
    problems += broken_lines(node, ("name",), document.root.lines)
    blank = [name for name, _ in _expectations(expect) if name not in test.expected]
    if not test.name or test.answers is None or expect is None:
        wrong("合计测试缺少 name、answers 或 expect", "三样都要写。")
    elif blank or (not test.expected and test.grade == ("", "")):
        wrong(f"没有写出{f'“{blank[0]}”' if blank else ''}应得的分", "写一个数，范围写 [60, 70]。")
    names = {"total", "full", *(f"section {one.id}" for one in criteria.sections)}
    names |= {f"item {one}" for one in criteria.items_by_id}
    names |= {f"score {name}" for name, fact in criteria.facts_by_name.items() if isinstance(fact.derive, Score)}
    for name in test.expected:
        if name not in names:
            wrong(
                f"没有“{name}”",
                "sections 写一级指标编号，items 写指标项编号，scores 写得分填报项（derive 写 score 的）的名称。",
            )
    if len(problems) == before:
        yield test


def _problem(message: str, hint: str, location: Location) -> Problem:
    return Problem(code="rule-test", message=message, hint=hint, location=location)
