"""How names are compared, and how a character that nobody sees is called."""

from __future__ import annotations

import pytest

from scoring.base.characters import BASIC, UNSEEN, alike, character_text, escapes, holds_unseen


@pytest.mark.parametrize(
    "other",
    [
        "示 例市",
        "示\u00ad例市",
        "示\u200b例市",
        "示例市\u3000",
        "\ufeff示例市",
        "示\ufe00例市",
        "示例\U000e0041市",
        "示\u202e例市",
    ],
)
def test_what_nobody_sees_and_space_make_no_other_name(other: str) -> None:
    assert alike(other) == alike("示例市")


@pytest.mark.parametrize(("one", "other"), [("Ａ市", "a市"), ("甲（1）", "甲(1)"), ("Desk-A", "ｄｅｓｋ-a")])
def test_width_and_size_of_letters_make_no_other_name(one: str, other: str) -> None:
    assert alike(one) == alike(other)


@pytest.mark.parametrize(("one", "other"), [("甲市", "乙市"), ("𠮷林市", "吉林市"), ("甲市", "甲")])
def test_other_names_stay_other(one: str, other: str) -> None:
    assert alike(one) != alike(other)


@pytest.mark.parametrize("text", ["𠮷林市", "葛\U000e0100市", "☑\ufe0f", "甲　乙", "ᠨ\u180bᠢ", "\u3400", "a\u0301"])
def test_rare_characters_are_no_hidden_ones(text: str) -> None:
    assert UNSEEN.search(text) is None


def test_a_character_is_called_by_its_name_and_number() -> None:
    assert character_text("\u00ad") == "软连字符（U+00AD）"
    assert character_text("\n") == "换行（U+000A）"
    assert character_text("\u202e") == "改变文字方向的控制字符（U+202E）"
    assert character_text("\U000e0041") == "看不见的标签字符（U+E0041）"
    assert character_text("\u3164") == "看不见的字符（U+3164）"


def test_what_backslashes_write_stands_where_they_do() -> None:
    lines = ('a: "甲\\n\\\\n\\x41\\u00ad', '  \\t" # \\n')
    assert list(escapes(lines, 1, 4)) == [("\n", 1, 6), ("A", 1, 11), ("\u00ad", 1, 15), ("\t", 2, 3)]


def test_the_quick_search_overlooks_no_hidden_character() -> None:
    every = "".join(map(chr, range(0x110000)))
    assert UNSEEN.search(BASIC.sub("", every)) is None
    assert holds_unseen("甲\u200b乙")
    assert holds_unseen("\ufe0f甲")
    assert not holds_unseen("葛\U000e0100、☑\ufe0e、𠮷、　")
