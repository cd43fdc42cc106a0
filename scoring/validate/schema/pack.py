"""The shape of pack.yaml and of a section file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["pack_schema", "section_schema"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

TEXT: dict[str, Any] = {"type": ["string", "number"], "minLength": 1}
OPTIONAL: dict[str, Any] = {"type": ["string", "number", "null"]}
POINTS: dict[str, Any] = {"type": "number", "exclusiveMinimum": 0, "$comment": "points"}
NUMBER: dict[str, Any] = {"type": "number"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
FLAG: dict[str, Any] = {"enum": [True, False], "errorMessage": "应写 true 或 false"}


def _object(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": properties,
        "additionalProperties": False,
    }


def _map(value: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["object", "null"], "additionalProperties": value}


def _list(value: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": value}


STATEMENT = _object(("name", "text"), name=TEXT, text=TEXT)
GAP = {**_object(("known", "lacks"), known=TEXT, lacks=TEXT), "type": ["object", "null"]}
RATIO = _object(("numerator", "denominator"), numerator=TEXT, denominator=TEXT, times=POINTS, within=FLAG)
INTERPRETATION = _object(
    ("question", "options", "default", "why", "affects"),
    question=TEXT,
    options={"type": "object", "additionalProperties": TEXT, "minProperties": 2},
    default=TEXT,
    why=TEXT,
    affects={"enum": ["rule", "answer"]},
)
FACT = _object(
    ("type", "ask"),
    type={"enum": ["bool", "count", "number", "percent", "choice", "date", "text", "judged"]},
    ask=TEXT,
    unit=TEXT,
    owner=TEXT,
    better={"enum": ["yes", "no", "higher", "lower"]},
    needs=TEXT,
    choices={**TEXTS, "minItems": 2},
    minimum=NUMBER,
    maximum=NUMBER,
    step=POINTS,
    derive=RATIO,
    not_applicable=TEXT,
    help=TEXT,
    blank=TEXT,
)
REFERENCE = _object(("type", "ask"), type={"enum": ["count", "number", "percent"]}, ask=TEXT, unit=TEXT)
GATE = _object(
    ("kind", "quote", "ask"),
    kind={"enum": ["incidents", "yes_no"]},
    years={"type": "integer", "minimum": 1},
    quote=TEXT,
    ask=TEXT,
    owner=TEXT,
)
CLAUSE = _object(
    (),
    id=TEXT,
    quote=TEXT,
    deduct=POINTS,
    award={
        "anyOf": [POINTS, {"enum": ["judged"]}],
        "errorMessage": "应写分数或 judged",
        "examples": [1],
    },
    forfeit={"enum": [True], "errorMessage": "只能写 true"},
    per=TEXT,
    at_most=POINTS,
    fact=TEXT,
    when=TEXT,
    remedy=TEXT,
)
EVIDENCE = _object(
    ("id", "title", "supports", "basis"),
    id=TEXT,
    title=TEXT,
    supports={**TEXTS, "minItems": 1},
    basis={"enum": ["原文", "建议"]},
)
ITEM = _object(
    ("id", "points", "requirement", "scoring", "facts", "clauses"),
    id=TEXT,
    points=POINTS,
    requirement=TEXT,
    scoring=OPTIONAL,
    start={"enum": ["full", "zero"]},
    gap=GAP,
    notes=_list(TEXT),
    interpretations=_map(INTERPRETATION),
    facts={"type": "object", "additionalProperties": FACT, "minProperties": 1},
    clauses={"type": "array", "minItems": 1, "items": CLAUSE},
    manual=_list(_object(("quote", "reason"), quote=TEXT, reason=TEXT)),
    evidence=_list(EVIDENCE),
)


def pack_schema() -> dict[str, Any]:
    """The schema of pack.yaml."""
    return {
        "$schema": DRAFT,
        "$id": "urn:demo-city-scoring:pack",
        "title": "评估指标体系",
        **_object(
            ("id", "title", "edition", "points", "sections", "eligibility", "source"),
            id=TEXT,
            title=TEXT,
            short_title=TEXT,
            region=OPTIONAL,
            issuer=OPTIONAL,
            document_number=OPTIONAL,
            edition=TEXT,
            points=POINTS,
            form_columns=TEXTS,
            source=_object(("title", "note"), title=TEXT, note=TEXT, basis=TEXTS),
            rounding=_object((), places={"type": ["integer", "null"], "minimum": 0}),
            not_applicable={"enum": ["full", "zero"]},
            assumptions=_list(_object(("about", "text"), about=TEXT, text=TEXT)),
            sections={
                "type": "array",
                "minItems": 1,
                "items": _object(
                    ("id", "label", "title", "points"), id=TEXT, label=TEXT, title=TEXT, points=POINTS, gap=GAP
                ),
            },
            profile=_map(FACT),
            references=_map(REFERENCE),
            eligibility=_object(("text", "gates"), text=TEXT, gates=_map(GATE), interpretations=_map(INTERPRETATION)),
            quota={
                **_object(
                    ("at_most", "texts"),
                    at_most={"type": "integer", "minimum": 1},
                    texts={"type": "array", "items": STATEMENT},
                ),
                "type": ["object", "null"],
            },
            procedure=_list(
                _object(
                    ("name", "due", "due_text", "text"),
                    name=TEXT,
                    due={"type": "string", "pattern": DATE, "$comment": "date", "examples": ["2022-05-31"]},
                    due_text=TEXT,
                    text=TEXT,
                )
            ),
            documents=_list(STATEMENT),
            withdrawal=_list(STATEMENT),
            reporting=_list(STATEMENT),
        ),
    }


def section_schema() -> dict[str, Any]:
    """The schema of a section file."""
    return {
        "$schema": DRAFT,
        "$id": "urn:demo-city-scoring:section",
        "title": "一级指标的各指标项",
        **_object(("section", "items"), section=TEXT, items={"type": "array", "minItems": 1, "items": ITEM}),
    }
