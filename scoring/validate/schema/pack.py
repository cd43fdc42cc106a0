"""The shape of pack.yaml and of a section file."""

from __future__ import annotations

from typing import Any

from scoring.validate.schema.clauses import CLAUSE, GROUP
from scoring.validate.schema.shapes import (
    DRAFT,
    FLAG,
    LINE,
    LINES,
    NUMBER,
    ONLY_TRUE,
    OPTIONAL,
    OPTIONAL_LINE,
    POINTS,
    TEXT,
    array,
    mapping,
    schema_id,
    shape,
)

__all__ = ["pack_schema", "section_schema"]

DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

DAY: dict[str, Any] = {"type": "string", "pattern": DATE, "$comment": "date", "examples": ["2022-05-31"]}

STATEMENT = shape(("name", "text"), name=LINE, text=TEXT)
PASSAGES: dict[str, Any] = {"anyOf": [TEXT, {"type": "array", "minItems": 1, "items": STATEMENT}]}
HAND_IN = shape(("name", "text"), name=LINE, text=TEXT, step=LINE)
DUTY = shape(("name", "text"), name=LINE, text=TEXT, yearly=FLAG)
COUNT: dict[str, Any] = {"type": "integer", "minimum": 1, "examples": [5]}
PUBLICITY = shape(("working_days", "quote"), working_days=COUNT, quote=TEXT, counts_first=FLAG)
CYCLE = shape(
    ("years", "quote"), years=COUNT, quote=TEXT, ban=shape(("quote", "cycles"), quote=TEXT, cycles=COUNT, gate=LINE)
)
GAP = {**shape(("known", "lacks"), known=TEXT, lacks=TEXT), "type": ["object", "null"]}
RATIO = shape(("numerator", "denominator"), numerator=LINE, denominator=LINE, times=POINTS, within=FLAG)
INTERPRETATION = shape(
    ("question", "options", "default", "why", "affects"),
    question=LINE,
    options={"type": "object", "additionalProperties": TEXT, "minProperties": 2},
    forbids=mapping(mapping({"anyOf": [LINE, {**LINES, "minItems": 1}]})),
    default=LINE,
    why=TEXT,
    affects={"enum": ["rule", "answer"]},
)
FACT = shape(
    ("type", "ask"),
    type={
        "enum": ["bool", "count", "number", "percent", "choice", "date", "text", "judged"],
        "$comment": "word",
        "errorMessage": "应写 bool（是否）、count（个数）、number（数值）、percent（百分数）、choice（选项）、date（日期）、"
        "text（文字）、judged（由人评判）之一",
    },
    ask=LINE,
    unit=LINE,
    owner=LINE,
    better={
        "enum": ["yes", "no", "higher", "lower"],
        "$comment": "word",
        "errorMessage": "应写 yes、no（是否类）或 higher、lower（数）",
    },
    needs=TEXT,
    choices={**LINES, "minItems": 2},
    minimum=NUMBER,
    maximum=NUMBER,
    step=POINTS,
    derive=RATIO,
    not_applicable=TEXT,
    help=TEXT,
    blank=TEXT,
    proof={**LINES, "minItems": 1},
    past=FLAG,
)
REFERENCE = shape(("type", "ask"), type={"enum": ["count", "number", "percent"]}, ask=LINE, unit=LINE, minimum=NUMBER)
GATE = shape(
    ("kind", "quote", "ask"),
    kind={"enum": ["incidents", "yes_no"]},
    years={"type": "integer", "minimum": 1},
    quote=TEXT,
    ask=LINE,
    owner=LINE,
)
UNITS: dict[str, Any] = {
    "anyOf": [COUNT, LINE],
    "errorMessage": "应写一共几个（如 3），或 profile 里个数类填报项的名称",
}
UP_FROM_ZERO = {"type": "number", "minimum": 0, "$comment": "points"}
LEVEL = {"enum": ["item", "section", "total"]}
PART = {"enum": ["section", "total"]}
GRADE = shape(
    ("name",),
    name=LINE,
    text=TEXT,
    at_least=NUMBER,
    sections={"type": "object", "additionalProperties": NUMBER, "minProperties": 1},
    must_pass=FLAG,
    when=TEXT,
)
TIES = array(
    {
        "anyOf": [shape(("section",), section=LINE), shape(("item",), item=LINE)],
        "errorMessage": "应写成 {section: 编号} 或 {item: 编号}",
    }
)
CHECK = shape(
    ("ask",),
    never=TEXT,
    of={**LINES, "minItems": 1},
    at_least={"type": "integer", "minimum": 1},
    fact=LINE,
    ask=LINE,
    ratio=shape(("numerator", "denominator"), numerator=LINE, denominator=LINE, times=POINTS),
    whole=LINE,
    when=TEXT,
)
EVIDENCE = shape(
    ("id", "title", "supports", "basis"),
    id=LINE,
    title=LINE,
    supports={**LINES, "minItems": 1},
    basis={"enum": ["原文", "建议"]},
)
A_FACT = "{本项评分: {type: judged, minimum: 0, maximum: 5, ask: 这一项得几分？}}"
A_CLAUSE = "[{quote: 照抄评分标准, award: judged, fact: 本项评分}]"
"""What always can be said of an item: a person judges it. An item of nothing but `manual` would score by itself."""
ITEM = shape(
    ("id", "points", "requirement", "scoring", "facts", "clauses"),
    id=LINE,
    points=UP_FROM_ZERO,
    weight=POINTS,
    applies=TEXT,
    each=shape(
        ("name",),
        name=LINE,
        count=UNITS,
        unchecked=UP_FROM_ZERO,
        take={"enum": ["mean", "sum"]},
        points=POINTS,
        none={"enum": ["full", "zero", "absent"]},
    ),
    must_pass={"anyOf": [POINTS, ONLY_TRUE], "errorMessage": "应写 true，或通过所需的分"},
    requirement=TEXT,
    scoring=OPTIONAL,
    start={"enum": ["full", "zero"]},
    gap=GAP,
    notes=array(TEXT),
    interpretations=mapping(INTERPRETATION),
    facts={"type": "object", "additionalProperties": FACT, "minProperties": 1, "examples": [A_FACT]},
    clauses={"type": "array", "minItems": 1, "items": CLAUSE, "examples": [A_CLAUSE]},
    groups={"type": "object", "additionalProperties": GROUP, "minProperties": 1},
    words=array(TEXT),
    manual=array(shape(("quote", "reason"), quote=TEXT, reason=TEXT)),
    evidence=array(EVIDENCE),
)


