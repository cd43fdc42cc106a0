"""Makes the workbooks in tests/data/workbooks/exchange: forms of ours, filled in and saved by LibreOffice as xlsx, xls and ods.

    python3 -m tools.make_exchange_samples

Run it where LibreOffice is, after a change of the form; tests read what it left, and make it anew where they can.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from shutil import which

from scoring.base.assets import criteria_search
from scoring.exchange.departments import COMMISSION, assign
from scoring.exchange.form import Form
from scoring.exchange.layout import ANSWER, ID, REASON
from scoring.exchange.reading import ReturnedBook, read_book
from scoring.exchange.submitted import Submitted, open_submitted
from scoring.exchange.writing import write_form
from tools.environment import ROOT
from tools.office import FILTERS, Step, fill, put, typed

__all__ = ["KEPT", "PACKS", "SAMPLES", "Cells", "draw", "main", "steps_of"]

KEPT = ROOT / "tests" / "data" / "workbooks" / "exchange"
PACKS = ROOT / "tests" / "kinds" / "packs"
SOURCES = {"city": ROOT / "submissions" / "half-filled" / "submission.yaml", "units": KEPT / "units.yaml"}
SAMPLES = ("city", "units")


class Cells:
    """Where the answers of a form stand."""

    def __init__(self, book: ReturnedBook) -> None:
        self.sheets = {sheet.name: sheet for sheet in book.sheets}

    def at(self, key: str, head: str = ANSWER.text, within: str = "") -> tuple[str, str]:
        """The sheet and the cell under a head in the row of a question; `within` is how the name of the sheet ends."""
        for name, sheet in self.sheets.items():
            if not name.endswith(within):
                continue
            for top, line in enumerate(sheet.rows[:10]):
                texts = [str(cell).strip() if cell is not None else "" for cell in line]
                if head not in texts or ID.text not in texts:
                    continue
                for row in range(top + 1, len(sheet.rows)):
                    if sheet.cell(row, texts.index(ID.text)).text == key:
                        return name, sheet.place(row, texts.index(head)).cell
        raise KeyError((key, head))


def draw(source: Submitted, path: Path) -> Cells:
    """Write the workbook with everything, and say where its answers stand."""
    leads = assign(source.asked, []).value
    assert leads is not None
    write_form(Form(source=source, assignment=leads, department=COMMISSION), str(path))
    book = read_book(str(path)).value
    assert book is not None
    return Cells(book)


def opened(name: str) -> Submitted:
    """The submission that a sample is drawn from."""
    found = open_submitted(str(SOURCES[name]), (*criteria_search(), str(PACKS))).value
    assert found is not None
    return found


def steps_of(name: str, cells: Cells) -> list[Step]:
    """What the person at the keyboard does: one answer of every type, a few in a way of their own."""
    return _city(cells) if name == "city" else _units(cells)


def _fill(cells: Cells, words: dict[str, str], how: str = "typed", head: str = ANSWER.text) -> list[Step]:
    found: list[Step] = []
    for key, text in words.items():
        sheet, cell = cells.at(key, head)
        found += typed(sheet, {cell: text}) if how == "typed" else put(sheet, {cell: text})
    return found


def _city(cells: Cells) -> list[Step]:
    materials = [cells.at("1.2", head) for head in ("对应的材料", "标题", "文号", "发文机关", "日期", "页数", "文件名")]
    words = ("预算批复", "关于批复部门预算的通知", "乙财预〔2022〕5号", "乙市财政局", "2022-02-11", "3", "01-预算.pdf")
    listed = [step for (sheet, cell), word in zip(materials, words, strict=True) for step in put(sheet, {cell: word})]
    return [
        *_fill(cells, {"申报日期": "2022-05-20", "申报单位": "乙市人民政府"}),
        *_fill(cells, {"基本情况/托位总数": "4205", "3.4/已立项指导性普惠托育机构数": "0"}),
        *_fill(cells, {"1.1/会议解决实际问题": "有", "5.2/托育机构总数": "５１家"}, "put"),
        *_fill(cells, {"2.4/强制要求变更土地和房屋性质": "否", "3.3/老旧小区改造统筹推进": "不适用"}),
        *_fill(cells, {"3.3/老旧小区改造统筹推进": "统计期内没有老旧小区改造项目"}, head=REASON.text),
        *_fill(cells, {"3.5/千人口托位数": "2.95", "5.5/婴幼儿家庭满意度": "94.6%"}),
        *_fill(cells, {"5.1/监督检查评分": "1.5"}),
        *_fill(cells, {"5.1/监督检查评分": "部门联合检查每半年一次"}, head=REASON.text),
        *_fill(cells, {"1.2/说明": "第一段。\n第二段，含“引号”和 # 号。"}, "put"),
        *_fill(cells, {"解释口径/专题会议统计期间/选择": "不限期间", "解释口径/专题会议统计期间/理由": "历年都有会议"}),
        *_fill(cells, {"参照值/全省平均婴幼儿入托率/数值": "6.5%", "参照值/全省平均婴幼儿入托率/年份": "2021"}),
        *_fill(cells, {"参照值/全省平均婴幼儿入托率/来源": "虚构样例数据"}),
        *_fill(cells, {"申报资格/重大信访事件": "无"}),
        *_event(cells),
        *listed,
    ]


def _event(cells: Cells) -> list[Step]:
    gate = "申报资格/婴幼儿照护重大负面舆情"
    day, happened = cells.at(gate, "日期"), cells.at(gate, "情况")
    return [
        *_fill(cells, {gate: "有"}),
        *typed(day[0], {day[1]: "2018-03-04"}),
        *put(happened[0], {happened[1]: "虚构：网上传言，已澄清"}),
    ]


def _units(cells: Cells) -> list[Step]:
    first, checked = cells.at("甲县", "问题处数"), cells.at("甲单位", "是否检查")
    name, rate = (cells.at("", head, "1.4") for head in ("县市区", "入托率"))
    return [
        *typed(first[0], {first[1]: "4"}),
        *typed(checked[0], {checked[1]: "未检查"}),
        *put(name[0], {name[1]: "丁县"}),
        *typed(rate[0], {rate[1]: "35%"}),
    ]


def main(arguments: Sequence[str] = ()) -> int:
    """Write the samples named, all where none is."""
    office = which("soffice")
    if office is None:
        print("没有找到 LibreOffice（soffice）。", file=sys.stderr)
        return 3
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in arguments or SAMPLES:
            form = work / f"{name}.xlsx"
            cells = draw(opened(name), form)
            for kind in FILTERS:
                fill(Path(office), work, form, KEPT / f"{name}.{kind}", steps_of(name, cells))
                print(f"{KEPT.name}/{name}.{kind}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
