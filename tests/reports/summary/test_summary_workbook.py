"""The workbook, read back cell by cell: exact numbers, text that stays text, paper, and bytes that do not change."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from scoring.model.cohort import Applicant
from scoring.model.evidence import ScoreBasis
from scoring.reports.summary import Failed, PackBatch, everyone, write_workbook
from scoring.reports.workbook import LARGEST_TEXT, cell_text, exact, page_breaks
from tests.exact import span
from tests.reports.summary import cities

SHEETS = ["排名", "各项得分", "扣分条款", "逐项失分", "扣分明细", "材料缺口", "申报资格", "问题", "收到的文件", "说明"]
Rows = list[list[object]]


def rows_of(path: Path) -> dict[str, Rows]:
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == SHEETS
    return {name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in SHEETS}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "排名.xlsx"
    write_workbook(str(path), cities.batch(), iter(cities.applicants()))
    return path


@pytest.fixture(scope="module")
def rows(made: Path) -> dict[str, Rows]:
    return rows_of(made)


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml")}


def test_the_ranking_sheet(rows: dict[str, Rows]) -> None:
    head, *body = rows["排名"]
    assert [str(one).replace("\n", "") for one in head] == [
        "名次最好",
        "名次最差",
        "城市",
        "申报资格",
        "自评得分最低",
        "自评得分最高",
        "满分",
        "名额",
        "同分城市数",
        "名次还可能怎样变",
        "文件",
    ]
    assert body == [
        [1, 1, "甲市（虚构）", "未发现不得申报的情形", 90, 90, 100, "名额以内", 0, "", "甲市/submission.yaml"],
        [
            *(2, 3, "乙市（虚构）", "未发现不得申报的情形", 79.96, 84.5, 100, "未定", 0),
            "（一）3未定，涉及4.54分，待填“专项规划”：取最高时第2名，取最低时第3名",
            "乙市/submission.yaml",
        ],
        [2, 3, "丙市（虚构）", "未发现不得申报的情形", 80, 80, 100, "未定", 0, "", "丙市/submission.yaml"],
        [4, 4, "丁市（虚构）", "未定", 70, 70, 100, "名额以外", 0, "", "丁市/submission.yaml"],
        ["", "", "戊市（虚构）", "不具备", 95, 95, 100, "", "", "", "戊市/submission.yaml"],
    ]


def test_both_ends_of_every_item_are_numbers(rows: dict[str, Rows]) -> None:
    head, *body = rows["各项得分"]
    place = [str(one).replace("\n", "") for one in head]
    assert body[0][place.index("（一）16分最低")] == 1
    assert (body[1][place.index("（一）36分最低")], body[1][place.index("（一）36分最高")]) == (1.46, 6)
    assert body[2][place.index("（一）16分最低")] == 0.333333333333333
    assert [row[place.index("（一）合计25分最高")] for row in body] == [25] * 5
    assert [row[place.index("总分100分最低")] for row in body] == [90, 79.96, 80, 70, 95]
    assert [row[place.index("总分100分最高")] for row in body] == [90, 84.5, 80, 70, 95]
    assert [row[0] for row in body] == ["1", "2～3", "2～3", "若具备4", "无资格"]


def test_clauses_add_up_over_the_cities(rows: dict[str, Rows]) -> None:
    assert rows["扣分条款"][1:] == [
        ["（一）1", "无职责分工扣3分", 2, 0, 6, 6],
        ["（六）", "（原文没有完整的评分标准，由人评判）", 1, 0, 5, 5],
        ["（一）1", "召开会议未解决实际问题扣2分", 1, 0, 2, 2],
        ["（一）3", "未纳入规划的扣2分", 0, 1, 0, 4.54],
    ]
    assert rows["扣分明细"][4] == ["2～3", "乙市（虚构）", "（一）3", "未纳入规划的扣2分", "未定", 0, 4.54]
    assert len(rows["扣分明细"]) == 1 + 5


def test_losses_item_by_item(rows: dict[str, Rows]) -> None:
    body = {row[0]: row[2:] for row in rows["逐项失分"][1:]}
    assert len(body) == 28
    assert body["（一）1"] == [6, 5, 2, 0, 2.13333333333333, 2.13333333333333, 0, 0]  # (5 + 17/3) / 5
    assert body["（一）3"] == [6, 5, 0, 1, 0, 0.908, 0, 0]
    assert body["（六）"] == [15, 5, 1, 0, 1, 1, 0, 0]


def test_what_is_missing_and_what_it_can_do(rows: dict[str, Rows]) -> None:
    unnamed = ["", "", "", "", ""]
    assert rows["材料缺口"][1:] == [
        ["1", "甲市（虚构）", "缺材料", "", "3份材料没有找到或没有列出（按指标体系的材料清单）", "", 5, *unnamed[:4]],
        ["2～3", "乙市（虚构）", "未定内容", "（一）3", "专项规划：是否编制？", "市发展改革委", 4.54, 2, 2, 3, 3],
    ]


def test_eligibility_problems_and_notes(rows: dict[str, Rows]) -> None:
    assert [row[1] for row in rows["申报资格"][1:]] == [
        "未发现不得申报的情形",
        "未发现不得申报的情形",
        "未发现不得申报的情形",
        "未定",
        "不具备",
    ]
    assert rows["申报资格"][5][2] == "重大安全责任事故：2021年9月3日 火灾"
    file = "坏市/submission.yaml"
    assert rows["问题"][1:] == [
        ["", file, "错误", f"{file}:12:7", "这一行缺少右括号", "在行末补上“]”。"],
        ["甲市（虚构）", "甲市/submission.yaml", "疑问", "", cities.QUESTION, ""],
        ["丙市（虚构）", "丙市/submission.yaml", "疑问", "", OUTLIER, "请核对数字和单位；属实的不影响得分。"],
    ]
    told = {str(row[0]): str(row[1]) for row in rows["说明"][1:]}
    assert told["名额：申报名额"] == "我省示范城市申报总数控制在2个以内。"
    assert told["参照值：全省平均千人口托位数"] == "2.5个，2021年，来源：虚构"
    assert told["参照值：全省平均婴幼儿入托率"] == "（未提供）"
    assert told["评分文件"] == "共6个文件：参加排名3个，资格未定1个，不具备资格1个，没有得出结果1个"
    assert told["指标体系校验码"] == "a" * 64
    assert told["评分结果校验码"] == "c" * 64
    assert told["原文缺失：（六）服务质量"].endswith("本部分共15分，按一个评判分填报。")
    assert told["约定：并列"] == "原文没有规定同分如何排序，同分的城市名次并列。"


def test_paper_heads_and_filters(made: Path) -> None:
    found = parts(made)
    for number in range(1, len(SHEETS) + 1):
        sheet = found[f"xl/worksheets/sheet{number}.xml"]
        assert '<pageSetup paperSize="9"' in sheet
        assert 'orientation="landscape"' in sheet
        assert ('fitToHeight="0"' in sheet) != ('scale="75"' in sheet)
        assert 'state="frozen"' in sheet
        assert "第&amp;P页　共&amp;N页" in sheet
    assert found["xl/workbook.xml"].count("_xlnm.Print_Titles") == len(SHEETS)
    assert found["xl/workbook.xml"].count("_xlnm._FilterDatabase") == len(SHEETS) - 1
    assert found["xl/worksheets/sheet2.xml"].count("<colorScale>") == 2 * 28  # 28 items, both ends


def test_the_same_batch_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    again = tmp_path / "另一处.xlsx"
    write_workbook(str(again), cities.batch(), cities.applicants())
    assert again.read_bytes() == made.read_bytes()


OUTLIER = "丙市的“婴幼儿入托率”是60%，明显高于其他城市（8个城市的中位数是6%，相差54个中位差距），请核对。"
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://a.example","点")',
    "+86",
    "-3",
    "@SUM(A1)",
    "{=A1}",
    "http://a.example/",
    "<r><t>甲</t></r>",
    "a\x00b\x1f\ud800",
    "_x0041_",
    '甲<&>"乙',
    "  两端空格  ",
    "\t制表",
)


def hostile(name: str) -> tuple[PackBatch, Applicant]:
    found, (first, *_) = cities.batch(), cities.applicants()
    city = replace(first, city=name, invented=False, questions=(name,))
    ranked = replace(found.ranking.ranked[0], city=name, invented=False, reasons=(name,))
    ranking = replace(found.ranking, ranked=(ranked,), open=(), ineligible=())
    cohort = replace(found.cohort, outliers=())
    problems = tuple(replace(one, message=name, hint=name) for one in found.failed[0].problems)
    return replace(found, ranking=ranking, cohort=cohort, failed=(Failed(key=name, problems=problems),)), city


@pytest.mark.parametrize("name", HOSTILE)
def test_text_is_never_read_as_anything_else(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    found, city = hostile(name)
    write_workbook(str(path), found, [city])
    shown = cell_text(name)
    rows = rows_of(path)
    assert rows["排名"][1][2] == shown
    assert rows["申报资格"][1][2] == shown
    assert rows["问题"][1][4:6] == [shown, shown]
    assert shown.strip() == re.sub("[\x00\x1f\ud800]", "�", name).strip()
    assert not any("<f>" in text or "<hyperlink" in text for text in parts(path).values())


def test_a_text_longer_than_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    found, city = hostile("𠮷" * 40_000)
    write_workbook(str(path), found, [city])
    told = str(rows_of(path)["问题"][1][4])
    assert told.endswith("……（文字过长，后面从略）")
    assert told.startswith("𠮷" * 15_000)
    assert len(told.encode("utf-16-le")) // 2 <= LARGEST_TEXT


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "排名.xlsx"
    path.write_bytes(b"old")

    def broken() -> Iterator[Applicant]:
        yield cities.applicants()[0]
        raise OSError(28, "full")

    with pytest.raises(OSError, match="full"):
        write_workbook(str(path), cities.batch(), broken())
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["排名.xlsx"]


@pytest.mark.parametrize(
    ("value", "text"),
    [("79.96", "79.96"), ("0.1", "0.1"), ("1/3", "0.333333333333333"), ("2/3", "0.666666666666667"), ("100", "100")],
)
def test_numbers_keep_the_digits_they_have(value: str, text: str) -> None:
    assert str(exact(Fraction(value))) == text


def test_every_reading_that_was_worked_out_has_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    found, (first, *rest) = cities.batch(), cities.applicants()
    found = replace(found, origin=replace(found.origin, bases=(ScoreBasis.CLAIMED, ScoreBasis.EVIDENCED)))
    first = replace(first, evidenced=span("81.5", "90"))
    write_workbook(str(path), found, [first, *rest])
    head, *body = rows_of(path)["排名"]
    place = head.index("有材料支撑的得分\n最低")
    assert body[0][place : place + 2] == [81.5, 90]
    assert body[1][place : place + 2] == ["", ""]  # not worked out is not 0


def test_everyone_comes_ranked_open_barred() -> None:
    assert [one.city for one in everyone(cities.batch().ranking)] == ["甲市", "乙市", "丙市", "丁市", "戊市"]


def test_the_scores_of_the_ranking_say_what_they_rest_on(tmp_path: Path) -> None:
    for basis, words in zip(ScoreBasis, ("自评得分", "有材料支撑的得分", "核实后的得分"), strict=True):
        batch = cities.batch()
        batch = replace(batch, origin=replace(batch.origin, basis=basis))
        write_workbook(str(tmp_path / "a.xlsx"), batch, cities.applicants())
        head = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_name("排名").to_python()[0]
        assert head[4:6] == [f"{words}\n最低", f"{words}\n最高"]
        assert "总分\n最低" not in head


def test_a_printed_page_is_wide_enough_to_read() -> None:
    """A4 across holds 1,027 pixels at full size, 1,369 at 75%; columns of width w take 7w + 5."""
    assert page_breaks([24, 120], 1) == []
    assert page_breaks([30] * 6, 1) == []  # 1,290
    assert page_breaks([30] * 7, 1) == [4]  # 1,505: the first column and two times three
    assert page_breaks([20, *[6] * 40], 1, [21]) == [21]  # 145 + 940: each half on a page of its own
    wide = page_breaks([20, *[6] * 140], 1, [71])  # 145 + 70 · 47 = 3,435 a half, three pages each
    assert wide == [24, 48, 71, 94, 118]
