"""Random small packs, and every answer that a rule of theirs (or a mutant of one) can tell from another."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.authoring.check import check_item
from scoring.authoring.check.model import ItemAnalysis
from scoring.lang import Value
from scoring.model.clauses import Clause
from scoring.model.criteria import Criteria, Item, NotApplicablePolicy, Start
from scoring.model.facts import Better, FactType
from scoring.rules import ItemResult, resolve_inputs, rulebook_of, score_item
from tests.rules.rules_factories import award, deduct, fact, forfeit, interpretation, item, pack

__all__ = ["GRID", "OPTIONS", "analyse", "grid", "naive", "only", "packs"]

NUMBERS = tuple(Fraction(n, 2) for n in (-1, 0, 1, 2, 3))
"""Mutants move the limits of a number by a tenth; their test leaves numbers out."""
GRID: Mapping[str, tuple[Value, ...]] = {
    "甲": (False, True),
    "乙": (False, True),
    "个数": tuple(Fraction(n) for n in range(8)),
    "数值": NUMBERS,
}
OPTIONS = ("从宽", "从严")
ATOMS = (
    *("甲", "乙", "not 甲", "not 乙", "口径 == '从严'"),
    *("个数 == 0", "个数 > 0", "个数 >= 2", "个数 != 1", "个数 <= 2"),
    *("数值 < 1", "数值 == 1", "数值 >= 0"),
)
NEEDS = (None, "甲", "not 甲", "个数 > 0")


def conditions() -> st.SearchStrategy[str]:
    atom = st.sampled_from(ATOMS)
    joined = st.builds(lambda a, word, b: f"{a} {word} {b}", atom, st.sampled_from(("and", "or")), atom)
    nested = st.builds(lambda a, word, b: f"({a}) {word} {b}", joined, st.sampled_from(("and", "or")), atom)
    return st.one_of(atom, joined, nested)


def clauses() -> st.SearchStrategy[Clause]:
    points = st.sampled_from((1, 2, 3))
    when = st.one_of(st.none(), conditions())
    guarded = conditions()
    return st.one_of(
        st.builds(deduct, points, guarded),
        st.builds(award, points, guarded),
        st.builds(forfeit, guarded),
        st.builds(lambda p, w, limit: award(p, w, per="个数", at_most=limit), points, when, st.sampled_from((2, 3))),
        st.builds(lambda p, w: deduct(p, w, per="个数", at_most=3), points, when),
    )


@st.composite
def packs(draw: st.DrawFn, *, numbers: bool = True) -> Criteria:
    directions = {"甲": (Better.YES, Better.NO), "个数": (Better.HIGHER, Better.LOWER), "数值": (Better.HIGHER,)}
    kinds = {"甲": FactType.BOOL, "乙": FactType.BOOL, "个数": FactType.COUNT, "数值": FactType.NUMBER}
    needs = {"乙": draw(st.sampled_from(NEEDS)), "数值": draw(st.sampled_from((None, "甲")))}
    facts = [
        replace(
            fact(name, kind, needs=needs.get(name)),
            better=draw(st.sampled_from(directions.get(name, (None,)))),
            item="1.1",
        )
        for name, kind in kinds.items()
        if numbers or name != "数值"
    ]
    ours = draw(st.lists(clauses(), min_size=1, max_size=3))
    if not numbers:
        ours = [one for one in ours if one.when is None or "数值" not in str(one.when)] or [deduct(1, "甲")]
    start = draw(st.sampled_from((None, Start.FULL, Start.ZERO)))
    made = item("1.1", draw(st.integers(1, 4)), ours, facts, start)
    policy = draw(st.sampled_from(tuple(NotApplicablePolicy)))
    return pack([made], interpretations=[interpretation("口径", *OPTIONS, item_id="1.1")], policy=policy)


Stated = Mapping[str, Value]


def only(criteria: Criteria) -> Item:
    return criteria.sections[0].items[0]


def grid(criteria: Criteria) -> list[Stated]:
    names = list(criteria.facts_by_name)
    return [dict(zip(names, values, strict=True)) for values in product(*(GRID[name] for name in names))]


def naive(criteria: Criteria, it: Item, stated: Stated, option: str = "") -> ItemResult:
    rulebook = rulebook_of(criteria)
    resolved = resolve_inputs(criteria, {**stated, "口径": option} if option else stated)
    return score_item(it, resolved, rulebook)


def analyse(criteria: Criteria, *, mutants: bool = False) -> ItemAnalysis:
    return check_item(criteria, only(criteria), (), mutants=mutants)[0]
