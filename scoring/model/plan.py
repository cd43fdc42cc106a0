"""A plan without points (规划方案): indicators with targets by year, tasks with responsible units.

A plan is a pack like a `Criteria`, marked `kind: plan`. Its submissions are a `Progress` (scoring.model.progress);
the result is an `Attainment` (scoring.model.attainment) instead of a score card.
"""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location
from scoring.documents.fields import Field, Reader, ValueKind, part, rows, shape
from scoring.documents.nodes import MappingNode, Node, Scalar, bool_of, entries_of, get, items_of, number_of, text_of
from scoring.documents.values import LINE, LINES, OPTIONAL, OPTIONAL_LINE, TEXT, TEXTS, WHOLE, one_of
from scoring.model.criteria import Assumption, Basis, Source
from scoring.model.facts import Better, FactType
from scoring.model.plan_text import NO_TARGET, TaskShare, is_strict, shares_of, unit_of
from scoring.model.procedure import Statement

__all__ = [
    "Indicator",
    "Lack",
    "Nature",
    "PlanTable",
    "Plan",
    "PlanPart",
    "PlanContradiction",
    "TaskGroup",
    "Target",
    "PlanTask",
]


class Nature(enum.Enum):
    """Whether an indicator binds (属性); UNSTATED where the document does not divide its goals."""

    BINDING = "约束性"
    EXPECTED = "预期性"
    UNSTATED = "未标明"


class Target(Struct, frozen=True, kw_only=True):
    """The figure of one year.

    text: verbatim
    value: None where the document gives none ("-", "——"), a bool for a goal that is reached or not
    strict: 高于 and the like: the figure itself does not meet it
    every: a yearly or standing requirement, written once in the document
    """

    year: int
    text: str
    value: Fraction | bool | None
    location: Location
    strict: bool = False
    every: bool = False


def _figure(year: int, node: Node, location: Location) -> Target:
    """A figure alone (then its spelling is the text), a mark for none, or a figure with its words."""
    if isinstance(node, MappingNode):
        worded, text = node.get("value"), text_of(node.get("text"))
        value = bool_of(worded) if number_of(worded) is None else number_of(worded)
        return Target(
            year=year, text=text, value=value, location=location, strict=is_strict(text), every="每年" in text
        )
    text = node.text.strip() if isinstance(node, Scalar) else ""
    return Target(year=year, text=text, value=None if text in NO_TARGET else number_of(node), location=location)


def _targets(node: Node, _reader: Reader) -> tuple[Target, ...]:
    """By year; a key that is no year is the year 0, which no plan has."""
    return tuple(
        _figure(int(one.name) if one.name.isascii() and one.name.isdecimal() else 0, one.value, one.key.location)
        for one in entries_of(node)
    )


WORDED = shape(
    ("value", "text"),
    {
        "value": {"anyOf": [{"type": "number"}, {"enum": [True]}], "errorMessage": "应填数字或 true", "examples": [60]},
        "text": TEXT.schema,
    },
)
BASE = ValueKind(
    schema={
        "anyOf": [{"type": "number"}, {"enum": list(NO_TARGET)}, WORDED],
        "errorMessage": "应填数字、“-”或“——”（原文没有目标），或 {value: 数字, text: 原文的字}",
        "examples": [60],
    },
    read=lambda node, _reader: _figure(0, node, node.location),
)
TARGETS = ValueKind(
    schema={"type": "object", "minProperties": 1, "additionalProperties": BASE.schema}, read=_targets, nothing=()
)


def _unit(node: Node, _reader: Reader) -> str:
    """The unit that is written, else the one that the table prints behind the name."""
    return text_of(get(node, "unit")) or unit_of(text_of(get(node, "name"))) or ""


UNIT = ValueKind(schema={}, spread={"unit": OPTIONAL_LINE.schema}, read=_unit)
TYPE = ValueKind(
    schema={},
    spread={"type": {"enum": [FactType.NUMBER.value, FactType.PERCENT.value, FactType.BOOL.value]}},
    read=lambda node, reader: FactType(
        text_of(get(node, "type")) or ("percent" if _unit(node, reader) == "%" else "number")
    ),
)
NATURE = ValueKind(
    schema={"enum": [Nature.BINDING.value, Nature.EXPECTED.value]},
    read=lambda node, _reader: Nature(text_of(node)) if text_of(node) else None,
)
BETTER = ValueKind(
    schema={"enum": [Better.HIGHER.value, Better.LOWER.value, Better.YES.value]}, read=one_of(Better).read
)
LINES_OR_NONE = ValueKind(schema={**LINES.schema, "type": ["array", "null"]}, read=LINES.read, nothing=())
NOTES = ValueKind(schema={**TEXTS.schema, "type": ["array", "null"]}, read=TEXTS.read, nothing=())


