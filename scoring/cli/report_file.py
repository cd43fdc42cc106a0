"""A report as a file: the faces it is set in, its bytes, and writing them or saying why not."""

from __future__ import annotations

from collections.abc import Callable

from scoring.base.errors import ProblemsError
from scoring.base.marks import REPORT, marked_html
from scoring.cli import console
from scoring.cli.messages import tell
from scoring.cli.output import write_or_tell
from scoring.cli.progress import ProgressLine
from scoring.reports import render
from scoring.reports.document import ReportDocument
from scoring.reports.render import fonts
from scoring.reports.render.fonts import FontSet
from scoring.reports.render.quiet import following

__all__ = ["chosen_faces", "faces_of", "page", "write_report"]

MISSING = ("pdf-engine-missing", "word-missing")
"""Problems of this machine, not of what was asked for."""


def faces_of(fonts: tuple[str, ...]) -> dict[str, str] | None:
    """The user's own faces by role, or None after a usage error was told."""
    faces: dict[str, str] = {}
    for text in fonts:
        role, equals, path = text.partition("=")
        if not equals or not role or not path:
            console.message(f"用法错误：--font {text} 要写成 字体名=文件，如 --font 仿宋=FZFS.ttf。")
            return None
        faces[role] = path
    return faces


def chosen_faces(faces: dict[str, str]) -> FontSet:
    """The faces of a PDF; ProblemsError where a face of the user cannot be used."""
    chosen = fonts.choose(faces)
    if chosen.value is None:
        raise ProblemsError(chosen.problems)
    return chosen.value


def page(view: ReportDocument, kind: str, templates: str | None, faces: dict[str, str]) -> bytes:
    """The report as the bytes of an HTML or a PDF file. ProblemsError where it cannot be made."""
    chosen = chosen_faces(faces)
    if kind == ".html":
        if faces:
            console.message("提示：--font 只用于 PDF；HTML 报告用打开它的电脑上的字体。")
        return marked_html(render.html(view, templates=templates), REPORT).encode("utf-8")
    return render.pdf(view, fonts=chosen, templates=templates, mark=REPORT)


def write_report(output: str, make: Callable[[], bytes]) -> int:
    """Write what `make` gives, or tell why it cannot be made or written; the exit code."""
    try:
        with ProgressLine("生成报告") as progress, following(progress if progress.on else None):
            data = make()
    except ValueError as error:
        console.message(f"不能生成报告：{error}。")
        return 1
    except ProblemsError as error:
        tell(error.problems)
        return 3 if any(problem.code in MISSING for problem in error.problems) else 2
    if not write_or_tell(output, data):
        return 3
    console.message(f"已生成 {output}（{_size(len(data))}）。")
    return 0


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(count // 1024, 1)} KB"
