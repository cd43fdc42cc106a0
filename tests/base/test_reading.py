"""Files are read through one door: regular ones, and no further than a limit; nothing else opens a file to read it."""

from __future__ import annotations

import ast
import errno
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scoring.base.reading import LARGEST_DIRECTORY, TooLargeError, directory_size, open_regular, read_bytes, read_text
from scoring.base.text import size_text
from scoring.documents.strict import read_document
from scoring.packs import list_packs, read_pack

ROOT = Path(__file__).resolve().parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes and devices on the disk")


@POSIX
def test_pipes_and_devices_on_the_disk_are_refused_without_being_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    os.symlink("/dev/zero", tmp_path / "device")
    os.symlink("/dev/stdin", tmp_path / "stream")
    os.symlink(tmp_path / "pipe", tmp_path / "link")
    for name in ("pipe", "device", "link", "stream"):
        if name == "stream" and os.path.isfile("/dev/stdin"):
            continue
        with pytest.raises(OSError, match=name) as found:
            open_regular(str(tmp_path / name))
        assert found.value.errno == errno.ENXIO
    with pytest.raises(IsADirectoryError):
        open_regular(str(tmp_path))


@POSIX
def test_a_stream_that_is_open_already_is_read(tmp_path: Path) -> None:
    code = (
        "import sys; from scoring.base.reading import read_bytes; sys.stdout.buffer.write(read_bytes(sys.argv[1], 5))"
    )
    for path in ("/dev/stdin", "/dev/fd/0"):
        done = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, input=b"abcde", capture_output=True)
        assert done.stdout == b"abcde", done.stderr
    endless = subprocess.run([sys.executable, "-c", code, "/dev/stdin"], cwd=ROOT, input=b"abcdef", capture_output=True)
    assert b"TooLargeError" in endless.stderr


def test_a_file_beyond_the_limit_is_not_read_and_its_size_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"%PDF-1.7 and so on")
    os.truncate(path, 8 << 30)  # takes no room
    with pytest.raises(TooLargeError) as found:
        read_bytes(str(path), 100)
    assert (found.value.size, found.value.head) == (8 << 30, b"%PDF-1.7 and so ")
    os.truncate(path, 100)
    assert len(read_bytes(str(path), 100)) == 100
    path.write_bytes(b"\xef\xbb\xbf1\r\n2\n")
    assert read_text(str(path)) == "1\n2\n"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (50 << 20, "50 MB"),
        (2 << 20, "2 MB"),
        ((2 << 20) + 1, "2.1 MB"),
        (8 << 30, "8 GB"),
        ((1 << 30) + 1, "1.1 GB"),
        (1, "0.1 MB"),
    ],
)
def test_sizes_in_words(size: int, text: str) -> None:
    assert size_text(size) == text


def test_a_yaml_file_that_is_too_large_is_called_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\n")
    os.truncate(path, 50 << 20)
    assert [one.message for one in read_document(str(path), "甲").problems] == ["文件太大：50 MB，最多 2 MB"]
    path.write_bytes(b"%PDF-1.7")
    os.truncate(path, 50 << 20)
    assert [one.message for one in read_document(str(path), "甲").problems] == ["这是PDF 文件，不是文本文件"]


@pytest.mark.parametrize("name", ["UTF-16", "UTF-32"])
@pytest.mark.parametrize("order", ["LE", "BE"])
def test_wide_encodings_are_called_by_their_names(tmp_path: Path, name: str, order: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("\ufeff城市: 甲市\n".encode(f"{name}-{order}"))
    assert [one.message for one in read_document(str(path)).problems] == [f"文件是 {name} 编码，读不了"]


@POSIX
def test_a_pack_folder_with_a_pipe_or_a_device_never_hangs(tmp_path: Path) -> None:
    pack = tmp_path / "示例"
    pack.mkdir()
    os.mkfifo(pack / "pack.yaml")
    assert list_packs([str(tmp_path)]) == ()
    os.unlink(pack / "pack.yaml")
    (pack / "pack.yaml").write_text("名称: 示例\n", "utf-8")
    os.mkfifo(pack / "section-1.yaml")
    os.symlink("/dev/zero", pack / "section-2.yaml")
    found = read_pack(str(pack), "示例")
    assert [one.message for one in found.problems] == [
        f"{Path('示例') / name} 不是普通的文件（是管道、设备一类），没有读"
        for name in ("section-1.yaml", "section-2.yaml")
    ]


def test_the_directory_of_a_zip_is_told_before_it_is_read() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", b"1")
    plain = made.getvalue()
    assert directory_size(made) == plain.rindex(b"PK\x05\x06") - plain.index(b"PK\x01\x02")
    at = plain.rindex(b"PK\x05\x06")
    claimed = plain[: at + 12] + (3 << 30).to_bytes(4, "little") + plain[at + 16 :]
    assert directory_size(io.BytesIO(claimed)) == 3 << 30 > LARGEST_DIRECTORY
    wide = b"PK\x06\x06" + bytes(36) + (5 << 30).to_bytes(8, "little") + bytes(8)
    place = b"PK\x06\x07" + bytes(4) + at.to_bytes(8, "little") + bytes(4)
    end = plain[at : at + 12] + b"\xff" * 8 + plain[at + 20 :]
    assert directory_size(io.BytesIO(plain[:at] + wide + place + end)) == 5 << 30
    assert directory_size(io.BytesIO(b"no zip at all")) == 0
    assert directory_size(io.BytesIO(b"")) == 0


def test_nothing_else_opens_a_file_to_read_it() -> None:
    found = []
    for path in sorted((ROOT / "scoring").rglob("*.py")):
        if path == ROOT / "scoring/base/reading.py":  # the door itself
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                where = f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
                if isinstance(node.func, ast.Name) and node.func.id == "open" and not _writes(node):
                    found.append(where)
                if isinstance(node.func, ast.Attribute) and node.func.attr in ("read_bytes", "read_text"):
                    found.append(where)
    shown = [where for where in found if not where.startswith("scoring/cli/machine.py")]  # /etc/os-release
    assert shown == []


def _writes(call: ast.Call) -> bool:
    given = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "mode")]
    return any(isinstance(mode, ast.Constant) and set(str(mode.value)) & set("wxa") for mode in given)
