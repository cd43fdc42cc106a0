"""Answers and regions of answers in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from scoring.lang import NOT_APPLICABLE
from scoring.lang.saying import value_text
from scoring.model.facts import Fact, Reference
from scoring.rules.regions import Domain, Region

__all__ = ["answers_text", "owners_of", "region_text"]


def owners_of(fact: Fact | None) -> tuple[str, ...]:
    """The departments that answer a fact; a pack may name several with 、."""
    return () if fact is None else tuple(name.strip() for name in fact.owner.split("、") if name.strip())


def answers_text(regions: Sequence[Region], of: Fact | Reference, domain: Domain) -> str:
    """A run of answers that come to the same: `是`, `90%及以上`, `59处及以下`; listed values are joined with 、."""
    if domain.values is None and regions[0].value is not NOT_APPLICABLE:
        return region_text(regions, of, domain)
    return "、".join(value_text(region.value, of.unit, exact=True) for region in regions)


def region_text(regions: Sequence[Region], of: Fact | Reference, domain: Domain) -> str:
    """A run of neighbouring regions of a quantity, upwards in value: `1次及以上` where nothing lies above, else `3次至5次`."""
    low, low_in = _edge(regions[0], domain.whole, lower=True)
    high, high_in = _edge(regions[-1], domain.whole, lower=False)

    def word(number: Fraction) -> str:
        return value_text(date.fromordinal(int(number)) if domain.dates else number, of.unit, exact=True)

    if low is not None and low == high:
        return word(low)
    no_low = low is None or (low_in and low == domain.low)
    no_high = high is None or (high_in and high == domain.high)
    if no_low and no_high:
        return "任意值"
    above = "" if low is None else f"{word(low)}及以上" if low_in else f"高于{word(low)}"
    inside = "以内" if of.unit == "名" else "及以下"  # the third and those below it would be the worse ranks
    below = "" if high is None else f"{word(high)}{inside}" if high_in else f"低于{word(high)}"
    if no_low or no_high:
        return below if no_low else above
    return (
        f"{above}、{below}" if low is None or high is None or not (low_in and high_in) else f"{word(low)}至{word(high)}"
    )


def _edge(region: Region, whole: bool, *, lower: bool) -> tuple[Fraction | None, bool]:
    """The end of a region, and whether it belongs to the region; whole numbers always have one that does."""
    end = region.low if lower else region.high
    if end is None or region.low == region.high:
        return end, end is not None
    if not whole:
        return end, False
    return Fraction(end.__floor__() + 1 if lower else end.__ceil__() - 1), True
