"""A city's self-assessment (自评) as typed data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location
from scoring.documents.fields import LINE, Kind
from scoring.documents.forms import SHORT_TEXT, asked, option
from scoring.model.facts import Answer, ReferenceValue

__all__ = ["Choice", "EvidenceFile", "GateAnswer", "Incident", "STAND_IN", "Submission", "UNNAMED", "Unit"]


REASON = Kind(schema={**LINE.schema, "errorMessage": "应写明为什么这样理解"}, read=SHORT_TEXT.read, nothing="")


class Choice(Struct, frozen=True, kw_only=True):
    """A switched interpretation: the option taken instead of the default, and the city's reason."""

    option: Annotated[str, asked(option(()), "选择", required=True)]
    reason: Annotated[str, asked(REASON, "理由", "为什么换一种理解。", required=True)]
    location: Location


class Incident(Struct, frozen=True, kw_only=True):
    """One event of an eligibility gate. `on` None: the date is not given, so the window cannot be decided."""

    on: date | None
    text: str
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
    """One file put forward as evidence. `request` is the pack's evidence id it answers ("" for a file of the city's
    own choice); `path` is relative to the submission's folder, with forward slashes; `pages` as the city states them.
    """

    item: str
    path: str
    title: str
    location: Location
    request: str = ""
    document_number: str = ""
    issuer: str = ""
    dated: date | None = None
    pages: int | None = None


class Unit(Struct, frozen=True, kw_only=True):
    """One unit (县区, 样本) of an item that is scored unit by unit: its answers, or that it was not looked at. `nothing`
    marks the one entry that says 无: there is no unit at all, which is an answer and not the lack of one."""

    name: str
    answers: Mapping[str, Answer]
    location: Location
    checked: bool = True
    nothing: bool = False


UNNAMED = "未填"
"""The city of a submission that names none."""
STAND_IN = "名称"
"""The name that a blank form writes for the first unit; with nothing filled in it is no unit."""
NO_UNITS: Mapping[str, tuple[Unit, ...]] = {}


class Submission(Struct, frozen=True, kw_only=True):
    """One city's facts, evidence and notes. `digest` is the SHA-256 (hex) of the file's bytes; `invented` marks samples.

    `answers` holds an entry only for facts the file mentions, keyed by fact name (profile facts too); a fact without
    an entry is unknown. `switched` holds only interpretations the city set itself.
    """

    criteria_id: str
    city: str
    applied_on: date | None
    invented: bool
    answers: Mapping[str, Answer]
    gates: Mapping[str, GateAnswer]
    switched: Mapping[str, Choice]
    references: Mapping[str, ReferenceValue]
    evidence: tuple[EvidenceFile, ...]
    notes: Mapping[str, str]
    file: str
    digest: str
    applicant: str = ""
    contact: str = ""
    summary: Mapping[str, str] | None = None
    """Free texts for the report under fixed headings: 基本情况, 存在问题, 下一步打算 …"""
    units: Mapping[str, tuple[Unit, ...]] = NO_UNITS
    """The units of each item that is scored unit by unit, by item id; their facts have no answer of their own."""
