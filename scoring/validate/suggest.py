"""Did you mean … ? Only asked when something is wrong already."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

__all__ = ["closest", "did_you_mean", "listed"]

NOT = ("不", "没", "未", "无", "非")
MOST = 8


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None when none is alike; one that begins with it goes first. The opposite of
    what was written (认可 for 不认可) is never offered."""
    import difflib

    names = list(known)
    bare = unicodedata.normalize("NFKC", word).strip(" \"'“”‘’：:。，")
    if bare in names:
        return bare
    longer = [name for name in names if len(bare) > 1 and name.startswith(bare)]
    if longer:
        return min(longer, key=len)
    names = [name for name in names if not _opposite(name, bare) and not _opposite(bare, name)]
    found = difflib.get_close_matches(bare, names, n=1, cutoff=0.5)
    return found[0] if found else None


def _opposite(name: str, word: str) -> bool:
    return name[:1] in NOT and name[1:] == word


def listed(known: Sequence[str]) -> str:
    """The first few known words, for the end of a hint."""
    return "、".join(known[:MOST]) + ("……" if len(known) > MOST else "")


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A hint: the likely word, else the words there are."""
    close = closest(word, known)
    if close is not None:
        return f"是不是“{close}”？"
    return f"可用的有：{listed(known)}。" if known else "请删掉它。"
