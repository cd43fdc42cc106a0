"""Standard competition ranks, the places still open, and the line of the quota."""

from __future__ import annotations

import pytest

from scoring.model.cohort import Place, QuotaState, Ranking, Span
from scoring.model.totals import TieKind
from scoring.province.ranking import rank, ranking_json
from scoring.province.ranking.words import move_text, quota_text, rank_text
from tests.province.ranking.cohort_factories import INELIGIBLE, UNKNOWN, city, pack

IN, OUT, TIED, OPEN = QuotaState.IN, QuotaState.OUT, QuotaState.TIED, QuotaState.OPEN


def places(found: Ranking) -> list[tuple[str, int, int]]:
    return [(one.key, one.ranks.best, one.ranks.worst) for one in found.ranked if one.ranks]


def of(found: Ranking, key: str) -> Place:
    return next(one for one in (*found.ranked, *found.open, *found.ineligible) if one.key == key)


def quota(found: Ranking) -> str:
    return " ".join(f"{one.key}{one.quota.name}" for one in (*found.ranked, *found.open) if one.quota)


def test_ties_share_a_rank_and_the_next_is_left_out() -> None:
    found = rank(pack(), [city("丁", 20), city("乙", 35), city("甲", 40), city("丙", 35)])
    assert places(found) == [("甲", 1, 1), ("丙", 2, 2), ("乙", 2, 2), ("丁", 4, 4)]
    assert [rank_text(one) for one in found.ranked] == ["第1名", "并列第2名", "并列第2名", "第4名"]
    assert found.exact


def test_a_tie_across_the_line_is_left_to_the_panel() -> None:
    found = rank(pack(), [city("丁", 20), city("乙", 35), city("甲", 40), city("丙", 35)])
    assert quota(found) == "甲IN 丙TIED 乙TIED 丁OUT"
    assert quota_text(of(found, "乙")) == "同分跨名额线，由评审决定"
    assert any("由评审决定" in note for note in found.notes)


def test_a_tie_above_the_line_is_within_the_quota() -> None:
    assert quota(rank(pack(), [city("甲", 40), city("乙", 40), city("丙", 39)])) == "乙IN 甲IN 丙OUT"


def test_without_a_quota_nothing_is_said_about_one() -> None:
    found = rank(pack(quota=None), [city("甲", 40)])
    assert (found.at_most, of(found, "甲").quota, quota_text(of(found, "甲"))) == (None, None, "")


def test_the_rule_of_the_pack_breaks_a_tie_in_its_order() -> None:
    cities = [city("甲", 20, 10, 10), city("乙", 10, 20, 10), city("丙", 15, 20, 5), city("丁", 10, 20, 10)]
    # All have 40. Section 2: 10, 10, 5, 10. Item 1.2: 10, 20, –, 20. 乙 and 丁 stay level.
    found = rank(pack(ties=[(TieKind.SECTION, "2"), (TieKind.ITEM, "1.2")]), cities)
    assert places(found) == [("丁", 1, 1), ("乙", 1, 1), ("甲", 3, 3), ("丙", 4, 4)]
    assert found.notes[0] == "总分相同的先比（二）乙类的得分，再比1.2的得分；都相同的名次并列，其后的名次顺延空出。"


def test_a_range_gives_every_rank_it_can_reach() -> None:
    # 甲 38～40, 乙 39, 丙 30～38: 甲 may be first or second, never third (38 is level with 丙 at best).
    found = rank(pack(quota=1), [city("甲", (38, 40)), city("乙", 39), city("丙", (30, 38))])
    assert places(found) == [("乙", 1, 2), ("甲", 1, 2), ("丙", 2, 3)]
    assert of(found, "丙").rivals == 1  # 甲 only: 乙 is above it in every case
    assert quota(found) == "乙OPEN 甲OPEN 丙OUT"
    assert found.exact


def test_barred_cities_are_listed_and_not_counted() -> None:
    found = rank(pack(), [city("甲", 40, state=INELIGIBLE, reasons=("有重大事故",)), city("乙", 30)])
    assert places(found) == [("乙", 1, 1)]
    assert of(found, "甲").reasons == ("有重大事故",)
    assert rank_text(of(found, "甲")) == "不参加排名"


def test_open_eligibility_stands_apart_and_may_push_others_down() -> None:
    found = rank(pack(quota=1), [city("甲", 40, state=UNKNOWN), city("乙", 30), city("丙", 20)])
    assert places(found) == [("乙", 1, 2), ("丙", 2, 3)]
    assert rank_text(of(found, "甲")) == "如具备资格：第1名"
    assert quota(found) == "乙OPEN 丙OUT 甲OPEN"
    assert of(found, "乙").rivals == 1


def test_level_with_a_city_whose_eligibility_is_open_is_no_sure_tie() -> None:
    found = rank(pack(quota=1), [city("甲", 40, state=UNKNOWN), city("乙", 40)])
    assert (of(found, "乙").tied, of(found, "甲").tied) == (0, 1)
    assert quota(found) == "乙OPEN 甲OPEN"  # alone it is in, with 甲 it is tied across the line


