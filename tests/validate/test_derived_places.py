"""Places among all applicants: what a pack may say of them, how they are given from outside, and how a wrong one is told."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring import submissions
from scoring.base.errors import Problem, Severity
from scoring.model.criteria import Criteria
from scoring.model.facts import Better, FactType, Placing
from scoring.model.references import ReferenceSpan, ReferenceValue
from tests.validate.small_pack import FILES, PACK, document, read

SCORE = "  总得分: {type: number, unit: 分, ask: 几分？, derive: {score: total}}\n"
PLACE = "  名次: {type: count, unit: 名, ask: 第几名？, derive: {place: 总得分}}\n"
SHARE = "  占比: {type: percent, ask: 百分之几？, derive: {place: 总得分}}\n"
TIED = "  家数: {type: count, unit: 家, ask: 几家？, derive: {tied: 总得分}}\n"


def pack(profile: str, more: str = "", **files: str) -> tuple[Criteria | None, list[str]]:
    text = PACK.replace("profile:\n", f"profile:\n{profile}", 1) + more
    found = read({**FILES, **files, "pack.yaml": text})
    return found.value, [problem.message for problem in found.problems if problem.severity is Severity.ERROR]


def ranked() -> Criteria:
    made, told = pack(SCORE + PLACE + SHARE + TIED)
    assert told == []
    assert made is not None
    return made


def test_what_is_read() -> None:
    facts = ranked().facts_by_name
    assert (facts["名次"].derive, facts["名次"].better) == (Placing(place="总得分"), Better.LOWER)
    assert (facts["占比"].type, facts["占比"].derive) == (FactType.PERCENT, Placing(place="总得分"))
    assert (facts["家数"].derive, facts["家数"].better) == (Placing(tied="总得分"), None)
    assert [fact.name for fact in ranked().placings] == ["名次", "占比", "家数"]


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (PLACE.replace("place: 总得分", "place: 得分"), "“名次”要按“得分”排名次，但它不是得分填报项"),
        (PLACE.replace("place: 总得分", "place: total"), "“名次”要按“total”排名次，但它不是得分填报项"),
        (PLACE.replace("place: 总得分", "place: 常住人口"), "“名次”要按“常住人口”排名次，但它不是得分填报项"),
        (PLACE.replace("count, unit: 名", "number, unit: 名"), "“名次”是名次"),
        (TIED.replace("count, unit: 家", "percent"), "“家数”是名次"),
        (PLACE.replace("place: 总得分", "place: 总得分, tied: 总得分"), "“名次”的 derive 只能用一种算法"),
        (PLACE.replace("place: 总得分", "place: 总得分, times: 2"), "“名次”的 derive 只能用一种算法"),
    ],
)
def test_what_cannot_be_said(place: str, message: str) -> None:
    assert pack(SCORE + place)[1] == [message]


def test_a_score_that_waits_for_its_own_place_is_refused() -> None:
    """Section 1 may not look at the place of section 1."""
    own = SCORE.replace("score: total", 'score: "1"')
    first = FILES["section-1.yaml"].replace("when: not 制定方案", "when: not 制定方案 and 名次 > 3")
    made, told = pack(own + PLACE, **{"section-1.yaml": first})
    assert made is None
    assert told == ["“总得分”要等用到它的项先评完，谁都没法先评"]


def test_equal_totals_are_not_put_in_order_by_what_looks_at_the_place() -> None:
    first = FILES["section-1.yaml"].replace("when: not 制定方案", "when: not 制定方案 and 名次 > 3")
    made, told = pack(SCORE + PLACE, 'ranking: {ties: [{item: "1.1"}]}\n', **{"section-1.yaml": first})
    assert made is None
    assert told == ["排名次“名次”时同分的要先比“1.1”，而它要等名次才能评"]
    assert pack(SCORE + PLACE, 'ranking: {ties: [{item: "1.2"}]}\n', **{"section-1.yaml": first})[1] == []


HEAD = "指标体系: small\n城市: 示例市\n申报日期: 2022-05-20\n"


def problems(text: str) -> list[Problem]:
    return list(submissions.submission(document(HEAD + text), ranked()).problems)


def test_a_place_is_given_with_its_source_and_needs_no_year() -> None:
    made = submissions.submission(document(HEAD + "参照值:\n  名次: {数值: 3, 来源: 通报}\n"), ranked()).value
    assert made is not None
    assert (made.references["名次"].value, made.references["名次"].year) == (3, 0)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("名次: {数值: 3}", "missing"),
        ("名次: {数值: 0, 来源: 通报}", "out-of-range"),
        ("名次: {数值: 1.5, 来源: 通报}", "value"),
        ("占比: {数值: 120%, 来源: 通报}", "value"),
        ("平均水平: {数值: 3, 来源: 通报}", "missing"),
    ],
)
def test_a_wrong_place_is_told(given: str, code: str) -> None:
    found = problems(f"参照值:\n  {given}\n")
    assert [one.severity for one in found] == [Severity.ERROR]
    assert found[0].code == code or code == "value"


def test_a_place_is_not_answered() -> None:
    (found,) = problems("基本情况:\n  名次: 3\n")
    assert (found.code, found.message) == ("derived-answered", "“名次”不在这里填：名次要等全部参评城市的得分")
    assert found.hint == "请删掉这一行；有正式通报的写进“参照值”：{数值: …, 来源: …}。"


def test_a_file_of_references_may_say_between_which_places_it_lies() -> None:
    text = "名次: {数值: {最好: 2, 最差: 4}, 来源: 本批}\n占比: {数值: {最好: {分子: 50, 分母: 3}, 最差: 50, 上下限: 是}, 来源: 本批}\n"
    found = submissions.references(document(text, "参照值.yaml"), ranked())
    assert found.problems == ()
    assert found.value is not None
    place, share = found.value["名次"], found.value["占比"]
    assert isinstance(place, ReferenceSpan)
    assert isinstance(share, ReferenceSpan)
    assert (place.best, place.worst, place.exact) == (2, 4, True)
    assert (share.best, share.worst, share.exact) == (Fraction(50, 3), 50, False)


def test_an_exact_share_is_given_as_a_quotient() -> None:
    text = "占比: {数值: {分子: 100, 分母: 6}, 来源: 本批}\n"
    found = submissions.references(document(text, "参照值.yaml"), ranked())
    assert found.value is not None
    share = found.value["占比"]
    assert isinstance(share, ReferenceValue)
    assert share.value == Fraction(50, 3)


@pytest.mark.parametrize("value", ["{最好: 4, 最差: 2}", "{最好: 2, 最差: 2}", "{最好: 2}", "{最好: 2, 最差: 四}"])
def test_ends_that_are_none_are_told(value: str) -> None:
    found = submissions.references(document(f"名次: {{数值: {value}, 来源: 本批}}\n", "参照值.yaml"), ranked())
    assert found.value is None
    assert found.problems
