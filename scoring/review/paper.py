# LEAD: STOP - see scoring/review/lead_note.py: these papers exist already in /tmp/wt/reviewpdf; do not land this file.
"""The review of one city on paper (审核意见表): what the replay says, item by item."""

from __future__ import annotations

from collections.abc import Iterator

from scoring import __version__
from scoring.compare.bars import signed_text
from scoring.compare.model import Difference
from scoring.model.review import ItemRuling, Role, RulingState, StageReading
from scoring.model.scorecard import Range
from scoring.pipeline import Loaded
from scoring.record import record
from scoring.render.views.model import Pair
from scoring.render.views.outline import numeral
from scoring.review.cards import item_scores
from scoring.review.replay import Replay
from scoring.review.telling import clause_text, difference_text, view_text
from scoring.review.words import STATES, assumption
from scoring.text import points_text, range_text

__all__ = ["CityPaper", "ItemRow", "SectionRows", "city_paper", "last_day", "short_text", "waiting_of"]

NONE = "—"
SAMPLE = "虚构样例"
SUMS = "以下各文件列出的是 SHA-256 校验值"


@record
class ItemRow:
    """One item: its points, its score in every step ("—" where a stage said nothing of it) and what was said."""

    label: str
    points: str
    scores: tuple[str, ...]
    words: tuple[str, ...]
    open: bool


@record
class SectionRows:
    """One section with its items."""

    title: str
    points: str
    scores: tuple[str, ...]
    items: tuple[ItemRow, ...]


@record
class CityPaper:
    """The paper of one city; parts with nothing to say are empty, and `numbers` gives each part that is there its 一、."""

    title: str
    subtitle: str
    trace: str
    day: str
    sample: str
    lead: tuple[str, ...]
    steps: tuple[str, ...]
    totals: tuple[str, ...]
    full: str
    sections: tuple[SectionRows, ...]
    clauses: tuple[Pair, ...]
    difference: str
    waiting: tuple[Pair, ...]
    note: str
    signers: tuple[str, ...]
    origin: tuple[Pair, ...]
    numbers: dict[str, str]


def city_paper(loaded: Loaded, told: Replay) -> CityPaper:
    """The paper of one city's review."""
    found, criteria, submission = told.verified, loaded.criteria, loaded.submission
    clauses = tuple(
        Pair(name=item.label, value=clause_text(clause))
        for section in told.whole.sections
        for item in section.items
        for clause in item.clauses
    )
    waiting = tuple(waiting_of(loaded, told))
    parts = {"result": True, "items": True, "clauses": bool(clauses), "waiting": bool(waiting), "sign": True}
    there = [name for name, has in parts.items() if has]
    first, last = found.steps[0].card.total, found.card.total
    return CityPaper(
        title="审核意见表",
        subtitle=f"{submission.city}　{criteria.short_title}",
        trace=f"{criteria.id}／{criteria.digest[:12]}　自评／{submission.digest[:12]}",
        day=last_day(told),
        sample=SAMPLE if submission.invented else "",
        lead=(
            f"按照《{criteria.title}》，{submission.city}自评{_range(first)}分，审核后{_range(last)}分，"
            f"{_moved(told)}（满分{points_text(found.card.full)}分）。",
            assumption(found.settings),
        ),
        steps=tuple(step.name for step in found.steps),
        totals=tuple(_range(step.card.total) for step in found.steps),
        full=points_text(found.card.full),
        sections=tuple(_sections(loaded, told)),
        clauses=clauses,
        difference=difference_text(told.whole.difference),
        waiting=waiting,
        note="“—”表示这个阶段没有对本项提出意见，得分维持不变；没有意见不是0分。"
        "得分是范围的，最低分把没有证实的内容按未知计算，最高分按填报的内容计算。",
        signers=tuple(_signers(told)),
        origin=tuple(_origin(loaded, told)),
        numbers={name: f"{numeral(number)}、" for number, name in enumerate(there, start=1)},
    )


def _moved(told: Replay) -> str:
    whole = told.whole.difference
    return "总分没有变化" if whole.none else f"比自评{_span(told)}"


