"""What answers say about each other (核对): what a pack lists to ask about or to insist on, never to deduct for."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from msgspec import Struct

from scoring.base.errors import Location
from scoring.documents.fields import FORM, Field, Reader, ValueKind, fold, schema_of, shape
from scoring.documents.nodes import Node, entries_of, get, items_of, words_of
from scoring.documents.values import CONDITION, LINE, LINES, NAME, WHOLE, at_least, keyed
from scoring.model.conditions import Expr
from scoring.model.facts import Ratio

__all__ = ["CHECKS", "SAID_NOT_APPLICABLE", "AnyCheck", "AtLeast", "Check", "Contradiction", "form_of"]

SAID_NOT_APPLICABLE = " 不适用"
"""After the name of a fact: the name under which a contradiction asks whether its answer is 不适用. No fact has a space."""


NAMES = ValueKind(
    schema=LINES.schema,
    read=lambda node, _reader: tuple(fold(words_of(one)) for one in items_of(node)),
    nothing=(),
)
PARTS_OF_SUM = at_least(2, NAMES)
LEAST = ValueKind(schema={"type": "integer", "minimum": 1}, read=WHOLE.read, nothing=0)
PARTS = schema_of(Ratio)
RATIO = shape(PARTS["required"], {key: PARTS["properties"][key] for key in ("numerator", "denominator", "times")})


def _ratio(node: Node, reader: Reader) -> Ratio | None:
    below = get(node, "ratio")
    times: dict[str, Any] = {} if get(below, "times") is not None else {"times": Fraction(1)}
    return None if below is None else reader.record(Ratio, below, within=False, **times)


class Check(Struct, frozen=True, kw_only=True):
    """One question that two or three figures may raise.

    With a `ratio` the stated `fact` should be what its own counts give, as exactly as it is written: 3.2 fits everything
    above 3.1 and below 3.3, so that rounding and cutting off both pass. With a `sum` it should be what these add up to. Without
    either, `fact` should be no larger than `whole`. `when` says when the question arises at all (None: always); `ask` is the question in Chinese.
    """

    name: str
    fact: Annotated[str, Field(NAME, "核对的数", FORM)]
    ask: Annotated[str, Field(LINE, "问题")]
    ratio: Annotated[
        Ratio | None,
        Field(keyed("ratio", RATIO, _ratio, show=lambda one: one.line), "应相符的数", FORM),
    ] = None
    sum: Annotated[tuple[str, ...], Field(PARTS_OF_SUM, "各部分", FORM)] = ()
    whole: Annotated[str | None, Field(NAME, "不应大于的数", FORM)] = None
    when: Annotated[Expr | None, Field(CONDITION, "核对的前提", FORM)] = None
    location: Location


class Contradiction(Struct, frozen=True, kw_only=True):
    """What cannot be true together: `when` it surely is, `ask` is put to a person. `text` is the condition as written.

    Beside facts, references and interpretations, `when` reads gates by their names (true: something disqualifying
    within the period) and, under the name of a fact with SAID_NOT_APPLICABLE, whether it is answered so.
    """

    name: str
    when: Annotated[Expr, Field(CONDITION, "不能同时成立的条件", FORM, key="never")]
    text: str
    ask: Annotated[str, Field(LINE, "问题")]
    location: Location


class AtLeast(Struct, frozen=True, kw_only=True):
    """How many of a list of yes-or-no answers must be 是 (至少选几项): `least` of `facts`. Fewer is an error, not a
    question: what would be scored then is not what the index asks for."""

    name: str
    facts: Annotated[tuple[str, ...], Field(at_least(1, NAMES), "至少选几项的", FORM, key="of")]
    least: Annotated[int, Field(LEAST, "至少几项", FORM, key="at_least")]
    ask: Annotated[str, Field(LINE, "问题")]
    location: Location


AnyCheck = Check | Contradiction | AtLeast
FORMS: tuple[type[AnyCheck], ...] = (Contradiction, AtLeast, Check)


def form_of(node: Node) -> type[AnyCheck]:
    """Which of the three a check is written as."""
    if get(node, "of") is not None or get(node, "at_least") is not None:
        return AtLeast
    return Contradiction if get(node, "never") is not None else Check


KEYS = {key: schema for form in FORMS for key, schema in schema_of(form)["properties"].items() if key != "ask"}
ALL_KEYS = {key: KEYS[key] for key in KEYS if key in ("never", "of", "at_least", "fact")}
CHECKS = ValueKind(
    schema={
        "type": ["object", "null"],
        "additionalProperties": shape(("ask",), {**ALL_KEYS, "ask": LINE.schema, **KEYS}),
    },
    read=lambda node, reader: tuple(
        reader.record(form_of(one.value), one.value, name=one.name, location=one.key.location)
        for one in entries_of(node)
    ),
    show=lambda one: one.ask,
    nothing=(),
    several=True,
)
"""What a pack asks about, under names of its own; one of three forms each."""
