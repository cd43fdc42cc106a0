from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.base.errors import Problem
from tests.bad.golden import HERE, KINDS, cases
from tests.rebaseline import Case

ALL = list(cases())
FILES = [(problems, path) for folder, (pattern, problems) in KINDS.items() for path in (HERE / folder).glob(pattern)]


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_problems_are_exactly_those_beside_the_file(case: Case) -> None:
    assert case.produce().decode() == case.path.read_text("utf-8")


def test_every_golden_file_has_its_source() -> None:
    assert {case.path for case in ALL} == set(HERE.glob("*/*.problems"))


@pytest.mark.parametrize(("problems", "path"), FILES, ids=[path.stem for _, path in FILES])
def test_every_bad_file_has_a_problem_and_every_problem_a_place_and_a_mend(
    problems: Callable[[Path], tuple[Problem, ...]], path: Path
) -> None:
    found = problems(path)
    assert found
    for problem in found:
        assert problem.location is not None
        assert problem.hint.endswith("。") or problem.hint.endswith("？"), problem.hint
        assert not problem.message.endswith("。"), problem.message
        assert not ENGLISH.search(problem.message + problem.hint), "a sentence of the validator's shows through"


ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]+ [A-Za-z]{2,}")
