"""What reviews come to, as plain data: shapes `scoring.review/1` and `scoring.review-replay/1` (docs/json-output.md)."""

from __future__ import annotations

import os.path

from scoring import __version__
from scoring.loading import Loaded
from scoring.model.review import ItemRuling, Review, StageReading, Verified, View
from scoring.reports.render.card_json import draft_json
from scoring.reports.render.numbers import Json, number, range_json
from scoring.review.cards import item_scores
from scoring.review.gates_json import eligibility_json, gate_change_json, gate_ruling_json
from scoring.review.replay import Replay, StepChange
from scoring.review.restoring import restored
from scoring.review.words import answer_text, assumption

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
        "verified": range_json(found.card.total),
        "full": number(found.card.full),
        "complete": found.card.complete and not found.waits,
        "eligibility": eligibility_json(found),
        "due": list(found.due),
        "asked": list(found.asked),
        "unseen": list(found.unseen),
        "refused": [{**_review(one.review), "reason": one.reason, "conflict": one.conflict} for one in found.refused],
        "apart": [{**_review(one), "city": one.city} for one in found.apart],
        "restored": [
            {"item": one.item, "points": number(one.points), "stage": one.stage, "by": list(one.by)}
            for one in restored(found)
        ],
        "steps": [_step(loaded, step) for step in found.steps],
    }


def replay_json(loaded: Loaded, found: Replay) -> Json:
    """The review step by step, with every change and the whole difference by clause."""
    return {
        **review_json(loaded, found.verified),
        "schema": REPLAY,
        "changes": [_change(loaded, one) for one in found.changes],
        "gate_changes": [gate_change_json(one) for one in found.gates],
        "difference": range_json(found.whole.difference),
        "by_clause": [
            {
                "id": item.id,
                "difference": range_json(item.difference),
                "clauses": [
                    {"clause": one.clause or None, "quote": one.quote, "difference": range_json(one.part)}
                    for one in item.clauses
                ],
            }
            for section in found.whole.sections
            for item in section.items
            if not item.difference.none or item.clauses
        ],
        "rest": range_json(found.whole.rest),
    }


def _step(loaded: Loaded, step: StageReading) -> Json:
    scores = item_scores(step.card)
    return {
        "name": step.name,
        "total": range_json(step.card.total),
        "reviews": [_review(review) for review in step.reviews],
        "items": [{"id": id_, "score": range_json(score.score)} for id_, score in scores.items()],
        "rulings": [_ruling(loaded, ruling) for ruling in step.rulings if ruling.views or ruling.chair or ruling.asked],
        "eligibility": step.card.eligibility.state.value,
        "gates": [gate_ruling_json(ruling) for ruling in step.gates if ruling.spoken],
    }


def _review(review: Review) -> Json:
    return {
        "file": os.path.basename(review.file),
        "sha256": review.digest,
        "reviewer": review.reviewer,
        "role": review.role.value,
        "stage": review.stage.value,
    }


def _ruling(loaded: Loaded, ruling: ItemRuling) -> Json:
    return {
        "item": ruling.item,
        "state": ruling.state.value,
        "views": [_view(loaded, view) for view in ruling.views],
        "chair": None if ruling.chair is None else _view(loaded, ruling.chair),
        "chair_unused": ruling.unused,
        "spread": None if ruling.spread is None else number(ruling.spread),
        "mean": None if ruling.mean is None else range_json(ruling.mean),
        "median": None if ruling.median is None else range_json(ruling.median),
        "asked": [_view(loaded, view) for view in ruling.asked],
    }


def _view(loaded: Loaded, view: View) -> Json:
    decision = view.decision
    return {
        "reviewer": view.reviewer,
        "role": view.role.value,
        "verdict": decision.verdict.value,
        "score": range_json(view.score),
        "facts": {name: answer_text(loaded.criteria, name, answer) for name, answer in decision.facts.items()},
        "units": {
            row.name: {name: answer_text(loaded.criteria, name, one) for name, one in row.answers.items()}
            for row in decision.units
        },
        "rejected": list(decision.rejected),
        "reason": decision.reason or None,
        "basis": list(decision.basis),
        "on": decision.on.isoformat() if decision.on is not None else None,
    }


def _change(loaded: Loaded, change: StepChange) -> Json:
    return {
        "step": change.step,
        "item": change.item,
        "before": range_json(change.before),
        "after": range_json(change.after),
        "difference": range_json(change.difference),
        "state": change.state.value,
        "facts": [{"name": one.name, "old": one.old, "new": one.new} for one in change.facts],
        "clauses": [
            {"clause": one.clause or None, "quote": one.quote, "difference": range_json(one.part)}
            for one in change.clauses
        ],
        "by": [_view(loaded, view) for view in change.views],
        "why": change.why or None,
    }
