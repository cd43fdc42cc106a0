"""What an item's clauses say together with their sentence: quotes, effects, limits, shared caps, where the ledger starts."""

from __future__ import annotations

from fractions import Fraction

from scoring.base.text import points_text
from scoring.documents.nodes import get
from scoring.documents.problems import did_you_mean
from scoring.model.clauses import Clause, Effect, Reach, effect_keys
from scoring.model.criteria import Criteria, Start
from scoring.validate.pack_amounts import AmountPlace, check_amount, check_measure
from scoring.validate.pack_reading import PackReading, gaining

__all__ = ["CLAUSE_CHECKS"]

GRADED = {
    Effect.LIMIT: ("限定等级", ("reach", "exhausted")),
    Effect.LOWER: ("降等级", ("reach", "times", "group")),
}
"""What the clauses that change the grade are called, and the keys they do not take."""
ONE_EFFECT = "每条条款写且只写 deduct（扣分）、award（得分）、forfeit（不得分）、set（直接计分）、limit（限定等级）、lower（降等级）之一。"
A_CAP = "上限不是单独的一条：把它的引文并进所限的那一条，at_most 也写在那里；就是本项满分的不用写。"


def check_clauses(criteria: Criteria, reading: PackReading) -> None:
    """Each clause by itself: one effect, a quote, an amount, limits within the item."""
    for item in criteria.items_by_id.values():
        points = item.of_unit.points
        for clause in item.clauses:
            _effect(clause, reading)
            if item.scoring is not None and reading.at(clause, "quote") is None:
                hint = "请加 quote，照抄评分标准里对应的原话。"
                reading.report.error("quote-missing", "条款没有引用评分标准", hint, reading.node(clause))
            own = clause.reach is Reach.ITEM
            plain = own and clause.times is None and clause.effect is not Effect.LOWER
            place = AmountPlace(
                clause=clause,
                node=reading.node(clause),
                facts=criteria.facts_by_name,
                scope=reading.scope,
                report=reading.report,
                most=points if plain else None,
            )
            check_amount(place)
            check_measure(place, clause.times, reading.at(clause, "times"))
            _limits(clause, points, reading)


def _effect(clause: Clause, reading: PackReading) -> None:
    node = reading.node(clause)
    effects = effect_keys(node)
    if len(effects) != 1:
        message = "一条条款里有几种计分方式" if effects else "条款没有写计分方式"
        cap = not effects and get(node, "at_most") is not None
        reading.report.error("clause-effect", message, A_CAP if cap else ONE_EFFECT, node)


def _limits(clause: Clause, points: Fraction, reading: PackReading) -> None:
    own = clause.reach is Reach.ITEM
    if own and clause.effect is not Effect.LOWER and clause.at_most is not None and clause.at_most > points:
        message = f"上限 {points_text(clause.at_most)} 分超过本项满分 {points_text(points)} 分"
        reading.report.error("clause-points", message, "请核对评分标准。", reading.at(clause, "at_most"))
    if not own and clause.effect is Effect.SET:
        hint = "直接计分（set）只对本项；对一级指标或总分请写 deduct、award 或 forfeit。"
        reading.report.error("clause-extra", "set 的条款不写 reach", hint, reading.at(clause, "reach"))
    words, unused = GRADED.get(clause.effect, ("", ()))
    for key in unused:
        if reading.at(clause, key) is not None:
            message = f"{words}（{clause.effect.value}）的条款不写 {key}"
            hint = f"{words}的条款不改分数，请删掉它。"
            reading.report.error("clause-extra", message, hint, reading.at(clause, key))


def check_unique_clauses(criteria: Criteria, reading: PackReading) -> None:
    """No two clauses of an item have one id."""
    for item in criteria.items_by_id.values():
        seen: set[str] = set()
        for clause in item.clauses:
            if clause.id in seen:
                at = reading.at(clause, "id") or reading.node(clause)
                reading.report.error("duplicate-id", f"条款编号“{clause.id}”重复", "请换一个编号。", at)
            seen.add(clause.id)


def check_groups(criteria: Criteria, reading: PackReading) -> None:
    """The shared caps of an item, each with clauses of one effect."""
    for item in criteria.items_by_id.values():
        names = [group.name for group in item.groups]
        for clause in item.clauses:
            if clause.group and clause.own and clause.group not in names:
                hint = did_you_mean(clause.group, names) if names else "请在本项加 groups: {名称: {at_most: 10}}。"
                message = f"本项没有名为“{clause.group}”的分组"
                reading.report.error("clause-group", message, hint, clause.location)
        for group in item.groups:
            effects = {clause.effect for clause in item.clauses if clause.own and clause.group == group.name}
            if len(effects) != 1:
                message = f"分组“{group.name}”里要有条款，而且只能都是扣分或都是得分"
                reading.report.error("clause-group", message, "请核对各条款的 group。", group.location)


def check_start(criteria: Criteria, reading: PackReading) -> None:
    """Whether the ledger's start fits what the clauses do."""
    for item in criteria.items_by_id.values():
        own = [clause.effect for clause in item.clauses if clause.own]
        gains = gaining(item.clauses)
        declared = reading.at(item, "start")
        if declared is None and Effect.AWARD in own and not all(gains):
            hint = "“得几分”是从零分加起的，写 start: zero；是从满分扣、另外加分的，写 start: full。"
            message = "本项又有得分又有扣分，没有写从几分起算"
            reading.report.question("start-unstated", message, hint, reading.node(item))
        if item.start is Start.ZERO and own and not any(gains):
            hint = "从零分起算，只扣分永远是零分；请写 start: full，或删掉这一行。"
            at = declared or reading.node(item)
            reading.report.error("start", "本项从零分起算，却没有得分条款", hint, at)


CLAUSE_CHECKS = (check_clauses, check_unique_clauses, check_groups, check_start)
