"""What the score rests on: eligibility, readings of the text, references, gaps, and where everything came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scoring.base.text import date_text, points_text, quantity_text
from scoring.model.criteria import Criteria
from scoring.model.interpretations import Affects, Interpretation
from scoring.model.procedure import GateKind
from scoring.model.scorecard import AppliedInterpretation, EligibilityState, GateResult, Range, ScoreCard
from scoring.model.submission import Submission
from scoring.naming import layer_texts
from scoring.reports import wording
from scoring.reports.render.views.model import Eligibility, GateRow, Pair, Reading, ReadingName, ReferenceRow
from scoring.reports.wording import Register, condition_word, eligibility_word

__all__ = [
    "assumptions",
    "document",
    "eligibility",
    "gaps",
    "manual",
    "other_readings",
    "provenance",
    "readings",
    "references",
]

Totals = Mapping[tuple[str, str], Range]
NO_TOTALS: Totals = {}

OK = {EligibilityState.CLEAR: True, EligibilityState.INELIGIBLE: False, EligibilityState.UNKNOWN: None}


def eligibility(criteria: Criteria, submission: Submission, card: ScoreCard) -> Eligibility | None:
    """The official sentence and every gate with its window, answer and verdict; None where the pack asks nothing and
    leaves the reviewers nothing, for then there is nothing to declare."""
    if not card.eligibility.asked and not card.eligibility.left_open:
        return None
    draft = bool(criteria.pending)
    return Eligibility(
        text=tuple(line for text in criteria.eligibility.placed_texts for line in wording.text_lines(text)),
        left_open=card.eligibility.left_open,
        verdict=eligibility_word(card.eligibility.state, draft=draft, register=Register.PAPER)
        if card.eligibility.asked
        else "",
        ok=None if draft and card.eligibility.state is EligibilityState.CLEAR else OK[card.eligibility.state],
        gates=tuple(_gate(result, submission, draft=draft) for result in card.eligibility.gates),
    )


def _gate(result: GateResult, submission: Submission, *, draft: bool) -> GateRow:
    window: tuple[str, ...] = ("不限时间",)
    if result.window is not None:
        window = (f"{date_text(result.window[0])}至", date_text(result.window[1]))
    elif result.gate.years is not None:
        window = (f"申报前{result.gate.years}年内", "（申报日期未填报）")
    unsaid = draft and result.state is EligibilityState.CLEAR
    return GateRow(
        quote=result.gate.quote,
        window=window,
        answer=_gate_answer(result, submission),
        verdict=condition_word(result.state, draft=draft),
        ok=None if unsaid else OK[result.state],
    )


def _gate_answer(result: GateResult, submission: Submission) -> str:
    given = submission.gates.get(result.gate.name)
    if given is None or not given.known:
        return wording.ABSENT
    if result.gate.kind is GateKind.YES_NO:
        return "是" if given.yes else "否"
    if not given.incidents:
        return "无"
    return "；".join(
        f"{date_text(incident.on) if incident.on else '日期未填报'}，{incident.text}" for incident in given.incidents
    )


def readings(
    criteria: Criteria, card: ScoreCard, alternatives: Totals = NO_TOTALS, *, meant: bool = False
) -> tuple[Reading, ...]:
    """The open questions of the official text that were answered otherwise or that decide points here; where `meant`, those
    too that say what an answer means. `alternatives` are the totals that other options give, by name and option."""
    return tuple(_readings(criteria, card, alternatives, meant))


def _readings(criteria: Criteria, card: ScoreCard, alternatives: Totals, meant: bool) -> Iterator[Reading]:
    for applied in card.interpretations:
        if not (applied.bears if meant else applied.touched or applied.switched):
            continue
        known: Interpretation | None = criteria.interpretations_by_name.get(applied.name)
        yield Reading(
            item=_where(criteria, applied.item),
            question=applied.question,
            option=applied.option,
            meaning=applied.option_text,
            why=applied.reason if applied.switched else (known.why if known else ""),
            others=tuple(
                Pair(
                    name=option.name,
                    value=option.text,
                    note=_difference(card, alternatives.get((applied.name, option.name)), applied),
                )
                for option in (known.options if known else ())
                if option.name != applied.option
            ),
            switched=applied.switched,
        )


def _difference(card: ScoreCard, other: Range | None, applied: AppliedInterpretation) -> str:
    """What another option would give; that it moves points where the total alone does not show it."""
    if other is None and applied.affects is Affects.RULE:
        return ""  # nobody asked
    if other is None:
        return "改用时要改填报的内容，得分会变。" if applied.touched else ""
    if other == card.total:
        return "改用后总分不变。" if not applied.touched else "改用后总分的范围不变，其中的得分会变。"
    text = f"改用后得{wording.points(other)}分"
    if not (other.decided and card.total.decided):
        return f"{text}。"
    gain = other.low - card.total.low
    return f"{text}，{'多' if gain > 0 else '少'}{points_text(abs(gain))}分。"


def other_readings(criteria: Criteria, card: ScoreCard) -> tuple[ReadingName, ...]:
    """The other open questions by name: with what is answered, another option gives the same points."""
    return tuple(
        ReadingName(item=_where(criteria, applied.item), name=applied.name, option=applied.option)
        for applied in card.interpretations
        if not (applied.touched or applied.switched)
    )


def _where(criteria: Criteria, item: str) -> str:
    found = criteria.items_by_id.get(item)
    return wording.item_label(found.label) if found else "申报资格"


def references(criteria: Criteria, card: ScoreCard) -> tuple[ReferenceRow, ...]:
    """The numbers from outside the city, with year and source."""
    rows = []
    for name, value in card.references:
        declared = criteria.references_by_name.get(name)
        unit = declared.unit if declared else ""
        rows.append(
            ReferenceRow(
                name=name,
                value=quantity_text(value.value, unit) if value else "（未提供）",
                year=f"{value.year}年" if value else "（未提供）",
                source=value.source if value else "（未提供）",
            )
        )
    return tuple(rows)


def gaps(criteria: Criteria) -> tuple[Pair, ...]:
    """What the source text lacks: the fragment at hand and what is missing."""
    found = [
        Pair(name=f"{section.label}{section.title}", value=section.gap.lacks, note=section.gap.known)
        for section in criteria.sections
        if section.gap
    ]
    for section in criteria.sections:
        for item in section.items if section.gap is None else ():
            if item.gap:
                found.append(Pair(name=item.label, value=item.gap.lacks, note=item.gap.known))
            elif item.scoring is None:
                found.append(
                    Pair(name=item.label, value="有分值，无评分标准；由人评判并写明理由。", note=item.requirement)
                )
    return tuple(found)


def manual(criteria: Criteria) -> tuple[Pair, ...]:
    """Official words that no rule encodes and a person must read."""
    return tuple(
        Pair(name=item.label, value=entry.quote, note=entry.reason)
        for section in criteria.sections
        for item in section.items
        for entry in item.manual
    )


def assumptions(criteria: Criteria) -> tuple[Pair, ...]:
    """What the score takes for granted: that an overlay is used, and the choices of the pack."""
    layers = tuple(Pair(name="补充体系", value=text) for text in layer_texts(criteria))
    return (*layers, *(Pair(name=entry.about, value=entry.text) for entry in criteria.assumptions))


def document(criteria: Criteria) -> Iterator[Pair]:
    """Whose document the index is, and how its text came here."""
    yield Pair(name="发布机关", value=criteria.issuer or wording.LACKING)
    yield Pair(name="文号", value=criteria.document_number or wording.LACKING)
    yield Pair(name="原文来源", value=criteria.source.note or criteria.source.title)


def provenance(criteria: Criteria, submission: Submission, card: ScoreCard) -> tuple[Pair, ...]:
    """What the report was made from, so that anyone can make it again."""
    made = card.provenance
    layers = tuple(Pair(name="补充体系", value=text) for text in layer_texts(criteria))
    bases = tuple(Pair(name="基础体系校验码", value=f"{base.id}：{base.digest}") for base in criteria.extends)
    return (
        Pair(name="指标体系", value=f"{criteria.title}（{made.criteria_id}，编码第{made.criteria_edition}版）"),
        *layers,
        *document(criteria),
        Pair(name="指标体系校验码", value=made.criteria_digest),
        *bases,
        Pair(name="自评文件", value=made.submission_file.replace("\\", "/").rsplit("/", 1)[-1]),
        Pair(name="自评文件校验码", value=made.submission_digest),
        Pair(name="计算截至日", value=date_text(made.as_of) if made.as_of else wording.ABSENT),
        Pair(name="申报日期", value=date_text(submission.applied_on) if submission.applied_on else wording.ABSENT),
        Pair(name="工具版本", value=made.tool_version),
    )
