from __future__ import annotations

import enum
import json
from datetime import date
from fractions import Fraction

import pytest
from msgspec import Struct

from scoring.base.errors import Location
from scoring.base.plain import Keys, indented, number, plain, record
from scoring.model.scorecard import Range


class Colour(enum.Enum):
    RED = "红"


class Part(Struct, frozen=True, kw_only=True):
    name: str
    score: Range
    place: Location | None = None
    notes: tuple[str, ...] = ()
    on: date | None = None
    colour: Colour = Colour.RED


class Whole(Struct, frozen=True, kw_only=True):
    part: Part
    by_name: dict[str, Fraction]


PART = Part(name="甲", score=Range(low=Fraction(1, 3), high=Fraction(5, 2)), on=date(2022, 5, 20))


def test_the_json_of_a_record_is_the_record() -> None:
    assert plain(Whole(part=PART, by_name={"一": Fraction(3)})) == {
        "part": {
            "name": "甲",
            "score": {"low": "1/3", "high": 2.5},
            "place": None,
            "notes": [],
            "on": "2022-05-20",
            "colour": "红",
        },
        "by_name": {"一": 3},
    }


def test_a_shape_says_what_a_published_form_has_otherwise() -> None:
    keys = Keys(
        omit=("notes",),
        omit_empty=("place",),
        rename={"on": "date"},
        inline=("score",),
        add={"n": lambda p: len(p.name)},
    )
    assert plain(PART, {Part: keys, Colour: lambda one: one.name.lower()}) == {
        "name": "甲",
        "low": "1/3",
        "high": 2.5,
        "date": "2022-05-20",
        "colour": "red",
        "n": 1,
    }


def test_what_a_function_gives_is_made_plain() -> None:
    assert plain([PART.score], {Range: lambda one: [one.low, one.high]}) == [["1/3", 2.5]]


def test_there_and_back() -> None:
    whole = Whole(part=PART, by_name={"一": Fraction(3), "二": Fraction(1, 10)})
    assert record(plain(whole), Whole) == whole


def test_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="score"):
        record({"name": "甲"}, Part)
    with pytest.raises(TypeError, match="object"):
        plain(object())


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Fraction(3), 3),
        (Fraction(5, 2), 2.5),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 2**60), number(Fraction(1, 2**60))),
    ],
)
def test_a_number_is_exact_or_a_text(value: Fraction, told: object) -> None:
    assert number(value) == told
    assert Fraction(str(number(value))) == value


def test_json_in_pieces_is_that_of_one_piece() -> None:
    rows = [{"甲": [1, {"乙": []}], "丙": {}}, {"丁": 'a "b"\n', "戊": None, "己": True}, 2.5]
    value = {"空": [], "无": {}, "行": rows, "里": {"外": rows, "数": [1, [2, []]]}}
    later = {**value, "行": iter(rows), "里": {"外": (one for one in rows), "数": [1, [2, []]]}}
    assert "".join(indented(later)) == json.dumps(value, ensure_ascii=False, indent=2)
    assert "".join(indented({"行": iter(())})) == '{\n  "行": []\n}'
