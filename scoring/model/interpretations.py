"""Readings of what the official text leaves open (解释口径)."""

from __future__ import annotations

import enum
from typing import Annotated

from msgspec import Struct

from scoring.base.errors import Location
from scoring.documents.fields import RULE, Field, Reader, ValueKind, shown
from scoring.documents.nodes import Node, entries_of, get, items_of, words_of
from scoring.documents.values import LINE, LINES, TEXT, one_of

__all__ = ["Affects", "Interpretation", "Option"]


class Affects(enum.Enum):
    """An interpretation changes the rule itself, or only how the question is to be answered (口径)."""

    RULE = "rule"
    ANSWER = "answer"


AFFECTS = {Affects.RULE: "影响计分", Affects.ANSWER: "只影响填报"}
WORDS = {"anyOf": [LINE.schema, {**LINES.schema, "minItems": 1}]}
FORBIDS = ValueKind(
    schema={"type": ["object", "null"], "additionalProperties": WORDS},
    read=lambda node, _reader: tuple(
        (fact.name, words_of(word)) for fact in entries_of(node) for word in items_of(fact.value) or (fact.value,)
    ),
    show=lambda pairs: shown("、".join(f"{name}：{word}" for name, word in pairs)),
)


class Option(Struct, frozen=True, kw_only=True):
    """One reading of an open question: a short Chinese name (used in conditions and submissions) and its meaning.
    `forbids` are answers that it leaves no room for, as fact and word (是, 否, 不适用 or a choice)."""

    name: str
    text: Annotated[str, Field(TEXT, "说明")]
    forbids: Annotated[tuple[tuple[str, str], ...], Field(FORBIDS, "不能填的", RULE)] = ()


def _options(node: Node, reader: Reader) -> tuple[Option, ...]:
    """`options` says what each means and `forbids` beside it what each forbids."""
    forbids = {one.key.text: FORBIDS.read(one.value, reader) for one in entries_of(get(node, "forbids"))}
    return tuple(
        Option(name=one.key.text, text=words_of(one.value), forbids=forbids.get(one.key.text, ()))
        for one in entries_of(get(node, "options"))
    )


OPTIONS = ValueKind(
    schema={},
    spread={
        "options": {"type": "object", "additionalProperties": TEXT.schema, "minProperties": 2},
        "forbids": {"type": ["object", "null"], "additionalProperties": FORBIDS.schema},
    },
    needed=("options",),
    read=_options,
    of=Option,
    several=True,
    show=lambda one: one.text,
)


class Interpretation(Struct, frozen=True, kw_only=True):
    """An open question of the official text, the reading taken and why, and the alternatives a user may switch to."""

    name: str
    question: Annotated[str, Field(LINE, "问题")]
    options: Annotated[tuple[Option, ...], Field(OPTIONS, "选项", RULE)]
    default: Annotated[str, Field(LINE, "默认选项", RULE)]
    why: Annotated[str, Field(TEXT, "理由")]
    affects: Annotated[Affects, Field(one_of(Affects, AFFECTS), "作用", RULE)]
    location: Location
    item: str = ""

    @property
    def line(self) -> str:
        """What is told of one that was added or dropped."""
        return f"{self.question}默认“{self.default}”"
