"""Which kind of document a YAML file is, told by its outermost keys, and which command looks at that kind."""

from __future__ import annotations

import os.path
import re
from collections.abc import Callable

from msgspec import Struct

from scoring.base.errors import Problem
from scoring.documents.nodes import Document, Entry, MappingNode, get
from scoring.documents.problems import Report

__all__ = ["CYCLE", "REVIEW", "SUBMISSION", "DocumentKind", "other_kind"]


class DocumentKind(Struct, frozen=True, kw_only=True):
    """A kind of document. `keys` stand outermost in no other kind; `fix` says what to do with such a file."""

    name: str
    keys: frozenset[str]
    fix: Callable[[str], str]


def _command(words: str) -> Callable[[str], str]:
    """A hint that ends in a word, so that the command before it can be copied."""

    def said(file: str) -> str:
        folder = os.path.dirname(file)
        pack = os.path.dirname(folder) if folder else ".."
        return (
            f"请用 {words.format(file=_quoted(file), folder=_quoted(folder or '.'), pack=_quoted(pack or '.'))} 检查。"
        )

    return said


SUBMISSION = DocumentKind(
    name="自评", keys=frozenset({"自评", "指标进展", "任务进展"}), fix=_command("scoring check {file}")
)
REVIEW = DocumentKind(
    name="审核意见", keys=frozenset({"审核人", "审核意见"}), fix=_command("scoring review check {file}")
)
CYCLE = DocumentKind(name="评选周期的记录", keys=frozenset({"评选周期"}), fix=_command("scoring procedure {file}"))
PACK_FIX = _command("scoring criteria check {folder}")
KINDS = (
    REVIEW,
    CYCLE,
    SUBMISSION,
    DocumentKind(
        name="审核设置",
        keys=frozenset({"分歧上限", "合成办法"}),
        fix=lambda _file: "把它命名为“审核设置.yaml”，放在审核意见的文件夹里；scoring review status 会一并检查。",
    ),
    DocumentKind(
        name="放假和调休的日历",
        keys=frozenset({"日历", "列全年份", "安排"}),
        fix=_command("scoring procedure days 2027-01-04 --calendar {file}"),
    ),
    DocumentKind(
        name="指标体系的总文件", keys=frozenset({"eligibility", "sections", "extends", "edition"}), fix=PACK_FIX
    ),
    DocumentKind(name="指标体系的一个部分", keys=frozenset({"section", "items", "tables", "groups"}), fix=PACK_FIX),
    DocumentKind(
        name="规则测试",
        keys=frozenset({"tests", "totals"}),
        fix=_command("scoring criteria test {pack}"),
    ),
    DocumentKind(
        name="变异的说明",
        keys=frozenset({"explained"}),
        fix=_command("scoring criteria check {pack}"),
    ),
)
REFERENCES = DocumentKind(
    name="参照值",
    keys=frozenset({"参照值"}),
    fix=_command("scoring check 自评.yaml --references {file}"),
)


def other_kind(document: Document, expected: DocumentKind) -> Problem | None:
    """That a file is of another kind than the one `expected`, where that is sure."""
    root = document.root
    if any(entry.name in expected.keys for entry in root):
        return None
    found = next(((kind, entry) for kind in KINDS for entry in root if entry.name in kind.keys), None)
    if found is None and _references(root):
        found = REFERENCES, root.entries[0]
    if found is None:
        return None
    kind, entry = found
    report = Report(root)
    message = f"这是{kind.name}，不是{expected.name}"
    report.error("other-kind", message, kind.fix(document.file), entry)
    return report.problems[0]


def _references(root: MappingNode) -> bool:
    """Whether a file that names no pack holds figures with their sources, alone or under one heading."""
    return bool(root.entries) and root.get("指标体系") is None and all(map(_reference, root))


def _reference(entry: Entry) -> bool:
    if entry.name in REFERENCES.keys:
        return True
    return any(get(entry.value, key) is not None for key in ("数值", "由本批计算", "年份", "来源"))


def _quoted(file: str) -> str:
    return f'"{file}"' if re.search(r"[\s()&;'$]", file) else file
