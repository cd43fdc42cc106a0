"""`scoring explain`: one item, quote by quote, with facts and their lines, evidence, ledger and interpretations."""

from __future__ import annotations

import os.path
from collections.abc import Sequence

from scoring.assets import criteria_search
from scoring.cli import console
from scoring.cli.dates import day_of
from scoring.cli.sealed import Given, given
from scoring.cli.table import wrap
from scoring.cli.telling import report_problems, report_usage
from scoring.explain import place_text
from scoring.model.criteria import Item
from scoring.model.evidence import EvidenceEntry, EvidenceState
from scoring.model.scorecard import ItemScore, LedgerLine, LineKind
from scoring.naming import is_plan, layer_texts
from scoring.pipeline import Assessment, assess
from scoring.text import points_text, scored_text

__all__ = ["item_lines", "run_explain", "sort_words"]

EVIDENCE = {
    EvidenceState.PRESENT: "已有",
    EvidenceState.EMPTY: "空文件",
    EvidenceState.MISSING: "找不到",
    EvidenceState.UNREADABLE: "读不了",
    EvidenceState.WRONG_TYPE: "内容与扩展名不符",
    EvidenceState.LOCKED: "加了密码",
    EvidenceState.BROKEN: "已损坏，打不开",
    EvidenceState.NOT_LISTED: "未列",
}
LINES = {
    LineKind.START: "起始",
    LineKind.FLOOR: "不低于0分",
    LineKind.CAP: "不超过满分",
    LineKind.RESCALE: "不适用的分值按其余折算",
    LineKind.ROUND: "四舍五入",
    LineKind.REVIEW: "审核意见合成一个分数",
    LineKind.END: "得分",
}


def run_explain(
    *, words: tuple[str, ...], references: str | None, as_of: str | None, criteria_path: tuple[str, ...], form: str
) -> int:
    """Explain the items named among `words`; the other word is the file. 0: done; 1: invalid data; 2: usage."""
    file, names = sort_words(words)
    if file is None:
        hint = "照这样写：scoring explain 1.1 自评.yaml。"
        return report_usage("要写一个自评文件和要解释的指标项", hint, form)
    with given(file, references, criteria_search(criteria_path)) as files:
        return _explain(files, names, as_of, criteria_path, form)


def _explain(files: Given, names: list[str], as_of: str | None, criteria_path: tuple[str, ...], form: str) -> int:
    if files.failed:
        report_problems(files.problems, failed=True, form=form)
        return 1
    result = assess(
        files.file,
        references_path=files.references,
        as_of=day_of(as_of) if as_of is not None else None,
        search=files.search,
        look_at_evidence=files.evidence,
        names=files.names,
    )
    if is_plan(result.problems):
        from scoring.cli.plan_explain import run_plan_explain

        return run_plan_explain(file=files.file, names=names, as_of=as_of, criteria_path=criteria_path, form=form)
    report_problems((*files.problems, *result.problems), failed=result.value is None, form=form)
    if result.value is None:
        return 1
    chosen, unknown = _choose(result.value, names)
    if unknown:
        known = "、".join(score.item.id for score in _items(result.value))
        return report_usage(f"没有指标项 {'、'.join(unknown)}", f"可以写的编号有 {known}。", form)
    if form == "json":
        from scoring.cli.output import print_json
        from scoring.render.card_json import card_json

        assessment = result.value
        value = card_json(
            assessment.criteria, assessment.submission, assessment.card, assessment.evidence, assessment.explanation
        )
        print_json({**value, "schema": "scoring.explain/1", "sections": _only(value["sections"], chosen)})
        return 0
    columns = console.terminal_width()
    layers = ["\n".join(wrap(text, columns)) for text in layer_texts(result.value.criteria)]
    blocks = layers + ["\n".join(item_lines(result.value, score, columns)) for score in chosen]
    console.data("\n\n".join(blocks))
    return 0


