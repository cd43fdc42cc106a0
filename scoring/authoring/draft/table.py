"""Read the table of indicators: CSV or a workbook, with English or Chinese column heads, merged cells filled down."""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.authoring.draft.model import IndicatorTable, TableRow, TableSection
from scoring.authoring.draft.patterns import read_number
from scoring.authoring.draft.spreadsheet import SheetCells, read_cells
from scoring.base.errors import Location, Problem, Result
from scoring.base.text import number_text

__all__ = ["HEADS", "read_table"]

HEADS = {
    "section": ("section", "一级指标编号", "一级指标序号", "部分", "大项"),
    "section_title": ("section_title", "一级指标", "一级指标名称", "指标类别", "类别"),
    "section_points": ("section_points", "一级指标分值", "一级分值", "部分分值", "权重"),
    "item": ("item", "指标项", "序号", "编号", "二级指标序号", "指标项编号"),
    "points": ("points", "分值", "标准分", "分数", "满分", "二级指标分值"),
    "requirement": ("requirement", "指标内容", "评估内容", "考核内容", "二级指标", "考核指标", "工作要求"),
    "scoring": ("scoring", "评分标准", "评分办法", "计分标准", "计分办法", "扣分标准", "评分细则"),
}
NEEDED = ("points", "requirement", "scoring")
FILLED = ("section", "section_title", "section_points")
"""Columns whose cells are often merged over the rows of a section: an empty cell means the same as the one above."""
HEAD_ROWS = 10
TITLE = re.compile(
    r"^[（(]?(?P<number>[一二三四五六七八九十]+|[0-9]+)?[)）、.．]?\s*(?P<title>\D*?)\s*[（(]?(?:(?P<points>[0-9.]+)\s*分)?[)）]?$"
)
TOTAL = re.compile(r"(?:合|总|小|共)计(?:分值?)?|总分值?")
POINTS = re.compile(r"^([0-9]+(?:\.[0-9]+)?)\s*分?$")


def read_table(path: str) -> Result[IndicatorTable]:
    """The table in a file. Problems name the row and column: no usable heads, no rows, a number that is none, sums
    that do not agree."""
    cells = read_cells(path)
    if cells.value is None:
        return Result(value=None, problems=cells.problems)
    reader = _Reader(path, cells.value)
    table = reader.read()
    return Result(value=None if reader.problems else table, problems=tuple(reader.problems))


