"""The sheets of lists: documents, one a row; the events of gates; the units of an item, each with its answers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from scoring.exchange.form import Form, how_to_fill, options_of
from scoring.exchange.layout import (
    CHECKED,
    CONFIRMED,
    EVENT_COLUMNS,
    EVENTS,
    ID,
    MATERIAL_COLUMNS,
    MATERIAL_SHEET,
    OPEN,
    PROOF,
    UNIT_SHEET,
    Head,
)
from scoring.exchange.page import Page, height_of
from scoring.exchange.questions import Path, Question, Topic
from scoring.exchange.values import UNCHECKED, UNCONFIRMED, Value, confirmed, same_file, value_text
from scoring.model.facts import NOT_APPLICABLE_WORD, FactType
from scoring.reports.workbook import cell_text, exact

__all__ = ["CHECKED_WORD", "unit_head", "unit_sheet_name", "write_events", "write_materials", "write_units"]

SPARE_EVENTS, SPARE_UNITS = 3, 10
CHECKED_WORD = "已检查"
ROWS_ALLOWED = {"format_columns": True, "format_rows": True, "insert_rows": True, "autofilter": True}


def write_materials(page: Page, form: Form, hidden: list[tuple[Path, Value]]) -> tuple[str, str, str]:
    """Write the sheet of documents; as `write_questions`."""
    rows, looks = form.materials, page.looks
    own = page.table(MATERIAL_SHEET, MATERIAL_COLUMNS, title=f"{form.source.place or OPEN}　{form.name}　佐证材料")
    groups, at = [], 2
    for topic, of in groupby(rows, key=lambda one: one.topic):
        heights = []
        for row in of:
            value = {key: value_text(said) for key, said in row.value.items()}
            file = same_file(value.get("文件", ""), topic.id)
            cells = (value.get("标题", ""), value.get("文号", ""), value.get("发文机关", ""), value.get("日期", ""))
            own.write_string(at, 0, "/".join(row.path[1:]) if row.path else topic.id, looks.plain_hidden)
            own.write_string(at, 1, topic.label, looks.topic)
            own.write_string(at, 2, row.request, looks.words)
            if topic.requests:
                names = [one.id for one in topic.requests]
                check = {"validate": "list", "source": names, "error_type": "warning", "ignore_blank": True}
                check |= {"error_title": "请核对", "error_message": "从下拉里选；自选的材料空着不填。"}
                if len(",".join(names)) < 250:
                    own.data_validation(at, 2, at, 2, check)
            for column, text in enumerate(cells, start=3):
                own.write_string(at, column, cell_text(text), looks.words if column < 6 else looks.word)
            pages = value.get("页数", "")
            if pages.isdecimal():
                own.write_number(at, 7, int(pages), looks.figure)
            else:
                own.write_string(at, 7, pages, looks.figure)
            own.write_string(at, 8, cell_text(file), looks.words)
            if row.hint and not file:
                own.data_validation(
                    at, 3, at, 3, {"validate": "any", "input_title": "需要的材料", "input_message": row.hint[:250]}
                )
            if row.path:
                hidden.append((row.path, dict(row.value)))
            wide = [(text, MATERIAL_COLUMNS[column].width) for column, text in enumerate(cells, start=3)]
            heights.append(height_of([*wide, (row.request, 17), (file, 28)], 22))
            own.set_row(at, heights[-1])
            at += 1
        groups.append(heights)
    page.break_pages(own, MATERIAL_COLUMNS, groups, 2)
    own.protect("", ROWS_ALLOWED)
    letter = "I"
    listed = sum(bool(row.path) for row in rows)
    area = f"'{MATERIAL_SHEET}'!{letter}3:{letter}{at}"
    return MATERIAL_SHEET, f'="已列材料 "&SUMPRODUCT(--(LEN({area})>0))&" 份"', f"已列材料 {listed} 份"


def write_events(page: Page, form: Form) -> tuple[str, str, str]:
    """Write the sheet of the events that gates ask for; as `write_questions`. Their base is that of the question."""
    looks = page.looks
    own = page.table(EVENTS, EVENT_COLUMNS, title=f"{form.source.place or OPEN}　{form.name}　逐件列出的事件")
    at, listed = 2, 0
    for question in form.gates:
        events = form.events(question)
        listed += len(events)
        for event in (*events, *([{}] * SPARE_EVENTS)):
            own.write_string(at, 0, question.id, looks.plain_hidden)
            own.write_string(at, 1, question.fact.name, looks.topic)
            own.write_string(at, 2, event.get("日期", ""), looks.word)
            own.write_string(at, 3, cell_text(event.get("情况", "")), looks.words)
            own.set_row(at, height_of([(question.fact.name, 24), (event.get("情况", ""), 70)], 22))
            at += 1
    own.protect("", ROWS_ALLOWED)
    return EVENTS, f'="已列事件 "&SUMPRODUCT(--(LEN(\'{EVENTS}\'!D3:D{at})>0))&" 件"', f"已列事件 {listed} 件"


def unit_sheet_name(topic: Topic) -> str:
    """What the sheet of a topic's units is called."""
    return f"{UNIT_SHEET}{topic.id}"


