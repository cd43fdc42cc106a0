"""Random small packs and answers, and the grid of values that tells apart whatever their rules can.

The grid holds every constant that the conditions compare with and values on both sides of each.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.lang import NOT_APPLICABLE, Value
from scoring.model.clauses import Clause
from scoring.model.criteria import Criteria
from scoring.model.facts import Better, Fact, FactType, Judgement
from scoring.model.submission import Submission
from tests.rules.rules_factories import Stated, award, deduct, fact, forfeit, item, judged, pack, submission

__all__ = ["ATOMS", "BETTER", "FARTHER", "FIXABLE", "GRID", "answers", "city_of", "packs"]

COUNT, NUMBER, PERCENT, JUDGED = FactType.COUNT, FactType.NUMBER, FactType.PERCENT, FactType.JUDGED
NUMBERS = ("-3", "-1", "0", "1", "5/4", "3/2", "7/4", "2", "5/2", "3", "5")
HALVES = tuple(Fraction(half, 2) for half in range(5))
GRID: Mapping[str, tuple[Value, ...]] = {
    **dict.fromkeys(("甲", "乙", "丙", "无向"), (False, True)),
    "个数": tuple(Fraction(count) for count in range(6)),
    "占比": tuple(Fraction(share) for share in (0, 45, 50, 75, 90, 95, 100)),
    "数值": tuple(Fraction(value) for value in NUMBERS),
    "评分": HALVES,
    "均数": tuple(Fraction(value) for value in NUMBERS),
}
FARTHER = tuple(Fraction(value) for value in ("-10", "1/2", "10"))
"""What 数值 and 均数 could be besides while they are open, so that either can lie on every side of the other."""
ATOMS = (
    *("甲", "not 乙", "丙", "无向"),
    *("个数 == 0", "个数 > 0", "个数 >= 2", "个数 < 3"),
    *("占比 < 50", "占比 >= 90", "占比 > 90"),
    *("数值 <= 1", "数值 < 2", "数值 > 2"),
)
BETTER = {
    "甲": Better.YES,
    "乙": Better.NO,
    "丙": Better.YES,
    "个数": Better.HIGHER,
    "占比": Better.HIGHER,
    "数值": Better.LOWER,
}
FIXABLE = tuple(BETTER)


@st.composite
def conditions(draw: st.DrawFn, atoms: tuple[str, ...]) -> str:
    parts = draw(st.lists(st.sampled_from(atoms), min_size=1, max_size=2))
    words = [f"not ({part})" if draw(st.booleans()) else f"({part})" for part in parts]
    return draw(st.sampled_from((" and ", " or "))).join(words)


@st.composite
def clauses(draw: st.DrawFn, atoms: tuple[str, ...]) -> Clause:
    when = draw(conditions(atoms))
    points = draw(st.sampled_from(("0.5", "1", "2")))
    match draw(st.sampled_from(("deduct", "deduct", "award", "forfeit", "judged", "per"))):
        case "forfeit":
            return forfeit(when)
        case "judged":
            return judged("评分", draw(st.none() | st.just(when)))
        case "per":
            return award(points, draw(st.none() | st.just(when)), per="个数", at_most=2)
        case "award":
            return award(points, when)
        case _:
            return deduct(points, when)


def _facts(needs: str | None) -> list[Fact]:
    plain = [
        fact("甲", optional=True),
        fact("乙"),
        fact("无向"),
        fact("个数", COUNT),
        fact("占比", PERCENT),
        fact("数值", NUMBER),
        fact("评分", JUDGED, low=0, high=2, step="0.5"),
        fact("丙", needs=needs),
    ]
    return [replace(one, better=BETTER.get(one.name)) for one in plain]


@st.composite
def packs(draw: st.DrawFn, atoms: tuple[str, ...] = ATOMS) -> Criteria:
    needs = draw(st.sampled_from((None, "甲", "not 乙", "个数 > 0", "无向")))
    items = [
        item(f"1.{number}", draw(st.sampled_from((2, 3))), draw(st.lists(clauses(atoms), min_size=1, max_size=2)))
        for number in range(1, draw(st.sampled_from((2, 3))))
    ]
    return pack(items, facts=_facts(needs), references={"均数": NUMBER})


@st.composite
def answers(draw: st.DrawFn, unknown: int) -> dict[str, Value]:
    names = [name for name in GRID if name != "均数"]
    missing = draw(st.frozensets(st.sampled_from(names), max_size=unknown))
    stated: dict[str, Value] = {name: draw(st.sampled_from(GRID[name])) for name in names if name not in missing}
    if "甲" in stated and draw(st.sampled_from((False, False, True))):
        stated["甲"] = NOT_APPLICABLE
    return stated


def city_of(stated: Mapping[str, Value]) -> Submission:
    """A submission that states exactly this."""
    shown: dict[str, Stated] = {name: _shown(name, value) for name, value in stated.items() if name != "均数"}
    mean = stated.get("均数")
    return submission(shown, references={"均数": mean} if isinstance(mean, Fraction) else {})


def _shown(name: str, value: Value) -> Stated:
    return Judgement(points=value, reason="试") if name == "评分" and isinstance(value, Fraction) else value
