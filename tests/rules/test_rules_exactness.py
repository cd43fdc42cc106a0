"""The exact range against brute force over random small packs.

Brute force runs the plain evaluator over a grid of answers: nothing it finds may lie outside the range (sound), and the
scenario that stands for each end must be a legitimate state of affairs that scores exactly that end (reachable).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import gcd, prod

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scoring import lang
from scoring.lang import Value
from scoring.model.clauses import Clause
from scoring.model.criteria import Criteria, Item, NotApplicablePolicy, Start
from scoring.model.facts import FactType, Judgement
from scoring.rules import Scenario, answers_of, evaluate, resolve_inputs, rulebook_of, score_item
from scoring.rules.surveys import ItemSurvey, survey_item
from tests.rules.rules_factories import award, deduct, fact, forfeit, item, judged, pack, submission

COUNT, NUMBER, PERCENT, JUDGED, CHOICE = (
    FactType.COUNT,
    FactType.NUMBER,
    FactType.PERCENT,
    FactType.JUDGED,
    FactType.CHOICE,
)
ATOMS = (
    *("甲", "乙", "丙"),
    *("个数 == 0", "个数 > 0", "个数 >= 2", "1 < 个数", "总数 > 0", "总数 <= 2", "个数 < 总数", "总数 == 个数"),
    *("数值 < 1", "数值 == 1", "数值 < 均数", "数值 == 均数", "均数 >= 1", "均数 > 2"),
    *("比率 < 50", "比率 == 50", "比率 < 100", "比率 == 0", "比率 < 均率", "比率 >= 均率"),
    *("占比 < 均率", "占比 == 100", "占比 >= 50", "均率 < 占比 <= 50"),
    *("等级 == '优'", "等级 in ('优', '良')", "评分 < 1", "个数 <= 数值"),
)
GRID: Mapping[str, tuple[Value, ...]] = {
    **dict.fromkeys(("甲", "乙", "丙"), (False, True)),
    **dict.fromkeys(("个数", "总数"), tuple(Fraction(n) for n in (0, 1, 2, 3, 4))),
    **dict.fromkeys(("数值", "均数"), tuple(Fraction(n) for n in ("-1", "0", "1/2", "1", "3/2", "2", "5/2", "9"))),
    **dict.fromkeys(("占比", "均率"), tuple(Fraction(n) for n in (0, 20, 40, 50, 75, 100))),
    "等级": ("优", "良", "差"),
    "评分": tuple(Fraction(n, 2) for n in range(5)),
}
LIMIT = 1_000
"""Cases of one item that are gone through; more than these are rare here, and take most of the time."""
NEEDS = (None, "甲", "个数 > 0", "not 乙", "数值 < 均数", "比率 == 100")


@st.composite
def conditions(draw: st.DrawFn) -> str:
    atoms = draw(st.lists(st.sampled_from(ATOMS), min_size=1, max_size=3))
    parts = [f"not ({atom})" if draw(st.booleans()) else f"({atom})" for atom in atoms]
    text = parts[0]
    for part in parts[1:]:
        text = f"({text} {draw(st.sampled_from(('and', 'or')))} {part})"
    return text


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    when = draw(st.none() | conditions())
    points = draw(st.sampled_from(("0.5", "1", "2")))
    at_most = draw(st.none() | st.sampled_from((1, 2)))
    kind = draw(st.sampled_from(("deduct", "award", "forfeit", "judged", "per", "fine")))
    if kind == "forfeit":
        return forfeit(when or "甲")
    if kind == "judged":
        return judged("评分", when)
    if kind == "per":
        return award(points, when, per="个数", at_most=at_most)
    if kind == "fine":
        return deduct(points, when, per="总数", at_most=at_most or 2)
    return (deduct if kind == "deduct" else award)(points, when)


@st.composite
def packs(draw: st.DrawFn, items: int = 1) -> Criteria:
    optional = draw(st.frozensets(st.sampled_from(("甲", "个数", "数值"))))
    facts = [
        fact("甲", optional="甲" in optional),
        fact("乙"),
        fact("个数", COUNT, optional="个数" in optional),
        fact("总数", COUNT),
        fact("数值", NUMBER, optional="数值" in optional),
        fact("占比", PERCENT),
        fact("等级", CHOICE, choices=("优", "良", "差")),
        fact("评分", JUDGED, low=0, high=2, step="0.5"),
        fact("比率", PERCENT, ratio=("个数", "总数"), within=draw(st.booleans())),
        fact("丙", needs=draw(st.sampled_from(NEEDS))),
    ]
    made = [
        item(
            f"1.{number}",
            draw(st.sampled_from((2, 4))),
            draw(st.lists(clauses(), min_size=1, max_size=3)),
            start=draw(st.sampled_from(Start)),
        )
        for number in range(1, items + 1)
    ]
    references = {"均数": NUMBER, "均率": PERCENT}
    return pack(made, facts=facts, references=references, policy=draw(st.sampled_from(NotApplicablePolicy)))


@st.composite
def partial(draw: st.DrawFn, criteria: Criteria) -> dict[str, Value]:
    answered = draw(st.frozensets(st.sampled_from(sorted(GRID)), max_size=6))
    stated = {name: draw(st.sampled_from(GRID[name])) for name in sorted(answered)}
    top, bottom = stated.get("个数"), stated.get("总数")
    ratio = criteria.facts_by_name["比率"].ratio
    if ratio is not None and ratio.within and isinstance(top, Fraction) and isinstance(bottom, Fraction):
        assume(top <= bottom)
    return stated


def legitimate(criteria: Criteria, values: Mapping[str, Value]) -> bool:
    """Whether answers respect their domains and 备案数 ≤ 总数 where that is declared."""
    ratio = criteria.facts_by_name["比率"].ratio
    top, bottom = values.get("个数"), values.get("总数")
    within = ratio is None or not ratio.within or not isinstance(top, Fraction) or not isinstance(bottom, Fraction)
    for name in ("个数", "总数"):
        value = values.get(name)
        if isinstance(value, Fraction) and (value < 0 or value.denominator != 1):
            return False
    for name in ("占比", "均率"):
        value = values.get(name)
        if isinstance(value, Fraction) and not 0 <= value <= 100:
            return False
    return within or top <= bottom  # type: ignore[operator]


def states_of_affairs(
    criteria: Criteria, stated: Mapping[str, Value], names: list[str], most: int = 500
) -> Iterator[dict[str, Value]]:
    """The grid of answers to `names`; of a larger one about `most` points, spread evenly over every answer."""
    ranges = []
    for name in names:
        owner = criteria.facts_by_name.get(name)
        optional = (lang.NOT_APPLICABLE,) if owner is not None and owner.not_applicable is not None else ()
        ranges.append((*GRID[name], *optional))
    size = prod(len(one) for one in ranges)
    step = max(1, size // most)
    while gcd(step, size) > 1:  # else some answers would never be met
        step += 1
    for place in range(0, size, step):
        values = dict(stated)
        for name, options in zip(names, ranges, strict=True):
            place, at = divmod(place, len(options))
            values[name] = options[at]
        if legitimate(criteria, values):
            yield values


def survey(criteria: Criteria, one: Item, stated: Mapping[str, Value], limit: int = LIMIT) -> ItemSurvey:
    return survey_item(one, answers_of(criteria, stated, limit))


def check_witness(
    criteria: Criteria, one: Item, stated: Mapping[str, Value], scenario: Scenario, expected: Fraction
) -> None:
    answers = {**stated, **{name: region.value for name, region in scenario.regions.items()}}
    again = resolve_inputs(criteria, answers)
    assert legitimate(criteria, {name: again[name] for name in scenario.values})
    assert {name: again[name] for name in scenario.values} == dict(scenario.values)
    assert score_item(one, again, rulebook_of(criteria)).score == expected


SLOW = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@SLOW
@given(st.data())
def test_range_is_sound_and_its_ends_are_reachable(data: st.DataObject) -> None:
    criteria = data.draw(packs())
    stated = data.draw(partial(criteria))
    one = criteria.sections[0].items[0]
    found = survey(criteria, one, stated)
    scores = set()
    for answers in states_of_affairs(criteria, stated, [name for name in found.free if name in GRID]):
        scores.add(score_item(one, resolve_inputs(criteria, answers), rulebook_of(criteria)).score)
    assert all(found.score.low <= score <= found.score.high for score in scores)
    if found.exact and found.worst_scenario is not None and found.best_scenario is not None:
        check_witness(criteria, one, stated, found.worst_scenario, found.score.low)
        check_witness(criteria, one, stated, found.best_scenario, found.score.high)


@SLOW
@given(st.data())
def test_bounds_past_the_limit_hold_the_exact_range(data: st.DataObject) -> None:
    criteria = data.draw(packs())
    stated = data.draw(partial(criteria))
    one = criteria.sections[0].items[0]
    exact, bounds = survey(criteria, one, stated), survey(criteria, one, stated, limit=1)
    assert bounds.score.low <= exact.score.low
    assert exact.score.high <= bounds.score.high
    if bounds.exact:
        assert bounds.score == exact.score


@SLOW
@given(st.data())
def test_an_answer_never_widens_a_range(data: st.DataObject) -> None:
    criteria = data.draw(packs(items=2))
    stated = data.draw(partial(criteria))
    open_names = sorted(set(GRID) - set(stated))
    assume(open_names)
    name = data.draw(st.sampled_from(open_names))
    more = {**stated, name: data.draw(st.sampled_from(GRID[name]))}
    assume(legitimate(criteria, more))
    for one in criteria.sections[0].items:
        before, after = survey(criteria, one, stated), survey(criteria, one, more)
        if before.exact and after.exact:
            assert before.score.low <= after.score.low
            assert after.score.high <= before.score.high


@SLOW
@given(st.data())
def test_answering_the_listed_unknowns_decides_the_score(data: st.DataObject) -> None:
    criteria = data.draw(packs())
    stated = data.draw(partial(criteria))
    one = criteria.sections[0].items[0]
    found = survey(criteria, one, stated)
    assume(found.exact)
    assert bool(found.unknown) is not found.score.decided
    for answers in states_of_affairs(criteria, stated, list(found.unknown), most=50):
        fixed = survey(criteria, one, answers)
        if fixed.exact:
            assert fixed.score.decided


@SLOW
@given(st.data())
def test_total_of_items_that_share_unknowns(data: st.DataObject) -> None:
    criteria = data.draw(packs(items=2))
    stated = data.draw(partial(criteria))
    answers = {
        name: Judgement(points=value, reason="试") if name == "评分" and isinstance(value, Fraction) else value
        for name, value in stated.items()
        if name in criteria.facts_by_name
    }
    references = {name: value for name, value in stated.items() if name in criteria.references_by_name}
    made = submission(answers, references=references)  # type: ignore[arg-type]
    card = evaluate(criteria, made, as_of=None, tool_version="0")
    for scored in card.sections[0].items:
        for ledger, end in ((scored.ledger, scored.score.low), (scored.ledger_high, scored.score.high)):
            assert sum(line.change for line in ledger) == ledger[-1].balance == end
    assert card.total == card.sections[0].score
    items = criteria.sections[0].items
    free = {name for one in items for name in survey(criteria, one, stated).free}
    for values in states_of_affairs(criteria, stated, sorted(free)):
        resolved = resolve_inputs(criteria, values)
        total = sum(score_item(one, resolved, rulebook_of(criteria)).score for one in items)
        assert card.total.low <= total <= card.total.high


def test_shared_unknown_narrows_the_total() -> None:
    """One item gains what the other loses: each is open, their sum is not."""
    items = [item("1.1", 2, [award(2, "甲")]), item("1.2", 2, [deduct(2, "甲")])]
    card = evaluate(pack(items, facts=[fact("甲")]), submission(), as_of=None, tool_version="0")
    assert [(one.score.low, one.score.high) for one in card.sections[0].items] == [(0, 2), (0, 2)]
    assert (card.total.low, card.total.high, card.exact) == (2, 2, True)


def test_two_counts_fit_between_the_same_limits() -> None:
    """2 < 总数 < 个数 can be, 个数 being 4 or more: a count just above 2 would leave no room for the other."""
    made = pack(
        [item("1.1", 1, [award(1, "个数 > 2 and 总数 > 2 and 总数 < 个数")])],
        facts=[fact("个数", COUNT), fact("总数", COUNT)],
    )
    found = survey(made, made.sections[0].items[0], {})
    assert (found.score.low, found.score.high, found.exact) == (0, 1, True)
