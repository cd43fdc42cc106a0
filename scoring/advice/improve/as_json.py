"""The result of `scoring improve` as plain data, shape `scoring.improve/1` (docs/json-output.md)."""

from __future__ import annotations

from scoring.advice.improve.model import Fix, Follow, Improvement, JointFix, Judgement, Move, Narrowing, Plan
from scoring.model.criteria import Criteria
from scoring.model.scorecard import ScoreCard
from scoring.reports.render.card_json import draft_json
from scoring.reports.render.numbers import Json, number, range_json, value_json

__all__ = ["SCHEMA", "improvement_json"]

SCHEMA = "scoring.improve/1"


def improvement_json(found: Improvement, card: ScoreCard, criteria: Criteria) -> Json:
    """Everything found, in the order of the model; the same improvement gives the same data."""
    source = card.provenance
    return {
        "schema": SCHEMA,
        "tool": {"name": "demo-city-scoring", "version": source.tool_version},
        "criteria": {
            "id": source.criteria_id,
            "edition": source.criteria_edition,
            "sha256": source.criteria_digest,
        },
        **draft_json(criteria),
        "submission": {"file": source.submission_file, "sha256": source.submission_digest, "city": card.city},
        "as_of": None if source.as_of is None else source.as_of.isoformat(),
        "full": number(found.full),
        "total": range_json(found.total),
        "owner": found.owner or None,
        "exact": found.exact,
        "ceiling": number(found.ceiling),
        "ceiling_with_judgements": number(found.ceiling_judged),
        "plan": None if found.plan is None else _plan(found.plan),
        "fixes": [_fix(fix) for fix in found.fixes],
        "joint": [_joint(one) for one in found.joint],
        "judgements": [_judgement(one) for one in found.judgements],
        "past": [_judgement(one) for one in found.past],
        "narrowing": [_narrowing(one) for one in found.narrowing],
        "departments": [
            {"name": one.name, "gain": number(one.gain), "fixes": list(one.fixes)} for one in found.departments
        ],
    }


def _judgement(one: Judgement) -> Json:
    return {
        "item": one.item,
        "fact": one.fact,
        "before": one.before,
        "most": number(one.most),
        "owners": list(one.owners),
    }


def _advice(fix: Fix) -> str:
    return "；".join(part for part in (fix.remedy.rstrip("。"), fix.note) if part) if fix.note else fix.remedy


def _fix(fix: Fix) -> Json:
    return {
        "item": fix.item,
        "label": fix.label,
        **_move(fix.move),
        "gain": number(fix.gain),
        "possible": number(fix.possible),
        "owners": list(fix.owners),
        "quotes": list(fix.quotes),
        "remedy": _advice(fix) or None,
        "why": fix.why or None,
        "blocked_by": [_move(move) for move in fix.blocked_by],
        "together": None if fix.together is None else number(fix.together),
        "exact": fix.exact,
    }


def _move(move: Move) -> Json:
    return {
        "fact": move.fact,
        "from": move.before,
        "to": move.after,
        "value": value_json(move.value),
        "follows": None if move.follow is None else _follow(move.follow),
        "fills": move.fills,
        **({"counts": move.counts} if move.counts else {}),
    }


def _follow(follow: Follow) -> Json:
    level = None if follow.level is None else number(follow.level)
    return {"kind": follow.kind.value, "name": follow.name, "level": level}


def _joint(one: JointFix) -> Json:
    return {
        "items": list(one.items),
        "label": one.label,
        "gain": number(one.gain),
        "apart": number(one.apart),
        "moves": [_move(move) for move in one.moves],
    }


def _plan(plan: Plan) -> Json:
    return {
        "target": number(plan.target),
        "reached": plan.reached,
        "count": plan.count,
        "proved": plan.proved,
        "total": range_json(plan.total),
        "ceiling": number(plan.ceiling),
        "parts": [
            {
                "items": list(part.items),
                "label": part.label,
                "gain": number(part.gain),
                "owners": list(part.owners),
                "moves": [_move(move) for move in part.moves],
            }
            for part in plan.parts
        ],
    }


def _narrowing(one: Narrowing) -> Json:
    return {
        "name": one.name,
        "item": one.item,
        "ask": one.ask,
        "owners": list(one.owners),
        "guaranteed": number(one.guaranteed),
        "possible": number(one.possible),
        "exact": one.exact,
        "answers": [{"answer": answer.answer, "total": range_json(answer.total)} for answer in one.answers],
    }
