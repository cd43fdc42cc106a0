"""Owners, rounding and the wording of plans on small packs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from scoring.advice.improve import Improvement, improve
from scoring.advice.improve.plans import next_steps, steps_note
from scoring.model.criteria import Criteria
from scoring.model.facts import Better
from scoring.model.scorecard import Range
from scoring.rules import evaluate
from tests.rules.rules_factories import Stated, deduct, fact, forfeit, item, pack, submission


def improved(criteria: Criteria, answers: dict[str, Stated], target: int | None = None, owner: str = "") -> Improvement:
    city = submission(answers)
    card = evaluate(criteria, city, as_of=None, tool_version="0")
    return improve(criteria, city, card, target=None if target is None else Fraction(target), owner=owner)


def test_a_rounded_total_is_what_the_target_means() -> None:
    """Each mend is worth 0.25; published are whole points: 9.5 is published as 10, so two mends of four are enough."""
    facts = [replace(fact(name), better=Better.YES) for name in "甲乙丙丁"]
    criteria = pack([item("1.1", 10, [deduct("0.25", f"not {name}") for name in "甲乙丙丁"])], facts=facts, places=0)
    plan = improved(criteria, dict.fromkeys("甲乙丙丁", False), 10).plan
    assert plan is not None
    assert (plan.count, plan.total.low) == (2, 10)


def test_a_total_that_is_not_the_sum_of_its_items_proves_nothing() -> None:
    criteria = pack([item("1.1", 4, [deduct(1, "not 甲")])], facts=[replace(fact("甲"), better=Better.YES)])
    city = submission({"甲": False})
    card = evaluate(criteria, city, as_of=None, tool_version="0")
    cut = replace(card, total=Range(low=Fraction(2), high=Fraction(2)))
    found = improve(criteria, city, cut, target=Fraction(4))
    assert not found.exact
    assert found.plan is not None
    assert not found.plan.proved


def test_ties_go_to_the_front_of_the_pack() -> None:
    facts = [replace(fact(name), better=Better.YES) for name in "甲乙丙"]
    items = [item(f"1.{place}", 2, [deduct(1, f"not {name}")]) for place, name in enumerate("甲乙丙", start=1)]
    plan = improved(pack(items, facts=facts), dict.fromkeys("甲乙丙", False), 5).plan
    assert plan is not None
    assert [move.fact for part in plan.parts for move in part.moves] == ["甲", "乙"]


def test_a_fact_of_several_departments_counts_for_each() -> None:
    facts = [
        replace(fact("甲"), better=Better.YES, owner="一局、二局"),
        replace(fact("乙"), better=Better.YES, owner="二局"),
    ]
    criteria = pack([item("1.1", 4, [deduct(1, "not 甲"), deduct(2, "not 乙")])], facts=facts)
    found = improved(criteria, {"甲": False, "乙": False})
    assert [(one.name, one.gain, len(one.fixes)) for one in found.departments] == [("二局", 3, 2), ("一局", 1, 1)]
    assert [fix.move.fact for fix in improved(criteria, {"甲": False, "乙": False}, owner="一局").fixes] == ["甲"]


def test_a_target_already_reached_needs_nothing() -> None:
    criteria = pack([item("1.1", 4, [deduct(1, "not 甲")])], facts=[replace(fact("甲"), better=Better.YES)])
    found = improved(criteria, {"甲": False}, 3)
    assert found.plan is not None
    assert (found.plan.reached, found.plan.count, found.plan.parts) == (True, 0, ())
    assert steps_note(found) == "目标3分已经达到。"


@pytest.mark.parametrize("target", [None, 5])
def test_steps_of_a_report(target: int | None) -> None:
    """甲 forfeits alone; 乙 and 丙 are needed together."""
    facts = [replace(fact(name), better=Better.YES, owner="一局") for name in "甲乙丙"]
    items = [item("1.1", 3, [forfeit("not 甲")]), item("1.2", 2, [deduct(2, "not 乙 or not 丙")])]
    found = improved(pack(items, facts=facts), dict.fromkeys("甲乙丙", False), target)
    steps = [(step.item, step.text, step.owner, step.worth) for step in next_steps(found)]
    together = "乙 从否到是；丙 从否到是" + ("（一起做才加分）" if target is None else "")
    assert steps == [("1.1", "甲 从否到是", "一局", 3), ("1.2", together, "一局", 2)]
    assert ("最少要改的3处（已证明不能更少）" in steps_note(found)) is (target is not None)
