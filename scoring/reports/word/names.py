"""The names by which an edited document is read back."""

from __future__ import annotations

import re

__all__ = ["LONGEST", "OWN_TEXT", "UNWRITTEN", "bookmark_name"]

LONGEST = 40
"""A name of a bookmark has so many characters at most."""
OWN_TEXT = "文字_"
"""How the bookmark of a text of the city's own begins; the text's name follows."""
UNWRITTEN = "（未填写）"
"""What stands in the place of a text that is not written yet."""


def bookmark_name(key: str) -> str:
    """A key as Word takes a name of a bookmark: letters, digits and _, a letter first."""
    return re.sub(r"\W", "_", key)[:LONGEST]
