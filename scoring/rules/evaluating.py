"""From a pack and a submission to a score card. Pure: no clock, no files, no state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from scoring.lang import Value
from scoring.model.criteria import Criteria, Rounding
from scoring.model.scorecard import (
    ClauseOutcome,
    EligibilityState,
    ItemScore,
    Provenance,
    Range,
    ScoreCard,
    SectionScore,
)
from scoring.model.submission import Submission
from scoring.rules.derive import settle
from scoring.rules.effects import ZERO
from scoring.rules.eligibility import eligibility
from scoring.rules.items import Rulebook
from scoring.rules.ranges import ItemSurvey, connected, sum_ranges, survey_item
from scoring.rules.readings import applied_interpretations, readings, stated_values

__all__ = ["CELL_LIMIT", "evaluate", "round_half_up"]

CELL_LIMIT = 20_000
"""Most worlds enumerated for one group of items; past it the card holds bounds and says so."""


def evaluate(
    criteria: Criteria, submission: Submission, *, as_of: date | None, tool_version: str, cell_limit: int = CELL_LIMIT
) -> ScoreCard:
    """Score a submission. `as_of` is the date of application (None: the submission's own).

    References must stand in `submission.references` already. The same arguments always give an equal card.
    """
    when = submission.applied_on if as_of is None else as_of
    stated = stated_values(criteria, submission)
    settled = settle(criteria, stated)
    rulebook = Rulebook(not_applicable=criteria.not_applicable, fact=criteria.facts_by_name.__getitem__)
    surveys = [
        survey_item(criteria, item, stated, settled, rulebook, cell_limit)
        for section in criteria.sections
        for item in section.items
    ]
    sums, exact = _sums(criteria, surveys, stated, settled, rulebook, cell_limit)
    scores = {survey.item.id: _item_score(criteria, submission, survey, settled) for survey in surveys}
    sections = tuple(
        SectionScore(
            section=section,
            score=score,
            items=tuple(scores[item.id] for item in section.items),
            exact=section_exact,
        )
        for section, score, section_exact in zip(criteria.sections, sums[1:], exact[1:], strict=True)
    )
    gates = eligibility(criteria.eligibility, submission, when)
    total = _rounded(sums[0], criteria.rounding)
    return ScoreCard(
        city=submission.city,
        invented=submission.invented,
        provenance=_provenance(criteria, submission, tool_version, when),
        total=total,
        full=criteria.points,
        complete=total.decided and gates.state is not EligibilityState.UNKNOWN,
        exact=exact[0],
        sections=sections,
        eligibility=gates,
        interpretations=applied_interpretations(criteria, submission),
        references=tuple((name, submission.references.get(name)) for name in criteria.references_by_name),
        unknown=_distinct(survey.unknown for survey in surveys),
    )


def _sums(
    criteria: Criteria,
    surveys: Sequence[ItemSurvey],
    stated: Mapping[str, Value],
    settled: Mapping[str, Value],
    rulebook: Rulebook,
    cell_limit: int,
) -> tuple[list[Range], list[bool]]:
    """The ranges of the total and of each section, and which of them are exact."""
    parts = [frozenset(survey.item.id for survey in surveys)]
    parts += [frozenset(item.id for item in section.items) for section in criteria.sections]
    lows, highs, exact = [ZERO] * len(parts), [ZERO] * len(parts), [True] * len(parts)
    for survey in surveys:
        if survey.score.decided:
            for index, part in enumerate(parts):
                if survey.item.id in part:
                    lows[index] += survey.score.low
                    highs[index] += survey.score.low
    for group in connected(surveys):
        ranges, sure = sum_ranges(criteria, group, parts, stated, settled, rulebook, cell_limit)
        for index, (found, part) in enumerate(zip(ranges, parts, strict=True)):
            lows[index] += found.low
            highs[index] += found.high
            members = [survey for survey in group if survey.item.id in part]
            exact[index] &= sure or not members or (len(members) == 1 and members[0].exact)
    return [Range(low=low, high=high) for low, high in zip(lows, highs, strict=True)], exact


def _item_score(
    criteria: Criteria, submission: Submission, survey: ItemSurvey, settled: Mapping[str, Value]
) -> ItemScore:
    return ItemScore(
        item=survey.item,
        score=survey.score,
        clauses=tuple(
            ClauseOutcome(
                clause=clause,
                state=found.state,
                nominal=found.nominal,
                reads=readings(criteria, submission, clause, settled),
            )
            for clause, found in zip(survey.item.clauses, survey.clauses, strict=True)
        ),
        ledger=survey.worst.ledger,
        ledger_high=survey.best.ledger,
        unknown=survey.unknown,
        exact=survey.exact,
    )


def _provenance(criteria: Criteria, submission: Submission, tool_version: str, as_of: date | None) -> Provenance:
    return Provenance(
        criteria_id=criteria.id,
        criteria_edition=criteria.edition,
        criteria_digest=criteria.digest,
        submission_file=submission.file,
        submission_digest=submission.digest,
        tool_version=tool_version,
        as_of=as_of,
    )


def _rounded(score: Range, rounding: Rounding) -> Range:
    if rounding.places is None:
        return score
    return Range(low=round_half_up(score.low, rounding.places), high=round_half_up(score.high, rounding.places))


def round_half_up(value: Fraction, places: int) -> Fraction:
    """Round to `places` decimals, halves away from zero, as 四舍五入 means it."""
    scale = 10**places
    whole = (abs(value) * scale + Fraction(1, 2)).__floor__()
    return Fraction(whole if value >= 0 else -whole, scale)


def _distinct(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))
