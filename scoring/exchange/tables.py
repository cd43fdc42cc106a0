"""The sheet of questions: the official words beside each, checks on what is typed, and a state that says what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from msgspec import Struct

from scoring.exchange.form import Form, how_to_fill, options_of
from scoring.exchange.layout import ANSWER, CONFIRMED, OPEN, PROOF, REASON, STATE, Head, question_columns
from scoring.exchange.page import Page, height_of
from scoring.exchange.questions import Path, Question, Topic
from scoring.exchange.values import UNCONFIRMED, Value, confirmed
from scoring.model.facts import NOT_APPLICABLE_WORD, FactType
from scoring.reports.workbook import cell_text, exact
from scoring.submissions.answers import limits

__all__ = ["CHECK", "CLOSED", "EXTRA", "FILLED", "NO_REASON", "UNASKED", "write_questions"]

FILLED, CHECK, NO_REASON, EXTRA, UNASKED = "已填", "请核对", "缺理由", "可不填", "视情况填"
CLOSED = "—"
"""Stands where nothing is to be written."""
LONGEST_LIST = 250
"""Characters of a list that a check can hold itself; Excel takes 255."""


class Row(Struct, frozen=True, kw_only=True):
    """A question and what its cells show."""

    question: Question
    value: Value
    answer: str
    reason: str
    unconfirmed: bool


def write_questions(
    page: Page, form: Form, name: str, questions: Sequence[Question], hidden: list[tuple[Path, Value]]
) -> tuple[str, str, str]:
    """Write a sheet of questions; add to `hidden` what each answer was. Gives its name, and how far it is as formula and as
    text."""
    columns = question_columns(proof=form.unconfirmed)
    own = page.table(name, columns, title=f"{form.source.place or OPEN}　{form.name}　{name}")
    places = {head.text: place for place, head in enumerate(columns)}
    rows = [_row(form, one) for one in questions]
    first = 2
    groups, at, states = [], first, []
    for topic, of in groupby(rows, key=lambda one: one.question.topic):
        group = list(of)
        heights = _heights(topic, group, columns, form)
        for number, (row, height) in enumerate(zip(group, heights, strict=True)):
            own.set_row(at + number, height)
            states.append(_write_row(page, own, form, row, at + number, places))
        _write_topic(page, own, topic, at, len(group), places)
        hidden += [(row.question.path, row.value) for row in group]
        groups.append(heights)
        at += len(group)
    last = max(at, first + 1)
    states_at = f"'{name}'!{_column(places, STATE)}{first + 1}:{_column(places, STATE)}{last}"
    _colour(page, own, places, first, last)
    page.break_pages(own, columns, groups, first)
    own.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    return name, *_progress(states, states_at)


def _progress(states: Sequence[str], at: str) -> tuple[str, str]:
    unsure = (CHECK, NO_REASON, UNCONFIRMED)
    formula = "+".join(f'COUNTIF({at},"{word}")' for word in unsure)
    text = f'="已填 "&COUNTIF({at},"{FILLED}")&" 题，未填 "&COUNTIF({at},"{OPEN}")&" 题，要再看一看 "&({formula})&" 题"'
    count = {word: states.count(word) for word in (FILLED, OPEN, *unsure)}
    doubts = sum(count[word] for word in unsure)
    return text, f"已填 {count[FILLED]} 题，未填 {count[OPEN]} 题，要再看一看 {doubts} 题"


def _row(form: Form, question: Question) -> Row:
    value = form.value(question.path)
    unconfirmed = isinstance(value, Mapping) and UNCONFIRMED in value
    said, reason = confirmed(value), ""
    if isinstance(said, list):
        answer = "有"
    elif isinstance(said, Mapping):
        key = "分值" if "分值" in said else NOT_APPLICABLE_WORD
        answer = str(said["分值"] or "") if key == "分值" else NOT_APPLICABLE_WORD
        reason = str(said["理由"] if key == "分值" else said[key] or "")
    else:
        answer = said or ""
    return Row(question=question, value=value, answer=answer, reason=reason, unconfirmed=unconfirmed)


def _heights(topic: Topic, rows: Sequence[Row], columns: Sequence[Head], form: Form) -> list[float]:
    """Each row as high as its own words, all together as high as the official words beside them."""
    width = {head.text: head.width for head in columns}
    long = width[ANSWER.text] + width["单位"] + width[REASON.text]
    found = []
    for row in rows:
        one = row.question
        answer = (row.answer, long) if one.wide else (row.reason, width[REASON.text])
        others = "、".join(form.assignment.others(one))
        cells = [
            (one.fact.ask, width["问题"]),
            (how_to_fill(one), width["怎么填"] + 3),
            answer,
            (others, width["会同部门"]),
        ]
        if not one.wide:
            cells.append((row.answer, width[ANSWER.text]))
        found.append(height_of(cells, 48 if one.long else 26))
    need = max(height_of([(topic.text, width["指标原文"])]), height_of([(_label(topic), width["指标项"])]))
    lack = need - sum(found)
    return [one + max(lack, 0) / len(found) for one in found]


def _label(topic: Topic) -> str:
    return f"{topic.label}\n{topic.points}" if topic.points else topic.label


def _write_topic(page: Page, own: Any, topic: Topic, at: int, count: int, places: Mapping[str, int]) -> None:
    looks = page.looks
    for head, text, look in (("指标项", _label(topic), looks.topic), ("指标原文", topic.text, looks.official)):
        column = places[head]
        if count > 1:
            own.merge_range(at, column, at + count - 1, column, cell_text(text), look)
        else:
            own.write_string(at, column, cell_text(text), look)


def _write_row(page: Page, own: Any, form: Form, row: Row, at: int, places: Mapping[str, int]) -> str:
    looks, one, fact = page.looks, row.question, row.question.fact
    own.write_string(at, places["编号"], one.id, looks.plain_hidden)
    own.write_number(at, places["序号"], at - 1, looks.number)
    own.write_string(at, places["问题"], cell_text(fact.ask), looks.ask)
    own.write_string(at, places["怎么填"], cell_text(how_to_fill(one)), looks.hint)
    others = "、".join(form.assignment.others(one))
    own.write_string(at, places["会同部门"], others, looks.number)
    answer, unit, reason = places[ANSWER.text], places["单位"], places[REASON.text]
    if one.wide:
        own.merge_range(at, answer, at, reason, cell_text(row.answer), looks.words)
    else:
        _write_answer(page, own, row, at, answer)
        own.write_string(at, unit, fact.unit, looks.number)
        if fact.type is FactType.JUDGED or fact.not_applicable is not None:
            own.write_string(at, reason, cell_text(row.reason), looks.words)
        else:
            own.write_string(at, reason, CLOSED, looks.closed)
    if PROOF.text in places:
        _write_proof(page, own, row, at, places[PROOF.text])
    formula, cached = _state(row, at, places)
    own.write_formula(at, places[STATE.text], formula, looks.state, cached)
    return cached


def _write_answer(page: Page, own: Any, row: Row, at: int, column: int) -> None:
    looks, one, fact = page.looks, row.question, row.question.fact
    shown = row.answer or ("" if one.optional else OPEN)
    if fact.type in (FactType.COUNT, FactType.NUMBER, FactType.JUDGED):
        try:
            own.write_number(at, column, exact(Fraction(shown)), looks.figure)
        except ValueError:
            own.write_string(at, column, shown, looks.figure)
    else:
        own.write_string(at, column, cell_text(shown), looks.word)
    words = options_of(one)
    about: dict[str, Any] = {"ignore_blank": True, "error_title": "请核对"}
    if words:
        listed = [OPEN, *words]
        about |= {"validate": "list", "source": listed, "error_message": "请从下拉里选。"}
        if len(",".join(listed)) > LONGEST_LIST or any("," in word for word in listed):
            about["source"] = _kept_list(page, listed)
    elif fact.type in (FactType.COUNT, FactType.NUMBER, FactType.JUDGED):
        about |= {"validate": "custom", "value": _number_check(row, f"{_letters(column)}{at + 1}")}
        about["error_message"] = f"这里只填数字，或者“未填”。{how_to_fill(one).splitlines()[0]}"[:250]
    else:
        return
    own.data_validation(at, column, at, column, about)


def _kept_list(page: Page, words: Sequence[str]) -> str:
    """A list that is too long for a check, in a hidden sheet."""
    name = "_选项"
    found = next((one for one in page.book.own.worksheets() if one.get_name() == name), None)
    own = found or page.book.own.add_worksheet(name)
    if found is None:
        own.hide()
    column = 0 if own.dim_colmax is None else own.dim_colmax + 1
    own.write_column(0, column, words)
    letter = _letters(column)
    return f"='{name}'!${letter}$1:${letter}${len(words)}"


def _number_check(row: Row, cell: str) -> str:
    fact = row.question.fact
    low, high = limits(fact)
    tests = [f"ISNUMBER({cell})"]
    tests += [f"{cell}>={float(low):g}"] if low is not None else []
    tests += [f"{cell}<={float(high):g}"] if high is not None else []
    tests += [f"{cell}=INT({cell})"] if fact.type is FactType.COUNT else []
    words = "".join(f'{cell}="{word}",' for word in (OPEN, NOT_APPLICABLE_WORD))
    return f"=OR({words}AND({','.join(tests)}))"


def _write_proof(page: Page, own: Any, row: Row, at: int, column: int) -> None:
    """Where an answer is last year's, whether somebody looked at it."""
    if not row.unconfirmed:
        own.write_string(at, column, CLOSED, page.looks.closed)
        return
    own.write_string(at, column, UNCONFIRMED, page.looks.word)
    own.data_validation(at, column, at, column, {"validate": "list", "source": [UNCONFIRMED, CONFIRMED]})


