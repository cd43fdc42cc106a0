"""Lines drafted from the files of a folder: what stands in the files and nothing else, and they can be pasted."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pikepdf
import pytest

from scoring.cli.evidence_draft import HEAD
from scoring.documents.strict import parse_document
from tests.cli.running import run

CITY = """\
指标体系: liaoning-2022
城市: 示例市
申报日期: 2022-05-20
虚构样例: 是
自评:
  "1.3":
    出台专项规划或实施方案: 是
    佐证材料:
      - {对应: 发展规划, 文件: evidence/1.3/01-规划.pdf, 标题: 规划纲要}
"""
BODY = (
    "<w:document><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body></w:document>"
)


def pdf(path: Path, title: str, pages: int = 1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        if title:
            made.docinfo["/Title"] = title
        made.save(path)


def office(path: Path, core: str, body: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("docProps/core.xml", f"<cp:coreProperties><dc:title>{core}</dc:title></cp:coreProperties>")
        if body:
            archive.writestr("word/document.xml", BODY.format(body))
    path.write_bytes(data.getvalue())


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence" / "1.3"
    pdf(folder / "01-规划.pdf", "规划纲要")
    path = tmp_path / "自评.yaml"
    path.write_text(CITY, "utf-8")
    return path


def draft(city: Path) -> list[dict[str, object]]:
    ran = run("evidence", str(city), "--draft", "--format", "json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert found["schema"] == "scoring.evidence-draft/1"
    lines: list[dict[str, object]] = found["lines"]
    return lines


def test_the_title_in_the_properties_the_pages_and_the_nearest_request(city: Path) -> None:
    pdf(city.parent / "evidence/1.3/02.pdf", "示例市“十四五”托育服务体系建设专项规划", pages=5)
    (only,) = draft(city)
    assert only == {
        "item": "1.3",
        "request": "专项规划",
        "file": "evidence/1.3/02.pdf",
        "title": "示例市“十四五”托育服务体系建设专项规划",
        "title_from": "文件属性",
        "pages": 5,
        "state": "present",
    }


def test_the_first_line_of_a_text_where_its_properties_say_nothing(city: Path) -> None:
    office(city.parent / "evidence/1.3/03.docx", "", "关于印发示例市托育服务专项规划的通知 &amp; 附件")
    (only,) = draft(city)
    assert (only["title"], only["title_from"]) == ("关于印发示例市托育服务专项规划的通知 & 附件", "正文第一行")
    assert only["pages"] is None


@pytest.mark.parametrize("title", ["", "Microsoft Word - 新建文档.doc", "未命名", "扫描件.pdf", "Document1"])
def test_the_file_name_without_its_number_where_there_is_no_title(city: Path, title: str) -> None:
    pdf(city.parent / "evidence/1.3/04-实施方案.pdf", title)
    (only,) = draft(city)
    assert (only["title"], only["title_from"]) == ("实施方案", "文件名")


def test_a_request_goes_to_the_file_that_names_it_best(city: Path) -> None:
    pdf(city.parent / "evidence/1.4/a.pdf", "示例市“一老一小”整体解决方案实施情况总结")
    pdf(city.parent / "evidence/1.4/b.pdf", "示例市“一老一小”整体解决方案")
    assert [(one["file"], one["request"]) for one in draft(city)] == [
        ("evidence/1.4/a.pdf", "方案实施总结"),
        ("evidence/1.4/b.pdf", "整体解决方案"),
    ]


def test_the_lines_can_be_pasted_and_each_is_marked(city: Path, tmp_path: Path) -> None:
    pdf(city.parent / "evidence/1.3/05.pdf", "甲、乙: {丙} # 丁")
    pdf(city.parent / "evidence/1.4/06.pdf", "毫不相干")
    text = run("evidence", str(city), "--draft").out
    assert text.startswith("\n".join(HEAD))
    lines = [line for line in text.splitlines() if line.startswith("      - ")]
    assert len(lines) == 2
    assert all("  # 待确认：" in line for line in lines)
    assert "认不出对应哪种材料（整体解决方案、方案实施总结）" in lines[1]
    assert not any(word in text for word in ("文号: ", "日期: ", "发文机关: "))
    assert parse_document(text.encode(), "草稿.yaml").ok
    pasted = city.read_text("utf-8") + lines[0] + '\n  "1.4":\n    佐证材料:\n' + lines[1] + "\n"
    city.write_text(pasted, "utf-8")
    ran = run("check", str(city))
    assert "错误：" not in ran.out.replace("没有错误", "")
    assert draft(city) == []


def test_what_cannot_be_opened_or_belongs_nowhere_is_named_and_not_drafted(city: Path) -> None:
    (city.parent / "evidence/1.3/空.pdf").write_bytes(b"")
    (city.parent / "evidence/照片.txt").write_text("文字", "utf-8")
    text = run("evidence", str(city), "--draft").out
    assert "      # “evidence/1.3/空.pdf”是空文件，没有起草\n" in text
    assert "#   evidence/照片.txt　照片\n" in text
    assert "      - " not in text
    assert parse_document(text.encode(), "草稿.yaml").ok


def test_a_hostile_title_stays_one_line_and_a_broken_file_has_its_name(city: Path) -> None:
    pdf(city.parent / "evidence/1.3/07.pdf", "甲\n城市: 乙\u200b\x07")
    (city.parent / "evidence/1.3/08-坏.docx").write_bytes(b"PK\x03\x04broken")
    first, second = draft(city)
    assert first["title"] == "甲 城市: 乙"
    assert (second["title"], second["state"]) == ("坏", "broken")


def test_it_is_written_through_the_guard(city: Path, tmp_path: Path) -> None:
    pdf(city.parent / "evidence/1.3/09.pdf", "方案")
    target = tmp_path / "草稿.yaml"
    assert run("evidence", str(city), "--draft", "-o", str(target)).code == 0
    assert target.read_text("utf-8").startswith(HEAD[0])
    again = run("evidence", str(city), "--draft", "-o", str(target))
    assert again.code == 1
    assert "没有覆盖" in again.told
    listed = city.parent / "evidence/1.3/01-规划.pdf"
    before = listed.read_bytes()
    assert run("evidence", str(city), "--draft", "--force", "-o", str(listed)).code == 1
    assert run("evidence", str(city), "--draft", "--force", "-o", str(city)).code == 1
    assert (listed.read_bytes(), city.read_text("utf-8")) == (before, CITY)


def test_options_that_do_not_go_together_are_told(city: Path, tmp_path: Path) -> None:
    assert run("evidence", str(city), "-o", str(tmp_path / "a.yaml")).code == 2
    assert run("evidence", str(city), "--draft", "--layout").code == 2
    assert not (tmp_path / "a.yaml").exists()
    assert "都已经列入" in run("evidence", str(city), "--draft").told
