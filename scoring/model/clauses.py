"""Scoring rules (评分条款): what a clause does, how much, when, and the official words it comes from.

A clause is five independent choices: effect, amount, guard, limits, reach (docs/decisions/0040-clause-parts.md).
"""

from __future__ import annotations

import enum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any

from msgspec import Struct

from scoring.base.errors import Location
from scoring.base.text import points_text
from scoring.documents.fields import RULE, Field, Reader, Schema, ValueKind
from scoring.documents.nodes import Node, entries_of, get, number_of, words_of
from scoring.documents.values import CONDITION, LINE, ONLY_TRUE, POINTS, TEXT, one_of, yes
from scoring.model.amounts import (
    AMOUNT_KEYS,
    AMOUNTS,
    MEASURE,
    Amount,
    AmountForm,
    Measure,
    measure_text,
    measures,
)
from scoring.model.conditions import Expr

__all__ = [
    "Clause",
    "Effect",
    "CapGroup",
    "Manual",
    "Reach",
    "effect_keys",
    "form_of",
]


class Effect(enum.Enum):
    """What a clause does: take points away, add points, set the item to zero (不得分), set it to an amount; or, without
    touching points, cap the grade (一票否优) or lower it by steps (下降一个等次)."""

    DEDUCT = "deduct"
    AWARD = "award"
    FORFEIT = "forfeit"
    SET = "set"
    LIMIT = "limit"
    LOWER = "lower"


GRADED = (Effect.LIMIT, Effect.LOWER)


class Reach(enum.Enum):
    """Whose points a clause changes: those of its item, of its section, or the total (追加扣除)."""

    ITEM = "item"
    SECTION = "section"
    TOTAL = "total"


def effect_keys(node: Node) -> list[str]:
    """The keys of a clause that say its effect; there should be one."""
    written = {entry.name for entry in entries_of(node)}
    return [key for key in EFFECT.spread if key in written]


def form_of(node: Node) -> AmountForm | None:
    """The kind of amount that a clause is written with; None where it has none."""
    effect = next(iter(effect_keys(node)), "")
    value = get(node, effect)
    if value is None or effect in (Effect.FORFEIT.value, Effect.LIMIT.value):
        return None
    said = "" if number_of(value) is not None else words_of(value)
    for form in AMOUNTS:
        fits = form.said == said and (not form.key or get(node, form.key) is not None)
        if fits and (form.lowers or effect != Effect.LOWER.value):
            return form
    return AMOUNTS[-1]


def _amount(node: Node, reader: Reader) -> Amount | None:
    form = form_of(node)
    if form is None:
        return None
    given: dict[str, Any] = {}
    if not form.said:
        given["points"] = number_of(get(node, effect_keys(node)[0])) or Fraction(0)
    made: Any = reader.record(form.of, node, **given)
    return made  # type: ignore[no-any-return]


class CapGroup(Struct, frozen=True, kw_only=True):
    """Clauses of one item, or of the whole pack beyond the items, that share a cap in points."""

    name: str
    at_most: Annotated[Fraction, Field(POINTS, "上限", RULE)]
    location: Location

    @property
    def line(self) -> str:
        """What is told of one that was added or dropped."""
        return f"最多{points_text(self.at_most)}分"


SAID = [form.said for form in AMOUNTS if form.said]
POINTS_OR_FORM: Schema = {
    "anyOf": [POINTS.schema, {"enum": SAID}],
    "errorMessage": f"应写几分（如 3、0.5），或 {'、'.join(SAID)}",
    "$comment": "amount",
    "examples": [1],
}
STEPS: Schema = {
    "anyOf": [{"type": "integer", "minimum": 1}, {"enum": ["tiers"]}],
    "errorMessage": "应写降几档（如 1），或 tiers",
    "$comment": "amount",
    "examples": [1],
}
EFFECT = ValueKind(
    schema={},
    spread={
        "deduct": POINTS_OR_FORM,
        "award": POINTS_OR_FORM,
        "set": POINTS_OR_FORM,
        "forfeit": ONLY_TRUE.schema,
        "limit": LINE.schema,
        "lower": STEPS,
    },
    read=lambda node, _reader: next((Effect(key) for key in effect_keys(node)), None),
    nothing=Effect.DEDUCT,
)
AMOUNT = ValueKind(schema={}, spread=AMOUNT_KEYS, read=_amount)
REACH_WORDS = {Reach.ITEM: "", Reach.SECTION: "（计入一级指标）", Reach.TOTAL: "（计入总分）"}
EFFECT_WORDS = {
    Effect.DEDUCT: "扣",
    Effect.AWARD: "得",
    Effect.FORFEIT: "不得分",
    Effect.SET: "按",
    Effect.LIMIT: "限定等次",
    Effect.LOWER: "等次下降",
}