class Indicator(Struct, frozen=True, kw_only=True):
    """One goal with a figure.

    name: verbatim where it comes from a table, else a short name of ours for `quote`
    quote: the verbatim sentence
    when: the words that carry the year where they stand apart from it
    basis: whether the text itself gives the direction `better`, or this pack assumes it
    base: the figure of the base year, None where the document has no such column
    also: other places of the document with the same figure
    """

    id: Annotated[str, Field(LINE, "编号")]
    name: Annotated[str, Field(LINE, "名称，照原文")]
    type: Annotated[FactType, Field(TYPE, "类型；单位是 % 的是 percent，其他的是 number")]
    unit: Annotated[str, Field(UNIT, "单位；名称后面括号里印着的不用写")]
    nature: Annotated[Nature, Field(NATURE, "属性", key="kind")] = Nature.UNSTATED
    better: Annotated[Better, Field(BETTER, "哪个方向更好")]
    basis: Annotated[Basis, Field(one_of(Basis), "方向是原文写的，还是编者定的")]
    targets: Annotated[tuple[Target, ...], Field(TARGETS, "各年的目标")]
    location: Location
    base: Annotated[Target | None, Field(BASE, "基期的数")] = None
    quote: Annotated[str, Field(TEXT, "原文")] = ""
    when: Annotated[str, Field(TEXT, "另写在别处的期限")] = ""
    also: Annotated[tuple[Statement, ...], Field(rows(Statement), "原文别处同样的数")] = ()
    notes: Annotated[tuple[str, ...], Field(NOTES, "编者说明")] = ()

    def target(self, year: int) -> Target | None:
        """The target of a year when it has a figure, else None."""
        for target in self.targets:
            if target.year == year and target.value is not None:
                return target
        return None

    @property
    def last(self) -> Target | None:
        """The target of the latest year that has one."""
        given = [target for target in self.targets if target.value is not None]
        return given[-1] if given else None


class PlanTable(Struct, frozen=True, kw_only=True):
    """Indicators that stand together. `label` and `title` as the document prints them, or ours for figures in its text."""

    id: Annotated[str, Field(LINE, "编号")]
    label: Annotated[str, Field(OPTIONAL_LINE, "表号")] = ""
    title: Annotated[str, Field(LINE, "表名")]
    indicators: Annotated[tuple[Indicator, ...], Field(rows(Indicator, called="id", null=False, minItems=1), "指标")]
    location: Location


NUMBER = ValueKind(
    schema={},
    spread={"number": OPTIONAL_LINE.schema},
    read=lambda node, _reader: text_of(get(node, "number")) or text_of(get(node, "id")),
)
SHARES = ValueKind(
    schema={},
    spread={"units": OPTIONAL_LINE.schema},
    read=lambda node, _reader: shares_of(text_of(get(node, "units"))),
)


class PlanTask(Struct, frozen=True, kw_only=True):
    """One task. `title`, `text` and `units` are verbatim; `shares` is `units` taken apart."""

    id: Annotated[str, Field(LINE, "编号")]
    number: Annotated[str, Field(NUMBER, "序号")]
    title: Annotated[str, Field(OPTIONAL_LINE, "小标题")] = ""
    text: Annotated[str, Field(TEXT, "原文")]
    units: Annotated[str, Field(OPTIONAL_LINE, "责任单位，照原文")] = ""
    shares: Annotated[tuple[TaskShare, ...], Field(SHARES, "责任单位")]
    location: Location


class TaskGroup(Struct, frozen=True, kw_only=True):
    """Tasks under one heading of the document."""

    label: Annotated[str, Field(OPTIONAL_LINE, "序号")] = ""
    title: Annotated[str, Field(LINE, "标题")]
    tasks: Annotated[tuple[PlanTask, ...], Field(rows(PlanTask, called="id", null=False, minItems=1), "任务")]
    location: Location


