"""Start a pack from a table of indicators: clauses proposed from common sentence forms, each for a person to confirm."""

from __future__ import annotations

from scoring.scaffold.build import build
from scoring.scaffold.forms import read_sentence
from scoring.scaffold.model import Kind, Part, Scaffold
from scoring.scaffold.pending import Pending, pending
from scoring.scaffold.table import read_table
from scoring.scaffold.writing import MARK

__all__ = ["MARK", "Kind", "Part", "Pending", "Scaffold", "build", "pending", "read_sentence", "read_table"]
