"""A bundle holds everything under names any system can unpack, and is the same whenever and wherever it is made."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import page
import pikepdf
import pytest

from scoring.seal import archive, bundle, contents
from scoring.seal.archive import ArchiveReader
from scoring.seal.binder import Binder
from tests.seal.bundle.conftest import City, pack_city, write_city


def test_everything_is_inside(city: City) -> None:
    with ZipFile(city.bundle) as opened:
        names = set(opened.namelist())
        assert opened.testzip() is None
    assert {
        "manifest.json",
        "VERIFY.md",
        "result.json",
        "自评报告.pdf",
        "自评表.pdf",
        "佐证材料汇编.pdf",
        "submission/submission.yaml",
        "submission/evidence/1.1/分工.pdf",
        "submission/evidence/1.1/签到.jpg",
        "criteria/liaoning-2022/pack.yaml",
        "criteria/liaoning-2022/section-1.yaml",
    } <= names


def test_names_carry_the_utf8_flag_and_no_dates(city: City) -> None:
    with ZipFile(city.bundle) as opened:
        for info in opened.infolist():
            assert info.flag_bits == 0x800
            assert info.compress_type == ZIP_STORED
            assert info.date_time == (1980, 1, 1, 0, 0, 0)


def test_the_manifest_lists_every_file_with_its_checksum(city: City) -> None:
    with ZipFile(city.bundle) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        files = {name: opened.read(name) for name in opened.namelist() if name != "manifest.json"}
    assert manifest["files"] == {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in files.items()
    }
    assert manifest["score"]["total"]["high"] == 98  # 召开会议未解决实际问题扣2分
    assert manifest["binder"]["starts"] == {"1.1-01": 4, "1.1-02": 6}
    assert manifest["fingerprint"] == city.made.fingerprint


def test_the_report_refers_to_the_pages_of_the_binder(city: City) -> None:
    from pypdf import PdfReader

    with ZipFile(city.bundle) as opened:
        reader = PdfReader(io.BytesIO(opened.read("自评报告.pdf")))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert text.count("见汇编第4页") == 2  # in the form and in the list of evidence
    assert text.count("见汇编第6页") == 2


def test_the_official_form_stands_by_itself_and_refers_to_the_pages(city: City) -> None:
    from pypdf import PdfReader

    with ZipFile(city.bundle) as opened:
        reader = PdfReader(io.BytesIO(opened.read("自评表.pdf")))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert "自评表" in text
    assert "党政领导亲自抓" in text
    assert (text.count("见汇编第4页"), text.count("见汇编第6页")) == (1, 1)
    assert "失分及原因" not in text


def test_the_same_city_elsewhere_gives_the_same_bytes(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_city(tmp_path / "别处")
    monkeypatch.chdir(tmp_path / "别处")
    os.utime(tmp_path / "别处/evidence/1.1/分工.pdf", (0, 0))
    pack_city(Path(file.name), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == city.bundle.read_bytes()


@pytest.fixture
def drawn(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDFs of this city are drawn already: packing again takes those of the bundle at hand."""
    with ZipFile(city.bundle) as opened:
        binder, report, form = (opened.read(name) for name in (contents.BINDER, contents.REPORT, contents.FORM))

    def bind(_pack: object, _submission: object, _evidence: object, target: str, **_: object) -> Binder:
        Path(target).write_bytes(binder)
        return city.made.bound

    monkeypatch.setattr(bundle, "bind", bind)
    monkeypatch.setattr(bundle, "sealed_report", lambda *_, **__: report)
    monkeypatch.setattr(bundle, "form_of", lambda *_, **__: form)


@pytest.mark.parametrize(
    "place",
    ["bind", "sealed_report", "form_of", "pack_files", "evidence_files", "guide_text", "bundle_manifest", "write"],
)
def test_an_interruption_anywhere_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, drawn: None
) -> None:
    file, target = write_city(tmp_path / "city"), tmp_path / "out/示例市.zip"
    target.parent.mkdir()
    target.write_bytes(b"old")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(bundle, place, interrupt)
        with pytest.raises(KeyboardInterrupt):
            pack_city(file, target)
    assert {path.name: path.read_bytes() for path in target.parent.iterdir()} == {"示例市.zip": b"old"}


def test_an_interruption_while_writing_leaves_nothing_and_a_second_run_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, city: City, drawn: None
) -> None:
    file, target = write_city(tmp_path / "city"), tmp_path / "示例市.zip"
    real = archive.write
    for stop in (1, 7, 15):
        seen: list[str] = []

        def tick(name: str, seen: list[str] = seen, stop: int = stop) -> None:
            seen.append(name)
            if len(seen) == stop:
                raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(
                bundle, "write", lambda stream, files, comment, _, tick=tick: real(stream, files, comment, tick)
            )
            with pytest.raises(KeyboardInterrupt):
                pack_city(file, target)
        assert [path.name for path in tmp_path.iterdir()] == ["city"]
    pack_city(file, target)
    assert target.read_bytes() == city.bundle.read_bytes()


