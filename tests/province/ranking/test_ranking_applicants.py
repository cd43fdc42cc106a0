"""What is kept of an assessment, for each reading, and that nothing is lost on the way through JSON."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from scoring.assess import Assessment, Depth, Request, assess, evaluate
from scoring.loading import Loaded
from scoring.model.cohort import Applicant
from scoring.model.evidence import ScoreBasis
from scoring.model.scorecard import EligibilityState, OutcomeState, Range
from scoring.province.ranking import applicant_from, applicant_of, applicant_text, rank

ROOT = Path(__file__).parents[3]
CITY = """\
指标体系: liaoning-2022
城市: 示例市
申报日期: 2022-05-20
虚构样例: 是
基本情况: {常住人口: 3000000, 三岁以下婴幼儿数: 41200}
申报资格:
  重大违法违规案件: 无
  重大安全责任事故: [{日期: 2021-06-01, 情况: 某园坍塌（虚构）}]
自评:
  "1.1":
    部门职责分工明确: 否
    专题会议次数: 4
    会议解决实际问题: 是
  "3.5": {千人口托位数: 2.8}
"""


def assessed(path: Path, evidence: bool = False) -> Assessment:
    found = assess(Request(file=str(path), evidence=Depth.CONTENTS if evidence else Depth.NONE))
    assert found.value is not None, [problem.message for problem in found.problems]
    return found.value


def applicant(found: Assessment, basis: ScoreBasis = ScoreBasis.CLAIMED) -> Applicant:
    return applicant_of(
        found.criteria,
        found.submission,
        found.card,
        key="示例市/自评.yaml",
        basis=basis,
        evidence=found.evidence,
        support=found.support,
    )


@pytest.fixture
def written(tmp_path: Path) -> Assessment:
    path = tmp_path / "自评.yaml"
    path.write_text(CITY, "utf-8")
    return assessed(path, evidence=True)


def test_what_is_kept(written: Assessment) -> None:
    kept = applicant(written)
    assert (kept.city, kept.invented, kept.eligibility) == ("示例市", True, EligibilityState.INELIGIBLE)
    assert kept.reasons == ("重大安全责任事故：2021年6月1日 某园坍塌（虚构）",)
    assert kept.items[0].score == Range(low=Fraction(3), high=Fraction(3))  # 无职责分工扣3分 of 6
    assert [(one.clause, one.state, one.cost.low) for one in kept.losses if one.item == "1.1"] == [
        ("1.1-1", OutcomeState.APPLIED, 3)
    ]
    assert dict(kept.numbers) == {
        "常住人口": 3000000,
        "三岁以下婴幼儿数": 41200,
        "专题会议次数": 4,
        "千人口托位数": Fraction("2.8"),
    }
    average = next(one for one in kept.open if one.name == "全省平均千人口托位数")
    assert (average.item, average.shared, average.at_stake) == ("3.5", True, 4)


def test_open_eligibility_names_what_is_not_answered(written: Assessment) -> None:
    gates = {name: answer for name, answer in written.submission.gates.items() if name != "重大安全责任事故"}
    loaded = Loaded(criteria=written.criteria, submission=replace(written.submission, gates=gates))
    kept = applicant(evaluate(loaded))
    assert kept.eligibility is EligibilityState.UNKNOWN
    assert kept.reasons == (
        "“重大安全责任事故”未填",
        "“重大信访事件”未填",
        "“婴幼儿照护重大负面舆情”未填",
        "“上一评选周期被撤销称号”未填",
    )


def test_the_evidenced_reading_ranks_by_what_lies_on_paper(written: Assessment) -> None:
    kept = applicant(written, ScoreBasis.EVIDENCED)
    # 1.1: nothing lies on paper. 否 needs no paper to be no better than 3; 会议 may all have not been held: 0～3.
    assert kept.items[0].score == Range(low=Fraction(0), high=Fraction(3))
    assert written.support is not None
    assert kept.total == written.support.evidenced == kept.evidenced
    assert kept.claimed == written.card.total
    assert sum(score.low for _, score in kept.sections) == kept.total.low
    assert [one.ask for one in kept.open if one.name == "专题会议次数"] == ["“专题会议次数”已填报，佐证材料还没有。"]
    assert kept.missing > 0


def test_a_reading_that_is_not_there_is_refused(written: Assessment) -> None:
    with pytest.raises(ValueError, match="needs the support"):
        applicant(replace(written, support=None), ScoreBasis.EVIDENCED)


@pytest.mark.parametrize("name", ["sample-city", "weak-city", "half-filled", "not-eligible"])
def test_json_gives_back_an_equal_applicant(name: str) -> None:
    kept = applicant(assessed(ROOT / "submissions" / name / "submission.yaml"))
    back = applicant_from(applicant_text(kept))
    assert back == kept
    assert all(one is other for one, other in zip(back.items, applicant_from(applicant_text(kept)).items, strict=True))


def test_numbers_without_a_finite_decimal_survive(written: Assessment) -> None:
    third = Range(low=Fraction(1, 3), high=Fraction(2, 3))
    kept = replace(applicant(written), total=third, grade=("合格", "优秀"), verified=third, questions=("疑问",))
    assert applicant_from(applicant_text(kept)) == kept


@pytest.mark.parametrize("text", ['{"schema": "scoring.card/1"}', '{"key": "甲"}', "[]", "{", '{"items": [1]}'])
def test_other_data_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no applicant"):
        applicant_from(text)


def test_the_samples_ranked() -> None:
    found = [
        assessed(ROOT / "submissions" / name / "submission.yaml")
        for name in ("sample-city", "weak-city", "not-eligible")
    ]
    kept = [replace(applicant(one), key=one.submission.city) for one in found]
    ranking = rank(found[0].criteria, kept)
    assert [place.eligibility for place in ranking.ineligible] == [EligibilityState.INELIGIBLE]
    assert ranking.at_most == 2
    assert ranking.notes[0] == "原文没有规定同分如何排序，同分的城市名次并列。"
    assert [text.name for text in ranking.quota_texts] == ["国家要求", "申报名额"]
