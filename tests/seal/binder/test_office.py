"""LibreOffice is given a copy, a profile and a time limit, and every failure has a name."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from scoring.assess import Request, assess
from scoring.seal import binder
from scoring.seal.binder import leaves
from scoring.seal.binder.leaves import convert
from scoring.seal.binder.pages import RefusedError
from tests.evidence.test_checking import HEAD, a_pdf

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "evidence" / "-通知 (1).docx"
    path.parent.mkdir()
    with ZipFile(path, "w") as made:
        made.writestr("[Content_Types].xml", "")
    return path


def stand_in(folder: Path, body: str) -> str:
    """A program in place of LibreOffice; its last word is the file, the one before it the folder for the PDF."""
    path = folder / "soffice"
    path.write_text(f'#!/bin/sh\nfor last; do :; done\nplace=$(dirname "$last")\n{body}\n')
    path.chmod(0o755)
    return str(path)


def test_the_program_works_on_a_copy_with_a_careful_profile(document: Path, tmp_path: Path) -> None:
    made = a_pdf(tmp_path / "made.pdf", 2)
    program = stand_in(tmp_path, f'echo "$@" > {tmp_path}/words\ncp {made} "$place/source.pdf"')
    (tmp_path / "work").mkdir()
    found = convert(program, str(document), str(tmp_path / "work"))
    assert found is not None
    assert Path(found).read_bytes() == made.read_bytes()
    words = (tmp_path / "words").read_text()
    assert str(document) not in words
    assert f"-env:UserInstallation=file://{tmp_path}/work/profile" in words
    settings = (tmp_path / "work/profile/user/registrymodifications.xcu").read_text("utf-8")
    assert "DisableMacrosExecution" in settings
    assert [path.name for path in document.parent.iterdir()] == [document.name]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("exit 1", "打不开或转不了"),
        ("exit 0", "打不开或转不了"),
        (': > "$place/source.pdf"', "打不开或转不了"),
        (f"kill -{int(signal.SIGSEGV)} $$", "打不开或转不了"),
    ],
)
def test_each_way_to_fail_is_told(document: Path, tmp_path: Path, body: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        convert(stand_in(tmp_path, body), str(document), str(tmp_path))


def test_a_program_that_is_none_is_told(document: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="启动不了"):
        convert(str(tmp_path / "none"), str(document), str(tmp_path))


def test_what_hangs_is_ended_with_everything_it_started(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaves, "SECONDS", 1)
    program = stand_in(tmp_path, f"sleep 600 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(RefusedError, match="超过1秒"):
        convert(program, str(document), str(tmp_path))
    child = int((tmp_path / "child").read_text())
    assert sys.platform != "linux" or gone(child)


def gone(process: int) -> bool:
    """Whether a process that was told to end does; the system takes its time when it is busy."""
    for _ in range(1000):
        try:
            if Path(f"/proc/{process}/stat").read_text().split()[2] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


def test_a_failed_conversion_is_a_notice_and_not_the_page_of_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = a_pdf(tmp_path / "made.pdf", 2)
    seen = tmp_path / "seen"  # the first file is converted, the second of the same name is not
    program = stand_in(tmp_path, f'[ -e {seen} ] && exit 0\n: > {seen}\ncp {made} "$place/source.pdf"')
    monkeypatch.setattr("scoring.seal.binder.binding.office", lambda: program)
    for number, name in enumerate(("evidence/a/00000.docx", "evidence/b/00000.docx")):
        (tmp_path / name).parent.mkdir(parents=True)
        with ZipFile(tmp_path / name, "w") as document:
            document.writestr("[Content_Types].xml", str(number))
    city = tmp_path / "自评.yaml"
    lines = "".join(f"      - {{对应: 分工文件, 文件: evidence/{one}/00000.docx}}\n" for one in "ab")
    city.write_text(f'{HEAD}  "1.1":\n    佐证材料:\n{lines}', "utf-8")
    found = assess(Request(file=str(city))).value
    assert found is not None
    assert found.evidence is not None
    bound = binder.bind(found.criteria, found.submission, found.evidence, str(tmp_path / "汇编.pdf"), with_office=True)
    assert bound.starts == {"1.1-01": 4}
    assert [(one.number, one.reason) for one in bound.left_out] == [
        ("1.1-02", "LibreOffice 打不开或转不了这个文件，请另附原件")
    ]


@pytest.mark.skipif(leaves.office() is None, reason="LibreOffice is not installed")
def test_the_real_program_converts_a_table_and_refuses_rubbish(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as book:
        book.add_worksheet().write(0, 0, "培训人数 120")
    program = leaves.office()
    assert program is not None
    made = convert(program, str(tmp_path / "表.xlsx"), str(tmp_path))
    assert made is not None
    assert "120" in PdfReader(made).pages[0].extract_text()
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 20)
    with pytest.raises(RefusedError, match="打不开或转不了"):
        convert(program, str(tmp_path / "坏.docx"), str(tmp_path))
