"""Readings that forbid answers: what a pack may declare, and what a submission may not say."""

from __future__ import annotations

import pytest

from scoring import submissions
from scoring.model.criteria import Criteria
from tests.validate.small_pack import FILES, document, read

READING = """\
    interpretations:
      没有会议时: {{question: 怎么填？, affects: answer, default: {default}, why: 字面, forbids: {forbids}, options: {{照实填: 照实, 从严填: 没有也填“否”。}}}}
"""
SECTION = """\
section: "2"
items:
  - id: "2.1"
    points: 3
    requirement: 会议
    scoring: 没有开会的扣3分
{each}{reading}    facts:
      开会: {{type: bool, ask: 开了吗？, better: yes, not_applicable: 没有的}}
      等次: {{type: choice, choices: [优, 良], ask: 哪一等？}}
      次数: {{type: count, unit: 次, ask: 几次？}}
    clauses:
      - {{quote: 没有开会的扣3分, deduct: 3, when: not 开会 and 等次 == '优' and 次数 > 0}}
"""
STRICT = "{从严填: {开会: 不适用}}"


def pack(forbids: str = STRICT, default: str = "照实填", each: str = "") -> tuple[Criteria | None, list[str]]:
    section = SECTION.format(each=each, reading=READING.format(default=default, forbids=forbids))
    main = FILES["pack.yaml"].replace(", gap: {known: 残句, lacks: 其余文字}", "")
    result = read({**FILES, "pack.yaml": main, "section-2.yaml": section})
    return result.value, [f"{one.message} {one.hint}" for one in result.problems]


@pytest.mark.parametrize(
    ("forbids", "told"),
    [
        (STRICT, []),
        ("{从严填: {开会: [不适用, 是], 等次: 优}, 照实填: {等次: [优, 良]}}", []),
        ("{从严: {开会: 不适用}}", ["没有名为“从严”的选项 是不是“从严填”？"]),
        ("{从严填: {会议: 不适用}}", ["没有名为“会议”的填报项"]),
        ("{从严填: {开会: 可以}}", ["“开会”本来就不能填“可以” 能写的有：是、否、不适用。"]),
        ("{从严填: {等次: 不适用}}", ["“等次”本来就不能填“不适用” 能写的有：优、良。"]),
        ("{从严填: {次数: 3}}", ["“次数”本来就不能填“3” 数和文字的填报项不写在这里。"]),
    ],
)
def test_what_a_pack_may_declare(forbids: str, told: list[str]) -> None:
    criteria, found = pack(forbids)
    assert (criteria is None) is bool(told)
    assert [any(line.startswith(words) for line in found) for words in told] == [True] * len(told)


CHOSEN = "解释口径: {没有会议时: {选择: 从严填, 理由: 例}}\n"


@pytest.mark.parametrize(
    ("default", "text", "told"),
    [
        ("照实填", '自评: {"2.1": {开会: {不适用: 没有}}}\n', []),
        ("照实填", CHOSEN + '自评: {"2.1": {开会: 否}}\n', []),
        ("照实填", CHOSEN + '自评: {"2.1": {开会: 未填}}\n', []),
        (
            "照实填",
            CHOSEN + '自评: {"2.1": {开会: {不适用: 没有}}}\n',
            ["4: “开会”填的是“不适用”，改选的（第3行）口径“没有会议时：从严填”不能这样填"],
        ),
        (
            "从严填",
            '自评: {"2.1": {开会: {不适用: 没有}}}\n',
            ["3: “开会”填的是“不适用”，默认的口径“没有会议时：从严填”不能这样填"],
        ),
    ],
)
def test_an_answer_must_fit_the_reading_it_is_given_under(default: str, text: str, told: list[str]) -> None:
    criteria, _ = pack(default=default)
    assert criteria is not None
    result = submissions.submission(document(f"指标体系: small\n城市: 示例市\n{text}"), criteria)
    found = [(one.location.line if one.location else 0, one.message) for one in result.problems]
    assert [f"{line}: {message}" for line, message in found] == told
    assert (result.value is None) is bool(told)


def test_answers_of_units_must_fit_too() -> None:
    criteria, found = pack(each="    each: {name: 县区, take: sum}\n")
    assert criteria is not None, found
    text = CHOSEN + '自评: {"2.1": {县区: {甲: {开会: 是}, 乙: {开会: {不适用: 没有}}}}}\n'
    result = submissions.submission(document(f"指标体系: small\n城市: 示例市\n{text}"), criteria)
    assert [one.code for one in result.problems] == ["reading-forbids"]
