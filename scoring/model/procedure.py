"""What stands beside the points: eligibility, quota, steps with their deadlines, documents to hand in."""

from __future__ import annotations

import enum
from datetime import date
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location
from scoring.documents.fields import FORM, RULE, Field, Reader, ValueKind, named, part, rows, schema_of, shown
from scoring.documents.nodes import Node, items_of, words_of
from scoring.documents.values import DAY, FLAG, LINE, TEXT, WHOLE, one_of
from scoring.model.interpretations import Interpretation

__all__ = [
    "Ban",
    "CycleRule",
    "Deadline",
    "Duty",
    "Eligibility",
    "Gate",
    "GateKind",
    "HandIn",
    "Period",
    "Publicity",
    "Quota",
    "Statement",
]


class GateKind(enum.Enum):
    """INCIDENTS: a list of dated events that disqualify when they fall in the window; YES_NO: disqualifies when the answer
    is 是."""

    INCIDENTS = "incidents"
    YES_NO = "yes_no"


COUNTED = ValueKind(schema={"type": "integer", "minimum": 1}, read=WHOLE.read, nothing=1)


GATE_KINDS = {GateKind.INCIDENTS: "事件", GateKind.YES_NO: "是否"}


class Gate(Struct, frozen=True, kw_only=True):
    """One condition of eligibility (申报资格), beside the points. `quote` is verbatim; `years` the length of the window
    that ends on the application date, in calendar years."""

    name: str
    kind: Annotated[GateKind, Field(one_of(GateKind, GATE_KINDS), "类型", RULE)]
    years: Annotated[int | None, Field(COUNTED, "年限", RULE, show=lambda n: f"{n}年")] = None
    quote: Annotated[str, Field(TEXT, "原文")]
    ask: Annotated[str, Field(LINE, "问题")]
    owner: Annotated[str, Field(LINE, "责任部门")] = ""
    location: Location


class Statement(Struct, frozen=True, kw_only=True):
    """An official sentence or list entry that is kept verbatim under a short name."""

    name: Annotated[str, Field(LINE, "名称")]
    text: Annotated[str, Field(TEXT, "内容")]


def _passages(node: Node, reader: Reader) -> tuple[Statement, ...]:
    """One text, or several with the place each stands at."""
    several = tuple(reader.record(Statement, one) for one in items_of(node))
    return several or (Statement(name="", text=words_of(node)),)


PASSAGES = ValueKind(
    schema={"anyOf": [TEXT.schema, {"type": "array", "minItems": 1, "items": schema_of(Statement)}]},
    read=_passages,
    show=lambda passages: shown("\n".join(f"{one.name}：{one.text}" if one.name else one.text for one in passages)),
    nothing=(),
)


class Eligibility(Struct, frozen=True, kw_only=True):
    """The official sentences on eligibility (申报资格) and what becomes of each.

    `passages` are the sentences, each named after the place it stands at ("" where there is one place only); `gates`
    are the conditions that are asked; `for_reviewers` those that this program neither asks nor judges: each is verbatim
    a part of the passages and is left to whoever reviews.
    """

    passages: Annotated[tuple[Statement, ...], Field(PASSAGES, "原文", key="text")]
    gates: Annotated[tuple[Gate, ...], Field(named(Gate, told="ask"), "资格条件", RULE)]
    interpretations: Annotated[
        tuple[Interpretation, ...], Field(named(Interpretation, told="line"), "解释口径", RULE)
    ] = ()
    for_reviewers: Annotated[
        tuple[Statement, ...], Field(rows(Statement, told="text"), "由评审部门认定的条件", RULE)
    ] = ()

    @property
    def text(self) -> str:
        """All sentences, a passage a line."""
        return "\n".join(passage.text for passage in self.passages)

    @property
    def placed_texts(self) -> tuple[str, ...]:
        """The sentences, each after the place it stands at where there are several."""
        return tuple(f"{one.name}：{one.text}" if one.name else one.text for one in self.passages)


class HandIn(Struct, frozen=True, kw_only=True):
    """A document to hand in (报送材料), verbatim; `step` names the step of the procedure it belongs to ("": none said)."""

    name: Annotated[str, Field(LINE, "名称")]
    text: Annotated[str, Field(TEXT, "内容")]
    step: Annotated[str, Field(LINE, "报送阶段", FORM)] = ""


class Duty(Struct, frozen=True, kw_only=True):
    """What a named city reports afterwards, verbatim; `yearly` where the text says every year."""

    name: Annotated[str, Field(LINE, "名称")]
    text: Annotated[str, Field(TEXT, "内容")]
    yearly: Annotated[bool, Field(FLAG, "报送频次", FORM, show=lambda yes: "每年" if yes else None)] = False


class Publicity(Struct, frozen=True, kw_only=True):
    """A publicity period (公示) of so many working days; `quote` is verbatim. `counts_first` says whether the day it
    begins on is one of them; None where the text does not say."""

    working_days: Annotated[int, Field(WHOLE, "公示的工作日", FORM)]
    quote: Annotated[str, Field(TEXT, "公示的原文")]
    counts_first: Annotated[bool | None, Field(FLAG, "公示的首日是否计入", FORM)] = None

    @property
    def line(self) -> str:
        """The period as one value."""
        first = {None: "", True: "，首日计入", False: "，首日不计入"}[self.counts_first]
        return f"{self.working_days}个工作日{first}"


class Deadline(Struct, frozen=True, kw_only=True):
    """One step of the procedure (创建程序) with its verbatim text and last day."""

    name: Annotated[str, Field(LINE, "名称")]
    due: Annotated[date, Field(DAY, "截止日期", FORM)]
    due_text: Annotated[str, Field(LINE, "截止日期原文")]
    text: Annotated[str, Field(TEXT, "内容")]
    publicity: Annotated[Publicity | None, Field(part(Publicity, told="line"), "公示", FORM)] = None


class Ban(Struct, frozen=True, kw_only=True):
    """What follows a withdrawn title: so many of the next cycles are closed to the city; `quote` is verbatim. `gate`
    names the gate of eligibility that asks for it ("": none does)."""

    quote: Annotated[str, Field(TEXT, "撤销后限制的原文")]
    cycles: Annotated[int, Field(WHOLE, "撤销后限制的期数", RULE)]
    gate: Annotated[str, Field(LINE, "撤销后限制对应的资格条件", RULE)] = ""


class CycleRule(Struct, frozen=True, kw_only=True):
    """How long one cycle (评选周期) is, in calendar years, and what a withdrawal closes; `quote` is verbatim."""

    years: Annotated[int, Field(WHOLE, "评选周期的年数", RULE)]
    quote: Annotated[str, Field(TEXT, "评选周期的原文")]
    ban: Annotated[Ban | None, Field(part(Ban), "撤销后的限制", RULE)] = None


class Period(Struct, frozen=True, kw_only=True):
    """The days the official text asks evidence to be from, both included (None: open on that side); `quote` is
    verbatim."""

    first: Annotated[date | None, Field(DAY, "佐证材料从哪天起", FORM, key="from")] = None
    last: Annotated[date | None, Field(DAY, "佐证材料到哪天止", FORM, key="to")] = None
    quote: Annotated[str, Field(TEXT, "佐证材料时间范围的原文")]


class Quota(Struct, frozen=True, kw_only=True):
    """How many cities may be put forward; `texts` are the official sentences."""

    at_most: Annotated[int, Field(COUNTED, "数量", RULE, show=lambda n: f"{n}个以内")]
    texts: Annotated[tuple[Statement, ...], Field(rows(Statement, told="text", null=False), "条文", whole=True)]
