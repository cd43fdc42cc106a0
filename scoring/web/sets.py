"""Answers that only count together: a reference with its year and source, another reading with its reason. They are drawn as one
form and saved as one value of the file, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from scoring.documents.edit import REMOVE, Change
from scoring.documents.edit import Value as Written
from scoring.exchange.applying import written
from scoring.exchange.questions import READINGS, Path, Question
from scoring.exchange.values import Value
from scoring.web.rows import QuestionRow, anchor_of, path_word, row_of
from scoring.web.workspace import Answer, Opened, Typed, value_typed

__all__ = ["AnswerSet", "set_change", "set_of"]


class AnswerSet(Struct, frozen=True, kw_only=True):
    """The questions of one place of the file as they are drawn.

    path: of that place, as a form sends it back; seen, there: how it was spelt when this was drawn
    rows: each part; the field of the n-th is called text-n
    default: of a reading, the one that counts where none is chosen
    """

    path: str
    anchor: str
    seen: str
    there: bool
    rows: tuple[QuestionRow, ...]
    default: str = ""
    answer: Answer | None = None

    @property
    def state(self) -> str:
        """What the row looks like."""
        if self.answer is None or not self.answer.kept:
            return "spare"
        return "refused" if self.answer.fault else "waiting"


def set_of(
    opened: Opened, questions: Sequence[Question], answer: Answer | None = None, typed: Sequence[str] = ()
) -> AnswerSet:
    """The questions of one place; after a change that was not taken, with what was typed."""
    place: Path = questions[0].path[:-1]
    spelt = opened.spelling(place)
    kept = answer if answer is not None and answer.kept else None
    rows = [
        row_of(one, one.path, opened.state(one.path), kept, {"text": text} if kept else None)
        for one, text in zip(questions, typed or [""] * len(questions), strict=True)
    ]
    reading = opened.assessment.criteria.interpretations_by_name.get(place[1]) if place[0] == READINGS else None
    return AnswerSet(
        path=path_word(place),
        anchor=anchor_of(place),
        seen=spelt or "",
        there=spelt is not None,
        rows=tuple(rows),
        default="" if reading is None else reading.default,
        answer=answer,
    )


def set_change(
    opened: Opened, questions: Sequence[Question], typed: Sequence[str], seen: str | None
) -> Change | Answer:
    """What the words typed come to, in the order of the questions; an answer where they are no whole value yet, or what the file
    says already."""
    values: dict[str, Value] = {}
    place: Path = questions[0].path[:-1]
    for one, text in zip(questions, typed, strict=True):
        value, told = value_typed(one, Typed(text=text))
        if told.fault:
            return Answer(fault=f"{one.fact.name}：{told.fault}", hint=told.hint)
        if value is not None:
            values[one.fact.name] = value
    if place[0] == READINGS and "选择" not in values:
        values = {}  # a reason alone says nothing: the default counts
    if values == {
        one.fact.name: said for one in questions if (said := opened.source.answers.get(one.path)) is not None
    }:
        return Answer()
    if not values:
        return Answer() if not isinstance(seen, str) else Change(path=place, expected=seen, value=REMOVE)
    lacking = [one.fact.name for one in questions if one.fact.name not in values]
    if lacking:
        names = "、".join(f"“{one}”" for one in lacking)
        return Answer(waiting=f"还没有保存：再写{names}，写齐就保存。")
    new: Mapping[str, Written] = {one.fact.name: written(one, values[one.fact.name]) for one in questions}
    return Change(path=place, expected=seen, value=dict(new))
