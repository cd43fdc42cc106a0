"""What the analysis says of directions beside references and of rates, against all answers and by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.authoring.check.model import DirectionState, MutantState
from scoring.model.clauses import Clause
from scoring.model.criteria import Criteria
from scoring.model.facts import Better, FactType
from tests.authoring.check.grids import analyse, naive, only
from tests.authoring.check.packs import small
from tests.rules.rules_factories import deduct, fact, item, pack

COMPARED = ("数值 < 均数", "数值 == 均数", "数值 > 均数", "数值 >= 1", "数值 < 2", "均数 > 1", "均数 == 2")
LINE = tuple(Fraction(n, 2) for n in range(-1, 8))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.sampled_from(COMPARED), min_size=1, max_size=2), min_size=1, max_size=3), st.data())
def test_a_direction_beside_a_reference_is_that_of_the_grid(parts: list[list[str]], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from((" and ", " or ")))
    ours = [deduct(data.draw(st.integers(1, 2)), word.join(part)) for part in [["数值 < 均数"], *parts]]
    measured = replace(fact("数值", FactType.NUMBER), better=Better.HIGHER, item="1.1")
    criteria = pack([item("1.1", 3, ours, [measured])], references={"均数": FactType.NUMBER})
    scores = {
        (value, mean): naive(criteria, only(criteria), {"数值": value, "均数": mean}).score
        for value, mean in product(LINE, LINE)
    }
    bad = any(scores[high, mean] < scores[low, mean] for low, high in combinations(LINE, 2) for mean in LINE)
    moved = any(scores[high, mean] != scores[low, mean] for low, high in combinations(LINE, 2) for mean in LINE)
    (found,) = analyse(criteria).directions
    assert found.state is (DirectionState.REFUTED if bad else DirectionState.PROVED if moved else DirectionState.IDLE)


def rate_pack(when: str, *more: Clause) -> Criteria:
    counts = [replace(fact(name, FactType.COUNT), item="1.1") for name in ("总数", "已办数")]
    counts[1] = replace(counts[1], better=Better.HIGHER)
    rate = replace(fact("办理率", FactType.PERCENT, ratio=("已办数", "总数")), better=Better.HIGHER, item="1.1")
    return pack([item("1.1", 2, [deduct(1, when), *more], [*counts, rate])])


def test_the_direction_of_a_rate_and_of_its_numerator_is_proved() -> None:
    found = {one.fact.name: one.state for one in analyse(rate_pack("办理率 < 100")).directions}
    assert found == {"已办数": DirectionState.PROVED, "办理率": DirectionState.PROVED}


def test_a_rate_that_costs_points_when_it_grows_is_refuted_with_a_case() -> None:
    found = {one.fact.name: one for one in analyse(rate_pack("办理率 >= 50")).directions}
    for one in found.values():
        assert one.state is DirectionState.REFUTED
        assert one.witness is not None
        assert (one.witness.score, one.lowered) == (2, 1)


def test_a_rate_whose_parts_are_charged_too_is_left_open() -> None:
    """Raising the rate may mean another total, which the second clause reads: nothing is claimed."""
    found = {one.fact.name: one.state for one in analyse(rate_pack("办理率 < 100", deduct(1, "总数 > 3"))).directions}
    assert found["办理率"] is DirectionState.OPEN


JUDGED_IF = """\
section: "1"
items:
  - id: "1.1"
    points: 20
    requirement: 例
    scoring: 发生事故的扣1至20分
    facts:
      发生事故: {type: bool, ask: 有吗？, better: no}
      事故扣分: {type: judged, minimum: 1, maximum: 20, step: 0.1, ask: 扣几分？, needs: 发生事故}
    clauses:
      - {quote: 发生事故的扣1至20分, deduct: judged, fact: 事故扣分, when: 发生事故}
"""


def test_a_question_that_both_sides_ask_is_answered_once(tmp_path: Path) -> None:
    """191 judgements on either side are 36481 pairs, of which 191 have one judgement: all are seen."""
    (found,) = small(tmp_path, 20, JUDGED_IF).items
    (direction,) = found.directions
    assert direction.state is DirectionState.PROVED
    removed = next(one for one in found.mutants if one.id == "事故扣分/needs/removed")
    assert removed.state is MutantState.EQUIVALENT, "the clause has the same condition"
