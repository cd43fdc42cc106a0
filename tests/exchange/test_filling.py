"""A filled workbook with all questions amounts to a submission: the batch scores it as it scores the file it was drawn from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from scoring.assess import Depth, Request, assess
from scoring.base.assets import criteria_search
from scoring.exchange.departments import COMMISSION
from scoring.exchange.filling import submission_of_book, whose_form
from scoring.exchange.form import Form
from scoring.exchange.writing import write_form
from tests.cli.running import run
from tests.exchange.books import ROOT, assigned, averaged, opened
from tests.kinds.packs_of_tests import PACKS

CITIES = ("sample-city", "half-filled", "weak-city", "not-eligible")
WHOLE = "汇总（全部问题）"


def form(name: str, path: Path, department: str = COMMISSION) -> None:
    source = opened(ROOT / "submissions" / name / "submission.yaml")
    write_form(Form(source=source, assignment=assigned(source), department=department), str(path))


@pytest.mark.parametrize("name", CITIES)
def test_a_workbook_scores_as_the_file_it_was_drawn_from(name: str, tmp_path: Path) -> None:
    form(name, tmp_path / "a.xlsx")
    made = submission_of_book(str(tmp_path / "a.xlsx"), criteria_search())
    assert made.value is not None
    assert made.problems == ()
    (tmp_path / "a.yaml").write_bytes(made.value)
    one = assess(Request(file=str(tmp_path / "a.yaml"), evidence=Depth.NONE)).value
    other = assess(Request(file=str(ROOT / "submissions" / name / "submission.yaml"), evidence=Depth.NONE)).value
    assert one is not None
    assert other is not None
    assert one.card.total == other.card.total
    assert [item.score for part in one.card.sections for item in part.items] == [
        item.score for part in other.card.sections for item in part.items
    ]
    assert one.card.eligibility.state == other.card.eligibility.state
    assert one.submission.invented


def test_units_and_parts_of_their_own(tmp_path: Path) -> None:
    source = averaged(tmp_path)
    write_form(Form(source=source, assignment=assigned(source), department=COMMISSION), str(tmp_path / "a.xlsx"))
    made = submission_of_book(str(tmp_path / "a.xlsx"), [str(PACKS)])
    assert made.value is not None
    (tmp_path / "b.yaml").write_bytes(made.value)
    assert opened(tmp_path / "b.yaml").answers == source.answers


def test_other_workbooks_are_none(tmp_path: Path) -> None:
    form("half-filled", tmp_path / "一.xlsx", "市财政局")
    assert whose_form(str(tmp_path / "一.xlsx")) == "市财政局"
    assert whose_form(str(ROOT / "tests/data/workbooks/points-by-formula.xlsx")) is None
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    assert whose_form(str(tmp_path / "坏.xlsx")) is None
    refused = submission_of_book(str(ROOT / "tests/data/workbooks/points-by-formula.xlsx"), criteria_search())
    assert refused.problems[0].code == "not-a-form"


def test_a_batch_takes_workbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for place in ("示例市", "乙市", "回收"):
        (tmp_path / "收" / place).mkdir(parents=True)
    shutil.copytree(ROOT / "submissions/sample-city/evidence", tmp_path / "收/示例市/evidence")
    form("sample-city", tmp_path / "收/示例市" / f"{WHOLE}.xlsx")
    shutil.copy(ROOT / "submissions/half-filled/submission.yaml", tmp_path / "收/乙市/自评.yaml")
    form("half-filled", tmp_path / "收/乙市" / f"{WHOLE}.xlsx")
    form("half-filled", tmp_path / "收/回收/市财政局.xlsx", "市财政局")
    done = run("batch", "收", "-o", "结果", "--no-summary")
    assert done.code in (0, 1), done.told
    told = done.told + done.out
    assert "同一个文件夹里有自评文件" in told
    assert "是“市财政局”的填报表" in told
    lines = (tmp_path / "结果/results.jsonl").read_text("utf-8").splitlines()
    assert [f"示例市/{WHOLE}.xlsx" in line for line in lines].count(True) == 1
    assert len(lines) == 2
    ranking = json.loads((tmp_path / "结果/ranking.json").read_text("utf-8"))
    assert "92.5" in json.dumps(ranking)
