"""The second step of a batch whose points hang on places among all applicants: counted once all are scored, given to each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from scoring.base.errors import Location, Problem, Severity
from scoring.batch.keys import digest, text_parts
from scoring.batch.model import MADE_REFERENCES, InputState
from scoring.batch.ranking import Applicants, ResultSummary, slim
from scoring.batch.store import Store
from scoring.loading import Loaded, load_criteria
from scoring.model.cohort import PlaceHeld
from scoring.model.references import ReferenceSpan, ReferenceValue
from scoring.model.scorecard import EligibilityState
from scoring.province.ranking import places_held, unplaced
from scoring.wording import given_text

__all__ = ["counted_places", "places_key", "with_places"]

HERE = Location(file=MADE_REFERENCES, line=1, column=1)
"""The file of references that a report carries."""
RIVAL = "同一城市有内容不同的自评，都不参加排名，没有名次；按名次计分的逐种可能列出"


def counted_places(
    store: Store, summaries: Sequence[ResultSummary], search: tuple[str, ...], closed: int
) -> Iterator[tuple[str, tuple[PlaceHeld, ...]]]:
    """The places of every scored input whose pack asks for them, by its key. Of equal submissions all have that of the one that
    counts; a city with two different ones takes no place, nor do those behind `closed` paths."""
    failed = closed + sum(one.state is InputState.FAILED for one in summaries)
    for name in sorted({one.criteria for one in summaries if one.places}):
        criteria = load_criteria(name, search).value
        if criteria is None:  # it was there a moment ago; the ranking says so
            continue
        applicants = [slim(one) for one in Applicants.of(store, name, summaries)]
        held = dict(places_held(criteria, applicants, failed))
        rival = unplaced(criteria, sum(one.eligibility is not EligibilityState.INELIGIBLE for one in applicants), RIVAL)
        for one in summaries:
            if one.places and one.criteria == name:
                yield one.key, rival if one.state is InputState.CONFLICTING else held[one.same_as or one.key]


def places_key(places: Sequence[PlaceHeld]) -> str:
    """What stands for the places of a city: others, another key."""
    return digest(
        part for one in places for part in text_parts(map(str, (one.name, one.best, one.worst, one.exact, one.source)))
    )


def with_places(loaded: Loaded, places: Sequence[PlaceHeld]) -> tuple[Loaded, tuple[Problem, ...]]:
    """The submission with its places, and what is to be asked. They go before those that it states itself, which were counted
    in another batch, or by nobody."""
    submission, facts = loaded.submission, loaded.criteria.facts_by_name
    own = submission.references
    values = {one.name: _value(one) for one in places if one.best == one.worst}
    spans = {one.name: _span(one) for one in places if one.best != one.worst}
    problems = tuple(
        _differs(facts[one.name].unit, own[one.name], one)
        for one in places
        if one.name in own and not one.best == own[one.name].value == one.worst
    )
    kept = {name: value for name, value in own.items() if name not in spans}
    made = replace(submission, references={**kept, **values}, spans=spans)
    return Loaded(criteria=loaded.criteria, submission=made), problems


def _value(of: PlaceHeld) -> ReferenceValue:
    return ReferenceValue(value=of.best, year=0, source=of.source, location=HERE)


def _span(of: PlaceHeld) -> ReferenceSpan:
    return ReferenceSpan(best=of.best, worst=of.worst, exact=of.exact, year=0, source=of.source, location=HERE)


def _differs(unit: str, own: ReferenceValue, held: PlaceHeld) -> Problem:
    said, counted = (given_text(one, unit) for one in (own, _value(held) if held.best == held.worst else _span(held)))
    return Problem(
        code="place-differs",
        message=f"自评里写的“{held.name}”是{said}，这一批排出来是{counted}，计分时用这一批排出来的",
        hint="请核对；以别处的通报为准的，请单独计分。",
        location=own.location,
        severity=Severity.QUESTION,
    )
