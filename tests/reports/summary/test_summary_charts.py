"""The geometry of the page's charts, and which cities are shown where there are many."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.model.scorecard import Range
from scoring.reports.summary import words
from scoring.reports.summary.charts import WIDTH, Axis, axis, bands, percent, shade
from tests.exact import span
from tests.reports.summary import cities

HUNDRED = Fraction(100)


@pytest.mark.parametrize(
    ("values", "low", "high", "step"),
    [
        ((78, 98), 75, 100, 5),
        ((0, 100), 0, 100, 20),
        ((100, 100), 99, 100, 1),
        ((90, 90), 89, 90, 1),
        ((0, 0), 0, 1, 1),
    ],
)
def test_an_axis_stands_on_whole_steps(values: tuple[int, ...], low: int, high: int, step: int) -> None:
    found = axis([Fraction(one) for one in values], HUNDRED)
    assert (found.low, found.high) == (low, high)
    if values[0] != values[1]:
        assert found.step == step


ENDS = st.fractions(min_value=0, max_value=100, max_denominator=60)


@given(st.lists(ENDS, min_size=1, max_size=9))
def test_every_value_lies_on_the_axis_and_order_is_kept(values: list[Fraction]) -> None:
    found = axis(values, HUNDRED)
    assert found.low <= min(values) <= max(values) <= found.high <= HUNDRED
    assert 2 <= len(found.marks()) <= 7
    places = [found.at(one) for one in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= one <= WIDTH for one in places)


def test_places_on_an_axis() -> None:
    scale = Axis(low=Fraction(80), high=Fraction(90), step=Fraction(5))
    assert [scale.at(Fraction(one)) for one in (70, 80, 85, 90, 95)] == [0, 0, 500, 1000, 1000]
    assert [percent(one) for one in (0, 375, 1000)] == ["0.0", "37.5", "100.0"]


def ranges(*ends: tuple[str, str]) -> list[Range]:
    return [span(*one) for one in ends]


def test_bands_tell_what_is_sure_from_what_may_be() -> None:
    found = bands(ranges(("100", "100"), ("95", "95"), ("94.5", "94.5"), ("91", "97"), ("62", "62")), HUNDRED)
    told = {str(one.low): (str(one.high), one.last, one.surely, one.perhaps) for one in found}
    assert told == {
        "95": ("100", True, 2, 1),  # 95 belongs to the upper band, 100 to the last one
        "90": ("95", False, 1, 1),
        "85": ("90", False, 0, 0),
        "80": ("85", False, 0, 0),
        "75": ("80", False, 0, 0),
        "70": ("75", False, 0, 0),
        "65": ("70", False, 0, 0),
        "60": ("65", False, 1, 0),
    }
    assert [one.low for one in found] == sorted((one.low for one in found), reverse=True)
    assert bands([], HUNDRED) == ()


@given(st.lists(st.tuples(ENDS, ENDS), min_size=1, max_size=9))
def test_every_total_is_counted(ends: list[tuple[Fraction, Fraction]]) -> None:
    totals = [Range(low=min(one), high=max(one)) for one in ends]
    found = bands(totals, HUNDRED)
    sure = sum(one.surely for one in found)
    assert sure <= len(totals)
    assert (sure == len(totals)) == (sum(one.perhaps for one in found) == 0)
    assert all(one.low < one.high for one in found)


@pytest.mark.parametrize(
    ("lost", "points", "dark"),
    [("0", "4", 0), ("1/100", "4", 1), ("1", "4", 1), ("1.01", "4", 2), ("2", "4", 2), ("3", "4", 3), ("3.5", "4", 4)],
)
def test_shades_are_quarters_of_the_points(lost: str, points: str, dark: int) -> None:
    assert shade(Fraction(lost), Fraction(points)) == dark


def test_many_cities_are_shown_about_the_quota_line_only() -> None:
    small = cities.batch().ranking
    assert words.listed(small) == (0, 1, 2)
    large = replace(small, ranked=small.ranked[:1] * 1000, open=small.open * 80, at_most=100)
    assert words.listed(large) == (*range(30), *range(85, 115))
    assert words.gaps_between(words.listed(large), 1000) == {85: 55, 1000: 885}
    assert len(words.listed_unranked(large, large.open)) == 30
    few = replace(small, ranked=small.ranked[:1] * 3, ineligible=small.ineligible * 300, at_most=2)
    assert words.listed(few) == (0, 1, 2)
    assert words.gaps_between((0, 1, 2), 3) == {}
