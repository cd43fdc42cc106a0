"""What an item's settings and clauses say together: gaps, units, passing, evidence; effects, limits, shared caps, the start
of the ledger.
"""

from __future__ import annotations

from fractions import Fraction

from scoring.base.text import points_text
from scoring.documents.nodes import get, items_of, text_of
from scoring.documents.problems import did_you_mean
from scoring.model.clauses import Clause, Effect, Reach, effect_keys
from scoring.model.criteria import Criteria, Item, Start
from scoring.model.facts import FactType
from scoring.model.totals import Each, Take
from scoring.packs.amounts import ClausePlace, check_amount
from scoring.packs.reader import PackReader, gaining

__all__ = ["CLAUSE_CHECKS", "ITEM_CHECKS"]


def check_gap(criteria: Criteria, reader: PackReader) -> None:
    """An item without a scoring sentence says what the source lacks."""
    for item in criteria.items_by_id.values():
        if item.scoring is None and item.gap is None:
            hint = "请加 gap，写明原文有什么（known）、缺什么（lacks）。"
            message = f"{item.id} 没有评分标准，也没有说明缺什么"
            reader.error("gap-missing", message, hint, reader.node(item))


def check_pass(criteria: Criteria, reader: PackReader) -> None:
    """A must-pass item can be passed."""
    for item in criteria.items_by_id.values():
        if item.pass_at is not None and item.pass_at > item.points:
            hint = "must_pass: true 表示满分才算通过；也可以写通过所需的分。"
            message = f"通过所需的 {points_text(item.pass_at)} 分超过本项满分"
            reader.error("clause-points", message, hint, reader.at(item, "must_pass"))


def check_each(criteria: Criteria, reader: PackReader) -> None:
    """How items are scored unit by unit."""
    for item in criteria.items_by_id.values():
        if item.each is not None:
            _units(item, item.each, criteria, reader)
            _unit_points(item, item.each, reader)
            _no_units(item.each, criteria, reader)


def _units(item: Item, each: Each, criteria: Criteria, reader: PackReader) -> None:
    """What the units are called and how many there are."""
    for fact in item.facts:
        if fact.proof:
            hint = "请把必须的材料写成另一项的条款，或删掉 proof。"
            reader.error("fact-proof", f"“{fact.name}”逐个单位填报，不能写 proof", hint, fact.location)
    if any(fact.name == each.name for fact in item.facts) or each.name in ("佐证材料", "说明"):
        message = f"“{each.name}”已经另有用处"
        reader.error("bad-name", message, "请换一个名称，例如 县区。", reader.at(each, "name"))
    count = each.count
    if isinstance(count, str):
        known = criteria.facts_by_name.get(count)
        if known is None or known.item or known.type is not FactType.COUNT:
            hint = (
                "count 写 profile 里的一个个数类填报项，说明一共有多少个；原文写明几个的，直接写那个数（如 count: 3）。"
            )
            message = f"基本情况里没有名为“{count}”的个数"
            reader.error("clause-fact", message, hint, reader.at(each, "count"))
    elif count is not None and (count < 1 or count.denominator != 1):
        message = f"一共 {points_text(count)} 个{each.name}，不是个数"
        reader.error("clause-fact", message, "请写原文写明的个数，如 count: 3。", reader.at(each, "count"))


def _unit_points(item: Item, each: Each, reader: PackReader) -> None:
    """The points of one unit, looked at or not, are within the item's."""
    if each.points is not None and each.take is Take.MEAN:
        hint = "取平均的，每个单位都按本项的满分计，不写 points；得分相加的写 take: sum。"
        reader.error("clause-extra", "取平均的不写每个单位的满分", hint, reader.at(each, "points"))
    if each.points is not None and each.points > item.points:
        message = f"每个单位的满分 {points_text(each.points)} 分超过本项满分 {points_text(item.points)} 分"
        hint = "请核对评分标准；本项满分是相加以后的上限。"
        reader.error("clause-points", message, hint, reader.at(each, "points"))
    if each.unchecked is not None and each.unchecked > (item.points if each.points is None else each.points):
        at = reader.at(each, "unchecked")
        reader.error("clause-points", "未检查的单位得分超过本项满分", "请核对评分标准。", at)


def _no_units(each: Each, criteria: Criteria, reader: PackReader) -> None:
    """What no units at all count is said where there may be none, and only there."""
    if each.none is not None and not each.perhaps_none:
        message = f"一共几个{each.name}是写明的，不会一个也没有"
        reader.error("clause-extra", message, "请删掉 none。", reader.at(each, "none"))
    if each.none is None and each.take is Take.MEAN and each.may_be_none(criteria.facts_by_name):
        message = f"没有写一个{each.name}也没有时本项怎样计；不写的，没有可扣的不扣，没有可得的不得"
        hint = (
            "请核对原文，在 each 里写明：none: full（计满分）、none: zero（计0分）或 none: absent（不参评）；"
            "不会一个也没有的，给 count 的填报项写 minimum: 1。"
        )
        reader.question("each-none", message, hint, reader.node(each))


def check_evidence(criteria: Criteria, reader: PackReader) -> None:
    """Evidence supports facts of its item, and the evidence a fact must have is listed."""
    for item in criteria.items_by_id.values():
        names = [fact.name for fact in item.facts]
        listed = [one.id for one in item.evidence]
        for asked, proof in ((fact, proof) for fact in item.facts for proof in fact.proof):
            if proof not in listed:
                message = f"“{asked.name}”的 proof 里没有名为“{proof}”的佐证材料"
                reader.error("fact-proof", message, did_you_mean(proof, listed), asked.location)
        for index, request in enumerate(item.evidence):
            if request.id in listed[:index]:
                message = f"佐证材料编号“{request.id}”重复"
                reader.error("duplicate-id", message, "请换一个编号。", reader.at(request, "id"))
            for node in items_of(get(reader.node(request), "supports")):
                if text_of(node) not in names:
                    message = f"本项没有名为“{text_of(node)}”的填报项"
                    reader.error("evidence-fact", message, did_you_mean(text_of(node), names), node)


