"""A line of the journal as people read it: what was asked, and the values without the marks of the file."""

from __future__ import annotations

import re

from scoring.documents import strict
from scoring.documents.edit import JournalLine
from scoring.documents.nodes import MappingNode, Node, entries_of, get, text_of
from scoring.exchange.questions import ITEMS
from scoring.exchange.values import MATERIALS, value_of, value_text
from scoring.web.workspace import Opened

__all__ = ["asked_in", "said_in"]

IN_LIST = re.compile(r"\n( *)- ")


def asked_in(opened: Opened, line: JournalLine) -> str:
    """What a change was made to."""
    path = tuple(str(step) for step in line.path)
    question = opened.question(path)
    if question is not None:
        return question.fact.ask
    if len(path) == 4 and path[0] == ITEMS and path[2] == MATERIALS:
        labels = {item.id: item.label for section in opened.assessment.criteria.sections for item in section.items}
        return f"{labels.get(path[1], path[1])}的佐证材料"
    return line.title


def said_in(opened: Opened, line: JournalLine, spelt: str | None) -> str | None:
    """A value of the file in words; as it is spelt where it cannot be read any more. None where there was none."""
    if spelt is None:
        return None
    node = _node(spelt)
    if node is None:
        return spelt
    question = opened.question(tuple(str(step) for step in line.path))
    if question is not None:
        return value_text(value_of(question, node))
    if not isinstance(node, MappingNode):
        return spelt
    return "，".join(f"{one.key.text}：{text}" for one in entries_of(node) if (text := text_of(one.value)))


def _node(spelt: str) -> Node | None:
    deeper = IN_LIST.search(spelt)
    indent = deeper[1] if deeper else "  "
    text = f"值:\n{indent}{spelt}" if spelt.startswith("- ") else f"值: {spelt}"
    document = strict.parse_document(text.encode(), "").value
    return None if document is None else get(document.root, "值")
