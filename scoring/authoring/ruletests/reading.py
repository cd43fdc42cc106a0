"""Read the rule tests of a pack: strict YAML in, typed tests or problems with their places out."""

from __future__ import annotations

import os
import os.path
from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring import load
from scoring.base.errors import Location, Problem, Result, sort_problems
from scoring.documents.nodes import Document, Entry, MappingNode, Node, Scalar, SequenceNode
from scoring.model.criteria import Criteria
from scoring.model.scorecard import OutcomeState, Range
from scoring.validate.schema.lines import broken_lines

__all__ = ["FOLDER", "MUTANTS", "RuleTest", "read_rule_tests"]

FOLDER = "tests"
MUTANTS = "mutants.yaml"
"""Lies beside the tests and holds none: the explanations of mutants that no test can notice."""
KEYS = {"name", "item", "facts", "profile", "references", "interpretations", "expect"}
STATES = {state.value: state for state in OutcomeState}


class RuleTest(Struct, frozen=True, kw_only=True):
    """One case: the answers to one item and the points that the official sentence gives for them.

    `facts` are answers as a submission writes them (absent means unknown), `profile` those of the basic situation;
    `references` and `interpretations` map a name to a value or an option; `score` is the expected range (exact, or
    bounds where `exact` is False) and `states` what becomes of the clauses named.
    """

    name: str
    item: str
    facts: tuple[Entry, ...]
    references: tuple[Entry, ...]
    interpretations: tuple[Entry, ...]
    score: Range
    states: Mapping[str, OutcomeState]
    location: Location
    lines: tuple[str, ...]
    profile: tuple[Entry, ...] = ()
    exact: bool = True


def read_rule_tests(criteria: Criteria, shown: str | None = None) -> Result[tuple[RuleTest, ...]]:
    """Read every YAML file in the pack's folder `tests`, in order of file name.

    An overlay is held to the tests of its bases too, as far as they are about items that it leaves as they were.
    `shown` is how messages name the pack's folder. Problems: whatever the strict reader finds, and tests that are not
    shaped as criteria/README.md says or name an item, a fact, a clause or a state that does not exist.
    """
    tests: list[RuleTest] = []
    problems: list[Problem] = []
    for base in reversed(criteria.extends):
        _read_folder(criteria, base.folder, base.folder, frozenset(base.items), tests, problems)
    _read_folder(criteria, criteria.folder if shown is None else shown, criteria.folder, None, tests, problems)
    return Result(value=tuple(tests), problems=sort_problems(problems))


def _read_folder(
    criteria: Criteria,
    shown: str,
    pack: str,
    only: frozenset[str] | None,
    tests: list[RuleTest],
    problems: list[Problem],
) -> None:
    """Read the tests of one pack; `only` are the items wanted (None: all)."""
    folder = os.path.join(pack, FOLDER)
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        if not name.endswith(".yaml") or name == MUTANTS:
            continue
        document = load.read_document(os.path.join(folder, name), os.path.join(shown, FOLDER, name))
        problems.extend(_of_tests(one) for one in document.problems)
        if document.value is not None:
            _read_file(document.value, criteria, only, tests, problems)


def _of_tests(problem: Problem) -> Problem:
    """A file that holds nothing, or a list without its key, with the mend for a file of tests."""
    if problem.code not in ("empty-file", "not-mapping"):
        return problem
    return replace(problem, hint="第一行写“tests:”，各条规则测试写在它下面：“- name: …”。")


def _read_file(
    document: Document,
    criteria: Criteria,
    only: frozenset[str] | None,
    tests: list[RuleTest],
    problems: list[Problem],
) -> None:
    root = document.root
    listed = root.get("tests")
    strays = [entry for entry in root if entry.name not in ("tests", "totals")]
    hint = "最外层写 tests（逐项的）、totals（合计和等级的）。"
    problems.extend(_problem(f"不认识的键“{entry.name}”", hint, entry.key.location) for entry in strays)
    if listed is None and root.get("totals") is not None:
        return
    if not isinstance(listed, SequenceNode):
        problems.append(_problem("没有规则测试", "最外层写“tests:”，下面用“- name: …”逐条列出。", root.location))
        return
    for node in listed.items:
        if only is not None and isinstance(node, MappingNode) and _text(node.get("item")) not in only:
            continue
        test, found = _read_test(node, criteria, root.lines)
        problems.extend(found)
        if test is not None:
            tests.append(test)


def _read_test(node: Node, criteria: Criteria, lines: tuple[str, ...]) -> tuple[RuleTest | None, list[Problem]]:
    if not isinstance(node, MappingNode):
        return None, [_problem("这里应当是一条规则测试", "写成“- name: …”、item、facts 和 expect。", node.location)]
    problems = [
        _problem(f"不认识的键“{entry.name}”", f"可以写：{'、'.join(sorted(KEYS))}。", entry.key.location)
        for entry in node
        if entry.name not in KEYS
    ]
    name, item_id = _text(node.get("name")), _text(node.get("item"))
    problems += broken_lines(node, ("name", "item"), lines)
    if not name:
        problems.append(_problem("规则测试没有名字", "用一个中文句子写明测的是什么。", node.location))
    item = criteria.items_by_id.get(item_id)
    expect = node.get("expect")
    score = _score(expect.get("score")) if isinstance(expect, MappingNode) else None
    if item is None:
        message = f"没有“{item_id}”这一项" if item_id else "规则测试没有写是哪一项"
        hint = 'item 写指标项编号，如 "1.1"；测总分、等级的写在 totals 里，用 answers 和 expect: {total: 97}。'
        problems.append(_problem(message, hint, node.location))
    elif score is None:
        hint = "写 expect: {score: 3}，范围写 score: [0, 6]；测总分、等级的写在 totals 里。"
        problems.append(_problem("没有写出应得的分", hint, node.location))
    if item is None or score is None or problems:
        return None, problems
    states: dict[str, OutcomeState] = {}
    clauses = {clause.id for clause in item.clauses}
    for entry in _entries(expect.get("clauses") if isinstance(expect, MappingNode) else None):
        state = STATES.get(_text(entry.value))
        if entry.name not in clauses or state is None:
            hint = f"本项条款：{'、'.join(sorted(clauses))}；状态：{'、'.join(STATES)}。"
            problems.append(
                _problem(f"“{entry.name}: {_text(entry.value)}”不是本项的条款和状态", hint, entry.key.location)
            )
        else:
            states[entry.name] = state
    test = RuleTest(
        name=name,
        item=item_id,
        facts=_entries(node.get("facts")),
        references=_entries(node.get("references")),
        interpretations=_entries(node.get("interpretations")),
        score=score,
        states=states,
        location=node.location,
        lines=lines,
        profile=_entries(node.get("profile")),
        exact=not (isinstance(expect, MappingNode) and _text(expect.get("bounds")) in ("true", "是")),
    )
    return test, problems


def _score(node: Node | None) -> Range | None:
    parts = node.items if isinstance(node, SequenceNode) else (node, node)
    ends = [_number(part) for part in parts]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] > ends[1]:
        return None
    return Range(low=ends[0], high=ends[1])


def _number(node: Node | None) -> Fraction | None:
    return node.value if isinstance(node, Scalar) and isinstance(node.value, Fraction) else None


def _text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


def _entries(node: Node | None) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, MappingNode) else ()


def _problem(message: str, hint: str, location: Location) -> Problem:
    return Problem(code="rule-test", message=message, hint=hint, location=location)
