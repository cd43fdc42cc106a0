"""What a region reports on a plan: values of its indicators by year, and the state of its tasks."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location
from scoring.documents.fields import Field, ValueKind
from scoring.documents.forms import BY_PACK, DAY_OR_BLANK, INVENTED, LONG_TEXT, SHORT_TEXT, asked, options_text
from scoring.documents.nodes import text_of
from scoring.model.facts import Answer

__all__ = ["IndicatorReport", "Progress", "TaskReport", "TaskState"]


class TaskState(enum.Enum):
    """How far a task is, as the submission says."""

    DONE = "已完成"
    RUNNING = "进行中"
    WAITING = "未开始"
    UNKNOWN = "未填"


UNNAMED = "未填"
"""The region of a submission that names none."""
REGION = ValueKind(
    schema={**SHORT_TEXT.schema, "errorMessage": "应填地区名称", "examples": ["示例市"]},
    read=SHORT_TEXT.read,
    nothing=UNNAMED,
)
TASK_STATE = ValueKind(
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
