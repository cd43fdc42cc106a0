"""Reference values (参照值): in a submission, in a file of their own, or computed from the cities of a batch where the file
says how."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from scoring.base.errors import Result
from scoring.base.text import number_text
from scoring.documents.fields import Reader, Schema, ValueKind, schema_head, schema_of, shape
from scoring.documents.forms import BLANKS, SHORT_TEXT, YEAR, by_name, option
from scoring.documents.nodes import Document, MappingNode, Node, Scalar, get, is_blank, number_of, text_of
from scoring.documents.problems import Report, did_you_mean
from scoring.documents.schema.checking import check
from scoring.documents.values import ONE_LINE
from scoring.model.criteria import Criteria
from scoring.model.facts import Fact, FactType
from scoring.model.references import Average, BatchReferences, Reference, ReferenceSpan, ReferenceValue
from scoring.submissions.answers import quantity, read_percent
from scoring.submissions.keys import KeyAdvice

__all__ = ["AVERAGE", "batch_references", "GivenReference", "given_kinds", "references", "references_schema"]

AVERAGE = "由本批计算"
EQUAL = "各市同等"
LACKING = "缺数的城市"
LEAVE_OUT = "不计入"
BEST, WORST, BOUNDS = "最好", "最差", "上下限"

AVERAGE_YEAR = ValueKind(schema={**YEAR.schema, "errorMessage": "应填四位年份", "examples": [2021]}, read=YEAR.read)
POSITIVE: Schema = {
    "type": "number",
    "exclusiveMinimum": 0,
    "$comment": "points",
    "errorMessage": "应填大于 0 的数",
}
NAME = {"type": "string", "minLength": 1, "pattern": ONE_LINE, "errorMessage": "应填一个填报项的名称"}
RATIO = shape(
    ("分子", "分母"),
    {
        "分子": {**NAME, "examples": ["在托婴幼儿数"]},
        "分母": {**NAME, "examples": ["三岁以下婴幼儿数"]},
        "乘以": {**POSITIVE, "examples": [1000]},
    },
)
MEAN = shape(
    ("均值", "权重"),
    {"均值": {**NAME, "examples": ["千人口托位数"]}, "权重": {**NAME, "examples": ["常住人口"]}},
)
DATED, UNDATED = {"年份": "year", "来源": "source"}, {"来源": "source"}
QUANTITIES = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT)
ONE, HUNDRED = Fraction(1), Fraction(100)


GivenReference = ReferenceValue | ReferenceSpan


def given_kinds(criteria: Criteria) -> dict[str, ValueKind]:
    """What may be given from outside a city, by name: the references, and its places among all applicants."""
    return {
        **{one.name: _kind(one, DATED) for one in criteria.references},
        **{fact.name: _place_kind(fact) for fact in criteria.placings},
    }


def _place_kind(fact: Fact) -> ValueKind:
    """A place as a reference; a file of references may also say between which it lies."""
    least = ONE if fact.type is FactType.COUNT else None
    asked = Reference(
        name=fact.name, type=fact.type, ask=fact.ask, unit=fact.unit, minimum=least, location=fact.location
    )
    known = _kind(asked, UNDATED)

    def read(node: Node, reader: Reader) -> GivenReference | None:
        said = get(node, "数值")
        if get(said, BEST) is None:
            found: ReferenceValue | None = known.read(node, reader)
            return found
        best, worst = (
            _value(asked, end, reader.report) if end is not None else None
            for end in (get(said, BEST), get(said, WORST))
        )
        if best is None or worst is None:
            return None
        if not best < worst:
            message = f"“{fact.name}”最好的名次应在最差的前面"
            reader.report.error("out-of-range", message, "名次已定的，数值只写一个数。", said)
        return ReferenceSpan(
            best=best,
            worst=worst,
            exact=get(said, BOUNDS) is None,
            year=int(number_of(get(node, "年份")) or 0),
            source=text_of(get(node, "来源")),
            location=node.location,
        )

    return ValueKind(schema=known.schema, read=read)


def _kind(one: Reference, needed: Mapping[str, str]) -> ValueKind:
    """The value of one reference, with its year and source; one that lacks what is `needed` is told and gives nothing."""
    unit = f"（{one.unit}）" if one.unit else ""
    value = ValueKind(
        schema={**_quantity(one), "title": f"数值{unit}"},
        read=lambda node, reader: _value(one, node, reader.report),
    )

    def read(node: Node, reader: Reader) -> ReferenceValue | None:
        raw = get(node, "数值")
        if raw is None or is_blank(raw):
            return None
        made = reader.record(ReferenceValue, node, {"value": value})
        return made if made.value is not None and _complete(one, made, needed, reader) else None

    words = {"title": f"{one.name}{unit}", "description": one.ask, "$comment": "reference"}
    form = {**schema_of(ReferenceValue, {"value": value}), "required": ["数值", *needed]}
    return ValueKind(
        schema={
            **words,
            "anyOf": [form, {"enum": BLANKS}],
            "errorMessage": "应写成数值、年份和来源",
            "examples": ["{数值: …, 年份: 2021, 来源: …}"],
        },
        read=read,
    )


def _quantity(one: Reference) -> Schema:
    fact = Fact(name=one.name, type=one.type, ask=one.ask, location=one.location, unit=one.unit)
    schema = {**quantity(fact), "$comment": one.type.value}
    return {**schema, "examples": ["12.5%"]} if one.type is FactType.PERCENT else schema


def _value(one: Reference, node: Node, report: Report) -> Fraction | None:
    """The number; or the exact value of {分子, 分母, 乘以}, which files of references may hold."""
    if isinstance(node, MappingNode):
        top, bottom, times = (number_of(get(node, key)) for key in ("分子", "分母", "乘以"))
        return top / bottom * (times or 1) if top is not None and bottom else None
    if one.type is FactType.PERCENT and isinstance(node, Scalar):
        return read_percent(one.name, node, Fraction(0), Fraction(100), report)
    return number_of(node)


def _complete(one: Reference, made: ReferenceValue, needed: Mapping[str, str], reader: Reader) -> bool:
    report, raw = reader.report, reader.at(made, "value")
    told = made.value < 0 and one.type in (FactType.PERCENT, FactType.COUNT)  # these are never negative in any pack
    if one.minimum is not None and made.value < one.minimum and not told:
        message = f"参照值“{one.name}”不会小于 {number_text(one.minimum)}，这里写的是 {number_text(made.value)}"
        report.error("out-of-range", message, "请核对来源后改正；还不清楚的可以写“未填”。", raw)
    lacking = [key for key, name in needed.items() if not getattr(made, name)]
    if lacking:
        message = f"参照值“{one.name}”没有写{'和'.join(lacking)}"
        hint = f"参照值要同时写明数值、{'和'.join(needed)}，报告里会一并列出。"
        report.error("missing", message, hint, reader.node(made))
    return not lacking


def _references_kind(criteria: Criteria) -> ValueKind:
    return by_name(given_kinds(criteria))


def references_schema(criteria: Criteria) -> Schema:
    """The schema of a file that holds reference values only."""
    return {
        **schema_head("参照值", criteria.id, criteria.edition, "references"),
        **_references_kind(criteria).schema,
    }


def references(document: Document, criteria: Criteria) -> Result[Mapping[str, GivenReference]]:
    """The reference values of a file of their own: a mapping of names, alone or under 参照值."""
    report = Report(document.root)
    group = _group(document)
    if _refuse_averages(criteria, group, report):
        return Result(value=None, problems=report.problems)
    check(group, _file_schema(criteria, group, {}), KeyAdvice(criteria), report)
    found = _references_kind(criteria).read(group, Reader(report))
    return Result(value=None if report.failed else found, problems=report.problems)


def batch_references(document: Document, criteria: Criteria) -> Result[BatchReferences]:
    """What a file of references says for a batch of submissions to `criteria`."""
    report = Report(document.root)
    group = _group(document)
    ways = {one.name: get(get(group, one.name), AVERAGE) for one in criteria.references}
    names = {name: _is_mean(way) for name, way in ways.items() if way is not None}
    check(group, _file_schema(criteria, group, names), KeyAdvice(criteria), report)
    averages = [_average(criteria, name, group, report) for name in names] if not report.failed else []
    values = _references_kind(criteria).read(group, Reader(report))
    made = BatchReferences(
        values={
            name: value for name, value in values.items() if name not in names and isinstance(value, ReferenceValue)
        },
        averages=tuple(one for one in averages if one is not None),
    )
    return Result(value=None if report.failed else made, problems=report.problems)


def _group(document: Document) -> MappingNode:
    """The mapping of references in a file of their own: the whole, or what stands under 参照值."""
    root = document.root
    only = root.get("参照值")
    return only if isinstance(only, MappingNode) and len(root.entries) == 1 else root


def _file_schema(criteria: Criteria, group: MappingNode, averages: Mapping[str, bool]) -> Schema:
    """The schema of a file of references, as far as it depends on how values are written there: as quotients, or to be
    computed from the batch, as a mean (True) or as a ratio of two sums."""
    schema = references_schema(criteria)
    names = [*criteria.references_by_name, *(fact.name for fact in criteria.placings)]
    written = {name: get(get(group, name), "数值") for name in names}
    made = {name: _quotient_schema(name) for name, said in written.items() if isinstance(said, MappingNode)}
    made |= {
        one.name: {**made[one.name], "required": ["数值", "来源"]} for one in criteria.placings if one.name in made
    }
    made |= {
        fact.name: _span_schema(fact.name) for fact in criteria.placings if get(written[fact.name], BEST) is not None
    }
    made |= {name: _average_schema(name, mean=mean) for name, mean in averages.items()}
    return {**schema, "properties": {**schema["properties"], **made}}


def _quotient_schema(name: str) -> Schema:
    top = {"type": "number", "minimum": 0, "errorMessage": "应填数", "examples": [15]}
    factors = {"分子": top, "分母": {**POSITIVE, "examples": [7]}, "乘以": {**POSITIVE, "examples": [1000]}}
    quotient = ValueKind(schema=shape(("分子", "分母"), factors), read=SHORT_TEXT.read)
    return {**schema_of(ReferenceValue, {"value": quotient, "year": AVERAGE_YEAR}), "title": name}


def _span_schema(name: str) -> Schema:
    ends = {
        "anyOf": [POSITIVE, shape(("分子", "分母"), {"分子": POSITIVE, "分母": POSITIVE})],
        "errorMessage": "应填数",
    }
    bounds = option(("是",), blank=False, errorMessage="只是上下限的写 是", examples=["是"])
    span = ValueKind(
        schema=shape((BEST, WORST), {BEST: ends, WORST: ends, BOUNDS: bounds.schema}), read=SHORT_TEXT.read
    )
    return {**schema_of(ReferenceValue, {"value": span}), "required": ["数值", "来源"], "title": name}


def _average_schema(name: str, *, mean: bool) -> Schema:
    how = {
        **(MEAN if mean else RATIO),
        "errorMessage": "应写成分子和分母，或均值和权重",
        "examples": ["{分子: 在托婴幼儿数, 分母: 三岁以下婴幼儿数}"],
    }
    lacking = option(
        (LEAVE_OUT, "不能计算"),
        blank=False,
        errorMessage=f"应填 {LEAVE_OUT} 或 不能计算",
        examples=[LEAVE_OUT],
    )
    keys = {AVERAGE: how, "年份": AVERAGE_YEAR.schema, LACKING: lacking.schema}
    return {**shape((AVERAGE, "年份"), keys), "title": name}


def _refuse_averages(criteria: Criteria, group: MappingNode, report: Report) -> bool:
    """Refuse what only a batch can compute; True when something was refused."""
    told = False
    for one in criteria.references:
        node = get(get(group, one.name), AVERAGE)
        if node is not None:
            message = f"“{one.name}”写的是“{AVERAGE}”，这里只有一份自评，算不出来"
            report.error("batch-only", message, "请用 scoring batch，或改写成数值、年份和来源。", node)
            told = True
    return told


def _is_mean(way: Node) -> bool:
    return get(way, "均值") is not None or get(way, "权重") is not None


def _average(criteria: Criteria, name: str, group: MappingNode, report: Report) -> Average | None:
    node = get(group, name)
    how = get(node, AVERAGE)
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
