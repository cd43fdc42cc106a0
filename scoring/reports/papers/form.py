"""What the hand-set parts of a city's report print: the declaration of eligibility and the official form (自评表)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from scoring import wording
from scoring.base.text import date_text, points_text
from scoring.model.criteria import UNWRITTEN, Criteria
from scoring.model.evidence import EvidenceEntry, EvidenceList
from scoring.model.facts import NOT_APPLICABLE, NOT_APPLICABLE_WORD, Answer, Fact
from scoring.model.procedure import GateKind
from scoring.model.scorecard import EligibilityState, GateResult, InputKind, ItemScore, ScoreCard, SectionScore
from scoring.model.submission import Submission
from scoring.wording import Register, condition_word, eligibility_word

__all__ = [
    "Blank",
    "EligibilityForm",
    "FormItem",
    "FormSection",
    "FormTotal",
    "GateRow",
    "blanks",
    "bound_text",
    "declaration",
    "form_sections",
    "form_total",
]

OK = {EligibilityState.CLEAR: True, EligibilityState.INELIGIBLE: False, EligibilityState.UNKNOWN: None}


class GateRow(Struct, frozen=True, kw_only=True):
    """One condition of eligibility. `ok` is True (clear), False (ineligible) or None (undecided)."""

    quote: str
    window: tuple[str, ...]
    answer: str
    verdict: str
    ok: bool | None


class EligibilityForm(Struct, frozen=True, kw_only=True):
    """The official sentence, the answers and the verdict; `left_open` says what stays for the reviewers ("": nothing).

    Without gates nothing was asked: `verdict` is then "", and there is nothing to seal."""

    text: tuple[str, ...]
    left_open: str
    verdict: str
    ok: bool | None
    gates: tuple[GateRow, ...]


class Blank(Struct, frozen=True, kw_only=True):
    """A blank that the official form prints for the city to fill in."""

    name: str
    value: str


class FormItem(Struct, frozen=True, kw_only=True):
    """One row of the official form. `scoring` is empty where the source has no scoring sentence; `lacks` then says so."""

    id: str
    label: str
    number: str
    requirement: str
    scoring: str
    lacks: str
    blanks: tuple[Blank, ...]
    points: str
    score: str
    undecided: bool
    evidence: tuple[str, ...]
    evidence_none: str
    note: str


class FormSection(Struct, frozen=True, kw_only=True):
    """A section of the form with its totals."""

    label: str
    title: str
    points: str
    score: str
    evidence: str
    items: tuple[FormItem, ...]


class FormTotal(Struct, frozen=True, kw_only=True):
    """The last row of the form."""

    points: str
    score: str


def declaration(criteria: Criteria, submission: Submission, card: ScoreCard) -> EligibilityForm | None:
    """The official sentence and every gate with its window, answer and verdict; None where the pack asks nothing and
    leaves the reviewers nothing, for then there is nothing to declare."""
    found, draft = card.eligibility, bool(criteria.pending)
    if not found.asked and not found.left_open:
        return None
    verdict = eligibility_word(found.state, draft=draft, register=Register.PAPER)
    return EligibilityForm(
        text=tuple(line for text in criteria.eligibility.placed_texts for line in wording.text_lines(text)),
        left_open=found.left_open,
        verdict=verdict if found.asked else "",
        ok=None if draft and found.state is EligibilityState.CLEAR else OK[found.state],
        gates=tuple(_gate(result, submission, draft=draft) for result in found.gates),
    )


def _gate(result: GateResult, submission: Submission, *, draft: bool) -> GateRow:
    window: tuple[str, ...] = ("不限时间",)
    if result.window is not None:
        window = (f"{date_text(result.window[0])}至", date_text(result.window[1]))
    elif result.gate.years is not None:
        window = (f"申报前{result.gate.years}年内", "（申报日期未填报）")
    return GateRow(
        quote=result.gate.quote,
        window=window,
        answer=_gate_answer(result, submission),
        verdict=condition_word(result.state, draft=draft),
        ok=None if draft and result.state is EligibilityState.CLEAR else OK[result.state],
    )


def _gate_answer(result: GateResult, submission: Submission) -> str:
    given = submission.gates.get(result.gate.name)
    if given is None or not given.known:
        return wording.ABSENT
    if result.gate.kind is GateKind.YES_NO:
        return "是" if given.yes else "否"
    events = (f"{date_text(one.on) if one.on else '日期未填报'}，{one.text}" for one in given.incidents)
    return "；".join(events) or "无"


def form_sections(
    submission: Submission, card: ScoreCard, evidence: EvidenceList, bound: Mapping[str, int]
) -> tuple[FormSection, ...]:
    """Every section and item of the form in the order of the pack. `bound` gives the page of the binder at which each
    row of the evidence list begins, by its number."""
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
        evidence=form_total(EvidenceList(entries=entries)),
        items=tuple(_item(item, section.label, submission, evidence, bound) for item in score.items),
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
    mark = "" if entry.counts else f"（{wording.evidence_word(entry.state)}）"
    where = bound_text(entry, bound)
    return f"{entry.number} {title}{mark}" + (f"（{where}）" if where else "")


def bound_text(entry: EvidenceEntry, bound: Mapping[str, int]) -> str:
    """Where a row stands in the binder, or ""."""
    return f"见汇编第{bound[entry.number]}页" if entry.number in bound else ""


def form_total(evidence: EvidenceList) -> str:
    """How many files are listed and how many of them are not to be used."""
    listed = [entry for entry in evidence.entries if entry.file is not None]
    present = sum(entry.counts for entry in listed)
    if not listed:
        return "未列"
    return f"共{len(listed)}份" if present == len(listed) else f"共{len(listed)}份，缺{len(listed) - present}份"


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
