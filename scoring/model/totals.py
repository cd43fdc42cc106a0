"""What turns the scores of items into the published result: items left out, levels of rounding, samples, grades, and
who comes first among cities with the same total (同分排序)."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location
from scoring.base.text import number_text, points_text
from scoring.documents.fields import RULE, Field, Reader, ValueKind, fold, shape
from scoring.documents.nodes import Node, entries_of, get, items_of, number_of, words_of
from scoring.documents.values import CONDITION, FLAG, LINE, NUMBER, POINTS, TEXT, UP_FROM_ZERO, WHOLE, one_of, yes
from scoring.model.conditions import Expr
from scoring.model.facts import Fact

__all__ = [
    "AbsentItems",
    "BEYONDS",
    "Beyond",
    "Each",
    "Grade",
    "Level",
    "NOTHING_WORDS",
    "Nothing",
    "TREATMENTS",
    "Rounding",
    "Take",
    "Treatment",
    "TieKey",
    "TieKind",
    "TieRule",
]


class Level(enum.Enum):
    """Where something happens: in each item, in each section, or in the total."""

    ITEM = "item"
    SECTION = "section"
    TOTAL = "total"


class Treatment(enum.Enum):
    """What an item that is not assessed (缺项) counts: its full points, nothing, the mean rate of the assessed ones, or
    it is left out and the rest rescaled (得分之和 ÷ 应得满分之和)."""

    FULL = "full"
    ZERO = "zero"
    MEAN = "mean"
    RESCALE = "rescale"


LEVELS = {Level.ITEM: "每个指标项", Level.SECTION: "每个一级指标", Level.TOTAL: "总分"}
TREATMENTS = {
    Treatment.FULL: "计满分",
    Treatment.ZERO: "计0分",
    Treatment.MEAN: "按其余各项的平均得分率",
    Treatment.RESCALE: "不计，其余折算",
}
OF_LEVEL = one_of(Level, LEVELS)
PART = ValueKind(schema={"enum": ["section", "total"]}, read=OF_LEVEL.read, show=OF_LEVEL.show)
PLACES = ValueKind(
    schema={"type": ["integer", "null"], "minimum": 0},
    read=WHOLE.read,
    show=lambda places: "不取舍" if places is None else f"保留{places}位小数",
)


class Beyond(enum.Enum):
    """Whether points that are added or taken beyond the items take part where the others make up for what is left out."""

    INCLUDED = "included"
    APART = "apart"


BEYONDS = {Beyond.INCLUDED: "一并折算", Beyond.APART: "折算以后再加扣"}


class AbsentItems(Struct, frozen=True, kw_only=True):
    """How items that are not assessed count, over which items a mean or a rescaling goes (SECTION or TOTAL), and whether what
    reaches beyond the items takes part in it (None: not said, it does)."""

    treatment: Annotated[
        Treatment, Field(one_of(Treatment, TREATMENTS), "缺项的算法", RULE, key="treat", required=True)
    ] = Treatment.FULL
    level: Annotated[Level, Field(PART, "缺项在哪里折算", RULE, key="at")] = Level.TOTAL
    beyond: Annotated[Beyond | None, Field(one_of(Beyond, BEYONDS), "加扣分是否折算", RULE)] = None

    @property
    def apart(self) -> bool:
        """Whether what reaches beyond the items comes after what is left out was made up for."""
        return self.beyond is Beyond.APART


class Rounding(Struct, frozen=True, kw_only=True):
    """Where published scores are rounded, half up and once; `places` None means exact, never rounded."""

    places: Annotated[int | None, Field(PLACES, "小数取舍", RULE)] = None
    level: Annotated[Level, Field(one_of(Level, LEVELS), "在哪里取舍", RULE, key="at")] = Level.TOTAL


class Take(enum.Enum):
    """What becomes of the units' scores: their mean (取平均), or all of them added up (得分之和、累计)."""

    MEAN = "mean"
    SUM = "sum"


class Nothing(enum.Enum):
    """What an item without a single unit counts where the pack says so: its full points, nothing, or it is not assessed
    (缺项)."""

    FULL = "full"
    ZERO = "zero"
    ABSENT = "absent"


TAKE_WORDS = {Take.MEAN: "取平均", Take.SUM: "相加"}
NOTHING_WORDS: Mapping[Nothing, str] = {
    Nothing.FULL: "计满分",
    Nothing.ZERO: "计0分",
    Nothing.ABSENT: "不参评",
}


def _count(node: Node, _reader: Reader) -> Fraction | str | None:
    fixed = number_of(node)
    return (fold(words_of(node)) or None) if fixed is None else fixed


def _count_text(count: Fraction | str | None) -> str | None:
    return f"共{points_text(count)}个" if isinstance(count, Fraction) else None if count is None else f"见“{count}”"


COUNT = ValueKind(
    schema={
        "anyOf": [WHOLE.schema, LINE.schema],
        "errorMessage": "应写一共几个（如 3），或 profile 里个数类填报项的名称",
    },
    read=_count,
    show=_count_text,
)


