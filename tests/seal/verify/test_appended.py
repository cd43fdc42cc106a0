"""Behind the seal of a report only signatures may stand that show on no page; each other thing is found."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from scoring.seal.opening import open_sealed
from scoring.seal.signing import MissingError
from scoring.seal.verify import State, verify
from tests.cli.running import run
from tests.seal.signing.unit import write_unit
from tests.seal.verify.forging import bad
from tests.seal.verify.increments import appended, drawn_over, page_of, root_with, signed

Forge = Callable[[bytes, Path], bytes]


@pytest.fixture(scope="session")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_unit(tmp_path_factory.mktemp("unit")).parent


def opened(path: Path, tmp_path: Path) -> list[str]:
    into = tmp_path / "into"
    into.mkdir(exist_ok=True)
    found = open_sealed(str(path), str(into))
    assert list(into.iterdir()) == []
    assert found.value is None
    return [one.message for one in found.problems]


def a_note(data: bytes) -> dict[int, bytes]:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FreeText,
        Rect=[100, 400, 400, 600],
        Contents="100分",
        DA="/F1 40 Tf",
    )
    return dict([page_of(data, Annots=pikepdf.Array([note]))])


def swapped(data: bytes) -> dict[int, bytes]:
    """Pages 2 and 3 change places: each gets the dictionary of the other."""
    (one, first), (other, second) = page_of(data, 1), page_of(data, 2)
    return {one: second, other: first}


def half_signed(data: bytes, unit: Path) -> bytes:
    """A genuine signature whose bytes another revision changed: the box is drawn before, under the same end."""
    made = signed(data, unit)
    return appended(made, drawn_over(made))


def unsigned(data: bytes, unit: Path) -> bytes:
    """The look of a signature and nothing in it."""
    made = signed(data, unit)
    found = re.search(rb"/Contents <([0-9A-Fa-f]+)>", made[len(data) :])
    assert found is not None
    start, end = (len(data) + at for at in found.span(1))
    return made[:start] + b"0" * (end - start) + made[end:]


def other_range(data: bytes, unit: Path) -> bytes:
    """The signature leaves out what stands before it."""
    made = signed(data, unit)
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", made)
    assert found is not None
    before, gap, rest = (int(one) for one in found.groups())
    new = b"/ByteRange [0 %d %d %d]" % (before - 700, gap, rest)
    return made[: found.start()] + new.ljust(len(found[0])) + made[found.end() :]


def exchanged(data: bytes) -> dict[int, bytes]:
    """Another submission under the old name and the old manifest."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        number = pdf.attachments["submission.yaml"].obj.EF.F.objgen[0]
    return {number: b"<< /Type /EmbeddedFile /Length 2 >>\nstream\nx\n\nendstream"}


def kept_apart(data: bytes) -> bytes:
    """A copy of page 1 that only a reader finds that rebuilds its table from the bytes."""
    number, body = page_of(data, Rotate=90)  # type: ignore[arg-type]
    return data + b"%d 0 obj\n%s\nendobj\n" % (number, body) + data[data.rindex(b"startxref") :]


