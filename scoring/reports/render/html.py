"""The report as HTML. Everything that comes from a submission is text: it is escaped, and no template marks it safe."""

from __future__ import annotations

import base64
import functools
import os
import os.path
from typing import TYPE_CHECKING, Protocol

from scoring.base import assets
from scoring.base.errors import Problem, ProblemsError
from scoring.base.reading import read_bytes, read_text
from scoring.base.text import utf8_text

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment
import re

from scoring.base.errors import Location
from scoring.base.text import os_error_text

__all__ = ["PRINTED", "Printable", "fill", "html", "styles", "template_problem"]


class Printable(Protocol):
    """What `report.html` prints, above all a `Document`; its `day` stands in the metadata."""

    @property
    def day(self) -> str:
        """An ISO date, "" for none."""


PRINTED = (
    "fonts.css",
    "page.css",
    "text.css",
    "tables.css",
    "parts.css",
    "chart.css",
    "plan.css",
    "ranking.css",
    "review.css",
)
SCREEN = ("screen.css",)
OWN = "extra.css"
"""A style sheet of this name in the user's folder comes last."""
LARGEST_IMAGE = 20 * 1024 * 1024
IMAGES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}


def html(view: Printable, *, standalone: bool = True, templates: str | None = None) -> str:
    """The report as one HTML document.

    `standalone` puts the style sheets inside: the file then needs nothing beside it, no network and no JavaScript, and
    prints as A4. `templates` is a folder of the user's own: a template there replaces ours of the same name (for
    instance `letterhead.html` or `partials/cover.html`), a style sheet in `styles/` likewise. Raises ProblemsError
    where the folder does not exist (`templates-missing`) or a template has a mistake (`template-error`).
    """
    import jinja2
    from markupsafe import Markup

    if templates is not None and not os.path.isdir(templates):
        hint = "请核对 --templates 后面的文件夹；不用自己的模板时去掉这个选项即可。"
        raise ProblemsError([Problem(code="templates-missing", message=f"找不到模板文件夹“{templates}”。", hint=hint)])
    try:
        sheets = styles(templates, screen=True) if standalone else ()
        page = _environment(templates).get_template("report.html")
        return utf8_text(page.render(view=view, sheets=[Markup(sheet) for sheet in sheets], own=_own(templates)))
    except ProblemsError:
        raise
    except Exception as error:  # a user's template computes, so it may fail in any way; ours never do
        if templates is None and not isinstance(error, jinja2.TemplateError):
            raise
        raise ProblemsError([template_problem(error, templates)]) from error


def _own(templates: str | None) -> frozenset[str]:
    """The chapters that the user's folder has templates for, by their keys."""
    folder = os.path.join(templates, "partials") if templates else ""
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return frozenset(name.removesuffix(".html") for name in names)


def fill(name: str, **values: object) -> str:
    """A template of ours filled with `values`; everything in them is text and is escaped."""
    return utf8_text(_environment(None).get_template(name).render(**values))


def styles(templates: str | None = None, *, screen: bool = False, sheets: tuple[str, ...] = PRINTED) -> tuple[str, ...]:
    """The texts of the style sheets in their order, the user's in place of ours and `extra.css` last."""
    own = os.path.join(templates, "styles") if templates else None
    ours = os.path.join(_shipped(), "styles")
    found = []
    for name in (*sheets, *(SCREEN if screen else ()), OWN):
        for folder in (own, ours):
            path = os.path.join(folder, name) if folder else ""
            if os.path.isfile(path):
                found.append(read_text(path))
                break
    return tuple(found)


def _shipped() -> str:
    folder = assets.shipped(assets.REPORTS)
    if folder is None:
        hint = "安装不完整，请重新安装本工具。"
        raise ProblemsError([Problem(code="reports-missing", message="找不到随工具提供的报告模板。", hint=hint)])
    return folder


@functools.lru_cache(maxsize=4)
def _environment(templates: str | None) -> SandboxedEnvironment:
    from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    folders = ([templates] if templates else []) + [os.path.join(_shipped(), "templates")]
    environment = SandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(folder, encoding="utf-8-sig") for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["image"] = functools.partial(_image, templates)
    return environment


def _image(templates: str | None, name: str) -> str:
    """A picture of the user's template folder as a data URI, for a letterhead; nothing outside that folder is read."""
    kind = IMAGES.get(os.path.splitext(name)[1].lower())
    root = os.path.realpath(templates or "")
    path = os.path.realpath(os.path.join(root, name))
    if (
        templates is None
        or kind is None
        or not path.startswith(root.rstrip(os.sep) + os.sep)
        or not os.path.isfile(path)
    ):
        hint = f"把图片（{'、'.join(IMAGES)}）放进模板文件夹，写相对路径，如 image('logo.png')。"
        raise ProblemsError([Problem(code="template-image", message=f"模板里的图片“{name}”不可用。", hint=hint)])
    return f"data:{kind};base64,{base64.b64encode(read_bytes(path, LARGEST_IMAGE)).decode('ascii')}"


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
