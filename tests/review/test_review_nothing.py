"""Reviews of lists that say 无: what a reviewer puts in their place, and a paper that is not accepted. Figures are worked out
from the sentences of tests/kinds/packs/nothing."""

from __future__ import annotations

from pathlib import Path

from scoring.cli.review_template import template
from scoring.loading import Loaded
from scoring.model.review import Stage
from scoring.reports.review.parts import detail_texts
from scoring.review.data import review_json
from scoring.review.journal import entries
from scoring.review.replay import replay
from scoring.review.scores import item_scores
from scoring.rules import evaluate
from tests.exact import span
from tests.review.test_review_packs import city, review, verified

NONE = '  "1.2":\n    事故: 无\n    佐证材料: [{对应: 台账, 文件: 台账.pdf, 标题: 台账}]\n'
ONE = '  "1.2": {事故: {甲: {死亡人数: 1, 轻伤人数: 0}}}\n'


def claimed(folder: Path, answers: str) -> Loaded:
    return city(folder, "nothing", answers)


def test_an_incident_that_the_city_did_not_list(tmp_path: Path) -> None:
    """填“无”得10分；查出一起死亡1人，10－6＝4分。"""
    loaded = claimed(tmp_path, NONE)
    decided = '"1.2": {意见: 调整, 改为: {事故: {甲: {死亡人数: 1, 轻伤人数: 0}}}, 理由: 查出一起}'
    found = verified(tmp_path, loaded, decided)
    assert item_scores(found.steps[0].card)["1.2"].score == span("10")
    assert item_scores(found.card)["1.2"].score == span("4")
    (change,) = replay(loaded, found).changes
    assert [(one.name, one.old, one.new) for one in change.facts] == [
        ("事故", "无", "1个事故"),
        ("甲　死亡人数", "未填", "1人"),
        ("甲　轻伤人数", "未填", "0人"),
    ]


def test_a_reviewer_finds_that_there_was_none(tmp_path: Path) -> None:
    """列了一起得4分；不属于本项统计的事故，改为“无”，10分。"""
    loaded = claimed(tmp_path, ONE)
    found = verified(tmp_path, loaded, '"1.2": {意见: 调整, 改为: {事故: 无}, 理由: 不属于本市}')
    assert item_scores(found.steps[0].card)["1.2"].score == span("4")
    assert item_scores(found.card)["1.2"].score == span("10")
    (change,) = replay(loaded, found).changes
    assert [(one.name, one.old, one.new) for one in change.facts] == [("事故", "1个事故", "无")]
    assert [(one.fact, one.old, one.new) for one in entries(loaded, found)] == [("事故", "1个事故", "无")]
    decision = review(tmp_path, loaded, "甲", '"1.2": {意见: 调整, 改为: {事故: 无}, 理由: 不属于本市}').decisions[
        "1.2"
    ]
    assert next(detail_texts(loaded.criteria, decision)) == "“事故”改为“无”"
    assert '"units": {"无": {}}' in str(review_json(loaded, found)).replace("'", '"')


def test_nothing_is_doubted_with_its_only_paper(tmp_path: Path) -> None:
    """台账不认可，“没有事故”没有支撑：得0至10分。"""
    loaded = claimed(tmp_path, NONE)
    found = verified(tmp_path, loaded, '"1.2": {意见: 不认可材料, 不认可的材料: [台账.pdf], 理由: 没有盖章}')
    assert item_scores(found.card)["1.2"].score == span("0", "10")


def test_the_file_for_a_reviewer_shows_what_is_claimed_and_keeps_what_was_decided(tmp_path: Path) -> None:
    loaded = claimed(tmp_path, NONE)
    earlier = review(tmp_path, loaded, "甲", '"1.2": {意见: 调整, 改为: {事故: 无}, 理由: 核对过}')
    card = evaluate(loaded.criteria, loaded.submission, as_of=None, tool_version="")
    text = template(
        loaded.criteria, loaded.submission, card, reviewer="甲", stage=Stage.DESK, earlier=earlier
    ).splitlines()
    assert "    改为: {事故: 无}" in text
    assert any(line.startswith("  # 自评") and line.endswith("：无") for line in text), [
        line for line in text if "1.2" in line or "自评" in line
    ]
