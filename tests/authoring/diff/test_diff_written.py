from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.authoring.diff import DiffOutcome, diff, pieces
from scoring.documents.fields import Touches
from scoring.model.scorecard import Range
from tests.authoring.diff.editions import compare, edited, lines, made, only_item
from tests.overlay.layers import BASE, ITEM_1, ITEM_2

ONE = "section-1.yaml"
TWO = "section-2.yaml"


@pytest.mark.parametrize(
    "edits",
    [
        (),
        ((ONE, 'section: "1"\n', '# 换了注释\nsection: "1"\n\n'),),
        ((ONE, "when: not 制定方案", "when: (not  (制定方案))"),),
        ((ONE, "when: 会议次数 == 0", "when: not 会议次数 > 0"),),
        ((ONE, "when: 会议次数 == 0", "when: 会议次数 < 1 and 会议次数 < 2"),),
        (
            (
                ONE,
                "when: 水平 < 平均水平 or (相等时 == '扣' and 水平 == 平均水平)",
                "when: (平均水平 == 水平 and 相等时 != '不扣') or 平均水平 > 水平",
            ),
        ),
        ((ONE, ITEM_1 + ITEM_2, ITEM_2 + ITEM_1),),
        ((ONE, "deduct: 2, when: 会议次数 == 0}", "when: 会议次数 == 0, deduct: 2.0, id: 未开会}"),),
        (
            (ONE, "      - {quote: 未制定方案不得分, forfeit: true, when: not 制定方案}\n", ""),
            (
                ONE,
                "    evidence:\n",
                "      - {quote: 未制定方案不得分, forfeit: true, when: not 制定方案}\n    evidence:\n",
            ),
        ),
    ],
)
def test_a_pure_refactor_has_no_difference(edits: tuple[tuple[str, str, str], ...]) -> None:
    found = compare(*edits)
    assert (found.verdict, found.front, found.items) == (DiffOutcome.NONE, (), ())


def test_a_renamed_section_file_has_no_difference() -> None:
    files = {name.replace("section-1", "section-甲"): text for name, text in BASE.items()}
    assert diff(made(dict(BASE)), made(files)).verdict is DiffOutcome.NONE


def test_a_moved_threshold_gives_the_facts_between_the_two() -> None:
    item = only_item(compare((ONE, "when: 会议次数 == 0", "when: 会议次数 < 3")))
    assert lines(item) == [
        "会议次数为1至2次，且水平低于平均水平 时：旧 3 新 1",
        "会议次数为1至2次，且水平不低于平均水平 时：旧 4 新 2",
    ]
    assert item.exact
    assert {(region.old, region.new) for region in item.scores[0].regions} == {(3, 1), (4, 2)}
    for region in item.scores[0].regions:
        assert region.witness["会议次数"] in (1, 2)
        assert region.witness["制定方案"] is True


def test_changed_points_give_every_case_in_which_the_clause_applies() -> None:
    item = only_item(
        compare(
            (ONE, "未召开会议扣2分，", "未召开会议扣3分，"),
            (ONE, "quote: 未召开会议扣2分, deduct: 2", "quote: 未召开会议扣3分, deduct: 3"),
        )
    )
    assert lines(item) == [
        "会议次数=0次，且水平低于平均水平 时：旧 1 新 0",
        "会议次数=0次，且水平不低于平均水平 时：旧 2 新 1",
    ]
    told = [(change.what, change.kind, change.old, change.new) for change in item.changes]
    assert told == [
        (
            "评分标准",
            Touches.WORDING,
            "未制定方案不得分，未召开会议扣2分，低于平均的扣1分。",
            "未制定方案不得分，未召开会议扣3分，低于平均的扣1分。",
        ),
        ("评分条款“未召开会议扣2分”的原文", Touches.WORDING, "未召开会议扣2分", "未召开会议扣3分"),
        ("评分条款“未召开会议扣2分”的计分", Touches.RULE, "扣2分", "扣3分"),
    ]


def test_a_new_default_differs_only_under_the_defaults() -> None:
    item = only_item(compare((ONE, "default: 不扣", "default: 扣")))
    assert [under.switched for under in item.scores] == [()]
    assert {(region.old, region.new) for region in item.scores[0].regions} == {(4, 3), (2, 1)}
    assert [(change.what, change.old, change.new) for change in item.changes] == [
        ("解释口径“相等时”的默认选项", "不扣", "扣")
    ]


def test_a_rule_that_differs_only_under_another_reading_is_found_there() -> None:
    item = only_item(
        compare((ONE, "相等时 == '扣' and 水平 == 平均水平", "相等时 == '扣' and 水平 <= 平均水平 and 会议次数 > 0"))
    )
    assert [under.switched for under in item.scores] == [(("相等时", "扣"),)]
    assert {(region.old, region.new) for region in item.scores[0].regions} == {(1, 2)}


