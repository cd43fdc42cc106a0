"""☐ ☑ ☒ are drawn by us; a character that no face has is named with its place, before and while a report is made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from scoring.documents import strict
from scoring.documents.nodes import Document
from scoring.reports.render import fonts, glyphs
from tests.cli.running import ROOT, run

FOLDER = ROOT / "reports" / "fonts"
NOTE = "落实情况：☑已落实　☐未落实　☒不适用。联系人：𪚥　电话☎　👍"
BARE = "<fontconfig><dir>{}</dir><cachedir>{}</cachedir></fontconfig>"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The sample city with marks, a rare character and a picture in an explanation."""
    shutil.copytree(ROOT / "submissions/sample-city/evidence", tmp_path / "evidence")
    text = (ROOT / "submissions/sample-city/submission.yaml").read_text("utf-8")
    path = tmp_path / "submission.yaml"
    path.write_text(text.replace("2020年下半年以来召开专题会议4次，议定的9个事项已全部落实。", NOTE), "utf-8")
    return path


def document(text: str) -> Document:
    found = strict.parse_document(text.encode("utf-8"), "a.yaml")
    assert found.value is not None
    return found.value


def places(text: str, have: frozenset[int]) -> list[tuple[str, int, int]]:
    problems = glyphs.unprintable(document(text), have)
    located = [(one.message[9], one.location) for one in problems]
    return [(character, place.line, place.column) for character, place in located if place is not None]


def bundled() -> frozenset[int]:
    return glyphs.covered(fonts.FontSet(files=fonts.bundled()))


def test_every_character_of_gbk_and_the_marks_can_be_printed_in_every_part() -> None:
    pairs = (bytes([high, low]).decode("gbk", "ignore") for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    gbk = {character for text in pairs for character in text if character.isprintable()}
    assert len(gbk) > 21_000
    have = bundled()
    assert {character for character in gbk | set(map(chr, glyphs.MARKS)) if ord(character) not in have} == set()


def test_check_names_each_character_at_its_place(city: Path) -> None:
    done = run("check", str(city))
    lines = [line for line in done.out.splitlines() if "疑问" in line]
    assert done.code == 0
    assert lines == [
        f"{city}:37:33: 疑问：报告的字体里没有“𪚥”（U+2A6A5）；报告里会印成“〓”",
        f"{city}:37:39: 疑问：报告的字体里没有“👍”（U+1F44D）；报告里会印成“〓”",
        f"{city}：2个疑问；{lines[-1].partition('；')[2]}",
    ]
    assert done.out.count("--font 仿宋=字体文件") == 2


def test_the_report_prints_the_marks_and_says_the_rest_in_chinese_only(city: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.conf"
    bare.write_text(BARE.format(tmp_path / "none", tmp_path / "cache"), "utf-8")
    made = tmp_path / "a.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "scoring", "report", str(city), "-o", str(made)],
        cwd=ROOT,
        env={**os.environ, "FONTCONFIG_FILE": str(bare)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (0, "")
    told = [line for line in done.stderr.splitlines() if not line.startswith("    ")]
    assert [line.partition("：")[2][:12] for line in told if "疑问" in line] == [
        "报告的字体里没有“𪚥”（",
        "报告的字体里没有“👍”（",
    ]
    assert [line[:4] for line in told if "疑问" not in line] == ["  怎么", "  怎么", "已生成 "]
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(made).pages)
    assert "☑已落实" in text
    assert "☐未落实" in text
    assert "☒不适用。联系人：〓电话☎〓" in text
    assert "☑不影响申报" in text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 甲𪚥乙\n", [("𪚥", 1, 5)]),
        ("# 𪚥\na: 甲 # 👍\nb: '乙𪚥'\n", [("𪚥", 3, 6)]),
        ("a: |\n  第一行\n  第二𪚥行\nb: 甲\n", [("𪚥", 3, 5)]),
        ('a: "甲\\U0002A6A5"\nb: 1\n', [("𪚥", 1, 4)]),
        ("甲𪚥: 1\n", [("𪚥", 1, 2)]),
        ("a: 甲\ufe0f☑\ufe0f\n", []),
        ("佐证材料:\n  - {文件: evidence/👍.pdf, 标题: 甲}\n", []),
    ],
)
def test_the_place_is_that_of_the_character(text: str, found: list[tuple[str, int, int]]) -> None:
    assert places(text, bundled()) == found


def test_a_character_is_named_once_and_many_are_counted() -> None:
    (one,) = glyphs.unprintable(document("a: 𪚥𪚥\nb: 𪚥\n"), bundled())
    assert "共3处，这是第一处" in one.message
    many = "".join(chr(0x1F400 + place) for place in range(23))
    *named, last = glyphs.unprintable(document(f"a: {many}\n"), bundled())
    assert len(named) == glyphs.MOST
    assert "还有3个" in last.message


def test_a_users_own_face_counts_where_it_serves_every_part(tmp_path: Path) -> None:
    own = tmp_path / "own.ttf"
    with TTFont(FOLDER / "rare.ttf") as font:
        table = max(font["cmap"].tables, key=lambda one: one.format)
        table.cmap[0x2A6A5] = next(iter(table.cmap.values()))
        font.save(own)
    for role, found in (("仿宋", []), ("黑体", [("𪚥", 1, 4)])):
        chosen = fonts.choose({role: str(own)})
        assert chosen.value is not None
        assert places("a: 𪚥\n", glyphs.covered(chosen.value)) == found


def test_a_character_of_the_pack_is_named_in_the_pack(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "criteria/liaoning-2022", tmp_path / "criteria/liaoning-2022")
    pack = tmp_path / "criteria/liaoning-2022/pack.yaml"
    lines = pack.read_text("utf-8").splitlines()
    row = next(place for place, line in enumerate(lines) if line.startswith("region: "))
    lines[row] += "👍"
    pack.write_text("\n".join(lines) + "\n", "utf-8")
    sample = "submissions/sample-city/submission.yaml"
    done = run("check", sample, "--criteria-path", str(tmp_path / "criteria"))
    assert f"{pack}:{row + 1}:{len(lines[row])}: 疑问：报告的字体里没有“👍”" in done.out
