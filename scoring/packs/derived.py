"""What a pack says of facts that are worked out: from what, in which unit, and in an order in which all of them can be known."""

from __future__ import annotations

from scoring.documents.nodes import entries_of, get
from scoring.documents.problems import Report, did_you_mean
from scoring.model.criteria import Criteria
from scoring.model.facts import QUANTITIES, Derivation, Fact, FactType, Placing, Ratio, Score, Sum
from scoring.model.stages import facts_read, waiting_scores
from scoring.packs.reader import PackReader

__all__ = ["DERIVED_CHECKS", "STAGE_CHECKS"]

OF_RATIO = {"numerator", "denominator", "times", "within"}
HOW = (
    "相除写 numerator（分子）和 denominator（分母），相加写 sum: [甲, 乙]，第一个减去后面的写 difference: [甲, 乙]，"
    "前面的得分写 score: total 或一级指标、指标项的编号，得分在全部参评者中的名次写 place: 得分填报项的名称"
)


def check_derived(criteria: Criteria, reader: PackReader) -> None:
    """A derived fact divides two quantities, or adds and subtracts some of its own unit; sums of sums are written as one."""
    for fact in criteria.facts_by_name.values():
        if fact.derive is None:
            continue
        written = [entry.name for entry in entries_of(get(reader.node(fact), "derive"))]
        if sum(key not in OF_RATIO for key in written) > 1 or (
            set(written) & OF_RATIO and not set(written) <= OF_RATIO
        ):
            hint = f"{HOW}；又加又减的分两步，各设一个填报项。"
            reader.error("fact-derive", f"“{fact.name}”的 derive 只能用一种算法", hint, reader.at(fact, "derive"))
        elif isinstance(fact.derive, Sum):
            _sum(fact, fact.derive, criteria, reader)
        elif isinstance(fact.derive, Score):
            _score(fact, fact.derive, criteria, reader)
        elif isinstance(fact.derive, Placing):
            _placing(fact, fact.derive, criteria, reader)
        else:
            _ratio(fact, fact.derive, criteria, reader)
        if fact.needs is not None or fact.not_applicable is not None:
            hint = "计算项由算它的各个数决定是否适用，请删掉 needs 和 not_applicable。"
            reader.report.error("fact-derive", f"“{fact.name}”由计算得出，不单独提问", hint, fact.location)


def _sum(fact: Fact, of: Sum, criteria: Criteria, reader: PackReader) -> None:
    node, report = get(reader.node(fact), "derive"), reader.report
    _parts(fact, criteria, report, (Ratio, Score))
    if len(set(of.parts)) < len(of.parts):
        report.error("fact-derive", f"“{fact.name}”用同一个数算了两次", "请删掉重复的名称。", node)
    for name in of.parts:
        symbol = reader.scope.get(name)
        if symbol is not None and symbol.type in QUANTITIES and symbol.shown_unit != _unit(fact):
            message = f"单位不同：“{fact.name}”是“{_unit(fact)}”，“{name}”是“{symbol.shown_unit}”"
            report.error("fact-derive", message, "同一单位的数才能相加减，请核对 unit 或 type。", fact.location)
    kinds = {symbol.type for name in of.parts if (symbol := reader.scope.get(name)) is not None}
    if fact.type is FactType.COUNT and (of.minus or kinds != {FactType.COUNT}):
        hint = "请改 type: number；差可能是负数。"
        report.error("fact-derive", f"“{fact.name}”不一定是不小于0的整数", hint, fact.location)


def _ratio(fact: Fact, of: Ratio, criteria: Criteria, reader: PackReader) -> None:
    node, report = get(reader.node(fact), "derive"), reader.report
    if not of.numerator or not of.denominator:
        hint = f"{HOW}。"
        report.error("fact-derive", f"“{fact.name}”没有写明怎样计算", hint, node)
        return
    if fact.type is FactType.COUNT:
        message = f"“{fact.name}”由相除得出，type 应是 number 或 percent"
        report.error("fact-derive", message, "请改 type。", reader.node(fact))
    _parts(fact, criteria, report, (Sum, Score, Placing))
    top, bottom = (reader.scope.get(name) for name in of.parts)
    if fact.type is FactType.PERCENT and top is not None and bottom is not None and top.shown_unit != bottom.shown_unit:
        message = (
            f"“{of.numerator}”的单位是“{top.shown_unit}”，“{of.denominator}”的是“{bottom.shown_unit}”，相除不成百分数"
        )
        report.question("fact-derive", message, "请核对 unit；真的这样算的，改 type: number 并写 unit。", fact.location)


