"""The units (县区, 样本) of an item that is scored unit by unit."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.model.criteria import Item
from scoring.model.located import MappingNode, Node
from scoring.model.submission import Unit
from scoring.validate.reading import entries_of, get, text_of
from scoring.validate.report import Report
from scoring.validate.submission_answers import read_answers

__all__ = ["UNCHECKED", "read_units"]

UNCHECKED = "未检查"


def read_units(item: Item, group: Node | None, report: Report) -> Iterator[Unit]:
    """The units listed for `item`, each with its answers."""
    if item.each is None:
        return
    for entry in entries_of(get(group, item.each.name)):
        checked = text_of(entry.value) != UNCHECKED
        answers = dict(read_answers(item.facts, entry.value, report)) if isinstance(entry.value, MappingNode) else {}
        yield Unit(name=entry.key.text, answers=answers, location=entry.key.location, checked=checked)
