"""Every part of a bundle or a report is held against what the tool would have written, though all checksums fit."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from scoring.assess import Request, assess
from scoring.seal import bundle, rescoring
from scoring.seal.archive import ArchiveReader, write
from scoring.seal.binder import Binder
from scoring.seal.contents import BINDER, FORM, REPORT, canonical
from scoring.seal.opening import open_sealed
from scoring.seal.sealed_report import sealed_report
from scoring.seal.verify import PROVEN_PAGES, Conclusion, State, verify
from tests.cli.running import run
from tests.seal.bundle.conftest import City, pack_city, write_city
from tests.seal.verify.forging import Files, bad, contents, packed, resealed

PACKS = Path(__file__).resolve().parents[3] / "criteria"


def noted(files: Files, change: Callable[[dict[str, Any]], object]) -> Files:
    """The manifest changed by a forger who writes it as the tool does."""
    manifest = json.loads(files["manifest.json"])
    change(manifest)
    return {**files, "manifest.json": canonical(manifest)}


def without(files: Files, name: str) -> Files:
    return {key: data for key, data in files.items() if key != name}


def a_pdf_of(pages: int) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(made)
    return made.getvalue()


def doubled(files: Files) -> Files:
    """One key twice: readers that take the first one see a better score."""
    data = files["manifest.json"].replace(b'  "score": {', b'  "score": "100",\n  "score": {', 1)
    assert data != files["manifest.json"]
    return {**files, "manifest.json": data}


FORGED: dict[str, tuple[Callable[[Files], Files], str]] = {
    "explanation rewritten": (
        lambda f: {**f, "VERIFY.md": f["VERIFY.md"] + "本包已经审核通过。\n".encode()},
        "VERIFY.md 被改写过",
    ),
    "a key more": (lambda f: noted(f, lambda m: m.update(审核="通过")), "manifest.json 里有本工具不写的内容：审核"),
    "a key more below": (lambda f: noted(f, lambda m: m["binder"].update(审核="通过")), "manifest.json 里的 binder 与"),
    "the tool renamed": (lambda f: noted(f, lambda m: m["tool"].update(name="官方工具")), "manifest.json 里的 tool 与"),
    "other page numbers": (lambda f: noted(f, lambda m: m["binder"].update(pages=99)), "manifest.json 里的 binder 与"),
    "a start that is none": (
        lambda f: noted(f, lambda m: m["binder"]["starts"].update({"1.1-01": 99})),
        "里的 binder 与",
    ),
    "references that are none": (
        lambda f: noted(f, lambda m: m.update(references=True)),
        "manifest.json 里的 references",
    ),
    "no report": (lambda f: without(f, REPORT), f"缺少文件 {REPORT}"),
    "no form": (lambda f: without(f, FORM), f"缺少文件 {FORM}"),
    "no binder": (lambda f: without(f, BINDER), f"缺少文件 {BINDER}"),
    "no explanation": (lambda f: without(f, "VERIFY.md"), "缺少文件 VERIFY.md"),
    "a report that is no PDF": (lambda f: {**f, REPORT: b"100"}, f"{REPORT} 不是 PDF"),
    "a form that is no PDF": (lambda f: {**f, FORM: b"%PDF-1.7 100"}, f"{FORM} 不是 PDF"),
    "a binder that is no PDF": (lambda f: {**f, BINDER: b""}, f"{BINDER} 不是 PDF"),
    "a report without a seal": (lambda f: {**f, REPORT: a_pdf_of(3)}, f"{REPORT}：不是本工具生成的带校验的报告"),
    "a binder of other pages": (lambda f: {**f, BINDER: a_pdf_of(3)}, "manifest.json 里的 binder 与"),
    "a file at the top": (lambda f: {**f, "先看这里.txt": b"x"}, "多出文件 先看这里.txt"),
    "a file beside the evidence": (
        lambda f: {**f, "submission/evidence/1.1/x.pdf": b"x"},
        "多出文件 submission/evidence",
    ),
    "a second submission": (
        lambda f: {**f, "submission/自评.yaml": f["submission/submission.yaml"]},
        "多出文件 submission/自评.yaml",
    ),
    "a second manifest": (
        lambda f: {**f, "submission/manifest.json": f["manifest.json"]},
        "多出文件 submission/manifest.json",
    ),
    "a second pack": (lambda f: {**f, "criteria/x/pack.yaml": b"id: x\n"}, "多出文件 criteria/x/pack.yaml"),
}


@pytest.mark.parametrize("name", list(FORGED))
def test_a_forged_part_is_named_though_all_checksums_fit(city: City, tmp_path: Path, name: str) -> None:
    change, told = FORGED[name]
    found = verify(str(packed(change(contents(city)), tmp_path / "x.zip", mend=True)))
    assert len(bad(found)) == 1, bad(found)
    assert told in bad(found)[0]
    assert (found.conclusion, found.proves) == (Conclusion.FAILED, ())


def test_a_key_written_twice_is_found(city: City, tmp_path: Path) -> None:
    found = verify(str(packed(doubled(contents(city)), tmp_path / "x.zip")))
    assert bad(found) == ["manifest.json 不是本工具写的样子，可能有重复的内容"]


def test_a_result_written_otherwise_is_found(city: City, tmp_path: Path) -> None:
    files = contents(city)
    data = b"\n" + files["result.json"]
    found = verify(str(packed({**files, "result.json": data}, tmp_path / "x.zip", mend=True)))
    assert bad(found) == ["result.json 不是本工具写的样子，可能有重复的内容"]


def exchanged(name: str, change: Callable[[bytes], bytes]) -> Callable[[pikepdf.Pdf], None]:
    """Another file under the name of an attachment, and a manifest that fits it."""

    def exchange(pdf: pikepdf.Pdf) -> None:
        stream, listed = (pdf.attachments[one].obj.EF.F for one in (name, "manifest.json"))
        data = change(stream.read_bytes())
        manifest = json.loads(listed.read_bytes())
        manifest["files"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        stream.write(data)
        listed.write(canonical(manifest))

    return exchange


def test_the_report_of_another_submission_is_found(city: City, report: Path, tmp_path: Path) -> None:
    other = exchanged("submission.yaml", lambda data: data + b"# x\n")
    forged = resealed(report, tmp_path / "r.pdf", other).read_bytes()
    texts = bad(verify(str(packed({**contents(city), REPORT: forged}, tmp_path / "x.zip", mend=True))))
    assert texts == [f"{REPORT}：不是由包里的自评文件和参照值生成的"]


def test_an_explanation_by_another_version_is_told_as_not_checked(city: City, tmp_path: Path) -> None:
    """Whoever claims another version escapes the comparison of words, and gets no more than that."""
    files = {**contents(city), "VERIFY.md": "# 本包已经审核通过\n".encode()}
    files = noted(files, lambda m: m["tool"].update(version="0.0.1"))
    result = json.loads(files["result.json"])
    result["tool"]["version"] = "0.0.1"
    path = packed({**files, "result.json": canonical(result)}, tmp_path / "x.zip", mend=True)
    found = verify(str(path))
    assert bad(found) == []
    assert (found.conclusion, found.ok) == (Conclusion.PARTLY, False)
    assert any("没有核对：VERIFY.md" in sentence for sentence in found.not_proven)
    ran = run("verify", str(path))
    assert ran.code == 1
    assert "结论：只校验了一部分" in ran.out
    assert "校验通过。" not in ran.out
    told = json.loads(run("verify", str(path), "--format", "json").out)
    assert (told["ok"], told["conclusion"]) == (False, "partly")


def test_another_edition_of_the_pack_lowers_the_conclusion(tmp_path: Path) -> None:
    """Milder rules under another edition: the score fits, and nothing says that these are the published rules."""
    folder = tmp_path / "criteria"
    shutil.copytree(PACKS / "liaoning-2022", folder / "liaoning-2022")
    pack = folder / "liaoning-2022/pack.yaml"
    text = pack.read_text("utf-8")
    edition = next(line for line in text.splitlines() if line.strip().startswith("edition:"))
    pack.write_text(text.replace(edition, edition.split("edition:")[0] + 'edition: "77"', 1), "utf-8")
    file = write_city(tmp_path / "city")
    found = assess(Request(file=str(file), search=(str(folder),))).value
    assert found is not None
    report = tmp_path / "r.pdf"
    report.write_bytes(sealed_report(found, str(file), search=(str(folder),)))
    told = verify(str(report))
    assert told.conclusion is Conclusion.PARTLY
    (text,) = (one.text for one in told.findings if one.state is State.UNCHECKED)
    assert text == "里面是 liaoning-2022 版本 77，本工具自带的是版本 1，不能核对计分规则有没有被改过"
    assert f"没有核对：{text}；" in told.not_proven
    given = verify(str(report), search=(str(folder),))
    assert given.ok
    assert "liaoning-2022（版本 77）与所指明的一致" in [one.text for one in given.findings]
    assert run("verify", str(report)).code == 1
    assert run("verify", str(report), "--criteria-path", str(folder)).code == 0


@pytest.fixture
def undrawn(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing gives the PDFs of the city's bundle."""
    files = contents(city)

    def bind(_pack: object, _submission: object, _evidence: object, target: str, **_: object) -> Binder:
        Path(target).write_bytes(files[BINDER])
        return city.made.bound

    for module in (bundle, rescoring):
        monkeypatch.setattr(module, "bind", bind)
        monkeypatch.setattr(module, "sealed_report", lambda *_, **__: files[REPORT])
        monkeypatch.setattr(module, "form_of", lambda *_, **__: files[FORM])