def pack_schema() -> dict[str, Any]:
    """The schema of pack.yaml."""
    return {
        "$schema": DRAFT,
        "$id": schema_id("pack"),
        "title": "评估指标体系",
        **shape(
            ("id", "title", "edition", "points", "sections", "eligibility", "source"),
            id=LINE,
            title=LINE,
            short_title=LINE,
            region=OPTIONAL_LINE,
            issuer=OPTIONAL_LINE,
            document_number=OPTIONAL_LINE,
            edition=LINE,
            points=POINTS,
            form_columns=LINES,
            source=shape(("title", "note"), title=LINE, note=TEXT, basis=LINES),
            rounding=shape((), places={"type": ["integer", "null"], "minimum": 0}, at=LEVEL),
            not_applicable={"enum": ["full", "zero", "rescale"]},
            absent=shape(("treat",), treat={"enum": ["full", "zero", "mean", "rescale"]}, at=PART),
            scale=POINTS,
            at_most=POINTS,
            groups={"type": "object", "additionalProperties": GROUP, "minProperties": 1},
            grades={"type": "array", "minItems": 2, "items": GRADE},
            ranking={**shape((), ties=TIES, note=TEXT), "type": ["object", "null"]},
            checks=mapping(CHECK),
            assumptions=array(shape(("about", "text"), about=LINE, text=TEXT)),
            sections={
                "type": "array",
                "minItems": 1,
                "items": shape(
                    ("id", "label", "title", "points"),
                    id=LINE,
                    label=LINE,
                    title=LINE,
                    points=UP_FROM_ZERO,
                    weight=POINTS,
                    gap=GAP,
                ),
            },
            profile=mapping(FACT),
            references=mapping(REFERENCE),
            eligibility=shape(
                ("text", "gates"),
                text=PASSAGES,
                gates=mapping(GATE),
                interpretations=mapping(INTERPRETATION),
                for_reviewers=array(STATEMENT),
            ),
            quota={
                **shape(
                    ("at_most", "texts"),
                    at_most={"type": "integer", "minimum": 1},
                    texts={"type": "array", "items": STATEMENT},
                ),
                "type": ["object", "null"],
            },
            procedure=array(
                shape(
                    ("name", "due", "due_text", "text"),
                    name=LINE,
                    due={"type": "string", "pattern": DATE, "$comment": "date", "examples": ["2022-05-31"]},
                    due_text=LINE,
                    text=TEXT,
                    publicity=PUBLICITY,
                )
            ),
            evidence_period={
                **shape(("quote",), **{"from": DAY, "to": DAY}, quote=TEXT),
                "type": ["object", "null"],
            },
            cycle={**CYCLE, "type": ["object", "null"]},
            documents=array(HAND_IN),
            withdrawal=array(STATEMENT),
            reporting=array(DUTY),
            provisions=array(STATEMENT),
        ),
    }


def section_schema() -> dict[str, Any]:
    """The schema of a section file."""
    return {
        "$schema": DRAFT,
        "$id": schema_id("section"),
        "title": "一级指标的各指标项",
        **shape(("section", "items"), section=LINE, items={"type": "array", "minItems": 1, "items": ITEM}),
    }
