"""The tables of a cycle: cities step by step, what waits, differences by city and by clause, ranking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.cohort.words import quota_text, rank_text
from scoring.compare.model import Difference
from scoring.model.review import Verified
from scoring.model.scorecard import EligibilityState
from scoring.render.views.model import Pair
from scoring.render.views.review import CityRow, DeltaRow, MovedRow, OpenRow, PlaceRow, ScoreCell
from scoring.render.views.words import item_label
from scoring.reviewpapers.city_opinions import labels_of
from scoring.reviewpapers.city_scores import cells, change_between
from scoring.reviewpapers.model import Cycle, Reviewed
from scoring.reviewpapers.words import diff_text, quoted, waiting
from scoring.summary.words import city_text, move_text, score_text

__all__ = [
    "STEPS",
    "city_name",
    "city_rows",
    "clause_rows",
    "delta_rows",
    "moved_rows",
    "open_rows",
    "place_rows",
    "rest_rows",
]

STEPS = ("自评", "材料核验", "资料审核", "现场审核", "复核")
MOVES, NAMED = 5, 8
"""So many open items of a city are told, and so many items without an opinion named."""
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
    return waiting(found) or ("" if found.card.total.decided else "得分是范围")


def place_rows(cycle: Cycle) -> Iterator[PlaceRow]:
    """The eligible cities by rank; the quota line lies below as many rows as there are places."""
    ranking = cycle.ranking
    last = len(ranking.ranked) - 1
    for position, place in enumerate(ranking.ranked):
        line = ranking.at_most is not None and position == ranking.at_most - 1 and position < last
        yield PlaceRow(
            rank=rank_text(place),
            city=city_text(place.city, place.invented),
            score=score_text(place.total.low, place.total.high),
            standing=quota_text(place) or "—",
            line=f"名额线（{ranking.at_most}个）" if line else "",
        )


def moved_rows(cycle: Cycle) -> Iterator[MovedRow]:
    """The ranked cities with open items, and what each item could do to the rank."""
    for place in cycle.ranking.ranked:
        telling = [one for one in place.moves if one.if_best is None or {one.if_best, one.if_worst} != {place.ranks}]
        texts = [move_text(cycle.criteria, one) for one in telling[:MOVES]]
        more = len(place.moves) - len(texts)
        if more:
            texts.append(f"另有{more}项未定" if texts else f"共{more}项未定，单独定下哪一项，名次都不变")
        if texts:
            name = city_text(place.city, place.invented)
            yield MovedRow(city=name, rank=rank_text(place), texts=tuple(texts))


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
        if found.due:
            texts.append(f"等待组长裁决：{labels_of(criteria, found.due)}。")
        if found.asked:
            texts.append(f"等待城市说明：{labels_of(criteria, found.asked)}。")
        if found.unseen:
            named = f"：{labels_of(criteria, found.unseen)}" if len(found.unseen) <= NAMED else "，见该市的审核报告"
            texts.append(f"没有人提出意见的{len(found.unseen)}项按审核以前的得分计，不当作0分{named}。")
        if texts:
            yield OpenRow(kind=city_name(city), label=waiting(found) or "没有意见的项", texts=tuple(texts))


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
