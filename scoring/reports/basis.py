"""What a score rests on: readings of the text, references, gaps, and where everything came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from scoring import wording
from scoring.base.text import date_text, points_text
from scoring.model.criteria import Criteria
from scoring.model.interpretations import Affects, Interpretation
from scoring.model.scorecard import AppliedInterpretation, Range, ScoreCard
from scoring.model.submission import Submission
from scoring.naming import layer_texts
from scoring.reports.blocks import Block, Paragraph, Run, lines
from scoring.reports.document import Pair, ReportSection, pairs, ruled

__all__ = [
    "Reading",
    "ReadingName",
    "ReferenceRow",
    "assumptions",
    "basis_section",
    "document",
    "gaps",
    "manual",
    "other_readings",
    "provenance",
    "readings",
    "references",
]

Totals = Mapping[tuple[str, str], Range]
NO_TOTALS: Totals = {}


class Reading(Struct, frozen=True, kw_only=True):
    """An open question of the official text and the reading this report rests on."""

    item: str
    question: str
    option: str
    meaning: str
    why: str
    others: tuple[Pair, ...]
    switched: bool


class ReadingName(Struct, frozen=True, kw_only=True):
    """A reading in the short list: its item, its name and the option that is used."""

    item: str
    name: str
    option: str


class ReferenceRow(Struct, frozen=True, kw_only=True):
    """A number from outside the city, with its source."""

    name: str
    value: str
    year: str
    source: str


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
        declared = criteria.references_by_name.get(name) or criteria.facts_by_name.get(name)
        unit = declared.unit if declared else ""
        rows.append(
            ReferenceRow(
                name=name,
                value=wording.given_text(value, unit) if value else "（未提供）",
                year=(f"{value.year}年" if value.year else "") if value else "（未提供）",
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


def basis_section(
    *,
    readings: Sequence[Reading] = (),
    others: Sequence[ReadingName] = (),
    references: Sequence[ReferenceRow],
    assumptions: Sequence[Pair],
    gaps: Sequence[Pair],
    manual: Sequence[Pair],
) -> ReportSection | None:
    """What a score rests on; None where there is nothing to say."""
    parts: list[tuple[str, Sequence[Block]]] = []
    if readings or others:
        blocks = [*_in_full(readings, others), *_by_name(readings, others)]
        parts.append(("原文未明确之处的处理口径", blocks))
    if references:
        columns = (("参照值", 46), ("数值", 26, "center"), ("年份", 20, "center"), ("来源", 64))
        found = [(one.name, one.value, one.year, one.source) for one in references]
        parts.append(("参照值及来源", [ruled(columns, found, "references")]))
    if assumptions:
        parts.append(("计算约定", [pairs(assumptions)]))
    if gaps:
        heads = (("位置", 30), ("现有原文", 58), ("缺失情况", 68))
        rows = [(one.name, one.note, one.value) for one in gaps]
        parts.append(("原文缺失的内容", [ruled(heads, rows, "gaps")]))
    if manual:
        heads = (("指标项", 30), ("原文", 58), ("核对办法", 68))
        rows = [(one.name, one.value, one.note) for one in manual]
        parts.append(("需由人核对的原文", [ruled(heads, rows, "gaps")]))
    return ReportSection(key="basis", title="评分口径和依据说明", parts=parts) if parts else None


def _in_full(readings: Sequence[Reading], others: Sequence[ReadingName]) -> list[Block]:
    """What the score rests on and what the other options give."""
    if not readings:
        return []
    tail = "单独改用其他理解的，得分如下" if others else "改用其他理解的，得分可能不同"
    remark = Paragraph(f"以下口径是编制工具的理解，不是官方解释；{tail}。", style="remark")
    heads = (("指标项", 17, "center"), ("原文未明确之处", 38), ("本报告的口径", 61), ("其他理解", 40))
    rows = []
    for one in readings:
        why = Run(f"{'申报单位选用，理由' if one.switched else '理由'}：{one.why}", "remedy") if one.why else ""
        rest = [
            text
            for other in one.others
            for text in (f"{other.name}：{other.value}", other.note and Run(other.note, "remedy"))
        ]
        rows.append((one.item, one.question, lines(f"{one.option}：{one.meaning}", why), lines(*rest) or "无"))
    return [remark, ruled(heads, rows, "readings")]


def _by_name(readings: Sequence[Reading], others: Sequence[ReadingName]) -> list[Block]:
    """The rest by name, two in a line."""
    if not others:
        return []
    which = "其余" if readings else "以下"
    text = f"{which}{len(others)}处同样是编制工具的理解；换一种理解，现在的得分不变，只列名称和采用的口径："
    heads = (("指标项", 12, "center"), ("口径名称", 38), ("采用", 28)) * 2
    cells = [(one.item, one.name, one.option) for one in others] + [("", "", "")] * (len(others) % 2)
    rows = [(*cells[place], *cells[place + 1]) for place in range(0, len(cells), 2)]
    return [Paragraph(text, style="remark"), ruled(heads, rows, "names")]
