"""One item for the terminal: quote by quote, with facts and their lines, evidence, ledger and interpretations."""

from __future__ import annotations

from scoring.assess import Assessment
from scoring.base.text import points_text, scored_text
from scoring.cli import console
from scoring.cli.table import hanging
from scoring.model.criteria import UNWRITTEN, Item
from scoring.model.evidence import EvidenceEntry
from scoring.model.scorecard import ItemScore, LedgerLine, LineKind
from scoring.reports.wording import evidence_word, line_word, place_text, units_text

__all__ = ["item_lines"]


def item_lines(assessment: Assessment, score: ItemScore, columns: int) -> list[str]:
    """Everything about one item."""
    item, colour = score.item, console.colour_wanted()
    explained = assessment.explanation.of_item(item.id)
    head = f"{item.id}　{item.label}　满分{points_text(item.points)}分"
    head += f"　得{scored_text(score.score)}"
    lines = [console.paint(head, "bold", on=colour)]
    lines += hanging("指标内容：", item.requirement, columns)
    lines += hanging("评分标准：", item.sentence, columns)
    lines += hanging("结论：", explained.summary, columns)
    for number, clause in enumerate(explained.clauses, start=1):
        quote = clause.outcome.clause.quote
        title = f"“{quote}”" if quote else UNWRITTEN
        lines += ["", *hanging(f"{number}. ", f"{title} → {clause.verdict}", columns)]
        lines += hanging("   依据：", clause.because, columns)
        if clause.cost.high > 0:
            word = "失分" if clause.cost.decided else "可能失分"
            lines.append(f"   {word}：{scored_text(clause.cost)}")
        if clause.remedy:
            lines += hanging("   建议：", clause.remedy, columns)
    lines += _manual(item, columns)
    lines += _units(score, columns)
    lines += ["", *_ledgers(score, columns)]
    lines += _evidence(assessment, item, columns)
    lines += _interpretations(assessment, item, columns)
    return lines


def _manual(item: Item, columns: int) -> list[str]:
    lines: list[str] = []
    for manual in item.manual:
        lines += hanging("需人工判断：", f"“{manual.quote}”——{manual.reason}", columns)
    return ["", *lines] if lines else []


def _units(score: ItemScore, columns: int) -> list[str]:
    """The units of an item, each with its score; their mean is the item's."""
    each = score.item.each
    if each is None or not score.units:
        return []
    return [
        "",
        *hanging(
            f"各{each.name}{'扣分（累计）' if score.item.from_one else f'得分（{each.how}）'}：",
            units_text(score),
            columns,
        ),
    ]


def _ledgers(score: ItemScore, columns: int) -> list[str]:
    each = score.item.each
    of = f"各{each.name}{score.item.how}" if each is not None and score.units else ""
    if score.ledger == score.ledger_high:
        return [f"计分过程（{of}）：" if of else "计分过程：", *_ledger(score, score.ledger, columns)]
    tail = f"，{of}" if of else ""
    return [
        f"计分过程（最低分{tail}）：",
        *_ledger(score, score.ledger, columns),
        f"计分过程（最高分{tail}）：",
        *_ledger(score, score.ledger_high, columns),
    ]


def _ledger(score: ItemScore, ledger: tuple[LedgerLine, ...], columns: int) -> list[str]:
    quotes = {outcome.clause.id: outcome.clause.quote for outcome in score.clauses}
    lines = []
    for line in ledger:
        if line.kind is LineKind.CLAUSE:
            name = quotes.get(line.clause or "") or "评判"
            sign = "+" if line.change > 0 else ""
            change = f"{sign}{points_text(line.change)}" if line.change else "0"
            lines += hanging(f"  {change:>6}  余{points_text(line.balance)}分  ", name, columns)
        elif line.kind in (LineKind.START, LineKind.END):
            lines.append(f"  {'':>6}  {points_text(line.balance)}分  {line_word(line.kind)}")
        else:
            change = f"{'+' if line.change > 0 else ''}{points_text(line.change)}"
            lines.append(f"  {change:>6}  余{points_text(line.balance)}分  {line_word(line.kind)}")
    return lines


def _evidence(assessment: Assessment, item: Item, columns: int) -> list[str]:
    entries = assessment.evidence.of_item(item.id) if assessment.evidence is not None else ()
    lines: list[str] = []
    for entry in entries:
        lines += hanging("  ", _evidence_words(entry), columns)
    return ["", "佐证材料：", *lines] if lines else []


def _evidence_words(entry: EvidenceEntry) -> str:
    state = evidence_word(entry.state)
    if entry.file is None:
        request = entry.request
        return (
            f"{entry.number} ［{state}］{request.title if request else ''}（{request.basis.value if request else ''}）"
        )
    number = f"　{entry.file.document_number}" if entry.file.document_number else ""
    place = place_text(entry.file.location)
    return f"{entry.number} ［{state}］{entry.file.title}{number}　{entry.file.path}（{place}）"


def _interpretations(assessment: Assessment, item: Item, columns: int) -> list[str]:
    lines: list[str] = []
    for one in assessment.card.interpretations:
        if one.item != item.id:
            continue
        how = f"自评文件改选，理由：{one.reason}" if one.switched else "默认"
        lines += hanging("  ", f"{one.question} 采用“{one.option}”（{how}）：{one.option_text}", columns)
    return ["", "采用的口径：", *lines] if lines else []
