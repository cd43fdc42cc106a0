"""The tables of a returned workbook, found by their heads on whatever sheet and wherever they begin, and a row of documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from scoring.exchange.cells import day_of, words_of_cell
from scoring.exchange.layout import (
    ANSWER,
    ASK,
    DAY,
    DECIDED,
    FILE,
    GATE,
    HAPPENED,
    ID,
    ISSUER,
    NUMBER,
    OPEN,
    PAGES,
    REQUEST,
    TITLE,
)
from scoring.exchange.listing import unit_head
from scoring.exchange.places import Place
from scoring.exchange.questions import Question, Questionnaire, Topic
from scoring.exchange.reading import CellValue, ReturnedSheet

__all__ = ["FoundTable", "TableFinder", "full_path", "material_of"]

HEAD_ROWS = 40
"""How far down a sheet its first table may begin."""
LONGEST_HEAD = 40
KINDS = (
    ("settling", {ID.text, DECIDED.text}),
    ("questions", {ASK.text, ANSWER.text}),
    ("materials", {FILE.text, TITLE.text}),
    ("events", {GATE.text, HAPPENED.text}),
)
"""What a table lists, and the heads by which it is known."""


class FoundTable(Struct, frozen=True, kw_only=True):
    """A table on a sheet: what it lists, the row of its heads, the columns by their heads."""

    kind: str
    sheet: ReturnedSheet
    columns: Mapping[str, int]
    topic: Topic | None = None

    def cell(self, row: int, head: str) -> CellValue | None:
        """The cell under a head; None where there is no such column."""
        column = self.columns.get(head)
        return None if column is None else self.sheet.cell(row, column)

    def text(self, row: int, head: str) -> str:
        """The words under a head, on one line."""
        cell = self.cell(row, head)
        return "" if cell is None else words_of_cell(cell)

    def place(self, row: int, head: str) -> Place:
        """Where the cell under a head is."""
        return self.sheet.place(row, self.columns.get(head, 0))


class TableFinder:
    """Finds the tables that ask what a pack asks. `units` are the questions about units, by topic."""

    def __init__(self, asked: Questionnaire) -> None:
        self.units: dict[str, list[Question]] = {}
        for one in asked.questions:
            if one.of_units:
                self.units.setdefault(one.topic.id, []).append(one)

    def rows(self, sheet: ReturnedSheet) -> Iterator[tuple[FoundTable, int]]:
        """Every row below the heads of a table, with the table."""
        table: FoundTable | None = None
        for row, line in enumerate(sheet.rows):
            made = self._head(sheet, row) if row < HEAD_ROWS or table is not None else None
            if made is not None:
                table = made
            elif table is not None and any(cell is not None for cell in line):
                yield table, row

    def _head(self, sheet: ReturnedSheet, row: int) -> FoundTable | None:
        columns: dict[str, int] = {}
        for column, value in enumerate(sheet.rows[row]):
            if isinstance(value, str) and len(value) <= LONGEST_HEAD:
                columns.setdefault(words_of_cell(sheet.cell(row, column)), column)
        for kind, heads in KINDS:
            if heads <= columns.keys():
                return FoundTable(kind=kind, sheet=sheet, columns=columns)
        for topic, questions in self.units.items():
            each, heads = questions[0].topic.each, {unit_head(one) for one in questions}
            known = each is not None and each.name in columns and heads & columns.keys()
            if known and (sheet.name.endswith(topic) or self._alone(topic, heads)):
                return FoundTable(kind="units", sheet=sheet, columns=columns, topic=questions[0].topic)
        return None

    def _alone(self, topic: str, heads: set[str]) -> bool:
        """Whether no other topic asks the same of its units."""
        others = (questions for name, questions in self.units.items() if name != topic)
        return not any(heads & {unit_head(one) for one in questions} for questions in others)


def material_of(table: FoundTable, row: int) -> tuple[dict[str, str], tuple[Place, str, str] | None]:
    """What a row says of a document, by the keys of the submission; and the cell that is wrong, why, and what to do."""
    heads = {"对应": REQUEST, "标题": TITLE, "文号": NUMBER, "发文机关": ISSUER, "文件": FILE}
    said = {key: table.text(row, head.text) for key, head in heads.items()}
    said["文件"] = said["文件"].replace("\\", "/")
    fault: tuple[Place, str, str] | None = None
    day, pages = table.cell(row, DAY.text), table.cell(row, PAGES.text)
    if day is not None and not day.blank and day.text != OPEN:
        on = day_of(day)
        if on is None:
            fault = (day.place, f"不是日期：{day.text[:20]}", "请写成 2022-05-20 这样。")
        said["日期"] = on or ""
    if pages is not None and not pages.blank:
        count = pages.text.rstrip("页 ")
        if not count.isdecimal() or not count.isascii():
            fault = (pages.place, f"页数不是整数：{pages.text[:20]}", "请填一个整数，或者空着。")
        said["页数"] = count
    return {key: text for key, text in said.items() if text}, fault


def full_path(file: str, item: str) -> str:
    """The path of a file that is named without its folder."""
    return file if "/" in file else f"evidence/{item}/{file}"
