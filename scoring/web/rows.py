"""A question as a row of a form: what its fields hold, and what is said beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2s
from typing import Any

from msgspec import Struct

from scoring.exchange.form import how_to_fill, options_of
from scoring.exchange.questions import READINGS, Path, Question
from scoring.exchange.values import EVENT_KEYS, NOTHING, UNCONFIRMED, Value, confirmed, value_text
from scoring.model.facts import NOT_APPLICABLE_WORD, QUANTITIES, FactType
from scoring.web.workspace import Answer, AnswerState

__all__ = ["QuestionRow", "anchor_of", "events_typed", "path_of", "path_word", "row_of", "value_of"]

SPARE_EVENTS = 2
"""Empty lines for further events."""
MOST_EVENTS = 200


class QuestionRow(Struct, frozen=True, kw_only=True):
    """What the template of a question draws.

    path: as a form sends it back; seen: the spelling it was drawn from, "" with `there` False where the file has none
    kind: choice, number, day, judged, text, long or events
    text: of the answer; `not_applicable` and `reason` beside it
    blank: what it is called to give none
    said: the answer that the file has, in words
    state: answered, open, unconfirmed, refused, waiting (for more, before it can be saved), idle where other answers leave
        nothing to ask, or spare where nothing is missing
    """

    question: Question
    path: str
    anchor: str
    seen: str
    there: bool
    kind: str
    choices: tuple[str, ...]
    text: str
    not_applicable: bool
    reason: str
    events: Sequence[Mapping[str, str]]
    blank: str
    state: str
    how: str
    said: str
    answer: Answer | None = None
    theirs: str = ""
    former: str = ""


def row_of(
    question: Question,
    path: Path,
    state: AnswerState,
    answer: Answer | None = None,
    typed: Mapping[str, str] | None = None,
    former: str = "",
) -> QuestionRow:
    """The row of a question. After a refusal `typed` is what was sent, which stays in the fields; `former` is what stood there
    before a change, for undoing it."""
    value = confirmed(state.value)
    text, reason, off = _fields(value)
    if question.fact.unit == "%":  # it stands behind the field
        text = text.removesuffix("%")
    kept = typed if typed is not None and answer is not None and answer.kept else None
    if kept is not None:
        text, reason, off = kept.get("text", ""), kept.get("reason", ""), "na" in kept
    events = [dict(one) for one in value] if isinstance(value, list) else []
    if kept is not None:
        events = list(events_typed(kept))
    if question.incidents:
        events += [dict.fromkeys(EVENT_KEYS, "")] * SPARE_EVENTS
        text = (
            kept.get("text", "")
            if kept is not None
            else NOTHING
            if value == NOTHING
            else "有"
            if isinstance(value, list)
            else ""
        )
    return QuestionRow(
        question=question,
        path=path_word(path),
        anchor=anchor_of(path),
        seen=state.spelt or "",
        there=state.spelt is not None,
        kind=_kind(question),
        choices=tuple(one for one in options_of(question) if one != NOT_APPLICABLE_WORD),
        text=text,
        not_applicable=off,
        reason=reason,
        events=events,
        blank="照默认的" if question.path[0] == READINGS else "不填" if question.optional else "未填",
        state=_state(state, question, answer),
        how=_how(question),
        said=_said(question, state.value),
        answer=answer,
        theirs=value_text(answer.theirs) if answer is not None and answer.conflict else "",
        former=former,
    )


def events_typed(typed: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The events that a form sends, those that say something."""
    for number in range(MOST_EVENTS):
        if f"{EVENT_KEYS[0]}-{number}" not in typed:
            return
        event = {key: typed.get(f"{key}-{number}", "").strip() for key in EVENT_KEYS}
        if any(event.values()):
            yield event


def _how(question: Question) -> str:
    """What to write and what else to know, a line each; a field for words, or words to choose from, say by themselves what to do."""
    if question.incidents:
        return "选“无”或“有”；有的逐件写明日期和情况"
    if _kind(question) in ("choice", "text", "long"):
        return "\n".join(question.advice)
    return how_to_fill(question).replace("，右边写理由", "，下面写理由")


def _said(question: Question, value: Value) -> str:
    """The answer in the file, as a paper shows it."""
    if value is None and question.path[0] == READINGS:
        return "照默认的" if question.path[-1] == "选择" else ""
    number = isinstance(value, str) and _kind(question) == "number" and value and not value.endswith(question.fact.unit)
    return f"{value_text(value)}{question.fact.unit if number else ''}"


def path_word(path: Path) -> str:
    """A path as one field of a form."""
    return json.dumps(path, ensure_ascii=False)


def value_of(word: str) -> Any:
    """What a field says that holds a value of ours as JSON. Raises ValueError, also where it is nested deeper than anything of
    ours, or spells letters that are none."""
    try:
        found = json.loads(word)
    except RecursionError:
        raise ValueError from None
    json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    return found


def path_of(word: str) -> Path:
    """The path again; empty where it is none."""
    try:
        found = value_of(word)
    except ValueError:
        return ()
    return tuple(found) if isinstance(found, list) and all(isinstance(one, str) for one in found) else ()


def anchor_of(path: Path) -> str:
    """A short name for a part of a page, in letters that an address may hold."""
    return f"q-{blake2s(path_word(path).encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def _fields(value: Value) -> tuple[str, str, bool]:
    if isinstance(value, Mapping):
        if NOT_APPLICABLE_WORD in value:
            return "", str(value[NOT_APPLICABLE_WORD] or ""), True
        return str(value.get("分值") or ""), str(value.get("理由") or ""), False
    return (value if isinstance(value, str) else ""), "", False


def _state(state: AnswerState, question: Question, answer: Answer | None) -> str:
    if answer is not None and answer.fault:
        return "refused"
    if answer is not None and answer.waiting:
        return "waiting"
    value = state.value
    if state.idle:
        return "idle"
    if value is None or (isinstance(value, Mapping) and value.get("分值") == ""):
        return "spare" if question.optional else "open"
    return "unconfirmed" if isinstance(value, Mapping) and UNCONFIRMED in value else "answered"


def _kind(question: Question) -> str:
    fact = question.fact
    if question.incidents:
        return "events"
    if fact.type in (FactType.BOOL, FactType.CHOICE):
        return "choice"
    if fact.type in QUANTITIES:
        return "number"
    if fact.type is FactType.JUDGED:
        return "judged"
    if fact.type is FactType.DATE:
        return "day"
    return "long" if question.long else "text"
