"""Pictures of a score: steps that add up, bases beside each other."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from msgspec.structs import replace

from scoring.assess import Assessment, Depth, Request, assess
from scoring.base.text import range_text
from scoring.reports.blocks import Bars
from scoring.reports.papers.pictures import basis_gaps, lost_points
from tests.exact import span

CITIES = ("sample-city", "weak-city", "half-filled")


def city(name: str) -> Assessment:
    found = assess(Request(file=f"submissions/{name}/submission.yaml", evidence=Depth.STATES)).value
    assert found is not None
    return found


def lines(bars: Bars | None) -> list[tuple[str, str]]:
    assert bars is not None
    return [(bar.label, bar.figure) for bar in bars.bars]


@pytest.mark.usefixtures("at_the_root")
def test_losses_lead_from_the_full_points_to_the_total() -> None:
    card = city("sample-city").card

    assert lines(lost_points(card)) == [
        ("满分", "100"),
        ("（一）3", "失2"),
        ("（二）5", "失1"),
        ("（二）8", "失1"),
        ("（四）3", "失1"),
        ("（五）1", "失0.5"),
        ("（六）", "失2"),
        ("自评得分", "92.5"),
    ]


@pytest.mark.usefixtures("at_the_root")
@pytest.mark.parametrize("name", CITIES)
def test_each_step_begins_where_the_last_one_ended(name: str) -> None:
    card = city(name).card
    drawn = lost_points(card)
    assert drawn is not None
    ends = [(bar.parts[0].start, bar.parts[-1].stop) for bar in drawn.bars]

    for (_, before), (start, _) in pairwise(ends[:-1]):
        assert start == before
    assert ends[-2][1] == card.total.low
    assert [part.stop for part in drawn.bars[-1].parts][-1] == card.total.high


@pytest.mark.usefixtures("at_the_root")
def test_only_items_that_differ_stand_beside_their_documents() -> None:
    found = city("weak-city")
    assert found.support is not None
    points = {one.item.id: one.item.points for section in found.card.sections for one in section.items}
    gaps = [one for one in found.support.items if one.evidenced != one.claimed]

    drawn = lines(basis_gaps(found.card, found.support))

    assert [label for label, _ in drawn[1::2]] == ["有材料"] * len(gaps)
    assert [figure for _, figure in drawn[1::2]] == [
        f"{range_text(one.evidenced.low, one.evidenced.high)} / {points[one.item]}" for one in gaps
    ]


@pytest.mark.usefixtures("at_the_root")
def test_what_reviewers_confirmed_stands_third() -> None:
    found = city("sample-city")
    item = found.card.sections[0].items[0]

    drawn = lines(basis_gaps(found.card, verified={item.item.id: span(1)}))

    assert drawn[-1] == ("核实后", f"1 / {item.item.points}")
    assert basis_gaps(found.card) is None
    assert basis_gaps(found.card, verified={item.item.id: item.score}) is None


@pytest.mark.usefixtures("at_the_root")
def test_nothing_is_drawn_where_the_steps_would_not_add_up() -> None:
    card = city("sample-city").card

    assert lost_points(replace(card, full=Fraction(120))) is None
