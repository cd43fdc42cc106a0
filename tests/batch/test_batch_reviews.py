"""A batch that ranks by what the review left: 甲市 and 乙市 answer item 1.1 only, the rest of their scores is open.

无职责分工扣3分，未召开专题会议扣3分: with 职责分工 and no meeting 1.1 is 3 of 6 points; without either it is 0.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scoring.batch import BatchOptions, run
from scoring.model.evidence import ScoreBasis
from tests.batch.provinces import city, province, settings
from tests.batch.test_batch_previous import RECORD
from tests.cli.running import run as command
from tests.review.writing import text

UNDIVIDED = '"1.1": {意见: 调整, 改为: {部门职责分工明确: 否}, 理由: 文件没有逐个部门写明}'
PETITION = "重大信访事件: {意见: 调整, 改为: [{日期: 2021-08-02, 情况: 家长集体上访}], 理由: 查阅信访台账}"
ACCEPTED = '"1.1": {意见: 认可}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return province(tmp_path / "省", {"甲市.yaml": city("甲市"), "乙市.yaml": city("乙市")})


def opinion(folder: Path, name: str, *items: str, reviewer: str = "A01", gates: str = "", **head: str) -> Path:
    """A review of one of the two cities."""
    digest = hashlib.sha256((folder / f"{name}.yaml").read_bytes()).hexdigest()
    place = folder.parent / "意见"
    place.mkdir(exist_ok=True)
    path = place / f"{name}-{reviewer}.yaml"
    content = text(*items, name=name, digest=digest, reviewer=reviewer, **head)
    path.write_text(content + (f"申报资格:\n  {gates}\n" if gates else ""), "utf-8")
    return path


def scored(folder: Path, out: Path, *, basis: ScoreBasis = ScoreBasis.VERIFIED) -> tuple[int, dict[str, Any]]:
    """How many were scored anew, and the ranked cities by name."""
    wanted = replace(settings(), basis=basis, reviews=(str(folder.parent / "意见"),))
    made = run([str(folder)], str(out), BatchOptions(settings=wanted, workers=0, papers=False))
    (pack,) = json.loads((out / "ranking.json").read_text("utf-8"))["packs"]
    return made.done, {one["city"]: one for one in pack["ranking"]["ranked"]}


def questions(out: Path) -> dict[str, list[str]]:
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]
    return {one["city"]: [problem["message"] for problem in one["problems"]] for one in lines}


def test_the_ranking_follows_the_review_and_the_reviews_alone(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    opinion(folder, "甲市", UNDIVIDED)
    opinion(folder, "乙市", ACCEPTED)
    done, claimed = scored(folder, out, basis=ScoreBasis.CLAIMED)
    top = claimed["甲市"]["total"]["high"]
    assert (done, claimed["乙市"]["total"]["high"]) == (2, top)
    done, found = scored(folder, out)
    assert done == 2  # ranked by something else, so scored again
    assert [found[name]["total"]["high"] for name in ("乙市", "甲市")] == [top, top - 3]
    assert scored(folder, out)[0] == 0
    opinion(folder, "甲市", ACCEPTED)
    done, found = scored(folder, out)
    assert done == 1  # nobody reviewed 乙市 anew
    assert found["甲市"]["total"]["high"] == top


def test_what_does_not_count_or_waits_is_a_question(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    opinion(folder, "甲市", UNDIVIDED)
    opinion(folder, "甲市", ACCEPTED, reviewer="A02")
    opinion(folder, "乙市", ACCEPTED, declared="{利害关系: 有, 说明: 参与编制方案}")
    _, found = scored(folder, out)
    told = questions(out)
    assert told["甲市"] == ["（一）1的意见不一致，还没有裁决"]
    assert told["乙市"] == [
        "还没有有效的审核意见，核实后的得分还是审核以前的得分",
        "没有计入审核人A01的资料审核意见：声明了利害关系，应当回避",
    ]
    (move,) = [one for one in found["甲市"]["moves"] if one["item"] == "1.1"]
    assert (move["facts"], move["stake"]) == (["组长裁决"], 3)


def test_a_review_that_cannot_be_read_is_told_and_the_others_count(folder: Path, tmp_path: Path) -> None:
    opinion(folder, "甲市", UNDIVIDED)
    bad = opinion(folder, "乙市", ACCEPTED)
    bad.write_text(bad.read_text("utf-8").replace("认可", "同意"), "utf-8")
    words = ("batch", str(folder), "-o", str(tmp_path / "out"), "--no-evidence", "--no-summary", "--workers", "1")
    done = command(*words, "--reviews", str(bad.parent), "--reading", "verified")
    assert done.code == 1
    assert f"{bad}:11:" in done.told
    assert questions(tmp_path / "out") == {"甲市": [], "乙市": ["还没有有效的审核意见，核实后的得分还是审核以前的得分"]}


def test_a_city_found_barred_is_not_ranked_and_the_reviewer_is_named(folder: Path, tmp_path: Path) -> None:
    opinion(folder, "甲市", gates=PETITION)
    opinion(folder, "乙市", gates=PETITION, reviewer="A01")
    opinion(folder, "乙市", gates="重大信访事件: {意见: 认可}", reviewer="A02")
    scored(folder, tmp_path / "out")
    (pack,) = json.loads((tmp_path / "out" / "ranking.json").read_text("utf-8"))["packs"]
    (barred,), (waiting,) = pack["ranking"]["barred"], pack["ranking"]["open"]
    assert (barred["city"], barred["reasons"]) == (
        "甲市",
        ["重大信访事件：2021年8月2日 家长集体上访（资料审核，审核人A01认定）"],
    )
    assert waiting["city"] == "乙市"
    assert "“重大信访事件”审核人的意见不一致，等待组长裁决" in waiting["reasons"]
    told = questions(tmp_path / "out")
    assert (
        "申报资格“重大信访事件”自评填的是“无”，审核以后是“2021-08-02 家长集体上访”（资料审核，审核人A01认定）"
        in told["甲市"]
    )
    assert "申报资格“重大信访事件”的意见不一致，还没有裁决，资格按未定列出" in told["乙市"]
    claimed = scored(folder, tmp_path / "out", basis=ScoreBasis.CLAIMED)[1]
    assert set(claimed) == {"甲市", "乙市"}


def test_the_record_of_an_earlier_cycle_wins_over_a_reviewer(folder: Path, tmp_path: Path) -> None:
    """乙市 was named for 2020—2021 and lost the title in 2021: 取消下一期参加评选资格."""
    record = tmp_path / "2020年周期.yaml"
    record.write_text(RECORD % "2021-06-01", encoding="utf-8")
    opinion(folder, "乙市", gates="上一评选周期被撤销称号: {意见: 认可}")
    wanted = replace(
        settings(), basis=ScoreBasis.VERIFIED, reviews=(str(folder.parent / "意见"),), previous=(str(record),)
    )
    run([str(folder)], str(tmp_path / "out"), BatchOptions(settings=wanted, workers=0, papers=False))
    (pack,) = json.loads((tmp_path / "out" / "ranking.json").read_text("utf-8"))["packs"]
    (barred,) = pack["ranking"]["barred"]
    assert (barred["city"], barred["reasons"]) == ("乙市", ["被撤销示范城市称号的，取消下一期参加评选资格。"])
    assert (
        "申报资格“上一评选周期被撤销称号”按上一期的周期记录判断，审核意见不改变它"
        in questions(tmp_path / "out")["乙市"]
    )


def test_the_verified_reading_wants_reviews(folder: Path, tmp_path: Path) -> None:
    words = ("batch", str(folder), "-o", str(tmp_path / "out"))
    done = command(*words, "--reading", "verified")
    assert done.code == 2
    assert "--reviews" in done.told
    assert command(*words, "--reading", "verified", "--reviews", str(tmp_path / "没有")).code == 1