def _span(told: Replay) -> str:
    """How far the total moved."""
    return short_text(told.whole.difference)


def short_text(part: Difference) -> str:
    """`-3～-2分` where the low end moved further down than the high end, else both ends in words."""
    if part.low < part.high:
        return f"{signed_text(part.low)}～{signed_text(part.high)}分"
    return difference_text(part)


def _range(score: Range) -> str:
    return range_text(score.low, score.high)


def last_day(told: Replay) -> str:
    """The last day any decision bears; the clock is never read."""
    days = [
        decision.on
        for step in told.verified.steps
        for review in step.reviews
        for decision in review.decisions.values()
        if decision.on is not None
    ]
    return max(days).isoformat() if days else ""


def _sections(loaded: Loaded, told: Replay) -> Iterator[SectionRows]:
    steps = told.verified.steps
    scores = [item_scores(step.card) for step in steps]
    waiting = {*told.verified.due, *told.verified.asked}
    for place, section in enumerate(loaded.criteria.sections):
        items = tuple(
            ItemRow(
                label=item.label,
                points=points_text(item.points),
                scores=tuple(
                    _range(one[item.id].score) if step.stage is None or _said(step, item.id) else NONE
                    for step, one in zip(steps, scores, strict=True)
                ),
                words=tuple(_words(loaded, told, item.id)),
                open=item.id in waiting or not scores[-1][item.id].score.decided,
            )
            for item in section.items
        )
        yield SectionRows(
            title=f"{section.label}{section.title}",
            points=points_text(section.points),
            scores=tuple(_range(step.card.sections[place].score) for step in steps),
            items=items,
        )


def _ruling(step: StageReading, item: str) -> ItemRuling | None:
    return next((ruling for ruling in step.rulings if ruling.item == item), None)


def _said(step: StageReading, item: str) -> bool:
    ruling = _ruling(step, item)
    return ruling is not None and bool(ruling.views)


def _words(loaded: Loaded, told: Replay, item: str) -> Iterator[str]:
    for step in told.verified.steps:
        ruling = _ruling(step, item)
        if ruling is None:
            continue
        views = [*ruling.views, *ruling.asked]
        if ruling.chair is not None and not ruling.unused:
            views.append(ruling.chair)
        for view in views:
            who = "组长" if view.role is Role.CHAIR else ""
            yield f"{step.name}　{who}{view_text(loaded.criteria, view)}"
        if ruling.state in (RulingState.SETTLED, RulingState.DUE):
            yield f"{step.name}　{STATES[ruling.state]}"


def waiting_of(loaded: Loaded, told: Replay) -> Iterator[Pair]:
    """What waits for whom, and what does not count."""
    found = told.verified
    labels = {id_: item.label for id_, item in loaded.criteria.items_by_id.items()}
    for name, items in (
        ("等待组长裁决", found.due),
        ("等待城市说明", found.asked),
        ("还没有人提出意见", found.unseen),
    ):
        if items:
            yield Pair(name=name, value="、".join(labels[one] for one in items))
    for refused in found.refused:
        review = refused.review
        why = f"：{review.conflict_text}" if refused.conflict and review.conflict_text else ""
        value = f"审核人{review.reviewer}的{review.stage.value}意见，{refused.reason}{why}"
        yield Pair(name="没有计入", value=value)


def _signers(told: Replay) -> Iterator[str]:
    for step in told.verified.steps:
        for review in step.reviews:
            role = "组长" if review.role is Role.CHAIR else "审核人"
            yield f"{step.name}　{role}{review.reviewer}（签字）"


def _origin(loaded: Loaded, told: Replay) -> Iterator[Pair]:
    criteria, submission = loaded.criteria, loaded.submission
    yield Pair(name="指标体系", value=f"{criteria.id}（版本 {criteria.edition}），{SUMS}")
    yield Pair(name="指标体系文件", value=criteria.digest)
    yield Pair(name="自评文件", value=submission.digest)
    for step in told.verified.steps:
        for review in step.reviews:
            who = f"{step.name}　{review.role.value}{review.reviewer}"
            yield Pair(name=who, value=review.digest)
    yield Pair(name="生成工具", value=f"scoring {__version__}")
