"""Sentence forms, each with the proposal that its words ask for; and the sentences that must be left to a person."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.authoring.draft import Proposal, ProposalKind, patterns, read_sentence
from tests.cli.running import ROOT

PATTERNS = dict(
    line.split("\t") for line in (ROOT / "tests/data/clause-patterns.tsv").read_text(encoding="utf-8").splitlines()[1:]
)
TEN = Fraction(10)


def brief(part: Proposal) -> tuple[object, ...]:
    asked = part.asked
    condition = part.when.format(asked.base if asked else "", part.reference)
    if part.per_unit and asked:
        condition = f"每个 {asked.base}"
    return (part.kind.value, part.points, condition, part.at_most)


def read(sentence: str, requirement: str = "") -> list[tuple[object, ...]]:
    return [brief(part) for part in read_sentence(sentence, requirement, Fraction(100))]


NUMBERED = [
    ("deduct", 1, "not 建立制度", None),
    ("deduct", 2, "满意度 < 90", None),
    ("deduct", 1, "每个 缺记录份数", None),
]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("（1）未建立制度的扣1分；2.满意度低于90%的扣2分；①每缺一份记录扣1分。", NUMBERED),
        ("未制定方案的扣2分。", [("deduct", 2, "not 制定方案", None)]),
        ("无职责分工扣3分。", [("deduct", 3, "not 职责分工", None)]),
        ("没有出台具体举措的不得分。", [("forfeit", None, "not 出台具体举措", None)]),
        ("有负面舆情的，不得分。", [("forfeit", None, "有负面舆情", None)]),
        ("落实产假政策的得3分。", [("award", 3, "落实产假政策", None)]),
        ("无安全责任事故的得2分。", [("award", 2, "not 安全责任事故", None)]),
        (
            "未报送的扣一分，迟报的扣0.5分。",
            [("deduct", 1, "not 报送", None), ("deduct", Fraction(1, 2), "迟报", None)],
        ),
        ("积极性不高的扣2分。", [("deduct", 2, "积极性不高", None)]),
        ("每出台一项支持政策得1分，总分不超过3分。", [("award", 1, "每个 支持政策项数", 3)]),
        ("每发现1次经费违规使用扣0.5分，扣完为止。", [("deduct", Fraction(1, 2), "每个 经费违规使用次数", None)]),
        ("未建立制度的，每项扣1分，最高扣3分。", [("deduct", 1, "每个 未建立制度的项数", 3)]),
        ("每个县区得1分，最多5分。", [("award", 1, "每个 县区个数", 5)]),
        ("漏报一次扣1分。", [("deduct", 1, "每个 漏报次数", None)]),
        ("满意度低于90%的扣1分。", [("deduct", 1, "满意度 < 90", None)]),
        ("备案率未达到100%的扣1分。", [("deduct", 1, "备案率 < 100", None)]),
        ("备案率不足80%的不得分。", [("forfeit", None, "备案率 < 80", None)]),
        ("满意度不低于90%得3分。", [("award", 3, "满意度 >= 90", None)]),
        ("满意度达到95%以上的得3分。", [("award", 3, "满意度 >= 95", None)]),
        ("投诉率超过5%的扣2分。", [("deduct", 2, "投诉率 > 5", None)]),
        ("投诉率在5%以下的得2分。", [("award", 2, "投诉率 <= 5", None)]),
        ("培训人数少于50人的扣2分。", [("deduct", 2, "培训人数 < 50", None)]),
        ("备案率高于全省平均水平的得2分。", [("award", 2, "备案率 > 全省平均备案率", None)]),
        ("备案率低于全国平均的扣2分。", [("deduct", 2, "备案率 < 全国平均备案率", None)]),
        ("必须提供书面材料，否则不得分。", [("forfeit", None, "not 提供书面材料", None)]),
        ("开发课程、父母课堂等，提供直播服务得2分。", [("award", 2, "开发课程、父母课堂等，提供直播服务", None)]),
    ],
)
def test_a_common_form_is_read(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert read(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("资料不齐全的酌情扣3分。", "扣几分、得几分由人酌情决定"),
        ("每项扣2至5分。", "分值是一个范围，由人决定"),
        ("扣1-3分。", "分值是一个范围，由人决定"),
        ("未发生事件的不扣分。", "只说明哪种情形不扣分"),
        ("千人口托位数低的扣2分。", "没有写与什么相比"),
        ("人员持证率每下降5%扣0.5分。", "按幅度分档计分（如每升降几个百分点），请核对后改写"),
        ("每超过1人扣1分。", "按幅度分档计分（如每升降几个百分点），请核对后改写"),
        ("每人每年培训一次得1分。", "几个“每”连在一起"),
        ("有下列情形之一的，扣5分。", "情形列在别处"),
        ("满意度达到或超过90%的得2分。", "比较的写法没有认出"),
        ("完成率未低于90%得2分。", "比较的写法没有认出"),
        ("得分低于80分的扣2分。", "比较的是得分"),
        ("存在临近污染源、加…", "原文在这里有省略"),
        ("积极开展工作。", "没有写扣几分或得几分"),
        ("扣一至二分。", "没有认出的句式"),
        ("未检查的单位，该项得20分。", "针对整项的规定"),
        ("排名第一的得10分。", "按名次计分"),
        ("未做到的扣200分。", "写的分值大于本项的满分"),
        ("平均年龄不大于40岁的得2分。", "要先算平均数"),
    ],
)
def test_what_is_not_read_is_left_to_a_person_with_the_reason(sentence: str, reason: str) -> None:
    (part,) = read_sentence(sentence, "", Fraction(100))
    assert (part.kind, part.reason, part.quote) == (ProposalKind.MANUAL, reason, sentence.rstrip("。"))


def test_tiers_of_one_number_are_not_added_up() -> None:
    parts = read_sentence("满意度低于80%的扣1分，满意度低于70%的扣2分。", "", TEN)
    assert [(part.kind, part.reason) for part in parts] == [
        (ProposalKind.MANUAL, "同一个数分几档，没有认出是否累计")
    ] * 2


def test_numbering_stays_in_the_quote() -> None:
    parts = read_sentence("（1）未建立制度的扣1分；（2）未开展培训的扣1分。", "", TEN)
    assert [part.quote for part in parts] == ["（1）未建立制度的扣1分", "（2）未开展培训的扣1分"]


def test_an_average_may_stand_in_the_requirement() -> None:
    requirement = "千人口托位数，婴幼儿入托率高于全省平均水平。"
    assert read("千人口托位数低的扣2分，婴幼儿入托率低的扣2分。", requirement) == [
        ("deduct", 2, "千人口托位数 < 全省平均千人口托位数", None),
        ("deduct", 2, "婴幼儿入托率 < 全省平均婴幼儿入托率", None),
    ]


READ = {
    "zero_if": ["forfeit"],
    "deduct_flat": ["deduct", "deduct"],
    "deduct_exclusive_chain": ["deduct", "deduct"],
    "tier_zero_else_deduct": ["forfeit", "deduct"],
    "award_count_cap": ["award"],
    "award_sum": ["award", "award"],
    "per_unit_floor": ["deduct"],
    "multi_unit": ["deduct", "deduct"],
    "severity_events": ["deduct", "deduct"],
    "evidence_gate": ["forfeit"],
}
"""The kinds of patterns that are read; every part of all others is left to a person."""


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_known_pattern_is_read_right_or_left_to_a_person(pattern: str) -> None:
    kinds = [part.kind.value for part in read_sentence(PATTERNS[pattern], "", Fraction(100))]
    assert kinds == READ.get(pattern, ["manual"] * len(kinds))
    assert kinds


TIERS = "同一个数分几档，没有认出是否累计"


@pytest.mark.parametrize(
    "sentence",
    [
        "每千人口托位达到40张得10分，30—39张得6分，20—29张得3分，不足20张不得分。",
        "达到40张得10分，30—39张得6分，20—29张得3分，20张以下不得分。",
        "培训三次以上得5分，两次得3分，一次得1分。",
        "满意度90%以上得5分，80%—90%得3分，80%以下不得分。",
        "托位数40张以上（含40张）得10分；30张至40张得6分。",
        "建成1个得1分，2个得2分，3个及以上得3分。",
        "大于等于40得10分，30≤x<40得6分。",
        "新增托位1000个的得5分，500个的得3分，200个的得1分。",
        "考核优秀的得5分，良好的得3分，一般的得1分。",
        "A级得3分，B级得2分。",
        "第一名得5分，第二名得3分。",
        "未达到40张的扣2分，未达到30张的扣4分。",
    ],
)
def test_tiers_are_left_to_a_person_with_all_their_parts(sentence: str) -> None:
    parts = read_sentence(sentence, "", TEN)
    assert [(part.kind, part.reason) for part in parts] == [(ProposalKind.MANUAL, TIERS)] * len(parts)
    assert len(parts) > 1


def test_awards_that_are_more_than_the_item_together_are_no_sum() -> None:
    parts = read_sentence("完成得10分，部分完成得5分，未完成不得分。", "", TEN)
    choice = "各档得分加起来超过本项满分，像是只取其中一档"
    assert [part.reason for part in parts] == [choice, choice, "得分的字句没有认出，从几分起算还不知道"]
    added = read_sentence("落实产假政策的得3分，出台育儿假政策的得1分。", "", Fraction(4))
    assert [part.kind for part in added] == [ProposalKind.AWARD, ProposalKind.AWARD]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("3岁以下婴幼儿未建档的扣1分。", "3岁以下婴幼儿未建档"),
        ("24小时内未报告的扣1分。", "24小时内未报告"),
        ("2022年底前未完成的扣1分。", "2022年底前未完成"),
        ("未落实国办发〔2019〕15号文件的扣1分。", "not 落实国办发〔2019〕15号文件"),
        ("一季度未完成扣1分。", "一季度未完成"),
    ],
)
def test_figures_that_compare_nothing_do_not_stand_in_the_way(sentence: str, expected: str) -> None:
    assert read(sentence) == [("deduct", 1, expected, None)]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("达到40张床位并投入使用得10分。", "句中另有数值，没有认出怎样比较"),
        ("半数以上机构完成的得5分。", "句中另有数值，没有认出怎样比较"),
        ("三家以上机构备案得5分。", "句中另有数值，没有认出怎样比较"),
        ("其余不得分。", "没有写在什么情形下计分"),
    ],
)
def test_a_number_in_the_words_is_no_yes_or_no(sentence: str, reason: str) -> None:
    (part,) = read_sentence(sentence, "", TEN)
    assert (part.kind, part.reason) == (ProposalKind.MANUAL, reason)


def test_faults_that_are_named_after_what_fails_are_no_tiers() -> None:
    assert read("采光未达标的扣1分，通风不达标的扣1分。") == [
        ("deduct", 1, "采光未达标", None),
        ("deduct", 1, "通风不达标", None),
    ]


@pytest.mark.parametrize(
    ("sentence", "reason", "entry"),
    [
        ("扣分指标得分高于80分，则进入加分指标评分环节，每项加5分", "要看前面的得分", 77),
        ("扣分指标结果高于80分，则进入加分指标评分环节，每项加5分", "要看前面的得分", 77),
        ("弄虚作假的不再评分", "否决以后不再评分", 78),
        ("任何一所有重大隐患的评定为不合格", "有一个单位否决就全部否决", 79),
        ("得分=（本值−最低值）/（最高值−平均值）×40+60", "在最高值和最低值之间按比例", 82),
        ("两个频道的播出数量，得分=两个频道播出数量之和/8×20", "要先把几个数加起来", 80),
        ("差异指标至少选用5项", "至少选几项", 83),
        ("对没有对外服务职能的，所得分值×4/3", "不评的部分由其余的折算", 85),
    ],
)
def test_what_needs_more_than_a_clause_leads_to_its_entry(sentence: str, reason: str, entry: int) -> None:
    parts = read_sentence(sentence, "", Fraction(100))
    assert reason in [part.reason for part in parts], parts
    assert patterns.pointer(reason) == f"评分句式手册第{entry}条"


@pytest.mark.parametrize(
    "sentence", ["满意度低于90分的扣1分", "召开会议不少于3次的得2分", "任何一项未完成的扣1分", "完成率达到90%的得5分"]
)
def test_plain_sentences_are_still_proposed(sentence: str) -> None:
    reasons = {reason for _, reason in patterns.SPECIAL}
    assert reasons.isdisjoint(part.reason for part in read_sentence(sentence, "", TEN))
