"""Evidence entries (佐证材料) of an item, with the slips that later cost a city its folder: unsafe paths, document
numbers in the wrong brackets, dates after the application."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from scoring.base.text import date_text
from scoring.documents.nodes import MappingNode, Node, get, items_of, number_of, text_of
from scoring.documents.problems import Report, read_day
from scoring.model.criteria import Item
from scoring.model.submission import EvidenceFile

__all__ = ["read_evidence"]

NUMBER = re.compile(r"[^\s〔〕]{1,30}〔[0-9]{4}〕第?[0-9]{1,5}号")
OTHER_BRACKETS = re.compile(
    r"^(\D{1,30}?)\s*[\[［(（【{〈<《]\s*([0-9]{4})\s*[\]］)）】}〉>》]\s*(第?)\s*([0-9]{1,5})\s*号?$"
)
DRIVE = re.compile(r"[A-Za-z]:")
MISSING_WORDS = ("无", "没有", "/", "-", "—")


def read_evidence(item: Item, node: Node | None, applied_on: date | None, report: Report) -> Iterator[EvidenceFile]:
    """The files put forward for `item`, in their order."""
    seen: dict[str, Node] = {}
    titles = {request.id: request.title for request in item.evidence}
    for entry in items_of(node):
        if not isinstance(entry, MappingNode):
            continue
        path = text_of(get(entry, "文件"))
        request = text_of(get(entry, "对应"))
        if not path:
            if entry.get("文件") is not None:
                report.error(
                    "empty", "“文件”不能空着", "请填文件的相对路径；还没有文件的，删掉这一条。", entry.get("文件")
                )
            continue
        _check_path(path, get(entry, "文件") or entry, report)
        if path in seen:
            first = seen[path].location.line
            message = f"文件“{path}”在第 {first} 行已经列过"
            report.question(
                "evidence-twice", message, "同一份文件在一项里列一次即可；请核对是否写错了文件名。", get(entry, "文件")
            )
        seen.setdefault(path, entry)
        pages = number_of(get(entry, "页数"))
        yield EvidenceFile(
            item=item.id,
            path=path,
            title=text_of(get(entry, "标题")) or titles.get(request, "") or path.rpartition("/")[2],
            location=entry.location,
            request=request,
            document_number=_document_number(get(entry, "文号"), report),
            issuer=text_of(get(entry, "发文机关")),
            dated=_dated(get(entry, "日期"), applied_on, report),
            pages=None if pages is None else int(pages),
        )


def _check_path(path: str, node: Node, report: Report) -> None:
    message, hint = "", "请把文件放在自评文件所在的文件夹里，写 evidence/1.1/01-通知.pdf 这样的相对路径。"
    if "\\" in path:
        message, hint = "文件路径用了反斜杠“\\”", f"请改用“/”：{path.replace(chr(92), '/')}。"
        if DRIVE.match(path):
            hint = "请把文件复制到自评文件所在的文件夹里，再写相对路径，用“/”分隔。"
    elif "://" in path:
        message = "“文件”不能是网址"
        hint = "请把文件下载下来，放在自评文件所在的文件夹里，再写相对路径。"
    elif path.startswith(("/", "~")) or DRIVE.match(path):
        message = f"文件路径“{path}”是绝对路径，换一台电脑就找不到了"
    elif ".." in path.split("/"):
        message = f"文件路径“{path}”跑到了自评文件所在的文件夹外面"
    elif any(part in ("", ".") for part in path.split("/")):
        message = f"文件路径“{path}”里有空的一段"
        hint = f"请写成 {'/'.join(part for part in path.split('/') if part not in ('', '.'))}。"
    if message:
        report.error("unsafe-path", message, hint, node)


def _document_number(node: Node | None, report: Report) -> str:
    text = text_of(node)
    if not text or NUMBER.fullmatch(text):
        return text
    if text in MISSING_WORDS:
        return ""
    other = OTHER_BRACKETS.match(text)
    if other:
        meant = f"{other[1]}〔{other[2]}〕{other[3]}{other[4]}号"
        report.question("document-number", f"文号“{text}”的年份要用六角括号〔〕", f"请写成 {meant}。", node)
    else:
        hint = "文号一般写成 示政办发〔2021〕1号；没有文号的，删掉这一行。"
        report.question("document-number", f"“{text}”不像文号", hint, node)
    return text


def _dated(node: Node | None, applied_on: date | None, report: Report) -> date | None:
    day = read_day(node, report)
    if day is not None and applied_on is not None and day > applied_on:
        message = f"文件日期 {date_text(day)} 晚于申报日期 {date_text(applied_on)}"
        report.question("date-after-application", message, "请核对两个日期；申报以后的文件一般不能作为佐证。", node)
    return day
