"""The tables that name the kinds of amounts name all of them: one that is forgotten would show only where it is used."""

from __future__ import annotations

import pytest
from msgspec import Struct

from scoring.authoring.check.mistakes import NAMES
from scoring.explain.verdicts import WORDS
from scoring.model.amounts import AMOUNTS, Flat, Judged
from scoring.packs.amounts import CHECKS
from scoring.rules.amounts import KINDS
from scoring.rules.breakpoints import STOPS

KIND = [form.of for form in AMOUNTS]
PLAIN = (Flat, Judged)
"""Without arithmetic to tell: a number that stands there, and what a person decides."""
NAMES_AND_POINTS = {"points", "fact", "per", "tied"}
"""Points, and the names of facts: no mistake changes them as a setting."""


@pytest.mark.parametrize("kind", KIND)
def test_every_kind_stands_in_every_table(kind: type[Struct]) -> None:
    assert kind in KINDS
    assert kind is Flat or kind in STOPS
    assert kind is Flat or kind in CHECKS
    assert kind in PLAIN or kind in WORDS
    assert set(kind.__struct_fields__) - NAMES_AND_POINTS <= set(NAMES)
