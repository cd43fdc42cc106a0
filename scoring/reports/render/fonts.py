"""The report's faces by role, and a user's own files in their place."""

from __future__ import annotations

import os
import os.path
from collections.abc import Mapping

from msgspec import Struct

from scoring.base import assets
from scoring.base.errors import Problem, Result
from scoring.base.reading import open_regular
from scoring.base.text import os_error_text

__all__ = ["ROLES", "FontFile", "FontSet", "bundled", "choose"]

ROLES = {"仿宋": "Fangsong", "小标宋": "Biaosong", "黑体": "Heiti", "楷体": "Kaiti"}
"""The roles of official typesetting a user may replace, and the family that stands for each in the style sheets."""

BUNDLED = {
    "Report Fangsong": "fangsong.ttf",
    "Report Biaosong": "biaosong.ttf",
    "Report Heiti": "heiti.ttf",
    "Report Kaiti": "kaiti.ttf",
    "Report Rest": "rest.ttf",
    "Report Rare": "rare.ttf",
    "Report Marks": "marks.ttf",
}
SUFFIXES = (".ttf", ".otf", ".ttc")
COLLECTION = b"ttcf"
SIGNATURES = (b"\0\1\0\0", b"OTTO", b"true", COLLECTION)
ROLE_HINT = f"可用的字体名：{'、'.join(ROLES)}。写法：--font 仿宋=字体文件。"


class FontFile(Struct, frozen=True, kw_only=True):
    """One face: the family name the style sheets use, its file, and the file's state (size, modification time), so
    that a replaced file is noticed."""

    family: str
    path: str
    state: tuple[int, int]


class FontSet(Struct, frozen=True, kw_only=True):
    """All faces of a report, in a hashable form."""

    files: tuple[FontFile, ...]


def bundled() -> tuple[FontFile, ...]:
    """The faces that come with the package; those whose files are missing are left out."""
    folder = os.path.join(assets.shipped(assets.REPORTS) or "", "fonts")
    named = ((family, os.path.join(folder, name)) for family, name in BUNDLED.items())
    return tuple(
        FontFile(family=family, path=path, state=_state(path)) for family, path in named if os.path.isfile(path)
    )


def choose(overrides: Mapping[str, str] | None = None) -> Result[FontSet]:
    """The bundled faces, with the user's own `overrides` (role → path) before them.

    Problems: `font-role` for an unknown role, `font-file` where a file is missing or unreadable, `font-format` where it
    is no TrueType or OpenType font.
    """
    own: list[FontFile] = []
    problems: list[Problem] = []
    for role, path in (overrides or {}).items():
        problem = _check(role, path)
        if problem is not None:
            problems.append(problem)
            continue
        full = os.path.abspath(path)
        own.append(FontFile(family=f"Report User {ROLES[role]}", path=full, state=_state(full)))
    if problems:
        return Result(value=None, problems=tuple(problems))
    return Result(value=FontSet(files=(*own, *bundled())))


def _state(path: str) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_size, status.st_mtime_ns


def _check(role: str, path: str) -> Problem | None:
    if role not in ROLES:
        return Problem(code="font-role", message=f"没有叫“{role}”的字体位置。", hint=ROLE_HINT)
    if not path.lower().endswith(SUFFIXES):
        hint = f"请指定 {'、'.join(SUFFIXES)} 字体文件。"
        return Problem(code="font-format", message=f"“{role}”指定的“{path}”不是可用的字体文件。", hint=hint)
    if not os.path.isfile(path):
        hint = "请核对路径；路径中有空格时请用引号括起来。"
        return Problem(code="font-file", message=f"找不到“{role}”的字体文件“{path}”。", hint=hint)
    try:
        with open_regular(path) as file:
            signature = file.read(4)
        if signature in SIGNATURES and _has_characters(path, collection=signature == COLLECTION):
            return None
    except OSError as error:
        hint = "请检查文件权限。"
        return Problem(
            code="font-file", message=f"读不了“{role}”的字体文件“{path}”：{os_error_text(error)}。", hint=hint
        )
    hint = "文件可能损坏，或只是改了扩展名；请换用能在字处理软件里正常使用的字体文件。"
    return Problem(code="font-format", message=f"“{role}”指定的“{path}”内容不是字体。", hint=hint)


def _has_characters(path: str, *, collection: bool) -> bool:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, fontNumber=0 if collection else -1, lazy=True) as font:
            return bool(font.getBestCmap())
    except OSError:
        raise
    except (TTLibError, Exception):  # a damaged font raises nearly anything while its tables are read
        return False
