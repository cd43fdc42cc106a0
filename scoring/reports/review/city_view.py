"""Puts the report of one city's review together."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.base.text import date_text, points_text
from scoring.model.review import RulingState, Verified
from scoring.model.scorecard import EligibilityState
from scoring.naming import draft_texts
from scoring.reports.render.views import basis
from scoring.reports.render.views.chapters import Chapter
from scoring.reports.render.views.model import Cover, Pair, Reading
from scoring.reports.render.views.outline import SIGNED, UNSIGNED, numbered
from scoring.reports.render.views.review import CityReviewView
from scoring.reports.review import files
from scoring.reports.review.city_gates import eligibility_text, gate_rows, standing_text
from scoring.reports.review.city_opinions import changes, disputes, open_rows, opinions
from scoring.reports.review.city_scores import change_between, delta_rows, score_rows, step_rows
from scoring.reports.review.model import Reviewed
from scoring.reports.review.words import conventions, day_of, diff_text, points, reviewers, waiting
from scoring.reports.wording import item_label, watermark

__all__ = ["city_view", "open_text"]


LISTED = Pair(
    name="处理口径",
    value="原文未明确之处，本报告只列改动涉及的指标项的口径和申报单位改选的口径，其余的见自评报告。",
)


def city_view(city: Reviewed) -> CityReviewView:
    """Everything the report of one city prints. Pure: the same reviews give the same view."""
    criteria, submission, found = city.loaded.criteria, city.loaded.submission, city.verified
    day = day_of(found)
    readings, references = tuple(_readings(city)), basis.references(criteria, found.card)
    assumptions, gaps, manual = basis.assumptions(criteria), basis.gaps(criteria), basis.manual(criteria)
    rests = {
        "readings": readings,
        "references": references,
        "assumptions": assumptions,
        "gaps": gaps,
        "manual": manual,
    }
    stages, open_ = tuple(opinions(city)), tuple(open_rows(city))
    steps = tuple(changes(city))
    return CityReviewView(
        title=f"{submission.city}审核报告",
        city=submission.city,
        author=criteria.issuer or "审核专家组",
        subject=criteria.title,
        keyword="审核报告",
        day=day.isoformat() if day else "",
        chapters=_chapters(
            {name for name, has in rests.items() if has},
            [one.title for one in steps],
            [one.title for one in stages],
            bool(open_),
            bool(criteria.eligibility.gates),
            signed=not criteria.pending,
        ),
        cover=_cover(city),
        lead=tuple(_lead(city)),
        steps=tuple(step_rows(found)),
        step_names=tuple(step.name for step in found.steps),
        scores=tuple(score_rows(found)),
        scores_note=_scores_note(found),
        changes=steps,
        opinions=stages,
        disputes=tuple(disputes(city)),
        disputes_note=_disputes_note(city),
        open=open_,
        open_heads=("事项", "指标项", "说明"),
        gates=tuple(gate_rows(found)),
        gates_text=eligibility_text(found, draft=bool(criteria.pending)),
        delta_lead=_delta_lead(city),
        delta=() if city.told.whole.difference.none and not city.told.changes else tuple(delta_rows(city)),
        declared=tuple(files.declared(city)),
        refused=(*(files.refused_row(one) for one in found.refused), *files.broken_rows(city.broken)),
        conventions=(*conventions(found.settings), LISTED),
        readings=readings,
        other_readings=(),
        references=references,
        assumptions=assumptions,
        gaps=gaps,
        manual=manual,
        signers=tuple(files.signers(city.counted)),
        provenance=files.origin(city),
        files=tuple(files.whole_list(city)),
    )


def _chapters(
    rests: set[str], steps: list[str], stages: list[str], open_: bool, gates: bool, *, signed: bool
) -> tuple[Chapter, ...]:
    names = {
        "readings": "原文未明确之处的处理口径",
        "references": "参照值及来源",
        "assumptions": "计算约定",
        "gaps": "原文缺失的内容",
        "manual": "需由人核对的原文",
    }
    told = [(key, name) for key, name in names.items() if key in rests]
    return numbered(
        (
            ("review-summary", "审核结论", ()),
            *((("review-gates", "申报资格的审核", ()),) if gates else ()),
            ("review-scores", "各步骤逐项得分", ()),
            ("review-changes", "改动的内容和依据", [(f"step-{n}", name) for n, name in enumerate(steps)]),
            ("review-opinions", "各项审核意见", [(f"stage-{n}", name) for n, name in enumerate(stages)]),
            ("review-disputes", "分歧和裁决", ()),
            *((("review-open", "尚未办结和没有意见的事项", ()),) if open_ else ()),
            ("review-delta", "自评与审核结果的差额", ()),
            ("review-recusal", "回避和没有计入的文件", ()),
            ("review-conventions", "审核约定", ()),
            *((("basis", "评分口径和依据说明", told),) if told else ()),
            ("review-sign", SIGNED if signed else UNSIGNED, ()),
            ("review-files", "文件校验码", ()),
        )
    )


def _readings(city: Reviewed) -> Iterator[Reading]:
    """The readings of items that the review touched, and those the city chose."""
    touched = {item_label(one.label) for one in city.told.changes}
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
    first, change = found.steps[0].card, change_between(found.steps[0].card, found.card)
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


def _disputes_note(city: Reviewed) -> str:
    rulings = [one for step in city.verified.steps for one in step.on_items]
    states = [one.state for one in rulings]
    several = sum(len(one.opinions) + len(one.asked) > 1 for one in rulings)
    asked = sum(bool(one.opinions and one.asked) for one in rulings)
    if not several:
        return "没有同一阶段由两人以上提出意见的指标项，无从比较。"
    differ = sum(states.count(one) for one in (RulingState.SETTLED, RulingState.ARBITRATED, RulingState.DUE))
    found = [f"{differ}项有分歧"] * bool(differ) + [f"{asked}项有人要求说明"] * bool(asked)
    outcome = f"其中{'，'.join(found)}" if found else "意见都一致"
    return f"同一阶段有两人以上意见的{several}项，{outcome}。"


def _delta_lead(city: Reviewed) -> str:
    whole = city.told.whole
    if whole.difference.none and not city.told.changes:
        return "审核结果与自评相同。"
    return f"自评与审核结果的差额合计{diff_text(whole.difference)}，逐项列出如下；引号里是评分标准的原文。"
