"""Whatever is changed in a sealed report is found and named; what is no report is refused."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from scoring.seal.verify import verify
from tests.seal.verify.forging import bad, resealed


def test_a_report_verifies_by_itself(report: Path) -> None:
    found = verify(str(report))
    assert bad(found) == []
    assert found.ok
    assert found.city == "示例市"
    assert any("佐证材料不在报告里" in sentence for sentence in found.not_proven)


def test_any_byte_of_a_report_changed_is_found(report: Path, tmp_path: Path, unscored: None) -> None:
    assert verify(str(report)).ok
    data = report.read_bytes()
    for at in range(0, len(data), max(len(data) // 60, 1)):
        (tmp_path / "x.pdf").write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        assert not verify(str(tmp_path / "x.pdf")).ok, at


def test_a_byte_changed_in_any_attachment_of_a_report_names_it(report: Path, tmp_path: Path) -> None:
    data = report.read_bytes()
    with pikepdf.open(report) as pdf:
        streams = {name: spec.obj.EF.F.read_raw_bytes() for name, spec in pdf.attachments.items()}
    assert sorted(streams) == ["criteria.zip", "manifest.json", "result.json", "submission.yaml"]
    for name, raw in streams.items():
        start = data.index(raw)
        for at in (start + 20, start + len(raw) // 2, start + len(raw) - 1):
            (tmp_path / "x.pdf").write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            found = verify(str(tmp_path / "x.pdf"))
            assert "PDF 被改动过：与封记里的校验值不符" in bad(found)
            assert any(name in text for text in bad(found)), (name, at, bad(found))


@pytest.mark.parametrize("name", ["submission.yaml", "result.json", "criteria.zip"])
def test_a_carried_file_exchanged_is_named_though_the_seal_fits(report: Path, tmp_path: Path, name: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = pdf.attachments[name].obj.EF.F
        stream.write(stream.read_bytes().replace(b"1", b"2", 1))

    assert f"附件 {name} 被改动过" in bad(verify(str(resealed(report, tmp_path / "x.pdf", change))))


def test_a_carried_bomb_is_refused(report: Path, tmp_path: Path) -> None:
    import zlib

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["result.json"].obj.EF.F.write(zlib.compress(bytes(40 << 20)), filter=pikepdf.Name.FlateDecode)

    assert any("压缩炸弹" in text for text in bad(verify(str(resealed(report, tmp_path / "x.pdf", change)))))


def test_a_plain_pdf_is_no_report(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "x.pdf")
    assert bad(verify(str(tmp_path / "x.pdf"))) == ["不是本工具生成的带校验的报告，或者封记被改动过"]
