"""Every command and every paper on every pack, whatever the pack lacks: nothing crashes, nothing empty is printed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import scoring.batch
import scoring.cli.batch
import scoring.reports.render.pdf
import scoring.reports.summary.paper
from scoring import packs
from scoring.batch import BatchResult
from scoring.model.criteria import Criteria
from tests.cli.running import run
from tests.everypack.packs import ENTRIES, KINDS, LACKING, filled, write
from tests.reports.word.reading import opened, said

PDF = sys.modules["scoring.reports.render.pdf"]
ALL = (*KINDS, "small", *LACKING, *ENTRIES)
CRASH = "程序内部出错"
ODD = re.compile(r"\bNone\b|Undefined|Fraction\(|（）|“”|《》|：。|、。|，。|，，|、、|：；")
"""What stands where a text was put together from a part that is not there."""
EMPTY = re.compile(r"<(tbody|dl|ul|ol|blockquote|table)[^>]*>\s*</\1>")
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


class Place:
    """A folder with one pack, and three cities that answered everything well, everything badly and nothing."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder, self.packs = name, folder, folder / "packs"
        self.packs.mkdir()
        write(name, self.packs)
        for city in ("甲", "乙", "丙"):
            (folder / city).mkdir()
        self.good.write_text(filled(self.criteria, "甲市"), "utf-8")
        self.bad.write_text(filled(self.criteria, "乙市", good=False), "utf-8")
        self.blank.write_text(f"指标体系: {name}\n城市: 丙市\n", "utf-8")

    @property
    def criteria(self) -> Criteria:
        source = packs.read_pack(str(self.packs / self.name), self.name)
        assert source.value is not None, source.problems
        found = packs.criteria(source.value)
        assert found.value is not None, [f"{one.location}: {one.message}" for one in found.problems]
        return found.value

    @property
    def good(self) -> Path:
        return self.folder / "甲" / "自评.yaml"

    @property
    def bad(self) -> Path:
        return self.folder / "乙" / "自评.yaml"

    @property
    def blank(self) -> Path:
        return self.folder / "丙" / "自评.yaml"

    def run(self, *words: str | Path) -> str:
        """What a command printed, after a look that it neither crashed nor refused."""
        found = run(*map(str, words), "--criteria-path", str(self.packs))
        printed = found.out + found.told
        assert found.code in (0, 1), (words, printed)
        assert CRASH not in printed, words
        return printed


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The pack that the test is for. PDF is left as the HTML it is drawn from, and a batch stays in this process."""

    def draw(text: str, **_: object) -> Any:
        return PDF.Drawn(data=text.encode(), pages=1, anchors={})

    def here(paths: tuple[str, ...], folder: str, options: Any, progress: Any) -> BatchResult:
        return batch_run(paths, folder, replace(options, workers=0), progress)

    batch_run = scoring.batch.run
    for module in (PDF, scoring.reports.summary.paper):
        monkeypatch.setattr(module, "draw", draw)
    monkeypatch.setattr(scoring.cli.batch, "run", here)
    return Place(request.param, tmp_path)


def odd(text: str) -> list[str]:
    """The oddities of a text, each with what stands before it."""
    found = [match for form in (ODD, EMPTY) for match in form.finditer(text)]
    return [text[max(match.start() - 60, 0) : match.end() + 20] for match in found]


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_every_command_and_paper(place: Place) -> None:
    printed = {" ".join(map(str, words)): place.run(*words) for words in _commands(place)}
    papers = [*place.folder.rglob("*.html"), place.folder / "结果" / "排名-自评.pdf"]
    assert len(papers) == 7
    printed |= {path.name: STYLE.sub("", path.read_text("utf-8")) for path in papers}
    printed |= {path.name: said(opened(path.read_bytes())) for path in place.folder.rglob("*.docx")}
    assert {name: odd(text) for name, text in printed.items() if odd(text)} == {}


def _commands(place: Place) -> Iterator[tuple[str | Path, ...]]:
    folder, reviews, item = place.folder, place.folder / "意见", next(iter(place.criteria.items_by_id))
    reviews.mkdir()
    yield "init", place.name, "-o", folder / "空.yaml"
    for number, file in enumerate((place.good, place.bad, place.blank)):
        assert run("check", str(file), "--criteria-path", str(place.packs)).code == 0, file.read_text("utf-8")
        yield "report", file, "-o", folder / f"报告{number}.html"
    yield "score", place.bad
    yield "score", place.blank
    yield "evidence", place.good
    yield "explain", item, place.bad
    yield "improve", place.bad
    yield "report", place.blank, "-o", folder / "报告.json"
    yield "report", place.blank, "-o", folder / "报告.docx"
    yield "compare", place.bad, place.good, "-o", folder / "比较.html"
    yield "batch", folder / "甲", folder / "乙", folder / "丙", "-o", folder / "结果"
    for who in "甲乙":
        yield "review", "init", place.good, "--reviewer", who, "--stage", "资料审核", "-o", reviews / f"{who}.yaml"
    yield "review", "check", reviews / "甲.yaml"
    yield "review", "merge", place.good, reviews
    yield "review", "replay", place.good, "--reviews", reviews
    yield "review", "status", folder
    yield "review", "report", place.good, "--reviews", reviews, "-o", folder / "审核.html"
    yield "review", "report", place.good, "--reviews", reviews, "-o", folder / "审核.docx"
    yield "procedure", "status", place.name, "--as-of", "2024-05-20"
    yield "procedure", "init", place.name, "-o", folder / "周期.yaml"
    yield "procedure", "status", folder / "周期.yaml", "--as-of", "2024-05-20"
    yield "criteria", "show", place.name
    yield "schema", place.name


@pytest.mark.parametrize("place", ["whole", "no-quota"], indirect=True)
def test_the_ranking_speaks_of_a_quota_where_there_is_one(place: Place) -> None:
    place.run("batch", place.folder / "甲", place.folder / "乙", "-o", place.folder / "结果")
    paper, page = ((place.folder / "结果" / name).read_text("utf-8") for name in ("排名-自评.pdf", "汇总-自评.html"))
    assert ("名额" in paper, "名额</th>" in page) == ((True, True) if place.name == "whole" else (False, False))
    assert "甲市" in paper
    assert "乙市" in paper


@pytest.mark.parametrize("place", ["whole", "no-eligibility"], indirect=True)
def test_nothing_is_declared_of_eligibility_that_was_not_asked(place: Place) -> None:
    place.run("report", place.good, "-o", place.folder / "报告.html")
    place.run("batch", place.folder / "甲", "-o", place.folder / "结果")
    report = STYLE.sub("", (place.folder / "报告.html").read_text("utf-8"))
    paper, printed = (place.folder / "结果" / "排名-自评.pdf").read_text("utf-8"), place.run("score", place.good)
    said = ("申报资格声明" in report, "经逐项核对" in report, "未发现不得申报的情形" in paper + printed)
    assert said == ((True, True, True) if place.name == "whole" else (False, False, False))
    told = "指标体系没有问申报资格，这里不作判断。"
    assert (told in printed, told in paper) == ((False, False) if place.name == "whole" else (True, True))


@pytest.mark.parametrize("place", ["bare", "no-profile", "no-eligibility"], indirect=True)
def test_a_report_has_no_heading_without_a_text(place: Place) -> None:
    place.run("report", place.good, "-o", place.folder / "报告.html")
    report = (place.folder / "报告.html").read_text("utf-8")
    heads = ("城市概况", "基本情况", "评分口径和依据说明")
    expected = {"bare": (False, False, False), "no-profile": (False, False, True), "no-eligibility": (True, True, True)}
    assert tuple(head in report for head in heads) == expected[place.name]


@pytest.mark.parametrize("place", ["no-eligibility"], indirect=True)
def test_what_is_left_to_the_reviewers_is_told_without_a_verdict(place: Place) -> None:
    main = place.packs / place.name / "pack.yaml"
    text = main.read_text("utf-8")
    old = "eligibility:\n  gates: {}\n  text: 原文没有规定申报资格。\n"
    new = (
        "eligibility: {text: 群众满意的城市可以申报。, gates: {}, for_reviewers: [{name: 群众满意, text: 群众满意}]}\n"
    )
    assert old in text
    main.write_text(text.replace(old, new), "utf-8")
    place.run("report", place.good, "-o", place.folder / "报告.html")
    report = (place.folder / "报告.html").read_text("utf-8")
    assert "由评审部门认定：群众满意（“群众满意”）。" in report
    assert "申报资格声明" not in report
    assert 'class="verdict"' not in report


def test_a_difference_of_every_policy_for_what_does_not_apply_has_words(tmp_path: Path) -> None:
    for name in ("filled", "bare"):
        write(name, tmp_path)
    found = run("criteria", "diff", "filled", "bare", "--criteria-path", str(tmp_path))
    assert found.code == 1
    assert "该条的分值不计，本项其余折算" in found.out


@pytest.mark.parametrize("place", ["bare", "small"], indirect=True)
def test_no_points_are_said_to_lie_on_paper_where_no_paper_is_asked_for(place: Place) -> None:
    place.run("report", place.good, "-o", place.folder / "报告.html")
    told = place.run("score", place.good) + (place.folder / "报告.html").read_text("utf-8")
    asked = place.name == "small"
    assert ("有材料支撑的得分" in told, "没有列出材料清单，填报内容有没有材料支撑没有判断。" in told) == (
        asked,
        not asked,
    )
