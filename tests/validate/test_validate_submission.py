from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from scoring import submissions
from scoring.base.errors import Result, Severity
from scoring.model.facts import NOT_APPLICABLE, UNKNOWN, Judgement
from scoring.model.references import ReferenceValue
from scoring.model.submission import Submission
from tests.validate.small_pack import FILES, brief, document, read, small

HEAD = "指标体系: small\n城市: 示例市\n申报日期: 2022-05-20\n"


def check(text: str, head: str = HEAD) -> Result[Submission]:
    return submissions.submission(document(head + text), small())


def valid(text: str, head: str = HEAD) -> Submission:
    result = check(text, head)
    assert result.value is not None, result.problems
    assert result.problems == ()
    return result.value


def test_a_full_submission_is_read_with_exact_values() -> None:
    made = valid("""\
虚构样例: 是
申报单位: 示例市人民政府
联系方式: 02400000000
基本情况: {常住人口: 2310000}
申报资格:
  甲类事件:
    - {日期: 2019-06-01, 情况: 某事}
解释口径:
  相等时: {选择: 扣, 理由: 从严}
参照值:
  平均水平: {数值: 3.12, 年份: 2021, 来源: 某公报}
自评:
  "1.1":
    制定方案: 是
    会议次数: 4
    水平: 3.1
    佐证材料:
      - {对应: 方案, 文件: evidence/1.1/a.pdf, 标题: 某方案, 文号: 示政办发〔2021〕1号, 日期: 2021-03-02, 页数: 3}
      - {文件: b.pdf}
    说明: 已报市政府
  "1.2": {项数: 10, 完成数: 9}
  "2.1":
    乙部分评分: {分值: 2.5, 理由: 大体做到}
报告文字: {存在问题: 人手不足, 自拟标题: 一段话, 下一步打算: 未填}
""")
    assert (made.city, made.applied_on, made.invented) == ("示例市", date(2022, 5, 20), True)
    assert made.contact == "02400000000"
    assert made.answers["常住人口"].value == 2310000
    assert made.answers["制定方案"].value is True
    assert made.answers["水平"].value == Fraction(31, 10)
    assert made.answers["乙部分评分"].value == Judgement(points=Fraction(5, 2), reason="大体做到")
    assert made.gates["甲类事件"].incidents[0].on == date(2019, 6, 1)
    assert made.switched["相等时"].option == "扣"
    assert (made.references["平均水平"].value, made.references["平均水平"].year) == (Fraction(312, 100), 2021)
    first, second = made.evidence
    assert (first.request, first.dated, first.pages) == ("方案", date(2021, 3, 2), 3)
    assert (second.request, second.title) == ("", "b.pdf")
    assert made.notes == {"1.1": "已报市政府"}
    assert made.summary == {"存在问题": "人手不足", "自拟标题": "一段话"}


def test_unfilled_null_and_absent_are_all_unknown_and_no_is_an_answer() -> None:
    made = valid('自评:\n  "1.1":\n    制定方案: 未填\n    会议次数:\n    水平: ~\n  "1.2":\n')
    assert {made.answers[name].value for name in ("制定方案", "会议次数", "水平")} == {UNKNOWN}
    assert "项数" not in made.answers
    no = valid('自评: {"1.1": {制定方案: 否}}\n').answers["制定方案"]
    assert (no.state, no.value) == ("answered", False)


def test_an_empty_submission_is_valid_and_answers_nothing() -> None:
    made = valid("", "指标体系: small\n城市: 示例市\n")
    assert (dict(made.answers), made.applied_on, made.evidence) == ({}, None, ())


def test_a_template_without_a_city_is_questioned_only() -> None:
    result = check("", "指标体系: small\n城市: 未填\n申报日期: 未填\n")
    assert result.ok
    assert [problem.code for problem in result.problems] == ["city-missing"]


@pytest.mark.parametrize(("length", "codes"), [(100, []), (101, ["city-long"])])
def test_a_name_longer_than_any_city_has_is_refused(length: int, codes: list[str]) -> None:
    result = check("", f"指标体系: small\n城市: {'长' * length}\n")
    assert [problem.code for problem in result.problems] == codes
    assert result.ok is (not codes)


def test_no_incidents_is_known_and_silence_is_not() -> None:
    assert valid("申报资格: {甲类事件: 无}\n").gates["甲类事件"].known
    assert not valid("申报资格: {甲类事件: 未填}\n").gates["甲类事件"].known
    assert "甲类事件" not in valid("申报资格:\n").gates


def with_percent(**changes: str) -> dict[str, str]:
    fact = "      满意度: {type: percent, ask: 满意度是多少？, not_applicable: 没有调查}\n"
    clause = "      - {quote: 每项得1分，总分不超过2分, award: 1, per: 项数, at_most: 2, when: 满意度 >= 0}\n"
    old = "      - {quote: 每项得1分，总分不超过2分, award: 1, per: 项数, at_most: 2}\n"
    text = FILES["section-1.yaml"].replace(old, clause).replace("      项数: {type", fact + "      项数: {type")
    return {**FILES, "section-1.yaml": text}


def percent(spelt: str) -> Result[Submission]:
    criteria = read(with_percent()).value
    assert criteria is not None
    return submissions.submission(document(HEAD + f'自评: {{"1.2": {{满意度: {spelt}}}}}\n'), criteria)


def test_percentages_with_and_without_a_sign_are_the_same() -> None:
    for spelt in ("95", "95%", "95.0%"):
        result = percent(spelt)
        assert result.value is not None
        assert result.problems == ()
        assert result.value.answers["满意度"].value == 95


