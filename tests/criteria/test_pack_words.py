"""liaoning-2022 against its source, character for character."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.model.criteria import Basis, Item, Start
from scoring.model.facts import FactType
from scoring.model.procedure import Ban, CycleRule, GateKind, Publicity
from tests.liaoning import liaoning

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
SOURCE = (DATA / "liaoning-2022.md").read_text(encoding="utf-8")
with (DATA / "liaoning-2022-index.csv").open(encoding="utf-8", newline="") as stream:
    ROWS = list(csv.DictReader(stream))
WHOLE = [row for row in ROWS if row["section"] != "6"]
(CUT_OFF,) = (row for row in ROWS if row["section"] == "6")


def items() -> Iterator[Item]:
    for section in liaoning().sections:
        yield from section.items


@pytest.mark.parametrize("row", WHOLE, ids=lambda row: f"{row['section']}.{row['item']}")
def test_item_is_word_for_word(row: dict[str, str]) -> None:
    item = liaoning().items_by_id[f"{row['section']}.{row['item']}"]
    assert item.requirement == row["requirement"]
    assert (item.scoring or "") == row["scoring"]
    assert item.points == int(row["points"])
    assert item.label == f"（{'一二三四五'[int(row['section']) - 1]}）{row['item']}"


def test_items_and_section_totals_are_those_of_the_source_and_no_others() -> None:
    assert [item.id for item in items()] == [f"{row['section']}.{row['item']}" for row in WHOLE] + ["6.0"]
    for section in liaoning().sections:
        rows = [row for row in ROWS if row["section"] == section.id]
        assert {row["section_title"] for row in rows} == {section.title}
        assert {int(row["section_points"]) for row in rows} == {int(section.points)}
        assert sum(item.points for item in section.items) == section.points
    assert [section.points for section in liaoning().sections] == [25, 24, 16, 10, 10, 15]
    assert liaoning().points == 100


def test_section_six_holds_the_fragment_and_nothing_more() -> None:
    section = liaoning().sections[5]
    (item,) = section.items
    assert section.gap is not None
    assert item.gap is not None
    fragment = CUT_OFF["requirement"] + CUT_OFF["scoring"].removesuffix("（原文至此中断）")
    assert section.gap.known == item.gap.known == f"1.{fragment}"
    assert f"`{item.gap.known}`" in SOURCE
    assert (item.label, item.requirement, item.scoring) == ("（六）", CUT_OFF["requirement"], None)
    (fact,) = item.facts
    assert (fact.type, fact.minimum, fact.maximum) == (FactType.JUDGED, Fraction(0), Fraction(15))


def test_five_one_has_points_and_no_scoring_sentence() -> None:
    item = liaoning().items_by_id["5.1"]
    assert item.scoring is None
    assert item.gap is not None
    (fact,) = item.facts
    assert (fact.type, fact.minimum, fact.maximum) == (FactType.JUDGED, Fraction(0), Fraction(2))


def test_nothing_of_the_scoring_sentences_is_left_to_a_person() -> None:
    assert [item.id for item in items() if item.manual] == []


def test_only_the_items_whose_clauses_all_award_start_at_zero() -> None:
    awarding = [item.id for item in items() if item.start is Start.ZERO]
    assert awarding == ["2.1", "2.8", "3.4", "4.2", "4.4", "5.1", "6.0"]


def test_front_matter_is_quoted_from_the_source() -> None:
    criteria = liaoning()
    quoted = [
        *criteria.eligibility.text.split("\n"),
        *(gate.quote for gate in criteria.eligibility.gates),
        *(step.text for step in criteria.procedure),
        *(part.text for part in criteria.documents),
        *(part.text for part in criteria.withdrawal),
        *(part.text for part in criteria.reporting),
        *(part.text for part in criteria.provisions),
        *(part.text for part in criteria.eligibility.for_reviewers),
        *(step.publicity.quote for step in criteria.procedure if step.publicity is not None),
        *((criteria.cycle.quote, criteria.cycle.ban.quote) if criteria.cycle and criteria.cycle.ban else ()),
        *(part.text for part in (criteria.quota.texts if criteria.quota else ())),
        *criteria.source.basis,
        criteria.title,
    ]
    assert [text for text in quoted if text not in SOURCE] == []


def test_steps_and_their_last_days() -> None:
    steps = [(step.name, step.due_text, step.due) for step in liaoning().procedure]
    assert steps == [
        ("申报阶段", "2022年5月31日前", date(2022, 5, 31)),
        ("现场审核", "2022年7月31日前", date(2022, 7, 31)),
        ("评审遴选", "2022年9月30日前", date(2022, 9, 30)),
        ("国家命名", "2022年年底前", date(2022, 12, 31)),
    ]
    for name, due_text, _ in steps:
        assert f"{name}（{due_text}）。" in SOURCE


def test_four_kinds_of_incident_look_back_two_years_and_a_withdrawn_title_bars() -> None:
    gates = [(gate.quote, gate.kind, gate.years) for gate in liaoning().eligibility.gates]
    assert gates == [
        ("重大违法违规案件", GateKind.INCIDENTS, 2),
        ("重大安全责任事故", GateKind.INCIDENTS, 2),
        ("重大信访事件", GateKind.INCIDENTS, 2),
        ("涉及婴幼儿照护服务重大负面舆情", GateKind.INCIDENTS, 2),
        ("被撤销示范城市称号的，取消下一期参加评选资格。", GateKind.YES_NO, None),
    ]


def test_eligibility_says_where_each_sentence_stands_and_accounts_for_all_of_it() -> None:
    """Every condition of the three sentences is either asked or left to the reviewers by name."""
    rules = liaoning().eligibility
    places = {"四、申报资格和申报名额": "四、申报资格和申报名额", "二、基本原则（二）": "协同创建，动态管理。"}
    for passage in rules.passages[:2]:
        assert SOURCE.index(places[passage.name]) < SOURCE.index(passage.text)
    assert [passage.name for passage in rules.passages] == [*places, "六、撤销命名与退出程序（二）3"]
    assert [one.name for one in rules.for_reviewers] == ["工作基础和成效", "申报单位"]
    rest = rules.passages[0].text
    for quote in [one.text for one in rules.for_reviewers] + [gate.quote for gate in rules.gates]:
        rest = rest.replace(quote, "")
    assert rest == "，且申报前两年内未发生、、、的，方可申报。"


def test_review_withdrawal_and_discipline_stand_word_for_word() -> None:
    assert [one.name for one in liaoning().provisions] == [
        "二、基本原则（一）",
        "二、基本原则（二）　复查",
        "六（一）　撤销命名",
        "六（二）　退出程序",
        "七（三）　工作纪律",
    ]


def test_the_source_note_says_how_the_text_came_to_us() -> None:
    for told in ("繁体字", "标点和分行由本工具整理", "六角括号", "（六）1 处中断", "未载明发文机关"):
        assert told in liaoning().source.note


def test_quota_documents_withdrawal_and_report() -> None:
    criteria = liaoning()
    assert criteria.quota is not None
    assert criteria.quota.at_most == 2
    assert [text.text for text in criteria.quota.texts] == [
        "每周期各省（区、市）推荐的示范城市不超过可参评单位总数的10%",
        "我省示范城市申报总数控制在2个以内。",
    ]
    assert [document.name for document in criteria.documents] == ["申请报告", "自评报告", "自评表"]
    assert {document.step for document in criteria.documents} == {"申报阶段"}
    assert len(criteria.withdrawal) == 3
    assert [duty.yearly for duty in criteria.reporting] == [True]


def test_publicity_of_five_working_days_and_a_cycle_of_two_years() -> None:
    """Only the province's publicity has a length; whether its first day counts is not said."""
    lengths = {step.name: step.publicity for step in liaoning().procedure if step.publicity is not None}
    assert lengths == {"评审遴选": Publicity(working_days=5, quote="公示5个工作日")}
    assert liaoning().cycle == CycleRule(
        years=2,
        quote="每2年为一评选周期",
        ban=Ban(quote="被撤销示范城市称号的，取消下一期参加评选资格。", cycles=1, gate="上一评选周期被撤销称号"),
    )


def test_what_the_copy_lacks_is_not_claimed() -> None:
    assert liaoning().document_number is None
    assert "未载明" in liaoning().issuer


def test_form_columns_and_the_two_blanks() -> None:
    assert " | ".join(liaoning().form_columns) in SOURCE
    blanks = {fact.blank: fact.item for fact in liaoning().facts_by_name.values() if fact.blank}
    assert blanks == {"千人托位数": "3.5", "婴幼儿入托率": "3.5"}
    assert "、".join(blanks) in SOURCE


def test_every_piece_of_evidence_is_our_suggestion_and_every_asked_fact_has_some() -> None:
    for item in items():
        assert {request.basis for request in item.evidence} == {Basis.SUGGESTED}
        supported = {name for request in item.evidence for name in request.supports}
        assert supported == {fact.name for fact in item.facts if fact.derive is None}


def test_every_asked_fact_says_who_answers_and_every_clause_what_to_do() -> None:
    assert [fact.name for fact in liaoning().facts_by_name.values() if fact.derive is None and not fact.owner] == []
    assert [clause.id for item in items() for clause in item.clauses if not clause.remedy] == []
