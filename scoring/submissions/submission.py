"""A city's file to a typed submission, or every problem in it: what its keys are for one pack, and what they become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.errors import Result
from scoring.base.kept import for_last
from scoring.base.text import points_text
from scoring.documents.fields import Field, Kinds, Reader, Schema, ValueKind, schema_head, schema_of
from scoring.documents.forms import (
    BLANKS,
    BY_PACK,
    LONG_TEXT,
    YES_NO,
    asked,
    by_name,
    group,
    option,
    options_text,
    pack_id,
)
from scoring.documents.nodes import (
    Document,
    MappingNode,
    Node,
    SequenceNode,
    bool_of,
    get,
    is_blank,
    items_of,
    text_of,
)
from scoring.documents.problems import Report
from scoring.documents.schema.checking import check
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Answer
from scoring.model.interpretations import Interpretation
from scoring.model.procedure import Gate, GateKind
from scoring.model.submission import Choice, EvidenceFile, GateAnswer, Incident, Submission, Unit
from scoring.submissions.answers import DEFS, answer_kind, answers_kind, asked_facts, units_kind
from scoring.submissions.checks import check_submission
from scoring.submissions.contradictions import contradictions
from scoring.submissions.following import NAME
from scoring.submissions.keys import KeyAdvice
from scoring.submissions.published import published
from scoring.submissions.references import given_kinds
from scoring.submissions.unconfirmed import tell_unconfirmed, without_unconfirmed

__all__ = ["exact_schema", "gate_kind", "submission", "submission_schema"]

NONE = "无"


class SubmittedItem(Struct, frozen=True, kw_only=True):
    """What 自评 says of one item: the answers to its facts or those of its units, the files and a text."""

    answers: Annotated[Mapping[str, Answer], Field(BY_PACK)] = {}
    units: Annotated[tuple[Unit, ...], Field(BY_PACK)] = ()
    evidence: Annotated[tuple[EvidenceFile, ...], asked(BY_PACK, "佐证材料")] = ()
    note: Annotated[str, asked(LONG_TEXT, "说明", "对本项自评的说明，写进报告。")] = ""


def _kinds(criteria: Criteria) -> Kinds:
    """Of the keys of a submission, those whose names are those of its pack."""
    titles = {section.id: f"{section.label}{section.title}" for section in criteria.sections}
    items = [item for section in criteria.sections for item in section.items]
    readings = [*criteria.eligibility.interpretations, *(one for item in items for one in item.interpretations)]
    return {
        "criteria_id": pack_id(criteria.id),
        "answers": by_name({fact.name: answer_kind(fact) for fact in asked_facts(criteria.profile)}),
        "gates": by_name({gate.name: gate_kind(gate) for gate in criteria.eligibility.gates}),
        "switched": by_name({one.name: _choice(one) for one in readings}),
        "references": by_name(given_kinds(criteria)),
        "evidence": by_name({item.id: _item(item, titles[item.section]) for item in items}),
    }


def gate_kind(gate: Gate) -> ValueKind:
    """The answer to one gate of eligibility."""

    def read(node: Node, reader: Reader) -> GateAnswer:
        if is_blank(node):
            return GateAnswer(known=False, location=node.location)
        if gate.kind is GateKind.YES_NO:
            yes = bool_of(node)
            return GateAnswer(known=yes is not None, yes=yes, location=node.location)
        if isinstance(node, SequenceNode):
            incidents = tuple(_incident(one, reader) for one in node.items)
            return GateAnswer(known=True, incidents=incidents, location=node.location)
        return GateAnswer(known=text_of(node) == NONE, location=node.location)

    return ValueKind(schema=_gate_schema(gate), read=read)


def _incident(node: Node, reader: Reader) -> Incident:
    made = reader.record(Incident, node)
    if made.on is None and is_blank(reader.at(made, "on")):
        message = "这一件没有写日期，无法判断是否在期限以内"
        reader.report.question("incident-date", message, "请补上日期，例如“日期: 2021-06-01”。", node)
    return made


def _gate_schema(gate: Gate) -> Schema:
    owner = f"\n责任部门（建议）：{gate.owner}" if gate.owner else ""
    common = {"title": gate.name, "description": f"{gate.ask}{owner}\n原文：{gate.quote}"}
    if gate.kind is GateKind.YES_NO:
        words = {"errorMessage": "应填 是 或 否", "examples": ["否"], "$comment": "bool"}
        return {**common, "enum": [*YES_NO, *BLANKS], **words}
    return {
        **common,
        "$comment": "incidents",
        "anyOf": [
            {"enum": ["无", *BLANKS]},
            {"type": "array", "minItems": 1, "$comment": "incidents", "items": schema_of(Incident)},
        ],
        "errorMessage": "应填 无，或逐件列出日期和情况",
        "examples": ["无", "[{日期: 2021-06-01, 情况: …}]"],
    }


def _choice(one: Interpretation) -> ValueKind:
    options = [option.name for option in one.options]
    lines = [one.question, *(f"{option.name}：{option.text}" for option in one.options), f"默认：{one.default}"]
    word = option(options, blank=False, errorMessage=f"应从 {options_text(options)} 中选一个", examples=[one.default])
    return group(
        Choice,
        {"option": word},
        sign="option",
        title=one.name,
        description="\n".join(lines),
        comment="reading",
        errorMessage="应写成选择和理由",
        examples=[f"{{选择: {one.default}, 理由: …}}"],
    )


def _item(item: Item, section: str) -> ValueKind:
    answers = answers_kind(item.facts, item.scoring)
    kinds: Kinds = {
        "answers": None if item.each is not None else answers,
        "units": None if item.each is None else units_kind(item.each, answers),
        "evidence": _evidence(item),
    }
    return group(
        SubmittedItem,
        kinds,
        title=f"{item.label}　{section}　{points_text(item.points)}分",
        description=f"指标内容：{item.requirement}\n评分标准：{item.sentence}",
    )


def _evidence(item: Item) -> ValueKind:
    titles = {request.id: request.title for request in item.evidence}
    request = option(
        list(titles),
        errorMessage=f"应是本项的佐证材料{options_text(titles)}之一",
        comment="request",
    )
    kinds: Kinds = {"request": request}
    entry = schema_of(EvidenceFile, kinds)

    def read(node: Node, reader: Reader) -> tuple[EvidenceFile, ...]:
        found: dict[str, EvidenceFile] = {}
        rows: list[EvidenceFile] = []
        for one in items_of(node):
            if isinstance(one, MappingNode):
                made = reader.record(EvidenceFile, one, kinds, item=item.id)
                if made.path:
                    title = made.title or titles.get(made.request, "") or made.path.rpartition("/")[2]
                    rows.append(reader.place(replace(made, title=title), one))
                    first = found.setdefault(made.path, made)
                    if first is not made:
                        message = f"文件“{made.path}”在第 {first.location.line} 行已经列过"
                        hint = "同一份文件在一项里列一次即可；请核对是否写错了文件名。"
                        reader.report.question("evidence-twice", message, hint, get(one, "文件"))
        return tuple(rows)

    return ValueKind(
        schema={
            "type": ["array", "null"],
            "description": "每份文件一条。\n" + "\n".join(f"{name}：{title}" for name, title in titles.items()),
            "errorMessage": "应是一个列表，每份文件一条",
            "examples": ["[{文件: evidence/1.1/01-通知.pdf, 标题: …}]"],
            "items": {
                **entry,
                "errorMessage": "应写明文件和标题",
                "examples": ["{文件: evidence/1.1/01-通知.pdf, 标题: …}"],
            },
        },
        read=read,
        nothing=(),
    )


class _Shape(Struct, frozen=True, kw_only=True):
    """What a submission to a pack looks like."""

    kinds: Kinds
    schema: Schema


@for_last
def _shape(criteria: Criteria) -> _Shape:
    kinds = _kinds(criteria)
    schema = {
        **schema_head(
            f"{criteria.short_title}·自评", criteria.id, criteria.edition, "submission", about=criteria.title
        ),
        **schema_of(Submission, kinds),
        "$defs": DEFS,
    }
    return _Shape(kinds=kinds, schema=schema)


def exact_schema(criteria: Criteria) -> Schema:
    """The schema of submissions with exact numbers, for checking."""
    return _shape(criteria).schema


def submission_schema(criteria: Criteria) -> Schema:
    """The JSON Schema (2020-12) of submissions to `criteria`, ready for json.dumps; editors complete with it."""
    return published(exact_schema(criteria))


def submission(document: Document, criteria: Criteria) -> Result[Submission]:
    """The submission that the document describes. The value is None when any problem is an error; problems are those of
    this check only, sorted by place, without those of reading the file."""
    document, unconfirmed = without_unconfirmed(document)
    root = document.root
    report = Report(root)
    name = text_of(get(root, NAME))
    if name and name != criteria.id:
        message = f"这份自评用的是“{name}”，不是“{criteria.id}”"
        report.error(
            "criteria-mismatch", message, f"请改成“{NAME}: {criteria.id}”，或换用对应的指标体系。", get(root, NAME)
        )
        return Result(value=None, problems=report.problems)
    tell_unconfirmed(unconfirmed, report)
    check(root, exact_schema(criteria), KeyAdvice(criteria), report)
    reader = Reader(report)
    made = _read(document, criteria, reader)
    check_submission(made, criteria, reader)
    for one in contradictions(criteria, made):
        report.also(one.code, one.message, one.hint, one.location)
    return Result(value=None if report.failed else made, problems=report.problems)


def _read(document: Document, criteria: Criteria, reader: Reader) -> Submission:
    root, kinds = document.root, _shape(criteria).kinds
    made = reader.record(Submission, root, kinds, evidence=(), notes={}, file=document.file, digest=document.digest)
    said, of_items = root.get("自评"), kinds["evidence"]
    parts: dict[str, SubmittedItem] = {} if said is None or of_items is None else of_items.read(said, reader)
    answers = dict(made.answers)
    for part in parts.values():
        answers |= part.answers
    return replace(
        made,
        criteria_id=criteria.id,
        answers=answers,
        units={item: part.units for item, part in parts.items() if part.units},
        evidence=tuple(file for part in parts.values() for file in part.evidence),
        notes={item: part.note for item, part in parts.items() if part.note},
        summary=made.summary or None,
    )
