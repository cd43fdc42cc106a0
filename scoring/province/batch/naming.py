"""Names for the files of each city: readable, alike on every system, and one for each key."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

__all__ = ["names_of"]

UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f\x7f\ud800-\udfff]')
RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)), *(f"lpt{i}" for i in range(1, 10))}
PLAIN = {"submission", "自评", "自评表", "自评文件"}
"""Names of files that say nothing about the city; the folder does."""
LONGEST = 120
"""UTF-8 bytes; leaves room for endings and the names of temporary files."""


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """A file name without ending for each key, given in the order of the keys: `甲市/submission.yaml` → `甲市`.

    Keys whose names would be alike, also where only capitals differ, get a mark made from the key.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key in keys:
        name = _name(key)
        if name.casefold() in taken:
            name = f"{name}-{_mark(key)}"
        taken.add(name.casefold())
        found[key] = name
    return found


def _name(key: str) -> str:
    parts = [part for part in key.split("/") if part not in ("", ".", "..")] or ["_"]
    parts[-1] = re.sub(r"\.(ya?ml|zip|pdf)$", "", parts[-1], flags=re.IGNORECASE)
    if len(parts) > 1 and parts[-1].casefold() in PLAIN:
        parts.pop()
    name = UNSAFE.sub("_", "-".join(parts)).strip(". ") or "_"
    if name.split(".")[0].casefold() in RESERVED:
        name = f"_{name}"
    data = name.encode("utf-8")
    if len(data) <= LONGEST:
        return name
    return f"{data[: LONGEST - 9].decode('utf-8', 'ignore').rstrip('. ')}-{_mark(key)}"


def _mark(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
