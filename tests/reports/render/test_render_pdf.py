"""The report as PDF: everything is in it, in Chinese that copies out, the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scoring.reports import render
from scoring.reports.document import Chapter, Part
from scoring.reports.papers.form import FormItem
from tests.reports.render.conftest import Made, faces, make, small
from tests.reports.render.golden import assessed

ROOT = Path(__file__).parents[3]


def squeezed(text: str) -> str:
    return "".join(text.split())


def row(item: FormItem) -> str:
    """The first three cells of a row of the form, as they come out of the PDF."""
    blanks = "".join(f"{blank.name}：{blank.value}" for blank in item.blanks)
    note = f"说明：{item.note}" if item.note else ""
    words = f"{item.number}{item.requirement}{blanks}{item.scoring}{item.lacks}{note}"
    return squeezed(f"{words}{item.points}{item.score}")


@pytest.mark.parametrize("which", ["sample", "half"])
def test_the_form_holds_every_official_sentence_with_points_and_score(
    which: str, request: pytest.FixtureRequest
) -> None:
    made: Made = request.getfixturevalue(which)
    text = "".join(made.pages)
    items = [item for section in made.view.form for item in section.items]
    assert len(items) == 28
    assert [item.label for item in items if row(item) not in text] == []


def test_official_sentences_are_those_of_the_source(sample: Made) -> None:
    text = "".join(sample.pages)
    rows = (ROOT / "tests" / "data" / "liaoning-2022-index.csv").read_text("utf-8").splitlines()[1:28]
    sentences = [cell for line in rows for cell in line.split(",")[5:7] if cell]
    assert len(sentences) == 53
    assert [sentence for sentence in sentences if squeezed(sentence) not in text] == []


@pytest.mark.parametrize("which", ["sample", "half"])
def test_every_glyph_is_there_and_every_face_is_ours(which: str, request: pytest.FixtureRequest) -> None:
    made: Made = request.getfixturevalue(which)
    assert made.warnings == ()
    assert faces(made.reader) == {"Report-Biaosong", "Report-Fangsong", "Report-Heiti", "Report-Kaiti", "Report-Marks"}


def heads(chapter: Chapter) -> tuple[Chapter | Part, ...]:
    return (chapter, *chapter.parts)


def chapters(made: Made) -> list[tuple[str, int]]:
    """First and second level bookmarks with their pages, counted from 1."""
    found: list[tuple[str, int]] = []

    def walk(entries: list[Any], depth: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, depth + 1)
            elif depth < 2:
                number = made.reader.get_destination_page_number(entry)
                assert number is not None
                found.append((squeezed(str(entry.title)), number + 1))

    walk(made.reader.outline, 0)
    return found


@pytest.mark.parametrize("which", ["sample", "half"])
def test_contents_and_bookmarks_name_the_right_pages(which: str, request: pytest.FixtureRequest) -> None:
    made: Made = request.getfixturevalue(which)
    outline = made.view.chapters
    titles = [f"{head.number}{head.title}" for chapter in outline for head in heads(chapter)]
    marks = [(title, page) for title, page in chapters(made) if title not in ("申报资格声明", "目录")]
    assert [title for title, _page in marks] == [squeezed(title) for title in titles]
    (contents,) = [page.partition("目录")[2] for page in made.pages if "目录申报资格声明" in page]
    listed = [(title, int(number)) for title, number in re.findall(r"([^.]+?)\.+(\d{1,2})(?=\D)", contents)]
    assert listed == [("申报资格声明", 2), *marks]
    assert all(title in made.pages[page - 1] for title, page in marks)


def test_every_page_but_the_cover_has_its_number(sample: Made) -> None:
    assert "—1—" not in sample.pages[0]
    for number, text in enumerate(sample.pages[1:], start=2):
        assert f"—{number}—" in text


def test_table_heads_are_repeated(sample: Made) -> None:
    head = "指标内容分值自评分佐证材料"
    start, end = (dict(chapters(sample))[title] for title in ("三、自评表", "四、失分及原因"))
    assert end - start >= 2
    assert all(head in page for page in sample.pages[start - 1 : end - 1])


@pytest.mark.parametrize("which", ["sample", "half"])
def test_neither_the_score_table_nor_its_chart_is_torn(which: str, request: pytest.FixtureRequest) -> None:
    made: Made = request.getfixturevalue(which)
    (table,) = [page for page in made.pages if "一级指标分值自评分失分" in page]
    assert "合计100" in table.partition("一级指标分值自评分失分")[2]
    (chart,) = [page for page in made.pages if "各一级指标自评得分（自评分/分值）" in page]
    assert "已定得分" in chart
    assert chart.count("（六）服务质量") >= 1


def test_the_last_row_of_the_improvements_has_others_on_its_page(weak: Made) -> None:
    steps = [squeezed(one.text) for one in assessed("weak-city").explanation.next_steps if not one.fills_in]
    page = [text for text in weak.pages if "指标项改进事项" in text and steps[-1] in text][-1]
    assert all(step in page for step in steps[-2:])


@pytest.mark.parametrize("times", range(1, 6))
def test_the_seal_is_never_torn_from_the_conclusion_it_is_set_under(times: int) -> None:
    view = small(assessed("not-eligible"))
    assert view.eligibility is not None
    gates = replace(view.eligibility, gates=view.eligibility.gates * times)
    made = make(replace(view, eligibility=gates))
    (page,) = [text for text in made.pages if "（盖章）年月日" in text and "自评表" not in text and "签字" not in text]
    assert "不具备申报资格" in page


def test_reasons_name_answers_and_no_lines_of_files(sample: Made, half: Made) -> None:
    text = "".join(sample.pages)
    assert "填报“方案运营方式明确”为“否”。" in text
    for made in (sample, half):
        assert not re.search(r"yaml:\d|第\d+行", "".join(made.pages))


def test_who_signs_sees_city_score_and_date_and_has_a_row(sample: Made) -> None:
    page = sample.pages[-1].partition("八、签字盖章")[2]
    rows = ("申报城市示例市", "自评得分92.5分（满分100分）", "申报日期2022年5月20日", "申报单位（盖章）示例市人民政府")
    signers = ("单位负责人（签字）", "分管领导（签字）", "审核人（签字）", "填报人（签字）")
    assert [one for one in (*rows, *signers) if one not in page] == []


def test_checksums_stand_on_the_last_page_only(sample: Made) -> None:
    assert "a" * 64 in sample.pages[-1]
    assert all("a" * 12 not in page and "b" * 12 not in page for page in sample.pages[:-1])


def test_points_by_department(sample: Made) -> None:
    """市财政局 answers in （一）2 and 3 and （二）1: 6 + 6 + 3 points. 2 are lost in （一）3, but for 方案运营方式明确, which
    市发展改革委 and 市卫生健康委 answer; 1 in （二）5 for the subsidies of 市人力资源社会保障局, not for the taxes."""
    (page,) = [page for page in sample.pages if "部门项数涉及分值失分失分的指标项" in page]
    assert "市发展改革委6222（一）3" in page
    assert "市人力资源社会保障局4132（二）5、（二）8" in page
    assert "市财政局（3项15分）" in page
    assert "市税务局（1项3分）" in page


def test_a_complete_city_without_texts_of_its_own_is_told_once(weak: Made) -> None:
    text = "".join(page.partition("—")[0] for page in weak.pages)
    assert text.count("申报单位没有填写“存在问题”和“下一步打算”的文字。") == 1
    assert text.count("（未填报）") == 0


def test_metadata(sample: Made) -> None:
    info = sample.reader.metadata
    assert info is not None
    assert (info.title, info.author) == ("示例市自评报告", "示例市人民政府")
    assert str(info.creation_date)[:10] == "2022-05-20"
    assert sample.reader.root_object["/Lang"] == "zh-CN"


def test_the_same_bytes_again_and_in_another_process(sample: Made) -> None:
    again = small(assessed("sample-city"))
    assert render.pdf(again) == render.pdf(again)
    code = (
        "import hashlib; from scoring.reports import render; from tests.reports.render.golden import *;"
        "print(hashlib.sha256(render.pdf(view_of(assessed('sample-city')))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "LC_ALL": "C"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == hashlib.sha256(sample.data).hexdigest(), done.stderr


def test_rare_characters_of_names_are_printed() -> None:
    name = "喆堃翀祎𠮷龘㐂䶮"
    found = assessed("sample-city")
    made = make(small(replace(found, submission=replace(found.submission, applicant=name, contact=name))))
    assert made.warnings == ()
    assert name in made.pages[0]
    assert all(face.startswith("Report-") for face in faces(made.reader))


HOSTILE = (
    "<img src=file://{secret}>",
    "<link rel=attachment href=file://{secret}>",
    "<style>@page {{ background: url(file://{secret}) }}</style>",
    "<svg><image href='file://{secret}'/></svg>",
    "<td colspan=1000000>",
    "url(http://127.0.0.1:1/x)",
)


def test_hostile_texts_load_nothing_and_are_printed_as_they_are(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>机密</text></svg>", encoding="utf-8")
    payloads = tuple(text.format(secret=secret) for text in HOSTILE)
    found = assessed("sample-city")
    summary = {"基本情况": "\n".join(payloads), "存在问题": payloads[0]}
    made = make(small(replace(found, submission=replace(found.submission, summary=summary, contact=payloads[1]))))
    text = "".join(made.pages)
    assert [payload for payload in payloads if squeezed(payload) not in text] == []
    assert "机密" not in text
    assert made.reader.attachments == {}
    assert made.warnings == ()


def test_a_template_reaches_neither_files_nor_the_network(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>机密</text></svg>", encoding="utf-8")
    own = tmp_path / "own"
    (own / "styles").mkdir(parents=True)
    tags = (
        f"<img src='file://{secret}'><img src='http://127.0.0.1:1/a.png'><img src='styles/extra.css'>"
        f"<link rel=attachment href='file://{secret}'>"
    )
    (own / "letterhead.html").write_text(tags, encoding="utf-8")
    (own / "styles" / "extra.css").write_text(f"body {{ background: url('file://{secret}') }}", encoding="utf-8")
    made = make(small(assessed("sample-city")), str(own))
    assert "机密" not in "".join(made.pages)
    assert made.reader.attachments == {}
    refused = [line for line in made.warnings if "refused: " in line]
    assert len(refused) >= 4
    assert len(refused) == len(made.warnings)
