"""The official form (自评表): its sections, items and blanks, and the chart that sums them up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from scoring.base.text import points_text
from scoring.model.criteria import UNWRITTEN, Criteria
from scoring.model.evidence import EvidenceEntry, EvidenceList, EvidenceState
from scoring.model.facts import NOT_APPLICABLE, NOT_APPLICABLE_WORD, Answer, Fact
from scoring.model.scorecard import InputKind, ItemScore, Range, ScoreCard, SectionScore
from scoring.model.submission import Submission
from scoring.reports import wording
from scoring.reports.render.views import proof
from scoring.reports.render.views.model import Bar, Blank, FormItem, FormSection, Pair
from scoring.reports.wording import Register

__all__ = ["bars", "blanks", "sections"]


def sections(
    submission: Submission, card: ScoreCard, evidence: EvidenceList, bound: Mapping[str, int]
) -> tuple[FormSection, ...]:
    """Every section and item of the form in the order of the pack."""
    return tuple(_section(score, submission, evidence, bound) for score in card.sections)


def _section(
    score: SectionScore, submission: Submission, evidence: EvidenceList, bound: Mapping[str, int]
) -> FormSection:
    section = score.section
    entries = tuple(entry for item in section.items for entry in evidence.of_item(item.id))
    return FormSection(
        label=section.label,
        title=section.title,
        points=points_text(section.points),
        score=wording.points(score.score),
        lost=wording.lost(score.assessed, score.score),
        undecided=not score.score.decided,
        evidence=proof.total(EvidenceList(entries=entries)),
        items=tuple(_item(item, section.label, submission, evidence, bound) for item in score.items),
        gap=Pair(name=section.gap.known, value=section.gap.lacks) if section.gap else None,
    )


def _item(
    score: ItemScore, section_label: str, submission: Submission, evidence: EvidenceList, bound: Mapping[str, int]
) -> FormItem:
    item = score.item
    listed = tuple(entry for entry in evidence.of_item(item.id) if entry.file is not None)
    return FormItem(
        id=item.id,
        label=wording.item_label(item.label),
        number=wording.item_number(item.label, section_label),
        requirement=item.requirement,
        scoring=item.scoring or "",
        lacks=item.lacks or ("" if item.scoring else UNWRITTEN),
        blanks=tuple(_blank(fact, score, submission) for fact in item.facts if fact.blank),
        points=points_text(item.points),
        score="缺项" if score.left_out else wording.points(score.score),
        undecided=not score.score.decided,
        evidence=tuple(_evidence_line(entry, bound) for entry in listed),
        evidence_none="（未列佐证材料）",
        note=submission.notes.get(item.id, ""),
    )


def _evidence_line(entry: EvidenceEntry, bound: Mapping[str, int]) -> str:
    title = (entry.file.title if entry.file else "") or (entry.request.title if entry.request else "")
    mark = "" if entry.state is EvidenceState.PRESENT else f"（{wording.evidence_word(entry.state)}）"
    where = proof.bound_text(entry, bound)
    return f"{entry.number} {title}{mark}" + (f"（{where}）" if where else "")


def blanks(criteria: Criteria, submission: Submission, card: ScoreCard) -> tuple[Blank, ...]:
    """All blanks of the form, for the chapter on the basic situation."""
    own = (
        _blank(fact, score, submission)
        for section in card.sections
        for score in section.items
        for fact in score.item.facts
        if fact.blank
    )
    return (*(_blank(fact, None, submission) for fact in criteria.profile if fact.blank), *own)


def _blank(fact: Fact, score: ItemScore | None, submission: Submission) -> Blank:
    if score is not None and score.item.each is not None:  # one answer for each unit, in one text
        read = (one for outcome in score.clauses for one in outcome.reads if one.name == fact.name)
        answer = next((one.answer for one in read), None)
        return Blank(name=fact.blank or fact.name, value=wording.answer_text(answer, register=Register.PAPER))
    given = submission.answers.get(fact.name)
    if given is None and score is not None:
        given = _derived(fact.name, score)
    text = wording.answer_text(given, fact.unit, Register.PAPER)
    if given is not None and given.value is NOT_APPLICABLE:
        text = NOT_APPLICABLE_WORD
    return Blank(name=fact.blank or fact.name, value=text)


def _derived(name: str, score: ItemScore) -> Answer | None:
    """A computed fact is never answered; what the clauses read of it is what was computed."""
    for outcome in score.clauses:
        for reading in outcome.reads:
            if reading.name == name and reading.kind is InputKind.DERIVED:
                return reading.answer
    return None


def bars(card: ScoreCard) -> tuple[Bar, ...]:
    """One bar a section, all on one scale."""
    longest = max((score.section.points for score in card.sections), default=Fraction(1))
    return tuple(_bars(card, longest))


def _bars(card: ScoreCard, longest: Fraction) -> Iterator[Bar]:
    def thousandths(value: Fraction) -> int:
        return int(value * 1000 / longest)

    for score in card.sections:
        reach: Range = score.score
        yield Bar(
            label=f"{score.section.label}{score.section.title}",
            frame=thousandths(score.section.points),
            sure=thousandths(reach.low),
            open=thousandths(reach.high) - thousandths(reach.low),
            text=f"{wording.points(reach)} / {points_text(score.section.points)}",
        )
