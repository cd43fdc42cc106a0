"""The reasons for leaving words to a person lead to entries of the cookbook that are there; the notes say what holds."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from scoring import packs
from scoring.authoring.draft import build, forms, patterns, read_sentence
from scoring.authoring.draft.model import IndicatorTable, ProposalKind, TableRow, TableSection
from scoring.authoring.draft.patterns import BOOK, DANGER, ENTRIES, FINDER, MISSING, anchor_of, pointer
from scoring.documents import strict
from scoring.documents.nodes import PackSource
from tests.authoring.draft.tables import csv_bytes, one
from tests.cli.running import ROOT, run

HEADINGS = re.findall(r"^#+ (.+)$", (ROOT / BOOK).read_text("utf-8"), re.MULTILINE)
ANCHORS = {re.sub(r"[^\w -]", "", heading).replace(" ", "-") for heading in HEADINGS}


@pytest.mark.parametrize("anchor", sorted({*ENTRIES.values(), FINDER}))
def test_the_entry_of_a_reason_is_in_the_cookbook(anchor: str) -> None:
    assert anchor in ANCHORS


def test_every_reason_with_an_entry_is_one_that_is_given() -> None:
    written = Path(forms.__file__).read_text("utf-8")
    constants = {
        getattr(patterns, name)
        for name in (
            "CHOICE",
            "HIGHEST",
            "JUDGED_ELSEWHERE",
            "OTHER_NUMBER",
            "RANKED",
            "SHARED",
            "TIER",
            "UNREAD_AWARD",
        )
    } | {MISSING, *(reason for _, reason in patterns.SPECIAL)}
    assert [one for one in ENTRIES if one not in constants | set(DANGER.values()) and f'"{one}"' not in written] == []


def test_a_reason_without_an_entry_leads_to_the_finder() -> None:
    (part,) = read_sentence("扣一至二分。", "", Fraction(10))
    assert (anchor_of(part.reason), pointer(part.reason)) == (FINDER, "评分句式手册“从字句找写法”")


@pytest.mark.parametrize(
    ("sentence", "full", "entries"),
    [
        # 三项以上, 一至两项, none: three tiers of one number, and no question of yes or no among them
        ("五项服务中的三项以上得10分，开展一至两项得5分，均未开展不得分", 10, [30, 30, 30]),
        ("建成1—2个的得2分，建成3个以上的得4分", 4, [30, 30]),
        ("满意度在全省排名第1至3名的得15分，第4至8名的得10分，第9名及以后的得5分", 15, [43, 43, 43]),
        ("每发现1处隐患扣2分，每发现1处问题扣1分，以上两项合计最高扣6分；未公示的扣3分", 13, [0, 0, 26, 0]),
        ("达到或超过全省平均水平的得12分，低于全省平均水平的，按实际数与全省平均水平的比例得分", 12, [39, 32]),
        # the points add up to the item's own, and yet only the highest counts
        ("获国家级表彰的得3分，获省级表彰的得2分，同一事项就高计分，不重复", 5, [9, 9, 9]),
        ("由市民政局组织专家打分", 6, [47]),
        ("获国家级表彰的每次加2分，最高加5分", 5, [55]),
    ],
)
def test_each_part_leads_to_the_entry_for_its_own_kind(sentence: str, full: int, entries: list[int]) -> None:
    """0: a clause is proposed; else the number of the entry in the cookbook that a person finds it in."""
    parts = read_sentence(sentence, "", Fraction(full))
    found = [int(anchor_of(part.reason).partition("-")[0]) if part.kind is ProposalKind.MANUAL else 0 for part in parts]
    assert found == entries


def test_a_draft_names_the_entry_at_the_line_in_the_list_and_as_data(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(csv_bytes(one("未建立制度的扣1分，资料不齐全的酌情扣3分。")))
    words = ("criteria", "new", "draft", "--from", str(path), "-o", str(tmp_path))
    found = run(*words, "--format", "json")
    (_, part) = json.loads(found.out)["parts"]
    assert part["cookbook"] == "docs/rule-cookbook.md#45-酌情扣分最高扣几分"
    text = (tmp_path / "draft/section-1.yaml").read_text("utf-8")
    assert "- quote: 资料不齐全的酌情扣3分  # 待确认：写法见评分句式手册第45条\n" in text
    found = run(*words[:-2], "-o", str(tmp_path / "又"))
    assert "1.1“资料不齐全的酌情扣3分”：扣几分、得几分由人酌情决定（评分句式手册第45条）" in found.out.replace("\n", "")


@pytest.mark.parametrize(
    ("sentence", "start", "note"),
    [
        (
            "建立制度的得3分，有事故的不得分。",
            "zero",
            "得分和不得分写在一项里，现从零分起算；要从满分起算的，加 start: full。",
        ),
        (
            "建立制度的得3分，有事故的扣1分。",
            "full",
            "得分和扣分写在一项里，现从满分起算；要从零分起算的，加 start: zero。",
        ),
        ("建立制度的得3分。", "zero", ""),
        ("有事故的扣1分。", "full", ""),
    ],
)
def test_the_note_says_from_where_the_draft_starts(sentence: str, start: str, note: str) -> None:
    row = TableRow(number=1, points=Fraction(3), requirement="做好工作。", scoring=sentence, line=2)
    section = TableSection(id="1", title="甲部分", points=Fraction(3), rows=(row,), line=2)
    made = build("draft", IndicatorTable(file="表.csv", sections=(section,)))
    assert made.value is not None
    documents = {name: strict.parse_document(text.encode(), name).value for name, text in made.value.files.items()}
    main, part = documents["pack.yaml"], documents["section-1.yaml"]
    assert main is not None
    assert part is not None
    source = PackSource(folder="draft", name="draft", main=main, sections=(part,), digest="")
    criteria = packs.criteria(source).value
    assert criteria is not None
    (item,) = criteria.items_by_id.values()
    assert item.start.value == start
    assert [one for one in item.notes if "起算" in one] == ([f"待确认：{note}"] if note else [])
