"""Whole runs of small provinces: what is scored, ranked, listed and written."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from jsonschema import Draft202012Validator

from scoring.batch import BusyError
from tests.batch.provinces import city, go, province, tree

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]


def items(result: dict[str, Any]) -> dict[str, Any]:
    return {item["item"]: item["score"] for item in result["items"]}


@pytest.fixture
def three(tmp_path: Path) -> Path:
    files = {
        "甲市/自评.yaml": city("甲市", first="是", meetings="0"),
        "乙市/自评.yaml": city("乙市", first="否", meetings="0"),
        "坏市/自评.yaml": city("坏市", meetings="多次"),
    }
    return province(tmp_path / "省", files)


def test_a_broken_file_is_listed_and_the_others_are_scored(three: Path, tmp_path: Path) -> None:
    made = go(three, tmp_path / "out")
    found = lines(tmp_path / "out")
    assert [(one["input"], one["state"]) for one in found] == [
        ("乙市/自评.yaml", "scored"),
        ("坏市/自评.yaml", "failed"),
        ("甲市/自评.yaml", "scored"),
    ]
    # 无职责分工扣3分，未召开专题会议扣3分: 6 - 3 - 3 and 6 - 3
    assert items(found[0]["result"])["1.1"] == {"low": 0, "high": 0}
    assert items(found[2]["result"])["1.1"] == {"low": 3, "high": 3}
    assert found[1]["result"] is None
    (error,) = [one for one in found[1]["problems"] if one["severity"] == "error"]
    assert (error["file"], error["line"]) == ("坏市/自评.yaml", 7)
    assert [key for key, _ in made.failed] == ["坏市/自评.yaml"]
    ranking = json.loads((tmp_path / "out" / "ranking.json").read_text("utf-8"))
    assert [place["city"] for place in ranking["packs"][0]["ranking"]["ranked"]] == ["甲市", "乙市"]
    assert [one["input"] for one in ranking["not_ranked"]] == ["坏市/自评.yaml"]


def test_the_card_is_the_card_of_a_single_score(three: Path, tmp_path: Path) -> None:
    from scoring.assess import Depth, Request, assess
    from scoring.reports.render.card_json import card_json

    go(three, tmp_path / "out")
    found = assess(Request(file=str(three / "甲市" / "自评.yaml"), evidence=Depth.NONE)).value
    assert found is not None
    alone = card_json(found.criteria, found.submission, found.card, None, found.explanation)
    path = str(three / "甲市" / "自评.yaml")
    text = json.dumps(alone, ensure_ascii=False).replace(json.dumps(path, ensure_ascii=False), '"甲市/自评.yaml"')
    one = json.loads((tmp_path / "out" / "cards" / "甲市.json").read_text("utf-8"))
    assert one.pop("problems") == lines(tmp_path / "out")[2]["problems"]
    assert one == json.loads(text)


def test_each_result_is_kept_once(three: Path, tmp_path: Path) -> None:
    """A line holds what the batch keeps of the city, and nothing else holds a card unless it is asked for."""
    out = tmp_path / "out"
    go(three, out, cards=False)
    assert sorted(tree(out)) == ["ranking.json", "results.jsonl"]
    line = (out / "results.jsonl").read_text("utf-8").splitlines()[2]
    assert len(line.encode()) < 12 << 10  # nearly everything is open, and each of it is listed
    (result,) = re.findall(r',"result":(.*)}$', line)
    with sqlite3.connect(out / ".batch" / "state.sqlite") as base:
        (kept,) = base.execute("SELECT applicant FROM result WHERE key LIKE '甲市%'").fetchone()
    base.close()
    assert result == kept


def test_a_line_fits_its_schema_and_says_what_the_card_says(three: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go(three, out)
    check = Draft202012Validator(json.loads((SCHEMAS / "batch-line-2.schema.json").read_text("utf-8")))
    for line in lines(out):
        check.validate(line)
    card = json.loads((out / "cards" / "甲市.json").read_text("utf-8"))
    result = lines(out)[2]["result"]
    same = ("total", "full", "complete", "exact", "invented")
    assert {key: result[key] for key in same} == {key: card[key] for key in same}
    assert result["eligibility"] == card["eligibility"]["state"]
    assert result["sections"] == [[one["id"], one["score"]] for one in card["sections"]]
    inside = [one for section in card["sections"] for one in section["items"]]
    assert items(result) == {one["id"]: one["score"] for one in inside}
    costs = {(item["id"], one["id"]): one["cost"] for item in inside for one in item["clauses"]}
    assert {(one["item"], one["clause"]): one["cost"] for one in result["losses"]} == {
        key: cost for key, cost in costs.items() if cost["high"] > 0
    }


def test_cards_that_were_not_asked_for_or_are_gone_are_made_when_they_are(three: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go(three, out, cards=False)
    assert go(three, out).done == 2  # the broken one has no card
    before = tree(out)
    (out / "cards" / "甲市.json").write_text('{"schema": "scoring.card/1"}', "utf-8")
    (out / "cards" / "乙市.json").unlink()
    assert go(three, out).done == 2
    assert tree(out) == before
    assert go(three, out).done == 0


def test_an_unchanged_input_is_not_scored_again(three: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert go(three, out).done == 3
    before = tree(out)
    assert go(three, out).done == 0
    assert tree(out) == before
    province(three, {"甲市/自评.yaml": city("甲市", meetings="2")})
    assert go(three, out).done == 1
    assert go(three, out, fresh=True).done == 3
    after = tree(out)
    assert {name for name in after if after[name] != before[name]} == {
        "results.jsonl",
        "ranking.json",
        "cards/甲市.json",
    }


def test_what_is_no_longer_there_is_taken_away_and_nothing_else(three: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go(three, out)
    (out / "cards" / "我的笔记.json").write_text("{}", "utf-8")
    (three / "甲市" / "自评.yaml").unlink()
    go(three, out)
    assert sorted(path.name for path in (out / "cards").iterdir()) == ["乙市.json", "我的笔记.json"]
    assert [one["input"] for one in lines(out)] == ["乙市/自评.yaml", "坏市/自评.yaml"]
    go(three, out, cards=False)
    assert [path.name for path in (out / "cards").iterdir()] == ["我的笔记.json"]


def test_two_submissions_of_a_city_rank_neither(three: Path, tmp_path: Path) -> None:
    province(three, {"甲市二/自评.yaml": city("甲 市", meetings="3")})
    made = go(three, tmp_path / "out")
    states = {one["input"]: one for one in lines(tmp_path / "out")}
    assert states["甲市/自评.yaml"]["state"] == states["甲市二/自评.yaml"]["state"] == "rival"
    assert states["甲市/自评.yaml"]["problems"][-1]["code"] == "two-submissions"
    assert "甲市二/自评.yaml" in states["甲市/自评.yaml"]["problems"][-1]["message"]
    ranking = json.loads((tmp_path / "out" / "ranking.json").read_text("utf-8"))
    assert [place["city"] for place in ranking["packs"][0]["ranking"]["ranked"]] == ["乙市"]
    assert len(made.failed) == 3


def test_the_same_submission_twice_counts_once(three: Path, tmp_path: Path) -> None:
    province(three, {"甲市副本/自评.yaml": city("甲市", first="是", meetings="0")})
    made = go(three, tmp_path / "out")
    assert made.repeated == (("甲市副本/自评.yaml", "甲市/自评.yaml"),)
    ranking = json.loads((tmp_path / "out" / "ranking.json").read_text("utf-8"))
    places = ranking["packs"][0]["ranking"]["ranked"]
    assert [place["key"] for place in places] == ["甲市/自评.yaml", "乙市/自评.yaml"]


def test_plans_are_listed_apart(tmp_path: Path) -> None:
    files = {"区/自评.yaml": "指标体系: pudong-2025\n地区: 示例区\n", "甲市/自评.yaml": city("甲市")}
    made = go(province(tmp_path / "省", files), tmp_path / "out")
    assert made.plans == ("区/自评.yaml",)
    assert not made.failed
    assert made.scored == 1


def test_an_unknown_pack_is_told_where_it_is_named(tmp_path: Path) -> None:
    files = {"甲市/自评.yaml": city("甲市").replace("liaoning-2022", "liaoning-2023")}
    made = go(province(tmp_path / "省", files), tmp_path / "out")
    ((key, (problem,)),) = made.failed
    assert (key, problem.code) == ("甲市/自评.yaml", "pack-not-found")
    assert problem.location is not None
    assert (problem.location.file, problem.location.line) == ("甲市/自评.yaml", 1)


def test_a_damaged_state_is_begun_anew(three: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go(three, out)
    before = tree(out)
    (out / ".batch" / "state.sqlite").write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)
    assert go(three, out).done == 3
    assert tree(out) == before


def test_a_state_of_another_version_is_begun_anew(three: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go(three, out)
    with sqlite3.connect(out / ".batch" / "state.sqlite") as base:
        base.execute("UPDATE meta SET value = '0'")
    base.close()
    assert go(three, out).done == 3


def test_a_kept_result_that_changed_on_disk_is_worked_out_again(three: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go(three, out)
    before = tree(out)
    with sqlite3.connect(out / ".batch" / "state.sqlite") as base:  # what a flipped bit would do
        base.execute("UPDATE result SET applicant = replace(applicant, '1', '7') WHERE key LIKE '乙市%'")
        base.execute("UPDATE result SET card = 'x' WHERE key LIKE '甲市%'")
    base.close()
    assert go(three, out).done == 2
    assert tree(out) == before


@pytest.mark.parametrize(
    ("name", "kept"), [("SQLITE_FULL", True), ("SQLITE_IOERR_READ", True), ("SQLITE_CORRUPT", False)]
)
def test_only_a_damaged_state_is_thrown_away(
    name: str, kept: bool, three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is no reason to lose what was worked out."""
    go(three, tmp_path / "out")
    state = tmp_path / "out" / ".batch" / "state.sqlite"
    before = state.read_bytes()

    class Refused(sqlite3.OperationalError):
        sqlite_errorname = name

    def refuse(*_: object, **__: object) -> sqlite3.Connection:
        raise Refused

    monkeypatch.setattr("scoring.batch.store.sqlite3.connect", refuse)
    with pytest.raises(sqlite3.OperationalError):
        go(three, tmp_path / "out")
    assert (state.exists() and state.read_bytes() == before) is kept