class PlanContradiction(Struct, frozen=True, kw_only=True):
    """Places of the document that do not agree. Nothing is corrected: `note` says how they differ and what is used."""

    about: Annotated[str, Field(LINE, "关于什么")]
    texts: Annotated[tuple[Statement, ...], Field(rows(Statement, null=False, minItems=1), "各处原文")]
    note: Annotated[str, Field(TEXT, "怎样不一致，用哪一个")]
    indicators: Annotated[tuple[str, ...], Field(LINES_OR_NONE, "涉及的指标")] = ()


class Lack(Struct, frozen=True, kw_only=True):
    """What the copy at hand does not hold: `known` is the verbatim rest of it, `lacks` says what is missing."""

    about: Annotated[str, Field(LINE, "关于什么")]
    known: Annotated[str, Field(OPTIONAL, "手头有的部分", required=True)] = ""
    lacks: Annotated[str, Field(TEXT, "缺什么")]


A_YEAR = {"type": "integer", "minimum": 1949, "maximum": 2199, "examples": [2025]}
YEARS = ValueKind(
    schema={"type": "array", "minItems": 1, "items": A_YEAR},
    read=lambda node, _reader: tuple(int(year) for one in items_of(node) if (year := number_of(one)) is not None),
    nothing=(),
)
BASE_YEAR = ValueKind(schema={**A_YEAR, "type": ["integer", "null"]}, read=WHOLE.read)
SHORT_TITLE = ValueKind(
    schema={},
    spread={"short_title": LINE.schema},
    read=lambda node, _reader: text_of(get(node, "short_title")) or text_of(get(node, "title")),
)


class Plan(Struct, frozen=True, kw_only=True):
    """One plan.

    edition: the pack's own version of the encoding
    years: those it may be reported for
    base_year: the year of its base figures
    digest: the SHA-256 (hex) over the pack's files
    """

    id: Annotated[str, Field(LINE, "编号，与文件夹同名")]
    title: Annotated[str, Field(LINE, "名称")]
    short_title: Annotated[str, Field(SHORT_TITLE, "简称")]
    region: Annotated[str, Field(OPTIONAL_LINE, "地区")] = ""
    issuer: Annotated[str, Field(OPTIONAL_LINE, "发布机关")] = ""
    edition: Annotated[str, Field(LINE, "版次")]
    years: Annotated[tuple[int, ...], Field(YEARS, "填报的年度")]
    base_year: Annotated[int | None, Field(BASE_YEAR, "基期")] = None
    tables: tuple[PlanTable, ...]
    groups: tuple[TaskGroup, ...]
    contradictions: Annotated[
        tuple[PlanContradiction, ...], Field(rows(PlanContradiction, called="about"), "前后不一致的地方")
    ] = ()
    lacks: Annotated[tuple[Lack, ...], Field(rows(Lack, called="about"), "手头文本缺少的部分")] = ()
    assumptions: Annotated[tuple[Assumption, ...], Field(rows(Assumption, called="about"), "约定")] = ()
    source: Annotated[Source, Field(part(Source), "来源")]
    digest: str
    folder: str
    document_number: Annotated[str | None, Field(OPTIONAL_LINE, "文号")] = None
    issued: Annotated[str, Field(OPTIONAL_LINE, "何时印发")] = ""

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in the order of the document."""
        return tuple(one for table in self.tables for one in table.indicators)

    @property
    def tasks(self) -> tuple[PlanTask, ...]:
        """All tasks in the order of the document."""
        return tuple(task for group in self.groups for task in group.tasks)

    @property
    def reported_years(self) -> tuple[int, ...]:
        """The years a submission may give values for: the base year and those of the plan."""
        return self.years if self.base_year is None else (self.base_year, *self.years)


class PlanPart(Struct, frozen=True, kw_only=True):
    """One file of a plan beside pack.yaml: tables of indicators, groups of tasks, or both."""

    tables: Annotated[tuple[PlanTable, ...], Field(rows(PlanTable, called="id"), "指标表")] = ()
    groups: Annotated[tuple[TaskGroup, ...], Field(rows(TaskGroup, called="title"), "任务")] = ()
