"""The list that goes with the workbooks: who got which, how many questions, when it went out and came back; and who answers
what, which may be changed there and given back."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.base.marks import FORM
from scoring.exchange.form import Form
from scoring.reports.blocks import Column
from scoring.reports.workbook import workbook

__all__ = ["ASSIGNED", "COVERING", "LEAD", "write_covering"]

COVERING, ASSIGNED = "分发清单", "问题分工"
LEAD = "牵头部门"
LIST = (
    Column("序号", 5, "center"),
    Column("部门", 22, "strong"),
    Column("文件", 30),
    Column("问题", 7, "number"),
    Column("未填", 7, "number"),
    Column("指标项", 34),
    Column("会同部门", 28),
    Column("发出日期", 11),
    Column("收回日期", 11),
    Column("经办人", 11),
)
DIVISION = (
    Column("编号", 30),
    Column("指标项", 12),
    Column("问题", 70),
    Column(LEAD, 24, "strong"),
    Column("会同部门", 30),
)


def write_covering(forms: Sequence[tuple[Form, str]], path: str) -> None:
    """Write the list of `forms`, each with the name of its file. Raises OSError."""
    source = forms[0][0].source
    title = f"{source.place or '（未填城市）'}　{COVERING}"
    with workbook(path, title=title, head=title, foot=source.asked.title, mark=FORM) as book:
        sheet = book.sheet(COVERING, LIST, fixed=2, filtered=False)
        for number, (form, name) in enumerate(forms, start=1):
            asked = [one for one in form.questions if not one.optional]
            units = [one for _, questions in form.unit_tables for one in questions]
            missing = sum(form.value(one.path) is None for one in asked)
            topics = dict.fromkeys(one.topic.label for one in (*asked, *units))
            others = dict.fromkeys(name for one in (*asked, *units) for name in form.assignment.others(one))
            listed = "全部" if form.everything else "、".join(topics)
            beside = "" if form.everything else "、".join(others)
            sheet.add([number, form.name, name, len(asked) + len(units), missing, listed, beside, "", "", ""])
        whole = forms[0][0]
        division = book.sheet(ASSIGNED, DIVISION, fixed=1)
        for one in source.asked.questions:
            if one.owners or not one.optional:
                lead = whole.assignment.lead(one)
                others_of = "、".join(whole.assignment.others(one))
                division.add([one.id, one.topic.label, one.fact.ask, lead, others_of])
