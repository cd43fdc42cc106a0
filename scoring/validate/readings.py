"""Readings that leave no room for an answer: what a pack may declare of them, and answers that contradict the reading
they are given under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scoring.documents.problems import Report, did_you_mean
from scoring.model.criteria import Criteria, Interpretation
from scoring.model.facts import NOT_APPLICABLE_WORD, Answer, Fact, FactType
from scoring.model.submission import Choice, Unit

__all__ = ["check_chosen", "check_forbidden"]

YES_NO = ("是", "否")


def check_forbidden(readings: Iterable[Interpretation], facts: Mapping[str, Fact], report: Report) -> None:
    """What a reading forbids must be an answer that the question allows."""
    for reading in readings:
        for option in reading.options:
            for name, word in option.forbids:
                fact = facts.get(name)
                if fact is None or fact.derive is not None:
                    message, hint = f"没有名为“{name}”的填报项", did_you_mean(name, list(facts))
                elif word not in _answers(fact):
                    message = f"“{name}”本来就不能填“{word}”"
                    hint = (
                        f"能写的有：{'、'.join(_answers(fact))}。" if _answers(fact) else "数和文字的填报项不写在这里。"
                    )
                else:
                    continue
                report.error("interpretation-forbids", message, hint, reading.location)


def _answers(fact: Fact) -> tuple[str, ...]:
    words = YES_NO if fact.type is FactType.BOOL else fact.choices
    return (*words, *(() if fact.not_applicable is None else (NOT_APPLICABLE_WORD,)))


def check_chosen(
    criteria: Criteria,
    answers: Mapping[str, Answer],
    units: Mapping[str, tuple[Unit, ...]],
    switched: Mapping[str, Choice],
    report: Report,
) -> None:
    """Refuse an answer that the reading it is given under forbids: the one that was chosen, or else the default."""
    for reading in criteria.interpretations_by_name.values():
        choice = switched.get(reading.name)
        chosen = reading.default if choice is None else choice.option
        for option in reading.options:
            for name, word in option.forbids if option.name == chosen else ():
                for answer in _given(criteria, name, answers, units):
                    if answer.word == word:
                        how = "默认的" if choice is None else f"改选的（第{choice.location.line}行）"
                        message = f"“{name}”填的是“{word}”，{how}口径“{reading.name}：{chosen}”不能这样填"
                        hint = f"这个口径的意思是：{option.text.rstrip('。')}。请照它改填，或在“解释口径”里改选。"
                        report.error("reading-forbids", message, hint, answer.location)


def _given(
    criteria: Criteria, name: str, answers: Mapping[str, Answer], units: Mapping[str, tuple[Unit, ...]]
) -> Iterator[Answer]:
    fact = criteria.facts_by_name.get(name)
    rows = units.get(fact.item, ()) if fact is not None else ()
    found = [answers.get(name), *(row.answers.get(name) for row in rows)]
    yield from (answer for answer in found if answer is not None)
