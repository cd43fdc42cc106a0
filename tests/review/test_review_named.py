"""Whatever is read and not counted is named, and nobody is called agreed or done who is not.

The sample city claims 92.5 points; 1.1 counts 6 of them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from scoring.review import load_reviews, verify_claims
from scoring.review.files import load_settings
from scoring.review.restoring import restored
from tests.cli.running import ROOT, SAMPLE, run
from tests.liaoning import liaoning
from tests.review.gates import gates, opinion
from tests.review.writing import ACCEPT, UNSOLVED, fits, review, text, write
from tests.review.writing import city as sample

ASK = '"1.1": {意见: 要求说明, 理由: 请说明会议是否专题}'
OTHER = "没有计入1份，审核的不是示例市：\n  审核的是乙市："

pytestmark = pytest.mark.usefixtures("at_the_root")


def folder(tmp_path: Path) -> Path:
    """One opinion on the sample city and one on another."""
    place = tmp_path / "审核意见"
    place.mkdir()
    write(place, "甲.yaml", text(ACCEPT))
    write(place, "乙.yaml", text(ACCEPT, name="乙市", digest="2" * 64))
    return place


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("review", "merge", SAMPLE, "意见"), 1),
        (("review", "replay", SAMPLE, "--reviews", "意见"), 1),
        (("score", SAMPLE, "--reviews", "意见"), 1),
        (("review", "report", SAMPLE, "--reviews", "意见", "-o", "报告.html"), 0),
    ],
    ids=lambda w: w[1] if isinstance(w, tuple) else "",
)
def test_an_opinion_on_another_city_is_named(words: tuple[str, ...], code: int, tmp_path: Path) -> None:
    place = folder(tmp_path)
    done = run(*(word.replace("意见", str(place)).replace("报告", str(tmp_path / "报告")) for word in words))
    assert done.code == code
    assert f"{OTHER}{place}/乙.yaml\n" in done.told


def test_the_json_lists_it(tmp_path: Path) -> None:
    value = json.loads(run("review", "merge", SAMPLE, str(folder(tmp_path)), "--format", "json").out)
    assert fits(value, "review-1")
    assert [(one["file"], one["city"]) for one in value["apart"]] == [("乙.yaml", "乙市")]


def test_score_names_the_file_that_does_not_count(tmp_path: Path) -> None:
    write(tmp_path, "甲.yaml", text(ACCEPT))
    write(tmp_path, "丙.yaml", text(ACCEPT, reviewer="丙", declared="{利害关系: 有, 说明: 参与编制}"))
    told = run("score", SAMPLE, "--reviews", str(tmp_path)).told
    assert f"没有计入：审核人丙的资料审核意见（{tmp_path}/丙.yaml），声明了利害关系，应当回避。" in told


def test_files_that_may_be_opinions_are_named(tmp_path: Path) -> None:
    write(tmp_path, "甲.yaml", text(ACCEPT))
    write(tmp_path, "乙.yaml.txt", text(ACCEPT, reviewer="乙"))
    write(tmp_path, "丙.docx", "")
    write(tmp_path, "丁.yaml", "我的意见: 都好\n")
    write(tmp_path, "笔记.txt", "去了三家机构")
    write(tmp_path, "审核设置.yaml", "分歧上限: 1\n")
    found = load_reviews([str(tmp_path)])
    assert [one.reviewer for one in found.reviews] == ["甲"]
    assert found.broken == ()
    assert sorted(one.message.removeprefix(f"没有计入 {tmp_path}/") for one in found.problems) == [
        "丁.yaml：不是审核意见：没有“审核人”和“审核意见”",
        "丙.docx：.docx 文件读不了",
        "乙.yaml.txt：内容是审核意见，扩展名是 .txt",
    ]


def test_nobody_agrees_with_a_question(tmp_path: Path) -> None:
    files = write(tmp_path, "甲.yaml", text(ACCEPT)), write(tmp_path, "乙.yaml", text(ASK, reviewer="乙"))
    told = run("review", "merge", SAMPLE, *files)
    assert told.code == 1
    assert "  意见一致的0项，没有意见的27项，有人要求说明的1项\n" in told.out
    assert "（一）1　有人要求说明　得6分\n" in told.out
    page = tmp_path / "报告.html"
    assert run("review", "report", SAMPLE, "--reviews", str(tmp_path), "-o", str(page)).code == 0
    html = page.read_text("utf-8")
    assert "意见一致" not in html
    assert "同一阶段有两人以上意见的1项，其中1项有人要求说明。" in html


def test_a_difference_beside_a_question_shows_both(tmp_path: Path) -> None:
    write(tmp_path, "甲.yaml", text(ACCEPT))
    write(tmp_path, "乙.yaml", text(UNSOLVED, reviewer="乙"))
    write(tmp_path, "丁.yaml", text(ASK, reviewer="丁"))
    assert "（一）1　有分歧，等待裁决，有人要求说明　" in run("review", "merge", SAMPLE, str(tmp_path)).out


def test_open_eligibility_names_who_must_act(tmp_path: Path) -> None:
    claims = (ROOT / SAMPLE).read_text("utf-8").replace("重大信访事件: 无", "重大信访事件: 未填")
    path = write(tmp_path, "自评.yaml", claims)

    digest = hashlib.sha256(claims.encode()).hexdigest()
    write(tmp_path, "甲.yaml", text(ACCEPT, digest=digest))
    write(tmp_path, "乙.yaml", text(ACCEPT, reviewer="乙", digest=digest))
    done = run("review", "status", str(tmp_path))
    assert done.code == 1
    assert "没有待办" not in done.out
    line = "申报资格“重大信访事件”还没有结论：自评没有填，也没有人提出意见；请审核人甲、乙查明，写“意见: 调整”和“改为”"
    assert line in "".join(done.out.split("\n")).replace("  ", "")
    value = json.loads(run("review", "status", str(tmp_path), "--format", "json").out)
    assert fits(value, "review-status-1")
    assert (value["cities"][0]["settled"], value["cities"][0]["gates_open"]) == (False, ["重大信访事件"])
    merged = run("review", "merge", path, str(tmp_path))
    assert merged.code == 1
    assert "请审核人甲、乙查明" in "".join(merged.out.split())
    write(tmp_path, "乙.yaml", gates("重大信访事件: {意见: 认可}", items=(ACCEPT,), reviewer="乙", digest=digest))
    assert "只写“认可”补不上" in run("review", "status", str(tmp_path)).out
    found = "重大信访事件: {意见: 调整, 改为: 无, 理由: 查阅信访台账}"
    write(tmp_path, "乙.yaml", gates(found, items=(ACCEPT,), reviewer="乙", digest=digest))
    last = run("review", "status", str(tmp_path))
    assert last.code == 0
    assert "申报资格未定" not in last.out


def test_what_nobody_has_looked_at_is_to_be_done(tmp_path: Path) -> None:
    """只看了一项的，其余27项不能说“没有待办”。"""
    ids = [item.id for item in liaoning().items_by_id.values()]
    shutil.copy(ROOT / SAMPLE, tmp_path / "自评.yaml")
    write(tmp_path, "甲.yaml", text(ACCEPT))
    done = run("review", "status", str(tmp_path))
    assert "没有待办" not in done.out
    assert f"还没有人提出意见、按审核前的得分计的{len(ids) - 1}项：（一）2、" in "".join(done.out.split("\n"))
    write(tmp_path, "甲.yaml", text(*(f'"{id_}": {{意见: 认可}}' for id_ in ids)))
    assert "，没有待办" in run("review", "status", str(tmp_path)).out


def test_status_names_a_submission_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "甲市").mkdir()
    write(tmp_path / "甲市", "自评.yaml", (ROOT / SAMPLE).read_text("utf-8").replace("申报日期: ", "申报日期："))
    done = run("review", "status", str(tmp_path))
    assert done.code == 1
    assert "甲市/自评.yaml" in done.out


def test_one_folder_of_settings_serves_every_folder_of_reviews(tmp_path: Path) -> None:
    (tmp_path / "审核意见" / "甲市").mkdir(parents=True)
    write(tmp_path / "审核意见", "审核设置.yaml", "分歧上限: 1\n")
    mine = write(tmp_path / "审核意见" / "甲市", "甲.yaml", text(ACCEPT))
    for path in (tmp_path, tmp_path / "审核意见", tmp_path / "审核意见" / "甲市", Path(mine)):
        found = load_settings([str(path)]).value
        assert found is not None
        assert found.limit == 1


def test_the_gates_agree_only_without_a_question(tmp_path: Path) -> None:
    one = opinion(tmp_path, "重大信访事件: {意见: 认可}")
    other = opinion(tmp_path, "重大信访事件: {意见: 要求说明, 理由: 请提供证明}", reviewer="乙")
    (ruling,) = [r for r in verify_claims(sample(), (one, other)).steps[1].on_gates if r.subject == "重大信访事件"]
    assert not ruling.agreed


def test_nothing_is_restored_where_nobody_looked_at_evidence(tmp_path: Path) -> None:
    assert not list(restored(verify_claims(sample(), (review(tmp_path, ACCEPT),))))