def test_a_missing_reference_shared_by_two_makes_bounds() -> None:
    average = {"1.1": "全省平均"}
    found = rank(pack(), [city("甲", (38, 40), shared=average), city("乙", (38, 40), shared=average), city("丙", 10)])
    assert [(one.key, one.exact) for one in found.ranked] == [("乙", False), ("甲", False), ("丙", True)]
    assert rank_text(of(found, "甲")) == "第1～2名（上下限）"
    assert any("缺少的参照值" in note for note in found.notes)


def test_a_missing_reference_of_cities_that_never_meet_is_exact() -> None:
    average = {"1.1": "全省平均"}
    found = rank(pack(), [city("甲", (38, 40), shared=average), city("乙", (28, 30), shared=average)])
    assert places(found) == [("甲", 1, 1), ("乙", 2, 2)]
    assert found.exact


def test_what_a_missing_answer_could_do() -> None:
    found = rank(pack(), [city("甲", (30, 40), (1, 2)), city("乙", 38), city("丙", 31)])
    first, second = of(found, "甲").moves
    # 1.1 at 40: 41～42, before 乙. 1.1 at 30: 31～32, behind 乙, level with 丙 at worst.
    assert first.if_best == Span(best=1, worst=1)
    assert first.if_worst == Span(best=2, worst=2)
    assert second.if_best == Span(best=1, worst=2)
    assert move_text(first) == "1.1（10分未定，取决于“甲1.1”）：得高分时第1名，得低分时第2名"
    assert (first.owners, first.shared) == (("市统计局",), False)


def test_no_applicants_and_one() -> None:
    assert rank(pack(), []).ranked == ()
    assert places(rank(pack(), [city("甲", 3)])) == [("甲", 1, 1)]


def test_applicants_of_another_pack_or_with_one_key_are_refused() -> None:
    from msgspec.structs import replace

    with pytest.raises(ValueError, match="another pack"):
        rank(pack(), [replace(city("甲", 3), criteria_digest="x")])
    with pytest.raises(ValueError, match="bear the key"):
        rank(pack(), [city("甲", 3), city("甲", 4)])


def test_order_of_the_applicants_does_not_matter() -> None:
    cities = [city("甲", (38, 40)), city("乙", 39), city("丙", 39, state=UNKNOWN), city("丁", 1, state=INELIGIBLE)]
    assert rank(pack(), cities) == rank(pack(), reversed(cities))


def test_the_ranking_as_data() -> None:
    found = ranking_json(rank(pack(ties=[(TieKind.SECTION, "2")]), [city("甲", ("1/3", 1)), city("乙", 1)]))
    assert found["quota"] == {"at_most": 2, "texts": [{"name": "名额", "text": "不超过2个"}]}
    assert found["ties"] == {"keys": [{"section": "2"}], "note": ""}
    ranked = found["ranked"]
    assert isinstance(ranked, list)
    assert ranked[1]["total"] == {"low": "1/3", "high": 1}
    assert ranked[1]["ranks"] == {"best": 1, "worst": 2}
    assert ranked[1]["texts"] == {"rank": "第1～2名", "quota": "名额以内"}
    assert ranked[1]["moves"][0]["stake"] == "2/3"


def test_a_large_batch_keeps_the_largest_moves_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.province.ranking.ranking.FEW", 2)
    cities = [city(f"市{at:03}", (0, 4), (0, 9), (0, 1)) for at in range(501)]
    found = rank(pack(), cities)
    assert [move.stake for move in found.ranked[0].moves] == [9, 4]
    assert not any("只列" in note for note in rank(pack(), cities[:500]).notes)
    assert "城市较多，每市只列未定分值最大的2项。" in found.notes


def test_points_without_a_common_denominator_compare_exactly() -> None:
    # The common denominator of these passes the limit, so that they are compared as the fractions they are.
    near = [city(f"市{prime}", f"{prime // 3}/{prime}") for prime in (999983, 999979, 999961, 999959)]
    order = sorted(near, key=lambda one: -one.total.low)
    assert [one.key for one in rank(pack(), near).ranked] == [one.key for one in order]
    assert places(rank(pack(), near))[-1][1:] == (4, 4)


def test_moves_are_not_guessed_where_rounding_may_change_the_total() -> None:
    from msgspec.structs import replace

    from scoring.model.totals import Rounding

    # 0.5～1 and 0.5～1 come to 1～2. With one of them at its other end the sum is 1.5, which is published as 2.
    criteria = replace(pack(), rounding=Rounding(places=0))
    of_halves = rank(criteria, [city("甲", ("0.5", 1), ("0.5", 1)), city("乙", 2)])
    assert [move.if_best for move in of(of_halves, "甲").moves] == [None, None]
    of_wholes = rank(criteria, [city("甲", (0, 2)), city("乙", 2)])
    assert [move.if_best for move in of(of_wholes, "甲").moves] == [Span(best=1, worst=1)]
