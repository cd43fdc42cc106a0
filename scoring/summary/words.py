"""Phrases shared by the workbook, the page and the signed paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from scoring.cohort.words import span_text
from scoring.errors import Location, Problem
from scoring.model.clauses import Clause
from scoring.model.criteria import Criteria, Item
from scoring.model.ranking import Move, Place, Ranking
from scoring.model.scorecard import EligibilityState, OutcomeState
from scoring.render.views.words import item_label
from scoring.text import number_text, points_text

__all__ = [
    "ELIGIBILITY",
    "OUTCOMES",
    "READINGS",
    "city_text",
    "clause_text",
    "everyone",
    "item_text",
    "move_text",
    "place_text",
    "rank_word",
    "score_text",
    "section_title",
]

READINGS: Mapping[str, str] = {"claimed": "自评得分", "evidenced": "有材料支撑的得分", "verified": "核实后的得分"}
ELIGIBILITY: Mapping[EligibilityState, str] = {
    EligibilityState.CLEAR: "具备",
    EligibilityState.BARRED: "不具备",
    EligibilityState.UNKNOWN: "未定",
}
OUTCOMES: Mapping[OutcomeState, str] = {
    OutcomeState.APPLIED: "失分",
    OutcomeState.JUDGED: "评判",
    OutcomeState.NOT_APPLIED: "未得分",
    OutcomeState.UNKNOWN: "未定",
    OutcomeState.NOT_APPLICABLE: "不适用",
    OutcomeState.ERROR: "未能计算",
}


def city_text(city: str, invented: bool) -> str:
    """The city's name; an invented one says so wherever it is printed."""
    return f"{city}（虚构）" if invented else city


def rank_word(place: Place) -> str:
    """The rank among words: a barred city has none, one whose eligibility is open has it only on a condition."""
    if place.ranks is None:
        return "无资格"
    text = span_text(place.ranks).removeprefix("第").removesuffix("名")
    return text if place.eligibility is EligibilityState.CLEAR else f"若具备{text}"


def score_text(low: Fraction, high: Fraction) -> str:
    """Points for reading: exact, except that a long fraction is shortened and says 约."""
    if low == high:
        return _short(low)
    return f"{_short(low)}～{_short(high)}"


def _short(value: Fraction) -> str:
    text = points_text(value)
    if "/" not in text and len(text) <= 8:
        return text
    hundredths = (value * 100 + Fraction(1, 2)).__floor__()
    return f"约{number_text(Fraction(hundredths, 100))}"


def item_text(criteria: Criteria, item: str) -> str:
    """The label of an item, such as （一）1; its id where the pack does not know it."""
    found: Item | None = criteria.items_by_id.get(item)
    return item_label(found.label) if found else item


def section_title(criteria: Criteria, section: str) -> str:
    """`（一）党政责任`, or the id where the pack does not know it."""
    for one in criteria.sections:
        if one.id == section:
            return f"{one.label}{one.title}"
    return section


def clause_text(criteria: Criteria, item: str, clause: str) -> str:
    """The official words of a clause, or that there are none; its id where the pack does not know it."""
    found: Item | None = criteria.items_by_id.get(item)
    clauses: tuple[Clause, ...] = found.clauses if found else ()
    for one in clauses:
        if one.id == clause:
            return one.quote or (
                "（评分标准原文缺失，由人评判）" if found and found.gap else "（原文没有评分标准，由人评判）"
            )
    return clause


def move_text(criteria: Criteria, move: Move) -> str:
    """What an open item could do to the rank: `（三）5未定，涉及2分：取最高时第1～2名，取最低时第4名`."""
    head = f"{item_text(criteria, move.item)}未定，涉及{points_text(move.stake)}分"
    if move.if_best is None or move.if_worst is None:
        return head
    return f"{head}：取最高时{span_text(move.if_best)}，取最低时{span_text(move.if_worst)}"


def place_text(place: Problem) -> str:
    """Where a problem stands: `甲市/自评.yaml:12:5`, or nothing."""
    where: Location | None = place.location
    return str(where) if where else ""


def everyone(ranking: Ranking) -> Iterator[Place]:
    """All places in the order of the outputs: ranked, open, barred."""
    yield from ranking.ranked
    yield from ranking.open
    yield from ranking.barred