@pytest.mark.parametrize(
    ("edits", "what", "kind"),
    [
        (
            ((ONE, "requirement: 制定方案，召开会议。", "requirement: 制定方案，并召开会议。"),),
            "指标内容",
            Touches.WORDING,
        ),
        (((ONE, "ask: 召开几次会议？", "ask: 召开多少次会议？"),), "填报项“会议次数”的问题", Touches.WORDING),
        (((ONE, "title: 方案文本", "title: 方案"),), "佐证材料“方案”的名称", Touches.FORM),
        (((ONE, "why: 字面是低于", "why: 照字面"),), "解释口径“相等时”的理由", Touches.WORDING),
        (((ONE, "扣: 要扣分}", "扣: 扣1分}"),), "解释口径“相等时”的选项“扣”的说明", Touches.WORDING),
    ],
)
def test_words_alone_change_no_score(edits: tuple[tuple[str, str, str], ...], what: str, kind: Touches) -> None:
    found = compare(*edits)
    assert found.verdict is DiffOutcome.WORDS
    item = only_item(found)
    assert (item.scored_alike, [(change.what, change.kind) for change in item.changes]) == (True, [(what, kind)])


def test_clauses_that_trade_places_without_changing_the_score_are_named() -> None:
    item = only_item(
        compare(
            (
                ONE,
                "{quote: 未制定方案不得分, forfeit: true, when: not 制定方案}",
                "{quote: 未制定方案不得分, deduct: 4, when: not 制定方案}",
            ),
        )
    )
    # Without a plan the other clauses ask for nothing or run into the floor: the item has 0 either way.
    assert item.scores == ()
    assert item.elsewhere == ()
    assert [change.what for change in item.changes] == ["评分条款“未制定方案不得分”的计分"]


def test_a_clause_that_acts_differently_under_the_same_score_is_named() -> None:
    item = only_item(
        compare(
            (
                ONE,
                "when: 水平 < 平均水平 or (相等时 == '扣' and 水平 == 平均水平)}",
                "when: (水平 < 平均水平 or (相等时 == '扣' and 水平 == 平均水平)) and 制定方案}",
            )
        )
    )
    assert item.scores == ()
    assert item.elsewhere == ("低于平均的扣1分",)
    assert not item.scored_alike


def test_an_item_added_and_one_dropped_are_named_with_their_points() -> None:
    new = (
        ITEM_2.replace('"1.2"', '"1.4"')
        .replace("完成项数。", "另一项。")
        .replace("项数", "个数")
        .replace("全部完成", "都完成")
    )
    found = compare((ONE, ITEM_2, new))
    assert [(item.old, item.new, item.points) for item in found.items] == [
        ("1.2", "", (3, None)),
        ("", "1.4", (None, 3)),
    ]
    assert found.verdict is DiffOutcome.SCORES


def test_a_renumbered_item_is_recognised_by_its_sentences() -> None:
    found = compare((ONE, '"1.2"', '"1.7"'))
    item = only_item(found)
    assert (item.old, item.new, item.scored_alike) == ("1.2", "1.7", True)
    assert found.verdict is DiffOutcome.WORDS


def test_a_question_of_another_type_is_not_compared_but_its_reach_is_told() -> None:
    item = only_item(
        compare(
            (
                ONE,
                "全部完成: {type: bool, ask: 是否全部完成？, better: yes}",
                "全部完成: {type: count, unit: 项, ask: 完成几项？}",
            ),
            (ONE, "award: 1, when: 全部完成}", "award: 1, when: 全部完成 > 2}"),
        )
    )
    assert item.reason == "填报项“全部完成”在两版里填法不同"
    assert item.reach == (Range(low=Fraction(0), high=Fraction(3)), Range(low=Fraction(0), high=Fraction(3)))
    assert not item.exact


def test_only_answers_that_both_allow_are_compared_and_it_is_said() -> None:
    found = compare((TWO, "minimum: 0, maximum: 3, step: 0.5", "minimum: 0, maximum: 2, step: 1"))
    item = only_item(found)
    assert (item.partial, item.exact, item.scores) == (True, True, ())
    assert found.verdict is DiffOutcome.OPEN


def test_past_the_limit_nothing_is_called_exact() -> None:
    item = only_item(compare((ONE, "when: 会议次数 == 0", "when: 会议次数 < 3"), limit=3))
    assert not item.exact
    assert not item.scored_alike


