"""What a pack's list finds in the answers: figures that contradict each other are questions, which never change a score;
a list of which too few are chosen is an error."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from scoring import lang
from scoring.base.text import number_text, quantity_text
from scoring.documents.problems import Report
from scoring.model.checks import AtLeast, Check
from scoring.model.criteria import Criteria
from scoring.model.facts import NOT_APPLICABLE, Answer, Fact, Ratio

__all__ = ["check_figures"]

ONE = Fraction(1)


def check_figures(
    criteria: Criteria, answers: Mapping[str, Answer], values: Mapping[str, lang.Value], report: Report
) -> None:
    """Question what the pack's list finds in the answers; figures that are missing or do not apply raise nothing."""
    for check in criteria.checks:
        if isinstance(check, AtLeast):
            _too_few(check, answers, report)
        if not isinstance(check, Check):
            continue
        if check.when is not None and lang.truth(check.when, values) is not lang.Truth.TRUE:
            continue
        stated = values.get(check.fact)
        if isinstance(stated, Fraction):
            message = _ratio(criteria, check, stated, values) or _whole(criteria, check, stated, values)
            if message:
                hint = f"{check.ask}请核对；数都没有错的，请在说明里写明原因。"
                report.also("figures-conflict", message, hint, answers[check.fact].location)


def _too_few(check: AtLeast, answers: Mapping[str, Answer], report: Report) -> None:
    """An error where even all that is still open would not make enough; it stands at the first that is answered 否."""
    given = [(name, answers[name]) for name in check.facts if name in answers]
    refused = [one for _, one in given if one.value is NOT_APPLICABLE or one.value is False]
    if len(check.facts) - len(refused) >= check.least:
        return
    chosen = sum(one.value is True for _, one in given)
    message = f"“{check.name}”至少{check.least}项为“是”，现在填“是”的{chosen}项，填“否”的{len(refused)}项，不够"
    report.error("too-few-chosen", message, f"{check.ask}请核对：{'、'.join(check.facts)}。", refused[0].location)


def _ratio(criteria: Criteria, check: Check, stated: Fraction, values: Mapping[str, lang.Value]) -> str:
    if check.ratio is None:
        return ""
    top, bottom = values.get(check.ratio.numerator), values.get(check.ratio.denominator)
    if not isinstance(top, Fraction) or not isinstance(bottom, Fraction) or not bottom:
        return ""
    computed = top / bottom * check.ratio.times
    if abs(computed - stated) < _last_digit(stated):
        return ""
    fact = criteria.facts_by_name[check.fact]
    return (
        f"“{check.fact}”填的是{number_text(stated)}{fact.unit}，按{_formula(check.ratio)}"
        f"（{number_text(top)}÷{number_text(bottom)}）算是{_shown(fact, computed)}"
    )


def _whole(criteria: Criteria, check: Check, stated: Fraction, values: Mapping[str, lang.Value]) -> str:
    whole = None if check.whole is None else values.get(check.whole)
    if check.whole is None or not isinstance(whole, Fraction) or stated <= whole:
        return ""
    facts = criteria.facts_by_name
    first, second = _shown(facts[check.fact], stated), _shown(facts[check.whole], whole)
    return f"“{check.fact}”（{first}）大于“{check.whole}”（{second}）"


def _last_digit(value: Fraction) -> Fraction:
    """One unit of the last decimal that is written: 0.1 for 3.2, 1 for 7."""
    unit = ONE
    while (value / unit).denominator != 1:
        unit /= 10
    return unit


def _formula(of: Ratio) -> str:
    times = "" if of.times == 1 else f"×{number_text(of.times)}"
    return f"“{of.numerator}”÷“{of.denominator}”{times}"


def _shown(fact: Fact, value: Fraction) -> str:
    return quantity_text(value, fact.unit)
