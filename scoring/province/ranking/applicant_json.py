"""An applicant as plain data and back, exactly: every number is a text like "3" or "7/3"."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from scoring.model.cohort import Applicant, ClauseLoss, ItemResult, OpenFact
from scoring.model.intervals import Range
from scoring.model.scorecard import EligibilityState, OutcomeState

__all__ = ["SCHEMA", "applicant_from", "applicant_json"]

SCHEMA = "scoring.applicant/1"
KEPT = 1 << 14


def applicant_json(of: Applicant) -> dict[str, object]:
    """Plain data that `applicant_from` turns back into an equal applicant."""
    return {
        "schema": SCHEMA,
        "key": of.key,
        "city": of.city,
        "invented": of.invented,
        "criteria": {"id": of.criteria, "edition": of.edition, "sha256": of.criteria_digest},
        "submission": of.submission_digest,
        "total": _ends(of.total),
        "full": str(of.full),
        "complete": of.complete,
        "exact": of.exact,
        "eligibility": of.eligibility.value,
        "reasons": list(of.reasons),
        "sections": [[name, *_ends(score)] for name, score in of.sections],
        "items": [[one.item, *_ends(one.score), one.exact, one.applies] for one in of.items],
        "losses": [[one.item, one.clause, one.state.value, *_ends(one.cost)] for one in of.losses],
        "open": [
            {
                "name": one.name,
                "item": one.item,
                "ask": one.ask,
                "owner": one.owner,
                "at_stake": str(one.at_stake),
                "shared": one.shared,
            }
            for one in of.open
        ],
        "numbers": {name: str(value) for name, value in of.numbers},
        "claimed": _maybe(of.claimed),
        "evidenced": _maybe(of.evidenced),
        "verified": _maybe(of.verified),
        "grade": None if of.grade is None else list(of.grade),
        "missing": of.missing,
        "at_risk": str(of.at_risk),
        "questions": list(of.questions),
        "choices": [list(one) for one in of.choices],
    }


def applicant_from(data: Mapping[str, Any]) -> Applicant:
    """The applicant that `applicant_json` wrote. Raises ValueError for data of another shape."""
    if data.get("schema") != SCHEMA:
        raise ValueError(f"not {SCHEMA}: {data.get('schema')!r}")
    try:
        return _read(data)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not {SCHEMA}: {error}") from error


def _read(data: Mapping[str, Any]) -> Applicant:
    made = data["criteria"]
    return Applicant(
        key=data["key"],
        city=data["city"],
        invented=data["invented"],
        criteria=sys.intern(made["id"]),
        edition=sys.intern(made["edition"]),
        criteria_digest=sys.intern(made["sha256"]),
        submission_digest=data["submission"],
        total=_range(*data["total"]),
        full=Fraction(data["full"]),
        complete=data["complete"],
        exact=data["exact"],
        eligibility=EligibilityState(data["eligibility"]),
        reasons=tuple(data["reasons"]),
        sections=tuple(_section(*row) for row in data["sections"]),
        items=tuple(_item(*row) for row in data["items"]),
        losses=tuple(_loss(*row) for row in data["losses"]),
        open=tuple(_open(**one) for one in data["open"]),
        numbers=tuple((sys.intern(name), Fraction(value)) for name, value in data["numbers"].items()),
        claimed=_range_or_none(data["claimed"]),
        evidenced=_range_or_none(data["evidenced"]),
        verified=_range_or_none(data["verified"]),
        grade=None if data["grade"] is None else (data["grade"][0], data["grade"][1]),
        missing=data["missing"],
        at_risk=Fraction(data["at_risk"]),
        questions=tuple(data["questions"]),
        choices=tuple((name, option) for name, option in data["choices"]),
    )


def _ends(value: Range) -> list[str]:
    return [str(value.low), str(value.high)]


def _maybe(value: Range | None) -> list[str] | None:
    return None if value is None else _ends(value)


# Thousands of cities have few different points: equal parts are made once and shared.
@lru_cache(maxsize=KEPT)
def _range(low: str, high: str) -> Range:
    return Range(low=Fraction(low), high=Fraction(high))


@lru_cache(maxsize=KEPT)
def _section(name: str, low: str, high: str) -> tuple[str, Range]:
    return name, _range(low, high)


@lru_cache(maxsize=KEPT)
def _item(item: str, low: str, high: str, exact: bool, applies: bool | None) -> ItemResult:
    return ItemResult(item=item, score=_range(low, high), exact=exact, applies=applies)


@lru_cache(maxsize=KEPT)
def _loss(item: str, clause: str, state: str, low: str, high: str) -> ClauseLoss:
    return ClauseLoss(item=item, clause=clause, state=OutcomeState(state), cost=_range(low, high))


@lru_cache(maxsize=KEPT)
def _open(name: str, item: str, ask: str, owner: str, at_stake: str, shared: bool) -> OpenFact:
    return OpenFact(name=name, item=item, ask=ask, owner=owner, at_stake=Fraction(at_stake), shared=shared)


def _range_or_none(ends: list[str] | None) -> Range | None:
    return None if ends is None else _range(*ends)
