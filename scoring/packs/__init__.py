"""Packs: found on the disk, read, and made one frozen index, or every problem in them, in Chinese, each with its place."""

from __future__ import annotations

from scoring.packs.folders import MAIN, PackEntry, find_pack, list_packs, read_pack
from scoring.packs.pack import criteria, is_plan, plan_problem
from scoring.packs.reader import pack_schema, section_schema

__all__ = [
    "MAIN",
    "PackEntry",
    "criteria",
    "find_pack",
    "is_plan",
    "list_packs",
    "pack_schema",
    "plan_problem",
    "read_pack",
    "section_schema",
]