def test_listed_documents_that_are_absent_are_named(tmp_path: Path, undrawn: None) -> None:
    file = write_city(tmp_path / "city")
    (tmp_path / "city/evidence/1.1/签到.jpg").unlink()
    pack_city(file, tmp_path / "x.zip")
    notes = [one.text for one in verify(str(tmp_path / "x.zip")).findings if one.state is State.NOTE]
    assert notes == ["自评文件列出的材料有1份不在包里：1.1-02 evidence/1.1/签到.jpg"]


def test_a_report_names_the_documents_it_says_were_absent(report: Path, tmp_path: Path) -> None:
    def lost(data: bytes) -> bytes:
        result = json.loads(data)
        (row,) = (one for one in result["evidence"] if one["file"] == "evidence/1.1/签到.jpg")
        row["state"] = "missing"
        return canonical(result)

    told = verify(str(resealed(report, tmp_path / "r.pdf", exchanged("result.json", lost))))
    assert told.ok
    notes = [one.text for one in told.findings if one.state is State.NOTE]
    assert notes == ["得分明细写明，生成报告时自评文件列出的材料有1份找不到：1.1-02 evidence/1.1/签到.jpg"]


def test_pages_drawn_again_are_the_pages_inside(city: City) -> None:
    found = verify(str(city.bundle), redraw=True)
    assert found.ok
    assert [one.text for one in found.findings[-3:]] == [
        f"{name} 与重新排版的逐字节一致" for name in (REPORT, FORM, BINDER)
    ]
    assert found.proves[-1] == PROVEN_PAGES
    assert not any("印的就是" in sentence for sentence in found.not_proven)


