"""The official table of Liaoning 2022 against the pack that was encoded by hand."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter

from scoring import packs
from scoring.authoring.draft import PackDraft, ProposalKind, build, read_table
from scoring.documents import strict
from scoring.documents.nodes import PackSource
from scoring.model.amounts import Flat, PerUnit
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Criteria
from tests.cli.running import ROOT
from tests.liaoning import liaoning

INDEX = ROOT / "tests" / "data" / "liaoning-2022-index.csv"
ROWS = [line.split(",") for line in INDEX.read_text(encoding="utf-8").splitlines()]


@cache
def proposed() -> PackDraft:
    table = read_table(str(INDEX)).value
    assert table is not None
    made = build("liaoning-draft", table)
    assert made.problems == ()
    assert made.value is not None
    return made.value


def loaded(made: PackDraft) -> Criteria:
    documents = {
        name: strict.parse_document(text.encode(), name).value
        for name, text in made.files.items()
        if name != "pack.yaml"
    }
    main = strict.parse_document(made.files["pack.yaml"].encode(), "pack.yaml").value
    assert main is not None
    sections = tuple(document for document in documents.values() if document is not None)
    source = PackSource(folder=made.id, name=made.id, main=main, sections=sections, digest="")
    criteria = packs.criteria(source).value
    assert criteria is not None
    return criteria


def shape(clause: Clause) -> tuple[object, ...]:
    """What the brief of a clause is: its words, what it does, how much, per what kind of thing, and its limit."""
    amount = clause.amount
    points = amount.points if isinstance(amount, Flat | PerUnit) else None
    return (clause.quote, clause.effect, type(amount), points, clause.at_most)


def test_every_clause_of_the_hand_made_pack_is_proposed_with_its_points_and_kind() -> None:
    draft = loaded(proposed())
    right, wrong = 0, []
    for item in liaoning().items_by_id.values():
        if item.scoring is None:
            continue
        hand, machine = [shape(c) for c in item.clauses], [shape(c) for c in draft.items_by_id[item.id].clauses]
        right += sum(one in hand for one in machine)
        wrong += [one for one in machine if one not in hand]
    assert (right, wrong) == (43, [])
    counts = Counter(c.effect for i in liaoning().items_by_id.values() if i.scoring for c in i.clauses)
    assert counts == {Effect.DEDUCT: 22, Effect.FORFEIT: 13, Effect.AWARD: 8}


def test_nothing_is_left_to_a_person_but_the_two_items_without_a_sentence() -> None:
    made = proposed()
    counts = {kind: made.count(kind) for kind in ProposalKind}
    assert counts == {ProposalKind.DEDUCT: 22, ProposalKind.FORFEIT: 13, ProposalKind.AWARD: 8, ProposalKind.MANUAL: 0}
    assert made.blank == ("5.1", "6.1")


def test_points_and_words_are_those_of_the_table() -> None:
    draft = loaded(proposed())
    assert [(s.label, s.title, s.points) for s in draft.sections] == [
        (s.label, s.title, s.points) for s in liaoning().sections
    ]
    for item in liaoning().items_by_id.values():
        if item.id != "6.0":
            twin = draft.items_by_id[item.id]
            assert (twin.label, twin.points, twin.requirement, twin.scoring) == (
                item.label,
                item.points,
                item.requirement,
                item.scoring,
            )


def test_thresholds_and_averages_become_comparisons() -> None:
    section = proposed().files["section-3.yaml"]
    assert "when: 千人口托位数 < 全省平均千人口托位数\n" in section
    assert "when: 婴幼儿家庭满意度" not in proposed().files["section-5.yaml"]
    assert "when: 满意度 < 90\n" in proposed().files["section-5.yaml"]
    assert "when: 托育机构备案率 < 100\n" in proposed().files["section-5.yaml"]
    assert list(loaded(proposed()).references_by_name) == ["全省平均千人口托位数", "全省平均婴幼儿入托率"]


def test_each_proposal_bears_the_mark() -> None:
    for name, text in proposed().files.items():
        for line in text.splitlines():
            if "- quote:" in line or "award: judged" in line:
                assert "# 待确认" in line, (name, line)
    clauses = sum(text.count("- quote:") for text in proposed().files.values())
    assert clauses == 43


@pytest.mark.parametrize("merged", [True, False])
def test_a_workbook_with_chinese_heads_and_merged_cells_gives_the_same_pack(tmp_path: Path, merged: bool) -> None:
    path = tmp_path / "liaoning-2022-index.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("说明").write(0, 0, "填表说明")
    sheet = book.add_worksheet("指标")
    sheet.write(0, 0, "评估指标体系")
    heads = ["一级指标", "指标项", "分值", "指标内容", "评分标准"]
    for column, head in enumerate(heads):
        sheet.write(2, column, head)
    numerals = "一二三四五六"
    last = ""
    for number, row in enumerate(ROWS[1:], start=3):
        section, title, points, item, own, requirement, scoring = row
        if section != last or not merged:
            sheet.write(number, 0, f"（{numerals[int(section) - 1]}）{title}（{points}分）")
            last = section
        sheet.write(number, 1, int(item))
        if own:
            sheet.write(number, 2, int(own))
        sheet.write(number, 3, requirement.replace("，", "，\n", 1))
        sheet.write(number, 4, scoring)
    book.close()
    table = read_table(str(path))
    assert table.problems == ()
    assert table.value is not None
    made = build("liaoning-draft", table.value)
    assert made.value is not None
    expected = {name: text.replace("index.csv", "index.xlsx") for name, text in proposed().files.items()}
    assert dict(made.value.files) == expected


def test_a_csv_in_gb18030_gives_the_same_pack(tmp_path: Path) -> None:
    path = tmp_path / "liaoning-2022-index.csv"
    path.write_bytes(INDEX.read_bytes().decode("utf-8").encode("gb18030"))
    table = read_table(str(path))
    assert table.value is not None
    made = build("liaoning-draft", table.value)
    assert made.value is not None
    assert dict(made.value.files) == dict(proposed().files)
