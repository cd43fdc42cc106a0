"""A city's self-assessment (自评) as typed data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location
from scoring.documents.fields import Reader, ValueKind
from scoring.documents.forms import (
    BLANKS,
    BY_PACK,
    DAY_OR_BLANK,
    FILLED_LINE,
    FREE_TEXT,
    INVENTED,
    LONG_TEXT,
    SHORT_TEXT,
    YEAR,
    asked,
    by_name,
)
from scoring.documents.nodes import Node, Scalar, text_of
from scoring.documents.values import LINE, ONE_LINE
from scoring.model.facts import Answer
from scoring.model.references import ReferenceSpan, ReferenceValue

__all__ = ["Choice", "EvidenceFile", "GateAnswer", "Incident", "STAND_IN", "Submission", "UNNAMED", "Unit"]


UNNAMED = "未填"
"""The city of a submission that names none."""
LONGEST_NAME = 100
"""Characters of a city's name, far above any there is: every table and page shows it whole."""
NUMBER = re.compile(r"[^\s〔〕]{1,30}〔[0-9]{4}〕第?[0-9]{1,5}号")
OTHER_BRACKETS = re.compile(
    r"^(\D{1,30}?)\s*[\[［(（【{〈<《]\s*([0-9]{4})\s*[\]］)）】}〉>》]\s*(第?)\s*([0-9]{1,5})\s*号?$"
)
DRIVE = re.compile(r"[A-Za-z]:")
MISSING_WORDS = ("无", "没有", "/", "-", "—")


def _city(node: Node, reader: Reader) -> str | None:
    city = text_of(node)
    if not city and isinstance(node, Scalar):
        hint = "请填写申报城市的名称，例如“城市: 示例市”。"
        reader.report.question("city-missing", "还没有填城市名称", hint, node)
    if len(city) > LONGEST_NAME:
        message = f"城市名称太长：{len(city)}个字，最多{LONGEST_NAME}个字"
        reader.report.error("city-long", message, "请只写城市的名称；其他内容写在“说明”里。", node)
    return city or None


def _path(node: Node, reader: Reader) -> str | None:
    """A path that stays in the folder of the file, on any machine."""
    path = text_of(node)
    if not path:
        hint = "请填文件的相对路径；还没有文件的，删掉这一条。"
        reader.report.error("empty", "“文件”不能空着", hint, node)
        return None
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
        reader.report.error("unsafe-path", message, hint, node)
    return path


def _document_number(node: Node, reader: Reader) -> str:
    """A document number; brackets that are not the official ones are asked about."""
    text = text_of(node)
    if not text or NUMBER.fullmatch(text):
        return text
    if text in MISSING_WORDS:
        return ""
    other = OTHER_BRACKETS.match(text)
    if other:
        meant = f"{other[1]}〔{other[2]}〕{other[3]}{other[4]}号"
        reader.report.question("document-number", f"文号“{text}”的年份要用六角括号〔〕", f"请写成 {meant}。", node)
    else:
        hint = "文号一般写成 示政办发〔2021〕1号；没有文号的，删掉这一行。"
        reader.report.question("document-number", f"“{text}”不像文号", hint, node)
    return text


PATH = ValueKind(
    schema={**LINE.schema, "errorMessage": "应填文件的相对路径", "examples": ["evidence/1.1/01-通知.pdf"]},
    read=_path,
    nothing="",
)
DOCUMENT_NUMBER = ValueKind(schema=SHORT_TEXT.schema, read=_document_number)
PAGES = ValueKind(
    schema={
        "anyOf": [{"type": "integer", "minimum": 1}, {"enum": BLANKS}],
        "$comment": "count",
        "errorMessage": "应填整数",
        "examples": [3],
    },
    read=YEAR.read,
)
CITY = ValueKind(
    schema={"type": FREE_TEXT, "pattern": ONE_LINE, "errorMessage": "应填城市名称", "examples": ["示例市"]},
    read=_city,
    nothing=UNNAMED,
)
TEXTS = by_name(LONG_TEXT, spelt=True)


class Choice(Struct, frozen=True, kw_only=True):
    """A switched interpretation: the option taken instead of the default, and the city's reason."""

    option: Annotated[str, asked(BY_PACK, "选择", required=True)]
    reason: Annotated[
        str, asked(FILLED_LINE, "理由", "为什么换一种理解。", required=True, errorMessage="应写明为什么这样理解")
    ]
    location: Location