def unit_head(question: Question) -> str:
    """The head of the column of one question about units: its name in the pack, which is short and one of a kind."""
    return question.fact.name


def write_units(
    page: Page, form: Form, topic: Topic, questions: Sequence[Question], hidden: list[tuple[Path, Value]]
) -> tuple[str, str, str]:
    """Write the sheet of a topic's units, one a row; as `write_questions`."""
    looks, each = page.looks, topic.each
    assert each is not None
    columns = [ID, Head(each.name, 20), *((CHECKED,) if each.unchecked is not None else ())]
    for one in questions:
        columns.append(Head(unit_head(one), 16))
        if one.fact.type is FactType.JUDGED:
            columns.append(Head(f"{unit_head(one)}的理由", 24))
    units = form.source.units(topic.id)
    late = {unit for unit in units if any(form.is_unconfirmed(one.at(unit)) for one in questions)}
    columns += [PROOF] if late else []
    name = unit_sheet_name(topic)
    own = page.table(name, columns, title=f"{topic.label} {topic.points}　每个{each.name}一行", row=3)
    last = max(len(columns) - 1, 6)
    own.merge_range(1, 1, 1, last, cell_text(topic.text), looks.official)
    own.set_row(1, height_of([(topic.text, sum(one.width for one in columns) + 16 * (last + 1 - len(columns)))]))
    lines = "\n".join(f"{unit_head(one)}：{one.fact.ask}{how_to_fill(one)}" for one in questions)
    lines += f"\n一个{each.name}也没有的，在第一行名称处写“无”。" if each.perhaps_none else ""
    own.merge_range(2, 1, 2, last, cell_text(lines), looks.hint)
    own.set_row(2, height_of([(lines, sum(one.width for one in columns) + 16 * (last + 1 - len(columns)))]))
    group = questions[0].path[:3]
    nothing = form.value(group)
    if nothing is not None:
        hidden.append((group, nothing))
    for number, unit in enumerate([*units, *([""] * SPARE_UNITS)]):
        at = 4 + number
        said = str(nothing) if nothing is not None and number == len(units) else unit
        own.write_string(at, 0, unit, looks.plain_hidden)
        own.write_string(at, 1, cell_text(said), looks.words)
        _write_unit(page, form, own, at, unit, questions, hidden)
        if unit in late:
            own.write_string(at, len(columns) - 1, UNCONFIRMED, looks.word)
            check = {"validate": "list", "source": [UNCONFIRMED, CONFIRMED]}
            own.data_validation(at, len(columns) - 1, at, len(columns) - 1, check)
        own.set_row(at, 22)
    own.protect("", ROWS_ALLOWED)
    area = f"'{name}'!B5:B{4 + len(units) + SPARE_UNITS}"
    return name, f'="已列 "&SUMPRODUCT(--(LEN({area})>0))&" 个{each.name}"', f"已列 {len(units)} 个{each.name}"


def _write_unit(
    page: Page,
    form: Form,
    own: Any,
    at: int,
    unit: str,
    questions: Sequence[Question],
    hidden: list[tuple[Path, Value]],
) -> None:
    looks, column = page.looks, 2
    each = questions[0].topic.each
    if each is not None and each.unchecked is not None:
        path = (*questions[0].path[:3], unit)
        value = form.value(path) if unit else None
        own.write_string(at, column, "" if not unit else UNCHECKED if value else CHECKED_WORD, looks.word)
        own.data_validation(at, column, at, column, {"validate": "list", "source": [CHECKED_WORD, UNCHECKED]})
        if value is not None:
            hidden.append((path, value))
        column += 1
    for question in questions:
        path = question.at(unit)
        value = form.value(path) if unit else None
        if unit:
            hidden.append((path, value))
        judged = question.fact.type is FactType.JUDGED
        said = _unit_text(confirmed(value))
        quantity = question.fact.type in (FactType.COUNT, FactType.NUMBER) or judged
        look = looks.figure if quantity else looks.word
        if quantity and said[0].replace(".", "", 1).isdecimal():
            own.write_number(at, column, exact(Fraction(said[0])), look)
        else:
            own.write_string(at, column, cell_text(said[0]), look)
        words = options_of(question)
        if words and len(",".join(words)) < 240 and question.fact.not_applicable is None:
            check = {"validate": "list", "source": [OPEN, *words], "error_title": "请核对"}
            own.data_validation(at, column, at, column, {**check, "error_message": "请从下拉里选。"})
        column += 1
        if judged:
            own.write_string(at, column, cell_text(said[1]), looks.words)
            column += 1


def _unit_text(value: Value) -> tuple[str, str]:
    """The cells of an answer about a unit: the answer, and the reason of points."""
    if isinstance(value, dict) and "分值" in value:
        return str(value["分值"] or ""), str(value["理由"] or "")
    if isinstance(value, dict) and NOT_APPLICABLE_WORD in value:
        reason = value[NOT_APPLICABLE_WORD]
        return f"{NOT_APPLICABLE_WORD}：{reason}" if reason else NOT_APPLICABLE_WORD, ""
    return "" if value is None else value_text(value), ""
