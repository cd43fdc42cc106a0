"""Which known word is offered for one that is not known."""

from __future__ import annotations

import pytest

from scoring.documents.problems import closest

VERDICTS = ("认可", "调整", "不认可材料", "要求说明", "无意见")


@pytest.mark.parametrize(
    ("word", "offered"),
    [
        ("不认可", "不认可材料"),  # never 认可, of which it says the opposite
        ("认可材料", "认可"),
        ("认可。", "认可"),
        ("要求说名", "要求说明"),
        ("同意", None),
    ],
)
def test_the_word_that_was_meant_is_offered_and_never_its_opposite(word: str, offered: str | None) -> None:
    assert closest(word, VERDICTS) == offered


def test_a_name_that_begins_with_the_word_goes_first() -> None:
    assert closest("入托", ["入托率", "入园", "入托人数合计"]) == "入托率"


def test_without_its_opposite_nothing_may_be_left() -> None:
    assert closest("不适用", ["适用", "是"]) is None
