"""Records behave like frozen, slotted, keyword-only dataclasses."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from scoring.record import fields, record, replace


@record
class Point:
    """A place."""

    x: int
    y: int = 0

    @property
    def total(self) -> int:
        return self.x + self.y


@record
class Other:
    x: int
    y: int = 0


def test_defaults_and_properties() -> None:
    assert (Point(x=3).y, Point(x=3, y=4).total) == (0, 7)
    assert fields(Point) == ("x", "y")
    assert repr(Point(x=3)) == "Point(x=3, y=0)"


def test_equal_by_value_and_class() -> None:
    assert Point(x=1) == Point(x=1, y=0)
    assert hash(Point(x=1)) == hash(Point(x=1, y=0))
    assert Point(x=1) != Point(x=2)
    other: object = Other(x=1)
    assert Point(x=1) != other


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "missing x"),
        ({"y": 1}, "missing x"),
        ({"x": 1, "z": 2}, "unexpected z"),
        ({"x": 1, "y": 1, "z": 2}, "unexpected z"),
        ({"y": 1, "z": 2}, "unexpected z; missing x"),
    ],
)
def test_wrong_fields_are_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        Point(**values)


def test_frozen_and_slotted() -> None:
    point = Point(x=1)
    with pytest.raises(AttributeError, match="cannot be changed"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="cannot be changed"):
        del point.x
    assert not hasattr(point, "__dict__")


def test_pickles_and_replaces() -> None:
    point = Point(x=1, y=5)
    assert pickle.loads(pickle.dumps(point)) == point
    assert replace(point, y=6) == Point(x=1, y=6)
    assert point.y == 5
    with pytest.raises(TypeError, match="unexpected z"):
        replace(point, z=6)
