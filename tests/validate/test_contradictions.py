"""What a pack says cannot be true together: how it is declared, and the questions it raises."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring import submissions
from scoring.base.errors import Problem, Severity
from scoring.loading import load_submission
from scoring.model.checks import Contradiction
from scoring.model.criteria import Criteria
from tests.liaoning import liaoning
from tests.validate.small_pack import FILES, brief, document, read

MAIN = "pack.yaml"
HEAD = "指标体系: small\n城市: 示例市\n申报日期: 2022-05-20\n"
SMALL = {
    **FILES,
    "section-1.yaml": FILES["section-1.yaml"].replace(
        "{type: bool, ask: 是否制定方案？, better: yes}",
        "{type: bool, ask: 是否制定方案？, better: yes, not_applicable: 没有项目}",
    ),
}


def checks(never: str) -> str:
    return f'checks:\n  两处不合: {{never: "{never}", ask: 两处说的是一件事。}}\n'


def pack(never: str) -> Criteria:
    found = read(SMALL | {MAIN: SMALL[MAIN] + checks(never)})
    assert found.value is not None, found.problems
    return found.value


def asked(never: str, text: str) -> list[Problem]:
    found = submissions.submission(document(HEAD + text), pack(never))
    assert found.value is not None, found.problems
    return [one for one in found.problems if one.code == "contradiction"]


def told(never: str, text: str) -> list[str]:
    return [one.message for one in asked(never, text)]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("甲: {never: 制定方安 and 甲类事件, ask: 问}", "condition-name"),
        ("甲: {never: 甲类事件 == 1, ask: 问}", "condition-type"),
        ("甲: {never: \"相等时 == '扣一半' and 制定方案\", ask: 问}", "condition-choice"),
        ("甲: {never: \"相等时 == '扣'\", ask: 问}", "check-form"),
        ("甲: {never: 制定方案, when: 甲类事件, ask: 问}", "check-form"),
        ("甲: {never: 制定方案, fact: 水平, ask: 问}", "check-form"),
        ("甲: {ask: 问}", "check-form"),
        ("甲: {never: \"水平 == '不适用'\", ask: 问}", "check-name"),
        ("甲: {never: \"没有的 == '不适用' and 制定方案\", ask: 问}", "condition-name"),
        ("甲: {never: 制定方案 and, ask: 问}", "condition-syntax"),
    ],
)
def test_a_slip_is_told_at_its_place(more: str, code: str) -> None:
    line = SMALL[MAIN].count("\n") + 2
    found = [place.split() for place in brief(read(SMALL | {MAIN: f"{SMALL[MAIN]}checks:\n  {more}\n"}).problems)]
    assert [(place.split(":")[1], name) for place, name, *_ in found] == [(str(line), code)]


def test_an_unknown_name_is_told_with_those_that_may_be_meant() -> None:
    found = read(SMALL | {MAIN: SMALL[MAIN] + checks("甲类事 and 制定方案")}).problems
    assert [one.hint for one in found] == ["是不是：甲类事件？"]


def test_a_name_of_two_things_cannot_be_read() -> None:
    files = SMALL | {MAIN: SMALL[MAIN].replace("甲类事件: {kind", "制定方案: {kind") + checks("制定方案")}
    assert [one.code for one in read(files).problems] == ["check-name"]


@pytest.mark.parametrize(
    ("gate", "raised"),
    [
        ("[{日期: 2021-06-01, 情况: 例}]", True),
        ("[{日期: 2020-05-20, 情况: 首日}]", True),
        ("[{日期: 2020-05-19, 情况: 期限以前}]", False),
        ("[{情况: 没有日期}]", False),
        ("[{日期: 2021-06-01, 情况: 例}, {情况: 没有日期}]", True),
        ("无", False),
        ("未填", False),
    ],
)
def test_a_gate_is_true_where_it_disqualifies_within_its_period(gate: str, raised: bool) -> None:
    text = f'申报资格: {{甲类事件: {gate}}}\n自评:\n  "1.1": {{制定方案: 是}}\n'
    assert bool(asked("甲类事件 and 制定方案", text)) is raised


@pytest.mark.parametrize(
    ("gate", "raised"),
    [("无", True), ("[{日期: 2020-05-19, 情况: 以前}]", True), ("[{情况: 例}]", False), ("未填", False)],
)
def test_a_gate_is_false_only_where_it_is_known_to_be(gate: str, raised: bool) -> None:
    text = f'申报资格: {{甲类事件: {gate}}}\n自评:\n  "1.1": {{制定方案: 是}}\n'
    assert bool(asked("not 甲类事件 and 制定方案", text)) is raised


def test_without_a_day_of_application_a_gate_is_not_known() -> None:
    text = '申报资格: {甲类事件: [{日期: 2021-06-01, 情况: 例}]}\n自评:\n  "1.1": {制定方案: 是}\n'
    undated = document(HEAD.replace("申报日期: 2022-05-20\n", "") + text)
    assert "contradiction" not in [
        one.code for one in submissions.submission(undated, pack("甲类事件 and 制定方案")).problems
    ]


def test_the_question_stands_at_the_answer_and_names_every_other_place() -> None:
    text = """\
申报资格:
  甲类事件: [{日期: 2021-06-01, 情况: 例}]
解释口径:
  相等时: {选择: 扣, 理由: 从严}
参照值:
  平均水平: {数值: 3, 年份: 2021, 来源: 虚构}
自评:
  "1.1": {制定方案: 是, 会议次数: 2, 水平: 3}
