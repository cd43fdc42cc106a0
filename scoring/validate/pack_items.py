"""What the settings of an item say together: gaps, units, the points at which it passes, evidence."""

from __future__ import annotations

from scoring.base.text import points_text
from scoring.documents.nodes import get, items_of, text_of
from scoring.documents.problems import did_you_mean
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import FactType
from scoring.model.totals import Each, Take
from scoring.validate.pack_reading import PackReading

__all__ = ["ITEM_CHECKS"]


def check_gap(criteria: Criteria, reading: PackReading) -> None:
    """An item without a scoring sentence says what the source lacks."""
    for item in criteria.items_by_id.values():
        if item.scoring is None and item.gap is None:
            hint = "请加 gap，写明原文有什么（known）、缺什么（lacks）。"
            message = f"{item.id} 没有评分标准，也没有说明缺什么"
            reading.report.error("gap-missing", message, hint, reading.node(item))


def check_pass(criteria: Criteria, reading: PackReading) -> None:
    """A must-pass item can be passed."""
    for item in criteria.items_by_id.values():
        if item.pass_at is not None and item.pass_at > item.points:
            hint = "must_pass: true 表示满分才算通过；也可以写通过所需的分。"
            message = f"通过所需的 {points_text(item.pass_at)} 分超过本项满分"
            reading.report.error("clause-points", message, hint, reading.at(item, "must_pass"))


def check_each(criteria: Criteria, reading: PackReading) -> None:
    """How items are scored unit by unit."""
    for item in criteria.items_by_id.values():
        if item.each is not None:
            _units(item, item.each, criteria, reading)
            _unit_points(item, item.each, reading)
            _no_units(item.each, criteria, reading)


def _units(item: Item, each: Each, criteria: Criteria, reading: PackReading) -> None:
    """What the units are called and how many there are; nothing of the item reaches beyond them."""
    for fact in item.facts:
        if fact.proof:
            hint = "请把必须的材料写成另一项的条款，或删掉 proof。"
            reading.report.error("fact-proof", f"“{fact.name}”逐个单位填报，不能写 proof", hint, fact.location)
    if any(fact.name == each.name for fact in item.facts) or each.name in ("佐证材料", "说明"):
        message = f"“{each.name}”已经另有用处"
        reading.report.error("bad-name", message, "请换一个名称，例如 县区。", reading.at(each, "name"))
    count = each.count
    if isinstance(count, str):
        known = criteria.facts_by_name.get(count)
        if known is None or known.item or known.type is not FactType.COUNT:
            hint = (
                "count 写 profile 里的一个个数类填报项，说明一共有多少个；原文写明几个的，直接写那个数（如 count: 3）。"
            )
            message = f"基本情况里没有名为“{count}”的个数"
            reading.report.error("clause-fact", message, hint, reading.at(each, "count"))
    elif count is not None and (count < 1 or count.denominator != 1):
        message = f"一共 {points_text(count)} 个{each.name}，不是个数"
        reading.report.error("clause-fact", message, "请写原文写明的个数，如 count: 3。", reading.at(each, "count"))
    for clause in item.clauses:
        if not clause.own:
            hint = "逐个单位计分的项只放本项的条款；对总分或等级的条款另设一项。"
            message = "逐个单位计分（each）的项不能有 reach、limit 或 lower"
            reading.report.error("clause-extra", message, hint, clause.location)


def _unit_points(item: Item, each: Each, reading: PackReading) -> None:
    """The points of one unit, looked at or not, are within the item's."""
    if each.points is not None and each.take is Take.MEAN:
        hint = "取平均的，每个单位都按本项的满分计，不写 points；得分相加的写 take: sum。"
        reading.report.error("clause-extra", "取平均的不写每个单位的满分", hint, reading.at(each, "points"))
    if each.points is not None and each.points > item.points:
        message = f"每个单位的满分 {points_text(each.points)} 分超过本项满分 {points_text(item.points)} 分"
        hint = "请核对评分标准；本项满分是相加以后的上限。"
        reading.report.error("clause-points", message, hint, reading.at(each, "points"))
    if each.unchecked is not None and each.unchecked > (item.points if each.points is None else each.points):
        at = reading.at(each, "unchecked")
        reading.report.error("clause-points", "未检查的单位得分超过本项满分", "请核对评分标准。", at)


def _no_units(each: Each, criteria: Criteria, reading: PackReading) -> None:
    """What no units at all count is said where there may be none, and only there."""
    if each.none is not None and not each.perhaps_none:
        message = f"一共几个{each.name}是写明的，不会一个也没有"
        reading.report.error("clause-extra", message, "请删掉 none。", reading.at(each, "none"))
    if each.none is None and each.take is Take.MEAN and each.may_be_none(criteria.facts_by_name):
        message = f"没有写一个{each.name}也没有时本项怎样计；不写的，没有可扣的不扣，没有可得的不得"
        hint = (
            "请核对原文，在 each 里写明：none: full（计满分）、none: zero（计0分）或 none: absent（不参评）；"
            "不会一个也没有的，给 count 的填报项写 minimum: 1。"
        )
        reading.report.question("each-none", message, hint, reading.node(each))


def check_evidence(criteria: Criteria, reading: PackReading) -> None:
    """Evidence supports facts of its item, and the evidence a fact must have is listed."""
    for item in criteria.items_by_id.values():
        names = [fact.name for fact in item.facts]
        listed = [one.id for one in item.evidence]
        for asked, proof in ((fact, proof) for fact in item.facts for proof in fact.proof):
            if proof not in listed:
                message = f"“{asked.name}”的 proof 里没有名为“{proof}”的佐证材料"
                reading.report.error("fact-proof", message, did_you_mean(proof, listed), asked.location)
        for index, request in enumerate(item.evidence):
            if request.id in listed[:index]:
                message = f"佐证材料编号“{request.id}”重复"
                reading.report.error("duplicate-id", message, "请换一个编号。", reading.at(request, "id"))
            for node in items_of(get(reading.node(request), "supports")):
                if text_of(node) not in names:
                    message = f"本项没有名为“{text_of(node)}”的填报项"
                    reading.report.error("evidence-fact", message, did_you_mean(text_of(node), names), node)


ITEM_CHECKS = (check_gap, check_pass, check_each, check_evidence)
