"""Two self-assessments compared: totals, waterfall, every item that differs, then what differs beside the points."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.advice.compare.model import (
    ChangeShare,
    ClauseChange,
    Comparison,
    Difference,
    ItemChange,
    OtherChange,
    Split,
    floor_of,
    waterfall,
)
from scoring.base.text import points_text, scored_text, signed_text
from scoring.model.scorecard import Range
from scoring.reports.blocks import (
    Bar,
    Bars,
    Block,
    Bullets,
    Column,
    Heading,
    Paragraph,
    Row,
    Run,
    Stretch,
    Table,
    Text,
    lines,
)

__all__ = ["compare_blocks", "compare_title"]

TOP = 10
"""Most inputs listed in the summary; each item lists all of its own."""


def compare_title(found: Comparison) -> str:
    """What the page is called."""
    return f"自评比较：{found.left.city}与{found.right.city}"


def compare_blocks(found: Comparison) -> list[Block]:
    """The whole comparison, for the screen and for a page."""
    made: list[Block] = [
        Heading(compare_title(found), 1),
        Paragraph("差额都是右边减左边，分值准确，没有四舍五入。", style="about"),
        _sides(found),
        Paragraph(f"差额：{_difference(found.difference)}分", style="total"),
        *(Paragraph(note, "注意：", "note") for note in found.notes),
        *_waterfalls(found),
        *_sections(found),
    ]
    moving = [share for share in found.inputs if not share.difference.none]
    if moving:
        rest = [f"另有{len(moving) - TOP}处，见上面各项。"] if len(moving) > TOP else []
        made += [Heading("影响最大的填报项"), Bullets([*(_share(share) for share in moving[:TOP]), *rest])]
        text = (
            "逐填报项的差额：把改动的填报项按所有先后次序各算一遍取平均（沙普利值），合计正好是本项差额；"
            "同进同退的几个填报项合为一处。"
        )
        made.append(Paragraph(text, style="about"))
    for title, listed in (
        ("申报资格的差别", found.eligibility),
        ("口径的差别", found.interpretations),
        ("参照值的差别", found.references),
        ("不影响得分的填报差别", found.unscored),
    ):
        made += _listed(title, listed)
    return made


def _sides(found: Comparison) -> Table:
    heads = (
        Column("", kind="row"),
        Column("城市", whole=True),
        Column("总分", kind="number"),
        Column("满分", kind="number"),
        Column("文件"),
        Column("指标体系"),
    )
    sides = (("左边", found.left), ("右边", found.right))
    rows = [
        Row(
            (
                name,
                side.city,
                scored_text(side.total),
                points_text(side.full),
                side.file,
                f"{side.criteria} 版本{side.edition}",
            )
        )
        for name, side in sides
    ]
    return Table(heads, rows, style="sides")


def _waterfalls(found: Comparison) -> list[Block]:
    """One where both totals are decided, else one for the low ends and one for the high ends."""
    decided = found.left.total.decided and found.right.total.decided
    if decided and found.difference.none and not any(i.difference.low for s in found.sections for i in s.items):
        return []
    drawn: list[Block] = []
    for title, high in [("", False)] if decided else [("最低分的差额", False), ("最高分的差额", True)]:
        steps = waterfall(found, high=high)
        least = floor_of(steps)
        bars = [
            Bar(
                step.label,
                points_text(step.stop) if step.end else signed_text(step.change),
                (
                    Stretch(
                        least if step.end else step.start,
                        step.stop,
                        "end" if step.end else "more" if step.change > 0 else "less",
                    ),
                ),
            )
            for step in steps
        ]
        note = f"横条从{points_text(least)}分画起" if least > 0 else ""
        drawn.append(Bars(bars, title, (("more", "加分"), ("less", "减分")), note, linked=True))
    return drawn


def _sections(found: Comparison) -> list[Block]:
    made: list[Block] = []
    heads = (
        Column("指标项", kind="row"),
        Column("左边", kind="number"),
        Column("右边", kind="number"),
        Column("差额", kind="number"),
        Column("条款", below=True),
        Column("填报", below=True),
    )
    for section in found.sections:
        rows = [_item(item) for item in section.items if not item.difference.none or item.clauses or item.note]
        if not section.rest.none:
            rows.append(Row(("未填内容相互牵连", "", "", _difference(section.rest), "", "")))
        if rows:
            title = f"{section.label}{section.title}　{_score(section.left)} → {_score(section.right)}"
            made += [Heading(f"{title}　{_difference(section.difference)}"), Table(heads, rows)]
    if not found.rest.none:
        made.append(Paragraph(f"取整和相互牵连：{_difference(found.rest)}分"))
    return made


def _item(item: ItemChange) -> Row:
    clauses = [_clause(clause) for clause in item.clauses] + ([item.note] if item.note else [])
    shares: list[Text] = [_share(share) for share in item.shares if not share.difference.none]
    if item.split is Split.ONE_BY_ONE:
        shares.append("改动太多，按文件中的先后逐个计算。")
    left, right, change = _score(item.left), _score(item.right), _difference(item.difference)
    return Row((item.label, left, right, change, lines(*clauses), lines(*shares)))


def _clause(clause: ClauseChange) -> Text:
    before, after = (_line(points) for points in (clause.before, clause.after))
    return (Run(_difference(clause.difference), "strong"), f"　“{clause.quote}”{before} → {after}")


def _share(share: ChangeShare) -> Text:
    changes = "，".join(f"{one.name} {one.before} → {one.after}" for one in share.changes)
    return (Run(_difference(share.difference), "strong"), f"　{changes}")


def _listed(title: str, listed: Sequence[OtherChange]) -> list[Block]:
    if not listed:
        return []
    heads = (Column("名称", kind="row"), Column("左边"), Column("右边"), Column("说明"))
    return [Heading(title), Table(heads, [Row((one.name, one.before, one.after, one.note)) for one in listed])]


def _difference(part: Difference) -> str:
    if part.low == part.high:
        return signed_text(part.low)
    return f"最低{signed_text(part.low)}、最高{signed_text(part.high)}"


def _score(score: Range | None) -> str:
    return "没有" if score is None else scored_text(score)


def _line(points: Range | None) -> str:
    if points is None:
        return "没有"
    if points.decided:
        return signed_text(points.low)
    return f"{signed_text(points.low)}～{signed_text(points.high)}"