def _state(row: Row, at: int, places: Mapping[str, int]) -> tuple[str, str]:
    """The formula of a row's state, and what it gives now."""
    one, fact = row.question, row.question.fact
    answer, reason = (f"{_column(places, head)}{at + 1}" for head in (ANSWER, REASON))
    blank = EXTRA if one.optional else UNASKED if fact.needs is not None else OPEN
    good = "TRUE"
    if fact.type in (FactType.COUNT, FactType.NUMBER, FactType.JUDGED):
        good = f"ISNUMBER({answer})"
    elif fact.type is FactType.PERCENT:
        good = f'ISNUMBER(IF(ISERROR(VALUE(SUBSTITUTE({answer},"%",""))),"",1))'
    elif fact.type is FactType.BOOL or one.incidents:
        good = "OR(" + ",".join(f'{answer}="{word}"' for word in options_of(one)) + ")"
    test = f'IF({good},"{FILLED}","{CHECK}")'
    reasonless = f'IF({reason}="","{NO_REASON}","{FILLED}")'
    if fact.type is FactType.JUDGED:
        test = f'IF({good},{reasonless},"{CHECK}")'
    if fact.not_applicable is not None:
        test = f'IF({answer}="{NOT_APPLICABLE_WORD}",{reasonless},{test})'
    cached = blank
    if row.answer:
        needs_reason = fact.type is FactType.JUDGED or row.answer == NOT_APPLICABLE_WORD
        cached = NO_REASON if needs_reason and not row.reason else FILLED
    if row.unconfirmed:
        proof = f"{_column(places, PROOF)}{at + 1}"
        test, cached = f'IF({proof}="{UNCONFIRMED}","{UNCONFIRMED}",{test})', UNCONFIRMED
    return f'=IF(OR({answer}="",{answer}="{OPEN}"),"{blank}",{test})', cached


def _column(places: Mapping[str, int], head: Head) -> str:
    return _letters(places[head.text])


def _colour(page: Page, own: Any, places: Mapping[str, int], first: int, last: int) -> None:
    """States that need somebody stand on a darker ground, in colour and in grey."""
    column = places[STATE.text]
    for word, colour in _states():
        look = page.book.own.add_format({"bg_color": colour})
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
        own.conditional_format(first, column, last - 1, column, rule)


def _states() -> Iterator[tuple[str, str]]:
    yield OPEN, "#FFE699"
    for word in (CHECK, NO_REASON, UNCONFIRMED):
        yield word, "#F4B183"


def _letters(column: int) -> str:
    """What a sheet calls a column: A, B, …, AA."""
    from xlsxwriter.utility import (
        xl_col_to_name,  # here and not above: batches load this module to tell workbooks apart
    )

    return str(xl_col_to_name(column))
