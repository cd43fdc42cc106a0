"""Everything that is wrong with an evidence folder is named; what is right is left alone."""

from __future__ import annotations

import io
import os
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from msgspec.structs import replace
from PIL import Image

from scoring import evidence
from scoring.evidence.files import MOST_TOGETHER, detect_kind, fits, sizes
from scoring.loading import load_submission
from scoring.model.evidence import EvidenceCheck, EvidenceState
from scoring.model.procedure import Period
from tests.liaoning import liaoning

HEAD = "指标体系: liaoning-2022\n城市: 示例市\n申报日期: 2022-05-20\n虚构样例: 是\n自评:\n"
Check = Callable[..., EvidenceCheck]


def a_pdf(path: Path, pages: int = 1, **options: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as pdf:
        for number in range(pages):
            pdf.add_blank_page(page_size=(595, 842 + number))
        pdf.save(path, **({"deterministic_id": True} | options if "encryption" not in options else options))
    return path


@pytest.fixture
def check(tmp_path: Path) -> Check:
    def run(*lines: str, item: str = "1.1", period: Period | None = None) -> EvidenceCheck:
        listed = "".join(f"      - {{{line}}}\n" for line in lines)
        city = tmp_path / "自评.yaml"
        city.write_text(f'{HEAD}  "{item}":\n    佐证材料:\n{listed}', "utf-8")
        loaded = load_submission(str(city)).value
        assert loaded is not None
        criteria = replace(loaded.criteria, evidence_period=period)
        return evidence.check(criteria, loaded.submission, str(tmp_path))

    return run


def codes(found: EvidenceCheck) -> list[str]:
    return [problem.code for problem in found.findings]


def test_a_good_folder_has_no_findings_and_gets_pages_and_hash(check: Check, tmp_path: Path) -> None:
    a_pdf(tmp_path / "evidence/a.pdf", 3)
    found = check("对应: 分工文件, 文件: evidence/a.pdf, 页数: 3")
    assert codes(found) == []
    entry = found.entries.of_item("1.1")[0]
    assert (entry.pages, entry.counted, len(entry.digest or "")) == (3, 3, 64)


def test_missing_and_empty_files_are_named_with_their_line(check: Check, tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/b.pdf").touch()
    found = check("对应: 分工文件, 文件: evidence/a.pdf", "对应: 会议纪要, 文件: evidence/b.pdf")
    assert codes(found) == ["evidence-missing", "evidence-empty"]
    assert [problem.location.line for problem in found.findings if problem.location] == [8, 9]


def test_content_that_is_not_what_its_ending_says(check: Check, tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/a.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 20)
    found = check("对应: 分工文件, 文件: evidence/a.pdf")
    assert codes(found) == ["evidence-type"]
    assert found.entries.of_item("1.1")[0].state is EvidenceState.WRONG_TYPE
    assert "PNG 图片" in found.findings[0].message


def test_a_password_and_damage_are_told_apart(check: Check, tmp_path: Path) -> None:
    a_pdf(tmp_path / "evidence/locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    a_pdf(tmp_path / "evidence/open.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    (tmp_path / "evidence/broken.pdf").write_bytes(b"%PDF-1.7\nnothing here")
    (tmp_path / "evidence/office.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99)
    found = check(
        *(f"对应: 分工文件, 文件: evidence/{name}" for name in ("locked.pdf", "open.pdf", "broken.pdf", "office.xlsx"))
    )
    assert codes(found) == ["evidence-encrypted", "evidence-broken", "evidence-encrypted"]
    assert [entry.state.value for entry in found.entries.of_item("1.1")[:4]] == [
        "locked",
        "present",
        "broken",
        "locked",
    ]


def test_a_pdf_that_had_to_be_mended_is_questioned(check: Check, tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "evidence/a.pdf", 2)
    path.write_bytes(path.read_bytes().replace(b"startxref", b"startxxxx"))
    found = check("对应: 分工文件, 文件: evidence/a.pdf")
    assert codes(found) == ["evidence-mended"]
    assert found.entries.of_item("1.1")[0].state is EvidenceState.PRESENT


def a_document(path: Path, inside: str = "[Content_Types].xml") -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(inside, "文字" * 500)
    return path.read_bytes()


def test_a_file_of_gigabytes_is_neither_opened_nor_read(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("scoring.evidence.files.inspect_whole", refused)
    monkeypatch.setattr("scoring.evidence.files.open_file", refused)
    a_pdf(tmp_path / "evidence/a.pdf")
    os.truncate(tmp_path / "evidence/a.pdf", (1 << 30) + 1)  # takes no room
    found = check("对应: 分工文件, 文件: evidence/a.pdf")
    assert [problem.message for problem in found.findings] == [
        "1.1-01 “evidence/a.pdf”太大，没有打开：1.1 GB，一份最多 1 GB"
    ]
    (entry, *_) = found.entries.of_item("1.1")
    assert (entry.state, entry.size, entry.digest) == (EvidenceState.TOO_LARGE, (1 << 30) + 1, None)


def test_files_that_are_too_much_together_are_opened_but_not_read_whole(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError

    for name in "abcde":
        (tmp_path / "evidence").mkdir(exist_ok=True)
        (tmp_path / f"evidence/{name}.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
        os.truncate(tmp_path / f"evidence/{name}.mp4", 1 << 30)
    lines = [f"对应: 分工文件, 文件: evidence/{name}.mp4" for name in "abcd"]
    assert sizes(str(tmp_path / f"evidence/{name}.mp4") for name in "abcdd") == MOST_TOGETHER
    monkeypatch.setattr("scoring.evidence.files.inspect_whole", refused)
    found = check(*lines, "对应: 分工文件, 文件: evidence/e.mp4")
    assert codes(found) == ["evidence-too-much"]
    assert found.findings[0].message == "材料合计 5 GB，超过 4 GB，没有逐份算校验码，也没有查内容是否相同"
    assert {entry.state for entry in found.entries.of_item("1.1") if entry.file} == {EvidenceState.PRESENT}


def a_huge_directory(path: Path) -> bytes:
    """A document whose end claims a directory of 3 GB."""
    whole = a_document(path)
    at = whole.rindex(b"PK\x05\x06")
    return whole[: at + 12] + (3 << 30).to_bytes(4, "little") + whole[at + 16 :]


def a_photo(kind: str) -> bytes:
    stream = io.BytesIO()
    small = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(small, "JPEG")
    head = Image.Exif()
    head[0x010E] = small.getvalue().decode("latin-1")  # as cameras do: a whole small picture in the head
    Image.effect_noise((300, 200), 50).save(stream, kind, **({"exif": head} if kind == "JPEG" else {}))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "state"),
    [
        ("a.docx", a_document, "present"),
        ("b.docx", lambda path: a_document(path)[:300], "broken"),
        ("b2.docx", a_huge_directory, "broken"),
        ("c.docx", lambda path: a_document(path, "anything.txt"), "wrong_type"),
        ("d.ofd", lambda path: a_document(path, "OFD.xml"), "present"),
        ("e.ofd", a_document, "wrong_type"),
        ("f.zip", lambda path: a_document(path).replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"), "locked"),
        ("g.jpg", lambda _: a_photo("JPEG"), "present"),
        ("h.jpg", lambda _: a_photo("JPEG")[:-500], "broken"),
        ("i.png", lambda _: a_photo("PNG"), "present"),
        ("j.png", lambda _: a_photo("PNG")[:-500], "broken"),
        ("k.gif", lambda _: b"GIF89a", "broken"),
        ("l.pdf", lambda path: a_pdf(path).read_bytes()[:-400], "broken"),
        ("m.bmp", lambda _: a_photo("BMP"), "present"),
        ("n.doc", lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "present"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_does_not_count_as_present(
    check: Check, tmp_path: Path, name: str, make: Callable[[Path], bytes], state: str
) -> None:
    path = tmp_path / "evidence" / name
    path.parent.mkdir()
    path.write_bytes(make(path))
    found = check(f"对应: 分工文件, 文件: evidence/{name}")
    assert found.entries.of_item("1.1")[0].state.value == state
    assert bool(codes(found)) is (state != "present")
    submission = load_submission(str(tmp_path / "自评.yaml")).value
    assert submission is not None
    quick = evidence.inspect(submission.criteria, submission.submission, str(tmp_path), deep=False)
    assert quick.of_item("1.1")[0].state.value == state


def test_a_wrong_count_of_pages_is_questioned(check: Check, tmp_path: Path) -> None:
    a_pdf(tmp_path / "evidence/a.pdf", 2)
    found = check("对应: 分工文件, 文件: evidence/a.pdf, 页数: 5")
    assert codes(found) == ["evidence-pages"]
    assert "填的页数是5，文件实际有2页" in found.findings[0].message


def test_dates_are_held_against_the_period_of_the_pack(check: Check, tmp_path: Path) -> None:
    a_pdf(tmp_path / "evidence/a.pdf")
    line = "对应: 分工文件, 文件: evidence/a.pdf, 日期: 2020-12-31"
    quote = "2021年以来的材料"
    assert codes(check(line, period=Period(first=date(2021, 1, 1), last=None, quote=quote))) == ["evidence-period"]
    assert codes(check(line, period=Period(first=date(2020, 12, 31), last=None, quote=quote))) == []
    assert codes(check(line)) == []


def test_same_content_under_two_names_and_one_file_in_two_places(check: Check, tmp_path: Path) -> None:
    first = a_pdf(tmp_path / "evidence/a.pdf")
    (tmp_path / "evidence/b.pdf").write_bytes(first.read_bytes())
    two = check("对应: 分工文件, 文件: evidence/a.pdf", "对应: 会议纪要, 文件: evidence/b.pdf")
    assert codes(two) == ["evidence-same-content"]
    (tmp_path / "evidence/b.pdf").unlink()
    one = check("对应: 分工文件, 文件: evidence/a.pdf", "对应: 会议纪要, 文件: evidence/a.pdf")
    assert codes(one) == ["evidence-used-twice"]


def test_files_nobody_listed_and_files_that_support_nothing(check: Check, tmp_path: Path) -> None:
    a_pdf(tmp_path / "evidence/a.pdf")
    a_pdf(tmp_path / "evidence/sub/extra.pdf", 2)
    (tmp_path / "evidence/Thumbs.db").write_bytes(b"x")
    (tmp_path / "报告.pdf").write_bytes(b"%PDF-")
    found = check("文件: evidence/a.pdf, 标题: 自选")
    assert codes(found) == ["evidence-unreferenced", "evidence-unlisted"]
    assert found.unlisted == ("evidence/sub/extra.pdf",)


def test_names_that_differ_only_in_unicode_form(check: Check, tmp_path: Path) -> None:
    composed = "caf\u00e9.pdf"
    decomposed = unicodedata.normalize("NFD", composed)
    a_pdf(tmp_path / "evidence" / decomposed)
    line = f"对应: 分工文件, 文件: evidence/{composed}"
    assert codes(check(line)) == ["evidence-name-form"]
    a_pdf(tmp_path / "evidence" / composed, 2)
    assert codes(check(line)) == ["evidence-name-form"]
    assert "互相覆盖" in check(line).findings[0].hint


def test_layout_makes_folders_and_changes_nothing_that_is_there(tmp_path: Path) -> None:
    criteria = liaoning()
    made = evidence.layout(criteria, str(tmp_path))
    assert {f"evidence/{item}" for item in criteria.items_by_id} <= set(made)
    listed = (tmp_path / "材料收集/市财政局/需要提供的材料.txt").read_text("utf-8-sig")
    assert "1.2　财政预算安排或批复文件（建议）　放入 evidence/1.2" in listed
    (tmp_path / "材料收集/市财政局/需要提供的材料.txt").write_text("改过")
    assert evidence.layout(criteria, str(tmp_path)) == ()
    assert (tmp_path / "材料收集/市财政局/需要提供的材料.txt").read_text() == "改过"


@pytest.mark.parametrize(
    ("name", "head", "ok"),
    [
        ("a.pdf", b"%PDF-1.4", True),
        ("a.PDF", b"junk first\n%PDF-1.4", True),
        ("a.jpg", b"\xff\xd8\xff\xe0", True),
        ("a.jpg", b"%PDF-1.4", False),
        ("a.docx", b"PK\x03\x04", True),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", True),
        ("a.txt", "文字".encode("gb18030"), True),
        ("a.txt", b"MZ\x90\0", False),
        ("a.unknown", b"\0\1", True),
        ("noending", b"MZ", True),
    ],
)
def test_endings_and_content(name: str, head: bytes, ok: bool) -> None:
    assert fits(name, detect_kind(head)) is ok


def test_a_real_zip_is_known(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x", "y")
    assert detect_kind((tmp_path / "a.zip").read_bytes()) == "zip"