def _parts(fact: Fact, criteria: Criteria, report: Report, kinds: tuple[type[Derivation], ...]) -> None:
    """What is reckoned with are quantities: answers, references, and derived ones of some kinds."""
    known = [
        one.name
        for one in criteria.facts_by_name.values()
        if one.type in QUANTITIES and (one.derive is None or isinstance(one.derive, kinds))
    ]
    known += criteria.references_by_name
    for name in () if fact.derive is None else fact.derive.parts:
        if name not in known:
            message = f"“{fact.name}”要用“{name}”计算，但它不是填报的数或参照值"
            report.error("fact-derive", message, did_you_mean(name, known), fact.location)


def _unit(fact: Fact) -> str:
    return {FactType.PERCENT: "%", FactType.JUDGED: "分"}.get(fact.type, fact.unit)


def _score(fact: Fact, of: Score, criteria: Criteria, reader: PackReader) -> None:
    """Points of sections and items that exist, asked for where they are one number."""
    if fact.type is not FactType.NUMBER or fact.unit != "分":
        reader.error("fact-derive", f"“{fact.name}”是得分", "请写 type: number 和 unit: 分。", reader.node(fact))
    sections = [section.id for section in criteria.sections]
    known = [*sections, *criteria.items_by_id]
    at = get(reader.at(fact, "derive"), "score")
    for name in of.of:
        if name not in known:
            hint = did_you_mean(name, known)
            reader.error("fact-derive", f"没有编号为“{name}”的一级指标或指标项", f"{hint}总分写 score: total。", at)
        elif name not in sections and criteria.items_by_id[name].section in of.of:
            message = f"“{name}”已经算在一级指标“{criteria.items_by_id[name].section}”里"
            reader.error("fact-derive", message, "请删掉一个，不要算两次。", at)
    item = criteria.items_by_id.get(fact.item)
    if item is not None and item.each is not None:
        hint = "请把它移到 pack.yaml 的 profile 里。"
        reader.error("fact-derive", f"“{fact.name}”是整个体系的得分，不能写在逐个计分的项里", hint, fact.location)


def _placing(fact: Fact, of: Placing, criteria: Criteria, reader: PackReader) -> None:
    """The place of a score of the whole pack, as a number or a percentage; how many share it as a number."""
    key = "place" if of.place else "tied"
    at = get(reader.at(fact, "derive"), key)
    scores = [one.name for one in criteria.facts_by_name.values() if isinstance(one.derive, Score)]
    if of.of not in scores:
        hint = (
            did_you_mean(of.of, scores) if scores else "请先设一个得分填报项，如 总得分: {…, derive: {score: total}}。"
        )
        reader.error("fact-derive", f"“{fact.name}”要按“{of.of}”排名次，但它不是得分填报项", hint, at)
    if fact.type is not FactType.COUNT and not (of.place and fact.type is FactType.PERCENT):
        hint = (
            "名次写 type: count、unit: 名；名次占参评数的百分之几写 type: percent；并列的家数写 type: count、unit: 家。"
        )
        reader.error("fact-derive", f"“{fact.name}”是名次", hint, reader.node(fact))
    item = criteria.items_by_id.get(fact.item)
    if item is not None and item.each is not None:
        hint = "请把它移到 pack.yaml 的 profile 里。"
        reader.error("fact-derive", f"“{fact.name}”是整个体系的名次，不能写在逐个计分的项里", hint, fact.location)
    places = {one.name for one in criteria.placings}
    for tie in () if criteria.ties is None else criteria.ties.keys:
        behind = [one for one in criteria.items_by_id.values() if tie.id in (one.id, one.section)]
        if any(not places.isdisjoint(facts_read(criteria, one)) for one in behind):
            message = f"排名次“{fact.name}”时同分的要先比“{tie.id}”，而它要等名次才能评"
            reader.error(
                "score-cycle", message, "同分排序（ranking）请只用不看这个名次的一级指标、指标项。", fact.location
            )


def check_stages(criteria: Criteria, reader: PackReader) -> None:
    """No score waits for an item that looks at it."""
    for fact in waiting_scores(criteria):
        message = f"“{fact.name}”要等用到它的项先评完，谁都没法先评"
        hint = "请把用到得分的条款写进另一项（加分项可以是 0 分的项），不要算在这个得分里；或用 score 列出不用到它的一级指标、指标项。"
        reader.error("score-cycle", message, hint, fact.location)


DERIVED_CHECKS = (check_derived,)
STAGE_CHECKS = (check_stages,)
"""Only where every item and every condition could be read."""
