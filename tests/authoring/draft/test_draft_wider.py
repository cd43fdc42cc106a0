"""Sentences of which a clause needs more than one question: what is drafted, with its blanks filled in, scores as worked out by
hand on both sides of every line; what a sentence leaves open is left to a person."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from scoring.authoring.check import check
from scoring.authoring.draft import build, read_sentence
from scoring.authoring.draft.model import IndicatorTable, ProposalKind, TableRow, TableSection
from scoring.base.errors import Severity
from scoring.loading import load_criteria
from scoring.model.criteria import Criteria
from scoring.model.scorecard import Range
from scoring.rules import evaluate
from tests.rules.rules_factories import Stated, submission


def drafted(folder: Path, sentence: str, points: int, start: str = "") -> Criteria:
    """The pack drafted from a row of `points` with the sentence beside one of 100 points, its blanks filled in; `start` where
    a person has to say from where it is counted."""
    rows = (
        TableRow(number=1, points=Fraction(100), requirement="别的工作。", scoring="每处不符合扣5分", line=2),
        TableRow(number=2, points=Fraction(points), requirement="做好工作。", scoring=sentence, line=3),
    )
    section = TableSection(id="1", title="甲部分", points=None, rows=rows, line=2)
    made = build("draft", IndicatorTable(file="表.csv", sections=(section,)))
    assert made.value is not None, [problem.message for problem in made.problems]
    place = folder / "draft"
    place.mkdir()
    for name, text in made.value.files.items():
        assert all("待确认" in line for line in text.splitlines() if line.strip().startswith("- quote"))
        filled = text.replace("unit: 待确认", "unit: 个").replace(
            "    requirement: 做好工作。", f"{start}    requirement: 做好工作。"
        )
        (place / name).write_text(filled, encoding="utf-8")
    loaded = load_criteria(str(place), ())
    assert loaded.value is not None, [problem.message for problem in loaded.problems]
    assert [one for one in loaded.problems if one.severity is Severity.ERROR] == []
    return loaded.value


def item_score(criteria: Criteria, answers: dict[str, Stated], references: dict[str, Fraction] | None = None) -> Range:
    card = evaluate(criteria, submission(answers, references=references or {}), as_of=None, tool_version="0")
    (found,) = [one.score for part in card.sections for one in part.items if one.item.id == "1.2"]
    return found


def exactly(text: str) -> Range:
    return Range(low=Fraction(text), high=Fraction(text))


@pytest.mark.parametrize(
    ("own", "expected"),
    [("100", "80"), ("150", "100"), ("50", "60"), ("60", "64"), ("40", "60")],  # (60 − 50) ÷ 100 × 40 + 60 = 64
)
def test_between_the_lowest_and_the_highest(tmp_path: Path, own: str, expected: str) -> None:
    criteria = drafted(tmp_path, "得分=（本地值−全省最低值）÷（全省最高值−全省最低值）×40+60", 100)
    ends = {"全省最高值": Fraction(150), "全省最低值": Fraction(50)}
    assert item_score(criteria, {"本地值": Fraction(own)}, ends) == exactly(expected)


@pytest.mark.parametrize(("one", "other", "expected"), [(4, 4, "20"), (3, 2, "12.5"), (6, 6, "20"), (0, 0, "0")])
def test_a_sum_over_a_number(tmp_path: Path, one: int, other: int, expected: str) -> None:
    """(3 + 2) ÷ 8 × 20 = 12.5; 12 are cut at 20."""
    criteria = drafted(tmp_path, "频道一播出数量与频道二播出数量之和/8×20", 20)
    answers: dict[str, Stated] = {"频道一播出数量": Fraction(one), "频道二播出数量": Fraction(other)}
    assert item_score(criteria, answers) == exactly(expected)


def test_a_difference_over_a_number(tmp_path: Path) -> None:
    """(17 − 13) ÷ 10 × 5 = 2; less than before is none."""
    criteria = drafted(tmp_path, "本年投入与上年投入之差÷10×5", 5)
    assert item_score(criteria, {"本年投入": Fraction(17), "上年投入": Fraction(13)}) == exactly("2")
    assert item_score(criteria, {"本年投入": Fraction(9), "上年投入": Fraction(13)}) == exactly("0")
    assert item_score(criteria, {"本年投入": Fraction(30), "上年投入": Fraction(13)}) == exactly("5")


@pytest.mark.parametrize(
    ("rate", "expected"), [("7", "20"), ("6", "20"), ("5.9", "10"), ("5.1", "10"), ("5", "0"), ("4", "0")]
)
def test_points_above_an_average(tmp_path: Path, rate: str, expected: str) -> None:
    """Above 5 by at least 1: 20; by less: 10; not above: none."""
    criteria = drafted(tmp_path, "增幅高于全省平均1个百分点以上的得20分，高于全省平均不足1个百分点的得10分", 20)
    assert item_score(criteria, {"增幅": Fraction(rate)}, {"全省平均增幅": Fraction(5)}) == exactly(expected)


@pytest.mark.parametrize(("faults", "bonuses", "expected"), [(3, 2, "10"), (4, 2, "0"), (3, 5, "20"), (0, 0, "0")])
@pytest.mark.parametrize("sentence", ["得分高于80分的，每项加5分", "总分超过80分，才进入加分环节，每项加5分"])
def test_a_bonus_above_a_line(tmp_path: Path, sentence: str, faults: int, bonuses: int, expected: str) -> None:
    """100 − 15 = 85 is above 80: 2 × 5; 100 − 20 = 80 is not; 5 × 5 are cut at the 20 of the item."""
    criteria = drafted(tmp_path, sentence, 20)
    answers: dict[str, Stated] = {"不符合处数": Fraction(faults), "加分项数": Fraction(bonuses)}
    assert item_score(criteria, answers) == exactly(expected)


@pytest.mark.parametrize(("faults", "expected"), [(2, "5"), (3, "0")])
def test_points_at_a_line(tmp_path: Path, faults: int, expected: str) -> None:
    """90 reaches 90, 85 does not."""
    criteria = drafted(tmp_path, "总得分达到90分的加5分", 5)
    assert item_score(criteria, {"不符合处数": Fraction(faults)}) == exactly(expected)


@pytest.mark.parametrize(("place", "expected"), [("1", "10"), ("2", "8"), ("3", "6"), ("4", "0")])
def test_points_by_the_place_of_the_total(tmp_path: Path, place: str, expected: str) -> None:
    criteria = drafted(tmp_path, "按总得分排序，第一名得10分，第二名得8分，第三名得6分", 10)
    card = evaluate(
        criteria,
        submission({"不符合处数": Fraction(0)}, references={"总得分名次": Fraction(place)}),
        as_of=None,
        tool_version="0",
    )
    (found,) = [one.score for part in card.sections for one in part.items if one.item.id == "1.2"]
    assert found == exactly(expected)


def test_a_veto_ends_the_assessment(tmp_path: Path) -> None:
    """The sentence does not say what the 10 points are for: a person adds that they are full without a veto."""
    criteria = drafted(tmp_path, "出现单项否决情形的，判定为不合格，不再对其他指标进行评分", 10, "    start: full\n")
    (name,) = [fact.name for fact in criteria.items_by_id["1.2"].facts]
    totals = {
        veto: evaluate(
            criteria, submission({"不符合处数": Fraction(2), name: veto}), as_of=None, tool_version="0"
        ).total
        for veto in (True, False)
    }
    assert totals == {True: exactly("0"), False: exactly("100")}  # 100 − 10 + 10


@pytest.mark.parametrize(
    ("counts", "plan", "expected"),
    [((3, 2, 2), False, "9"), ((3, 2, 4), False, "10"), ((4, 2, 1), True, "12"), ((0, 0, 1), False, "0.5")],
)
def test_channels_with_one_cap(tmp_path: Path, counts: tuple[int, int, int], plan: bool, expected: str) -> None:
    """2×3 + 2 + 0.5×2 = 9; 2×4 + 2 + 0.5 = 10.5, at most 10, and 2 for the plan."""
    sentence = "通过报纸、网站、公众号宣传，每篇得2分、1分、0.5分，合计最高10分；有宣传方案的得2分"
    criteria = drafted(tmp_path, sentence, 12)
    names = ("报纸篇数", "网站篇数", "公众号篇数")
    answers: dict[str, Stated] = {name: Fraction(count) for name, count in zip(names, counts, strict=True)}
    assert item_score(criteria, {**answers, "有宣传方案": plan}) == exactly(expected)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("两个频道播出数量之和/8×20", "要先把几个数加起来"),  # which two is not said
        ("扣分指标结果高于80分，每项加5分", "要看前面的得分"),  # of which part is not said
        ("得分=（本值−甲）/（最高值−乙）×40", "没有写扣几分或得几分"),  # not the same end twice
        ("任何一所有重大隐患的评定为不合格", "有一个单位否决就全部否决"),
        ("差异指标至少选用5项", "至少选几项"),
        (
            "按总得分排序，第一名得10分，第三名得6分",
            "同一个数分几档，没有认出是否累计",
        ),  # what the second gets is not said
        ("对没有对外服务职能的，所得分值×4/3", "不评的部分由其余的折算"),
    ],
)
def test_what_a_sentence_leaves_open_is_left_to_a_person(sentence: str, reason: str) -> None:
    parts = read_sentence(sentence, "", Fraction(100))
    assert all(part.kind is ProposalKind.MANUAL for part in parts)
    assert reason in [part.reason for part in parts]


def test_points_beyond_those_of_the_item_are_left_to_a_person() -> None:
    (part,) = read_sentence("频道一播出数量与频道二播出数量之和/8×20", "", Fraction(10))
    assert (part.kind, part.reason) == (ProposalKind.MANUAL, "写的分值大于本项的满分")


def test_what_is_drafted_is_for_the_check_to_go_on_with(tmp_path: Path) -> None:
    """Words covered, nothing that cannot apply."""
    drafted(tmp_path, "通过报纸、网站、公众号宣传，每篇得2分、1分、0.5分，合计最高10分；有宣传方案的得2分", 12)
    found = check("draft", load_criteria(str(tmp_path / "draft"), ()), mutants=False)
    codes = {one.problem.code for one in found.findings if one.problem.severity is Severity.ERROR}
    assert codes <= {"untested", "pending"}