class Incident(Struct, frozen=True, kw_only=True):
    """One event of an eligibility gate. `on` None: the date is not given, so the window cannot be decided."""

    on: Annotated[date | None, asked(DAY_OR_BLANK, "日期")]
    text: Annotated[str, asked(SHORT_TEXT, "情况", "发生了什么。", required=True)]
    location: Location


class GateAnswer(Struct, frozen=True, kw_only=True):
    """The answer to one gate: a list of incidents (empty for 无) or 是/否. `known` False: not answered. `recorded`: the
    record of an earlier cycle says so, whatever anybody answers."""

    known: bool
    incidents: tuple[Incident, ...] = ()
    yes: bool | None = None
    location: Location | None = None
    recorded: bool = False


class EvidenceFile(Struct, frozen=True, kw_only=True):
    """One file put forward as evidence (佐证材料).

    item: the item it is put forward for
    request: the pack's evidence id it answers, empty for a file of the city's own choice
    path: relative to the submission's folder, with forward slashes
    title, document_number, issuer, dated, pages: as the city states them; without a title, that of the request, else the
        name of the file
    """

    item: str
    request: Annotated[str, asked(BY_PACK, "对应", "本项建议的佐证材料之一；自选的材料不写这一行。")] = ""
    path: Annotated[str, asked(PATH, "文件", "文件的相对路径，从本文件所在的文件夹算起，用“/”分隔。", required=True)]
    title: Annotated[str, asked(SHORT_TEXT, "标题", "文件的标题。")] = ""
    document_number: Annotated[str, asked(DOCUMENT_NUMBER, "文号", "例如 示政办发〔2021〕1号。")] = ""
    issuer: Annotated[str, asked(SHORT_TEXT, "发文机关", "谁印发的。")] = ""
    dated: Annotated[date | None, asked(DAY_OR_BLANK, "日期", "成文或印发日期。")] = None
    pages: Annotated[int | None, asked(PAGES, "页数")] = None
    location: Location


class Unit(Struct, frozen=True, kw_only=True):
    """One unit (县区, 样本) of an item that is scored unit by unit: its answers, or that it was not looked at. `nothing`
    marks the one entry that says 无: there is no unit at all, which is an answer and not the lack of one."""

    name: str
    answers: Mapping[str, Answer]
    location: Location
    checked: bool = True
    nothing: bool = False


STAND_IN = "名称"
"""The name that a blank form writes for the first unit; with nothing filled in it is no unit."""


class Submission(Struct, frozen=True, kw_only=True):
    """One city's facts, evidence and notes.

    answers: by the name of the fact, of the basic situation and of items, only those that the file mentions; a fact without
        an entry is unknown
    switched: only interpretations that the city set itself
    evidence, units, notes: what 自评 says beside the answers: the files, the units of items that are scored unit by unit
        (their facts have no answer of their own) and the texts, by item
    summary: free texts for the report under their headings
    invented: whether it is a sample
    spans: places among all applicants that are not decided, by name; no file of a city says these
    digest: the SHA-256 (hex) of the file's bytes
    """

    criteria_id: Annotated[str, asked(BY_PACK, "指标体系", "这份自评所用的指标体系的编号。", required=True)]
    city: Annotated[str, asked(CITY, "城市", "申报城市的名称。", required=True)]
    applied_on: Annotated[date | None, asked(DAY_OR_BLANK, "申报日期", "申报资格的年限从这一天往前算。")]
    invented: Annotated[bool, asked(INVENTED, "虚构样例", "演示用的虚构数据写 是。")]
    applicant: Annotated[str, asked(SHORT_TEXT, "申报单位", "以谁的名义申报，例如市人民政府。")] = ""
    contact: Annotated[str, asked(SHORT_TEXT, "联系方式", "联系人和电话。")] = ""
    answers: Annotated[Mapping[str, Answer], asked(BY_PACK, "基本情况")]
    gates: Annotated[Mapping[str, GateAnswer], asked(BY_PACK, "申报资格")]
    switched: Annotated[Mapping[str, Choice], asked(BY_PACK, "解释口径")]
    references: Annotated[Mapping[str, ReferenceValue], asked(BY_PACK, "参照值")]
    evidence: Annotated[tuple[EvidenceFile, ...], asked(BY_PACK, "自评")]
    units: Mapping[str, tuple[Unit, ...]] = {}
    spans: Mapping[str, ReferenceSpan] = {}
    notes: Mapping[str, str]
    summary: Annotated[
        Mapping[str, str] | None,
        asked(TEXTS, "报告文字", "写进自评报告的文字，按标题分段，例如 基本情况、存在问题、下一步打算。"),
    ] = None
    file: str
    digest: str