def sort_words(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Tell the file from the item names: the one word that is an existing file, else the one that looks like one."""
    existing = [word for word in words if os.path.isfile(word)]
    likely = [
        word
        for word in words
        if word.lower().endswith((".yaml", ".yml", ".zip", ".pdf")) or "/" in word or "\\" in word
    ]
    candidates = existing or likely
    if len(candidates) != 1:
        return None, []
    return candidates[0], [word for word in words if word != candidates[0]]


def _items(assessment: Assessment) -> list[ItemScore]:
    return [score for section in assessment.card.sections for score in section.items]


def _choose(assessment: Assessment, names: Sequence[str]) -> tuple[list[ItemScore], list[str]]:
    items = _items(assessment)
    if not names:
        return items, []
    keys = {_key(score.item.id): score for score in items} | {_key(score.item.label): score for score in items}
    sections = {_key(section.section.id): section for section in assessment.card.sections}
    sections |= {_key(section.section.label): section for section in assessment.card.sections}
    chosen: list[ItemScore] = []
    unknown: list[str] = []
    for name in names:
        key = _key(name)
        if key in keys:
            chosen.append(keys[key])
        elif key in sections:
            chosen += sections[key].items
        else:
            unknown.append(name)
    return list(dict.fromkeys(chosen)), unknown


def _key(name: str) -> str:
    """Item names as people type them: 1.1, １.１, （一）1, (一)1."""
    import unicodedata

    return unicodedata.normalize("NFKC", name).replace(" ", "")


def _only(sections: object, chosen: list[ItemScore]) -> list[dict[str, object]]:
    """The sections of the JSON card with only the chosen items left in them."""
    wanted = {score.item.id for score in chosen}
    kept = []
    assert isinstance(sections, list)
    for section in sections:
        items = [item for item in section["items"] if item["id"] in wanted]
        if items:
            kept.append({**section, "items": items})
    return kept


def item_lines(assessment: Assessment, score: ItemScore, columns: int) -> list[str]:
    """Everything about one item."""
    item, colour = score.item, console.colour_wanted()
    explained = assessment.explanation.of_item(item.id)
    head = f"{item.id}　{item.label}　满分{points_text(item.points)}分"
    head += f"　得{scored_text(score.score)}"
    lines = [console.paint(head, "bold", on=colour)]
    lines += _hang("指标内容：", item.requirement, columns)
    lines += _hang("评分标准：", item.scoring or "（原文没有写评分标准，由评审人评判）", columns)
    lines += _hang("结论：", explained.summary, columns)
    for number, clause in enumerate(explained.clauses, start=1):
        title = f"“{clause.quote}”" if clause.quote else "（原文没有评分标准）"
        lines += ["", *_hang(f"{number}. ", f"{title} → {clause.verdict}", columns)]
        lines += _hang("   依据：", clause.because, columns)
        if clause.cost.high > 0:
            word = "失分" if clause.cost.decided else "可能失分"
            lines.append(f"   {word}：{scored_text(clause.cost)}")
        if clause.remedy:
            lines += _hang("   建议：", clause.remedy, columns)
    lines += _manual(item, columns)
    lines += _units(score, columns)
    lines += ["", *_ledgers(score)]
    lines += _evidence(assessment, item, columns)
    lines += _interpretations(assessment, item, columns)
    return lines


def _manual(item: Item, columns: int) -> list[str]:
    lines: list[str] = []
    for manual in item.manual:
        lines += _hang("需人工判断：", f"“{manual.quote}”——{manual.reason}", columns)
    return ["", *lines] if lines else []


def _units(score: ItemScore, columns: int) -> list[str]:
    """The units of an item, each with its score; their mean is the item's."""
    each = score.item.each
    if each is None or not score.units:
        return []
    shown = "，".join(
        f"{unit.name}{scored_text(unit.score)}{'' if unit.checked else '（未检查）'}" for unit in score.units
    )
    return ["", *_hang(f"各{each.name}得分（{each.how}）：", shown, columns)]


def _ledgers(score: ItemScore) -> list[str]:
    each = score.item.each
    of = f"各{each.name}{each.how}" if each is not None and score.units else ""
    if score.ledger == score.ledger_high:
        return [f"计分过程（{of}）：" if of else "计分过程：", *_ledger(score, score.ledger)]
    tail = f"，{of}" if of else ""
    return [
        f"计分过程（最低分{tail}）：",
        *_ledger(score, score.ledger),
        f"计分过程（最高分{tail}）：",
        *_ledger(score, score.ledger_high),
    ]


def _ledger(score: ItemScore, ledger: tuple[LedgerLine, ...]) -> list[str]:
    quotes = {outcome.clause.id: outcome.clause.quote for outcome in score.clauses}
    lines = []
    for line in ledger:
        if line.kind is LineKind.CLAUSE:
            name = quotes.get(line.clause or "") or "评判"
            sign = "+" if line.change > 0 else ""
            change = f"{sign}{points_text(line.change)}" if line.change else "0"
            lines.append(f"  {change:>6}  余{points_text(line.balance)}分  {name}")
        elif line.kind in (LineKind.START, LineKind.END):
            lines.append(f"  {'':>6}  {points_text(line.balance)}分  {LINES[line.kind]}")
        else:
            change = f"{'+' if line.change > 0 else ''}{points_text(line.change)}"
            lines.append(f"  {change:>6}  余{points_text(line.balance)}分  {LINES[line.kind]}")
    return lines


def _evidence(assessment: Assessment, item: Item, columns: int) -> list[str]:
    entries = assessment.evidence.of_item(item.id) if assessment.evidence is not None else ()
    lines: list[str] = []
    for entry in entries:
        lines += _hang("  ", _evidence_words(entry), columns)
    return ["", "佐证材料：", *lines] if lines else []


def _evidence_words(entry: EvidenceEntry) -> str:
    state = EVIDENCE[entry.state]
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
        lines += _hang("  ", f"{one.question} 采用“{one.option}”（{how}）：{one.option_text}", columns)
    return ["", "采用的口径：", *lines] if lines else []


def _hang(lead: str, text: str, columns: int) -> list[str]:
    from scoring.cli.table import width

    indent = width(lead)
    first, *rest = wrap(text, max(columns - indent, 20))
    return [lead + first, *(" " * indent + line for line in rest)]
