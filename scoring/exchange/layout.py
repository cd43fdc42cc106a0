"""What stands where in a workbook of the exchange: names of sheets, heads of columns, how wide they are.

A reader finds a table by its heads, wherever it was moved; so the words here are the form of the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

__all__ = [
    "ANSWER",
    "ASK",
    "CHECKED",
    "CONFIRMED",
    "COVER",
    "DAY",
    "DECIDED",
    "EVENTS",
    "EVENT_COLUMNS",
    "FILE",
    "FORMAT",
    "FURTHER",
    "GATE",
    "HAPPENED",
    "HIDDEN",
    "ID",
    "ISSUER",
    "LEFT_OUT",
    "MATERIAL_COLUMNS",
    "MATERIAL_SHEET",
    "NUMBER",
    "OPEN",
    "PAGES",
    "PROOF",
    "QUESTIONS",
    "REASON",
    "REQUEST",
    "SETTLING",
    "STANDING",
    "STATE",
    "TITLE",
    "TOPIC",
    "UNIT_SHEET",
    "Head",
    "question_columns",
]

FORMAT = "scoring-exchange/1"
COVER, QUESTIONS, FURTHER, HIDDEN = "先看这里", "填报", "文字和口径", "_数据"
MATERIAL_SHEET, EVENTS, UNIT_SHEET = "佐证材料", "事件", "逐个填"
OPEN = "未填"


class Head(Struct, frozen=True):
    """A column: its head, and its width in characters."""

    text: str
    width: float


ID = Head("编号", 0)
TOPIC = Head("指标项", 8)
ASK, ANSWER, REASON, STATE = Head("问题", 30), Head("答案", 11), Head("理由", 19), Head("状态", 8)
PROOF = Head("核对", 7)
REQUEST, TITLE, NUMBER = Head("对应的材料", 17), Head("标题", 34), Head("文号", 20)
ISSUER, DAY, PAGES, FILE = Head("发文机关", 20), Head("日期", 12), Head("页数", 6), Head("文件名", 28)
GATE, HAPPENED = Head("资格条件", 24), Head("情况", 70)
CHECKED = Head("是否检查", 10)
CONFIRMED = "已核对"
"""In the column of proofs: somebody looked at last year's answer."""
DECIDED, STANDING = Head("定为", 12), "现在的"
SETTLING, LEFT_OUT = "要定的", "没有收的"

MATERIAL_COLUMNS = (ID, TOPIC, REQUEST, TITLE, NUMBER, ISSUER, DAY, PAGES, FILE)
EVENT_COLUMNS = (ID, GATE, DAY, HAPPENED)


def question_columns(*, proof: bool) -> Sequence[Head]:
    """The columns of the sheet of questions; `proof` where some answers are last year's."""
    return (
        ID,
        Head("序号", 4),
        TOPIC,
        Head("指标原文", 32),
        ASK,
        Head("怎么填", 25),
        ANSWER,
        Head("单位", 5),
        REASON,
        *((PROOF,) if proof else ()),
        Head("会同部门", 9),
        STATE,
    )
