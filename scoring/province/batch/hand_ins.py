"""Files that look like what a city handed in and cannot be scored: told one by one, never left out in silence."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from scoring.base.errors import Problem

__all__ = ["looks_handed_in", "unread_folder", "unread_hand_in"]

ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
OFFICE = (".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ods", ".odt", ".rtf", ".csv")
PLACES = re.compile(r"(?:市|县|区|州|盟)$")
SHOWN = 3


def looks_handed_in(path: str) -> bool:
    """Whether a file outside every city's folder may be what a city handed in: an archive, an office document, a file
    named after a self-assessment or a place, or YAML under another ending."""
    name = os.path.basename(path)
    stem, ending = os.path.splitext(name)
    doubled = os.path.splitext(stem)[1].lower() in (".yaml", ".yml")
    named = "自评" in name or PLACES.search(stem.split(".")[0]) is not None
    return ending.lower() in (*ARCHIVES, *OFFICE) or doubled or named


def unread_hand_in(path: str) -> Problem:
    """A file that may be a city's and cannot be scored."""
    name = os.path.basename(path)
    return Problem(code="not-an-input", message=f"{name} {_what(name)}，不能计分", hint=_mend(name))


def unread_folder(folder: str, files: Sequence[str]) -> Problem:
    """A folder with files, none of which can be scored."""
    names = [os.path.basename(file) for file in files]
    some = "、".join(names[:SHOWN]) + (f"等{len(names)}个文件" if len(names) > SHOWN else "")
    first = next((name for name in names if looks_handed_in(name)), names[0])
    message = f"文件夹 {os.path.basename(folder)} 里没有能计分的自评文件，只有{some}"
    return Problem(code="not-an-input", message=message, hint=_mend(first))


def _what(name: str) -> str:
    ending = os.path.splitext(name)[1].lower()
    if ending == ".zip":
        return "是普通的压缩包，不是 scoring bundle 生成的包"
    if ending in ARCHIVES:
        return f"是压缩包（{ending}），本工具不解压"
    if ending in OFFICE:
        return f"是办公文档或表格（{ending}），不是自评文件"
    if ending == ".pdf":
        return "不是 scoring report 生成的报告"
    return "不是自评文件、包或报告"


def _mend(name: str) -> str:
    stem, ending = os.path.splitext(name)
    ending = ending.lower()
    if os.path.splitext(stem)[1].lower() in (".yaml", ".yml"):
        return f"像是改了扩展名的自评文件：把文件名改成 {stem} 再运行；Windows 里先让“文件扩展名”显示出来。"
    if ending in ARCHIVES:
        return "里面有自评文件的，请解压成一个文件夹再运行；或者请城市用 scoring bundle 重新打包。"
    return "请城市交自评文件（.yaml）、scoring bundle 生成的包（.zip）或 scoring report 生成的报告（.pdf）。"
