"""An amount where it stands in a pack: what it is held against, and what is wrong whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from scoring import lang
from scoring.base.errors import Location
from scoring.base.text import points_text
from scoring.documents.fields import fold
from scoring.documents.nodes import Node, get, items_of, number_of, words_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.amounts import AMOUNT_KEYS, Measure
from scoring.model.clauses import Clause, Effect, form_of
from scoring.model.facts import QUANTITIES, Fact, FactType, Sum
from scoring.model.scorecard import InputKind

__all__ = ["ClausePlace", "check_amount"]

WORDS = {FactType.COUNT: "个数类（count）", FactType.JUDGED: "评判类（judged）"}
NONE = {Effect.FORFEIT: "不得分（forfeit）", Effect.LIMIT: "限定等级（limit）"}


class ClausePlace(Struct, frozen=True, kw_only=True):
    """A clause where it stands, with what its amount is held against (scoring.model.amounts.AmountPlace).

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

    def at(self, *keys: str) -> Node | None:
        """What stands under the keys, one below the other; the clause itself where there are none."""
        node: Node | None = self.node
        for key in keys:
            node = get(node, key)
        return node

    def error(self, code: str, message: str, hint: str, at: Node | Location | None) -> None:
        """Note something that is wrong."""
        self.report.error(code, message, hint, at)

    def question(self, code: str, message: str, hint: str, at: Node | Location | None) -> None:
        """Note something that a person should look at."""
        self.report.question(code, message, hint, at)

    def fact(self, key: str, kinds: tuple[FactType, ...]) -> Fact | None:
        """The fact named under `key`; it is noted where there is none, or one of another type."""
        at = self.at(key)
        name = fold(words_of(at))
        wanted = WORDS.get(kinds[0], "") if len(kinds) == 1 else "数值类（count、number、percent）"
        if at is None:
            self.error("clause-fact", f"条款没有写 {key}", f"请写一个{wanted}填报项的名称。", self.node)
        elif name not in self.facts:
            known = [fact.name for fact in self.facts.values() if fact.type in kinds]
            self.error("clause-fact", f"没有名为“{name}”的填报项", did_you_mean(name, known), at)
        elif self.facts[name].type not in kinds:
            hint = f"{key} 只能用{wanted}。"
            if key == "per" and kinds == (FactType.COUNT,) and self.facts[name].type in QUANTITIES:
                hint += _counted_how(self.facts[name])
            self.error("clause-fact", f"“{name}”不是{wanted}填报项", hint, at)
        return self.facts.get(name)

    def measure(self, measure: Measure | None, at: Node | None, like: str = "") -> None:
        """A name that stands for a number is that of a quantity, of the same unit as the fact `like` ("": any unit)."""
        if not isinstance(measure, str):
            return
        symbol = self.scope.get(measure)
        if symbol is None or symbol.type not in QUANTITIES or symbol.kind is InputKind.INTERPRETATION:
            quantities = [key for key, one in self.scope.items() if one.type in QUANTITIES]
            self.error("clause-fact", f"没有名为“{measure}”的数", did_you_mean(measure, quantities), at)
        elif like in self.scope and symbol.shown_unit != self.scope[like].shown_unit:
            one, other = self.scope[like].shown_unit, symbol.shown_unit
            message = f"单位不同：“{like}”是“{one}”，“{measure}”是“{other}”"
            self.error("clause-unit", message, "同一单位的数才能比较，请核对 unit 或 type。", at)

    def counts(self, name: str) -> bool:
        """Whether only whole numbers stand under a name; so it is taken where there is no such name."""
        symbol = self.scope.get(name)
        return symbol is None or symbol.type is FactType.COUNT

    def within(self, points: Fraction, at: Node | None) -> None:
        """The points are no more than there are."""
        if self.most is not None and points > self.most:
            message = f"{points_text(points)} 分超过本项满分 {points_text(self.most)} 分"
            self.error("clause-points", message, "请核对评分标准。", at)


def _counted_how(fact: Fact) -> str:
    """How a number that is no count is counted: a difference by its two numbers, others by steps from somewhere."""
    of = fact.derive
    if isinstance(of, Sum) and len(of.plus) == len(of.minus) == 1:
        (more,), (less,) = of.plus, of.minus
        return (
            f"数两个数相差多少，不用相减的填报项：“每少一个”写 per: {less}, below: {more}；"
            f"“每多一个”写 per: {more}, above: {less}。"
        )
    return "“每下降几个点”请加 step 和 below，“每上升、每超过”请加 step 和 above。"


def check_amount(place: ClausePlace) -> None:
    """All that a clause says of its amount: keys of its kind only, points within the item, what its kind asks for."""
    effect = place.clause.effect
    if effect in NONE:
        for key in (*AMOUNT_KEYS, "at_most", "times", "group"):
            _unused(place, key, f"{NONE[effect]}的条款不写 {key}")
        return
    form = form_of(place.node)
    if form is None or place.clause.amount is None:
        return  # told already: the clause does not say what it does
    for key in AMOUNT_KEYS:
        if key not in form.keys:
            _unused(place, key, f"{form.words}不写 {key}")
    value = place.at(effect.value)
    stated = number_of(value)
    if stated is not None:
        place.within(stated, value)
    if effect is Effect.LOWER:
        _whole_steps(place)
    place.clause.amount.check(place)


def _whole_steps(place: ClausePlace) -> None:
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


def _unused(place: ClausePlace, key: str, message: str) -> None:
    if place.at(key) is not None:
        place.error("clause-extra", message, "请删掉它，或改计分方式。", place.at(key))