def test_what_stands_beside_the_items_is_compared_by_name() -> None:
    found = compare(
        ("pack.yaml", "text: 同分并列。", "text: 同分抽签。"),
        ("pack.yaml", "years: 2", "years: 3"),
        (
            "pack.yaml",
            "  常住人口: {type: count, unit: 人, ask: 有多少人？}\n",
            "  户籍人口: {type: count, unit: 人, ask: 户籍多少人？}\n",
        ),
    )
    assert [(c.place, c.what, c.kind, c.old, c.new) for c in found.front] == [
        ("总体", "约定“并列”的内容", Touches.WORDING, "同分并列。", "同分抽签。"),
        ("基本情况", "“常住人口”", Touches.FORM, "有多少人？（个数）", None),
        ("基本情况", "“户籍人口”", Touches.FORM, None, "户籍多少人？（个数）"),
        ("申报资格", "资格条件“甲类事件”的年限", Touches.RULE, "2年", "3年"),
    ]
    assert found.verdict is DiffOutcome.SCORES


def test_the_days_that_evidence_must_be_from_are_compared() -> None:
    place = ("pack.yaml", 'edition: "1"\n')
    before = made(
        edited((*place, 'edition: "1"\nevidence_period: {from: 2020-01-01, to: 2021-12-31, quote: 近两年}\n'))
    )
    after = made(edited((*place, 'edition: "1"\nevidence_period: {from: 2021-01-01, quote: 2021年以来}\n')))
    assert [(c.what, c.kind, c.old, c.new) for c in diff(before, after).front] == [
        ("佐证材料从哪天起", Touches.FORM, "2020年1月1日", "2021年1月1日"),
        ("佐证材料到哪天止", Touches.FORM, "2021年12月31日", None),
        ("佐证材料时间范围的原文", Touches.WORDING, "近两年", "2021年以来"),
    ]
    assert diff(before, after).verdict is not DiffOutcome.NONE
    assert [(c.old, c.new) for c in diff(made(dict(BASE)), after).front] == [
        (None, "2021年1月1日"),
        (None, "2021年以来"),
    ]


def test_the_edition_by_itself_is_no_difference() -> None:
    found = compare(("pack.yaml", 'edition: "1"', 'edition: "2"'))
    assert (found.verdict, found.old.edition, found.new.edition) == (DiffOutcome.NONE, "1", "2")


def test_a_policy_for_not_applicable_changes_the_items_it_bears_on() -> None:
    optional = (
        ONE,
        "制定方案: {type: bool, ask: 是否制定方案？, better: yes}",
        "制定方案: {type: bool, ask: 是否制定方案？, not_applicable: 没有}",
    )
    award = (ONE, "award: 1, when: 全部完成}", "award: 1, when: 全部完成}")
    both = made(edited(optional, award))
    zero = made(edited(optional, ("pack.yaml", "points: 10\n", "points: 10\nnot_applicable: zero\n")))
    found = diff(both, zero)
    assert [change.what for change in found.front] == ["不适用的计分方法"]
    assert found.items == ()  # a deduction that does not apply costs nothing under either policy


def test_characters_that_differ_are_told_apart() -> None:
    assert [(piece.text, piece.old, piece.new) for piece in pieces("低于90%的扣1分", "低于88%的扣2分")] == [
        ("低于", True, True),
        ("90", True, False),
        ("88", False, True),
        ("%的扣", True, True),
        ("1", True, False),
        ("2", False, True),
        ("分", True, True),
    ]


CHECKS = """\
points: 10
checks:
  两处不合: {never: 制定方案 and 会议次数 == 0, ask: 问。}
"""


def test_what_is_asked_about_is_compared_by_name() -> None:
    def changes(old: str, new: str) -> list[tuple[str, str | None, str | None]]:
        found = diff(made(edited(("pack.yaml", "points: 10\n", old))), made(edited(("pack.yaml", "points: 10\n", new))))
        assert not found.items
        return [(one.what, one.old, one.new) for one in found.front]

    assert changes("points: 10\n", CHECKS) == [("核对“两处不合”", None, "问。")]
    assert changes(CHECKS, CHECKS.replace("== 0", "== 1")) == [
        ("核对“两处不合”的不能同时成立的条件", "制定方案 and 会议次数 == 0", "制定方案 and 会议次数 == 1")
    ]
    figures = CHECKS.replace("never: 制定方案 and 会议次数 == 0", "fact: 会议次数, whole: 会议次数, when: 制定方案")
    assert changes(CHECKS, figures) == [("核对“两处不合”", "问。", None), ("核对“两处不合”", None, "问。")]
    assert changes(figures, figures.replace(", when: 制定方案", "")) == [
        ("核对“两处不合”的核对的前提", "制定方案", None)
    ]
