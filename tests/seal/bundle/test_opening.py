"""What is taken out of a bundle or a sealed report is what was put in, or nothing."""

from __future__ import annotations

import hashlib
import io
import json
import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest

from scoring.assess import Request, assess
from scoring.base.errors import Severity
from scoring.seal.archive import MARK, ArchiveReader, HostileError, write
from scoring.seal.contents import canonical, fingerprint, of_content
from scoring.seal.opening import PackState, open_sealed
from tests.seal.bundle.conftest import CITY, City

PACKS = Path(__file__).resolve().parents[3] / "criteria"


def into(tmp_path: Path) -> str:
    folder = tmp_path / "out"
    folder.mkdir()
    return str(folder)


def test_a_bundle_gives_the_submission_with_its_evidence(city: City, tmp_path: Path) -> None:
    found = open_sealed(str(city.bundle), into(tmp_path))
    assert found.problems == ()
    opened = found.value
    assert opened is not None
    assert (opened.kind, opened.pack, opened.pack_state) == ("bundle", "liaoning-2022", PackState.SAME)
    assert Path(opened.submission).read_text("utf-8") == CITY
    assert (opened.references, opened.evidence, opened.as_of.isoformat() if opened.as_of else "") == (
        None,
        True,
        "2022-05-20",
    )
    assert opened.fingerprint == city.made.fingerprint
    scored = assess(Request(file=opened.submission, search=opened.search, names=opened.names)).value
    assert scored is not None
    assert scored.card.total.high == 98  # 召开会议未解决实际问题扣2分
    assert scored.card.provenance.submission_file == f"{city.bundle}/submission.yaml"
    assert scored.evidence is not None
    assert [one.state.value for one in scored.evidence.entries if one.file] == ["present", "present"]


def test_a_report_gives_the_submission_without_evidence(city: City, report: Path, tmp_path: Path) -> None:
    opened = open_sealed(str(report), into(tmp_path)).value
    assert opened is not None
    assert (opened.kind, opened.evidence, opened.pack_state) == ("report", False, PackState.SAME)
    assert Path(opened.submission).read_bytes() == city.file.read_bytes()


def repacked(city: City, path: Path, changes: dict[str, bytes | None], *, mend: bool = False) -> Path:
    with ZipFile(city.bundle) as archive:
        files = {name: archive.read(name) for name in archive.namelist()} | {
            name: data for name, data in changes.items() if data is not None
        }
    files = {name: data for name, data in files.items() if changes.get(name, b"") is not None}
    if mend:
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for name, data in files.items()
            if name != "manifest.json"
        }
        manifest["fingerprint"] = fingerprint(of_content(manifest["files"]))
        files["manifest.json"] = canonical(manifest)
    stream = io.BytesIO()
    write(stream, dict(files), MARK + hashlib.sha256(files["manifest.json"]).hexdigest().encode())
    path.write_bytes(stream.getvalue())
    return path


def test_every_part_that_was_changed_is_named(city: City, tmp_path: Path) -> None:
    path = repacked(
        city,
        tmp_path / "x.zip",
        {"submission/evidence/1.1/签到.jpg": b"\xff\xd8\xff", "VERIFY.md": None, "多的.txt": b"x"},
    )
    found = open_sealed(str(path), into(tmp_path))
    assert found.value is None
    assert [one.message.partition("：")[2] for one in found.problems] == [
        "缺少文件 VERIFY.md",
        "文件 submission/evidence/1.1/签到.jpg 被改动过",
        "多出文件 多的.txt，清单里没有",
    ]


def milder(city: City, tmp_path: Path) -> Path:
    name = "criteria/liaoning-2022/section-1.yaml"
    with ZipFile(city.bundle) as archive:
        text = archive.read(name).decode("utf-8")
    changed = text.replace("requirement: 党政领导亲自抓", "requirement: 党政领导亲自抓实", 1)
    assert changed != text
    return repacked(city, tmp_path / "x.zip", {name: changed.encode("utf-8")}, mend=True)


def test_the_pack_at_hand_goes_before_one_that_was_brought_along(city: City, tmp_path: Path) -> None:
    found = open_sealed(str(milder(city, tmp_path)), into(tmp_path), search=(str(PACKS),))
    opened = found.value
    assert opened is not None
    assert opened.pack_state is PackState.OTHER
    assert opened.search == (str(PACKS),)
    assert [(one.code, one.severity) for one in found.problems] == [("sealed-pack", Severity.QUESTION)]


def test_a_pack_that_is_not_at_hand_is_used_and_told(city: City, tmp_path: Path) -> None:
    found = open_sealed(str(city.bundle), into(tmp_path), search=())
    opened = found.value
    assert opened is not None
    assert opened.pack_state is PackState.UNKNOWN
    assert "本机没有指标体系 liaoning-2022" in found.problems[0].message
    assert assess(Request(file=opened.submission, search=opened.search)).value is not None


def test_what_is_hostile_is_refused_and_nothing_is_unpacked(tmp_path: Path) -> None:
    folder = Path(into(tmp_path))
    with ZipFile(tmp_path / "climbs.zip", "w") as archive:
        archive.writestr("../../evil.txt", b"x")
    with ZipFile(tmp_path / "bomb.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(5_000_000))
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "plain.pdf")
    (tmp_path / "text.zip").write_bytes(b"hello")
    for name in ("climbs.zip", "bomb.zip", "plain.pdf", "text.zip", "没有.zip"):
        found = open_sealed(str(tmp_path / name), str(folder))
        assert found.value is None
        assert len(found.problems) == 1, name
        assert name in found.problems[0].message
    assert list(folder.iterdir()) == []


def test_a_name_that_is_both_file_and_folder_is_neither_written_nor_read() -> None:
    with pytest.raises(ValueError, match="又是文件又是文件夹"):
        write(io.BytesIO(), {"a": b"", "A/b": b""}, b"")
    stream = io.BytesIO()
    write(stream, {"a": b"", "axb": b""}, b"")
    with pytest.raises(HostileError, match="又是文件又是文件夹"):
        ArchiveReader(io.BytesIO(stream.getvalue().replace(b"axb", b"a/b")))


def test_a_directory_that_claims_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """3 GB of nothing, and an end that calls all of it the directory."""
    path = tmp_path / "x.zip"
    with path.open("wb") as stream:
        stream.truncate(3 << 30)  # takes no room
        stream.seek(3 << 30)
        stream.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 3 << 30, 0, 0))
    with path.open("rb") as opened, pytest.raises(HostileError, match="目录有 3 GB，最多 32 MB"):
        ArchiveReader(Sparing(opened))


class Sparing(io.BufferedReader):
    """A file of which nobody may take much at once."""

    def __init__(self, stream: io.BufferedReader) -> None:
        super().__init__(stream.raw)

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 <= size < 1 << 16
        return super().read(size)


def test_a_changed_report_is_refused(report: Path, tmp_path: Path) -> None:
    data = report.read_bytes()
    report.write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])
    found = open_sealed(str(report), into(tmp_path))
    assert found.value is None
    assert "被改动过" in found.problems[0].message
