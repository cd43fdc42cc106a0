"""A draft says so in every output, declares nothing, and leaves nothing to sign."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from scoring.loading import load_criteria
from scoring.reports.summary.paper import ranking_html
from tests.cli.running import ROOT, run
from tests.drafts.drafts import NOTE, write_draft
from tests.reports.summary import cities
from tests.seal.signing.unit import write_unit

DRAFT = {"pending": 3, "text": NOTE}
FINISHED = "申报资格：未发现不得申报的情形"
UNDECLARED = "申报资格：指标体系是草稿，不作结论"
REVIEW = """\
指标体系: small
城市: 甲市
自评校验值: {}
审核人: 甲
审核人角色: 组员
阶段: 资料审核
回避声明: {{利害关系: 无}}
审核日期: 2022-06-15
审核意见:
  "1.1": {{意见: 认可}}
"""
SEALED = re.compile("（盖章）|（签字）|签字盖章")


def data(*words: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run(*words, "--format", "json").out)
    return found


def valid(found: object, name: str) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(found)


def review(city: Path, folder: Path) -> Path:
    folder.mkdir()
    (folder / "甲.yaml").write_text(REVIEW.format(hashlib.sha256(city.read_bytes()).hexdigest()), "utf-8")
    return folder


def test_the_marks_are_counted_once_where_the_pack_is_loaded(draft: Path) -> None:
    found = load_criteria(str(draft.parents[1] / "criteria" / "small")).value
    assert found is not None
    assert [(one.file, one.line) for one in found.pending] == [
        ("section-1.yaml", 9),
        ("section-1.yaml", 15),
        ("section-2.yaml", 11),
    ]


def test_an_overlay_on_a_draft_is_a_draft_and_names_the_base_of_each_line(draft: Path) -> None:
    over = draft.parents[1] / "criteria" / "over"
    over.mkdir()
    (over / "pack.yaml").write_text('extends: small\nid: over\nedition: "2"\n', "utf-8")
    found = load_criteria(str(over)).value
    assert found is not None
    assert [one.file for one in found.pending] == [
        "small/section-1.yaml",
        "small/section-1.yaml",
        "small/section-2.yaml",
    ]


def test_score_says_so_and_declares_nothing(draft: Path) -> None:
    ran = run("score", str(draft))
    assert ran.code == 0
    assert ran.out.splitlines()[1] == NOTE
    assert UNDECLARED in ran.out
    assert FINISHED not in ran.out


def test_a_finished_pack_says_none_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORING_CRITERIA_PATH", str(tmp_path / "criteria"))
    ran = run("score", str(write_draft(tmp_path, marked=False)))
    assert "草稿" not in ran.out
    assert FINISHED in ran.out


def test_a_city_that_may_not_apply_is_still_told(draft: Path) -> None:
    text = draft.read_text("utf-8").replace("{甲类事件: 无}", "{甲类事件: [{日期: 2021-06-01, 情况: 发生一起}]}")
    draft.write_text(text, "utf-8")
    assert "申报资格：不具备" in run("score", str(draft)).out


@pytest.mark.parametrize(
    "words",
    [
        ("check", "{city}"),
        ("explain", "1.1", "{city}"),
        ("improve", "{city}"),
        ("compare", "{city}", "{city}"),
        ("evidence", "{city}"),
        ("criteria", "show", "{pack}"),
        ("criteria", "check", "{pack}"),
        ("review", "merge", "{city}", "{reviews}"),
        ("review", "replay", "{city}", "--reviews", "{reviews}"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_every_command_says_so(draft: Path, words: tuple[str, ...]) -> None:
    names = {
        "city": str(draft),
        "pack": str(draft.parents[1] / "criteria" / "small"),
        "reviews": str(review(draft, draft.parents[1] / "审核")) if "{reviews}" in words else "",
    }
    ran = run(*(word.format(**names) for word in words))
    assert NOTE in ran.out, ran


def test_the_list_of_packs_says_so(draft: Path) -> None:
    search = str(draft.parents[1] / "criteria")
    (row,) = [line for line in run("criteria", "list", "--criteria-path", search).out.splitlines() if "small" in line]
    assert "示例评估指标体系（草稿）" in row


def test_data_say_so_and_fit_their_schemas(draft: Path) -> None:
    pack = str(draft.parents[1] / "criteria" / "small")
    reviews = str(review(draft, draft.parents[1] / "审核"))
    for name, found in (
        ("card-1", data("score", str(draft))),
        ("improve-1", data("improve", str(draft))),
        ("review-1", data("review", "merge", str(draft), reviews)),
        ("review-replay-1", data("review", "replay", str(draft), "--reviews", reviews)),
    ):
        assert found["draft"] == DRAFT, name
        valid(found, name)
    checked = data("criteria", "check", pack)
    valid(checked, "criteria-check-1")
    assert "草稿" in str(checked)
    assert data("criteria", "show", pack)["draft"] == DRAFT
    assert data("explain", "1.1", str(draft))["draft"] == DRAFT
    assert str(data("check", str(draft))).count(NOTE) == 1
    assert NOTE in str(data("compare", str(draft), str(draft))["notes"])


def test_the_report_has_a_watermark_and_nothing_to_sign(draft: Path, tmp_path: Path) -> None:
    out = tmp_path / "报告.html"
    assert run("report", str(draft), "-o", str(out)).code == 0
    text = out.read_text("utf-8")
    body = text[text.index("<body>") :]
    assert '<div class="watermark" aria-hidden="true">草稿</div>' in body
    assert NOTE in body
    assert "指标体系是草稿，不作结论。" in body
    assert not SEALED.search(body)
    assert "申报资格声明" not in body
    assert "☑" not in body


def test_the_report_of_a_review_has_nothing_to_sign(draft: Path, tmp_path: Path) -> None:
    reviews, out = str(review(draft, tmp_path / "审核")), tmp_path / "审核报告.html"
    assert run("review", "report", str(draft), "--reviews", reviews, "-o", str(out)).code == 0
    body = out.read_text("utf-8").partition("<body>")[2]
    assert '<div class="watermark" aria-hidden="true">草稿</div>' in body
    assert NOTE in body
    assert not SEALED.search(body)
    assert "申报资格：指标体系是草稿，不作结论" in body


def test_a_batch_says_so_everywhere(draft: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    ran = run("batch", str(draft.parent), "--criteria-path", str(tmp_path / "criteria"), "-o", str(out))
    assert ran.code == 0, ran
    assert NOTE in ran.out
    assert json.loads((out / "ranking.json").read_text("utf-8"))["packs"][0]["draft"] == DRAFT
    page = (out / "汇总-自评.html").read_text("utf-8")
    assert '<span class="marker">草稿</span>' in page
    assert page.count(NOTE) == 2
    with zipfile.ZipFile(out / "排名-自评.xlsx") as book:
        assert 'name="排名（草稿）"' in book.read("xl/workbook.xml").decode()
        assert any(NOTE in book.read(name).decode() for name in book.namelist() if "sheets/" in name)
    assert "无不得申报情形" not in page
    with pikepdf.open(out / "排名-自评.pdf") as pdf:
        assert str(pdf.docinfo["/Keywords"]) == "草稿"


def test_the_paper_of_a_batch_has_nothing_to_sign(draft: Path) -> None:
    found = load_criteria(str(draft.parents[1] / "criteria" / "small")).value
    assert found is not None
    batch = cities.batch()
    body = ranking_html(replace(batch, criteria=replace(batch.criteria, id="small", pending=found.pending)))
    body = body.partition("<body>")[2]
    assert '<div class="watermark" aria-hidden="true">虚构样例·草稿</div>' in body
    assert body.count(NOTE) == 2
    assert not SEALED.search(body)


def test_a_bundle_is_refused_with_the_way_to_mend_it(draft: Path, tmp_path: Path) -> None:
    ran = run("bundle", str(draft), "-o", str(tmp_path / "包.zip"))
    assert ran.code == 1
    told = re.search(r"待确认的各行见 scoring criteria check \"(.+)\"，核对完、去掉标记以后再打包。\n$", ran.told)
    assert told is not None
    assert "待确认" in run("criteria", "check", told[1]).out
    assert not (tmp_path / "包.zip").exists()


def test_the_report_of_a_draft_is_not_signed(draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORING_SIGN_PASSWORD", "密码")
    write_unit(tmp_path)
    report, signed = tmp_path / "报告.pdf", tmp_path / "报告-签名.pdf"
    assert run("report", str(draft), "-o", str(report)).code == 0
    ran = run("sign", str(report), "--certificate", str(tmp_path / "unit.p12"), "-o", str(signed))
    assert ran.code == 1
    assert "是草稿：所用的指标体系还有“待确认”没有人核对。核对完、重新生成以后再签名。" in ran.told
    assert not signed.exists()
    checked = run("verify", str(report))
    assert NOTE in checked.out


def test_the_template_says_so(draft: Path) -> None:
    ran = run("init", str(draft.parents[1] / "criteria" / "small"), "-o", "-")
    assert "# 草稿：指标体系“small”还有3处标着“待确认”" in ran.out
