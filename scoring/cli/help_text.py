"""The text of help, wrapped by the columns a terminal shows: click breaks at spaces only, and Chinese has none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.cli.table import width as shown
from scoring.cli.table import wrap

__all__ = ["wrap_text"]

KEEP = "\b"
"""Stands alone on the first line of a paragraph whose lines stay as they are (examples)."""


def wrap_text(
    text: str,
    width: int = 78,
    initial_indent: str = "",
    subsequent_indent: str = "",
    preserve_paragraphs: bool = False,
) -> str:
    """In the place of `click.formatting.wrap_text`, with its arguments."""
    if not preserve_paragraphs:
        return "\n".join(_filled(text, width, initial_indent, subsequent_indent))
    made = []
    for paragraph in re.split(r"\n\s*\n", text.expandtabs().strip("\n")):
        first, _, rest = paragraph.partition("\n")
        if first.strip(" ") == KEEP:
            kept = [piece for line in rest.split("\n") for piece in _kept(f"{subsequent_indent}{line}", width)]
            made.append("\n".join(kept))
        else:
            made.append("\n".join(_filled(_joined(paragraph), width, initial_indent, subsequent_indent)))
    return "\n\n".join(made)


def _kept(line: str, columns: int) -> Iterator[str]:
    """A command as it stands; one that is too long goes on below between two of its words."""
    indent = " " * (len(line) - len(line.lstrip(" ")))
    first, *words = line.split() or [""]
    made = f"{indent}{first}"
    for word in words:
        if shown(f"{made} {word}") > columns:
            yield made
            made = f"{indent}    {word}"
        else:
            made = f"{made} {word}"
    yield made


def _joined(paragraph: str) -> str:
    """The lines of a paragraph as one: between two Chinese characters a line end is no space."""
    return re.sub(r"(?<=[^\x00-\x7f]) *\n *(?=[^\x00-\x7f])", "", paragraph).replace("\n", " ").strip()


def _filled(text: str, columns: int, first: str, later: str) -> Iterator[str]:
    """`first` may hold words (the name of the command in a usage line) and counts like an indent."""
    room = max(columns - max(shown(first), shown(later)), 10)
    for number, line in enumerate(wrap(text, room)):
        yield f"{later if number else first}{line}".rstrip()
