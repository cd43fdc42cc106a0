"""Items of a section: raw nodes to model, once every name of the pack is known."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from msgspec.structs import replace

from scoring import lang
from scoring.base.text import points_text
from scoring.documents.nodes import Node, entries_of, get, items_of, number_of, optional_text, text_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.criteria import (
    Basis,
    Clause,
    Each,
    Effect,
    EvidenceRequest,
    Gap,
    Group,
    Interpretation,
    Item,
    Start,
)
from scoring.model.facts import Fact, FactType
from scoring.model.totals import Nothing, Take
from scoring.validate.pack_clauses import ClauseReader, read_condition

__all__ = ["RawItem", "read_gap", "read_groups", "read_item"]

ZERO = Fraction(0)


class RawItem:
    """An item whose facts and interpretations are read and whose conditions are not yet."""

    def __init__(
        self, node: Node, section: str, label: str, facts: tuple[Fact, ...], interpretations: tuple[Interpretation, ...]
    ) -> None:
        self.node = node
        self.id = text_of(get(node, "id"))
        self.section = section
        self.label = label
        self.facts = facts
        self.interpretations = interpretations


def read_gap(node: Node | None) -> Gap | None:
    """What the source lacks, where it lacks something."""
    if node is None or get(node, "known") is None:
        return None
    return Gap(known=text_of(get(node, "known")), lacks=text_of(get(node, "lacks")))


def read_item(raw: RawItem, facts: dict[str, Fact], scope: lang.Scope, report: Report) -> Item:
    """The item with its conditions parsed and checked against `scope`, all names of the pack."""
    node = raw.node
    points = number_of(get(node, "points")) or Fraction(0)
    scoring = optional_text(get(node, "scoring"))
    gap = read_gap(get(node, "gap"))
    if scoring is None and gap is None:
        hint = "请加 gap，写明原文有什么（known）、缺什么（lacks）。"
        report.error("gap-missing", f"{raw.id} 没有评分标准，也没有说明缺什么", hint, node)
    most = number_of(get(get(node, "each"), "points"))
    clauses, manual = ClauseReader(raw.id, points if most is None else most, scoring, facts, scope, report).read(node)
    return Item(
        id=raw.id,
        section=raw.section,
        label=raw.label,
        points=points,
        requirement=text_of(get(node, "requirement")),
        scoring=scoring,
        facts=tuple(_with_needs(fact, node, scope, report) for fact in raw.facts),
        clauses=clauses,
        start=_start(node, clauses, report),
        location=node.location,
        manual=manual,
        interpretations=raw.interpretations,
        evidence=_evidence(raw, report),
        notes=tuple(text_of(note) for note in items_of(get(node, "notes"))),
        gap=gap,
        groups=_groups(node, clauses, report),
        applies=read_condition(get(node, "applies"), scope, report),
        pass_at=_pass_at(get(node, "must_pass"), points, report),
        weight=number_of(get(node, "weight")),
        each=_each(raw, points, clauses, facts, report),
        words=tuple(text_of(words) for words in items_of(get(node, "words"))),
    )


def _each(
    raw: RawItem, points: Fraction, clauses: tuple[Clause, ...], facts: dict[str, Fact], report: Report
) -> Each | None:
    """How the item is scored unit by unit."""
    node = get(raw.node, "each")
    if node is None:
        return None
    name, at, unchecked = text_of(get(node, "name")), get(node, "count"), number_of(get(node, "unchecked"))
    fixed, count = number_of(at), unicodedata.normalize("NFKC", text_of(at))
    for fact in raw.facts:
        if fact.proof:
            hint = "请把必须的材料写成另一项的条款，或删掉 proof。"
            report.error("fact-proof", f"“{fact.name}”逐个单位填报，不能写 proof", hint, fact.location)
    if any(fact.name == name for fact in raw.facts) or name in ("佐证材料", "说明"):
        report.error("bad-name", f"“{name}”已经另有用处", "请换一个名称，例如 县区。", get(node, "name"))
    if (
        at is not None
        and fixed is None
        and (count not in facts or facts[count].item or facts[count].type is not FactType.COUNT)
    ):
        hint = "count 写 profile 里的一个个数类填报项，说明一共有多少个；原文写明几个的，直接写那个数（如 count: 3）。"
        report.error("clause-fact", f"基本情况里没有名为“{count}”的个数", hint, at)
    take = Take(text_of(get(node, "take")) or "mean")
    of_unit = number_of(get(node, "points"))
    if of_unit is not None and take is Take.MEAN:
        hint = "取平均的，每个单位都按本项的满分计，不写 points；得分相加的写 take: sum。"
        report.error("clause-extra", "取平均的不写每个单位的满分", hint, get(node, "points"))
    if of_unit is not None and of_unit > points:
        message = f"每个单位的满分 {points_text(of_unit)} 分超过本项满分 {points_text(points)} 分"
        report.error("clause-points", message, "请核对评分标准；本项满分是相加以后的上限。", get(node, "points"))
    if fixed is not None and (fixed < 1 or fixed.denominator != 1):
        message = f"一共 {points_text(fixed)} 个{name}，不是个数"
        report.error("clause-fact", message, "请写原文写明的个数，如 count: 3。", at)
    if unchecked is not None and unchecked > (points if of_unit is None else of_unit):
        report.error("clause-points", "未检查的单位得分超过本项满分", "请核对评分标准。", get(node, "unchecked"))
    for clause in clauses:
        if not clause.own:
            hint = "逐个单位计分的项只放本项的条款；对总分或等级的条款另设一项。"
            report.error("clause-extra", "逐个单位计分（each）的项不能有 reach、limit 或 lower", hint, clause.location)
    none = text_of(get(node, "none"))
    made = Each(
        name=name,
        count=count or None if fixed is None else fixed,
        unchecked=unchecked,
        take=take,
        points=of_unit,
        none=Nothing(none) if none else None,
    )
    if none and not made.perhaps_none:
        report.error("clause-extra", f"一共几个{name}是写明的，不会一个也没有", "请删掉 none。", get(node, "none"))
    if not none and take is Take.MEAN and made.may_be_none(facts):
        message = f"没有写一个{name}也没有时本项怎样计；不写的，没有可扣的不扣，没有可得的不得"
        hint = (
            "请核对原文，在 each 里写明：none: full（计满分）、none: zero（计0分）或 none: absent（不参评）；"
            "不会一个也没有的，给 count 的填报项写 minimum: 1。"
        )
        report.question("each-none", message, hint, node)
    return made


def _pass_at(node: Node | None, points: Fraction, report: Report) -> Fraction | None:
    """The points at which a must-pass item passes: full points unless a number says otherwise."""
    need = number_of(node)
    if need is not None and need > points:
        hint = "must_pass: true 表示满分才算通过；也可以写通过所需的分。"
        report.error("clause-points", f"通过所需的 {points_text(need)} 分超过本项满分", hint, node)
    return need if need is not None else points if node is not None else None


def _groups(node: Node, clauses: tuple[Clause, ...], report: Report) -> tuple[Group, ...]:
    """The shared caps of an item, each with clauses of one effect."""
    groups = read_groups(get(node, "groups"))
    names = [group.name for group in groups]
    for clause in clauses:
        if clause.group and clause.own and clause.group not in names:
            hint = did_you_mean(clause.group, names) if names else "请在本项加 groups: {名称: {at_most: 10}}。"
            report.error("clause-group", f"本项没有名为“{clause.group}”的分组", hint, clause.location)
    for group in groups:
        effects = {clause.effect for clause in clauses if clause.own and clause.group == group.name}
        if len(effects) != 1:
            message = f"分组“{group.name}”里要有条款，而且只能都是扣分或都是得分"
            report.error("clause-group", message, "请核对各条款的 group。", group.location)
    return groups


def read_groups(node: Node | None) -> tuple[Group, ...]:
    """Named caps that several clauses share."""
    return tuple(
        Group(name=entry.key.text, at_most=number_of(get(entry.value, "at_most")) or ZERO, location=entry.key.location)
        for entry in entries_of(node)
    )


def _with_needs(fact: Fact, node: Node, scope: lang.Scope, report: Report) -> Fact:
    needs = get(get(get(node, "facts"), fact.name), "needs")
    if needs is None:
        return fact
    return replace(fact, needs=read_condition(needs, scope, report))


def _start(node: Node, clauses: tuple[Clause, ...], report: Report) -> Start:
    declared = optional_text(get(node, "start"))
    own = [clause.effect for clause in clauses if clause.own]
    gains = [effect in (Effect.AWARD, Effect.SET) for effect in own]
    if Effect.AWARD in own:  # 不得分 beside awards says what earns nothing: there must be something to earn
        gains = [gain for gain, effect in zip(gains, own, strict=True) if effect is not Effect.FORFEIT]
    if not declared and Effect.AWARD in own and not all(gains):
        hint = "“得几分”是从零分加起的，写 start: zero；是从满分扣、另外加分的，写 start: full。"
        report.question("start-unstated", "本项又有得分又有扣分，没有写从几分起算", hint, node)
    start = Start(declared) if declared else (Start.ZERO if all(gains) else Start.FULL)
    if start is Start.ZERO and own and not any(gains):
        hint = "从零分起算，只扣分永远是零分；请写 start: full，或删掉这一行。"
        report.error("start", "本项从零分起算，却没有得分条款", hint, get(node, "start") or node)
    return start


def _evidence(raw: RawItem, report: Report) -> tuple[EvidenceRequest, ...]:
    names = [fact.name for fact in raw.facts]
    listed = [text_of(get(node, "id")) for node in items_of(get(raw.node, "evidence"))]
    for asked, proof in ((fact, proof) for fact in raw.facts for proof in fact.proof):
        if proof not in listed:
            message = f"“{asked.name}”的 proof 里没有名为“{proof}”的佐证材料"
            report.error("fact-proof", message, did_you_mean(proof, listed), asked.location)
    found: dict[str, EvidenceRequest] = {}
    for node in items_of(get(raw.node, "evidence")):
        identity = text_of(get(node, "id"))
        if identity in found:
            report.error("duplicate-id", f"佐证材料编号“{identity}”重复", "请换一个编号。", get(node, "id"))
        for supported in items_of(get(node, "supports")):
            if text_of(supported) not in names:
                message = f"本项没有名为“{text_of(supported)}”的填报项"
                report.error("evidence-fact", message, did_you_mean(text_of(supported), names), supported)
        found.setdefault(
            identity,
            EvidenceRequest(
                id=identity,
                title=text_of(get(node, "title")),
                supports=tuple(text_of(fact) for fact in items_of(get(node, "supports"))),
                basis=Basis(text_of(get(node, "basis"))),
                location=node.location,
            ),
        )
    return tuple(found.values())
