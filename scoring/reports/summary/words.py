"""Phrases shared by the workbook, the page and the signed paper, and which cities they show one by one: all of up to 200, else
the first and those about the quota line."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.base.errors import Location, Problem
from scoring.base.text import approx_text, points_text
from scoring.model.clauses import Clause
from scoring.model.cohort import Place, Ranking, RankMove
from scoring.model.criteria import UNWRITTEN, Criteria, Item
from scoring.model.scorecard import EligibilityState
from scoring.naming import DRAFT
from scoring.province.ranking.words import ranks_text, span_text
from scoring.wording import eligibility_word, item_label

__all__ = [
    "IN_BOOK",
    "WHOLE",
    "city_text",
    "clause_text",
    "eligibility_text",
    "everyone",
    "gaps_between",
    "item_text",
    "listed_unranked",
    "marker",
    "move_text",
    "move_texts",
    "place_text",
    "rank_word",
    "listed",
    "score_text",
]

IN_BOOK = "，见工作簿的“材料缺口”"
"""Where all open items stand, beside those that are told."""
FACTS = 3
"""So many missing answers of one item are named."""


def marker(criteria: Criteria, invented: int, cities: int) -> str:
    """What stands beside the title: that the cities, or some of them, are invented, that the pack is a draft."""
    words = [] if not invented else ["虚构样例" if invented == cities else "含虚构城市"]
    return "·".join([*words, *[DRAFT] * bool(criteria.pending)])


def city_text(city: str, invented: bool) -> str:
    """The city's name; an invented one says so wherever it is printed."""
    return f"{city}（虚构）" if invented else city


def eligibility_text(criteria: Criteria, place: Place) -> str:
    """How a city's eligibility stands; where the pack has no gates, that nothing was asked. A draft clears nobody."""
    if not criteria.eligibility.gates:
        return "没有问"
    return eligibility_word(place.eligibility, draft=bool(criteria.pending))


def rank_word(place: Place) -> str:
    """The rank among words: a ineligible city has none, one whose eligibility is open has it only on a condition."""
    if place.ranks is None:
        return "无资格"
    text = ranks_text(place.ranks)
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
    return approx_text(value)


def item_text(criteria: Criteria, item: str) -> str:
    """The label of an item, such as （一）1; its id where the pack does not know it."""
    found: Item | None = criteria.items_by_id.get(item)
    return item_label(found.label) if found else item


def clause_text(criteria: Criteria, item: str, clause: str) -> str:
    """The official words of a clause, or that there are none; its id where the pack does not know it."""
    found: Item | None = criteria.items_by_id.get(item)
    clauses: tuple[Clause, ...] = found.clauses if found else ()
    if found is None or all(one.id != clause for one in clauses):
        return clause
    return next(one.quote for one in clauses if one.id == clause) or UNWRITTEN


def move_text(criteria: Criteria, move: RankMove) -> str:
    """What an open item could do to the rank, and which answers it waits for: `（三）5未定，涉及2分，待填“…”：取最高时…`."""
    head = f"{item_text(criteria, move.item)}未定，涉及{points_text(move.stake)}分"
    if move.facts:
        names = "、".join(f"“{name}”" for name in move.facts[:FACTS])
        head += f"，待填{names}" + (f"等{len(move.facts)}项" if len(move.facts) > FACTS else "")
    if move.if_best is None or move.if_worst is None:
        return head
    shared = "；参照值各市共用，补上后各市都会变" if move.shared else ""
    return f"{head}：取最高时{span_text(move.if_best)}，取最低时{span_text(move.if_worst)}{shared}"


def move_texts(criteria: Criteria, place: Place, most: int, *, rest: str = IN_BOOK) -> tuple[str, ...]:
    """The open items of a city that by themselves change its range of ranks, at most `most`, the largest first; then how
    many more are open, and where they stand (`rest`). Empty for a city with nothing open."""
    telling = [one for one in place.moves if one.if_best is None or {one.if_best, one.if_worst} != {place.ranks}]
    texts = [move_text(criteria, one) for one in telling[:most]]
    more = len(place.moves) - len(texts)
    if more and not telling:
        texts.append(f"共{more}项未定，单独定下哪一项，名次都不变")
    elif more:
        texts.append(f"另有{more}项未定{rest}")
    return tuple(texts)


def place_text(place: Problem) -> str:
    """Where a problem stands: `甲市/自评.yaml:12:5`, or nothing."""
    where: Location | None = place.location
    return str(where) if where else ""


def everyone(ranking: Ranking) -> Iterator[Place]:
    """All places in the order of the outputs: ranked, open, ineligible."""
    yield from ranking.ranked
    yield from ranking.open
    yield from ranking.ineligible


WHOLE = 200
"""So many cities are shown one by one."""
FIRST, ABOUT, APART = 30, 15, 30
"""Of more: the first, those on both sides of the quota line, and of the cities that are not ranked."""


def listed(ranking: Ranking, whole: int = WHOLE) -> tuple[int, ...]:
    """The positions (from 0) of the ranked cities to show; all of them where the batch has no more than `whole`."""
    count = len(ranking.ranked)
    if count + len(ranking.open) + len(ranking.ineligible) <= whole:
        return tuple(range(count))
    found = set(range(min(FIRST, count)))
    if ranking.at_most is not None:
        found |= set(range(max(0, ranking.at_most - ABOUT), min(count, ranking.at_most + ABOUT)))
    return tuple(sorted(found))


def gaps_between(positions: tuple[int, ...], count: int) -> dict[int, int]:
    """How many cities are left out before a position; those after the last stand under `count`."""
    found, before = {}, -1
    for position in (*positions, count):
        if position - before > 1:
            found[position] = position - before - 1
        before = position
    return found


def listed_unranked(ranking: Ranking, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Of the cities that are not ranked (`places`), those to show."""
    whole = len(ranking.ranked) + len(ranking.open) + len(ranking.ineligible) <= WHOLE
    return places if whole else places[:APART]
