"""A calculation in a condition is refused with the line to write instead, which can be pasted as it stands."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from scoring.lang import parse
from scoring.model.criteria import Criteria
from scoring.rules import evaluate
from tests.rules.rules_factories import HERE, submission
from tests.validate.small_pack import FILES, read


def hints(text: str) -> list[str]:
    result = parse(text, HERE)
    assert result.value is None
    return [problem.hint for problem in result.problems]


def pasted(hint: str, condition: str) -> Criteria:
    """The small pack with the proposed fact and a clause that reads it."""
    found = re.search(r"填报项“(.+?})”", hint)
    assert found is not None, hint
    section = FILES["section-1.yaml"]
    proposed = found[1].replace("unit: 个", "unit: 项")  # 单位照原来的
    section = section.replace("      完成比例:", f"      {proposed}\n      完成比例:")
    section = section.replace("when: 完成比例 >= 100", f"when: 完成比例 >= 100 and {condition}")
    result = read({**FILES, "section-1.yaml": section})
    assert result.value is not None, [problem.message for problem in result.problems]
    return result.value


@pytest.mark.parametrize(
    ("text", "name", "granted"),
    [
        # 每项得1分，共4项以2分为限；完成4项、比例100%，另一条件成立的再得1分
        ("完成数 / 项数 > 0.5", "完成数占项数比例", True),
        ("完成数 > 项数 * 1.5", "完成数占项数比例", True),
        ("完成数 + 项数 > 3", "完成数和项数合计", True),
        ("完成数 - 项数 > 3", "完成数比项数多", False),
    ],
)
def test_what_the_hint_proposes_loads_and_scores(text: str, name: str, granted: bool) -> None:
    (hint,) = hints(text)
    condition = re.search(r"条件写“(.+?)”", hint)
    assert condition is not None
    assert condition[1].startswith(name)
    criteria = pasted(hint, condition[1])
    city = submission({"项数": 4, "完成数": 4})
    card = evaluate(criteria, city, as_of=None, tool_version="")
    score = next(one.score for section in card.sections for one in section.items if one.item.id == "1.2")
    assert score.low == score.high == Fraction(3 if granted else 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("甲 + 1 > 4", "两边移项"),
        ("甲 * 2 > 4", "两边移项"),
        ("满意度 < 90%", "百分比直接写数，例如 90"),
        ("甲 > 乙 ^ 2", "请另设一个填报项"),
        ("丙 and 甲+乙>3", "“甲和乙合计: {type: count"),
        ("增长率 - 上年增长率 > 3", "减号只用来写负数"),
    ],
)
def test_other_calculations_are_told_what_they_need(text: str, words: str) -> None:
    assert words in hints(text)[0]


def test_a_bracket_beside_the_operator_gets_an_example_with_names_of_its_own() -> None:
    first, second = hints("(甲数 + 乙数) / 丙数 > 1")
    assert "甲数和乙数合计" in first
    assert "甲占乙比例" in second
