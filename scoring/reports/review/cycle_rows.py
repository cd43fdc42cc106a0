"""The tables of a cycle: cities step by step, what waits, differences by city and by clause, ranking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.advice.compare.model import Difference
from scoring.model.criteria import Criteria
from scoring.model.review import Verified
from scoring.model.scorecard import EligibilityState
from scoring.province.ranking.words import rank_text
from scoring.reports.render.views.model import Pair
from scoring.reports.render.views.review_rows import CityRow, DeltaRow, OpenRow, ScoreCell
from scoring.reports.review.city_opinions import labels_of
from scoring.reports.review.city_scores import cells, change_between
from scoring.reports.review.model import Cycle, Reviewed
from scoring.reports.review.words import diff_text, quoted, waiting
from scoring.reports.summary.words import city_text, score_text
from scoring.reports.wording import item_label
from scoring.review.wording import open_gate

__all__ = [
    "STEPS",
    "city_name",
    "city_rows",
    "clause_rows",
    "delta_rows",
    "open_rows",
    "rest_rows",
]

PAPERS = "材料核验"
STEPS = ("自评", PAPERS, "资料审核", "现场审核", "复核")
NAMED = 8
"""So many items without an opinion are named."""
NONE = ScoreCell(text="—", moved=False)


def city_name(city: Reviewed) -> str:
    """The name, with a mark where it is invented."""
    return city_text(city.loaded.submission.city, city.loaded.submission.invented)


def city_rows(cycle: Cycle) -> Iterator[CityRow]:
    """Every city with the total after each step; — where the papers were not looked at."""
    barred = {place.key for place in cycle.ranking.barred}
    for city in cycle.cities:
        found = city.verified
        made = dict(
            zip((step.name for step in found.steps), cells([one.card.total for one in found.steps]), strict=True)
        )
        change = change_between(found.steps[0].card, found.card)
        state = _state(found) if city.key not in barred else ""
        yield CityRow(
            city=city_name(city),
            cells=tuple(made.get(name, NONE) for name in STEPS),
            change="0" if change.none else diff_text(change).replace("分", ""),
            state="不具备申报资格" if city.key in barred else state or "已办结",
            open=bool(state),
        )


def _state(found: Verified) -> str:
    if not found.reviewed:
        return "没有审核意见"
    if waiting(found):
        return waiting(found)
    parts = [] if found.card.total.decided else ["得分是范围"]
    if found.card.eligibility.state is EligibilityState.UNKNOWN:
        parts.append("申报资格未定")
    return "，".join(parts)


def rest_rows(cycle: Cycle) -> Iterator[Pair]:
    """Cities that are not ranked, with the reasons."""
    for state, places in (("未定", cycle.ranking.open), ("不具备", cycle.ranking.barred)):
        for place in places:
            reasons = "；".join(place.reasons) or "原因未载明"
            score = score_text(place.total.low, place.total.high)
            if place.eligibility is EligibilityState.UNKNOWN:
                reasons += f"。核实后{score}分；{rank_text(place)}"
            yield Pair(name=city_text(place.city, place.invented), value=state, note=reasons)


def open_rows(cycle: Cycle) -> Iterator[OpenRow]:
    """What waits in which city that may be named."""
    barred = {place.key for place in cycle.ranking.barred}
    for city in cycle.cities:
        criteria, found = city.loaded.criteria, city.verified
        if city.key in barred:
            continue
        texts = []
        if not found.reviewed:
            texts.append("没有计入任何审核意见，得分是审核以前的。")
        if found.due or found.gates_due:
            texts.append(f"等待组长裁决：{_waiting(criteria, found.due, found.gates_due)}。")
        if found.asked or found.gates_asked:
            texts.append(f"等待城市说明：{_waiting(criteria, found.asked, found.gates_asked)}。")
        texts += [f"申报资格“{gate}”：{open_gate(found, gate)}。" for gate in found.gates_open]
        if found.unseen:
            named = f"：{labels_of(criteria, found.unseen)}" if len(found.unseen) <= NAMED else "，见该市的审核报告"
            texts.append(f"没有人提出意见的{len(found.unseen)}项按审核以前的得分计，不当作0分{named}。")
        if texts:
            yield OpenRow(kind=city_name(city), label=waiting(found) or "没有意见的项", texts=tuple(texts))


def _waiting(criteria: Criteria, items: Sequence[str], gates: Sequence[str]) -> str:
    return "、".join([*([labels_of(criteria, items)] if items else []), *(f"申报资格“{gate}”" for gate in gates)])


def delta_rows(cycle: Cycle) -> Iterator[DeltaRow]:
    """Each city's difference from claim to result, item by item."""
    for city in cycle.cities:
        whole = city.told.whole
        items = [item for section in whole.sections for item in section.items if not item.difference.none]
        left, right = whole.left.total, whole.right.total
        yield DeltaRow(
            label=city_name(city),
            before=score_text(left.low, left.high),
            after=score_text(right.low, right.high),
            change="没有差额" if whole.difference.none else diff_text(whole.difference),
            clauses=tuple(Pair(name=item_label(one.label), value=diff_text(one.difference)) for one in items),
        )


def clause_rows(cities: Sequence[Reviewed]) -> Iterator[DeltaRow]:
    """The official sentences behind the differences, summed over all cities; the largest sum of both ends first."""
    found: dict[tuple[str, str], tuple[int, Difference]] = {}
    for city in cities:
        for section in city.told.whole.sections:
            for item in section.items:
                for clause in item.clauses:
                    if clause.part.none or not clause.clause:
                        continue
                    key = item_label(item.label), clause.quote
                    count, part = found.get(key, (0, Difference(low=Fraction(0), high=Fraction(0))))
                    found[key] = count + 1, part + clause.part
    order = list(found)
    order.sort(key=lambda key: -abs(found[key][1].low + found[key][1].high))
    for label, quote in order:
        count, part = found[label, quote]
        yield DeltaRow(
            label=label,
            before=f"{count}个",
            after="",
            change=diff_text(part),
            clauses=(Pair(name="", value=quoted(quote)),),
        )
