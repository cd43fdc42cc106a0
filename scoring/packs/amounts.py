"""What can be wrong about how much a clause is worth: keys of another kind, facts of the wrong type, points beyond the item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from msgspec import Struct

from scoring import lang
from scoring.base.text import points_text
from scoring.documents.fields import fold
from scoring.documents.nodes import Node, get, items_of, number_of, words_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.amounts import (
    AMOUNT_KEYS,
    Flat,
    Judged,
    Measure,
    PerUnit,
    Ranked,
    Scaled,
    Side,
    Tiers,
    bounds_of,
)
from scoring.model.clauses import Clause, Effect, form_of
from scoring.model.conditions import Op
from scoring.model.facts import QUANTITIES, Fact, FactType
from scoring.model.scorecard import InputKind

__all__ = ["AmountPlace", "check_amount", "check_measure"]

WORDS = {FactType.COUNT: "个数类（count）", FactType.JUDGED: "评判类（judged）"}
NONE = {Effect.FORFEIT: "不得分（forfeit）", Effect.LIMIT: "限定等级（limit）"}


class AmountPlace(Struct, frozen=True, kw_only=True):
    """A clause where it stands, with what its amount is held against.

    node: the clause in the file
    facts: all facts, by name
    scope: all names a condition may use
    most: the most points it may name; None where it reaches beyond its item, or is multiplied
    """

    clause: Clause
    node: Node
    facts: Mapping[str, Fact]
    scope: lang.Scope
    report: Report
    most: Fraction | None

    def at(self, key: str) -> Node | None:
        """What stands under a key of the clause."""
        return get(self.node, key)

    def error(self, code: str, message: str, hint: str, at: Node | None) -> None:
        """Note something at a place in the clause."""
        self.report.error(code, message, hint, at)


def check_amount(place: AmountPlace) -> None:
    """All that a clause says of its amount."""
    effect = place.clause.effect
    if effect in NONE:
        for key in (*AMOUNT_KEYS, "at_most", "times", "group"):
            _unused(place, key, f"{NONE[effect]}的条款不写 {key}")
        return
    form = form_of(place.node)
    if form is None:
        return  # told already: the clause does not say what it does
    for key in AMOUNT_KEYS:
        if key not in form.keys:
            _unused(place, key, f"{form.words}不写 {key}")
    if form.of is Flat and place.at("times") is None:
        _unused(place, "at_most", "固定分数的条款不写 at_most")
    value = place.at(effect.value)
    stated = number_of(value)
    if stated is not None:
        _within(place, stated, value)
    if effect is Effect.LOWER:
        _whole_steps(place)
    if form.of in CHECKS:
        CHECKS[form.of](place, place.clause.amount)


def check_measure(place: AmountPlace, measure: Measure | None, at: Node | None, like: str = "") -> None:
    """A name that stands for a number is that of a quantity, of the same unit as the fact `like` ("": any unit)."""
    if not isinstance(measure, str):
        return
    symbol = place.scope.get(measure)
    if symbol is None or symbol.type not in QUANTITIES or symbol.kind is InputKind.INTERPRETATION:
        quantities = [key for key, one in place.scope.items() if one.type in QUANTITIES]
        place.error("clause-fact", f"没有名为“{measure}”的数", did_you_mean(measure, quantities), at)
    elif like in place.scope and symbol.shown_unit != place.scope[like].shown_unit:
        one, other = place.scope[like].shown_unit, symbol.shown_unit
        message = f"单位不同：“{like}”是“{one}”，“{measure}”是“{other}”"
        place.error("clause-unit", message, "同一单位的数才能比较，请核对 unit 或 type。", at)


def _whole_steps(place: AmountPlace) -> None:
    """A grade is lowered by whole steps."""
    hint = "等级只能一档一档地降，请写整数。"
    for at in (place.at("at_most"), *(get(row, "points") for row in items_of(place.at("tiers")))):
        steps = number_of(at)
        if steps is not None and steps.denominator != 1:
            place.error("clause-points", f"{points_text(steps)} 档不是整数", hint, at)
    partial = place.at("partial")
    if words_of(partial) == "proportional":
        hint = "等级只能一档一档地降，请写 none（不足一档不计）或 up（不足一档按一档计）。"
        place.error("clause-partial", "降等级（lower）的条款不能按比例", hint, partial)


def _per_unit(place: AmountPlace, amount: PerUnit) -> None:
    below, above, step = place.at("below"), place.at("above"), place.at("step")
    bare = below is None and above is None and step is None
    _fact(place, "per", (FactType.COUNT,) if bare else QUANTITIES)
    if below is not None and above is not None:
        place.error("clause-extra", "below 和 above 只写一个", "不足的写 below，超出的写 above。", above)
    check_measure(place, amount.base, below if below is not None else above, amount.fact)
    fact = place.facts.get(amount.fact)
    counts = fact is not None and fact.type is FactType.COUNT
    if not bare and below is None and above is None and fact is not None and not counts:
        hint = "“每下降、每低”写 below（从100%降起写 below: 100），“每上升、每超”写 above；真的从0算起写 above: 0。"
        place.report.question("clause-base", f"没有写“{amount.fact}”从多少算起", hint, place.at("per"))
    if not words_of(place.at("partial")) and not _whole(place, amount):
        hint = "请加 partial：none（不足一档不计）、proportional（按比例计）或 up（不足一档按一档计）。"
        place.error("clause-partial", "没有写不足一档怎么算", hint, step or place.node)


def _whole(place: AmountPlace, amount: PerUnit) -> bool:
    """Whether only whole steps can occur."""
    fact = place.facts.get(amount.fact)
    if fact is not None and fact.type is not FactType.COUNT:
        return False
    if isinstance(amount.base, str):
        symbol = place.scope.get(amount.base)
        if symbol is not None and symbol.type is not FactType.COUNT:
            return False
    return amount.step == 1 and (not isinstance(amount.base, Fraction) or amount.base.denominator == 1)


def _scaled(place: AmountPlace, amount: Scaled) -> None:
    _fact(place, "fact", QUANTITIES)
    scale = place.at("scale")
    least, most, zero = (get(scale, key) for key in ("at_least", "at_most", "zero_at"))
    if (least is None) == (most is None):
        hint = "越高越好写 at_least（达到多少得满分），越低越好写 at_most（不超过多少得满分）。"
        place.error("clause-scale", "scale 要写且只写 at_least、at_most 之一", hint, scale)
    check_measure(place, amount.target, least if most is None else most, amount.fact)
    target, zero_at = amount.target, amount.zero_at
    if (least or most) is None or not isinstance(target, Fraction):
        return
    if zero_at is not None and (zero_at < target) is not (amount.side is Side.ABOVE):
        hint = "at_least 时 zero_at 要更小，at_most 时要更大。"
        place.error("clause-scale", "zero_at 与满分的那一端方向不合", hint, zero)
    if target <= 0 and zero_at is None:
        place.error("clause-scale", "按比例的目标值要大于 0", "请核对目标值，或写 zero_at。", least or most)


def _tiers(place: AmountPlace, amount: Tiers) -> None:
    _fact(place, "fact", QUANTITIES)
    nodes = items_of(place.at("tiers"))
    if not nodes:
        place.error("clause-tiers", "没有写分档", "请写 tiers: [{below: 80, points: 1}, …]。", place.node)
    for node, row in zip(nodes, amount.rows, strict=True):
        if len(bounds_of(node)) != 1:
            hint = "低于写 below，不超过写 up_to，高于写 above，达到写 at_least。"
            place.error("clause-tiers", "每档写且只写一个界限", hint, node)
        _within(place, row.points, get(node, "points"))
    for before, row, at in zip(amount.rows, amount.rows[1:], nodes[1:], strict=False):
        down = before.op in (Op.LT, Op.LE)
        deeper = row.bound < before.bound if down else row.bound > before.bound
        if down is not (row.op in (Op.LT, Op.LE)) or not deeper:
            hint = "各档方向要一致，从最轻（最先达到）的一档写到最重的一档；只按最后达到的一档计分。"
            place.error("clause-tiers", "分档的顺序不对", hint, at)


def _ranked(place: AmountPlace, amount: Ranked) -> None:
    nodes = items_of(place.at("ranks"))
    for worth, at in zip(amount.points, nodes, strict=False):
        _within(place, worth, at)
    tied, ties = place.at("tied"), place.at("ties")
    if not nodes:
        place.error("clause-rank", "没有写各名次的分", "请写 ranks: [60, 57, 54]，从第一名写起。", place.node)
    if (words_of(ties) in ("mean", "last")) != (tied is not None):
        hint = "并列时取平均（mean）或按最后一名（last）的，要有一个填报项说明几家并列；same 不用。"
        place.error("clause-rank", "ties 与 tied 不合", hint, tied or ties or place.node)
    _fact(place, "fact", (FactType.COUNT,))
    if tied is not None:
        _fact(place, "tied", (FactType.COUNT,))


def _judged(place: AmountPlace, amount: Judged) -> None:
    _fact(place, "fact", (FactType.JUDGED,))
    per, ends = place.at("per"), place.at("range")
    crossed = amount.low is not None and amount.high is not None and amount.low > amount.high
    if (per is None) != (ends is None) or crossed:
        hint = "“每项扣2至5分”写成 per: 项数，range: [2, 5]。"
        place.error("clause-range", "每项的评判范围不对", hint, ends or per or place.node)
    fact = place.facts.get(amount.fact)
    if fact is not None and place.most is not None and not _inside(fact, place.most):
        message = f"“{fact.name}”的范围超出本项的 0 至 {points_text(place.most)} 分"
        place.report.error("judged-range", message, "请改 minimum 和 maximum。", fact.location)
    if per is not None:
        _fact(place, "per", (FactType.COUNT,))


def _inside(fact: Fact, points: Fraction) -> bool:
    low, high = fact.minimum, fact.maximum
    return low is None or high is None or (low >= 0 and high <= points)


CHECKS: Mapping[type, Callable[[AmountPlace, Any], None]] = {
    PerUnit: _per_unit,
    Scaled: _scaled,
    Tiers: _tiers,
    Ranked: _ranked,
    Judged: _judged,
}


def _fact(place: AmountPlace, key: str, kinds: tuple[FactType, ...]) -> None:
    """The name under `key` is that of a fact of one of these types."""
    at = place.at(key)
    name = fold(words_of(at))
    wanted = WORDS.get(kinds[0], "") if len(kinds) == 1 else "数值类（count、number、percent）"
    if at is None:
        place.error("clause-fact", f"条款没有写 {key}", f"请写一个{wanted}填报项的名称。", place.node)
    elif name not in place.facts:
        known = [fact.name for fact in place.facts.values() if fact.type in kinds]
        place.error("clause-fact", f"没有名为“{name}”的填报项", did_you_mean(name, known), at)
    elif place.facts[name].type not in kinds:
        hint = f"{key} 只能用{wanted}。"
        if key == "per" and kinds == (FactType.COUNT,) and place.facts[name].type in QUANTITIES:
            hint += "“每下降几个点”请加 step 和 below，“每上升、每超过”请加 step 和 above。"
        place.error("clause-fact", f"“{name}”不是{wanted}填报项", hint, at)


def _within(place: AmountPlace, points: Fraction, at: Node | None) -> None:
    if place.most is not None and points > place.most:
        message = f"{points_text(points)} 分超过本项满分 {points_text(place.most)} 分"
        place.error("clause-points", message, "请核对评分标准。", at)


def _unused(place: AmountPlace, key: str, message: str) -> None:
    if place.at(key) is not None:
        place.error("clause-extra", message, "请删掉它，或改计分方式。", place.at(key))
