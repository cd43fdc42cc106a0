"""Points by the place among all applicants: two steps in one run, kept and taken up like any other result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scoring.assess import Depth, Request, assess
from scoring.base.assets import criteria_search
from scoring.batch import BatchOptions, BatchResult, run
from scoring.batch.model import Settings
from scoring.model.evidence import ScoreBasis
from scoring.seal.verify import verify
from tests.batch.provinces import province, tree
from tests.kinds.packs_of_tests import PACKS
from tests.review.writing import text

SEARCH = (str(PACKS), *criteria_search())
CITY = """\
指标体系: ranked
城市: {city}
申报日期: 2022-05-20
虚构样例: 是
申报资格: {{弄虚作假: {cheats}}}
自评:
  "1.1": {{问题处数: {faults}}}
  "1.2": {{按时公开: {public}}}
"""
FIVE = {"甲市": ("0", "是"), "乙市": ("2", "是"), "丙市": ("2", "是"), "丁市": ("3", "是"), "戊市": ("10", "否")}
TOTALS = {"甲市": 56, "乙市": 43, "丙市": 43, "丁市": 29, "戊市": 11}
"""30, 28, 28, 27, 10 points; then by place 1, 2 (level), 2, 4, 5 of five: 10 + 5 + 5 + 6; 8 + 0 + 4 + (4 + 2) / 2 twice; 0 + 0 + 2 + 0;
0 + 0 + 1 + 0."""


def city(name: str, faults: str = "0", public: str = "是", cheats: str = "否") -> str:
    return CITY.format(city=name, faults=faults, public=public, cheats=cheats)


@pytest.fixture
def five(tmp_path: Path) -> Path:
    return province(tmp_path / "省", {f"{name}/自评.yaml": city(name, *said) for name, said in FIVE.items()})


def asked(**changes: Any) -> BatchOptions:
    settings = Settings(search=SEARCH, evidence=False, cards=True)
    return BatchOptions(settings=replace(settings, **changes), workers=0, papers=False)


def go(folder: Path, out: Path, *, workers: int = 0, **changes: Any) -> BatchResult:
    return run([str(folder)], str(out), replace(asked(**changes), workers=workers))


def lines(out: Path) -> dict[str, Any]:
    found = (json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines())
    return {one["input"].partition("/")[0]: one for one in found}


def totals(out: Path) -> dict[str, Any]:
    found = {name: one["result"] and one["result"]["total"] for name, one in lines(out).items()}
    return {
        name: total["low"] if total and total["low"] == total["high"] else total and (total["low"], total["high"])
        for name, total in found.items()
    }


def places(out: Path, name: str) -> tuple[Any, ...]:
    held = {one["name"]: (one["best"], one["worst"]) for one in lines(out)[name]["result"]["places"]}
    best, worst = held["总得分名次"]
    return best if best == worst else (best, worst)


def test_everybody_gets_points_by_its_place(five: Path, tmp_path: Path) -> None:
    made = go(five, tmp_path / "out")
    assert (made.done, made.scored) == (5, 5)
    assert totals(tmp_path / "out") == TOTALS


def test_the_card_says_how_the_place_came_about(five: Path, tmp_path: Path) -> None:
    go(five, tmp_path / "out")
    card = json.loads((tmp_path / "out" / "cards" / "乙市.json").read_text("utf-8"))
    assert card["total"] == {"low": 43, "high": 43}
    source = "由本批5个参评城市按“总得分”排名：本市28分，排第2名，2个城市并列"
    assert [(one["name"], one["value"], one["source"]) for one in card["references"]] == [
        ("总得分名次", 2, source),
        ("名次占比", 40, source),
        ("位次", 2, source),
        ("并列家数", 2, source),
    ]
    clause = card["sections"][1]["items"][0]["clauses"][0]
    assert clause["because"] == f"“总得分名次”算得2名（{source}），按名次计分。"


def test_a_second_run_scores_nothing_and_leaves_the_same(five: Path, tmp_path: Path) -> None:
    go(five, tmp_path / "out")
    before = tree(tmp_path / "out")
    assert go(five, tmp_path / "out").done == 0
    assert tree(tmp_path / "out") == before


def test_who_changes_moves_the_places_of_others_too(five: Path, tmp_path: Path) -> None:
    """丙市 finds a third fault: 27 points, level with 丁市 on the third place; 甲市 and 戊市 stay where they are."""
    go(five, tmp_path / "out")
    province(five, {"丙市/自评.yaml": city("丙市", "3")})
    made = go(five, tmp_path / "out")
    assert made.done == 3
    # 28 + 8 + 4 + 4; 27 + 6 + 3 + (2 + 0) / 2, twice
    assert totals(tmp_path / "out") == {**TOTALS, "乙市": 44, "丙市": 37, "丁市": 37}
    go(five, tmp_path / "anew")
    assert tree(tmp_path / "out") == tree(tmp_path / "anew")


def test_who_comes_and_goes_moves_the_places(five: Path, tmp_path: Path) -> None:
    go(five, tmp_path / "out")
    province(five, {"己市/自评.yaml": city("己市", "1")})
    go(five, tmp_path / "out")
    assert [places(tmp_path / "out", name) for name in ("甲市", "己市", "乙市", "丁市")] == [1, 2, 3, 5]
    (five / "己市" / "自评.yaml").unlink()
    (five / "己市").rmdir()
    go(five, tmp_path / "out")
    assert totals(tmp_path / "out") == TOTALS


def test_two_workers_give_the_same_bytes(five: Path, tmp_path: Path) -> None:
    go(five, tmp_path / "one")
    go(five, tmp_path / "two", workers=2)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_dask_gives_the_same_bytes(five: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=60
    ) as cluster:
        run([str(five)], str(tmp_path / "there"), replace(asked(), cluster=cluster.scheduler_address))
    go(five, tmp_path / "here")
    assert tree(tmp_path / "there") == tree(tmp_path / "here")


def test_a_run_that_ends_between_the_steps_is_taken_up(
    five: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> Iterator[tuple[str, tuple[object, ...]]]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(import_module("scoring.batch.run"), "counted_places", killed)
        with pytest.raises(KeyboardInterrupt):
            go(five, tmp_path / "out")
    assert go(five, tmp_path / "out").done == 5
    go(five, tmp_path / "anew")
    assert tree(tmp_path / "out") == tree(tmp_path / "anew")


def test_who_cannot_be_scored_takes_no_place_and_that_is_said(five: Path, tmp_path: Path) -> None:
    """坏市 would have stood first; 庚市 has two different files, 辛市 may not apply, 壬市 is 丁市 handed in twice."""
    province(
        five,
        {
            "坏市/自评.yaml": city("坏市", "零"),
            "庚市/自评.yaml": city("庚市", "0"),
            "庚市又/自评.yaml": city("庚市", "1"),
            "辛市/自评.yaml": city("辛市", "0", cheats="是"),
            "壬市/自评.yaml": city("丁市", "3"),
        },
    )
    go(five, tmp_path / "out")
    found = totals(tmp_path / "out")
    assert {name: found[name] for name in TOTALS} == TOTALS
    assert found["壬市"] == TOTALS["丁市"]
    source = lines(tmp_path / "out")["戊市"]["result"]["places"][0]["source"]
    assert source.endswith("排第5名；1个不具备资格的、1份没有算成的不占名次")
    assert places(tmp_path / "out", "庚市") == places(tmp_path / "out", "辛市") == (1, 6)


def test_what_the_review_left_is_ranked_where_the_batch_ranks_by_it(five: Path, tmp_path: Path) -> None:
    """A reviewer finds a third fault in 乙市: 27 points, level with 丁市 on the third place; its claims are worth 28 there."""
    digest = hashlib.sha256((five / "乙市" / "自评.yaml").read_bytes()).hexdigest()
    opinion = '"1.1": {意见: 调整, 改为: {问题处数: 3}, 理由: 现场多一处}'
    review = text(opinion, name="乙市", digest=digest).replace("liaoning-2022", "ranked")
    province(tmp_path / "意见", {"乙市.yaml": review})
    go(five, tmp_path / "out", basis=ScoreBasis.VERIFIED, reviews=(str(tmp_path / "意见"),))
    # 28 + 8 + 4 + 4; 27 + 6 + 3 + (2 + 0) / 2, twice
    assert totals(tmp_path / "out") == {**TOTALS, "丙市": 44, "乙市": 37, "丁市": 37}
    assert lines(tmp_path / "out")["乙市"]["result"]["claimed"] == {"low": 38, "high": 38}


def test_an_open_city_has_the_places_it_can_take(five: Path, tmp_path: Path) -> None:
    """戊市 from 10 to 30 points: level with 甲市 at best, last at worst; 甲市 stays first."""
    province(five, {"戊市/自评.yaml": city("戊市", "未填")})
    go(five, tmp_path / "out")
    assert [places(tmp_path / "out", name) for name in FIVE] == [1, (2, 3), (2, 3), (4, 5), (1, 5)]


def test_a_place_that_a_city_states_itself_does_not_count(five: Path, tmp_path: Path) -> None:
    stated = city("戊市", "10", "否") + "参照值:\n  总得分名次: {数值: 1, 来源: 自己排的}\n"
    province(five, {"戊市/自评.yaml": stated})
    go(five, tmp_path / "out")
    assert totals(tmp_path / "out") == TOTALS
    problem = lines(tmp_path / "out")["戊市"]["problems"][0]
    assert (problem["code"], problem["severity"], problem["line"]) == ("place-differs", "question", 10)
    assert problem["message"] == "自评里写的“总得分名次”是1名，这一批排出来是5名，计分时用这一批排出来的"


def test_a_place_from_a_notice_counts_where_a_city_is_scored_alone(tmp_path: Path) -> None:
    """28 points and the second place of a notice; nobody says how many there were, or how many were level."""
    folder = province(tmp_path, {"自评.yaml": city("乙市", "2"), "参照值.yaml": "总得分名次: {数值: 2, 来源: 通报}\n"})
    request = Request(
        file=str(folder / "自评.yaml"),
        references=str(folder / "参照值.yaml"),
        search=SEARCH,
        evidence=Depth.NONE,
    )
    alone = assess(request).value
    assert alone is not None
    second = alone.card.sections[1].items
    assert [(one.score.low, one.score.high) for one in second][:3] == [(8, 8), (0, 5), (0, 5)]


@pytest.mark.parametrize("faults", ["2", "未填"])
def test_the_report_shows_the_second_step_and_proves_it(five: Path, tmp_path: Path, faults: str) -> None:
    pytest.importorskip("weasyprint")
    province(five, {"乙市/自评.yaml": city("乙市", faults)})
    out = tmp_path / "out"
    go(five, out, reports=str(out / "reports"))
    checked = verify(str(out / "reports" / "乙市.pdf"), search=SEARCH)
    total = lines(out)["乙市"]["result"]["total"]
    assert checked.ok
    ends = dict.fromkeys((total["low"], total["high"]))
    assert checked.total.startswith("～".join(map(str, ends)))
    assert go(five, out, reports=str(out / "reports")).done == 0