def test_a_file_that_changes_after_scoring_is_not_sealed(tmp_path: Path, drawn: None) -> None:
    from scoring.assess import Request, assess
    from scoring.seal.bundle import make_bundle

    file = write_city(tmp_path)
    found = assess(Request(file=str(file))).value
    assert found is not None
    (tmp_path / "evidence/1.1/签到.jpg").write_bytes(b"\xff\xd8\xff other")
    with pytest.raises(ValueError, match=r"签到\.jpg”在检查以后被改动了"):
        make_bundle(found, str(file), str(tmp_path / "x.zip"))
    assert not (tmp_path / "x.zip").exists()


def test_a_file_that_is_too_large_to_be_read_is_not_left_out_in_silence(tmp_path: Path) -> None:
    from scoring.assess import Request, assess
    from scoring.seal.bundle import make_bundle

    file = write_city(tmp_path)
    os.truncate(tmp_path / "evidence/1.1/签到.jpg", 8 << 30)  # takes no room
    found = assess(Request(file=str(file))).value
    assert found is not None
    with pytest.raises(ValueError, match=r"签到\.jpg”太大，没有打开；请先换上能打开的，或者不列出它"):
        make_bundle(found, str(file), str(tmp_path / "x.zip"))
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["../a"], "路径跑到了压缩包外面"),
        (["/a"], "绝对路径"),
        (["a/./b"], "空的一段"),
        (["a\\b"], "系统不允许的字符"),
        (["CON.txt"], "Windows 上不能用"),
        (["a. "], "Windows 上不能用"),
        (["cafe\u0301"], "NFC"),
        (["a", "A"], "只有大小写不同"),
    ],
)
def test_names_that_harm_elsewhere_are_not_written(names: list[str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        archive.write(io.BytesIO(), dict.fromkeys(names, b""), b"")


def test_what_is_written_is_read_back() -> None:
    stream = io.BytesIO()
    archive.write(stream, {"文.txt": "内容".encode(), "b/c": b"", "a": b"x" * 3_000_000}, b"note")
    reader = ArchiveReader(stream)
    assert [entry.name for entry in reader.entries] == ["a", "b/c", "文.txt"]
    assert [reader.bytes_of(entry, 1 << 22) for entry in reader.entries] == [b"x" * 3_000_000, b"", "内容".encode()]
    assert reader.comment == b"note"


LENGTHS = "PDFA3U-STREAM-LENGTH-001"


def lengths_hold(data: bytes) -> bool:
    """Whether each stream is as long as it says, up to the line end before `endstream`."""
    streams = list(re.finditer(rb"/Length (\d+)[^>]*>>\s*stream\r?\n", data))
    ends = [data[one.end() + int(one[1]) :][:11] for one in streams]
    return bool(ends) and all(re.match(rb"\r?\nendstream", end) for end in ends)


def test_an_independent_checker_finds_the_report_to_be_pdf_a_3u(city: City, tmp_path: Path) -> None:
    with ZipFile(city.bundle) as opened:
        data = opened.read("自评报告.pdf")
    found = page.validate_pdf_bytes(data, profile="3u")
    failures = {one.rule_id for one in found.failures}
    if LENGTHS in failures and lengths_hold(
        data
    ):  # it takes a carriage return that ends a stream's data for a line end
        failures.remove(LENGTHS)
    assert failures == set()
    with pikepdf.open(io.BytesIO(data)) as pdf:  # the checker is no rubber stamp
        del pdf.Root.OutputIntents
        pdf.save(tmp_path / "x.pdf")
    assert not page.is_pdf_compliant(tmp_path / "x.pdf", profile="3u")


def test_the_report_has_the_structure_of_pdf_a_3(city: City) -> None:
    # Beside the independent checker: what our own promises rest on.
    with ZipFile(city.bundle) as opened, pikepdf.open(io.BytesIO(opened.read("自评报告.pdf"))) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "U")
        root = pdf.Root
        assert "/Filter" not in root.Metadata
        assert "/Encrypt" not in pdf.trailer
        assert "/ID" in pdf.trailer
        assert str(root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert "/DestOutputProfile" in root.OutputIntents[0]
        assert "/OpenAction" not in root
        assert {str(spec.AFRelationship) for spec in root.AF} == {"/Source", "/Data"}
        names = sorted(str(spec.UF) for spec in root.AF)
        assert names == ["criteria.zip", "manifest.json", "result.json", "submission.yaml"]
        for spec in root.AF:
            assert "/Subtype" in spec.EF.F
        for page in pdf.pages:
            for font in page.obj.Resources.Font.values():
                for below in font.DescendantFonts:
                    assert "/FontFile2" in below.FontDescriptor or "/FontFile3" in below.FontDescriptor
                assert "/ToUnicode" in font
            for one in page.obj.get("/Annots", []):
                assert int(one.F) == 4
