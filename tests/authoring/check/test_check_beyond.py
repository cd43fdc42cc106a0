"""Clauses that reach beyond their item: what the check claims about them, and what it must not claim."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from scoring.authoring.check import Analysis, check
from scoring.authoring.check.model import DirectionState, ItemAnalysis, MutantState
from scoring.base.errors import Severity
from scoring.loading import load_criteria

PACKS = Path(__file__).resolve().parents[2] / "kinds" / "packs"


@cache
def analysis() -> Analysis:
    return check("beyond", load_criteria("beyond", [str(PACKS)]))


def item(name: str) -> ItemAnalysis:
    return next(one for one in analysis().items if one.item.id == name)


def test_what_shows_in_the_total_only_is_never_proved_to_change_nothing() -> None:
    """每发生一起罚3分改为4分、2分，加2分改为3分：本项都是0分，总分不同。"""
    proved = {one.id for found in analysis().items for one in found.mutants if one.state is MutantState.EQUIVALENT}
    assert proved == {"1.2-1/effect/deduct"}, "扣6分与不得分，对6分的项是一回事"


@pytest.mark.parametrize(
    "mutant",
    [
        "1.1-2/exhausted/none",
        "1.1-2/points/+1",
        "1.1-2/reach/section",
        "2.1-1/group/none",
        "2.1/group/负面清单/+1",
        "2.1/group/负面清单/-1",
        "2.2-1/grade/优秀",
        "2.2-2/grade/合格",
        "3.1-1/reach/total",
    ],
)
def test_the_tests_of_totals_notice_mistakes_beyond_the_item(mutant: str) -> None:
    found = next(one for entry in analysis().items for one in entry.mutants if one.id == mutant)
    assert found.state is MutantState.KILLED


def test_clauses_beyond_the_item_are_neither_masked_nor_idle() -> None:
    found = {one.clause.id: one for entry in analysis().items for one in entry.clauses}
    assert all(one.possible for one in found.values())
    assert not any(one.all_masked for one in found.values())
    assert (found["1.2-2"].effect.low, found["2.3-1"].effect.low > 0) == (-10, True)


def test_directions_count_what_is_lost_beyond_the_item() -> None:
    states = {one.fact.name: one.state for entry in analysis().items for one in entry.directions}
    assert states["负面清单事项数"] is DirectionState.PROVED
    assert states["负面舆情"] is DirectionState.PROVED
    assert DirectionState.IDLE not in states.values()
    assert {(one.clauses, one.cost) for one in item("1.2").overlaps} == {(("1.2-1", "1.2-2"), 16)}


def test_items_whose_results_are_tested_as_a_whole_are_tested() -> None:
    assert [one.problem.message for one in analysis().findings if one.problem.severity is Severity.ERROR] == []
    assert not any(one.problem.code == "untested" for one in analysis().findings)
