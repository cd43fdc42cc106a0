"""Numbers for readers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.base.text import approx_text, number_text, quantity_text, range_text, scored_text
from tests.exact import span


@pytest.mark.parametrize(
    ("value", "text"),
    [("3", "3"), ("5/2", "2.5"), ("-1/2", "-0.5"), ("2499/25", "99.96"), ("1/3", "1/3"), ("1/1000", "0.001")],
)
def test_exact_numbers(value: str, text: str) -> None:
    assert number_text(Fraction(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("95", "95"),
        ("190/2", "95"),
        ("12000/126", "约95.24"),
        ("1/3", "约0.33"),
        ("99996/1000", "99.996"),
        ("2999999/30000", "约99.99997"),
        ("-1/3", "约-0.33"),
    ],
)
def test_quantities_are_rounded_for_reading_but_never_onto_a_whole_number(value: str, text: str) -> None:
    assert approx_text(Fraction(value)) == text


def test_units_and_ranges() -> None:
    assert quantity_text(Fraction(4), "次") == "4次"
    assert range_text(Fraction(79), Fraction(85)) == "79～85"
    assert range_text(Fraction(82), Fraction(82)) == "82"
    assert (scored_text(span(79, 85)), scored_text(span("81.5"))) == ("79～85分", "81.5分")
