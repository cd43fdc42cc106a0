"""Keeps in the user's cache what opening the evidence files of a folder told, so that a file is opened again only when it
has changed. One entry for a folder: a score then reads one small file instead of importing a PDF library."""

from __future__ import annotations

import os.path

from scoring import cache
from scoring.evidence.opening import Opened, open_file
from scoring.looked import settled, state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Remembered"]

LIBRARIES = ("pikepdf", "PIL")
"""What opens files for us; another version may see another thing."""

Known = tuple[str, str, Opened]
"""Stamps of a file, its kind by the first bytes, what opening it told."""


class Remembered:
    """The files of one run below the folder `base`. `keep` writes what is to be known next time: the files of this run
    and no others, so that an entry is no longer than a submission."""

    def __init__(self, base: str) -> None:
        self._key = ""
        if cache.folder() is not None:
            parts = (os.path.realpath(base), *_libraries())
            self._key = "open-" + cache.digest([*cache.stamp(), *cache.text_parts(parts)])
        self._before = _believed(cache.load(self._key)) if self._key else {}
        self._now: dict[str, Known] = {}

    def open(self, real: str, kind: str) -> Opened:
        """What `open_file` tells of the file at the path `real`."""
        stamps = settled(real) if self._key else None
        known = self._before.get(real)
        if known is None or known[:2] != (stamps, kind):
            found = open_file(real, kind)
            if stamps is None or found.refused:
                return found
            known = (stamps, kind, found)
        self._now[real] = known
        return known[2]

    def keep(self) -> None:
        """Write what this run knows, if that is anything new."""
        if self._key and self._now != self._before:
            cache.save(self._key, self._now)


def _believed(value: object) -> Mapping[str, Known]:
    if not isinstance(value, dict):
        return {}
    return {
        real: known
        for real, known in value.items()
        if isinstance(known, tuple) and len(known) == 3 and isinstance(known[2], Opened)
    }


def _libraries() -> tuple[str, ...]:
    """The stamps of the folders of the libraries, which an installation changes; they are not imported for it."""
    from importlib.machinery import PathFinder

    specs = [PathFinder.find_spec(name) for name in LIBRARIES]
    return tuple("" if one is None or not one.origin else state(os.path.dirname(one.origin)) for one in specs)