def test_pages_exchanged_are_found_by_drawing_again(city: City, tmp_path: Path, undrawn: None) -> None:
    """A report with its pages swapped and sealed again: without drawing, nobody can tell, and the outcome says so."""
    files = contents(city)
    (tmp_path / "r.pdf").write_bytes(files[REPORT])

    def swap(pdf: pikepdf.Pdf) -> None:
        pdf.pages.append(pdf.pages[0])
        del pdf.pages[0]

    forged = resealed(tmp_path / "r.pdf", tmp_path / "forged.pdf", swap).read_bytes()
    path = packed({**files, REPORT: forged}, tmp_path / "x.zip", mend=True)
    plain = verify(str(path))
    assert plain.ok
    assert any("不证明报告、自评表和汇编这几个 PDF 里印的" in sentence for sentence in plain.not_proven)
    drawn = verify(str(path), redraw=True)
    assert drawn.conclusion is Conclusion.PARTLY
    (told,) = (one for one in drawn.findings if one.state is State.UNCHECKED)
    assert told.name == REPORT
    assert PROVEN_PAGES not in drawn.proves


def test_a_report_alone_cannot_be_drawn_again(report: Path) -> None:
    found = verify(str(report), redraw=True)
    assert found.conclusion is Conclusion.PARTLY
    assert any("单独的报告不能重新排版比对" in one.text for one in found.findings)


def carrying(name: str, data: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)

    return change


def under_one_name(pdf: pikepdf.Pdf) -> None:
    """A second manifest beside the first, under its name."""
    spec = pikepdf.AttachedFileSpec(pdf, b"{}", filename="manifest.json")
    tree = pdf.Root.Names.EmbeddedFiles
    at = next(n for n, one in enumerate(tree.Names) if str(one) == "manifest.json") if "/Names" in tree else 0
    tree.Names.insert(at, spec.obj)
    tree.Names.insert(at, pikepdf.String("manifest.json"))


def pinned(pdf: pikepdf.Pdf) -> None:
    """A file pinned to a page, in no list."""
    spec = pikepdf.AttachedFileSpec(pdf, b"x", filename="x.pdf")
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], FS=spec.obj
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])


def renamed(pdf: pikepdf.Pdf) -> None:
    """Readers show another name than the list."""
    spec = pdf.attachments["submission.yaml"].obj
    spec.F = spec.UF = pikepdf.String("result.json")


def rewritten(change: Callable[[bytes], bytes]) -> Callable[[pikepdf.Pdf], None]:
    def rewrite(pdf: pikepdf.Pdf) -> None:
        stream = pdf.attachments["manifest.json"].obj.EF.F
        stream.write(change(stream.read_bytes()))

    return rewrite


def with_a_key(data: bytes) -> bytes:
    return canonical({**json.loads(data), "审核": "通过"})


def another_day(data: bytes) -> bytes:
    return canonical({**json.loads(data), "criteria": {**json.loads(data)["criteria"], "edition": "99"}})


