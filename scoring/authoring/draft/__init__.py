"""Start a pack from a table of indicators: clauses proposed from common sentence forms, each for a person to confirm."""

from __future__ import annotations

from scoring.authoring.draft.build import build
from scoring.authoring.draft.forms import read_sentence
from scoring.authoring.draft.model import PackDraft, Proposal, ProposalKind
from scoring.authoring.draft.table import read_table

__all__ = ["ProposalKind", "Proposal", "PackDraft", "build", "read_sentence", "read_table"]
