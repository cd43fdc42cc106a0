"""How large a file may be. A real pack or submission stays far below; the caps keep a hostile file cheap."""

from __future__ import annotations

from scoring.reading import LARGEST
from scoring.record import record

__all__ = ["DEFAULT", "Limits"]


@record
class Limits:
    """`size` in bytes, `depth` in nested lists and mappings, `nodes` in values and keys together."""

    size: int = LARGEST
    depth: int = 20
    nodes: int = 100_000


DEFAULT = Limits()
