"""How large a file may be. A real pack or submission stays far below; the caps keep a hostile file cheap."""

from __future__ import annotations

from msgspec import Struct

from scoring.base.reading import LARGEST

__all__ = ["DEFAULT", "Limits"]


class Limits(Struct, frozen=True, kw_only=True):
    """`size` in bytes, `depth` in nested lists and mappings, `nodes` in values and keys together."""

    size: int = LARGEST
    depth: int = 20
    nodes: int = 100_000


DEFAULT = Limits()
