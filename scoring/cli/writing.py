"""Files that a command writes."""

from __future__ import annotations

import os.path

from scoring.base.files import write_atomic
from scoring.base.system import os_error_text
from scoring.cli import console

__all__ = ["write_or_tell"]


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