FORGED: dict[str, Forge] = {
    "drawn over page 1": lambda data, _: appended(data, drawn_over(data)),
    "drawn over, table as a stream": lambda data, _: appended(data, drawn_over(data), form="stream"),
    "drawn over, hybrid table": lambda data, _: appended(data, drawn_over(data), form="hybrid"),
    "drawn over, hybrid table by another spelling": lambda data, _: appended(
        data, drawn_over(data), form="hybrid"
    ).replace(b"/XRefStm", b"/XRef#53tm"),
    "an object given up": lambda data, _: appended(data, {}, free=page_of(data)[0]),
    "a page turned": lambda data, _: appended(data, dict([page_of(data, Rotate=90)])),  # type: ignore[arg-type]
    "pages swapped": lambda data, _: appended(data, swapped(data)),
    "a note on a page": lambda data, _: appended(data, a_note(data)),
    "a script that runs": lambda data, _: appended(
        data, root_with(data, b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")
    ),
    "an attachment exchanged": lambda data, _: appended(data, exchanged(data)),
    "nothing changed": lambda data, _: appended(data, {}),
    "an object nobody refers to": lambda data, _: appended(data, {9000: b"(hidden)"}),
    "a signature with a page change": lambda data, unit: signed(data, unit, page=True),
    "a visible signature": lambda data, unit: signed(data, unit, box=(100, 400, 400, 600)),
    "a page change, then a signature": lambda data, unit: signed(appended(data, drawn_over(data)), unit),
    "a signature, then a page change": half_signed,
    "a signature, then a store of certificates": lambda data, unit: appended(
        made := signed(data, unit), root_with(made, b"/DSS << /Certs [] >>")
    ),
    "an empty signature": unsigned,
    "a signature over a part": other_range,
    "bytes before": lambda data, _: b"%note\n" + data,
    "a comment behind": lambda data, _: data + b"\n% note\n",
    "a line end behind": lambda data, _: data + b"\n",
    "a second document behind": lambda data, _: data + data,
    "a second seal behind": lambda data, _: (
        data + b"%scoring-seal/1 sha256 " + b"0" * 64 + b" length " + b"0" * 12 + b"\nstartxref\n0\n%%EOF\n"
    ),
    "a page for those who rebuild": lambda data, _: kept_apart(data),
}


ODD = "内容不是签名软件写的样子"
CAUSES = {
    "drawn over page 1": "改动了第1页",
    "drawn over, table as a stream": "改动了第1页",
    "drawn over, hybrid table": ODD,
    "drawn over, hybrid table by another spelling": "换掉了文件的目录",
    "an object given up": "改动了原来的内容",
    "a page turned": "改动了第1页",
    "pages swapped": "改动了第2页",
    "a note on a page": "在第1页上加了批注",
    "a script that runs": "改动了文件的目录或说明",
    "an attachment exchanged": "改动了页面或别的内容",
    "nothing changed": "没有正好一个签名",
    "an object nobody refers to": "加进了签名以外的内容",
    "a signature with a page change": "改动了第1页",
    "a visible signature": "签名带有印在页面上的图样",
    "a page change, then a signature": "改动了第1页",
    "a signature, then a page change": "改动了第1页",
    "a signature, then a store of certificates": "改动了文件的目录或说明",
    "an empty signature": "封记以后追加的签名读不懂",
    "a signature over a part": "签名没有包括它前面的全部内容",
    "bytes before": "PDF 被改动过：与封记里的校验值不符",
    "a comment behind": ODD,
    "a line end behind": ODD,
    "a second document behind": "封记被改动过",
    "a second seal behind": "封记被改动过",
    "a page for those who rebuild": "没有正好一个签名",
}


@pytest.mark.parametrize("name", list(FORGED))
def test_whatever_else_is_appended_is_refused_by_every_reader(
    report: Path, unit: Path, tmp_path: Path, unscored: None, name: str
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(FORGED[name](report.read_bytes(), unit))
    found = verify(str(path))
    assert not found.ok
    assert found.proves == ()
    assert len(opened(path, tmp_path)) == 1
    told = opened(path, tmp_path)[0]
    assert CAUSES[name] in bad(found)[0]
    assert (
        CAUSES[name] in told or name == "bytes before"
    )  # which is no report at all where files are sorted by their head


def test_what_was_drawn_over_a_page_is_told_with_its_size(report: Path, tmp_path: Path, unscored: None) -> None:
    made = appended(report.read_bytes(), drawn_over(report.read_bytes()))
    (tmp_path / "x.pdf").write_bytes(made)
    assert bad(verify(str(tmp_path / "x.pdf"))) == [
        f"封记以后追加了{len(made) - report.stat().st_size}字节，不只是签名：改动了第1页。打开文件看到的可能不是封记时的页面"
    ]


@pytest.mark.parametrize("times", [1, 2])
def test_signatures_that_show_on_no_page_are_taken(report: Path, unit: Path, tmp_path: Path, times: int) -> None:
    data = report.read_bytes()
    for count in range(times):
        data = signed(data, unit, name=f"S{count}")
    (tmp_path / "x.pdf").write_bytes(data)
    found = verify(str(tmp_path / "x.pdf"))
    assert bad(found) == []
    assert f"封记以后只追加了{times}个签名，页面没有改动" in found.findings[1].text
    (tmp_path / "into").mkdir()
    assert open_sealed(str(tmp_path / "x.pdf"), str(tmp_path / "into")).value is not None


def test_without_the_extra_a_signature_is_told_as_not_checked(
    report: Path, unit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise MissingError("没有安装")

    monkeypatch.setattr("scoring.seal.unsealing.check", missing)
    (tmp_path / "x.pdf").write_bytes(signed(report.read_bytes(), unit))
    found = verify(str(tmp_path / "x.pdf"))
    assert bad(found) == []
    (note,) = (one.text for one in found.findings if one.state is State.NOTE)
    assert note == "封记以后只追加了1个签名，页面没有改动；没有安装签名组件，签名真假没有核对"


@pytest.mark.parametrize(
    "words",
    [
        ("verify",),
        ("score",),
        ("check",),
        ("improve",),
        ("explain", "1.1"),
        ("evidence",),
        ("report", "-o", "new.html"),
    ],
    ids=lambda words: words[0],
)
def test_no_command_takes_a_report_that_was_drawn_over(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.pdf").write_bytes(appended(report.read_bytes(), drawn_over(report.read_bytes())))
    ran = run(*words, "x.pdf")
    assert ran.code == 1
    assert "不只是签名" in (ran.out + ran.told).replace("\n        ", "")
    assert not Path("new.html").exists()


def test_compare_and_batch_take_none_either(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("收到").mkdir()
    Path("收到/x.pdf").write_bytes(appended(report.read_bytes(), drawn_over(report.read_bytes())))
    compared = run("compare", str(report), "收到/x.pdf")
    assert (compared.code, "不只是签名" in compared.told) == (1, True)
    many = run("batch", "收到", "-o", "结果")
    assert many.code == 1
    assert "不只是签名" in many.out + many.told
