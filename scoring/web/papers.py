"""Papers as a part of a page: the same blocks and the same writer, in the form that our rules for pages allow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from markupsafe import Markup

from scoring.reports.blocks import Block
from scoring.reports.html import blocks_html

__all__ = ["explained_at", "paper_html"]

WIDTH = re.compile(r'<col style="width: ([0-9.]+%)">')
"""Written by the writer alone: whatever a city says is escaped there."""


def paper_html(content: Sequence[Block]) -> Markup:
    """Blocks as markup without styles of their own, which a page of ours refuses; a drawing that is wider than a small screen
    can be reached and moved by the keyboard."""
    text = WIDTH.sub(r'<col width="\1">', str(blocks_html(content)))
    return Markup(text.replace("<figure>", '<figure tabindex="0">'))


def explained_at(item: str) -> str:
    """Where a bar of a picture leads: why the item scores what it does."""
    return f"/explain?item={quote(item)}"
