"""The regions of different scores against brute force: every case of a grid, scored one by one under both packs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import rules
from scoring.authoring.diff import DiffOutcome, diff
from scoring.authoring.diff.comparing import compare_scores
from scoring.authoring.diff.model import ScoreComparison
from scoring.authoring.diff.versions import Version, join, reads_of_item
from scoring.lang import NOT_APPLICABLE, Value
from scoring.model.clauses import Clause
from scoring.model.criteria import Criteria
from scoring.model.facts import FactType
from tests.rules.rules_factories import award, condition, deduct, fact, forfeit, interpretation, item, pack

ATOMS = (
    "甲",
    "乙",
    "数 == 0",
    "数 > 1",
    "数 != 2",
    "率 < 25",
    "率 >= 50",
    "率 == 50",
    "率 < 均",
    "率 == 均",
    "25 < 率 < 50",
    "比 < 50",
    "口径 == '宽'",
)
CONDITIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        inner.map(lambda text: f"not ({text})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
        ),
    ),
    max_leaves=3,
)
CLAUSES = st.one_of(
    st.builds(deduct, st.integers(1, 3), CONDITIONS),
    st.builds(award, st.integers(1, 2), CONDITIONS),
    st.builds(forfeit, CONDITIONS),
    st.builds(lambda most: award(1, None, per="数", at_most=most), st.integers(1, 3)),
)
NEEDS = st.sampled_from([None, "甲", "数 > 0"])


def make(clauses: Sequence[Clause], needs: str | None, default: str = "严", optional: bool = False) -> Version:
    facts = [
        fact("甲", optional=optional),
        fact("乙", needs=needs),
        fact("数", FactType.COUNT),
        fact("率", FactType.PERCENT),
        fact("分子", FactType.COUNT, high=2),
        fact("分母", FactType.COUNT, high=2),
        fact("比", FactType.PERCENT, ratio=("分子", "分母")),
    ]
    other = "宽" if default == "严" else "严"
    criteria = pack(
        [item("1.1", 4, clauses, facts)],
        references={"均": FactType.PERCENT},
        interpretations=[interpretation("口径", default, other, item_id="1.1")],
    )
    return Version(criteria=criteria, item=criteria.items_by_id["1.1"])


def grid(reads: set[str], optional: bool) -> Iterator[dict[str, Value]]:
    """Every case on both sides of every constant; a name that is not read keeps its first value."""
    whole: list[Value] = [True, False, NOT_APPLICABLE] if optional else [True, False]
    ends: dict[str, list[Value]] = {"甲": whole, "乙": [True, False]}
    ends |= {name: [Fraction(n) for n in found] for name, found in GRID.items()}
    varied = [values if name in reads else values[:1] for name, values in ends.items()]
    ratios = PARTS if "比" in reads else PARTS[:1]
    for picked, (top, bottom) in product(product(*varied), ratios):
        yield {**dict(zip(ends, picked, strict=True)), "分子": Fraction(top), "分母": Fraction(bottom)}


PARTS = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)]
LIMIT = 3_000
GRID = {"数": (0, 1, 2, 3, 4), "率": (0, 25, 30, 50, 100), "均": (0, 40, 50)}


def score(version: Version, stated: Mapping[str, Value]) -> Fraction:
    book = rules.rulebook_of(version.criteria)
    return rules.score_item(version.item, rules.resolve_inputs(version.criteria, stated), book).score


def check(old: Version, new: Version, found: ScoreComparison, optional: bool) -> None:
    """Regions hold exactly the cases whose scores differ, each with the two scores it states."""
    default = next((under.regions for under in found.scores if not under.switched), ())
    joint = join(old, new).criteria
    assert joint is not None
    for stated in grid({*reads_of_item(old), *reads_of_item(new)}, optional):
        pair = (score(old, stated), score(new, stated))
        # Where both packs ask alike, a question that does not arise has no answer; else the answer itself counts.
        values = rules.resolve_inputs(joint, stated)
        holding = {(region.old, region.new) for region in default if region.contains(values)}
        assert holding == ({pair} if pair[0] != pair[1] else set()), (stated, pair)
    for region in default:
        assert (score(old, region.witness), score(new, region.witness)) == (region.old, region.new)


@settings(max_examples=40, deadline=None)
@given(
    left=st.lists(CLAUSES, min_size=1, max_size=3),
    right=st.lists(CLAUSES, min_size=1, max_size=3),
    needs=st.tuples(NEEDS, NEEDS),
    default=st.sampled_from(["严", "宽"]),
    optional=st.booleans(),
)
def test_regions_hold_exactly_the_cases_that_differ(
    left: list[Clause], right: list[Clause], needs: tuple[str | None, str | None], default: str, optional: bool
) -> None:
    old, new = make(left, needs[0], "严", optional), make(right, needs[1], default, optional)
    found = compare_scores(old, new, LIMIT)
    if found.exact:
        check(old, new, found, optional)


@settings(max_examples=25, deadline=None)
@given(clauses=st.lists(CLAUSES, min_size=1, max_size=3), change=CLAUSES, at=st.integers(0, 2), needs=NEEDS)
def test_one_changed_clause_is_found_exactly(clauses: list[Clause], change: Clause, at: int, needs: str | None) -> None:
    changed = [change if index == at else clause for index, clause in enumerate(clauses)]
    old, new = make(clauses, needs), make(changed, needs)
    found = compare_scores(old, new, LIMIT)
    if found.exact:
        check(old, new, found, optional=False)


def negated_twice(clause: Clause) -> Clause:
    """The same guard in other words."""
    if clause.when is None:
        return clause
    from msgspec.structs import replace

    from scoring.lang import show

    return replace(clause, when=condition(f"not (not ({show(clause.when)}))"))


@settings(max_examples=30, deadline=None)
@given(clauses=st.lists(CLAUSES, min_size=1, max_size=3), order=st.randoms(use_true_random=False), needs=NEEDS)
def test_a_pure_refactor_has_no_difference(clauses: list[Clause], order: object, needs: str | None) -> None:
    shuffled = list(clauses)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    old, new = make(clauses, needs), make([negated_twice(clause) for clause in shuffled], needs)
    found = compare_scores(old, new, LIMIT)
    assert found.scores == ()
    same: Criteria = make(shuffled, needs).criteria
    if len({clause.quote for clause in clauses}) == len(clauses):
        assert diff(old.criteria, same).verdict is DiffOutcome.NONE
