"""What a command gives to other programs: JSON, CSV that spreadsheets open with its Chinese intact, and files."""

from __future__ import annotations

import csv
import io
import json
import os.path
from collections.abc import Iterable, Sequence

from scoring.base.errors import Problem, problems_json
from scoring.base.files import write_atomic
from scoring.base.text import os_error_text
from scoring.cli import console

__all__ = ["json_bytes", "print_csv", "print_json", "print_problems_json", "write_or_tell"]

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that starts with one of these for a formula."""


def json_bytes(value: object) -> bytes:
    """Indented UTF-8 JSON with a line end. Bytes of file names that are no UTF-8 are written as escapes (`\\udcff`), so that
    any reader of JSON takes it."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def print_json(value: object) -> None:
    """JSON to stdout, always in UTF-8."""
    console.data_bytes(json_bytes(value))


def print_problems_json(problems: tuple[Problem, ...]) -> None:
    """What stdout carries instead of a card when there is none."""
    print_json({"schema": "scoring.problems/1", "problems": problems_json(problems)})


def print_csv(rows: Iterable[Sequence[str]]) -> None:
    """Rows of texts to stdout, UTF-8 with a byte order mark; no cell is taken for a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(RISKY) else cell for cell in row])
    console.data_bytes(b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "backslashreplace"))


def write_or_tell(path: str, data: bytes) -> bool:
    """Write a file; when the system refuses, say why and return False."""
    folder = os.path.dirname(path)
    try:
        write_atomic(path, data)
    except OSError as error:
        if folder and not os.path.isdir(folder):
            console.message(f"写不了 {path}：没有文件夹 {folder}。\n  怎么办：先建好文件夹，或者换一个位置。")
            return False
        console.message(
            f"写不了 {path}：{os_error_text(error)}。\n  怎么办：换一个可以写的位置，或检查权限和磁盘空间。"
        )
        return False
    return True
