"""Bad files and, beside each, exactly what a person is told about it.

`reader/` holds files for the strict reader alone, `submissions/` and `references/` files for liaoning-2022, and
`packs/` whole pack folders. `NAME.yaml` or `NAME/` has its problems in `NAME.problems`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

from scoring import packs, submissions
from scoring.base.errors import Problem, sort_problems
from scoring.documents import strict
from scoring.model.criteria import Criteria
from tests.rebaseline import Case

HERE = Path(__file__).parent
PACK = HERE.parent.parent / "criteria" / "liaoning-2022"


@cache
def criteria() -> Criteria:
    source = packs.read_pack(str(PACK)).value
    assert source is not None
    made = packs.criteria(source).value
    assert made is not None
    return made


def of_reader(path: Path) -> tuple[Problem, ...]:
    return strict.read_yaml(str(path), path.name).problems


def of_submission(path: Path) -> tuple[Problem, ...]:
    read = strict.read_document(str(path), path.name)
    assert read.value is not None, read.problems
    checked = submissions.submission(read.value, criteria())
    return sort_problems([*read.problems, *checked.problems])


def of_references(path: Path) -> tuple[Problem, ...]:
    read = strict.read_document(str(path), path.name)
    assert read.value is not None, read.problems
    return sort_problems([*read.problems, *submissions.references(read.value, criteria()).problems])


def of_pack(path: Path) -> tuple[Problem, ...]:
    read = packs.read_pack(str(path), "")
    if read.value is None:
        return read.problems
    return sort_problems([*read.problems, *packs.criteria(read.value).problems])


def shown(problems: tuple[Problem, ...]) -> bytes:
    """Place, severity, code, message, hint and path of each problem, as lines that a reviewer can read."""
    lines: list[str] = []
    for problem in problems:
        place = problem.location
        where = f"{place.file}:{place.line}:{place.column}" if place else "（没有位置）"
        lines.append(f"{where} {problem.severity.value} {problem.code}")
        if place and place.path:
            lines.append(f"    位置：{place.path}")
        if problem.excerpt is not None and place:
            lines.append(f"    原文：{problem.excerpt[:60]}")
        lines += [f"    问题：{problem.message}", f"    办法：{problem.hint}", ""]
    return "\n".join(lines).encode()


KINDS = {
    "reader": ("*.yaml", of_reader),
    "submissions": ("*.yaml", of_submission),
    "references": ("*.yaml", of_references),
    "packs": ("*/", of_pack),
}


def cases() -> Iterator[Case]:
    """Name, golden file and maker of every bad file."""
    for folder, (pattern, problems) in KINDS.items():
        for path in sorted((HERE / folder).glob(pattern)):
            golden = path.parent / f"{path.stem}.problems"
            yield Case(f"bad/{folder}/{path.stem}", golden, partial(made, problems, path))


def made(problems: Callable[[Path], tuple[Problem, ...]], path: Path) -> bytes:
    return shown(problems(path))
