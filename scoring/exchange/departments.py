"""Which department answers which question: the first that the pack names, unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from scoring.base.characters import alike
from scoring.base.errors import Problem, Result
from scoring.documents.problems import closest
from scoring.exchange.questions import Question, Questionnaire

__all__ = ["COMMISSION", "Assignment", "assign"]

COMMISSION = ""
"""The lead of what no department is named for: it stands in the workbook with everything only."""


class Assignment(Struct, frozen=True, kw_only=True):
    """The lead of each question, by its id."""

    leads: Mapping[str, str]

    def lead(self, question: Question) -> str:
        """The department whose workbook holds it, COMMISSION where none does."""
        return self.leads.get(question.id, COMMISSION)

    def others(self, question: Question) -> tuple[str, ...]:
        """The departments named beside the lead."""
        return tuple(one for one in question.owners if one != self.lead(question))

    @property
    def departments(self) -> tuple[str, ...]:
        """Every lead, in the order of the questions."""
        return tuple(dict.fromkeys(one for one in self.leads.values() if one != COMMISSION))


def assign(asked: Questionnaire, said: Sequence[tuple[str, str]]) -> Result[Assignment]:
    """The leads; `said` are questions (an id, the name of a fact, or of an item for all of its questions) with the
    department that takes them. A later one goes before an earlier one."""
    leads = {one.id: one.owners[0] if one.owners else COMMISSION for one in asked.questions}
    problems = []
    for name, department in said:
        meant = _meant(asked.questions, name)
        if not meant:
            problems.append(_unknown(asked.questions, name))
        leads |= dict.fromkeys(meant, department.strip())
    return Result(value=None if problems else Assignment(leads=leads), problems=tuple(problems))


def _meant(questions: Iterable[Question], name: str) -> list[str]:
    """The ids of the questions that a name means: all of a topic, or one."""
    named = alike(name)
    topic = [one.id for one in questions if named in (alike(one.topic.id), alike(one.topic.label))]
    return topic or [one.id for one in questions if named in (alike(one.id), alike(one.fact.name))]


def _unknown(questions: Sequence[Question], name: str) -> Problem:
    names = [word for one in questions for word in (one.fact.name, one.topic.id)]
    close = closest(name, list(dict.fromkeys(names)))
    hint = f"是不是要写“{close}”？" if close else "请写填报项的名称，或指标项的编号（如 1.1，表示这一项的全部问题）。"
    return Problem(code="unknown-question", message=f"没有名为“{name}”的问题", hint=hint)
