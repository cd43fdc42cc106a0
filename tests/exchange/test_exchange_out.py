"""The workbooks that go out hold every question once, and come back unchanged as they went."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from scoring.exchange.collecting import collect
from scoring.exchange.departments import COMMISSION, assign
from scoring.exchange.form import Form
from scoring.exchange.merging import Outcome, merge
from scoring.exchange.origin import belongs, older, origin_of
from scoring.exchange.questions import Question, of_criteria
from tests.exchange.books import ROOT, assigned, averaged, opened, written
from tests.kinds.packs_of_tests import NAMES, pack

SAMPLES = sorted(path.parent.name for path in ROOT.glob("submissions/*/submission.yaml"))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_workbook_that_nobody_touched_changes_nothing(name: str, tmp_path: Path) -> None:
    source = opened(ROOT / "submissions" / name / "submission.yaml")
    book = written(source, tmp_path)
    found = collect(book, source.asked, source.answers)
    assert (found.refusals, found.remarks) == ((), ())
    assert belongs(origin_of(book), source) == ""
    assert older(origin_of(book), source) == []
    decisions = merge(source.answers, found.votes)
    assert {one.outcome for one in decisions} == {Outcome.UNCHANGED}
    assert {one.path: one.current for one in decisions if one.current is not None} == source.answers


def test_units_come_back_as_they_went(tmp_path: Path) -> None:
    source = averaged(tmp_path)
    book = written(source, tmp_path)
    found = collect(book, source.asked, source.answers)
    assert (found.refusals, found.remarks) == ((), ())
    said = {vote.path: vote.value for vote in found.votes if vote.value is not None}
    assert said == source.answers
    assert said[("自评", "1.2", "抽查单位", "乙单位")] == "未检查"
    assert not any(vote.changed for vote in found.votes)


def test_every_question_has_one_department_and_all_are_in_the_commissions(tmp_path: Path) -> None:
    source = opened(ROOT / "submissions" / "sample-city" / "submission.yaml")
    leads = assigned(source)
    counts: Counter[Question] = Counter()
    for department in leads.departments:
        counts.update(Form(source=source, assignment=leads, department=department).questions)
    named = [one for one in source.asked.questions if leads.lead(one) != COMMISSION]
    assert counts == Counter(named)
    assert Form(source=source, assignment=leads, department=COMMISSION).questions == source.asked.questions
    ids = [one.id for one in source.asked.questions]
    assert len(set(ids)) == len(ids)


def test_documents_go_to_who_answers_what_they_support() -> None:
    source = opened(ROOT / "submissions" / "sample-city" / "submission.yaml")
    leads = assigned(source)
    office = Form(source=source, assignment=leads, department="市委办公室")
    assert [(row.request, bool(row.path)) for row in office.materials] == [("分工文件", True), ("", False), ("", False)]


def test_a_question_is_given_to_another_department() -> None:
    source = opened(ROOT / "submissions" / "sample-city" / "submission.yaml")
    leads = assigned(source, ("专题会议次数", "市委办公室"), ("2.5", "市税务局"))
    mine = [one.id for one in Form(source=source, assignment=leads, department="市税务局").questions]
    assert mine == ["2.5/税费优惠及时惠及", "2.5/有应给予社保补贴的机构", "2.5/社保补贴已给予", "2.5/说明"]
    office = [one.id for one in Form(source=source, assignment=leads, department="市委办公室").questions]
    assert "1.1/专题会议次数" in office
    unknown = assign(source.asked, [("专题会议数", "市委办公室")])
    assert unknown.value is None
    assert "专题会议次数" in unknown.problems[0].hint


def test_what_a_question_refers_to_stands_beside_it(tmp_path: Path) -> None:
    """A question that speaks of 本项的口径 gets all of them, one that names its own only those; documents that 是 needs too."""
    asked = opened(ROOT / "submissions" / "sample-city" / "submission.yaml").asked
    advice = {one.id: one.advice for one in asked.questions}
    assert [line.partition("：")[0] for line in advice["2.1/支持政策项数"]] == [
        "口径“支持政策计项”",
        "口径“支持政策的出台主体”",
        "口径“支持政策的期间”",
    ]
    assert [line.partition("：")[0] for line in advice["1.1/部门职责分工明确"]] == ["口径“职责分工的标准”"]
    proof = {one.id: one.advice for one in averaged(tmp_path).asked.questions}["1.3/提供书面材料"]
    assert proof == ("答“是”须列出材料：工作总结、工作台账；缺一份就按“否”计。",)


@pytest.mark.parametrize("name", NAMES)
def test_questions_of_every_pack_are_told_apart(name: str, tmp_path: Path) -> None:
    """Many of these packs ask several things in the same words."""
    asked = of_criteria(pack(name))
    asks = [one.fact.ask for one in asked.questions if not one.of_units]
    assert len(set(asks)) == len(asks)
    (tmp_path / "自评.yaml").write_text(f"指标体系: {name}\n城市: 示例市\n", "utf-8")
    source = opened(tmp_path / "自评.yaml")
    book = written(source, tmp_path)
    found = collect(book, source.asked, source.answers)
    assert (found.refusals, found.remarks) == ((), ())
    assert not any(one.changed for one in found.votes)
