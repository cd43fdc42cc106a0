"""References for a batch: given as a value, or computed from the cities of the batch where the file says how."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from scoring.base.errors import Result
from scoring.documents.nodes import Document, MappingNode, Node, get, number_of, text_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.averages import Average, BatchReferences
from scoring.model.criteria import Criteria
from scoring.model.facts import Fact, FactType
from scoring.validate.schema.averages import EQUAL, KEY, LACKING, LEAVE_OUT, averaged, with_quotients
from scoring.validate.schema.check import check
from scoring.validate.schema.submission import references_schema
from scoring.validate.submission_keys import KeyAdvice
from scoring.validate.submission_parts import read_references

__all__ = ["batch_references", "file_schema", "references_group", "refuse_averages"]

QUANTITIES = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT)
ONE, HUNDRED = Fraction(1), Fraction(100)


def references_group(document: Document) -> MappingNode:
    """The mapping of references in a file of their own: the whole, or what stands under 参照值."""
    root = document.root
    only = root.get("参照值")
    return only if isinstance(only, MappingNode) and len(root.entries) == 1 else root


def batch_references(document: Document, criteria: Criteria) -> Result[BatchReferences]:
    """What a file of references says for a batch of submissions to `criteria`."""
    report = Report(document.root)
    group = references_group(document)
    ways = {one.name: get(get(group, one.name), KEY) for one in criteria.references}
    names = {name: _is_mean(way) for name, way in ways.items() if way is not None}
    check(group, averaged(file_schema(criteria, group), names), KeyAdvice(criteria), report)
    averages = [_average(criteria, name, group, report) for name in names] if not report.failed else []
    values = {name: value for name, value in read_references(criteria, group, None, report) if name not in names}
    made = BatchReferences(values=values, averages=tuple(one for one in averages if one is not None))
    return Result(value=None if report.failed else made, problems=report.problems)


def file_schema(criteria: Criteria, group: MappingNode) -> dict[str, Any]:
    """The schema of a file of references, as far as it depends on how values are written there."""
    quotients = [one.name for one in criteria.references if isinstance(get(get(group, one.name), "数值"), MappingNode)]
    return with_quotients(references_schema(criteria), quotients)


def refuse_averages(criteria: Criteria, group: MappingNode, report: Report) -> bool:
    """Refuse what only a batch can compute; True when something was refused."""
    told = False
    for one in criteria.references:
        node = get(get(group, one.name), KEY)
        if node is not None:
            message = f"“{one.name}”写的是“{KEY}”，这里只有一份自评，算不出来"
            report.error("batch-only", message, "请用 scoring batch，或改写成数值、年份和来源。", node)
            told = True
    return told


def _is_mean(way: Node) -> bool:
    return get(way, "均值") is not None or get(way, "权重") is not None


def _average(criteria: Criteria, name: str, group: MappingNode, report: Report) -> Average | None:
    node = get(group, name)
    how = get(node, KEY)
    reference = criteria.references_by_name[name]
    weighted = how is not None and _is_mean(how)
    top, bottom = (get(how, key) for key in (("均值", "权重") if weighted else ("分子", "分母")))
    facts = {fact: of for fact, of in criteria.facts_by_name.items() if of.type in QUANTITIES}
    first = _fact(top, facts, report)
    equal = weighted and text_of(bottom) == EQUAL
    second = None if equal else _fact(bottom, facts, report)
    if first is None or (second is None and not equal):
        return None
    if second is not None and not _never_negative(second):
        report.error("average", f"“{second.name}”可能是负数，不能作分母或权重", "请换成人数等不会小于 0 的数。", bottom)
    if weighted and first.unit != reference.unit:
        message = f"“{first.name}”的单位是“{first.unit}”，“{name}”的单位是“{reference.unit}”，两者不同"
        report.question("average-unit", message, "请核对是否用错了填报项。", top)
    times = number_of(get(how, "乘以"))
    if times is None and not weighted and reference.type is not FactType.PERCENT:
        hint = "每千人的写“乘以: 1000”，不用换算的写“乘以: 1”。"
        report.error("missing", f"“{name}”没有写分子除以分母以后乘以多少", hint, how)
    default = HUNDRED if reference.type is FactType.PERCENT and not weighted else ONE
    return Average(
        name=name,
        top=first.name,
        bottom=None if second is None else second.name,
        times=times or default,
        weighted=weighted,
        year=int(number_of(get(node, "年份")) or 0),
        leave_out=text_of(get(node, LACKING)) == LEAVE_OUT,
        location=(node or group).location,
    )


def _fact(node: Node | None, facts: Mapping[str, Fact], report: Report) -> Fact | None:
    name = text_of(node)
    if name not in facts:
        report.error("average", f"“{name}”不是填报的数，不能用来计算", did_you_mean(name, list(facts)), node)
    return facts.get(name)


def _never_negative(fact: Fact) -> bool:
    return fact.type in (FactType.COUNT, FactType.PERCENT) or (fact.minimum is not None and fact.minimum >= 0)
