"""After a mistake of layout that can be guessed, the rest is read too, and every place is one in the file as it stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring.load import parse_yaml
from scoring.model.located import MappingNode, Node, Scalar


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
