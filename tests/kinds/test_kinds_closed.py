"""A kind of amount is its record, its row of data and its row of the engine: what is forgotten would show only where it is used."""

from __future__ import annotations

import pytest
from msgspec import Struct

from scoring.documents.fields import fields_of
from scoring.model.amounts import AMOUNTS
from scoring.rules.kinds import KINDS

KIND = [form.of for form in AMOUNTS]


@pytest.mark.parametrize("kind", KIND)
def test_every_kind_has_its_row_in_the_engine_and_says_all_of_itself(kind: type[Struct]) -> None:
    assert kind in KINDS
    for said in ("line", "phrase", "check"):
        assert said in vars(kind)


@pytest.mark.parametrize("kind", KIND)
def test_every_setting_has_a_word_for_its_mistakes(kind: type[Struct]) -> None:
    """All but points, and the names of facts."""
    worded = {one.name for one in fields_of(kind) if one.field.word}
    assert set(kind.__struct_fields__) - {"points", "fact", "per", "tied"} <= worded
