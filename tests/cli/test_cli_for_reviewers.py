"""Conditions of eligibility that nobody was asked about are named wherever eligibility is told, and never declared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import SAMPLE, run

NAMES = ("工作基础和成效", "申报单位")


@pytest.mark.parametrize(
    "words",
    [("check", SAMPLE), ("score", SAMPLE), ("review", "init", SAMPLE, "--reviewer", "甲", "--stage", "资料审核")],
    ids=lambda w: w[0],
)
def test_they_are_named(words: tuple[str, ...], tmp_path: Path) -> None:
    target = tmp_path / "意见.yaml"
    told = run(*words, *(("-o", str(target)) if words[0] == "review" else ()))
    text = "".join((target.read_text("utf-8") if words[0] == "review" else told.out).split())
    for name in NAMES:
        assert name in text
    assert "由评审部门" in text


def test_the_report_declares_no_more_than_was_asked(tmp_path: Path) -> None:
    page = tmp_path / "报告.html"
    assert run("report", SAMPLE, "-o", str(page)).code == 0
    text = page.read_text("utf-8")
    assert "经逐项核对，未发现不得申报的情形。" in text
    assert "具备申报资格" not in text
    assert "以下条件本工具不问也不判断，由评审部门认定：工作基础和成效（“党委政府重视程度高" in text


def test_the_json_names_them() -> None:
    card = json.loads(run("score", SAMPLE, "--format", "json").out)
    assert [one["name"] for one in card["eligibility"]["for_reviewers"]] == list(NAMES)
