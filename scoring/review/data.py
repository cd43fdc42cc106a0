"""What reviews come to, as plain data: shapes `scoring.review/1` and `scoring.review-replay/1` (docs/json-output.md)."""

from __future__ import annotations

import os.path
from collections.abc import Iterable

from scoring import __version__
from scoring.advice.compare import comparison_json
from scoring.advice.compare.model import ClauseChange
from scoring.base.plain import Json, number, plain
from scoring.loading import Loaded
from scoring.model.criteria import Criteria
from scoring.model.review import Opinion, Review, ReviewStep, Ruling, Verified
from scoring.naming import draft_json
from scoring.review.replay import GateChange, Replay, StepChange
from scoring.review.restoring import restored
from scoring.review.scores import item_scores
from scoring.review.wording import answer_text, assumption, gate_said, gate_text

__all__ = ["REPLAY", "REVIEW", "replay_json", "review_json"]

REVIEW, REPLAY = "scoring.review/1", "scoring.review-replay/1"


def review_json(loaded: Loaded, found: Verified) -> Json:
    """The merged reviews of one city. The same files give the same data, key order included."""
    submission, made = loaded.submission, found.card.provenance
    return {
        "schema": REVIEW,
        "tool": {"name": "demo-city-scoring", "version": __version__},
        "city": submission.city,
        "invented": submission.invented,
        "criteria": {"id": made.criteria_id, "edition": made.criteria_edition, "sha256": made.criteria_digest},
        **draft_json(loaded.criteria),
        "submission": {"sha256": submission.digest},
        "as_of": made.as_of.isoformat() if made.as_of is not None else None,
        "settings": {
            "limit": None if found.settings.limit is None else number(found.settings.limit),
            "rule": found.settings.rule.value,
            "note": assumption(found.settings),
        },
        "verified": plain(found.card.total),
        "full": number(found.card.full),
        "complete": found.card.complete and not found.waits,
        "eligibility": _eligibility(found),
        "due": list(found.due),
        "asked": list(found.asked),
        "unseen": list(found.unseen),
        "refused": [{**_review(one.review), "reason": one.reason, "conflict": one.conflict} for one in found.refused],
        "apart": [{**_review(one), "city": one.city} for one in found.apart],
        "restored": [
            {"item": one.item, "points": number(one.points), "stage": one.stage, "by": list(one.by)}
            for one in restored(found)
        ],
        "steps": [_step(loaded.criteria, step) for step in found.steps],
    }


def replay_json(loaded: Loaded, found: Replay) -> Json:
    """The review step by step, with every change and the whole difference by clause."""
    whole = comparison_json(found.whole)
    return {
        **review_json(loaded, found.verified),
        "schema": REPLAY,
        "changes": [_change(loaded.criteria, one) for one in found.changes],
        "gate_changes": [_gate_change(loaded.criteria, one) for one in found.gates],
        "difference": whole["difference"],
        "by_clause": [
            {"id": item.id, "difference": plain(item.difference), "clauses": _clauses(item.clauses)}
            for section in found.whole.sections
            for item in section.items
            if not item.difference.none or item.clauses
        ],
        "rest": whole["rest"],
    }


def _clauses(clauses: Iterable[ClauseChange]) -> list[Json]:
    return [{"clause": one.clause or None, "quote": one.quote, "difference": plain(one.difference)} for one in clauses]


def _eligibility(found: Verified) -> Json:
    """What the review leaves of eligibility, and what still waits."""
    first, last = found.steps[0].state, found.steps[-1].state
    card = found.card.eligibility
    return {
        "state": card.state.value,
        "due": list(found.gates_due),
        "asked": list(found.gates_asked),
        "open": list(found.gates_open),
        "gates": [
            {
                "name": one.gate.name,
                "quote": one.gate.quote,
                "claimed": gate_said(first, one.gate.name),
                "verified": gate_said(last, one.gate.name),
                "state": one.state.value,
            }
            for one in card.gates
        ],
    }


def _step(criteria: Criteria, step: ReviewStep) -> Json:
    scores = item_scores(step.card)
    return {
        "name": step.name,
        "total": plain(step.card.total),
        "reviews": [_review(review) for review in step.reviews],
        "items": [{"id": id_, "score": plain(score.score)} for id_, score in scores.items()],
        "rulings": [_ruling(criteria, ruling) for ruling in step.on_items if ruling.spoken],
        "eligibility": step.card.eligibility.state.value,
        "gates": [_ruling(criteria, ruling) for ruling in step.on_gates if ruling.spoken],
    }


def _review(review: Review) -> Json:
    return {
        "file": os.path.basename(review.file),
        "sha256": review.digest,
        "reviewer": review.reviewer,
        "role": review.role.value,
        "stage": review.stage.value,
    }


def _ruling(criteria: Criteria, ruling: Ruling) -> Json:
    """One subject in one stage."""
    state = {"state": ruling.state.value}
    figures = {name: plain(getattr(ruling, name)) for name in ("spread", "mean", "median")}
    return {
        **(
            {"gate": ruling.subject, **state, "recorded": ruling.recorded}
            if ruling.gate
            else {"item": ruling.subject, **state}
        ),
        "views": [_opinion(criteria, one) for one in ruling.opinions],
        "chair": None if ruling.chair is None else _opinion(criteria, ruling.chair),
        "chair_unused": ruling.unused,
        **({} if ruling.gate else figures),
        "asked": [_opinion(criteria, one) for one in ruling.asked],
    }


def _opinion(criteria: Criteria, opinion: Opinion) -> Json:
    decision = opinion.decision
    found: Json
    if decision.gate:
        answer = None if decision.answer is None else gate_text(decision.answer)
        found = {"answer": answer, "state": opinion.state.value}
    else:
        found = {
            "score": plain(opinion.score),
            "facts": {name: answer_text(criteria, name, answer) for name, answer in decision.facts.items()},
            "units": {
                row.name: {name: answer_text(criteria, name, one) for name, one in row.answers.items()}
                for row in decision.units
            },
            "rejected": list(decision.rejected),
        }
    return {
        "reviewer": opinion.reviewer,
        "role": opinion.role.value,
        "verdict": decision.verdict.value,
        **found,
        "reason": decision.reason or None,
        "basis": list(decision.basis),
        "on": plain(decision.on),
    }


def _change(criteria: Criteria, change: StepChange) -> Json:
    return {
        "step": change.step,
        "item": change.item,
        "before": plain(change.before),
        "after": plain(change.after),
        "difference": plain(change.difference),
        "state": change.state.value,
        "facts": plain(change.facts),
        "clauses": _clauses(change.clauses),
        "by": [_opinion(criteria, one) for one in change.opinions],
        "why": change.why or None,
    }


def _gate_change(criteria: Criteria, change: GateChange) -> Json:
    """What one step did to one gate."""
    return {
        "step": change.step,
        "gate": change.gate,
        "old": change.old,
        "new": change.new,
        "before": change.before.value,
        "after": change.after.value,
        "state": change.state.value,
        "by": [_opinion(criteria, one) for one in change.opinions],
    }