class _Reader:
    def __init__(self, path: str, sheet: SheetCells) -> None:
        self.file = os.path.basename(path)
        self.cells, self.unsure = sheet.cells, sheet.unsure
        self.columns: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.sections = 0
        self.totals: list[int] = []
        """The rows that only add up those above them."""

    def read(self) -> IndicatorTable:
        """The table; to be used only when there are no problems."""
        head = self._head()
        if head is None:
            return IndicatorTable(file=self.file, sections=())
        sections = tuple(self._section(rows) for rows in self._grouped(head + 1))
        if not sections:
            self._error("table-empty", "表头下面没有指标项", "请在表头下面逐行填写指标项。", head, 0)
        self._check_totals(sections)
        return IndicatorTable(file=self.file, sections=sections)

    def _head(self) -> int | None:
        best: tuple[int, int] = (0, 0)
        for number, row in enumerate(self.cells[:HEAD_ROWS]):
            found = _columns(row)
            best = max(best, (len(found), -number))
            if all(name in found for name in NEEDED):
                self.columns = found
                return number
        found = _columns(self.cells[-best[1]]) if self.cells else {}
        missing = "、".join(HEADS[name][1] for name in NEEDED if name not in found)
        hint = "表头要有：一级指标、分值、指标项、指标内容、评分标准（或 section,section_title,section_points,item,points,requirement,scoring）。"
        self._error("table-head", f"没有找到表头，缺少：{missing}", hint, -best[1], 0)
        return None

    def _grouped(self, first: int) -> Iterator[list[tuple[int, dict[str, str]]]]:
        """Rows by section, with merged cells filled in."""
        group: list[tuple[int, dict[str, str]]] = []
        above: dict[str, str] = {}
        for number in range(first, len(self.cells)):
            row = {name: self._cell(number, column) for name, column in self.columns.items()}
            if self._is_total(number, row) or (not row["requirement"] and not row["scoring"]):
                continue  # a total, a blank line or a heading
            started = any(row.get(name) and row[name] != above.get(name) for name in ("section", "section_title"))
            if started:
                above = {name: row.get(name, "") for name in FILLED}
                if group:
                    yield group
                group = []
            group.append((number, {**row, **{name: row.get(name) or above.get(name, "") for name in FILLED}}))
        if group:
            yield group

    def _is_total(self, number: int, row: dict[str, str]) -> bool:
        """Whether a row only adds up those above it; what it states is kept for `_check_totals`."""
        words = ("".join(text.split()) for text in row.values())
        if row["scoring"] or not any(TOTAL.fullmatch(text) for text in words):
            return False
        self.totals.append(number)
        return True

    def _check_totals(self, sections: tuple[TableSection, ...]) -> None:
        """A total is that of all rows above it or of the section it ends."""
        for number in self.totals:
            match = POINTS.match(self._cell(number, self.columns["points"]))
            above = [[row.points for row in one.rows if row.line <= number] for one in sections]
            if match is None or not any(above) or any(points is None for part in above for points in part):
                continue
            sums = [sum((points for points in part if points), Fraction(0)) for part in above if part]
            stated = Fraction(match[1])
            if stated not in (sum(sums, Fraction(0)), sums[-1]):
                message = (
                    f"合计写的是 {number_text(stated)} 分，上面各项相加是 {number_text(sum(sums, Fraction(0)))} 分"
                )
                self._error("table-sum", message, "请核对各项分值。", number, self.columns["points"])

    def _section(self, rows: Sequence[tuple[int, dict[str, str]]]) -> TableSection:
        first, cells = rows[0]
        self.sections += 1
        match = TITLE.match(cells["section_title"])
        title = (match["title"] if match else cells["section_title"]).strip() or "待确认"
        spelt = _ordinal(cells["section"]) or _ordinal(match["number"] or "" if match else "") or self.sections
        points = self._points(cells["section_points"], first, "section_points")
        if points is None and match is not None and match["points"]:
            points = Fraction(match["points"])
        found: list[TableRow] = []
        for order, (number, row) in enumerate(rows, start=1):
            found.append(
                TableRow(
                    number=_ordinal(row.get("item", "").rpartition(".")[2]) or order,
                    points=self._points(row["points"], number, "points"),
                    requirement=row["requirement"],
                    scoring=row["scoring"],
                    line=number + 1,
                    unsure={name: place for name in NEEDED if (place := self._unsure(number, name))},
                )
            )
        section = TableSection(
            id=str(spelt),
            title=title,
            points=points,
            rows=tuple(found),
            line=first + 1,
            unsure=self._unsure(first, "section_points"),
        )
        self._check(section)
        return section

    def _check(self, section: TableSection) -> None:
        numbers = [row.number for row in section.rows]
        for row in section.rows:
            if numbers.count(row.number) > 1:
                message = f"第 {section.id} 部分里，指标项 {row.number} 有 {numbers.count(row.number)} 行"
                hint = "一项只占一行；合并单元格拆开后，把同一项的文字并到一行。"
                self._error("table-item", message, hint, row.line - 1, self.columns.get("item", 0))
                break
        stated = [row.points for row in section.rows if row.points is not None]
        open_rows = len(section.rows) - len(stated)
        total = sum(stated, Fraction(0))
        if open_rows > 1 or (open_rows and (section.points is None or section.points <= total)):
            row = next(row for row in section.rows if row.points is None)
            if any(one.location is not None and one.location.line == row.line for one in self.problems):
                return  # what stands there has been told already
            message = "这一行没有分值，也算不出来"
            hint = "请补上分值；一个部分里最多有一项可以空着，由该部分的分值减出来。"
            self._error("table-points", message, hint, row.line - 1, self.columns["points"])
        elif not open_rows and section.points is not None and total != section.points:
            stands = number_text(section.points)
            message = f"第 {section.id} 部分各项合计 {number_text(total)} 分，表里写的是 {stands} 分"
            self._error("table-sum", message, "请核对各项分值。", section.line - 1, self.columns["points"])

    def _points(self, text: str, number: int, name: str) -> Fraction | None:
        if not text:
            return None
        match = POINTS.match(text)
        if match is None:
            hint = "请写成 3 或 2.5 这样的数；没有分值、只加扣总分或限定等级的项写 0。"
            self._error("table-points", f"“{text}”不是分值", hint, number, self.columns.get(name, 0))
            return None
        return Fraction(match[1])

    def _unsure(self, row: int, name: str) -> str:
        """The reference of a cell that may be shown in another way than was read: E2; "" where it is not so."""
        column = self.columns[name]
        if (row, column) not in self.unsure or (name.endswith("points") and self.cells[row][column].isdigit()):
            return ""
        letters = ""
        left = column + 1
        while left:
            left, letter = divmod(left - 1, 26)
            letters = chr(65 + letter) + letters
        return f"{letters}{row + 1}"

    def _cell(self, row: int, column: int) -> str:
        line = self.cells[row]
        return line[column] if column < len(line) else ""

    def _error(self, code: str, message: str, hint: str, row: int, column: int) -> None:
        place = Location(file=self.file, line=row + 1, column=column + 1)
        self.problems.append(Problem(code=code, message=message, hint=hint, location=place))


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        word = cell.strip().lower().replace(" ", "")
        for name, heads in HEADS.items():
            if word in heads and name not in found:
                found[name] = index
    for name in FILLED:
        found.setdefault(name, len(row) + 1000)  # a column that is not there reads as empty cells
    return found


def _ordinal(text: str) -> int | None:
    """The number of a section or item, however it is spelt: 1, 1.0, （一）, 一、, （一）2 (the last one counts)."""
    found = re.findall(r"[0-9]+|[一二三四五六七八九十]+", re.sub(r"\.0$", "", text.strip()))
    return int(read_number(found[-1])) if found else None
