"""Files among reviews that may be meant as one and cannot be read as one: told, never passed over in silence."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence

from scoring.base.errors import Problem, Severity
from scoring.base.reading import open_regular

__all__ = ["unread"]

TEXT = re.compile(r"\.(?:ya?ml\.txt|txt)$", re.IGNORECASE)
DOCUMENTS = (".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".zip", ".rar", ".7z")
WORDS = ("审核意见", "审核人")
BEGINNING = 65536


def unread(
    folder: str, places: Collection[str], strange: Sequence[str], *, alone: bool
) -> Iterator[tuple[str, Problem]]:
    """Each such file below `folder` with a question. `places` are the folders in which reviews lie, `strange` YAML files of
    no known kind, `alone` says that nothing but reviews lies below: then every folder is one of reviews."""
    for file in strange:
        if alone or os.path.dirname(file) in places:
            yield _question(file, "不是审核意见：没有“审核人”和“审核意见”", "请用 review init 生成的文件填写。")
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = os.path.join(place, name)
            if name.startswith((".", "~$")):
                continue
            if TEXT.search(name) and _meant(file):
                yield _question(file, "内容是审核意见，扩展名是 .txt", "请把扩展名改成 .yaml，再运行一次。")
            elif (alone or place in places) and name.lower().endswith(DOCUMENTS):
                ending = os.path.splitext(name)[1]
                yield _question(file, f"{ending} 文件读不了", "是审核意见的，请填在 review init 生成的 .yaml 文件里。")


def _meant(file: str) -> bool:
    """Whether a text reads like a review."""
    try:
        with open_regular(file) as stream:
            text = stream.read(BEGINNING).decode("utf-8", "ignore")
    except OSError:
        return False
    return all(re.search(rf"^{word}[:：]", text, re.MULTILINE) for word in WORDS)


def _question(file: str, why: str, hint: str) -> tuple[str, Problem]:
    message = f"没有计入 {file}：{why}"
    return file, Problem(code="not-read", message=message, hint=hint, severity=Severity.QUESTION)
