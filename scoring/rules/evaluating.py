"""From a pack and a submission to a score card. Pure: no clock, no files, no state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from scoring.lang import UNKNOWN
from scoring.model.criteria import Criteria
from scoring.model.gates import incident_state, state_of, window, worst
from scoring.model.procedure import Eligibility, Gate, GateKind
from scoring.model.references import ReferenceSpan, ReferenceValue
from scoring.model.scorecard import (
    ClauseOutcome,
    EligibilityResult,
    EligibilityState,
    GateResult,
    ItemScore,
    LineKind,
    Provenance,
    Range,
    ResolvedInput,
    ScoreCard,
    SectionScore,
    Step,
)
from scoring.model.submission import GateAnswer, Submission
from scoring.rules.amounts import full_amount
from scoring.rules.grades import grade_of
from scoring.rules.inputs import SCENARIO_LIMIT, Answers, ClauseInputs, answers_of, stated_values
from scoring.rules.interpretations import Scored, applied_interpretations, touched
from scoring.rules.items import ZERO, brought_to
from scoring.rules.joint import connected, sum_ranges
from scoring.rules.stages import Staged, staged_totals, survey_stages
from scoring.rules.surveys import ItemRange, ItemSurvey, counted
from scoring.rules.totals import Totals, item_range, rounded, sums_only, totals
from scoring.rules.units import units_of

__all__ = ["SCENARIO_LIMIT", "eligibility", "evaluate", "gate_result", "totals_of"]


def evaluate(
    criteria: Criteria,
    submission: Submission,
    *,
    as_of: date | None,
    tool_version: str,
    scenario_limit: int = SCENARIO_LIMIT,
    switches: bool = True,
    reads: bool = True,
) -> ScoreCard:
    """Score a submission. `as_of` is the date of application (None: the submission's own).

    References must stand in `submission.references` already. The same arguments always give an equal card. `switches`
    False leaves it open which interpretations decide points (none is `touched`), `reads` False what each clause read: where
    only the points are wanted.
    """
    card, answers, surveys = _card(criteria, submission, as_of, tool_version, scenario_limit, reads=reads)
    decisive: frozenset[str] = frozenset()
    if switches and criteria.interpretations_by_name:

        def again(other: Submission) -> ScoreCard:
            return _card(criteria, other, as_of, tool_version, scenario_limit, reads=False)[0]

        scored = Scored(
            submission=submission,
            card=card,
            answers=answers,
            surveys={one.item.id: one for one in surveys},
            tied={one.item.id for group in _tied(surveys, answers) if len(group) > 1 for one in group},
        )
        decisive = touched(scored, again)
    return replace(card, interpretations=applied_interpretations(criteria, submission, decisive))


def _card(
    criteria: Criteria,
    submission: Submission,
    as_of: date | None,
    tool_version: str,
    scenario_limit: int,
    *,
    reads: bool,
) -> tuple[ScoreCard, Answers, Sequence[ItemSurvey]]:
    """The card without the interpretations it rests on, and what it was made from."""
    when = submission.applied_on if as_of is None else as_of
    answers = answers_of(criteria, stated_values(criteria, submission), scenario_limit)
    staged = survey_stages(answers, lambda item: units_of(submission, item), submission.spans)
    surveys, answers = staged.surveys, staged.answers
    found, exact = _totals(staged)
    inputs = ClauseInputs(answers.criteria, submission, answers.resolved) if reads else None
    scores = {survey.item.id: _item_score(survey, answers, inputs) for survey in surveys}
    sections = tuple(
        SectionScore(
            section=section,
            score=score,
            items=tuple(scores[item.id] for item in section.items),
            exact=section_exact,
            working=working,
        )
        for section, score, working, section_exact in zip(
            criteria.sections, found.sections, found.section_steps, exact, strict=True
        )
    )
    gates = eligibility(criteria.eligibility, submission, when)
    missing, places = _apart(criteria, _distinct([*(survey.unknown for survey in surveys), _undecided(answers)]))
    grade = grade_of(criteria, sections, found.total, answers.resolved)
    card = ScoreCard(
        city=submission.city,
        invented=submission.invented,
        provenance=_provenance(criteria, submission, tool_version, when),
        total=found.total,
        full=criteria.points if criteria.scale is None else criteria.scale,
        complete=found.total.decided
        and gates.state is not EligibilityState.UNKNOWN
        and (grade is None or grade.decided),
        exact=found.exact,
        sections=sections,
        eligibility=gates,
        interpretations=(),
        references=tuple(_references(criteria, submission)),
        unknown=missing,
        open_places=places,
        working=found.steps,
        grade=grade,
        scores=staged.scores,
    )
    return card, answers, surveys


def _references(
    criteria: Criteria, submission: Submission
) -> Iterator[tuple[str, ReferenceValue | ReferenceSpan | None]]:
    """Everything from outside the city; of a place only what is given."""
    for name in criteria.references_by_name:
        yield name, submission.references.get(name)
    for fact in criteria.placings:
        given = submission.references.get(fact.name) or submission.spans.get(fact.name)
        if given is not None:
            yield fact.name, given


def _apart(criteria: Criteria, names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What somebody can answer of the names, and the places among them."""
    places = {fact.name for fact in criteria.placings}
    if places.isdisjoint(names):
        return tuple(names), ()
    return tuple(name for name in names if name not in places), tuple(name for name in names if name in places)


def _tied(surveys: Sequence[ItemSurvey], answers: Answers) -> Sequence[Sequence[ItemSurvey]]:
    """Items that change together: all of them, where some look at the points of others."""
    return [surveys] if len(answers.rulebook.stages) > 1 else connected(surveys)


def _undecided(answers: Answers) -> tuple[str, ...]:
    """What is missing of the facts that the conditions of grades ask for."""
    asked = (name for grade in answers.criteria.grades if grade.when is not None for name in grade.when.names)
    return tuple(name for name in asked if answers.resolved.get(name, UNKNOWN) is UNKNOWN)


def _totals(staged: Staged) -> tuple[Totals, list[bool]]:
    """Sections and total, and which sections are exact."""
    if len(staged.answers.rulebook.stages) > 1:
        found = staged_totals(staged)
        return found, [found.exact] * len(found.sections)
    return totals_of(staged.surveys, staged.answers)


def totals_of(surveys: Sequence[ItemRange], answers: Answers) -> tuple[Totals, list[bool]]:
    """The same of a pack in which no rule looks at points that were scored before."""
    criteria = answers.criteria
    if not sums_only(criteria):
        shared = any(len(group) > 1 for group in connected(surveys))
        found = totals(criteria, surveys, shared)
        return found, [found.exact] * len(criteria.sections)
    sums, exact = _sums(surveys, answers)
    total = Range(low=rounded(sums[0].low, criteria.rounding), high=rounded(sums[0].high, criteria.rounding))
    plain: tuple[tuple[Step, ...], ...] = ((),) * len(criteria.sections)
    made = Totals(sections=tuple(sums[1:]), total=total, section_steps=plain, steps=(), exact=exact[0])
    return made, exact[1:]


def _sums(surveys: Sequence[ItemRange], answers: Answers) -> tuple[list[Range], list[bool]]:
    """The ranges of the total and of each section, in this order, and which of them are exact."""
    sections = answers.criteria.sections
    decided = [ZERO] * len(sections)
    place = {item.id: at for at, section in enumerate(sections) for item in section.items}
    for survey in surveys:
        if survey.score.decided:
            decided[place[survey.item.id]] += survey.score.low
    lows, highs = [sum(decided, ZERO), *decided], [sum(decided, ZERO), *decided]
    exact = [True] * len(lows)
    for group in connected(surveys):
        parts: dict[int, set[str]] = {0: {survey.item.id for survey in group}}
        for survey in group:
            parts.setdefault(place[survey.item.id] + 1, set()).add(survey.item.id)
        ranges, sure = sum_ranges(group, tuple(parts.values()), answers)
        for at, part, found in zip(parts, parts.values(), ranges, strict=True):
            lows[at] += found.low
            highs[at] += found.high
            alone = len(part) == 1 and all(survey.exact for survey in group if survey.item.id in part)
            exact[at] &= sure or alone
    return [Range(low=low, high=high) for low, high in zip(lows, highs, strict=True)], exact


def _item_score(survey: ItemSurvey, answers: Answers, inputs: ClauseInputs | None) -> ItemScore:
    """The item with what its clauses read; one object for equal ones, so that what is said of it can be kept."""
    reads = tuple([() if inputs is None else inputs.of(clause) for clause in survey.item.clauses])
    if survey.item.each is not None:
        return _scored(survey, reads, answers)
    memory, key = answers.rulebook.memory, (id(survey), reads)
    kept: tuple[ItemSurvey, ItemScore] | None = memory.get(key)
    if kept is None:  # the survey is kept too, so that no other one takes its id
        kept = memory.put(key, (survey, _scored(survey, reads, answers)))
    return kept[1]


def _scored(survey: ItemSurvey, reads: Sequence[tuple[ResolvedInput, ...]], answers: Answers) -> ItemScore:
    criteria, score = answers.criteria, item_range(survey, answers.criteria)
    missing, places = _apart(criteria, survey.unknown)
    worst, best = survey.worst, survey.best
    if score is not survey.score:
        worst, best = brought_to(worst, score.low, LineKind.ROUND), brought_to(best, score.high, LineKind.ROUND)
    return ItemScore(
        item=survey.item,
        score=counted(survey, score, criteria.absent.treatment),
        clauses=tuple(
            ClauseOutcome(
                clause=clause,
                state=found.state,
                nominal=found.nominal,
                full=full_amount(clause, survey.item, answers.rulebook.fact),
                reads=read,
            )
            for clause, found, read in zip(survey.item.clauses, survey.clauses, reads, strict=True)
        ),
        ledger=worst.ledger,
        ledger_high=best.ledger,
        unknown=missing,
        open_places=places,
        exact=survey.exact,
        applies=survey.applies,
        units=survey.units,
        nothing=survey.nothing,
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


def _distinct(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))


def eligibility(of: Eligibility, submission: Submission, as_of: date | None) -> EligibilityResult:
    """All gates of a pack: INELIGIBLE when one disqualifies, else UNKNOWN when one is undecided, else CLEAR."""
    gates = tuple(gate_result(gate, submission.gates.get(gate.name), as_of) for gate in of.gates)
    state = worst(gate.state for gate in gates)
    return EligibilityResult(state=state, gates=gates, for_reviewers=of.for_reviewers)


def gate_result(gate: Gate, answer: GateAnswer | None, as_of: date | None) -> GateResult:
    """One gate with its period and the events that decide it."""
    state = state_of(gate, answer, as_of)
    reasons: tuple[tuple[date | None, str], ...] = ()
    if answer is not None and answer.known and state is not EligibilityState.CLEAR:
        reasons = tuple((one.on, one.text) for one in answer.incidents if incident_state(gate, one.on, as_of) is state)
    dated = gate.kind is GateKind.INCIDENTS
    span = None if not dated or as_of is None or gate.years is None else window(gate.years, as_of)
    location = None if answer is None else answer.location
    return GateResult(gate=gate, state=state, window=span, disqualifying=reasons, location=location)
