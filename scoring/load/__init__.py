"""Read files strictly: text becomes located data, or problems in Chinese. Nothing here knows what the data means."""

from __future__ import annotations

from scoring.load.decode import too_large
from scoring.load.packs import MAIN, PackEntry, find_pack, list_packs, read_pack
from scoring.load.reader import parse_document, parse_yaml, read_document, read_yaml

__all__ = [
    "MAIN",
    "PackEntry",
    "find_pack",
    "list_packs",
    "parse_document",
    "parse_yaml",
    "read_document",
    "read_pack",
    "read_yaml",
    "too_large",
]
