"""Readings that leave no room for an answer: what a pack may declare of them, and answers that contradict the reading
they are given under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoring.documents.problems import Report, did_you_mean
from scoring.model.criteria import Interpretation
from scoring.model.facts import NOT_APPLICABLE_WORD, Fact, FactType

__all__ = ["check_forbidden"]

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
