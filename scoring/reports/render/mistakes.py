"""A mistake in a user's own template, in Chinese, at the line where it stands."""

from __future__ import annotations

import re

from scoring.base.errors import Location, Problem
from scoring.base.reading import read_text
from scoring.base.text import os_error_text

__all__ = ["template_problem"]

HINT = "请对照随工具提供的同名模板修改；可用的内容见 view 的各字段。"
NAMES = re.compile(r"'([^']*)'")


def template_problem(error: Exception, templates: str | None) -> Problem:
    """What went wrong while the templates were read or filled in, with the template, its line and that line's text.

    jinja2 speaks English; its kind of error says enough, and the names that it quotes are kept.
    """
    file, line = _place_of(error)
    name = str(getattr(error, "filename", None) or file or templates or "report.html")
    number = getattr(error, "lineno", None) or line
    place = Location(file=name, line=number, column=1) if number else None
    message = f"报告模板有误：{_what(error)}"
    return Problem(code="template-error", message=message, hint=HINT, location=place, excerpt=_line(name, number))


def _what(error: Exception) -> str:
    from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
    from jinja2.exceptions import SecurityError

    names = NAMES.findall(str(error))
    if isinstance(error, TemplateNotFound):
        return f"找不到要引入的模板“{error.name}”"
    if isinstance(error, TemplateSyntaxError):
        near = [name for name in names if " " not in name]
        return "这一行的写法不对" + (f"，问题在“{near[-1]}”附近" if near else "")
    if isinstance(error, UndefinedError):
        return f"没有“{names[-1]}”这一项内容" if names else "用了没有的内容"
    if isinstance(error, SecurityError):
        return "用了不允许的写法" + (f"“{names[0]}”" if names else "")
    if isinstance(error, UnicodeDecodeError):
        return "模板文件不是 UTF-8 编码，请在编辑器里另存为 UTF-8"
    if isinstance(error, OSError):
        return f"读不了模板文件：{os_error_text(error)}"
    if isinstance(error, ZeroDivisionError):
        return "除数是0"
    if isinstance(error, OverflowError):
        return "重复的次数太多"
    return "这一行算不出结果"


def _place_of(error: Exception) -> tuple[str, int | None]:
    """The deepest template in the traceback: jinja2 gives its frames the file and line of the template."""
    place: tuple[str, int | None] = ("", None)
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".html"):
            place = (name, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _line(name: str, number: int | None) -> str | None:
    """The text of the line, where the file can be read."""
    try:
        lines = read_text(name).splitlines()
    except (OSError, ValueError):
        return None
    return lines[number - 1] if number and number <= len(lines) else None
