"""Files a browser sends: lying ones are refused, names are ours, nothing half stored."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.web import uploads
from scoring.web.uploads import Upload, safe_stem, store

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def send(folder: Path, data: bytes, name: str, *, nested: bool = False) -> Upload | str:
    return store(io.BytesIO(data), name, folder, nested=nested)


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_is_stored_under_a_name_of_ours(tmp_path: Path) -> None:
    stored = send(tmp_path, PDF, "C:\\文件\\关于印发 实施方案 的通知（终稿）.PDF")

    assert isinstance(stored, Upload)
    assert stored.path == "佐证材料/关于印发 实施方案 的通知（终稿）.pdf"
    assert stored.name == "关于印发 实施方案 的通知（终稿）.PDF"
    assert (tmp_path / stored.path).read_bytes() == PDF


def test_two_files_of_one_name_both_stay(tmp_path: Path) -> None:
    send(tmp_path, PDF, "方案.pdf")
    send(tmp_path, PDF + b"2", "方案.pdf")

    assert names(tmp_path) == ["佐证材料/方案-2.pdf", "佐证材料/方案.pdf"]


def test_the_same_bytes_are_stored_once(tmp_path: Path) -> None:
    send(tmp_path, PDF, "方案.pdf")
    again = send(tmp_path, PDF, "别的名字.pdf")

    assert isinstance(again, Upload)
    assert (again.path, again.known) == ("佐证材料/方案.pdf", True)
    assert names(tmp_path) == ["佐证材料/方案.pdf"]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "方案.pdf", "“方案.pdf”是空文件"),
        (PNG, "方案.pdf", "内容是PNG 图片，和扩展名 .pdf 不符"),
        (b"<html><script>alert(1)</script>", "方案.pdf", "内容是纯文本，和扩展名 .pdf 不符"),
        (b"<svg onload='alert(1)'/>", "图.png", "内容是纯文本，和扩展名 .png 不符"),
        (b"<svg onload='alert(1)'/>", "图.svg", "不是佐证材料常用的格式"),
        (b"MZ\x90\0", "方案.docx", "内容是程序，和扩展名 .docx 不符"),
        (b"MZ\x90\0", "方案.exe", "不是佐证材料常用的格式"),
        (PDF, "方案", "不是佐证材料常用的格式"),
        (PDF, "方案.pdf.lnk", "不是佐证材料常用的格式"),
        (PDF + b"x" * 100, "方案.pdf", "超过0MB"),
    ],
)
def test_what_is_not_what_it_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, name: str, said: str
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 100)

    refused = send(tmp_path, data, name)

    assert isinstance(refused, str)
    assert said in refused
    assert names(tmp_path) == []


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    inner = tmp_path / "市"
    inner.mkdir()
    for name in ("../../逃.pdf", "/etc/逃.pdf", "..\\..\\逃.pdf", "逃\0.pdf", "....//逃.pdf", "C:逃.pdf"):
        send(inner, PDF + name.encode("utf-8", "replace"), name)

    assert {Path(name).parent.as_posix() for name in names(tmp_path)} == {"市/佐证材料"}


def test_a_link_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "市").mkdir()
    (tmp_path / "外面").mkdir()
    (tmp_path / "市" / "佐证材料").symlink_to(tmp_path / "外面")

    assert isinstance(send(tmp_path / "市", PDF, "方案.pdf"), str)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("con.pdf", "文件-con"),
        ("LPT1.pdf", "文件-LPT1"),
        ("....pdf", "文件"),
        ("（）.pdf", "文件"),
        ("长" * 300 + ".pdf", "长" * 66),
        ("a\u202ebdf.exe.pdf", "abdf.exe"),
        ("1.1 专题会议通知、签到表和纪要.pdf", "1.1 专题会议通知、签到表和纪要"),
        ("“十四五”\u3000方案：<终>?|*.pdf", "“十四五” 方案：-终"),
        (" .~$-隐藏.pdf", "$-隐藏"),
        ("nul.说明.pdf", "文件-nul.说明"),
        ("2022_12 数据.xlsx", "2022_12 数据"),
    ],
)
def test_a_stem_is_made_of_letters(name: str, stem: str) -> None:
    assert safe_stem(name) == stem


@given(st.text(max_size=80))
def test_every_stem_is_a_name_that_every_system_takes(name: str) -> None:
    stem = safe_stem(name)

    assert 0 < len(stem.encode()) <= 207
    assert any(letter.isalnum() for letter in stem)
    assert all(letter.isprintable() and letter not in '<>:"/\\|?*' for letter in stem)
    assert stem == stem.strip(" .-_~")


def test_the_folders_that_a_file_lay_in_are_kept_and_lead_nowhere_else(tmp_path: Path) -> None:
    inner = tmp_path / "市"
    (inner / "佐证材料" / "链").mkdir(parents=True)
    (tmp_path / "外面").mkdir()
    (inner / "佐证材料" / "链" / "出").symlink_to(tmp_path / "外面")
    (inner / "佐证材料" / "文件").write_bytes(b"")
    for number, name in enumerate(
        [
            "材料/（四）创新融合/4.3 母婴室照片/IMG_2041.pdf",
            "C:\\材料\\.git\\..\\..\\a:b\\表.pdf",
            "链/出/x.pdf",
            "文件/y.pdf",
            "深/" * 7 + "z.pdf",
            "/etc/w.pdf",
            "../../v.pdf",
        ]
    ):
        assert isinstance(send(inner, PDF + bytes([number]), name, nested=True), Upload)

    assert names(tmp_path) == [
        "市/佐证材料/C/材料/git/a-b/表.pdf",
        "市/佐证材料/etc/w.pdf",
        "市/佐证材料/v.pdf",
        "市/佐证材料/x.pdf",
        "市/佐证材料/y.pdf",
        "市/佐证材料/z.pdf",
        "市/佐证材料/文件",
        "市/佐证材料/材料/（四）创新融合/4.3 母婴室照片/IMG_2041.pdf",
    ]


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        store(Broken(PDF), "方案.pdf", tmp_path)

    assert names(tmp_path) == []


def test_files_that_come_at_once_take_names_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "佐证材料").mkdir()
    threads = [
        threading.Thread(target=send, args=(tmp_path, PDF + bytes([number]), "方案.pdf")) for number in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = [tmp_path / name for name in names(tmp_path)]
    assert len(found) == 20
    assert {path.read_bytes() for path in found} == {PDF + bytes([number]) for number in range(20)}