def test_a_state_from_elsewhere_takes_away_nothing_outside_the_folder(three: Path, tmp_path: Path) -> None:
    out, outside = tmp_path / "out", tmp_path / "别人的.txt"
    outside.write_text("x", "utf-8")
    go(three, out)
    with sqlite3.connect(out / ".batch" / "state.sqlite") as base:
        base.executemany(
            "INSERT INTO output VALUES (?)", [("../别人的.txt",), (str(outside),), ("cards/../../别人的.txt",)]
        )
    base.close()
    go(three, out)
    assert outside.exists()


@pytest.mark.parametrize("how", ["fresh", "removed", "damaged"])
def test_nothing_of_a_run_whose_state_is_gone_is_left(how: str, three: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go(three, out)
    (out / "reports").mkdir()
    for mine in ("cards/我的笔记.json", "reports/坏市.pdf"):  # an input without a card had no report
        (out / mine).write_text("{}", "utf-8")
    (three / "甲市" / "自评.yaml").unlink()
    if how == "removed":
        shutil.rmtree(out / ".batch")
    elif how == "damaged":
        (out / ".batch" / "state.sqlite").write_bytes(b"rubbish" * 1000)
    go(three, out, fresh=how == "fresh")
    assert sorted(one.name for one in (out / "cards").iterdir()) == ["乙市.json", "我的笔记.json"]
    assert (out / "reports" / "坏市.pdf").read_text("utf-8") == "{}"


def test_two_runs_never_write_to_one_folder(three: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / ".batch").mkdir(parents=True)
    with FileLock(out / ".batch" / "lock"), pytest.raises(BusyError):
        go(three, out)
    assert tree(out) == {}


def test_an_error_in_the_references_is_an_error_of_each_input(three: Path, tmp_path: Path) -> None:
    from msgspec.structs import replace

    from scoring.batch import BatchOptions, run
    from tests.batch.provinces import settings

    path = tmp_path / "参照值.yaml"
    path.write_text("全省平均婴幼儿入托率: 高\n", "utf-8")
    made = run(
        [str(three)],
        str(tmp_path / "out"),
        BatchOptions(settings=replace(settings(), references=str(path)), workers=0, papers=False),
    )
    assert len(made.failed) == 3
    assert all(any(p.location and p.location.file == str(path) for p in found) for _, found in made.failed[2:])


def test_results_in_the_folder_that_is_searched_stay_the_same(three: Path) -> None:
    first = go(three, three)
    before = tree(three)
    (three / "reports").mkdir()
    (three / "reports" / "甲市.pdf").write_bytes(b"%PDF-1.7\nscoring-seal/1 sha256 00\n")
    again = go(three, three)
    assert (again.inputs, again.done) == (first.inputs, 0)
    assert {name: data for name, data in tree(three).items() if name in before} == before