CARRIED: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "a file more": (carrying("审核意见.pdf", b"x"), "多出附件 审核意见.pdf"),
    "a second manifest": (under_one_name, "有重名的附件"),
    "a file pinned to a page": (pinned, "没有列进附件目录的附件"),
    "a name that is another": (renamed, "多出附件"),
    "a key more": (rewritten(with_a_key), "manifest.json 里有本工具不写的内容：审核"),
    "another edition claimed": (rewritten(another_day), "manifest.json 里的 criteria 与"),
    "written otherwise": (rewritten(lambda data: data + b"\n"), "manifest.json 不是本工具写的样子"),
}


@pytest.mark.parametrize("name", list(CARRIED))
def test_a_forged_attachment_is_named_though_the_seal_fits(report: Path, tmp_path: Path, name: str) -> None:
    change, told = CARRIED[name]
    texts = bad(verify(str(resealed(report, tmp_path / "x.pdf", change))))
    assert len(texts) == 1, texts
    assert told in texts[0]


@pytest.mark.parametrize("gone", [("submission.yaml", "criteria.zip"), ("submission.yaml",), ("criteria.zip",)])
def test_a_report_without_what_to_score_again_proves_nothing(
    report: Path, tmp_path: Path, gone: tuple[str, ...]
) -> None:
    def without(pdf: pikepdf.Pdf) -> None:
        for name in gone:
            del pdf.attachments[name]
        rewritten(unlisted)(pdf)

    def unlisted(data: bytes) -> bytes:
        manifest = json.loads(data)
        return canonical({**manifest, "files": {k: v for k, v in manifest["files"].items() if k not in gone}})

    found = verify(str(resealed(report, tmp_path / "x.pdf", without)))
    assert (found.conclusion, found.proves) == (Conclusion.FAILED, ())


def test_something_beside_the_pack_in_a_report_is_found(report: Path, tmp_path: Path) -> None:
    def fuller(data: bytes) -> bytes:
        reader = ArchiveReader(io.BytesIO(data))
        files: dict[str, bytes | str] = {one.name: reader.bytes_of(one, 1 << 20) for one in reader.entries}
        made = io.BytesIO()
        write(made, {**files, "liaoning-2022/说明.txt": b"x"}, b"")
        return made.getvalue()

    texts = bad(verify(str(resealed(report, tmp_path / "x.pdf", exchanged("criteria.zip", fuller)))))
    assert texts == ["附件 criteria.zip 里有评估指标体系以外的内容"]


def local_name(data: bytes) -> bytes:
    """The file is unpacked under another name than the list shows."""
    at = data.index(b"result.json")
    return data[:at] + b"resulx.json" + data[at + 11 :]


def central_name(data: bytes) -> bytes:
    at = data.rindex(b"result.json")
    return data[:at] + b"resulx.json" + data[at + 11 :]


def zip64(data: bytes) -> bytes:
    end = data.rindex(b"PK\x05\x06")
    count, length, offset = struct.unpack("<HII", data[end + 10 : end + 20])
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, length, offset)
    return data[:end] + record + b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1) + data[end:]


def gap(data: bytes) -> bytes:
    """A file between the files, known to nobody's list."""
    at = data.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", data[at + 16 : at + 20])[0]
    hidden = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0x800, 0, 0, 33, zlib.crc32(b"x"), 1, 1, 1, 0) + b"hx"
    made = data[:start] + hidden + data[start:]
    at += len(hidden)
    return made[: at + 16] + struct.pack("<I", start + len(hidden)) + made[at + 20 :]


def described(data: bytes) -> bytes:
    """Sizes that are said to follow the content."""
    at = data.index(b"PK\x03\x04")
    return data[: at + 6] + struct.pack("<H", 0x808) + data[at + 8 :]


ARCHIVES: dict[str, Callable[[bytes], bytes]] = {
    "bytes before": lambda data: b"PK--" + data,
    "bytes behind": lambda data: data + b"\n",
    "two archives": lambda data: data + data,
    "another local name": local_name,
    "another name in the list": central_name,
    "a second directory of large archives": zip64,
    "a hidden file": gap,
    "sizes behind": described,
    "another comment": lambda data: data[:-1] + (b"0" if data[-1:] != b"0" else b"1"),
}


@pytest.mark.parametrize("name", list(ARCHIVES))
def test_an_archive_in_another_form_is_refused_by_every_reader(
    city: City, tmp_path: Path, unscored: None, name: str
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(ARCHIVES[name](city.bundle.read_bytes()))
    assert verify(str(path)).conclusion is Conclusion.FAILED
    (tmp_path / "into").mkdir()
    assert open_sealed(str(path), str(tmp_path / "into")).value is None
