"""Rates that other answers determine: a better rate is never proposed without the counts it is worked out from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec.structs import replace

from scoring import lang
from scoring.advice.improve.model import Move
from scoring.base.text import quantity_text
from scoring.lang import Truth, Value
from scoring.model.checks import Check
from scoring.model.criteria import Criteria
from scoring.model.facts import Better, Fact, FactType, Ratio

__all__ = ["with_counts"]


def with_counts(criteria: Criteria, known: Mapping[str, Value], move: Move) -> Move:
    """The move with what has to change beside it, where a check of the pack ties the fact to counts (`known` are the
    settled values); else the move as it is."""
    for check in _ties(criteria, known, move.fact):
        if check.ratio is not None:
            return replace(move, counts=_words(criteria, known, check.ratio, move))
    return move


def _ties(criteria: Criteria, known: Mapping[str, Value], name: str) -> Iterator[Check]:
    for check in (one for one in criteria.checks if isinstance(one, Check) and one.fact == name):
        if check.when is None or lang.truth(check.when, known) is Truth.TRUE:
            yield check


def _words(criteria: Criteria, known: Mapping[str, Value], ratio: Ratio, move: Move) -> str:
    top, facts = ratio.numerator, criteria.facts_by_name
    rule = f"由“{top}”÷“{ratio.denominator}”算出"
    now, needed = known.get(top), _needed(facts[move.fact], facts[top], known.get(ratio.denominator), ratio, move.value)
    higher = facts[move.fact].better is Better.HIGHER
    if not isinstance(now, Fraction) or needed is None or (needed <= now if higher else needed >= now):
        return f"{rule}，这两个数要相应改变"
    shown = [quantity_text(value, facts[top].unit) for value in (now, needed)]
    bottom = quantity_text(_number(known.get(ratio.denominator)), facts[ratio.denominator].unit)
    words = f"{rule}：“{ratio.denominator}”{bottom}不变时，“{top}”要从{shown[0]}到{shown[1]}"
    for check in _ties(criteria, known, top):
        whole = None if check.whole is None else known.get(check.whole)
        if check.whole is not None and isinstance(whole, Fraction) and needed > whole:
            words += f"，多于“{check.whole}”（{quantity_text(whole, facts[check.whole].unit)}）的，它也要改变"
    return words


def _number(value: Value | None) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(0)


def _needed(rate: Fact, top: Fact, bottom: Value | None, ratio: Ratio, value: Value | None) -> Fraction | None:
    """The numerator nearest to the present one that gives the rate; None where that is not to be worked out."""
    if not isinstance(value, Fraction) or not isinstance(bottom, Fraction) or top.derive is not None:
        return None
    needed = value * bottom / ratio.times
    if top.type is not FactType.COUNT:
        return needed
    return Fraction(needed.__ceil__() if rate.better is Better.HIGHER else needed.__floor__())