def test_a_bare_value_up_to_one_is_questioned_and_kept() -> None:
    for spelt, asked in [("0.95", True), ("1", True), ("0", False), ("1.01", False), ("0.95%", False)]:
        result = percent(spelt)
        assert result.value is not None
        assert [problem.code for problem in result.problems] == (["percent-scale"] if asked else [])
        assert result.value.answers["满意度"].value == Fraction(spelt.rstrip("%"))


def test_percentages_end_at_nought_and_a_hundred() -> None:
    for spelt in ("100", "100%", "0%"):
        assert percent(spelt).ok
    for spelt in ("100.01", "100.01%", "-1", "-1%"):
        assert [problem.code for problem in percent(spelt).problems] == ["out-of-range"]


def test_not_applicable_needs_leave_and_asks_for_a_reason() -> None:
    stated = percent("{不适用: 没有调查}")
    assert stated.value is not None
    assert stated.problems == ()
    answer = stated.value.answers["满意度"]
    assert (answer.value, answer.reason) == (NOT_APPLICABLE, "没有调查")
    bare = percent("不适用")
    assert [(p.code, p.severity) for p in bare.problems] == [("reason-missing", Severity.QUESTION)]
    assert brief(check('自评: {"1.1": {制定方案: 不适用}}\n').problems) == ["自评.yaml:4 not-applicable-refused"]


def test_a_part_may_equal_its_whole_and_not_exceed_it() -> None:
    valid('自评: {"1.2": {项数: 10, 完成数: 10}}\n')
    assert brief(check('自评: {"1.2": {项数: 10, 完成数: 11}}\n').problems) == ["自评.yaml:4 part-exceeds-whole"]


def test_an_answer_to_a_question_that_does_not_arise_is_questioned() -> None:
    result = check('自评: {"1.1": {制定方案: 否, 会议次数: 3}}\n')
    assert result.ok
    assert [problem.code for problem in result.problems] == ["not-asked"]
    valid('自评: {"1.1": {制定方案: 是, 会议次数: 3}}\n')
    valid('自评: {"1.1": {制定方案: 未填, 会议次数: 3}}\n')


def test_judged_points_need_a_reason_and_fit_the_steps() -> None:
    def codes(answer: str) -> list[str]:
        return [problem.code for problem in check(f'自评: {{"2.1": {{乙部分评分: {answer}}}}}\n').problems]

    assert codes("{分值: 3, 理由: 好}") == []
    assert codes("{分值: 未填}") == []
    assert codes("未填") == []
    assert codes("{分值: 3}") == ["judged-reason"]
    assert codes("{分值: 3.5, 理由: 好}") == ["out-of-range"]
    assert codes("{分值: 2.25, 理由: 好}") == ["out-of-range"]


def test_judged_points_without_steps_have_two_decimals_at_most() -> None:
    """原文没有说按几分一档的，1.75分也可以。"""
    criteria = read({**FILES, "section-2.yaml": FILES["section-2.yaml"].replace(", step: 0.5", "")}).value
    assert criteria is not None

    def told(points: str) -> list[str]:
        text = f'指标体系: small\n城市: 示例市\n自评: {{"2.1": {{乙部分评分: {{分值: {points}, 理由: 好}}}}}}\n'
        return [problem.message for problem in submissions.submission(document(text), criteria).problems]

    assert told("1.75") == told("0.01") == told("3") == told("2.50") == []
    assert told("1.755") == ["“乙部分评分”的分值最多写两位小数，这里写的是 1.755"]
    assert len(told("3.01")) == 1


def test_dates_after_the_application_are_questioned_and_the_day_itself_is_not() -> None:
    def codes(day: str) -> list[str]:
        text = f'自评:\n  "1.1":\n    佐证材料:\n      - {{文件: a.pdf, 日期: {day}}}\n'
        return [problem.code for problem in check(text).problems]

    assert codes("2022-05-20") == []
    assert codes("2022-05-21") == ["date-after-application"]


def test_another_pack_is_named_and_nothing_else_is_said() -> None:
    result = check("自评: {九: 1}\n", "指标体系: large\n城市: 示例市\n")
    assert brief(result.problems) == ["自评.yaml:1 criteria-mismatch"]


def test_the_name_of_the_pack_is_read_before_the_pack() -> None:
    assert submissions.criteria_name(document("指标体系: small\n")).value == "small"
    for text in ("城市: 示例市\n", "指标体系: 未填\n", "指标体系: [small]\n"):
        result = submissions.criteria_name(document(text))
        assert result.value is None
        assert [problem.code for problem in result.problems] == ["missing"]


def test_a_reference_file_may_name_its_heading_or_not() -> None:
    entry = "平均水平: {数值: 3.12, 年份: 2021, 来源: 某公报}"
    for text in (f"{entry}\n", f"参照值:\n  {entry}\n"):
        result = submissions.references(document(text), small())
        assert result.value is not None
        given = result.value["平均水平"]
        assert isinstance(given, ReferenceValue)
        assert given.value == Fraction(312, 100)


def test_problems_carry_the_line_they_stand_on() -> None:
    problem = check('自评: {"1.1": {制定方案: 有}}\n').problems[0]
    assert problem.excerpt == '自评: {"1.1": {制定方案: 有}}'
    assert problem.location is not None
    assert (problem.location.line, problem.location.column) == (4, 20)
    assert problem.location.path == "自评/1.1/制定方案"
