"""Tells by a few bytes what a file is, before anybody reads it whole."""

from __future__ import annotations

import os
import re

from msgspec import Struct

from scoring.base.marks import INTEGRITY_STAMP
from scoring.base.reading import LARGEST, LARGEST_REPORT, open_regular
from scoring.base.text import size_text
from scoring.batch.model import InputSource
from scoring.exchange.filling import whose_form
from scoring.exchange.form import EVERYTHING
from scoring.exchange.reading import BOOKS

__all__ = ["YAML", "Detected", "pack_named", "detect_kind"]

YAML = (".yaml", ".yml")
TOP = re.compile(r"^([^\s#\-\[\]{}:：][^:：\n]*?)\s*[:：]", re.MULTILINE)
NAME = re.compile(r"^[\"']?指标体系[\"']?\s*[:：]\s*[\"']?([^\s\"'#]+)", re.MULTILINE)
VALUE = re.compile(r"(?:数值|由本批计算)\s*[:：]")
"""What stands in a file of references and in no other."""
OWN = {"指标体系", "城市", "申报日期", "自评", "申报资格", "基本情况"}
"""Keys at the top of a submission."""
OTHERS = {"审核人", "审核意见", "审核", "评选周期", "周期"}
"""Keys at the top of files that name a pack as well and are no submission."""
TAIL = 1 << 16
SEAL = INTEGRITY_STAMP.partition(b"0")[0]
BUNDLE = b"scoring-bundle/1 "
END_OF_ZIP = b"PK\x05\x06"


class Detected(Struct, frozen=True, kw_only=True):
    """What a file is; None where it is no input, with a reason in Chinese where that deserves a notice."""

    kind: InputSource | None
    reason: str = ""


def detect_kind(path: str) -> Detected:
    """What the file at `path` is. A file that cannot be read, is empty or was cut is taken for what its ending says, so
    that it fails by itself and is listed: a city must not be left out in silence."""
    ending = os.path.splitext(path)[1].lower()
    try:
        if ending in YAML:
            with open_regular(path) as stream:
                return _yaml(stream.read(LARGEST))
        if ending in BOOKS:
            return _workbook(path)
        if ending == ".zip":
            return Detected(kind=InputSource.BUNDLE if _bundle(_tail(path)) else None)
        if ending == ".pdf":
            size = os.path.getsize(path)
            if size > LARGEST_REPORT:
                return Detected(kind=None, reason=f"PDF 有 {size_text(size)}，不像本工具生成的报告，没有计分")
            return Detected(kind=InputSource.REPORT if not size or _sealed(path) else None)
    except OSError:
        return Detected(kind=InputSource.SUBMISSION if ending in YAML else None)
    return Detected(kind=None)


def pack_named(data: bytes) -> str:
    """The id of the pack that a submission names, as far as it can be told without reading it; "" where not."""
    found = NAME.search(_text(data))
    return found[1] if found else ""


def _yaml(data: bytes) -> Detected:
    keys = {key.strip("\"' ") for key in TOP.findall(_text(data))}
    if keys & OTHERS:
        return Detected(kind=None, reason="不是自评文件（像是审核或评选周期的文件），没有计分")
    if keys and not keys & OWN and VALUE.search(_text(data)):
        return Detected(kind=None, reason="像是参照值文件，没有用上；要用请写在 --references 后面")
    if keys and not keys & OWN:
        return Detected(kind=None, reason="不是自评文件（没有“指标体系”和“自评”），没有计分")
    return Detected(kind=InputSource.SUBMISSION)


def _workbook(path: str) -> Detected:
    """A form of ours with all questions is an input; one of a single department is not."""
    whose = whose_form(path)
    if whose is None:
        return Detected(kind=None)
    if whose != EVERYTHING:
        return Detected(kind=None, reason=f"是“{whose}”的填报表，没有计分；请先用 scoring excel in 收进自评文件")
    return Detected(kind=InputSource.WORKBOOK)


def _text(data: bytes) -> str:
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _bundle(tail: bytes) -> bool:
    """Whether the end of a ZIP file is that of a bundle, or is missing: then it was cut on its way, and may have been one."""
    return BUNDLE in tail or END_OF_ZIP not in tail


def _tail(path: str) -> bytes:
    with open_regular(path) as stream:
        stream.seek(0, os.SEEK_END)
        stream.seek(max(stream.tell() - TAIL - 22, 0))
        return stream.read()


def _sealed(path: str) -> bool:
    """Whether the seal of a report stands anywhere in the file; read in parts that overlap."""
    with open_regular(path) as stream:
        kept = b""
        while chunk := stream.read(1 << 20):
            if SEAL in kept + chunk:
                return True
            kept = chunk[-len(SEAL) :]
    return False
