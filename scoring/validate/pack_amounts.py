"""How much a clause is worth: raw node to amount, with everything that can be wrong about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from fractions import Fraction

from scoring import lang
from scoring.base.text import points_text
from scoring.documents.nodes import Node, get, items_of, number_of, text_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.clauses import (
    Amount,
    Effect,
    Flat,
    Judged,
    Measure,
    Partial,
    PerUnit,
    Ranked,
    Scaled,
    Side,
    Tier,
    Tiers,
    Ties,
)
from scoring.model.conditions import Op
from scoring.model.facts import Fact, FactType
from scoring.model.scorecard import InputKind

__all__ = ["AmountReader"]

QUANTITIES = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT)
WORDS = {FactType.COUNT: "个数类（count）", FactType.JUDGED: "评判类（judged）"}
BOUNDS = {"below": Op.LT, "up_to": Op.LE, "above": Op.GT, "at_least": Op.GE}
KEYS = ("per", "step", "below", "above", "partial", "fact", "tiers", "scale", "ranks", "ties", "tied", "range")
USES = {
    "flat": (),
    "per": ("per", "step", "below", "above", "partial"),
    "scale": ("fact", "scale"),
    "tiers": ("fact", "tiers"),
    "rank": ("fact", "ranks", "ties", "tied"),
    "judged": ("fact", "per", "range"),
}
NAMES = {
    "flat": "固定分数的条款",
    "per": "按数量（per）计算的条款",
    "scale": "按比例（scale）计算的条款",
    "tiers": "分档（tiers）的条款",
    "rank": "按名次（rank）的条款",
    "judged": "评判（judged）的条款",
}


class AmountReader:
    """Reads amounts. `points` is the most a clause may name (None: it reaches beyond its item)."""

    def __init__(self, facts: dict[str, Fact], scope: lang.Scope, report: Report) -> None:
        self.facts = facts
        self.scope = scope
        self.report = report

    def read(self, node: Node, effect: Effect, points: Fraction | None) -> Amount | None:
        """The amount of a clause; None for an effect that has none."""
        if effect in (Effect.FORFEIT, Effect.LIMIT):
            words = "不得分（forfeit）" if effect is Effect.FORFEIT else "限定等级（limit）"
            for key in (*KEYS, "at_most", "times", "group"):
                self._unused(get(node, key), f"{words}的条款不写 {key}")
            return None
        value = get(node, effect.value)
        if value is None:
            return None  # told already: the clause does not say what it does
        stated = number_of(value)
        form = text_of(value) if stated is None else "flat"
        if form == "flat":
            scaled = get(node, "scale") is not None and effect is not Effect.LOWER
            form = "per" if get(node, "per") is not None else "scale" if scaled else "flat"
        for key in KEYS:
            if key not in USES[form]:
                self._unused(get(node, key), f"{NAMES[form]}不写 {key}")
        if form == "flat" and get(node, "times") is None:
            self._unused(get(node, "at_most"), "固定分数的条款不写 at_most")
        if stated is not None:
            self._within(stated, points, value)
        if effect is Effect.LOWER:
            self._whole_steps(node)
        amount = Fraction(0) if stated is None else stated
        match form:
            case "flat":
                return Flat(points=amount)
            case "per":
                return self._per(node, amount)
            case "scale":
                return self._scale(node, amount, effect)
            case "tiers":
                return self._tiers(node, points)
            case "rank":
                return self._rank(node, points)
        return self._judged(node, points)

    def _whole_steps(self, node: Node) -> None:
        """A grade is lowered by whole steps."""
        hint = "等级只能一档一档地降，请写整数。"
        for at in (get(node, "at_most"), *(get(row, "points") for row in items_of(get(node, "tiers")))):
            steps = number_of(at)
            if steps is not None and steps.denominator != 1:
                self.report.error("clause-points", f"{points_text(steps)} 档不是整数", hint, at)
        partial = get(node, "partial")
        if text_of(partial) == "proportional":
            hint = "等级只能一档一档地降，请写 none（不足一档不计）或 up（不足一档按一档计）。"
            self.report.error("clause-partial", "降等级（lower）的条款不能按比例", hint, partial)

    def measure(self, node: Node | None, like: str = "") -> Measure | None:
        """A number, or the name of a quantity of the same unit as the fact `like` ("": any unit)."""
        found = number_of(node)
        if node is None or found is not None:
            return found
        name = _fold(text_of(node))
        symbol = self.scope.get(name)
        quantities = [key for key, one in self.scope.items() if one.type in QUANTITIES]
        if symbol is None or symbol.type not in QUANTITIES or symbol.kind is InputKind.INTERPRETATION:
            self.report.error("clause-fact", f"没有名为“{name}”的数", did_you_mean(name, quantities), node)
        elif like in self.scope and symbol.shown_unit != self.scope[like].shown_unit:
            one, other = self.scope[like].shown_unit, symbol.shown_unit
            message = f"单位不同：“{like}”是“{one}”，“{name}”是“{other}”"
            self.report.error("clause-unit", message, "同一单位的数才能比较，请核对 unit 或 type。", node)
        return name

    def _per(self, node: Node, points: Fraction) -> PerUnit:
        below, above = get(node, "below"), get(node, "above")
        bare = below is None and above is None and get(node, "step") is None
        fact = self._fact(get(node, "per"), node, "per", (FactType.COUNT,) if bare else QUANTITIES)
        if below is not None and above is not None:
            self.report.error("clause-extra", "below 和 above 只写一个", "不足的写 below，超出的写 above。", above)
        base = self.measure(below if below is not None else above, fact)
        if not bare and below is None and above is None and fact in self.facts and not self._counts(fact):
            hint = "“每下降、每低”写 below（从100%降起写 below: 100），“每上升、每超”写 above；真的从0算起写 above: 0。"
            self.report.question("clause-base", f"没有写“{fact}”从多少算起", hint, get(node, "per"))
        step = number_of(get(node, "step"))
        partial = text_of(get(node, "partial"))
        if not partial and not self._whole(fact, base, step):
            hint = "请加 partial：none（不足一档不计）、proportional（按比例计）或 up（不足一档按一档计）。"
            self.report.error("clause-partial", "没有写不足一档怎么算", hint, get(node, "step") or node)
        return PerUnit(
            points=points,
            fact=fact,
            step=Fraction(1) if step is None else step,
            side=Side.BELOW if below is not None else None if above is None else Side.ABOVE,
            base=base,
            partial=Partial(partial or "none"),
        )

    def _whole(self, name: str, base: Measure | None, step: Fraction | None) -> bool:
        """Whether only whole steps can occur."""
        if name in self.facts and not self._counts(name):
            return False
        if isinstance(base, str):
            symbol = self.scope.get(base)
            if symbol is not None and symbol.type is not FactType.COUNT:
                return False
        return step in (None, 1) and (not isinstance(base, Fraction) or base.denominator == 1)

    def _counts(self, name: str) -> bool:
        return self.facts[name].type is FactType.COUNT

    def _scale(self, node: Node, points: Fraction, effect: Effect) -> Scaled:
        fact = self._fact(get(node, "fact"), node, "fact", QUANTITIES)
        scale = get(node, "scale")
        least, most, zero = (get(scale, key) for key in ("at_least", "at_most", "zero_at"))
        if (least is None) == (most is None):
            hint = "越高越好写 at_least（达到多少得满分），越低越好写 at_most（不超过多少得满分）。"
            self.report.error("clause-scale", "scale 要写且只写 at_least、at_most 之一", hint, scale)
        side = Side.ABOVE if most is None else Side.BELOW
        target = self.measure(least if most is None else most, fact)
        zero_at = number_of(zero)
        if zero_at is not None and isinstance(target, Fraction) and (zero_at < target) is not (side is Side.ABOVE):
            hint = "at_least 时 zero_at 要更小，at_most 时要更大。"
            self.report.error("clause-scale", "zero_at 与满分的那一端方向不合", hint, zero)
        if isinstance(target, Fraction) and target <= 0 and zero_at is None:
            self.report.error("clause-scale", "按比例的目标值要大于 0", "请核对目标值，或写 zero_at。", least or most)
        return Scaled(
            points=points,
            fact=fact,
            side=side,
            target=Fraction(1) if target is None else target,
            zero_at=zero_at,
            missing=effect is Effect.DEDUCT,
        )

    def _tiers(self, node: Node, points: Fraction | None) -> Tiers:
        fact = self._fact(get(node, "fact"), node, "fact", QUANTITIES)
        rows = [self._tier(row, points) for row in items_of(get(node, "tiers"))]
        if not rows:
            self.report.error("clause-tiers", "没有写分档", "请写 tiers: [{below: 80, points: 1}, …]。", node)
        for before, row, at in zip(rows, rows[1:], items_of(get(node, "tiers"))[1:], strict=False):
            down = before.op in (Op.LT, Op.LE)
            deeper = row.bound < before.bound if down else row.bound > before.bound
            if down is not (row.op in (Op.LT, Op.LE)) or not deeper:
                hint = "各档方向要一致，从最轻（最先达到）的一档写到最重的一档；只按最后达到的一档计分。"
                self.report.error("clause-tiers", "分档的顺序不对", hint, at)
        return Tiers(fact=fact, rows=tuple(rows))

    def _tier(self, row: Node, points: Fraction | None) -> Tier:
        keys = [key for key in BOUNDS if get(row, key) is not None]
        if len(keys) != 1:
            hint = "低于写 below，不超过写 up_to，高于写 above，达到写 at_least。"
            self.report.error("clause-tiers", "每档写且只写一个界限", hint, row)
        key = keys[0] if keys else "below"
        worth = number_of(get(row, "points")) or Fraction(0)
        self._within(worth, points, get(row, "points"))
        return Tier(op=BOUNDS[key], bound=number_of(get(row, key)) or Fraction(0), points=worth)

    def _rank(self, node: Node, points: Fraction | None) -> Ranked:
        table = tuple(number_of(one) or Fraction(0) for one in items_of(get(node, "ranks")))
        for worth, at in zip(table, items_of(get(node, "ranks")), strict=True):
            self._within(worth, points, at)
        tied, ties = get(node, "tied"), text_of(get(node, "ties"))
        if not table:
            self.report.error("clause-rank", "没有写各名次的分", "请写 ranks: [60, 57, 54]，从第一名写起。", node)
        if (ties in ("mean", "last")) != (tied is not None):
            hint = "并列时取平均（mean）或按最后一名（last）的，要有一个填报项说明几家并列；same 不用。"
            self.report.error("clause-rank", "ties 与 tied 不合", hint, tied or get(node, "ties") or node)
        return Ranked(
            fact=self._fact(get(node, "fact"), node, "fact", (FactType.COUNT,)),
            points=table or (Fraction(0),),
            tied=None if tied is None else self._fact(tied, node, "tied", (FactType.COUNT,)),
            ties=Ties(ties or "same"),
        )

    def _judged(self, node: Node, points: Fraction | None) -> Judged:
        name = self._fact(get(node, "fact"), node, "fact", (FactType.JUDGED,))
        per, ends = get(node, "per"), get(node, "range")
        low, high = (number_of(one) for one in (*items_of(ends), None, None)[:2])
        if (per is None) != (ends is None) or (low is not None and high is not None and low > high):
            hint = "“每项扣2至5分”写成 per: 项数，range: [2, 5]。"
            self.report.error("clause-range", "每项的评判范围不对", hint, ends or per or node)
        fact = self.facts.get(name)
        if fact is not None and points is not None and not _inside(fact, points):
            message = f"“{fact.name}”的范围超出本项的 0 至 {points_text(points)} 分"
            self.report.error("judged-range", message, "请改 minimum 和 maximum。", fact.location)
        return Judged(
            fact=name,
            per=None if per is None else self._fact(per, node, "per", (FactType.COUNT,)),
            low=low,
            high=high,
        )

    def _fact(self, at: Node | None, node: Node, key: str, kinds: Iterable[FactType]) -> str:
        name, kinds = _fold(text_of(at)), tuple(kinds)
        known = [fact.name for fact in self.facts.values() if fact.type in kinds]
        wanted = WORDS.get(kinds[0], "") if len(kinds) == 1 else "数值类（count、number、percent）"
        if at is None:
            self.report.error("clause-fact", f"条款没有写 {key}", f"请写一个{wanted}填报项的名称。", node)
        elif name not in self.facts:
            self.report.error("clause-fact", f"没有名为“{name}”的填报项", did_you_mean(name, known), at)
        elif self.facts[name].type not in kinds:
            hint = f"{key} 只能用{wanted}。"
            if key == "per" and kinds == (FactType.COUNT,) and self.facts[name].type in QUANTITIES:
                hint += "“每下降几个点”请加 step 和 below，“每上升、每超过”请加 step 和 above。"
            self.report.error("clause-fact", f"“{name}”不是{wanted}填报项", hint, at)
        return name

    def _within(self, points: Fraction, most: Fraction | None, at: Node | None) -> None:
        if most is not None and points > most:
            message = f"{points_text(points)} 分超过本项满分 {points_text(most)} 分"
            self.report.error("clause-points", message, "请核对评分标准。", at)

    def _unused(self, at: Node | None, message: str) -> None:
        if at is not None:
            self.report.error("clause-extra", message, "请删掉它，或改计分方式。", at)


def _inside(fact: Fact, points: Fraction) -> bool:
    low, high = fact.minimum, fact.maximum
    return low is None or high is None or (low >= 0 and high <= points)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name)
