"""The tables of fields: what they say is there, and one new key reaches everything that is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import pytest
from msgspec import Struct

from scoring.authoring.diff.written import front_changes
from scoring.base.plain import plain
from scoring.documents import strict
from scoring.documents.fields import RULE, Field, Reader, fields_of, named, rows, schema_of
from scoring.documents.problems import Report
from scoring.documents.values import LINE, TEXT, WHOLE
from scoring.model.criteria import Criteria, Item
from scoring.packs.overlay.merging import shape_of
from tests.liaoning import liaoning


def reached(of: type[Struct], seen: set[type[Struct]]) -> Iterator[type[Struct]]:
    if of not in seen:
        seen.add(of)
        yield of
        for one in fields_of(of):
            if one.field.kind.of is not None:
                yield from reached(one.field.kind.of, seen)


RECORDS = [*reached(Criteria, set()), *reached(Item, set())]


@pytest.mark.parametrize("of", RECORDS, ids=lambda of: of.__name__)
def test_every_key_has_a_word_for_the_reader(of: type[Struct]) -> None:
    assert [one.key for one in fields_of(of) if not one.field.word] == []


@pytest.mark.parametrize("of", RECORDS, ids=lambda of: of.__name__)
def test_what_is_told_of_a_member_is_there(of: type[Struct]) -> None:
    for one in fields_of(of):
        kind = one.field.kind
        if kind.several and kind.of is not None:
            assert kind.called in kind.of.__struct_fields__
            assert kind.spread or hasattr(kind.of, kind.show.__reduce__()[1][0])


class Note(Struct, frozen=True, kw_only=True):
    """A key that no pack has."""

    name: str = ""
    text: Annotated[str, Field(TEXT, "内容")]
    days: Annotated[int, Field(WHOLE, "天数", RULE)] = 3


class Leaflet(Struct, frozen=True, kw_only=True):
    """A document of notes."""

    title: Annotated[str, Field(LINE, "名称")]
    notes: Annotated[tuple[Note, ...], Field(named(Note, told="text"), "附注")] = ()
    more: Annotated[tuple[Note, ...], Field(rows(Note, called="text", told="text"), "另附", key="also")] = ()


TEXT_OF_ONE = """\
title: 示例
notes:
  甲: {text: 一}
also:
  - {text: 二, days: 5}
"""


def test_one_table_gives_schema_record_places_json_and_overlay() -> None:
    assert schema_of(Note) == {
        "type": "object",
        "required": ["text"],
        "properties": {
            "text": {"type": ["string", "number"], "minLength": 1},
            "days": {"type": "integer", "minimum": 1, "examples": [5]},
        },
        "additionalProperties": False,
    }
    document = strict.parse_document(TEXT_OF_ONE.encode(), "示例.yaml").value
    assert document is not None
    reader = Reader(Report(document.root))
    made = reader.record(Leaflet, document.root)
    assert made == Leaflet(title="示例", notes=(Note(name="甲", text="一"),), more=(Note(text="二", days=5),))
    place = reader.at(made.more[0], "days")
    assert place is not None
    assert (place.location.line, place.location.column) == (5, 21)
    assert plain(made)["more"] == [{"name": "", "text": "二", "days": 5}]
    shape = shape_of(Leaflet)
    assert [(key, one.word, one.key) for key, one in shape.collections.items()] == [
        ("notes", "附注", None),
        ("also", "另附", "text"),
    ]


def test_a_pack_does_not_differ_from_itself() -> None:
    assert front_changes(liaoning(), liaoning()) == ()