class Each(Struct, frozen=True, kw_only=True):
    """An item that is scored once for every unit of a kind (县区, 样本) and counts with what `take` makes of the scores.

    Its facts are answered for each unit. `count` is how many units there are: a number that the official text fixes
    (抽查3个), or the name of the profile fact that says so (None: those that are listed); `unchecked` are the points of a unit that was not looked at (None: each must be). `points` are the
    full points of one unit where scores are added up (None: those of the item). `none` says what no units at all count
    (None: nothing is lost and nothing is gained).
    """

    name: Annotated[str, Field(LINE, "逐个计分的单位", RULE)]
    count: Annotated[Fraction | str | None, Field(COUNT, "单位的个数", RULE)] = None
    unchecked: Annotated[Fraction | None, Field(UP_FROM_ZERO, "未检查的单位的分", RULE)] = None
    take: Annotated[Take, Field(one_of(Take, TAKE_WORDS), "各单位的得分", RULE)] = Take.MEAN
    points: Annotated[Fraction | None, Field(POINTS, "每个单位的满分", RULE)] = None
    none: Annotated[Nothing | None, Field(one_of(Nothing, NOTHING_WORDS), "一个单位也没有时", RULE)] = None

    @property
    def perhaps_none(self) -> bool:
        """Whether the list of units may be answered 无: no number that the official text fixes says otherwise."""
        return not isinstance(self.count, Fraction)

    def may_be_none(self, facts: Mapping[str, Fact]) -> bool:
        """Whether there may be not a single unit: neither the official text nor the least of the fact that counts them
        says otherwise."""
        if not isinstance(self.count, str):
            return self.count is None
        least = facts[self.count].minimum if self.count in facts else None
        return least is None or least < 1

    @property
    def how(self) -> str:
        """What is done with the scores, in the words of a reader."""
        return TAKE_WORDS[self.take]

    def uncut(self, scores: Sequence[Fraction], points: Fraction, *, full: bool) -> Fraction:
        """The units' scores made one, before the item's own floor and cap. `points` are the item's, `full` whether it
        starts from them: then units without points of their own take what each loses from the one amount (累计扣分), and
        no units at all lose nothing of it."""
        if not scores:
            return points if full and self.points is None else Fraction(0)
        added = sum(scores, Fraction(0))
        if self.take is Take.MEAN:
            return added / len(scores)
        return added if self.points is not None or not full else points + added - points * len(scores)

    def made_one(self, scores: Sequence[Fraction], points: Fraction, *, full: bool) -> Fraction:
        """The item's score."""
        return min(max(self.uncut(scores, points, full=full), Fraction(0)), points)


SECTIONS = ValueKind(
    schema={"type": "object", "additionalProperties": NUMBER.schema, "minProperties": 1},
    read=lambda node, _reader: tuple((one.key.text, number_of(one.value) or Fraction(0)) for one in entries_of(node)),
    show=lambda needs: "、".join(f"{name}达到{number_text(least)}分" for name, least in needs) or None,
)


class Grade(Struct, frozen=True, kw_only=True):
    """One grade (等级), best first in a pack: a city gets the first whose requirements all hold.

    `at_least` is a total, `sections` scores of sections by id, `must_pass` asks that every must-pass item passes, `when`
    is a condition on facts. A grade without requirements is the last resort.
    """

    name: Annotated[str, Field(LINE, "名称")]
    text: Annotated[str, Field(TEXT, "原文")] = ""
    at_least: Annotated[Fraction | None, Field(NUMBER, "分数线", RULE)] = None
    sections: Annotated[tuple[tuple[str, Fraction], ...], Field(SECTIONS, "一级指标的分数线", RULE)] = ()
    must_pass: Annotated[bool, Field(FLAG, "必达项目", RULE, show=yes("都要通过"))] = False
    when: Annotated[Expr | None, Field(CONDITION, "条件", RULE)] = None
    location: Location


class TieKind(enum.Enum):
    """What a tie is broken by: the points of a section or of an item."""

    SECTION = "section"
    ITEM = "item"


class TieKey(Struct, frozen=True, kw_only=True):
    """One step of the rule: the city with more points in this section or item comes first."""

    kind: TieKind
    id: str


def _keys(node: Node, reader: Reader) -> tuple[TieKey, ...]:
    return tuple(
        reader.place(TieKey(kind=kind, id=words_of(get(step, kind.value))), step)
        for step in items_of(node)
        for kind in TieKind
        if get(step, kind.value) is not None
    )


def _keys_text(keys: tuple[TieKey, ...]) -> str:
    words = {TieKind.SECTION: "一级指标", TieKind.ITEM: "指标项"}
    return "，再比".join(f"{words[key.kind]}{key.id}的得分" for key in keys)


KEYS = ValueKind(
    schema={
        "type": ["array", "null"],
        "items": {
            "anyOf": [shape((kind.value,), {kind.value: LINE.schema}) for kind in TieKind],
            "errorMessage": "应写成 {section: 编号} 或 {item: 编号}",
        },
    },
    read=_keys,
    show=_keys_text,
)


class TieRule(Struct, frozen=True, kw_only=True):
    """The steps in order; the next is looked at only where all before are equal. `note` says in the pack's words where
    the rule comes from."""

    keys: Annotated[tuple[TieKey, ...], Field(KEYS, "同分排序的先后", RULE, key="ties")] = ()
    note: Annotated[str, Field(TEXT, "同分排序的出处")] = ""
