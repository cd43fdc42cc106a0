"""What answers say together: parts larger than the whole, answers to questions that do not arise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from scoring import lang
from scoring.base.text import number_text
from scoring.documents.problems import Report
from scoring.model.criteria import Criteria
from scoring.model.facts import NOT_APPLICABLE, Answer, Fact, ReferenceValue
from scoring.model.submission import Choice

__all__ = ["Given", "check_needs", "check_parts", "values_of"]

Given = tuple[Mapping[str, Choice], Mapping[str, ReferenceValue]]
"""What stands beside the answers: switched interpretations and reference values."""


def values_of(criteria: Criteria, answers: Mapping[str, Answer], given: Given) -> dict[str, lang.Value]:
    """Every name a condition may read, with its value; what is not answered is unknown."""
    switched, references = given
    values: dict[str, lang.Value] = {name: reference.value for name, reference in references.items()}
    for name, interpretation in criteria.interpretations_by_name.items():
        values[name] = switched[name].option if name in switched else interpretation.default
    for name, answer in answers.items():
        if answer.value is NOT_APPLICABLE:
            values[name] = lang.NOT_APPLICABLE
        elif answer.answered and answer.value is not None:
            values[name] = answer.value
    for name, fact in criteria.facts_by_name.items():
        if fact.derive is not None:
            values[name] = _ratio(fact, values)
    return values


def _ratio(fact: Fact, values: Mapping[str, lang.Value]) -> lang.Value:
    if fact.derive is None:
        return lang.UNKNOWN
    top = values.get(fact.derive.numerator, lang.UNKNOWN)
    bottom = values.get(fact.derive.denominator, lang.UNKNOWN)
    if lang.NOT_APPLICABLE in (top, bottom) or bottom == 0:
        return lang.NOT_APPLICABLE
    if isinstance(top, Fraction) and isinstance(bottom, Fraction):
        return top / bottom * fact.derive.times
    return lang.UNKNOWN


def check_needs(
    criteria: Criteria, answers: Mapping[str, Answer], values: Mapping[str, lang.Value], report: Report
) -> None:
    """Question answers whose question does not arise by the city's other answers."""
    for name, answer in answers.items():
        fact = criteria.facts_by_name[name]
        if fact.needs is None or not answer.answered:
            continue
        if lang.truth(fact.needs, values) is lang.Truth.FALSE:
            message = f"“{name}”不用填，填的内容不计分"
            hint = f"它只在{lang.describe(fact.needs)}时填写；请核对前面的回答，或删掉这一行。"
            report.question("not-asked", message, hint, answer.location)


def check_parts(
    facts: Iterable[Fact], answers: Mapping[str, Answer], values: Mapping[str, lang.Value], report: Report
) -> None:
    """Refuse a part that is larger than its whole; `facts` may hold such ratios."""
    for fact in facts:
        if fact.derive is None or not fact.derive.within:
            continue
        top, bottom = (values.get(name) for name in (fact.derive.numerator, fact.derive.denominator))
        if isinstance(top, Fraction) and isinstance(bottom, Fraction) and top > bottom:
            part, whole = fact.derive.numerator, fact.derive.denominator
            message = f"“{part}”（{number_text(top)}）大于“{whole}”（{number_text(bottom)}）"
            hint = f"计算“{fact.name}”时，前者应是后者的一部分；请核对这两个数。"
            place = answers.get(part) or answers.get(whole)
            report.error("part-exceeds-whole", message, hint, None if place is None else place.location)
