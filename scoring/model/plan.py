"""A plan without points (规划方案): indicators with targets by year, tasks with responsible units, and what is reported.

A plan is a pack like a `Criteria`, marked `kind: plan`. Its submissions report values by year and the state of tasks;
the result is an `Attainment` (scoring.model.attainment) instead of a score card.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location
from scoring.documents.fields import Field, Kind
from scoring.documents.forms import BY_PACK, DAY_OR_BLANK, INVENTED, LONG_TEXT, SHORT_TEXT, asked, options_text
from scoring.documents.nodes import text_of
from scoring.model.criteria import Assumption, Basis, Source
from scoring.model.facts import Answer, Better, FactType
from scoring.model.procedure import Statement

__all__ = [
    "Contradiction",
    "Group",
    "Indicator",
    "IndicatorReport",
    "Lack",
    "Nature",
    "Plan",
    "Progress",
    "Share",
    "Table",
    "Target",
    "Task",
    "TaskReport",
    "TaskState",
]


class Nature(enum.Enum):
    """Whether an indicator binds (属性); UNSTATED where the document does not divide its goals."""

    BINDING = "约束性"
    EXPECTED = "预期性"
    UNSTATED = "未标明"


class Target(Struct, frozen=True, kw_only=True):
    """The figure of one year. `text` is verbatim; `value` None where the document gives none ("-", "——"), a bool for a
    goal that is reached or not. `strict` marks 高于 and the like: the figure itself does not meet it. `every` marks a
    yearly or standing requirement, written once in the document."""

    year: int
    text: str
    value: Fraction | bool | None
    location: Location
    strict: bool = False
    every: bool = False


class Indicator(Struct, frozen=True, kw_only=True):
    """One goal with a figure. `name` is verbatim where it comes from a table, else a short name of ours for `quote`,
    the verbatim sentence; `when` are the words that carry the year where they stand apart from it.

    `basis` says whether the text itself gives the direction `better`, or this pack assumes it. `base` is the figure of
    the base year, None where the document has no such column. `also` are other places of the document with the same
    figure.
    """

    id: str
    name: str
    type: FactType
    unit: str
    nature: Nature
    better: Better
    basis: Basis
    targets: tuple[Target, ...]
    location: Location
    base: Target | None = None
    quote: str = ""
    when: str = ""
    also: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()

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


class Table(Struct, frozen=True, kw_only=True):
    """Indicators that stand together. `label` and `title` as the document prints them, or ours for figures in its text."""

    id: str
    label: str
    title: str
    indicators: tuple[Indicator, ...]
    location: Location


class Share(Struct, frozen=True, kw_only=True):
    """The part some units take in a task: `role` is the document's own word (牵头, 配合 …), or 责任单位 where it only
    lists them."""

    role: str
    units: tuple[str, ...]


class Task(Struct, frozen=True, kw_only=True):
    """One task. `title`, `text` and `units` are verbatim; `shares` is `units` taken apart."""

    id: str
    number: str
    title: str
    text: str
    units: str
    shares: tuple[Share, ...]
    location: Location


class Group(Struct, frozen=True, kw_only=True):
    """Tasks under one heading of the document."""

    label: str
    title: str
    tasks: tuple[Task, ...]
    location: Location


class Contradiction(Struct, frozen=True, kw_only=True):
    """Places of the document that do not agree. Nothing is corrected: `note` says how they differ and what is used."""

    about: str
    texts: tuple[Statement, ...]
    note: str
    indicators: tuple[str, ...] = ()


class Lack(Struct, frozen=True, kw_only=True):
    """What the copy at hand does not hold: `known` is the verbatim rest of it, `lacks` says what is missing."""

    about: str
    known: str
    lacks: str


class Plan(Struct, frozen=True, kw_only=True):
    """One plan. `years` are the years it may be reported for, `base_year` the year of its base figures; `digest` is the
    SHA-256 (hex) over the pack's files, `edition` the pack's own version of the encoding."""

    id: str
    title: str
    short_title: str
    region: str
    issuer: str
    edition: str
    years: tuple[int, ...]
    base_year: int | None
    tables: tuple[Table, ...]
    groups: tuple[Group, ...]
    contradictions: tuple[Contradiction, ...]
    lacks: tuple[Lack, ...]
    assumptions: tuple[Assumption, ...]
    source: Source
    digest: str
    folder: str
    document_number: str | None = None
    issued: str = ""

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in the order of the document."""
        return tuple(one for table in self.tables for one in table.indicators)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks in the order of the document."""
        return tuple(task for group in self.groups for task in group.tasks)

    @property
    def reported_years(self) -> tuple[int, ...]:
        """The years a submission may give values for: the base year and those of the plan."""
        return self.years if self.base_year is None else (self.base_year, *self.years)


class TaskState(enum.Enum):
    """How far a task is, as the submission says."""

    DONE = "已完成"
    RUNNING = "进行中"
    WAITING = "未开始"
    UNKNOWN = "未填"


UNNAMED = "未填"
"""The region of a submission that names none."""
REGION = Kind(
    schema={**SHORT_TEXT.schema, "errorMessage": "应填地区名称", "examples": ["示例市"]},
    read=SHORT_TEXT.read,
    nothing=UNNAMED,
)
TASK_STATE = Kind(
    schema={
        "enum": [*(one.value for one in TaskState), None],
        "errorMessage": f"应从{options_text(one.value for one in TaskState)}中选一个",
        "examples": [TaskState.RUNNING.value],
    },
    read=lambda node, _reading: next((one for one in TaskState if one.value == text_of(node)), None),
)


class IndicatorReport(Struct, frozen=True, kw_only=True):
    """What a submission says of one indicator: its values by year, and where they come from."""

    values: Annotated[Mapping[str, Answer], Field(BY_PACK)] = {}
    source: Annotated[str, asked(SHORT_TEXT, "来源", "数据出自哪里。")] = ""
    note: Annotated[str, asked(LONG_TEXT, "说明", "写进报告的说明。")] = ""


class TaskReport(Struct, frozen=True, kw_only=True):
    """What a submission says of one task."""

    state: Annotated[TaskState, asked(TASK_STATE, "状态")] = TaskState.UNKNOWN
    note: Annotated[str, asked(LONG_TEXT, "说明", "写进报告的说明。")] = ""
    location: Location | None = None


class Progress(Struct, frozen=True, kw_only=True):
    """A submission to a plan.

    until: the day the data stand for
    origin: where they come from
    indicators, tasks: what is said of each, only of those that the file mentions
    """

    plan_id: Annotated[str, asked(BY_PACK, "指标体系", "所填规划方案的编号。", required=True)]
    region: Annotated[str, asked(REGION, "地区", "所填的地区。", required=True)]
    until: Annotated[date | None, asked(DAY_OR_BLANK, "数据截至", "数据截至哪一天；以后的年度算未到期。")]
    invented: Annotated[bool, asked(INVENTED, "虚构样例", "演示用的虚构数据写 是。")]
    origin: Annotated[str, asked(LONG_TEXT, "数据说明", "数据从哪里来，会印在报告封面上。")] = ""
    reporter: Annotated[str, asked(SHORT_TEXT, "填报单位", "谁填报的。")] = ""
    contact: Annotated[str, asked(SHORT_TEXT, "联系方式", "联系人和电话。")] = ""
    indicators: Annotated[Mapping[str, IndicatorReport], asked(BY_PACK, "指标进展")]
    tasks: Annotated[Mapping[str, TaskReport], asked(BY_PACK, "任务进展")]
    file: str
    digest: str

    def report(self, indicator: str) -> IndicatorReport:
        """What is said of an indicator; nothing where the file does not mention it."""
        return self.indicators.get(indicator, IndicatorReport())
