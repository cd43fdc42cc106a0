"""Cycle files written in the test, read with the Liaoning pack."""

from __future__ import annotations

from scoring.base.errors import Result
from scoring.documents.strict import parse_document
from scoring.model.cycle import Cycle
from scoring.province.procedure.cycle_file import read_cycle
from tests.liaoning import liaoning

HEAD = "指标体系: liaoning-2022\n评选周期: 2022\n"
CITIES = "城市: {甲市: {}, 乙市: {}, 丙市: {}}\n"
NAMED = "命名: {日期: 2022-12-28, 名单: [甲市, 乙市]}\n"


def tried(text: str, name: str = "周期.yaml") -> Result[Cycle]:
    document = parse_document(text.encode(), name)
    assert document.problems == ()
    assert document.value is not None
    return read_cycle(document.value, liaoning())


def read(text: str, name: str = "周期.yaml") -> Cycle:
    result = tried(text, name)
    assert result.problems == (), [problem.message for problem in result.problems]
    assert result.value is not None
    return result.value


def codes(result: Result[Cycle]) -> list[str]:
    """`line code` of every problem."""
    return [f"{p.location.line if p.location else 0} {p.code}" for p in result.problems]
