"""Two submissions of one city: the same one counts once, different ones neither; a missing name is no name."""

from __future__ import annotations

from scoring.province.ranking.duplicates import Entrant, Resolution, resolve_duplicates


def entry(key: str, city: str, digest: str = "a", criteria: str = "") -> Entrant:
    return Entrant(key=key, city=city, digest=digest, criteria=criteria)


def test_the_first_of_equal_ones_counts_however_the_name_is_spaced() -> None:
    assert resolve_duplicates([entry("1", "甲市"), entry("2", "乙市"), entry("3", "甲　市")]) == [
        Resolution(),
        Resolution(),
        Resolution(same_as="1"),
    ]


def test_different_ones_count_neither_and_name_each_other() -> None:
    found = resolve_duplicates([entry("1", "甲市"), entry("2", "甲市", "b"), entry("3", "甲市")])
    told = [one.problem.message if one.problem else "" for one in found]
    assert [text[text.index("另有") :] for text in told] == [
        "另有 2、3，都没有参加排名",
        "另有 1、3，都没有参加排名",
        "另有 1、2，都没有参加排名",
    ]
    assert all(text.startswith("同一城市有3份内容不同的自评：“甲市”") for text in told)


def test_files_without_a_city_and_files_for_another_index_stand_alone() -> None:
    unnamed = [entry("1", "未填"), entry("2", "未填", "b")]
    others = [entry("3", "甲市", criteria="一"), entry("4", "甲市", "b", "二")]
    assert resolve_duplicates([*unnamed, *others]) == [Resolution()] * 4
