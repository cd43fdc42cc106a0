"""A pack as JSON, in the shape `scoring.criteria/1` (docs/json-output.md): the records as they are, conditions as text."""

from __future__ import annotations

from scoring.base.plain import Json, Keys, Shape, plain
from scoring.lang import show
from scoring.model.amounts import FORMS
from scoring.model.checks import AtLeast, Check, Contradiction
from scoring.model.clauses import CapGroup, Clause, Manual
from scoring.model.conditions import And, Compare, Member, Name, Not, Or
from scoring.model.criteria import Criteria, EvidenceRequest, Item, Section
from scoring.model.facts import Fact
from scoring.model.interpretations import Interpretation, Option
from scoring.model.procedure import Eligibility, Gate
from scoring.model.references import Reference
from scoring.model.totals import Grade, TieKey
from scoring.naming import draft_json, extends_json

__all__ = ["criteria_json"]

UNPLACED = Keys(omit=("location",))
INDICES = ("items_by_id", "facts_by_name", "interpretations_by_name", "references_by_name")
SHAPE: Shape = {
    **dict.fromkeys((Name, Compare, Member, Not, And, Or), show),
    **dict.fromkeys((Section, Gate, Reference, EvidenceRequest, Manual, CapGroup, Check), UNPLACED),
    **{of: Keys(add={"kind": lambda amount: FORMS[type(amount)].name}) for of in FORMS},
    Criteria: Keys(omit=("id", "title", "edition", "digest", "folder", "extends", "pending", *INDICES)),
    Item: Keys(omit=("section", "location")),
    Fact: Keys(omit=("item", "location"), add={"derived": lambda fact: fact.derive is not None}),
    Clause: Keys(omit=("location",)),
    Interpretation: Keys(omit=("item", "location")),
    Option: Keys(
        omit=("forbids",),
        add={"forbids": lambda one: [{"fact": fact, "answer": word} for fact, word in one.forbids]},
    ),
    Eligibility: Keys(add={"text": lambda one: one.text}),
    TieKey: lambda key: {key.kind.value: key.id},
    Grade: Keys(omit=("location", "sections"), add={"sections": lambda grade: dict(grade.sections)}),
    Contradiction: Keys(omit=("when", "location"), rename={"text": "never"}),
    AtLeast: Keys(omit=("location",), rename={"facts": "of", "least": "at_least"}),
}


def criteria_json(criteria: Criteria) -> Json:
    """All that the pack says."""
    return {
        "schema": "scoring.criteria/1",
        "id": criteria.id,
        "title": criteria.title,
        "edition": criteria.edition,
        **draft_json(criteria),
        "sha256": criteria.digest,
        "extends": extends_json(criteria),
        **plain(criteria, SHAPE),
    }