ITEM_CHECKS = (check_gap, check_pass, check_each, check_evidence)


GRADED = {
    Effect.LIMIT: ("限定等级", ("reach", "exhausted")),
    Effect.LOWER: ("降等级", ("reach", "times", "group")),
}
"""What the clauses that change the grade are called, and the keys they do not take."""
ONE_EFFECT = "每条条款写且只写 deduct（扣分）、award（得分）、forfeit（不得分）、set（直接计分）、limit（限定等级）、lower（降等级）之一。"
A_CAP = "上限不是单独的一条：把它的引文并进所限的那一条，at_most 也写在那里；就是本项满分的不用写。"


def check_clauses(criteria: Criteria, reader: PackReader) -> None:
    """Each clause by itself: one effect, a quote, an amount, limits within the item."""
    for item in criteria.items_by_id.values():
        points = item.of_unit.points
        for clause in item.clauses:
            _effect(clause, reader)
            if item.scoring is not None and reader.at(clause, "quote") is None:
                hint = "请加 quote，照抄评分标准里对应的原话。"
                reader.error("quote-missing", "条款没有引用评分标准", hint, reader.node(clause))
            own = clause.reach is Reach.ITEM
            plain = own and clause.times is None and clause.effect is not Effect.LOWER
            place = ClausePlace(
                clause=clause,
                node=reader.node(clause),
                facts=criteria.facts_by_name,
                scope=reader.scope,
                report=reader.report,
                most=points if plain else None,
            )
            check_amount(place)
            place.measure(clause.times, reader.at(clause, "times"))
            _limits(clause, points, reader)


def _effect(clause: Clause, reader: PackReader) -> None:
    node = reader.node(clause)
    effects = effect_keys(node)
    if len(effects) != 1:
        message = "一条条款里有几种计分方式" if effects else "条款没有写计分方式"
        cap = not effects and get(node, "at_most") is not None
        reader.error("clause-effect", message, A_CAP if cap else ONE_EFFECT, node)


def _limits(clause: Clause, points: Fraction, reader: PackReader) -> None:
    own = clause.reach is Reach.ITEM
    if own and clause.effect is not Effect.LOWER and clause.at_most is not None and clause.at_most > points:
        message = f"上限 {points_text(clause.at_most)} 分超过本项满分 {points_text(points)} 分"
        reader.error("clause-points", message, "请核对评分标准。", reader.at(clause, "at_most"))
    if not own and clause.effect is Effect.SET:
        hint = "直接计分（set）只对本项；对一级指标或总分请写 deduct、award 或 forfeit。"
        reader.error("clause-extra", "set 的条款不写 reach", hint, reader.at(clause, "reach"))
    words, unused = GRADED.get(clause.effect, ("", ()))
    for key in unused:
        if reader.at(clause, key) is not None:
            message = f"{words}（{clause.effect.value}）的条款不写 {key}"
            hint = f"{words}的条款不改分数，请删掉它。"
            reader.error("clause-extra", message, hint, reader.at(clause, key))


def check_unique_clauses(criteria: Criteria, reader: PackReader) -> None:
    """No two clauses of an item have one id."""
    for item in criteria.items_by_id.values():
        seen: set[str] = set()
        for clause in item.clauses:
            if clause.id in seen:
                at = reader.at(clause, "id") or reader.node(clause)
                reader.error("duplicate-id", f"条款编号“{clause.id}”重复", "请换一个编号。", at)
            seen.add(clause.id)


def check_groups(criteria: Criteria, reader: PackReader) -> None:
    """The shared caps of an item, each with clauses of one effect."""
    for item in criteria.items_by_id.values():
        names = [group.name for group in item.groups]
        for clause in item.clauses:
            if clause.group and clause.own and clause.group not in names:
                hint = did_you_mean(clause.group, names) if names else "请在本项加 groups: {名称: {at_most: 10}}。"
                message = f"本项没有名为“{clause.group}”的分组"
                reader.error("clause-group", message, hint, clause.location)
        for group in item.groups:
            effects = {clause.effect for clause in item.clauses if clause.own and clause.group == group.name}
            if len(effects) != 1:
                message = f"分组“{group.name}”里要有条款，而且只能都是扣分或都是得分"
                reader.error("clause-group", message, "请核对各条款的 group。", group.location)


def check_start(criteria: Criteria, reader: PackReader) -> None:
    """Whether the ledger's start fits what the clauses do."""
    for item in criteria.items_by_id.values():
        own = [clause.effect for clause in item.clauses if clause.own]
        gains = gaining(item.clauses)
        declared = reader.at(item, "start")
        if declared is None and Effect.AWARD in own and not all(gains):
            hint = "“得几分”是从零分加起的，写 start: zero；是从满分扣、另外加分的，写 start: full。"
            message = "本项又有得分又有扣分，没有写从几分起算"
            reader.question("start-unstated", message, hint, reader.node(item))
        if item.start is Start.ZERO and own and not any(gains):
            hint = "从零分起算，只扣分永远是零分；请写 start: full，或删掉这一行。"
            at = declared or reader.node(item)
            reader.error("start", "本项从零分起算，却没有得分条款", hint, at)


CLAUSE_CHECKS = (check_clauses, check_unique_clauses, check_groups, check_start)
