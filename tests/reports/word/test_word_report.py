"""The report as a Word document: the official page, real headings, one description of the form, a file that offices open."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from scoring.base.marks import REPORT, kind_of
from scoring.reports import blocks
from scoring.reports.papers.report import CityReport, report_of
from scoring.reports.word import report_word
from scoring.reports.word.package import kept_of
from tests.programs import program, with_our_faces
from tests.reports.render.golden import assessed
from tests.reports.word.reading import opened

KEPT = {"城市": "示例市", "说明": "文字" * 300}
CITIES = ("sample-city", "weak-city", "half-filled", "not-eligible")


def view(city: str) -> CityReport:
    found = assessed(city)
    assert found.evidence is not None
    parts = (found.criteria, found.submission, found.card, found.evidence, found.explanation)
    return report_of(*parts, support=found.support, editable=True)


def look(paragraph: Paragraph) -> str:
    """The name of its style."""
    return str(paragraph.style.name) if paragraph.style is not None else ""


@pytest.fixture(scope="module")
def data() -> bytes:
    return report_word(view("sample-city"), mark=REPORT, kept=KEPT)


@pytest.fixture(scope="module")
def document(data: bytes) -> Document:
    return opened(data)


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


@pytest.mark.parametrize("city", CITIES)
def test_the_schema_of_office_is_kept(city: str, tmp_path: Path) -> None:
    validator = pytest.importorskip(
        "openxml_audit", reason="没有 openxml-audit：没有按 OOXML 的模式检查"
    ).OpenXmlValidator
    file = tmp_path / "报告.docx"
    file.write_bytes(report_word(view(city), mark=REPORT))
    result = validator().validate(file)
    assert [str(one) for one in result.errors] == []


def test_the_same_report_gives_the_same_bytes(data: bytes) -> None:
    assert report_word(view("sample-city"), mark=REPORT, kept=KEPT) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_is_known_as_ours_until_somebody_saves_it(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "报告.docx"
    file.write_bytes(data)
    assert kind_of(str(file)) == REPORT
    edited = docx.Document(str(file))
    edited.core_properties.modified = edited.core_properties.modified.replace(year=2026)
    edited.save(str(file))
    assert kind_of(str(file)) is None


def test_what_is_carried_unseen_comes_back(document: Document) -> None:
    assert kept_of(document) == KEPT


def test_the_page_is_that_of_official_documents(document: Document) -> None:
    (page,) = document.sections
    lengths = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
        page.left_margin,
        page.right_margin,
    )
    assert [round(one.mm, 1) for one in lengths if one is not None] == [210, 297, 37, 35, 28, 26]
    grid = page._sectPr.find(qn("w:docGrid"))
    assert grid is not None
    # 225 mm in 22 lines are 579.8 twentieths of a point; 156 mm in 28 characters are 15.793 points, 848/4096 less than 16
    assert {key.rpartition("}")[2]: value for key, value in grid.attrib.items()} == {
        "type": "linesAndChars",
        "linePitch": "580",
        "charSpace": "-848",
    }
    assert document.settings.odd_and_even_pages_header_footer is True
    assert page.different_first_page_header_footer is True
    feet = [
        page.footer.paragraphs[0].text,
        page.even_page_footer.paragraphs[0].text,
        page.first_page_footer.paragraphs[0].text,
    ]
    assert feet == ["示例市自评报告\t— 1 —\u3000", "\u3000— 1 —\t示例市自评报告", ""]


@pytest.mark.parametrize(
    ("style", "face", "points"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("heading 1", "黑体", 16),
        ("heading 2", "楷体_GB2312", 16),
        ("heading 3", "仿宋_GB2312", 16),
        ("表格文字", "仿宋_GB2312", 10.5),
    ],
)
def test_faces_are_named_by_the_styles_and_no_theme_wins_over_them(
    document: Document, style: str, face: str, points: float
) -> None:
    found = next(one for one in document.styles.element.findall(qn("w:style")) if one.name_val == style)
    fonts = found.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == face
    assert found.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) == str(int(points * 2))
    assert {key.rpartition("}")[2] for key in fonts.attrib} == {"ascii", "hAnsi", "eastAsia", "cs"}


def test_no_face_comes_from_a_theme_and_each_has_another_in_its_place(data: bytes) -> None:
    for name in ("word/styles.xml", "word/document.xml"):
        assert not re.search(r"w:(ascii|eastAsia|hAnsi|cs)Theme=", part(data, name))
    instead = dict(re.findall(r'<w:font w:name="([^"]+)"><w:altName w:val="([^"]+)"', part(data, "word/fontTable.xml")))
    assert instead["仿宋_GB2312"] == "仿宋"
    assert instead["楷体_GB2312"] == "楷体"


def test_headings_are_real_and_the_contents_list_them(document: Document) -> None:
    heads = [(look(one), one.text) for one in document.paragraphs if look(one).startswith("Heading")]
    assert heads[:3] == [
        ("Heading 1", "一、基本情况"),
        ("Heading 2", "（一）城市概况"),
        ("Heading 2", "（二）工作情况"),
    ]
    assert ("Heading 1", "三、自评表") in heads
    listed = [one for one in document.paragraphs if look(one).startswith("toc")]
    assert listed[0].text == "申报资格声明\t"
    assert [one.text.rstrip("\t") for one in listed[1:]] == [text for _, text in heads]
    codes = [one.text for one in document.element.body.iter(qn("w:instrText"))]
    assert codes[0].split() == ["TOC", "\\o", '"1-2"', "\\h", "\\z", "\\u"]
    marks = {one.get(qn("w:name")) for one in document.element.body.iter(qn("w:bookmarkStart"))}
    pointed = {one.get(qn("w:anchor")) for one in document.element.body.iter(qn("w:hyperlink"))}
    assert len(pointed) == len(listed)
    assert pointed <= marks
    kinds = [one.get(qn("w:fldCharType")) for one in document.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(codes)


def test_the_form_has_its_four_columns_and_repeats_its_head(document: Document) -> None:
    made = view("sample-city")
    (form,) = [one for one in document.tables if one.rows[0].cells[0].text == "指标内容"]
    assert [cell.text for cell in form.rows[0].cells] == ["指标内容", "分值", "自评分", "佐证材料"]
    assert form.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert [round(column.width.mm) for column in form.columns] == [86, 12, 15, 43]
    first = form.rows[2].cells
    assert first[0].text.startswith("1.党政领导亲自抓，相关部门职责分工明确")
    assert (first[1].text, first[2].text) == ("6", "6")
    assert [row.cells[2].text for row in form.rows if row.cells[0].text == "合计"] == [made.total.score]
    assert sum(1 for row in form.rows if re.match(r"[1-9]\.", row.cells[0].text)) == sum(
        1 for section in made.form for item in section.items if item.number
    )


def test_every_ruled_table_repeats_its_head(document: Document) -> None:
    heads = [table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for table in document.tables]
    named = [table for table, head in zip(document.tables, heads, strict=True) if head is not None]
    counted = [
        one for chapter in view("sample-city").chapters for one in chapter.blocks if isinstance(one, blocks.Table)
    ]
    assert len(named) == len(counted) + 1  # and that of the declaration


def test_pictures_have_a_caption_and_a_text_to_be_read_out(document: Document) -> None:
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr").startswith(
        "各一级指标自评得分（自评分 / 分值）：（一）党政责任 23 / 25；"
    )
    assert [one.text for one in document.paragraphs if look(one) == "Caption"] == [
        "图1　各一级指标自评得分（自评分 / 分值）"
    ]


def test_nothing_is_locked(data: bytes) -> None:
    assert "w:sdt" not in part(data, "word/document.xml")
    assert "documentProtection" not in part(data, "word/settings.xml")


def test_a_character_that_xml_does_not_take_is_printed_as_a_gap() -> None:
    from scoring.reports.word.elements import run

    assert run("甲\x00乙\ud800丙").text == "甲〓乙〓丙"


def test_an_office_opens_it(data: bytes, tmp_path: Path) -> None:
    office = program("soffice")
    file = tmp_path / "报告.docx"
    file.write_bytes(data)
    home = (tmp_path / "home").as_uri()
    command: list[str | Path] = [
        office,
        f"-env:UserInstallation={home}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        file,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=with_our_faces(tmp_path))
    import pypdf

    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "报告.pdf").pages]
    assert 14 <= len(pages) <= 24
    whole = re.sub(r"\s", "", "".join(pages))
    for text in ("申报资格声明", "一、基本情况", "评估指标体系", "单位负责人（签字）", "图1各一级指标自评得分"):
        assert text in whole
    assert "—2—" in re.sub(r"\s", "", pages[1])
    assert "—1—" not in re.sub(r"\s", "", pages[0])
    assert len([page for page in pages if "指标内容" in page and "佐证材料" in page]) >= 3  # the head is repeated
