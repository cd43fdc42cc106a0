"""Whatever is changed is found and named; whatever is hostile is refused before it is unpacked."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from scoring.seal.archive import ArchiveReader, write
from scoring.seal.contents import canonical
from scoring.seal.verify import State, verify
from tests.seal.bundle.conftest import City
from tests.seal.verify.forging import Files, bad, contents, packed


def test_an_untouched_bundle_proves_its_score(city: City) -> None:
    found = verify(str(city.bundle), expected=city.made.fingerprint)
    assert bad(found) == []
    assert found.ok
    assert (found.city, found.fingerprint) == ("示例市", city.made.fingerprint)
    assert any("重新计分" in sentence for sentence in found.proves)
    assert any("不证明填报内容真实" in sentence for sentence in found.not_proven)


def test_a_fingerprint_noted_elsewhere_is_compared(city: City) -> None:
    assert any("不一致" in text for text in bad(verify(str(city.bundle), expected="0" * 64)))


def test_each_file_changed_in_turn_is_named(city: City, tmp_path: Path, unscored: None) -> None:
    files = contents(city)
    for name, data in files.items():
        if name == "manifest.json":
            continue
        changed = bytes([data[0] ^ 1]) + data[1:]
        found = verify(str(packed({**files, name: changed}, tmp_path / "x.zip")))
        assert f"文件 {name} 被改动过" in bad(found)


def test_each_file_taken_out_in_turn_is_named(city: City, tmp_path: Path, unscored: None) -> None:
    files = contents(city)
    for name in files:
        if name != "manifest.json":
            rest = {key: data for key, data in files.items() if key != name}
            assert f"缺少文件 {name}" in bad(verify(str(packed(rest, tmp_path / "x.zip"))))


def test_a_file_put_in_is_named(city: City, tmp_path: Path) -> None:
    found = verify(str(packed({**contents(city), "多的.txt": b"x"}, tmp_path / "x.zip")))
    assert bad(found) == ["多出文件 多的.txt，清单里没有"]


def test_any_byte_of_the_archive_changed_is_found(city: City, tmp_path: Path, unscored: None) -> None:
    assert verify(str(city.bundle)).ok
    data = city.bundle.read_bytes()
    step = max(len(data) // 150, 1)
    for at in [*range(0, len(data), step), *range(len(data) - 200, len(data), 7)]:
        changed = data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1 :]
        (tmp_path / "x.zip").write_bytes(changed)
        assert not verify(str(tmp_path / "x.zip")).ok, at


@pytest.mark.parametrize("extra", [b"", b"tail"])
def test_a_cut_or_lengthened_archive_is_refused(city: City, tmp_path: Path, extra: bytes) -> None:
    data = city.bundle.read_bytes()
    (tmp_path / "x.zip").write_bytes(data + extra if extra else data[:-1000])
    assert not verify(str(tmp_path / "x.zip")).ok


def altered(files: Files, name: str, old: str, new: str) -> Files:
    text = files[name].decode("utf-8")
    assert old in text
    return {**files, name: text.replace(old, new, 1).encode("utf-8")}


def test_a_forged_score_is_found_though_all_checksums_fit(city: City, tmp_path: Path) -> None:
    files = contents(city)
    result = json.loads(files["result.json"])
    result["total"]["low"] += 1
    found = verify(str(packed({**files, "result.json": canonical(result)}, tmp_path / "x.zip", mend=True)))
    assert any("总分对不上" in text for text in bad(found))


def test_a_forged_manifest_is_found_though_all_checksums_fit(city: City, tmp_path: Path) -> None:
    files = contents(city)
    manifest = json.loads(files["manifest.json"])
    manifest["score"]["total"]["low"] += 1
    found = verify(str(packed({**files, "manifest.json": canonical(manifest)}, tmp_path / "x.zip")))
    assert bad(found) == ["manifest.json 里的 score 与重新计算的不一致"]


def test_a_forged_answer_is_found_though_all_checksums_fit(city: City, tmp_path: Path) -> None:
    files = altered(contents(city), "submission/submission.yaml", "会议解决实际问题: 否", "会议解决实际问题: 是")
    assert any("总分对不上" in text for text in bad(verify(str(packed(files, tmp_path / "x.zip", mend=True)))))


def test_evidence_exchanged_is_found_though_all_checksums_fit(city: City, tmp_path: Path) -> None:
    files = {**contents(city), "submission/evidence/1.1/签到.jpg": b"\xff\xd8\xff other"}
    assert any("得分明细的其他内容" in text for text in bad(verify(str(packed(files, tmp_path / "x.zip", mend=True)))))


def test_a_pack_with_milder_rules_is_not_taken_for_ours(city: City, tmp_path: Path) -> None:
    files = altered(contents(city), "criteria/liaoning-2022/section-1.yaml", "deduct: 2", "deduct: 1")
    found = verify(str(packed(files, tmp_path / "x.zip", mend=True)))
    assert any("计分规则可能被改过" in text for text in bad(found))


def test_a_submission_that_points_outside_is_not_scored(city: City, tmp_path: Path) -> None:
    outside = str(Path(__file__).parents[3] / "criteria/liaoning-2022")
    files = altered(contents(city), "submission/submission.yaml", "指标体系: liaoning-2022", f"指标体系: {outside}")
    found = verify(str(packed(files, tmp_path / "x.zip", mend=True)))
    assert any("指标体系" in text for text in bad(found))
    assert not found.ok


def hostile(path: Path, *entries: tuple[str, bytes], mode: int = 0, method: int = 0, system: int = 0) -> Path:
    with ZipFile(path, "w") as archive:
        for name, data in entries:
            info = ZipInfo(name)
            info.create_system = system
            info.external_attr = mode << 16
            info.compress_type = method
            archive.writestr(info, data)
    return path


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda p: hostile(p, ("../../evil.txt", b"x")), "路径跑到了压缩包外面"),
        (lambda p: hostile(p, ("/etc/evil", b"x")), "绝对路径"),
        (lambda p: hostile(p, ("C:evil", b"x")), "绝对路径"),
        (lambda p: hostile(p, ("a/nul", b"x")), "Windows 上不能用"),
        (lambda p: hostile(p, ("link", b"/etc/passwd"), mode=0o120777, system=3), "是一个链接"),
        (lambda p: hostile(p, ("pipe", b""), mode=0o010644, system=3), "不是普通文件"),
        (lambda p: hostile(p, ("bomb", bytes(5_000_000)), method=ZIP_DEFLATED), "压缩炸弹"),
        (lambda p: hostile(p, ("a", b"x")), "被改动过"),
    ],
    ids=["climbs", "absolute", "drive", "device", "link", "pipe", "bomb", "foreign"],
)
def test_hostile_archives_are_refused(tmp_path: Path, make: Callable[[Path], Path], why: str) -> None:
    found = verify(str(make(tmp_path / "x.zip")))
    assert not found.ok
    assert any(why in text for text in bad(found)), bad(found)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    write(stream, {"aa": b"1", "ab": b"2"}, b"")
    (tmp_path / "x.zip").write_bytes(stream.getvalue().replace(b"ab", b"aa"))
    assert any("重名" in text for text in bad(verify(str(tmp_path / "x.zip"))))


def test_a_size_that_is_not_true_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    write(stream, {"a": b"12345678"}, b"")
    data = stream.getvalue().replace(struct.pack("<II", 8, 8), struct.pack("<II", 4_000_000_000, 4_000_000_000))
    (tmp_path / "x.zip").write_bytes(data)
    assert any("超出" in text or "不符" in text for text in bad(verify(str(tmp_path / "x.zip"))))


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x05\x06", b"%PDF-1.7\nnothing"])
def test_what_is_neither_bundle_nor_report_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    found = verify(str(tmp_path / "x"))
    assert not found.ok
    assert len(bad(found)) == 1


def test_a_byte_changed_in_any_member_of_a_bundle_names_it(city: City, tmp_path: Path, unscored: None) -> None:
    data = city.bundle.read_bytes()
    with city.bundle.open("rb") as stream:
        entries = ArchiveReader(stream).entries
    for entry in entries:
        for at in {entry.start, entry.start + entry.size // 2, entry.start + entry.size - 1}:
            (tmp_path / "x.zip").write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            found = verify(str(tmp_path / "x.zip"))
            assert entry.name in {one.name for one in found.findings if one.state is State.BAD}, (entry.name, at)