class Clause(Struct, frozen=True, kw_only=True, dict=True):
    """One scoring rule (评分条款): effect, amount, guard, limits and reach, with the official words it comes from.

    quote: a verbatim span of the item's scoring sentence
    amount: None exactly for FORFEIT and LIMIT
    when: the guard (None: always)
    exhausted: it applies only when the item has nothing left as the clause's turn comes
    at_most: cuts the amount; what a LOWER counts, here too, are grades, not points
    group: the shared cap ("" for none)
    times: multiplies the amount before `at_most` cuts it
    remedy: our suggestion to the city, never official wording
    grade: the best grade a LIMIT leaves
    """

    id: Annotated[str, Field(LINE, "编号", required=False)]
    quote: Annotated[str, Field(TEXT, "原文")] = ""
    effect: Annotated[Effect, Field(EFFECT, "作用", RULE)]
    amount: Annotated[Amount | None, Field(AMOUNT, "计分", RULE)] = None
    when: Annotated[Expr | None, Field(CONDITION, "条件", RULE)] = None
    exhausted: Annotated[bool, Field(ONLY_TRUE, "扣完之后", RULE, show=yes("仅在扣完之后"))] = False
    at_most: Annotated[Fraction | None, Field(POINTS, "上限", RULE)] = None
    group: Annotated[str, Field(LINE, "合用的上限", RULE)] = ""
    times: Annotated[Measure | None, Field(MEASURE, "倍数", RULE)] = None
    reach: Annotated[Reach, Field(one_of(Reach, REACH_WORDS), "计入哪里", RULE)] = Reach.ITEM
    remedy: Annotated[str, Field(TEXT, "改进建议")] = ""
    grade: Annotated[str, Field(LINE, "限定的等次", RULE, key="limit")] = ""
    location: Location

    @property
    def line(self) -> str:
        """Effect, amount, limits and reach in one phrase; the guard is another matter."""
        unit = "档" if self.effect is Effect.LOWER else "分"
        parts = [EFFECT_WORDS[self.effect] + ("" if self.amount is None else self.amount.line(unit))]
        if self.grade:
            parts.append(f"最高“{self.grade}”")
        if self.times is not None:
            parts.append(f"再乘以{measure_text(self.times)}")
        if self.at_most is not None:
            parts.append(f"最多{points_text(self.at_most)}{unit}")
        if self.group:
            parts.append(f"合用上限“{self.group}”")
        if self.exhausted:
            parts.append("仅在扣完之后")
        return "，".join(parts) + REACH_WORDS[self.reach]

    @cached_property
    def own(self) -> bool:
        """Whether it changes the points of its own item."""
        return self.reach is Reach.ITEM and self.effect not in GRADED

    @cached_property
    def graded(self) -> bool:
        """Whether it changes the grade and no points."""
        return self.effect in GRADED

    @cached_property
    def measured(self) -> tuple[str, ...]:
        """The names its amount and its factor look at, beside the guard."""
        factor = (self.times,) if isinstance(self.times, str) else ()
        return tuple(dict.fromkeys((*measures(self.amount), *factor)))

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """Every name it reads itself, in the order of its guard, then those of its amount."""
        guard = () if self.when is None else self.when.names
        return tuple(dict.fromkeys((*guard, *self.measured)))


class Manual(Struct, frozen=True, kw_only=True):
    """Official words of a scoring sentence that no clause encodes, and why a person must read them."""

    quote: Annotated[str, Field(TEXT, "原文")]
    reason: Annotated[str, Field(TEXT, "理由")]
    location: Location
