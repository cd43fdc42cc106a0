"""An edited Word report read back: only texts, only those that the report alone changed, and every other byte stays."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from scoring.assess import Request, assess
from scoring.base.assets import pack_search
from scoring.base.marks import REPORT
from scoring.documents.edit import edit
from scoring.documents.strict import parse_document
from scoring.exchange.submitted import Submitted, open_submitted
from scoring.exchange.word_carried import carried
from scoring.exchange.word_document import WordDocument, WordParagraph, read_word
from scoring.exchange.word_merging import Outcome, WordMerge, merge
from scoring.loading import Loaded, load_submission
from scoring.reports.papers.report import report_of
from scoring.reports.word import report_word
from scoring.submissions import submission
from tests.cli.running import ROOT, run
from tests.programs import program

SAMPLE = ROOT / "submissions" / "sample-city" / "submission.yaml"
PROBLEMS = "  存在问题: 托育实施方案尚未写明公办机构的运营方式；社保补贴拨付滞后；产休假政策尚未出台；6处公共场所母婴设施还在建设。\n"
NOTE = "    说明: 2022年预算单列婴幼儿照护服务专项经费，设专账核算。\n"


def printed(file: Path) -> bytes:
    """The Word report of a submission, as `scoring report` makes it."""
    found = assess(Request(file=str(file))).value
    assert found is not None
    assert found.evidence is not None
    view = report_of(found.criteria, found.submission, found.card, found.evidence, found.explanation, editable=True)
    return report_word(view, mark=REPORT, kept=carried(found.criteria, found.submission, view))


@pytest.fixture(scope="module")
def report() -> bytes:
    return printed(SAMPLE)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLE, tmp_path / "自评.yaml"))


@pytest.fixture
def edited(report: bytes, tmp_path: Path) -> Callable[[Callable[[Document], object]], Path]:
    def edit(change: Callable[[Document], object]) -> Path:
        document = docx.Document(io.BytesIO(report))
        change(document)
        document.save(str(tmp_path / "报告.docx"))
        return tmp_path / "报告.docx"

    return edit


def merged(file: Path, document: Path, *, word_wins: bool = False) -> WordMerge:
    source, loaded, read = (
        open_submitted(str(file), pack_search((), str(file))),
        load_submission(str(file)),
        read_word(str(document)),
    )
    assert source.value is not None, source.problems
    assert loaded.value is not None
    assert read.value is not None, read.problems
    found = merge(source.value, loaded.value, read.value, word_wins=word_wins)
    assert found.value is not None, found.problems
    return found.value


def told(found: WordMerge) -> dict[str, tuple[Outcome, tuple[str, ...]]]:
    return {one.name: (one.outcome, one.word) for one in found.texts if one.outcome is not Outcome.UNCHANGED}


def under(document: Document, title: str) -> Paragraph:
    """The first paragraph under a heading."""
    texts: list[Paragraph] = document.paragraphs
    at = next(at for at, one in enumerate(texts) if one.text.endswith(title) and look(one) == "Heading 2")
    return texts[at + 1]


def look(paragraph: Paragraph) -> str:
    return str(paragraph.style.name) if paragraph.style is not None else ""


def row(document: Document, start: str) -> _Row:
    """The row of the form that begins so."""
    form: Table = next(one for one in document.tables if one.rows[0].cells[0].text == "指标内容")
    rows: list[_Row] = list(form.rows)
    return next(one for one in rows if one.cells[0].text.startswith(start))


def note(document: Document, start: str) -> Paragraph:
    own: list[Paragraph] = row(document, start).cells[0].paragraphs
    return next(one for one in own if one.text.startswith("说明："))


def test_an_untouched_report_changes_nothing(
    city: Path, edited: Callable[[Callable[[Document], object]], Path]
) -> None:
    found = merged(city, edited(lambda document: None))
    assert told(found) == {}
    assert found.remarks == ()
    assert len(found.texts) == 3 + 28  # three texts of the city, a note for each item


def test_texts_that_only_word_changed_are_taken_and_every_other_byte_stays(
    city: Path, edited: Callable[[Callable[[Document], object]], Path]
) -> None:
    def change(document: Document) -> None:
        first = under(document, "存在问题")
        first.text = "一是经费不足。"
        first.insert_paragraph_before("主要问题：")
        note(document, "2.婴幼儿照护服务工作").text = "说明：设专账核算，按季公开。"
        row(document, "4.制定“一老一小”").cells[0].add_paragraph("说明：新写的：说明")

    document = edited(change)
    before = city.read_text("utf-8")
    done = run("word", "in", str(city), str(document))
    assert done.code == 0
    expected = before.replace(PROBLEMS, "  存在问题: |-\n    主要问题：\n    一是经费不足。\n").replace(
        NOTE, "    说明: 设专账核算，按季公开。\n"
    )
    own = "    说明: '新写的：说明'\n"
    assert city.read_text("utf-8").replace(own, "", 1) == expected
    assert city.read_text("utf-8").count(own) == 1
    (backup,) = city.parent.glob("自评.yaml.*.bak")
    assert backup.read_text("utf-8") == before
    lines = [json.loads(line) for line in (city.parent / "自评.yaml.改动.jsonl").read_text("utf-8").splitlines()]
    assert [line["位置"] for line in lines] == [
        ["报告文字", "存在问题"],
        ["自评", "1.2", "说明"],
        ["自评", "1.4", "说明"],
    ]
    assert {(line["经由"], line["来自"]) for line in lines} == {("Word 读回", str(document))}
    again = run("word", "in", str(city), str(document))
    assert again.code == 0
    assert "没有改动" in again.told


def test_a_dry_run_writes_nothing(city: Path, edited: Callable[[Callable[[Document], object]], Path]) -> None:
    document = edited(lambda one: setattr(under(one, "存在问题"), "text", "改了。"))
    before = {one.name: one.read_bytes() for one in city.parent.iterdir()}
    done = run("word", "in", str(city), str(document), "--dry-run")
    assert done.code == 0
    assert "收下的文字（1）" in done.out
    assert {one.name: one.read_bytes() for one in city.parent.iterdir()} == before


def test_what_both_changed_is_a_conflict_with_its_line(
    city: Path, edited: Callable[[Callable[[Document], object]], Path]
) -> None:
    document = edited(lambda one: setattr(under(one, "存在问题"), "text", "Word 里改的。"))
    city.write_text(city.read_text("utf-8").replace(PROBLEMS, "  存在问题: 文件里改的。\n"), "utf-8")
    before = city.read_bytes()
    line = before.decode().splitlines().index("  存在问题: 文件里改的。") + 1
    (one,) = merged(city, document).of(Outcome.CONFLICT)
    assert (one.word, one.now, one.line) == (("Word 里改的。",), ("文件里改的。",), line)
    done = run("word", "in", str(city), str(document))
    assert done.code == 1
    assert f"自评文件（第{line}行）：文件里改的。" in done.out
    assert city.read_bytes() == before
    assert run("word", "in", str(city), str(document), "--word-wins").code == 0
    assert "  存在问题: Word 里改的。\n" in city.read_text("utf-8")


def test_what_only_the_file_changed_stays_as_the_file_has_it(
    city: Path, edited: Callable[[Callable[[Document], object]], Path]
) -> None:
    document = edited(lambda one: None)
    city.write_text(city.read_text("utf-8").replace(PROBLEMS, "  存在问题: 文件里改的。\n"), "utf-8")
    found = merged(city, document)
    assert told(found) == {}
    assert found.remarks == ("生成这份报告以后，自评文件改过；改过的文字逐处比较。",)


def test_a_text_that_was_taken_out_goes(city: Path, edited: Callable[[Callable[[Document], object]], Path]) -> None:
    def change(document: Document) -> None:
        own = note(document, "2.婴幼儿照护服务工作")._p
        own.getparent().remove(own)
        under(document, "存在问题").text = "（未填写）"

    assert run("word", "in", str(city), str(edited(change))).code == 0
    text = city.read_text("utf-8")
    assert NOTE not in text
    assert "存在问题" not in text
    assert run("check", str(city)).code == 0


def test_points_and_official_words_are_named_and_never_taken(
    city: Path, edited: Callable[[Callable[[Document], object]], Path]
) -> None:
    def change(document: Document) -> None:
        own = row(document, "1.党政领导亲自抓")
        own.cells[2].text = "7"
        own.cells[1].text = "8"
        row(document, "合计").cells[2].text = "99"
        cell = row(document, "2.婴幼儿照护服务工作").cells[0]
        cell.paragraphs[0].text = cell.paragraphs[0].text.replace("经费", "资金")
        row(document, "5.制定出台").cells[0].add_paragraph("没有写开头的一段")
        under(document, "改进事项").insert_paragraph_before("（四）经验做法").style = "heading 2"

    found = merged(city, edited(change))
    assert told(found) == {}
    rest = "分数只由填报内容算出，没有读；要改请改答案。"
    assert set(found.remarks) == {
        f"（一）1的分值在 Word 里由6改成了8：{rest}",
        f"（一）1的自评分在 Word 里由6改成了7：{rest}",
        f"合计的自评分在 Word 里由92.5改成了99：{rest}",
        "（一）2的官方文字在 Word 里改过；官方文字以指标体系为准，没有读。",
        "（一）5里多出的“没有写开头的一段”没有读：是说明的，请以“说明：”开头。",
        "新加的标题“（四）经验做法”下面的文字没有读：请写在自评文件的“报告文字”里，再生成一次报告。",
    }


def test_tracked_changes_are_read_as_accepted(
    city: Path, edited: Callable[[Callable[[Document], object]], Path]
) -> None:
    def change(document: Document) -> None:
        own = under(document, "存在问题")
        own.text = "留下的"
        (kept,) = own.runs
        for tag, text in (("w:ins", "加上的"), ("w:del", "划掉的")):
            around = docx.oxml.OxmlElement(tag)
            for name, value in (("w:id", "9"), ("w:author", "甲"), ("w:date", "2026-01-01T00:00:00Z")):
                around.set(qn(name), value)
            inner = own.add_run(text)._r
            for one in inner.iter(qn("w:t")) if tag == "w:del" else ():
                one.tag = qn("w:delText")
            around.append(inner)
            kept._r.addnext(around)

    found = merged(city, edited(change))
    assert told(found) == {"“存在问题”": (Outcome.TAKEN, ("留下的加上的",))}
    assert found.remarks == ("文档里还有没有接受的修订，按全部接受以后的文字读。",)


def test_without_bookmarks_texts_are_found_by_headings_and_rows(
    city: Path, edited: Callable[[Callable[[Document], object]], Path]
) -> None:
    def change(document: Document) -> None:
        under(document, "下一步打算").text = "改了。"
        note(document, "2.婴幼儿照护服务工作").text = "说明:改了"
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            for one in list(document.element.body.iter(qn(tag))):
                one.getparent().remove(one)

    assert told(merged(city, edited(change))) == {
        "“下一步打算”": (Outcome.TAKEN, ("改了。",)),
        "（一）2的说明": (Outcome.TAKEN, ("改了",)),
    }


def test_without_what_was_carried_a_difference_is_a_conflict(
    city: Path, edited: Callable[[Callable[[Document], object]], Path]
) -> None:
    document = edited(lambda one: setattr(under(one, "存在问题"), "text", "改了。"))
    with zipfile.ZipFile(document) as old, zipfile.ZipFile(city.parent / "抄.docx", "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(
                name, text.replace(b'name="scoring_', b'name="other_') if name == "docProps/custom.xml" else text
            )
    found = merged(city, city.parent / "抄.docx")
    assert told(found) == {"“存在问题”": (Outcome.CONFLICT, ("改了。",))}
    assert found.remarks[0].startswith("文档里没有留着印出时的记录")


def test_a_row_that_was_taken_out_is_no_empty_note(
    city: Path, edited: Callable[[Callable[[Document], object]], Path]
) -> None:
    def change(document: Document) -> None:
        own = row(document, "2.婴幼儿照护服务工作")._tr
        own.getparent().remove(own)

    found = merged(city, edited(change))
    assert told(found) == {}
    assert found.remarks == ("自评表里找不到这几行，说明没有读：（一）2。",)


def test_the_report_of_another_city_or_none_of_ours_is_refused(report: bytes, tmp_path: Path) -> None:
    document = tmp_path / "报告.docx"
    document.write_bytes(report)
    weak = ROOT / "submissions" / "weak-city" / "submission.yaml"
    done = run("word", "in", str(weak), str(document), "--dry-run")
    assert done.code == 1
    assert "这份报告是示例市的，自评文件是甲市的" in done.told
    docx.Document().save(str(document))
    done = run("word", "in", str(weak), str(document), "--dry-run")
    assert done.code == 1
    assert "找不到自评表" in done.told


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "是旧的 .doc 格式，或者加了密码"),
        (b"PK\3\4 no archive", "不是 Word 文档（.docx），或已损坏"),
        (b"", "不是 Word 文档（.docx），或已损坏"),
    ],
)
def test_what_is_no_document_is_told_with_what_to_do(data: bytes, told: str, city: Path) -> None:
    document = city.parent / "报告.docx"
    document.write_bytes(data)
    done = run("word", "in", str(city), str(document))
    assert done.code == 1
    assert told in done.told
    assert "怎么办" in done.told


def test_long_notes_have_a_row_of_their_own_and_come_back(tmp_path: Path) -> None:
    city = Path(shutil.copy(SAMPLE, tmp_path / "自评.yaml"))
    long = "设专账核算，" * 40
    city.write_text(city.read_text("utf-8").replace(NOTE, f"    说明: {long}\n"), "utf-8")
    document = docx.Document(io.BytesIO(printed(city)))
    document.save(str(tmp_path / "报告.docx"))
    assert told(merged(city, tmp_path / "报告.docx")) == {}
    form = next(one for one in document.tables if one.rows[0].cells[0].text == "指标内容")
    own = next(one for one in form.rows if one.cells[0].text.startswith("（一）2的说明："))
    own.cells[0].paragraphs[0].text = "（一）2的说明：短了。"
    document.save(str(tmp_path / "报告.docx"))
    assert told(merged(city, tmp_path / "报告.docx")) == {"（一）2的说明": (Outcome.TAKEN, ("短了。",))}


def test_texts_not_written_yet_have_a_place_to_be_written_in(tmp_path: Path) -> None:
    half = Path(shutil.copy(ROOT / "submissions" / "half-filled" / "submission.yaml", tmp_path / "自评.yaml"))
    document = docx.Document(io.BytesIO(printed(half)))
    assert under(document, "下一步打算").text == "（未填写）"
    document.save(str(tmp_path / "报告.docx"))
    assert told(merged(half, tmp_path / "报告.docx")) == {}
    under(document, "下一步打算").text = "补齐材料。"
    document.save(str(tmp_path / "报告.docx"))
    assert run("word", "in", str(half), str(tmp_path / "报告.docx")).code == 0
    assert "下一步打算: 补齐材料。" in half.read_text("utf-8")


class Sample(Struct, frozen=True, kw_only=True):
    """The sample city and its report, read once."""

    source: Submitted
    loaded: Loaded
    word: WordDocument


@pytest.fixture(scope="module")
def sample(report: bytes, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    document = tmp_path_factory.mktemp("sample") / "报告.docx"
    document.write_bytes(report)
    source, loaded = open_submitted(str(SAMPLE), pack_search((), str(SAMPLE))).value, load_submission(str(SAMPLE)).value
    word = read_word(str(document)).value
    assert source is not None
    assert loaded is not None
    assert word is not None
    return Sample(source=source, loaded=loaded, word=word)


LINES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12), max_size=4
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(LINES)
def test_whatever_is_typed_is_written_as_it_is_or_refused(sample: Sample, lines: list[str]) -> None:
    at = next(
        at
        for at, one in enumerate(sample.word.parts)
        if isinstance(one, WordParagraph) and "文字_存在问题" in one.marks
    )
    typed = [WordParagraph(lines=(line,)) for line in lines]
    first = WordParagraph(lines=("",), marks=("文字_存在问题",))
    word = replace(sample.word, parts=(*sample.word.parts[:at], first, *typed, *sample.word.parts[at + 1 :]))
    found = merge(sample.source, sample.loaded, word).value
    assert found is not None
    (one,) = (one for one in found.texts if one.outcome is not Outcome.UNCHANGED)
    assert one.outcome in (Outcome.TAKEN, Outcome.REFUSED)
    done = edit(sample.source.data, found.changes, "自评.yaml").value
    assert done is not None
    read = parse_document(done.data, "自评.yaml").value
    assert read is not None
    again = submission(read, sample.loaded.criteria).value
    assert again is not None
    said = (again.summary or {}).get("存在问题", "")
    kept = one.word if one.outcome is Outcome.TAKEN else one.now
    assert tuple(said.split("\n") if said else ()) == kept


def test_what_an_office_saved_comes_back(city: Path, edited: Callable[[Callable[[Document], object]], Path]) -> None:
    office = program("soffice")

    def change(document: Document) -> None:
        under(document, "存在问题").text = "改了。"
        note(document, "2.婴幼儿照护服务工作").text = "说明：改了"
        row(document, "1.党政领导亲自抓").cells[2].text = "5"

    document, target = edited(change), city.parent / "存"
    home = (city.parent / "home").as_uri()
    words: list[str | Path] = [office, f"-env:UserInstallation={home}", "--headless", "--convert-to"]
    subprocess.run(
        [*words, "docx:MS Word 2007 XML", "--outdir", target, document], check=True, capture_output=True, timeout=180
    )
    found = merged(city, target / "报告.docx")
    assert told(found) == {
        "“存在问题”": (Outcome.TAKEN, ("改了。",)),
        "（一）2的说明": (Outcome.TAKEN, ("改了",)),
    }
    assert len(found.remarks) == 1
    assert "由6改成了5" in found.remarks[0]
