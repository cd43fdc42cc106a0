"""Phrases about places and moves."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from scoring.model.cohort import RankMove
from scoring.model.criteria import UNWRITTEN
from scoring.reports.summary.words import clause_text, item_text, move_text, move_texts, score_text
from tests.reports.summary import cities


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ("90", "90", "90"),
        ("79.96", "84.5", "79.96～84.5"),
        ("1/3", "1/3", "约0.33"),
        ("0", "17/3", "0～约5.67"),
        ("1/200", "1/200", "0.005"),
        ("0.123456789", "0.123456789", "约0.12"),
        ("2999999/30000", "2999999/30000", "约99.99997"),  # not 100, which it is not
    ],
)
def test_scores_are_exact_or_say_about(low: str, high: str, text: str) -> None:
    assert score_text(Fraction(low), Fraction(high)) == text


def test_a_move_names_what_it_waits_for() -> None:
    move = replace(cities.MOVE, facts=("甲", "乙", "丙", "丁"), shared=True)
    assert move_text(cities.pack(), move) == (
        "（一）3未定，涉及4.54分，待填“甲”、“乙”、“丙”等4项：取最高时第2名，取最低时第3名；"
        "参照值各市共用，补上后各市都会变"
    )
    alone = replace(cities.MOVE, facts=(), if_best=None, if_worst=None)
    assert move_text(cities.pack(), alone) == "（一）3未定，涉及4.54分"


def test_items_that_change_nothing_by_themselves_are_counted() -> None:
    place = cities.batch().ranking.ranked[1]  # second or third
    idle = replace(cities.MOVE, item="2.1", if_best=place.ranks, if_worst=place.ranks)
    told = "（一）3未定，涉及4.54分，待填“专项规划”：取最高时第2名，取最低时第3名"

    def of(*moves: RankMove, most: int = 2) -> tuple[str, ...]:
        return move_texts(cities.pack(), replace(place, moves=moves), most)

    assert of() == ()
    assert of(cities.MOVE) == (told,)
    assert of(idle, cities.MOVE, idle) == (told, "另有2项未定，见工作簿的“材料缺口”")
    assert of(cities.MOVE, cities.MOVE, most=1) == (told, "另有1项未定，见工作簿的“材料缺口”")
    assert of(idle, idle) == ("共2项未定，单独定下哪一项，名次都不变",)


def test_official_words_are_official_or_said_to_lack() -> None:
    pack = cities.pack()
    assert clause_text(pack, "1.1", "1.1-2") == "未召开专题会议扣3分"
    assert clause_text(pack, "6.0", "6.0-1") == UNWRITTEN
    assert clause_text(pack, "5.1", pack.items_by_id["5.1"].clauses[0].id) == UNWRITTEN
    assert clause_text(pack, "9.9", "9.9-1") == "9.9-1"
    assert (item_text(pack, "6.0"), item_text(pack, "9.9")) == ("（六）", "9.9")
