"""Reviews by other indices than the Liaoning one: weights, items left out, grades, units, documents that rules ask for.
Figures are worked out from the sentences of the packs in tests/kinds/packs."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from scoring.loading import Loaded, load_submission
from scoring.model.review import Review, ReviewSettings, Verified
from scoring.review import load_review, verify_claims
from scoring.review.replay import replay
from scoring.review.scores import item_scores
from tests.exact import span
from tests.kinds.packs_of_tests import PACKS

FULL = """\
  "1.1": {甲扣分: 0}
  "1.2": {乙适用: 是, 乙扣分: 0}
  "2.1": {丙扣分: 0}
  "3.1": {关键项目符合: 是}
  "3.2": {丁扣分: 0}
  "4.1": {戊扣分: 0}
"""
UNITS = """\
  "1.1":
    县市区:
      甲县: {问题处数: 1, 建立台账: 是}
      乙县: {问题处数: 1, 建立台账: 是}
      丙县: {问题处数: 9, 建立台账: 否}
  "1.3":
    提供书面材料: 是
    未完成任务数: 1
    佐证材料:
      - {对应: 总结, 文件: 总结.pdf, 标题: 总结}
      - {对应: 台账, 文件: 台账.pdf, 标题: 台账}
"""


def city(folder: Path, pack: str, answers: str, profile: str = "") -> Loaded:
    path = folder / "自评.yaml"
    path.write_text(f"指标体系: {pack}\n城市: 示例市\n{profile}自评:\n{answers}", "utf-8")
    found = load_submission(str(path), search=(str(PACKS),))
    assert found.value is not None, [problem.message for problem in found.problems]
    return found.value


def review(folder: Path, loaded: Loaded, reviewer: str, item: str) -> Review:
    submission = loaded.submission
    path = folder / f"{reviewer}.yaml"
    path.write_text(
        f"指标体系: {submission.criteria_id}\n城市: 示例市\n自评校验值: {submission.digest}\n审核人: {reviewer}\n"
        f"阶段: 资料审核\n回避声明: {{利害关系: 无}}\n审核日期: 2022-06-15\n审核意见:\n  {item}\n",
        "utf-8",
    )
    found = load_review(str(path), (str(PACKS),))
    assert found.value is not None, [problem.message for problem in found.problems]
    return found.value


def verified(folder: Path, loaded: Loaded, *items: str, limit: int | None = None) -> Verified:
    reviews = [review(folder, loaded, name, item) for name, item in zip("甲乙丙", items, strict=False)]
    settings = ReviewSettings(limit=None if limit is None else Fraction(limit))
    found = verify_claims(loaded, reviews, settings=settings)
    assert found.refused == ()
    return found


def grade(found: Verified) -> tuple[str, str]:
    assert found.card.grade is not None
    return found.card.grade.low, found.card.grade.high


FIVE = '"2.1": {意见: 调整, 改为: {丙扣分: 5}, 理由: 五处}'


def test_an_open_difference_counts_by_its_weight(tmp_path: Path) -> None:
    # 45 or 50 of 50 points that weigh 20: 18 or 20.
    found = verified(tmp_path, city(tmp_path, "weighted", FULL), FIVE, '"2.1": {意见: 认可}')
    assert found.card.total == span("98", "100")


def test_a_mean_counts_by_its_weight(tmp_path: Path) -> None:
    # 47.5 of 50 points that weigh 20: 19.
    found = verified(tmp_path, city(tmp_path, "weighted", FULL), FIVE, '"2.1": {意见: 认可}', limit=5)
    assert found.card.total == span("99")
    assert grade(found) == ("合格", "合格")


def test_a_mean_is_rescaled_where_an_item_is_left_out(tmp_path: Path) -> None:
    # 1.2 does not apply: 57 of 60 points stand for 95 of 100, which weigh 30; 1.5 are lost.
    loaded = city(tmp_path, "weighted", FULL.replace("乙适用: 是, 乙扣分: 0", "乙适用: 否"))
    six = '"1.1": {意见: 调整, 改为: {甲扣分: 6}, 理由: 六处}'
    assert verified(tmp_path, loaded, six, '"1.1": {意见: 认可}', limit=6).card.total == span("98.5")


def test_an_open_key_item_opens_the_grade(tmp_path: Path) -> None:
    # 不符合要求的不得分: 10 of 100 points that weigh 30.
    no = '"3.1": {意见: 调整, 改为: {关键项目符合: 否}, 理由: 不符合}'
    found = verified(tmp_path, city(tmp_path, "weighted", FULL), no, '"3.1": {意见: 认可}')
    assert found.card.total == span("97", "100")
    assert grade(found) == ("不合格", "合格")


PROFILE = "基本情况: {所辖县市区数: 3}\n"


def test_one_unit_is_adjusted_and_the_others_stay(tmp_path: Path) -> None:
    # Claimed 8, 8 and 0: 16/3. With one problem instead of nine the third has 10 - 2 - 5 = 3: 19/3.
    loaded = city(tmp_path, "averaged", UNITS, PROFILE)
    found = verified(tmp_path, loaded, '"1.1": {意见: 调整, 改为: {县市区: {丙县: {问题处数: 1}}}, 理由: 现场只有一处}')
    assert item_scores(found.steps[0].card)["1.1"].score == span("16/3")
    assert item_scores(found.card)["1.1"].score == span("19/3")
    (change,) = replay(loaded, found).changes
    assert [(one.name, one.old, one.new) for one in change.facts] == [("丙县　问题处数", "9处", "1处")]
    assert change.difference.low == 1


@pytest.mark.parametrize("paper", ["总结.pdf", "台账.pdf"])
def test_a_paper_that_a_rule_asks_for_is_decided_not_doubted(tmp_path: Path, paper: str) -> None:
    # 均必须提供书面文字材料，否则该项不得分: 30 - 10 as claimed, nothing without one of the two.
    loaded = city(tmp_path, "averaged", UNITS, PROFILE)
    found = verified(tmp_path, loaded, f'"1.3": {{意见: 不认可材料, 不认可的材料: [{paper}], 理由: 没有盖章}}')
    assert item_scores(found.steps[0].card)["1.3"].score == span("20")
    assert item_scores(found.card)["1.3"].score == span("0")
