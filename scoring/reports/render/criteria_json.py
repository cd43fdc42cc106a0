"""A pack as JSON, in the shape `scoring.criteria/1` (docs/json-output.md)."""

from __future__ import annotations

from fractions import Fraction

from scoring.model.checks import AnyCheck, AtLeast, Contradiction
from scoring.model.criteria import Criteria, Each, Item, Section
from scoring.model.facts import Fact, Reference
from scoring.model.procedure import Statement
from scoring.reports.render.card_json import draft_json, extends_json
from scoring.reports.render.numbers import Json, number

__all__ = ["criteria_json"]


def criteria_json(criteria: Criteria) -> Json:
    """Identity, sections, items, questions, eligibility and procedure as plain data."""
    return {
        "schema": "scoring.criteria/1",
        "id": criteria.id,
        "title": criteria.title,
        "edition": criteria.edition,
        **draft_json(criteria),
        "sha256": criteria.digest,
        "extends": extends_json(criteria),
        "region": criteria.region,
        "issuer": criteria.issuer,
        "document_number": criteria.document_number,
        "points": number(criteria.points),
        "source": {"title": criteria.source.title, "note": criteria.source.note, "basis": list(criteria.source.basis)},
        "sections": [_section(section) for section in criteria.sections],
        "profile": [_fact(fact) for fact in criteria.profile],
        "references": [_reference(one) for one in criteria.references],
        "eligibility": {
            "text": criteria.eligibility.text,
            "passages": [_statement(one) for one in criteria.eligibility.passages],
            "for_reviewers": [_statement(one) for one in criteria.eligibility.for_reviewers],
            "gates": [
                {"name": gate.name, "kind": gate.kind.value, "years": gate.years, "quote": gate.quote, "ask": gate.ask}
                for gate in criteria.eligibility.gates
            ],
        },
        "procedure": [
            {"name": step.name, "due": step.due.isoformat(), "text": step.text} for step in criteria.procedure
        ],
        "quota": None
        if criteria.quota is None
        else {
            "at_most": criteria.quota.at_most,
            "texts": [_statement(one) for one in criteria.quota.texts],
        },
        "ties": None
        if criteria.ties is None
        else {"keys": [{key.kind.value: key.id} for key in criteria.ties.keys], "note": criteria.ties.note},
        "provisions": [_statement(one) for one in criteria.provisions],
        "checks": [_check(one) for one in criteria.checks],
        "assumptions": [{"about": one.about, "text": one.text} for one in criteria.assumptions],
    }


def _statement(of: Statement) -> Json:
    return {"name": of.name, "text": of.text}


def _section(section: Section) -> Json:
    return {
        "id": section.id,
        "label": section.label,
        "title": section.title,
        "points": number(section.points),
        "gap": None if section.gap is None else {"known": section.gap.known, "lacks": section.gap.lacks},
        "items": [_item(item) for item in section.items],
    }


def _reference(one: Reference) -> Json:
    return {
        "name": one.name,
        "type": one.type.value,
        "unit": one.unit,
        "ask": one.ask,
        "minimum": None if one.minimum is None else number(one.minimum),
    }


def _check(one: AnyCheck) -> Json:
    if isinstance(one, AtLeast):
        return {"name": one.name, "of": list(one.facts), "at_least": one.least, "ask": one.ask}
    if isinstance(one, Contradiction):
        return {"name": one.name, "never": one.text, "ask": one.ask}
    return {
        "name": one.name,
        "fact": one.fact,
        "whole": one.whole,
        "ratio": None
        if one.ratio is None
        else {
            "numerator": one.ratio.numerator,
            "denominator": one.ratio.denominator,
            "times": number(one.ratio.times),
        },
        "ask": one.ask,
    }


def _item(item: Item) -> Json:
    return {
        "id": item.id,
        "label": item.label,
        "points": number(item.points),
        "requirement": item.requirement,
        "scoring": item.scoring,
        "gap": None if item.gap is None else {"known": item.gap.known, "lacks": item.gap.lacks},
        "each": None if item.each is None else _each(item.each),
        "facts": [_fact(fact) for fact in item.facts],
        "clauses": [
            {"id": clause.id, "effect": clause.effect.value, "quote": clause.quote, "remedy": clause.remedy}
            for clause in item.clauses
        ],
        "interpretations": [
            {
                "name": one.name,
                "question": one.question,
                "default": one.default,
                "why": one.why,
                "options": [
                    {
                        "name": option.name,
                        "text": option.text,
                        "forbids": [{"fact": fact, "answer": word} for fact, word in option.forbids],
                    }
                    for option in one.options
                ],
            }
            for one in item.interpretations
        ],
        "evidence": [
            {"id": one.id, "title": one.title, "supports": list(one.supports), "basis": one.basis.value}
            for one in item.evidence
        ],
    }


def _each(each: Each) -> Json:
    return {
        "name": each.name,
        "count": number(each.count) if isinstance(each.count, Fraction) else each.count,
        "unchecked": None if each.unchecked is None else number(each.unchecked),
        "take": each.take.value,
        "points": None if each.points is None else number(each.points),
        "none": None if each.none is None else each.none.value,
    }


def _fact(fact: Fact) -> Json:
    return {
        "name": fact.name,
        "type": fact.type.value,
        "unit": fact.unit,
        "ask": fact.ask,
        "owner": fact.owner,
        "better": None if fact.better is None else fact.better.value,
        "choices": list(fact.choices),
        "derived": fact.derive is not None,
        "not_applicable": fact.not_applicable,
        "proof": list(fact.proof),
    }
