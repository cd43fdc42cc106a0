"""What one workbook holds, before anybody writes it: whose it is, which questions, events, units and documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from scoring.base.text import number_text
from scoring.exchange.departments import COMMISSION, Assignment
from scoring.exchange.layout import EVENTS
from scoring.exchange.questions import ITEMS, READINGS, REFERENCES, REPORT, Path, Question, Topic
from scoring.exchange.submitted import Submitted
from scoring.exchange.values import EVENT_KEYS, MATERIALS, UNCONFIRMED, Value, confirmed
from scoring.model.facts import NOT_APPLICABLE_WORD, QUANTITIES, Fact, FactType
from scoring.submissions.answers import limits

__all__ = ["EVERYTHING", "Form", "MaterialRow", "how_to_fill", "options_of"]

EVERYTHING = "汇总（全部问题）"
"""Whose the workbook with all questions is."""
FURTHER_PARTS = (REPORT, REFERENCES, READINGS)
SPARE = 2
"""Empty rows for further documents of an item."""


class MaterialRow(Struct, frozen=True, kw_only=True):
    """A row for a document: the item, the document that is asked for ("" for one of the city's own choice), and what is
    known of the file already."""

    topic: Topic
    request: str = ""
    hint: str = ""
    path: Path = ()
    value: Mapping[str, Value] = {}


class Form(Struct, frozen=True, kw_only=True):
    """One workbook to fill in. `department` COMMISSION is the one with everything."""

    source: Submitted
    assignment: Assignment
    department: str

    @property
    def everything(self) -> bool:
        """Whether it is the commission's own."""
        return self.department == COMMISSION

    @property
    def name(self) -> str:
        """Whose it is, in words."""
        return EVERYTHING if self.everything else self.department

    def _own(self, question: Question) -> bool:
        return self.everything or self.assignment.lead(question) == self.department

    @property
    def main(self) -> tuple[Question, ...]:
        """The questions that count."""
        return tuple(one for one in self.questions if one.path[0] not in FURTHER_PARTS)

    @property
    def further(self) -> tuple[Question, ...]:
        """Words for the report, references and readings: what a sheet of its own is for."""
        return tuple(one for one in self.questions if one.path[0] in FURTHER_PARTS)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions with one answer each."""
        return tuple(one for one in self.source.asked.questions if self._own(one) and not one.of_units)

    @property
    def gates(self) -> tuple[Question, ...]:
        """The questions answered by events."""
        return tuple(one for one in self.questions if one.incidents)

    @property
    def unit_tables(self) -> tuple[tuple[Topic, tuple[Question, ...]], ...]:
        """The questions that are answered for each unit, by topic."""
        found: dict[str, tuple[Topic, tuple[Question, ...]]] = {}
        for one in self.source.asked.questions:
            if one.of_units and self._own(one):
                topic, before = found.get(one.topic.id, (one.topic, ()))
                found[one.topic.id] = (topic, (*before, one))
        return tuple(found.values())

    @property
    def unconfirmed(self) -> bool:
        """Whether some answers are last year's."""
        return any(self.is_unconfirmed(one.path) for one in self.questions)

    def is_unconfirmed(self, path: Path) -> bool:
        """Whether the answer there is last year's."""
        value = self.value(path)
        return isinstance(value, Mapping) and UNCONFIRMED in value

    def value(self, path: Path) -> Value:
        """What the submission says there."""
        return self.source.answers.get(path)

    def events(self, question: Question) -> list[Mapping[str, str]]:
        """The events that are listed already."""
        value = confirmed(self.value(question.path))
        return [{key: one.get(key, "") for key in EVENT_KEYS} for one in value] if isinstance(value, list) else []

    @property
    def materials(self) -> tuple[MaterialRow, ...]:
        """A row for every document listed already, for each that is asked for and missing, and some to spare. A document
        belongs to the department that leads what it supports, else to that of the item's first question."""
        return tuple(row for topic in self._topics() for row in self._materials(topic))

    def _topics(self) -> tuple[Topic, ...]:
        return tuple(one for one in self.source.asked.topics if one.requests or self._listed(one))

    def _listed(self, topic: Topic) -> list[tuple[Path, Value]]:
        start = (ITEMS, topic.id, MATERIALS)
        return [(path, value) for path, value in self.source.answers.items() if path[:3] == start and len(path) == 4]

    def _materials(self, topic: Topic) -> Iterator[MaterialRow]:
        hints = {one.id: one.title for one in topic.requests}
        leads = self._leads(topic)
        first = next(iter(leads.values()), COMMISSION)
        there, rows = set(), []
        for path, value in self._listed(topic):
            if isinstance(value, Mapping):
                request = str(value.get("对应", ""))
                there.add(request)
                if self.everything or leads.get(request, first) == self.department:
                    rows.append(
                        MaterialRow(topic=topic, request=request, hint=hints.get(request, ""), path=path, value=value)
                    )
        wanted = [one for one, lead in leads.items() if one and (self.everything or lead == self.department)]
        rows += [MaterialRow(topic=topic, request=one, hint=hints[one]) for one in wanted if one not in there]
        if rows or self.everything or first == self.department:
            yield from rows
            yield from [MaterialRow(topic=topic)] * SPARE

    def _leads(self, topic: Topic) -> dict[str, str]:
        """Who hands in each document that is asked for; under "" those of the city's own choice."""
        asked = [one for one in self.source.asked.questions if one.topic.id == topic.id]
        lead = {one.fact.name: self.assignment.lead(one) for one in asked}
        first = next(iter(lead.values()), COMMISSION)
        found = {"": first}
        for request in topic.requests:
            found[request.id] = next((lead[name] for name in request.supports if name in lead), first)
        return found


def options_of(question: Question) -> tuple[str, ...]:
    """The words to choose from; none where anything may be written."""
    fact = question.fact
    words: tuple[str, ...]
    if fact.type is FactType.BOOL:
        words = ("是", "否")
    elif fact.type is FactType.CHOICE:
        words = fact.choices
    else:
        return ()
    return (*words, *((NOT_APPLICABLE_WORD,) if fact.not_applicable is not None else ()))


def how_to_fill(question: Question) -> str:
    """What to write, on one line, and what else to know, a line each."""
    return "\n".join([f"{_form(question)}。", *question.advice])


def _form(question: Question) -> str:
    fact = question.fact
    if question.incidents:
        return f"选“无”或“有”；有的在“{EVENTS}”表里逐件写"
    match fact.type:
        case FactType.BOOL | FactType.CHOICE:
            words = options_of(question)
            return f"选：{' / '.join(words)}" if len("".join(words)) < 24 else "从下拉里选"
        case FactType.COUNT:
            return f"填整数{_range(fact)}"
        case FactType.NUMBER:
            return f"填数字{_range(fact)}"
        case FactType.PERCENT:
            return "填百分数，95 就是 95%"
        case FactType.DATE:
            return "填日期，如 2022-05-20"
        case FactType.JUDGED:
            return f"填分数{_range(fact)}，右边写理由"
    return "填文字，可以分段" if question.long else "填文字"


def _range(fact: Fact) -> str:
    low, high = limits(fact)
    step = f"，每档{number_text(fact.step)}" if fact.step is not None else ""
    if fact.type in QUANTITIES and low == 0 and high is None:
        return ""
    if low is not None and high is not None:
        return f"（{number_text(low)}～{number_text(high)}{step}）"
    if low is not None:
        return f"（不小于{number_text(low)}{step}）"
    return f"（不大于{number_text(high)}{step}）" if high is not None else ""
