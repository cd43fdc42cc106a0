"""The report of one city's review (审核报告), from the replay of its stages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scoring.advice.compare.model import Difference
from scoring.base.text import date_text, points_text
from scoring.model.review import RulingState, Verified
from scoring.model.scorecard import EligibilityState, Range
from scoring.naming import draft_texts
from scoring.reports import basis
from scoring.reports.basis import Reading
from scoring.reports.blocks import Block, Cell, Paragraph, Row, Run, Table, Text, lines
from scoring.reports.document import (
    SIGNED,
    UNSIGNED,
    Cover,
    Head,
    Pair,
    ReportDocument,
    ReportSection,
    RuledRow,
    chapters,
    ruled,
    texts,
)
from scoring.reports.review import parts
from scoring.reports.review.gates import eligibility_text, gates_table, standing_text
from scoring.reports.review.model import Reviewed
from scoring.reports.review.opinions import changes, disputes, open_rows, opinions
from scoring.reports.review.parts import day_of, diff_text, points, reviewers, waiting
from scoring.reports.summary.words import score_text
from scoring.review.scores import item_scores
from scoring.wording import Register, item_label, ruling_word, watermark

__all__ = ["city_document", "city_sections", "open_text"]

LISTED = Pair(
    name="处理口径", value="原文未明确之处，本报告只列改动涉及的指标项的口径和申报单位改选的口径，其余的见自评报告。"
)


def city_document(city: Reviewed) -> ReportDocument:
    """The report of one city. Pure: the same reviews give the same report."""
    criteria, submission = city.loaded.criteria, city.loaded.submission
    day = day_of(city.verified)
    return ReportDocument(
        title=f"{submission.city}审核报告",
        city=submission.city,
        author=criteria.issuer or "审核专家组",
        subject=criteria.title,
        keyword="审核报告",
        day=day.isoformat() if day else "",
        chapters=chapters(city_sections(city)),
        cover=_cover(city),
    )


def city_sections(city: Reviewed) -> Iterator[ReportSection | None]:
    """Its chapters in the order of reading."""
    criteria, found, cover = city.loaded.criteria, city.verified, _cover(city)
    draft = bool(criteria.pending)
    yield ReportSection(key="review-summary", title="审核结论", blocks=[*texts(_lead(city)), steps_table(found)])
    if criteria.eligibility.gates:
        sentences = f"{eligibility_text(found, draft=draft)}申报资格不计分，没有人提出意见的按自评判断。"
        yield ReportSection(
            key="review-gates", title="申报资格的审核", blocks=[Paragraph(sentences), gates_table(found)]
        )
    note = Paragraph(_scores_note(found), style="remark keep")
    yield ReportSection(key="review-scores", title="各步骤逐项得分", blocks=[note, scores_table(found)])
    yield ReportSection(key="review-changes", title="改动的内容和依据", parts=changes(city))
    said = opinions(city)
    none = [] if said else [Paragraph("还没有计入任何审核意见。")]
    yield ReportSection(key="review-opinions", title="各项审核意见", blocks=none, parts=said)
    yield ReportSection(key="review-disputes", title="分歧和裁决", blocks=disputes(city))
    waits = tuple(open_rows(city))
    if waits:
        table = parts.waits(waits, ("事项", "指标项", "说明"))
        yield ReportSection(key="review-open", title="尚未办结和没有意见的事项", blocks=[table])
    yield ReportSection(key="review-delta", title="自评与审核结果的差额", blocks=_delta(city))
    refused = [*map(parts.refused_file, found.refused), *parts.broken_files(city.broken)]
    yield ReportSection(
        key="review-recusal",
        title="回避和没有计入的文件",
        blocks=[*texts(parts.declared(city)), *parts.recusal(refused)],
    )
    yield ReportSection(key="review-conventions", title="审核约定", blocks=parts.conventions(found.settings, LISTED))
    yield basis.basis_section(
        readings=tuple(_readings(city)),
        references=basis.references(criteria, found.card),
        assumptions=basis.assumptions(criteria),
        gaps=basis.gaps(criteria),
        manual=basis.manual(criteria),
    )
    yield ReportSection(
        key="review-sign",
        title=UNSIGNED if draft else SIGNED,
        blocks=parts.signing(cover, city.loaded.submission.city, city.counted, parts.origin(city)),
    )
    yield ReportSection(key="review-files", title="文件校验码", blocks=parts.files_table(parts.city_files(city)))


def _readings(city: Reviewed) -> Iterator[Reading]:
    """The readings of items that the review touched, and those the city chose."""
    touched = {item_label(one.label) for one in city.replay.changes}
    for reading in basis.readings(city.loaded.criteria, city.verified.card, meant=True):
        if reading.switched or reading.item in touched:
            yield reading


def open_text(found: Verified) -> str:
    """Why the result is not the last word yet; "" where it is."""
    if not found.reviewed:
        return "还没有计入任何审核意见"
    wait = waiting(found)
    if wait:
        return f"尚未办结：{wait}"
    parts = [] if found.card.total.decided else ["有内容未填或未证实，得分是范围"]
    if found.card.eligibility.state is EligibilityState.UNKNOWN:
        parts.append("申报资格未定")
    return "，".join(parts)


def _cover(city: Reviewed) -> Cover:
    criteria, found = city.loaded.criteria, city.verified
    day = day_of(found)
    stages = [step.name for step in found.steps if step.reviews]
    wait = open_text(found)
    return Cover(
        subject=criteria.short_title,
        heading="审核报告",
        basis=f"依据《{criteria.title}》编制",
        lines=(
            Pair(name="审核阶段", value="、".join(stages) or "（还没有审核意见）"),
            Pair(name="审核人", value=reviewers(city.counted) or "（还没有）"),
            Pair(name="核实后得分", value=f"{points(found.card.total)}（满分{points_text(found.card.full)}分）"),
            *(Pair(name="申报资格", value=text) for text in (standing_text(found),) if text),
            Pair(name="意见截至", value=date_text(day) if day else "（日期未写）"),
        ),
        marker=wait,
        watermark=watermark(
            criteria, invented=city.loaded.submission.invented, otherwise="尚未办结" if waiting(found) else ""
        ),
        draft="".join(draft_texts(criteria)),
    )


def _lead(city: Reviewed) -> Iterator[str]:
    found, criteria, submission = city.verified, city.loaded.criteria, city.loaded.submission
    first, change = found.steps[0].card, parts.difference(found.steps[0].card, found.card)
    text = "与自评相同" if change.none else f"与自评的差额：{diff_text(change)}"
    yield (
        f"按照《{criteria.title}》，对{submission.city}的自评逐步审核。自评{points(first.total)}，"
        f"核实后{points(found.card.total)}，满分{points_text(found.card.full)}分，{text}。"
    )
    apart = len(found.refused) + len(city.broken)
    counted = f"计入审核意见{len(city.counted)}份" + (f"，另有{apart}份没有计入" if apart else "")
    yield f"{counted}。"
    standing = eligibility_text(found, draft=bool(criteria.pending))
    if standing:
        yield standing
    wait = waiting(found)
    if wait:
        yield f"{wait}，办结以前本报告的得分不能作为最后结果。"
    elif not found.card.total.decided:
        yield "有内容未填或者未证实，得分是一个范围；补充核实以后才能定下来。"
    if found.unseen:
        yield f"有{len(found.unseen)}项没有人提出意见，按审核以前的得分计，不当作0分。"


def _scores_note(found: Verified) -> str:
    return "加黑的与上一步不同；“无意见”的得分是审核以前的。" + (
        "" if any(step.stage is None for step in found.steps[1:]) else "没有材料文件夹，所以没有作材料核验。"
    )


def steps_table(found: Verified) -> Table:
    """Each step with its reviewers, days and total."""
    first, *_ = found.steps
    rows = [(first.name, "申报城市", "—", points(first.card.total), "—")]
    for before, step in pairwise(found.steps):
        if step.stage is None:
            who, days = "（核对材料有无）", "—"
        elif step.reviews:
            who, days = reviewers(step.reviews), parts.days_text(step.reviews)
        else:
            who, days = "（没有审核意见）", "—"
        change = parts.difference(before.card, step.card)
        rows.append((step.name, who, days, points(step.card.total), "没有变化" if change.none else diff_text(change)))
    heads = (
        ("步骤", 20, "center"),
        ("办理人", 35, "center"),
        ("日期", 49, "center"),
        ("得分", 28, "number"),
        ("增减", 24, "number"),
    )
    return ruled(heads, rows, "steps")


def scores_table(found: Verified) -> Table:
    """Every section, its items, and the total, step by step."""
    items = [item_scores(step.card) for step in found.steps]
    sections = [{one.section.id: one.score for one in step.card.sections} for step in found.steps]
    rows: list[RuledRow] = []
    for section in found.card.sections:
        own = section.section
        rows.append(_scores(f"{own.label}{own.title}", points_text(own.points), [one[own.id] for one in sections]))
        for one in section.items:
            label, scores = item_label(one.item.label), [step[one.item.id].score for step in items]
            waits = one.item.id in (*found.due, *found.asked)
            state = Cell(_state(found, one.item.id), "missed" if waits else "")
            cells: tuple[Text | Cell, ...] = (
                Cell(label, "center"),
                points_text(one.item.points),
                *parts.score_cells(scores),
                state,
            )
            rows.append(cells)
    rows.append(_scores("总分", points_text(found.card.full), [step.card.total for step in found.steps], "sum"))
    wide = 93 / len(found.steps)
    heads: tuple[Head, ...] = (
        ("指标项", 31),
        ("满分", 10, "number"),
        *((step.name, wide, "number") for step in found.steps),
        ("意见", 22, "center"),
    )
    return ruled(heads, rows, "by-step")


def _scores(label: str, full: str, scores: list[Range], style: str = "section") -> Row:
    return Row((label, full, *parts.score_cells(scores), ""), style)


def _state(found: Verified, item: str) -> str:
    """How the item stands after its last stage with opinions."""
    if item in found.asked:
        return "等待说明"
    return ruling_word(_last(found, item), Register.PAPER)


def _last(found: Verified, item: str) -> RulingState:
    state = RulingState.NONE
    for step in found.steps:
        for ruling in step.on_items:
            if ruling.subject == item and ruling.state is not RulingState.NONE:
                state = ruling.state
    return state


def _delta(city: Reviewed) -> list[Block]:
    whole = city.replay.whole
    if whole.difference.none and not city.replay.changes:
        return [Paragraph("审核结果与自评相同。")]
    lead = f"自评与审核结果的差额合计{diff_text(whole.difference)}，逐项列出如下；引号里是评分标准的原文。"
    return [Paragraph(lead), delta_table(city)]


def delta_table(city: Reviewed) -> Table:
    """The items that differ between claim and result, with the official sentences; the rows add up to the last one."""
    whole = city.replay.whole
    rows: list[RuledRow] = []
    for section in whole.sections:
        for item in section.items:
            if item.difference.none or item.left is None or item.right is None:
                continue
            sentences: list[Text] = [
                (f"{part}　", Run(text, "quote")) for part, text in parts.clause_texts(item.clauses)
            ]
            rows.append(
                _between(
                    item_label(item.label),
                    item.left,
                    item.right,
                    item.difference,
                    lines(*sentences) if sentences else "",
                )
            )
        if not section.rest.none:
            rows.append((f"{section.label}合计时的差", "", "", diff_text(section.rest), ""))
    if not whole.rest.none:
        rows.append(("取整和合计时的差", "", "", diff_text(whole.rest), ""))
    rows.append(_between("合计", whole.left.total, whole.right.total, whole.difference, "", "sum"))
    heads = (
        ("指标项", 22, "center"),
        ("自评", 15, "number"),
        ("核实后", 20, "number"),
        ("差额", 36, "center"),
        ("涉及的评分标准和各自的差额", 63),
    )
    return ruled(heads, rows, "delta")


def _between(label: str, left: Range, right: Range, change: Difference, sentences: Text, style: str = "") -> Row:
    ends = score_text(left.low, left.high), score_text(right.low, right.high)
    return Row((label, *ends, diff_text(change), sentences), style)