"""
    (one,) = asked("甲类事件 and 相等时 == '扣' and 水平 == 平均水平 and 会议次数 > 1", text)
    assert one.severity is Severity.QUESTION
    assert str(one.location) == "自评.yaml:11:33"
    assert one.message == (
        "“水平”填的是3个，“会议次数”填的是2次（第11行），申报资格的“甲类事件”填有申报前2年内的情况（第5行），"
        "口径“相等时”选的是“扣”（第7行），参照值“平均水平”是3个（第9行）：不能同时成立（涉及（一）1的4分）"
    )
    assert one.excerpt == '  "1.1": {制定方案: 是, 会议次数: 2, 水平: 3}'
    assert one.hint.startswith("两处说的是一件事。请核对后改正其中一处；")


def test_of_several_causes_that_each_would_do_one_is_named() -> None:
    found = told("制定方案 and (相等时 == '扣' or 相等时 == '不扣') and not (水平 > 9 and 会议次数 > 9)", LEVEL)
    assert found == [
        "“制定方案”填的是“是”，“水平”填的是3个（第5行），口径“相等时”按“不扣”：不能同时成立（涉及（一）1的4分）"
    ]


LEVEL = '自评:\n  "1.1": {制定方案: 是, 会议次数: 2, 水平: 3}\n'


def test_not_applicable_is_an_answer_that_can_be_asked_about() -> None:
    never = "制定方案 == '不适用' and 水平 > 2"
    text = '自评:\n  "1.1": {制定方案: {不适用: 没有}, 水平: 3}\n'
    assert told(never, text) == ["“制定方案”填的是“不适用”，“水平”填的是3个（第5行）：不能同时成立（涉及（一）1的4分）"]
    assert told(never, text.replace("{不适用: 没有}", "是")) == []
    assert told(never, text.replace("{不适用: 没有}", "未填")) == []
    assert told("制定方案 != '不适用' and 水平 > 2", text.replace("{不适用: 没有}", "是")) != []
    assert told("制定方案 != '不适用' and 水平 > 2", text.replace("{不适用: 没有}", "未填")) == []


def test_what_is_missing_or_not_asked_raises_nothing() -> None:
    never = "会议次数 == 2 and 水平 == 3"
    assert told(never, LEVEL) != []
    assert told(never, LEVEL.replace("水平: 3", "水平: 未填")) == []
    assert told(never, LEVEL.replace("制定方案: 是", "制定方案: 否")) == []  # then nobody asks how many meetings
    assert told(never, LEVEL.replace("制定方案: 是", "制定方案: 未填")) == []


def test_a_computed_share_is_told_by_what_it_is_computed_from() -> None:
    text = '自评:\n  "1.1": {制定方案: 否}\n  "1.2": {项数: 4, 完成数: 4}\n'
    assert told("完成比例 >= 1 and not 制定方案", text) == [
        "“完成比例”算得100%，“制定方案”填的是“否”（第5行）：不能同时成立（涉及（一）2的3分、（一）1的4分）"
    ]


def test_two_questions_at_one_answer_are_both_asked() -> None:
    two = checks("制定方案 and 水平 > 2") + "  再一处: {never: 制定方案 and 会议次数 > 1, ask: 问。}\n"
    found = read(SMALL | {MAIN: SMALL[MAIN] + two})
    assert found.value is not None, found.problems
    problems = submissions.submission(document(HEAD + LEVEL), found.value).problems
    assert [one.code for one in problems] == ["contradiction", "contradiction"]


def test_two_figures_that_one_figure_does_not_fit_are_both_told() -> None:
    # 9 in care, of 8 children and for 7 places: larger than both.
    text = (
        "指标体系: liaoning-2022\n城市: 示例市\n虚构样例: 是\n"
        "基本情况: {常住人口: 1000, 三岁以下婴幼儿数: 8, 托位总数: 7, 在托婴幼儿数: 9}\n"
    )
    found = submissions.submission(document(text), liaoning()).problems
    assert [one.message for one in found] == [
        "“在托婴幼儿数”（9人）大于“三岁以下婴幼儿数”（8人）",
        "“在托婴幼儿数”（9人）大于“托位总数”（7个）",
    ]


def test_the_pack_keeps_the_condition_as_written() -> None:
    (one,) = pack("制定方案 == '不适用' and 甲类事件").checks
    assert isinstance(one, Contradiction)
    assert one.text == "制定方案 == '不适用' and 甲类事件"


def test_a_file_of_references_decides_anew(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    for name, text in (SMALL | {MAIN: SMALL[MAIN] + checks("水平 == 平均水平 and 制定方案")}).items():
        (folder / name).write_text(text, encoding="utf-8")
    own = "参照值: {平均水平: {数值: 3, 年份: 2021, 来源: 虚构}}\n"
    other = tmp_path / "参照值.yaml"
    city = tmp_path / "自评.yaml"

    def codes(references: str | None) -> list[str]:
        found = load_submission(str(city), references_path=references, search=[str(tmp_path)])
        assert found.value is not None, found.problems
        return [one.code for one in found.problems]

    city.write_text(HEAD + own + LEVEL, encoding="utf-8")
    assert codes(None) == ["contradiction"]
    other.write_text(own.replace("数值: 3", "数值: 4"), encoding="utf-8")
    assert codes(str(other)) == ["reference-differs"]
    city.write_text(HEAD + LEVEL, encoding="utf-8")
    assert codes(None) == []
    other.write_text(own, encoding="utf-8")
    assert codes(str(other)) == ["contradiction"]
