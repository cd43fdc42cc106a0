"""Scoring in stages, where rules look at points that were scored before (得分高于80分才进入加分).

Within a stage everything is as always. A score that is not decided yet is open between its ends for the items that look at it;
and beside that the two cases are gone through in which it stands at either end, with everything made of it. These two can come
about, so that the ends of the result are reached where they are the ends of these two. The same of a place among applicants of
which the best and the worst are known: it is worst where the city's own points are lowest, and best where they are highest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from scoring.lang import Value
from scoring.model.criteria import Item
from scoring.model.facts import Placing
from scoring.model.references import ReferenceSpan
from scoring.model.scorecard import Range, RankedScore
from scoring.model.stages import ScorePart
from scoring.rules.inputs import Answers, answers_of
from scoring.rules.joint import connected
from scoring.rules.surveys import ItemSurvey, counted
from scoring.rules.totals import Pick, Totals, combine, item_range, totals
from scoring.rules.units import UnitValues, survey_of

__all__ = ["NO_SPANS", "Spans", "Staged", "score_value", "staged_totals", "survey_stages"]

ZERO = Fraction(0)
T = TypeVar("T")

Surveys = dict[str, ItemSurvey]
Units = Callable[[Item], Sequence[UnitValues] | None]
Spans = Mapping[str, ReferenceSpan]
NO_SPANS: Spans = {}


class Staged(Struct, frozen=True, kw_only=True):
    """All items of a pack, in its order.

    surveys: with open scores anywhere between their ends
    low, high: with each score at its lowest, and at its highest
    answers: what is known in the end, the scores included
    sure: whether each score and each place can stand at either end, all of them together
    scores: the points that rules look at
    """

    surveys: tuple[ItemSurvey, ...]
    low: tuple[ItemSurvey, ...]
    high: tuple[ItemSurvey, ...]
    answers: Answers
    sure: bool
    scores: tuple[RankedScore, ...] = ()


def survey_stages(answers: Answers, units: Units, spans: Spans = NO_SPANS) -> Staged:
    """Survey every item, each after the points that it looks at. `spans` are the places that are not decided, by name."""
    book = answers.rulebook
    if not book.scores:
        every = tuple([survey_of(item, units(item), answers) for item in book.items])
        return Staged(surveys=every, low=every, high=every, answers=answers, sure=True)
    made: tuple[Surveys, Surveys, Surveys] = ({}, {}, {})  # in between, at the low ends, at the high ends
    given = [answers, answers, answers]
    places = {fact.name: derive for fact in map(book.fact, spans) if isinstance(derive := fact.derive, Placing)}
    sure = _together(places, spans)
    scores: list[RankedScore] = []
    for stage in book.stages:
        for item in stage.items:
            rows = units(item)
            for place, (known, surveys) in enumerate(zip(given, made, strict=True)):
                same = given.index(known)
                surveys[item.id] = made[same][item.id] if same < place else survey_of(item, rows, known)
        found = [(part, _ranges(part, made, given)) for part in stage.scores]
        if not found:
            continue
        sure &= all(one.exact for _, ranges in found for one in ranges)
        between, low, high = given
        lowest: dict[str, Value] = {part.fact.name: ranges[1].total.low for part, ranges in found}
        highest: dict[str, Value] = {part.fact.name: ranges[2].total.high for part, ranges in found}
        scores += [
            RankedScore(
                name=part.fact.name,
                score=ranges[0].total,
                exact=all(one.exact for one in ranges)
                and ranges[0].total == Range(low=ranges[1].total.low, high=ranges[2].total.high),
            )
            for part, ranges in found
        ]
        after = {name: spans[name] for name, place in places.items() if place.of in lowest}
        lowest |= {name: span.worst for name, span in after.items()}
        highest |= {name: span.best for name, span in after.items()}
        if low is high and between is low and lowest == highest:
            given = [_more(between, lowest)] * 3
        else:
            given = [_open(between, found, after), _more(low, lowest), _more(high, highest)]
    order = [item.id for item in book.items]
    open_places = frozenset(spans)
    ends = _each(
        made, given, lambda surveys: tuple(_answerable(surveys[name], book.scores, open_places) for name in order)
    )
    return Staged(surveys=ends[0], low=ends[1], high=ends[2], answers=given[0], sure=sure, scores=tuple(scores))


def _together(places: Mapping[str, Placing], spans: Spans) -> bool:
    """Whether all open places stand at their worst in one case, and at their best in another: those of one score do."""
    ranked = {place.place for place in places.values()}
    return len(ranked) <= 1 and "" not in ranked and all(spans[name].exact for name in places)


def _ranges(part: ScorePart, made: Sequence[Surveys], given: Sequence[Answers]) -> list[Totals]:
    return _each(made, given, lambda surveys: _range(part, surveys))


def _each(made: Sequence[Surveys], given: Sequence[Answers], of: Callable[[Surveys], T]) -> list[T]:
    """What is made of the items in between and at the ends: once, where all of it is the same."""
    if all(one is given[0] for one in given):
        return [of(made[0])] * len(made)
    return [of(surveys) for surveys in made]


def _more(answers: Answers, stated: Mapping[str, Value]) -> Answers:
    return answers_of(answers.criteria, {**answers.stated, **stated}, answers.scenario_limit)


def _open(answers: Answers, found: Sequence[tuple[ScorePart, list[Totals]]], spans: Spans) -> Answers:
    """What is known where some scores and places are open: those have their ends, the others their value."""
    criteria, stated = answers.criteria, dict(answers.stated)
    facts = dict(criteria.facts_by_name)
    for part, (between, _, _) in found:
        name, total = part.fact.name, between.total
        if total.decided:
            stated[name] = total.low
        else:
            facts[name] = replace(part.fact, minimum=total.low, maximum=total.high)
    for name, span in spans.items():
        facts[name] = replace(facts[name], minimum=span.best, maximum=span.worst)
    return answers_of(replace(criteria, facts_by_name=facts), stated, answers.scenario_limit)


def _answerable(survey: ItemSurvey, scores: frozenset[str], places: frozenset[str]) -> ItemSurvey:
    """Without the scores among what is missing: nobody answers those. Places between known ends stay missing, but both ends
    are gone through for all items together."""
    if scores.isdisjoint(survey.free) and places.isdisjoint(survey.free):
        return survey
    free = tuple(name for name in survey.free if name not in scores and name not in places)
    return replace(survey, free=free, unknown=tuple(name for name in survey.unknown if name not in scores))


def _range(part: ScorePart, surveys: Mapping[str, ItemSurvey]) -> Totals:
    """The ends of a score, as the total of what is returned."""
    own = [surveys[item.id] for section in part.criteria.sections for item in section.items]
    found = totals(part.criteria, own, any(len(group) > 1 for group in connected(own)))
    if part.whole:
        return found
    ranges = [found.sections[place] for place in part.sections]
    treatment = part.criteria.absent.treatment
    ranges += [counted(one, item_range(one, part.criteria), treatment) for one in own if one.item.id in part.single]
    total = Range(low=sum((one.low for one in ranges), ZERO), high=sum((one.high for one in ranges), ZERO))
    return replace(found, total=total)


def score_value(part: ScorePart, picks: Mapping[str, Pick]) -> Fraction:
    """A score where everything is decided."""
    sections, total = combine(part.criteria, picks)
    if part.whole:
        return total.value
    value = sum((sections[place].value for place in part.sections), ZERO)
    for name in part.single:
        left_out = part.criteria.items_by_id[name].left_out(part.criteria.absent.treatment)
        value += picks[name].score if picks[name].applies else left_out
    return value


def staged_totals(staged: Staged) -> Totals:
    """Sections and total; the ends are reached where they come about with every score at one end."""
    criteria = staged.answers.criteria
    shared = any(len(group) > 1 for group in connected(staged.surveys))
    found = totals(criteria, staged.surveys, shared)
    if staged.low is staged.surveys and staged.high is staged.surveys:
        return replace(found, exact=staged.sure and found.exact)
    low, high = totals(criteria, staged.low, shared), totals(criteria, staged.high, shared)
    exact = staged.sure and low.exact and high.exact and found.total == Range(low=low.total.low, high=high.total.high)
    return replace(found, exact=exact)
