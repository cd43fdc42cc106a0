"""Writes the workbook of a form: a sheet that says what to do, the questions, documents, events and units, and hidden what it
was drawn from.

Cells to fill in are pale yellow with a strong frame, cells that take nothing are grey with a dash: a page in black and white
reads the same. Sheets are protected without a password: that keeps slips away, nobody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scoring.base.marks import FORM
from scoring.exchange.form import Form
from scoring.exchange.layout import COVER, FORMAT, FURTHER, HIDDEN, QUESTIONS
from scoring.exchange.listing import write_events, write_materials, write_units
from scoring.exchange.page import Looks, Page, height_of
from scoring.exchange.questions import Path
from scoring.exchange.submitted import Submitted
from scoring.exchange.tables import write_questions
from scoring.exchange.values import Value
from scoring.reports.workbook import cell_text, workbook

__all__ = ["HiddenRow", "about_of", "write_form", "write_hidden"]

HiddenRow = tuple[Path, Value]
STEPS = (
    "只填粗框的浅黄色格子：是、否和选项从下拉里选；数量只填数字；百分数填 95 就是 95%；日期写成 2022-05-20；还不知道的留着“未填”。",
    "每个问题左边印着指标的原文，“怎么填”一栏写着口径。确实不适用的选“不适用”，并在“理由”一栏写明；打分的也要写理由。",
    "{materials}",
    "由几个部门共同回答的问题，请本部门征求“会同部门”的意见后填一个答案；问题的文字、表名和列不要改。",
    "填好后看“状态”一栏，没有“未填”“请核对”“缺理由”就可以了；{earlier}存成 xlsx，{back}。",
)
EARLIER = "标着“未核对”的是上次的答案，对的在“核对”一栏选“已核对”，不对的改；"
MATERIALS_STEP = "佐证材料在“佐证材料”表里一份一行：标题、文号、发文机关、日期、页数和文件名；文件本身随表一起交。"
NO_MATERIALS_STEP = "数据要与本部门的统计一致；需要说明的写在“说明”一行。"


def write_form(form: Form, path: str) -> None:
    """Write the workbook of a form to `path`. Raises OSError."""
    source = form.source
    place = source.place or "（未填城市）"
    title = f"{place}　{form.name}"
    sample = "（虚构样例）" if source.invented else ""
    head = f"{title}{sample}"
    with workbook(path, title=title, head=head, foot=source.asked.title, mark=FORM, streamed=False) as book:
        looks = Looks(book.own)
        page = Page(book, looks)
        cover = page.sheet(COVER)
        hidden: list[HiddenRow] = []
        counts = []
        for name, questions in ((QUESTIONS, form.main), (FURTHER, form.further)):
            if questions:
                counts.append(write_questions(page, form, name, questions, hidden))
        if form.materials:
            counts.append(write_materials(page, form, hidden))
        if form.gates:
            counts.append(write_events(page, form))
        for topic, questions in form.unit_tables:
            counts.append(write_units(page, form, topic, questions, hidden))
        _cover(cover, looks, form, head, counts)
        write_hidden(page, about_of(source, form.name), hidden)
        cover.activate()


def about_of(source: Submitted, department: str) -> Mapping[str, str]:
    """What a workbook says of itself on its hidden sheet."""
    return {
        "指标体系": source.asked.pack,
        "版本": source.asked.edition,
        "摘要": source.asked.digest,
        "城市": source.place,
        "自评文件": source.digest,
        "部门": department,
        **({"虚构样例": "是"} if source.invented else {}),
    }


def write_hidden(
    page: Page,
    about: Mapping[str, str],
    rows: Sequence[HiddenRow],
    choices: Mapping[Path, Sequence[Value]] | None = None,
) -> None:
    """The sheet that nobody needs to see: what the workbook was drawn from, what each answer was then, and for conflicts the
    answers to choose from."""
    sheet = page.book.own.add_worksheet(HIDDEN)
    sheet.write_string(0, 0, FORMAT)
    for number, (key, value) in enumerate(about.items(), start=1):
        sheet.write_row(number, 0, [key, cell_text(value)])
    first = len(about) + 2
    for number, (path, base) in enumerate(rows, start=first):
        sheet.write_string(number, 0, json.dumps(path, ensure_ascii=False))
        sheet.write_string(number, 1, cell_text(json.dumps(base, ensure_ascii=False)))
        if choices is not None:
            sheet.write_string(number, 2, cell_text(json.dumps(choices.get(path, ()), ensure_ascii=False)))
    sheet.very_hidden()


def _cover(sheet: Any, looks: Looks, form: Form, head: str, counts: Sequence[tuple[str, str, str]]) -> None:
    """The first sheet: five lines of what to do, and how far it is."""
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 96)
    sheet.merge_range(0, 0, 0, 2, cell_text(f"{head}　填报表"), looks.title)
    sheet.set_row(0, 36)
    sheet.merge_range(1, 0, 1, 2, cell_text(f"指标体系：{form.source.asked.title}"), looks.center)
    sheet.set_row(1, 20)
    cautions = "\n".join(form.source.asked.cautions)
    if cautions:
        sheet.merge_range(2, 0, 2, 2, cell_text(cautions), looks.text)
        sheet.set_row(2, height_of([(cautions, 124)]))
    sheet.merge_range(3, 0, 3, 2, "怎么填", looks.head)
    contact = form.source.contact
    words = {
        "materials": MATERIALS_STEP if form.materials else NO_MATERIALS_STEP,
        "earlier": EARLIER if form.unconfirmed else "",
        "back": f"原样发回（{contact}）" if contact else "原样发回",
    }
    for number, step in enumerate(STEPS, start=1):
        row = 3 + number
        sheet.write_number(row, 0, number, looks.number)
        sheet.merge_range(row, 1, row, 2, cell_text(step.format(**words)), looks.text)
        sheet.set_row(row, 32)
    top = 3 + len(STEPS) + 2
    for column, word in enumerate(("", "表", "现在填到哪里")):
        sheet.write_string(top, column, word, looks.head)
    for number, (name, formula, cached) in enumerate(counts, start=1):
        sheet.write_number(top + number, 0, number, looks.number)
        sheet.write_url(top + number, 1, f"internal:'{name}'!A1", looks.link, name)
        if formula:
            sheet.write_formula(top + number, 2, formula, looks.text, cached)
        else:
            sheet.write_string(top + number, 2, cached, looks.text)
        sheet.set_row(top + number, 20)
    sheet.protect("", {"format_columns": True, "format_rows": True})
