"""After a mistake of layout that can be guessed, the rest is read too, and every place is one in the file as it stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring.documents.nodes import MappingNode, Node, Scalar
from scoring.documents.strict import parse_yaml


def told(text: str) -> list[tuple[str, int, int]]:
    found = parse_yaml(text.encode(), "甲.yaml").problems
    return [(one.code, one.location.line, one.location.column) for one in found if one.location is not None]


def scalars(node: Node | None, lead: str = "") -> Iterator[tuple[str, str, int, int]]:
    """Every value with its way and place."""
    if isinstance(node, MappingNode):
        for entry in node:
            yield from scalars(entry.value, f"{lead}/{entry.name}")
    elif isinstance(node, Scalar):
        yield lead, node.text, node.location.line, node.location.column


def read(text: str) -> list[tuple[str, str, int, int]]:
    result = parse_yaml(text.encode(), "甲.yaml")
    assert not result.ok
    return list(scalars(result.value))


def test_a_missing_space_is_told_on_its_own_line() -> None:
    assert told("甲:\n  意见:认可\n  理由: 好\n") == [("colon-space", 2, 5)]
    assert told("甲:\n  理由: 好\n  意见:认可\n丙: 1\n") == [("colon-space", 3, 5)]


def test_what_follows_a_mended_colon_keeps_its_place() -> None:
    assert read("甲:\n  意见:认可\n  理由: 好\n") == [("/甲/意见", "认可", 2, 6), ("/甲/理由", "好", 3, 7)]
    assert read("甲：一\n乙: 二\n") == [("/甲", "一", 1, 3), ("/乙", "二", 2, 4)]


@pytest.mark.parametrize("indent", ["\t", "  \t"])
def test_tabs_are_read_as_the_spaces_that_fit(indent: str) -> None:
    column = len(indent) + 1
    text = f"甲:\n{indent}乙: 一\n{indent}丙: 二\n"
    assert told(text) == [("tab", 2, len(indent)), ("tab", 3, len(indent))]
    assert read(text) == [("/甲/乙", "一", 2, column + 3), ("/甲/丙", "二", 3, column + 3)]


def test_tabs_beside_spaces_of_another_width() -> None:
    text = "甲:\n    乙:\n\t\t丙: 一\n    丁: 二\n"  # the tabs are four wide here
    assert read(text) == [("/甲/乙/丙", "一", 3, 6), ("/甲/丁", "二", 4, 8)]


def test_tabs_that_fit_nowhere_leave_only_themselves() -> None:
    assert told("甲:\n   乙: 一\n\t丙: 二\n") == [("tab", 3, 1)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # a line too far in, or not far enough, stands with its neighbours
        ("甲:\n  乙: 一\n   丙: 二\n丁: 三\n", [("/甲/乙", 2, 6), ("/甲/丙", 3, 7), ("/丁", 4, 4)]),
        ("甲:\n    乙: 一\n   丙: 二\n丁: 三\n", [("/甲/乙", 2, 8), ("/甲/丙", 3, 7), ("/丁", 4, 4)]),
        # a heading takes along what follows it
        ("甲:\n  乙:\n    一: 1\n   丙:\n    二: 2\n", [("/甲/乙/一", 3, 8), ("/甲/丙/二", 5, 8)]),
        (
            "甲:\n  乙:\n    一: 1\n 丙:\n    二: 2\n  丁: 三\n",
            [("/甲/乙/一", 3, 8), ("/甲/丙/二", 5, 8), ("/甲/丁", 6, 6)],
        ),
        # where the first line of many is out of line, all of them are told once
        (
            "甲:\n   乙: 一\n    丙: 二\n    丁:\n      戊: 三\n己: 四\n",
            [("/甲/乙", 2, 7), ("/甲/丙", 3, 8), ("/甲/丁/戊", 5, 10), ("/己", 6, 4)],
        ),
    ],
)
def test_a_line_out_of_line_is_read_where_it_nearly_stands(text: str, values: list[tuple[str, int, int]]) -> None:
    assert [code for code, _, _ in told(text)] == ["bad-indent"]
    assert [(way, line, column) for way, _, line, column in read(text)] == values


def test_an_open_quote_ends_with_its_line() -> None:
    text = '甲: "一\n乙:二\n丙: 三\n'
    assert told(text) == [("open-quote", 1, 4), ("colon-space", 2, 2)]
    assert read(text) == [("/甲", "一", 1, 4), ("/乙", "二", 2, 3), ("/丙", "三", 3, 4)]


def test_a_quote_that_goes_on_over_lines_leaves_only_itself() -> None:
    assert told('甲: "一\n  二，三\n  四\n乙:二\n') == [("open-quote", 1, 4)]


def test_a_line_without_a_colon_is_left_out() -> None:
    text = "甲: 一\n没有冒号\n乙:二\n丙: 三\n丙: 四\n"
    assert told(text) == [("missing-colon", 2, 1), ("colon-space", 3, 2), ("duplicate-key", 5, 1)]
    assert read(text)[:2] == [("/甲", "一", 1, 4), ("/乙", "二", 3, 3)]


def test_lines_out_of_line_and_what_is_wrong_in_them_come_together() -> None:
    text = "甲:\n  乙: 一\n   丙: 二\n戊:\n    己: 三\n   庚:四\n    庚: 五\n"
    assert told(text) == [("bad-indent", 3, 4), ("bad-indent", 6, 4), ("colon-space", 6, 5), ("duplicate-key", 7, 5)]


def test_mistakes_of_several_kinds_come_together() -> None:
    text = "城市：示例市\n甲:\n\t乙:一\n\t丙: 二\n\t丙: 三\n"
    assert told(text) == [
        ("full-width-colon", 1, 3),
        ("tab", 3, 1),
        ("colon-space", 3, 3),
        ("tab", 4, 1),
        ("tab", 5, 1),
        ("duplicate-key", 5, 2),
    ]


def test_a_time_and_an_address_are_no_missing_space() -> None:
    assert [code for code, _, _ in told("甲: 一\n8:30\n乙: 二\n")] == ["missing-colon"]
    assert [code for code, _, _ in told("甲: 一\nhttps://乙\n丙: 二\n")] == ["missing-colon"]


def test_names_that_look_alike_are_one_name() -> None:
    text = "甲园: 1\n甲 园: 2\nA园: 3\nａ园: 4\n"
    assert told(text) == [("duplicate-key", 2, 1), ("duplicate-key", 4, 1)]
