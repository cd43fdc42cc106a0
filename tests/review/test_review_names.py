"""A name that joins two files joins them however it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.review import load_review, verify_claims
from tests.cli.running import SAMPLE, run
from tests.province.procedure.cycles import HEAD, codes, read, tried
from tests.review.writing import ACCEPT, city, review, text, write

pytestmark = pytest.mark.usefixtures("at_the_root")


def test_an_opinion_on_another_version_of_the_file_is_found_by_the_name_of_its_city(tmp_path: Path) -> None:
    stale = review(tmp_path, ACCEPT, name="示例 市", digest="0" * 64)
    assert [one.review.city for one in verify_claims(city(), (stale,)).refused] == ["示例 市"]


def test_an_earlier_opinion_is_kept_however_its_city_and_reviewer_were_typed(tmp_path: Path) -> None:
    earlier = write(tmp_path, "旧.yaml", text(ACCEPT, reviewer="ｄｅｓｋ-A", name="示例　市"))
    output = str(tmp_path / "新.yaml")
    done = run("review", "init", SAMPLE, "--reviewer", "Desk-a", "--stage", "资料审核", "--keep", earlier, "-o", output)
    assert (done.code, load_review(output).ok) == (0, True)


def test_the_lists_of_a_cycle_know_their_cities() -> None:
    cycle = read(HEAD + "城市: {Ａ市: {}, 乙市: {}}\n命名: {日期: 2022-12-28, 名单: [a 市, 乙 市]}\n")
    assert cycle.naming is not None
    assert cycle.naming.cities == ("A市", "乙市")


def test_a_title_is_withdrawn_from_the_city_it_was_given_to() -> None:
    cycle = read(
        HEAD + "命名: {日期: 2022-12-28, 名单: [甲市]}\n城市: {甲市: {}}\n"
        "撤销:\n  甲 市: {日期: 2023-09-15, 情形: [1], 文件: 通报}\n"
    )
    assert [one.city for one in cycle.withdrawals] == ["甲市"]


def test_a_city_that_is_not_there_is_still_unknown() -> None:
    assert codes(tried(HEAD + "城市: {甲市: {}}\n命名: {日期: 2022-12-28, 名单: [丙市]}\n")) == ["4 unknown-city"]
