"""One item explained: quote by quote, with facts and their lines, ledger, evidence and interpretations."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.assess import Assessment
from scoring.base.text import points_text, scored_text, signed_text
from scoring.model.criteria import UNWRITTEN, Item
from scoring.model.evidence import EvidenceEntry
from scoring.model.scorecard import ItemScore, LedgerLine, LineKind
from scoring.reports.blocks import BlankLine, Block, Column, Heading, Paragraph, Row, Table
from scoring.wording import evidence_word, line_word, place_text, units_text

__all__ = ["item_blocks"]


def item_blocks(assessment: Assessment, score: ItemScore) -> list[Block]:
    """Everything about one item."""
    item = score.item
    explained = assessment.explanation.of_item(item.id)
    head = f"{item.id}　{item.label}　满分{points_text(item.points)}分　得{scored_text(score.score)}"
    made: list[Block] = [
        Heading(head),
        Paragraph(item.requirement, "指标内容："),
        Paragraph(item.sentence, "评分标准："),
        Paragraph(explained.summary, "结论："),
    ]
    for number, clause in enumerate(explained.clauses, start=1):
        quote = clause.outcome.clause.quote
        title = f"“{quote}”" if quote else UNWRITTEN
        made += [BlankLine(), Paragraph(f"{title} → {clause.verdict}", f"{number}. ")]
        made.append(Paragraph(clause.because, " 依据：", indent=1))
        if clause.cost.high > 0:
            word = "失分" if clause.cost.decided else "可能失分"
            made.append(Paragraph(scored_text(clause.cost), f" {word}：", indent=1))
        if clause.remedy:
            made.append(Paragraph(clause.remedy, " 建议：", indent=1))
    made += [BlankLine(), *(Paragraph(f"“{one.quote}”——{one.reason}", "需人工判断：") for one in item.manual)]
    made += [*_units(score), *_ledgers(score), *_evidence(assessment, item), *_interpretations(assessment, item)]
    return made


def _units(score: ItemScore) -> list[Block]:
    """The units of an item, each with its score; their mean is the item's."""
    each = score.item.each
    if each is None or not score.units:
        return []
    how = "扣分（累计）" if score.item.from_one else f"得分（{each.how}）"
    return [BlankLine(), Paragraph(units_text(score), f"各{each.name}{how}：")]


def _ledgers(score: ItemScore) -> list[Block]:
    each = score.item.each
    of = f"各{each.name}{score.item.how}" if each is not None and score.units else ""
    if score.ledger == score.ledger_high:
        return _ledger(f"计分过程（{of}）" if of else "计分过程", score, score.ledger)
    tail = f"，{of}" if of else ""
    low = _ledger(f"计分过程（最低分{tail}）", score, score.ledger)
    return [*low, *_ledger(f"计分过程（最高分{tail}）", score, score.ledger_high)]


def _ledger(title: str, score: ItemScore, ledger: Sequence[LedgerLine]) -> list[Block]:
    quotes = {outcome.clause.id: outcome.clause.quote for outcome in score.clauses}
    rows = []
    for line in ledger:
        clause = quotes.get(line.clause or "") or "评判"
        name = clause if line.kind is LineKind.CLAUSE else line_word(line.kind)
        change = "" if line.kind in (LineKind.START, LineKind.END) else signed_text(line.change)
        rows.append(Row((change, f"{points_text(line.balance)}分", name)))
    heads = (Column("增减", kind="number"), Column("余", kind="number"), Column(title))
    return [BlankLine(), Table(heads, rows)]


def _evidence(assessment: Assessment, item: Item) -> list[Block]:
    entries = assessment.evidence.of_item(item.id) if assessment.evidence is not None else ()
    texts = [Paragraph(_entry(entry), indent=1) for entry in entries]
    return [BlankLine(), Paragraph("佐证材料："), *texts] if texts else []


def _entry(entry: EvidenceEntry) -> str:
    state, request = evidence_word(entry.state), entry.request
    if entry.file is None:
        wanted = f"{request.title}（{request.basis.value}）" if request else "（）"
        return f"{entry.number} ［{state}］{wanted}"
    number = f"　{entry.file.document_number}" if entry.file.document_number else ""
    place = place_text(entry.file.location)
    return f"{entry.number} ［{state}］{entry.file.title}{number}　{entry.file.path}（{place}）"


def _interpretations(assessment: Assessment, item: Item) -> list[Block]:
    texts: list[Block] = []
    for one in assessment.card.interpretations:
        if one.item == item.id:
            how = f"自评文件改选，理由：{one.reason}" if one.switched else "默认"
            texts.append(Paragraph(f"{one.question} 采用“{one.option}”（{how}）：{one.option_text}", indent=1))
    return [BlankLine(), Paragraph("采用的口径："), *texts] if texts else []
