"""原文件: the file line by line with its problems, and to be edited whole under the same checks."""

from __future__ import annotations

from hashlib import sha256

from starlette.responses import Response

from scoring.base.errors import Problem, Severity
from scoring.base.reading import read_bytes
from scoring.documents.edit.source import SourceText
from scoring.web.asking import Asked, route
from scoring.web.workspace import Workspace

__all__ = ["routes"]


def _show(
    asked: Asked, text: str | None = None, problems: tuple[Problem, ...] = (), message: str = "", hint: str = ""
) -> Response:
    workspace = asked.workspace
    found = workspace.open()
    source = SourceText.of(read_bytes(workspace.file), workspace.name).value
    return asked.page(
        "source.html",
        "原文件",
        name=workspace.name,
        problems=problems or found.problems,
        bad={
            one.location.line for one in problems or found.problems if one.location and one.severity is Severity.ERROR
        },
        lines=[] if source is None else source.text.split("\n"),
        text=text if text is not None else "" if source is None else source.text,
        editing=text is not None or asked.text("edit") == "1" or found.value is None,
        digest=sha256(read_bytes(workspace.file)).hexdigest(),
        message=message,
        hint=hint,
    )


@route("/source")
def source(asked: Asked) -> Response:
    """The file; with `edit=1` in a field to be changed."""
    asked.demand(asked.person.sees_all)
    return _show(asked)


@route("/source/save", methods=("POST",))
def save(asked: Asked) -> Response:
    """Take the whole text, where nobody changed the file since it was shown, and where it has no error."""
    asked.demand(asked.person.sees_all)
    workspace = asked.workspace
    text = asked.text("source").replace("\r\n", "\n").replace("\r", "\n")
    old = read_bytes(workspace.file)
    if sha256(old).hexdigest() != asked.text("digest"):
        return _show(asked, text, message="刚才有人改过这个文件，没有保存", hint="请把自己的改动抄下，刷新后再改。")
    kept = SourceText.of(old, workspace.name).value
    if kept is None:
        return _show(asked, text, message="文件的编码不能原样写回，没有保存", hint="请用编辑器另存为 UTF-8。")
    data = kept.mark + text.replace("\n", kept.newline).encode(kept.codec, "replace")
    problems = _checked(workspace, data)
    if any(one.severity is Severity.ERROR for one in problems):
        return _show(asked, text, problems, "改过的文件有错误，没有保存", "请按下面的提示改好再保存。")
    done = workspace.replace(data, old, asked.person.name, asked.site.now())
    return _show(asked, text, message=done.fault, hint=done.hint) if done.fault else asked.go("/source")


def _checked(workspace: Workspace, data: bytes) -> tuple[Problem, ...]:
    from scoring.exchange.submitted import submitted

    return submitted(data, workspace.name, workspace.search).problems


routes = (source, save)
