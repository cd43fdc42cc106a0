"""How exact numbers and dates are written for readers; the one place that turns a Fraction into text."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Protocol


class Ends(Protocol):
    """Anything with a low and a high end: a range, or a difference of two."""

    @property
    def low(self) -> Fraction: ...
    @property
    def high(self) -> Fraction: ...


__all__ = [
    "approx_text",
    "date_text",
    "lost_text",
    "number_text",
    "points_text",
    "quantity_text",
    "range_text",
    "scored_text",
    "signed_text",
    "size_text",
]


def number_text(value: Fraction) -> str:
    """The shortest exact decimal (`3`, `2.5`, `99.96`); a value without a finite decimal stays a fraction (`1/3`)."""
    numerator, denominator = value.numerator, value.denominator
    if denominator == 1:
        return str(numerator)
    rest, twos, fives = denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{numerator}/{denominator}"
    places = max(twos, fives)
    digits = str(abs(numerator) * 10**places // denominator).rjust(places + 1, "0")
    sign = "-" if numerator < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def points_text(value: Fraction) -> str:
    """Points as printed everywhere, without a unit: `3`, `2.5`, `-0.5`."""
    return number_text(value)


def signed_text(value: Fraction) -> str:
    """Points with their sign: `+3`, `-0.5`, `0`."""
    return f"+{points_text(value)}" if value > 0 else points_text(value)


def range_text(low: Fraction, high: Fraction) -> str:
    """`82` when both ends agree, else `79～85`."""
    if low == high:
        return points_text(low)
    return f"{points_text(low)}～{points_text(high)}"


def scored_text(score: Ends) -> str:
    """`82分` when the score is decided, else `79～85分`."""
    return f"{range_text(score.low, score.high)}分"


def lost_text(score: Ends, full: Fraction) -> str:
    """What a score lacks of full points: `扣3分`, `扣0～3分`."""
    return f"扣{range_text(full - score.high, full - score.low)}分"


def approx_text(value: Fraction, places: int = 2) -> str:
    """A quantity for reading: exact where it has at most `places` decimals, else `约` and the half-up rounding.

    A value is never rounded onto a whole number that it is not: 99.996 reads 约99.996, so that it does not look like
    the 100 of a threshold.
    """
    scale = 10**places
    if (value * scale).denominator == 1:
        return number_text(value)
    for digits in range(places, places + 7):
        scale = 10**digits
        sign = -1 if value < 0 else 1
        rounded = Fraction(sign * ((abs(value) * scale * 2 + 1).__floor__() // 2), scale)
        if rounded.denominator != 1:
            return number_text(value) if rounded == value else f"约{number_text(rounded)}"
    return f"约{number_text(rounded)}"


def quantity_text(value: Fraction, unit: str) -> str:
    """A measured value with its unit: `4次`, `95%`, `约92.68%`."""
    return f"{approx_text(value)}{unit}"


def date_text(value: date) -> str:
    """A date as official documents write it: `2022年5月20日`."""
    return f"{value.year}年{value.month}月{value.day}日"


def utf8_text(text: str) -> str:
    """`text` with bytes of file names that are no UTF-8 written as escapes (`\\udcff`), so that it can be stored."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def size_text(count: int) -> str:
    """So many bytes as `2 MB`, `2.1 MB` or `8 GB`, rounded up to a tenth, so that more than a limit never reads like it."""
    unit, name = (1 << 30, "GB") if count >= 1 << 30 else (1 << 20, "MB")
    tenths = -(-count * 10 // unit)
    return f"{tenths // 10}.{tenths % 10} {name}" if tenths % 10 else f"{tenths // 10} {name}"
