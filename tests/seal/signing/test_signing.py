"""A signature is added without changing what was there, and every later change of the file shows."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import page
import pikepdf
import pytest

from scoring.assess import Request, assess
from scoring.seal.sealed_report import sealed_report
from scoring.seal.signing import NO_SEAL, SignError, check, sign
from scoring.seal.verify import verify
from tests.seal.signing.unit import write_unit


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plain PDF and a self-made certificate of an invented office."""
    monkeypatch.chdir(Path(__file__).resolve().parents[3])
    write_unit(tmp_path)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "plain.pdf")
    return tmp_path


def signed(folder: Path, password: str = "密码") -> Path:
    target = folder / "signed.pdf"
    certificate = str(folder / "unit.p12")
    name = sign(str(folder / "plain.pdf"), str(target), certificate=certificate, password=password.encode())
    assert "示例市卫生健康委（虚构）" in name
    return target


def test_a_signature_is_added_behind_what_was_there(folder: Path) -> None:
    target = signed(folder)
    assert target.read_bytes().startswith((folder / "plain.pdf").read_bytes())
    (found,) = check(str(target))
    assert (found.intact, found.whole, found.trusted) == (True, True, None)


def test_a_named_root_is_trusted_and_no_other(folder: Path) -> None:
    (found,) = check(str(signed(folder)), (str(folder / "root.pem"),))
    assert found.trusted is True


def test_names_and_time_are_told_as_people_say_them(folder: Path) -> None:
    (found,) = check(str(signed(folder)))
    assert (found.subject, found.issuer) == ("示例市卫生健康委（虚构）", "示例市卫生健康委（虚构）")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d（北京时间）", found.signed)


def test_a_signed_report_is_still_pdf_a_and_still_verifies(folder: Path) -> None:
    found = assess(Request(file="submissions/sample-city/submission.yaml")).value
    assert found is not None
    report = sealed_report(found, "submissions/sample-city/submission.yaml")
    (folder / "plain.pdf").write_bytes(report)
    target = signed(folder)
    assert [one.rule_id for one in page.validate_pdf(target, profile="3u").failures] == []
    verdict = verify(str(target))
    assert verdict.ok
    assert "封记以后只追加了1个签名，页面没有改动" in "".join(one.text for one in verdict.findings)


def test_a_changed_byte_breaks_the_signature(folder: Path) -> None:
    target = signed(folder)
    data = target.read_bytes()
    at = data.index(b"/MediaBox")
    target.write_bytes(data[: at + 1] + b"n" + data[at + 2 :])
    with contextlib.suppress(SignError):  # damage may also keep it from being read at all
        assert not any(one.intact for one in check(str(target)))


def test_a_wrong_password_is_told(folder: Path) -> None:
    with pytest.raises(SignError, match="密码不对"):
        signed(folder, "别的")
    assert not (folder / "signed.pdf").exists()


def test_a_file_that_is_no_pdf_is_told(folder: Path) -> None:
    (folder / "plain.pdf").write_text("文字")
    with pytest.raises(SignError, match="不是 PDF"):
        signed(folder)


def test_a_pdf_without_signatures_has_none(folder: Path) -> None:
    assert check(str(folder / "plain.pdf")) == ()


def test_the_words_say_that_it_is_no_seal() -> None:
    assert "不等于电子公章" in NO_SEAL
