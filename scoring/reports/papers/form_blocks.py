"""The hand-set parts of a city's report as blocks, for writers that know no templates: declaration, form, signing page."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.reports.blocks import (
    Block,
    Cell,
    Column,
    Paragraph,
    Quote,
    Row,
    Run,
    Signature,
    SignatureLine,
    Table,
    lines,
)
from scoring.reports.document import Cover, Pair, provenance
from scoring.reports.papers.form import Blank, EligibilityForm, FormItem, FormSection, FormTotal

__all__ = ["NOTE", "declaration_blocks", "declaration_title", "form_anchor", "form_table", "sign_blocks"]

SHARES = (86, 12, 15, 43)
ROOMY = 160
"""From so many characters on, a note has a row of its own across the table."""
NOTE = "说明："
BOXES = {True: "☑", False: "☒", None: "☐"}


def form_anchor(item: str) -> str:
    """Where the row of an item stands."""
    return f"form_{item}"


def form_table(columns: Sequence[str], sections: Sequence[FormSection], total: FormTotal, evidence: str) -> Table:
    """The official form (自评表)."""
    kinds = ("", "number", "number", "proof")
    heads = [Column(head, share, kind) for head, share, kind in zip(columns, SHARES, kinds, strict=True)]
    rows: list[Row] = []
    for one in sections:
        cells = (f"{one.label}{one.title}", one.points, one.score, Cell(one.evidence, "center"))
        rows.append(Row(cells, "section"))
        for item in one.items:
            rows += _item(item)
    rows.append(Row(("合计", total.points, total.score, Cell(evidence, "center")), "sum"))
    return Table(heads, rows, "grid form", "自评表：逐项列出指标内容、分值、自评分和佐证材料")


def _item(item: FormItem) -> list[Row]:
    short = item.note if len(item.note) <= ROOMY else ""
    content = lines(
        f"{item.number}{item.requirement}",
        _blanks(item.blanks),
        Run(item.scoring, "scoring"),
        Run(item.lacks, "lacks"),
        Run(f"{NOTE}{short}" if short else "", "note"),
    )
    evidence = lines(*item.evidence) if item.evidence else item.evidence_none
    score = Cell(item.score, "open" if item.undecided else "")
    rows = [Row((content, item.points, score, evidence), "item", form_anchor(item.id))]
    if item.note and not short:
        text = Run(f"{item.label}的{NOTE}{item.note}", "note")
        rows.append(Row((Cell(text, span=len(SHARES)),), "explained", f"{form_anchor(item.id)}_note"))
    return rows


def _blanks(blanks: Sequence[Blank]) -> tuple[str | Run, ...]:
    parts: list[str | Run] = []
    for blank in blanks:
        parts += [Run(f"{'　' if parts else ''}{blank.name}：", "blanks"), Run(f"　{blank.value}　", "blank")]
    return tuple(parts)


def declaration_title(form: EligibilityForm, *, draft: bool) -> str:
    """The heading of the declaration; nothing is declared where nothing is asked or the pack is a draft."""
    return "申报资格声明" if form.gates and not draft else "申报资格"


def declaration_blocks(form: EligibilityForm, applicant: str, *, draft: bool) -> list[Block]:
    """What stands under that heading."""
    official = Quote(lines(*form.text))
    if not form.gates:
        return [Paragraph("关于申报资格，原文的规定是："), official, Paragraph(form.left_open)]
    heads = [
        Column(head, share, kind)
        for head, share, kind in (
            ("原文", 42, ""),
            ("核对期间", 34, "center"),
            ("填报情况", 52, ""),
            ("结论", 28, "center"),
        )
    ]
    rows = [
        Row((gate.quote, lines(*gate.window), gate.answer, (Run(BOXES[gate.ok], "box"), gate.verdict)))
        for gate in form.gates
    ]
    made: list[Block] = [
        Paragraph("对照下列申报资格规定逐项核对，结果如下。"),
        official,
        Table(heads, rows, "grid gates", "申报资格逐项核对的结果"),
    ]
    if form.left_open:
        made.append(Paragraph(form.left_open, style="left-open"))
    made.append(Paragraph((Run(BOXES[form.ok], "box"), Run(form.verdict, "strong")), style="keep"))
    if not draft:
        seal = (f"申报单位：{applicant}", "（盖章）", "年　　月　　日")
        made += [Paragraph(text, style="closing keep") for text in seal]
    return made


def sign_blocks(
    cover: Cover,
    *,
    note: str,
    applicant: str,
    contact: str,
    origin: Sequence[Pair],
    signer: str = "申报单位",
) -> list[Block]:
    """The signing page; of a draft only what it was made from."""
    made_from = provenance(origin, "报告出具信息")
    if cover.draft:
        return [Paragraph(cover.draft), made_from]
    short = (SignatureLine(line.name, line.value, "short") for line in cover.lines if line.name != signer)
    hands = ("单位负责人（签字）", "分管领导（签字）", "审核人（签字）", "填报人（签字）")
    rows = (
        *short,
        SignatureLine(f"{signer}（盖章）", applicant, "tall"),
        *map(SignatureLine, hands),
        SignatureLine("联系方式", contact),
        SignatureLine("日期", Run("年　　　月　　　日", "sign-date")),
    )
    return [Paragraph(note), Signature(rows), made_from]
