"""Opinions of up to three members and a chair over three stages, against a second computation of the one item 1.1 from
docs/review.md and the official sentence “无职责分工扣3分，未召开专题会议扣3分，召开会议未解决实际问题扣2分。”"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model.review import ReviewSettings, Rule, Stage
from scoring.review import verify_claims
from scoring.review.replay import replay
from scoring.review.scores import item_scores
from tests.review.writing import city, review

Facts = tuple[bool, int, bool]
"""Duties divided, meetings held, problems solved."""
Change = tuple[bool | str | None, int | str | None, bool | str | None]
"""New values; None leaves one as it is, 未填 says that it cannot be proved."""
ReviewState = tuple[Facts, frozenset[int]]
Ends = tuple[Fraction, Fraction]
Opinion = tuple[str, str, str, str, Change]
"""Stage, role, reviewer, verdict, change."""
CLAIMED: Facts = (True, 4, True)
NAMES = ("部门职责分工明确", "专题会议次数", "会议解决实际问题")
OPEN: tuple[tuple[bool | int, ...], ...] = ((True, False), (0, 1), (True, False))
OTHERS = Fraction("86.5")
"""What the city claims for all other items."""


def points(facts: Facts) -> Fraction:
    divided, meetings, solved = facts
    lost = (0 if divided else 3) + (3 if meetings == 0 else 0 if solved else 2)
    return Fraction(max(6 - lost, 0))


def ends(standing: ReviewState) -> Ends:
    """At worst what is not proved is anything at all, at best it is as it stands."""
    facts, doubted = standing
    high = points(facts)
    worlds = product(*(OPEN[at] if at in doubted else (facts[at],) for at in range(3)))
    return min(high, *(points(world) for world in worlds)), high  # type: ignore[arg-type]


def after(standing: ReviewState, verdict: str, change: Change) -> ReviewState:
    if verdict == "认可":
        return CLAIMED, frozenset()
    made = tuple(old if new in (None, "未填") else new for old, new in zip(standing[0], change, strict=True))
    return made, frozenset(at for at in range(3) if change[at] == "未填")  # type: ignore[return-value]


def expected(opinions: list[Opinion], limit: Fraction | None, rule: Rule) -> Iterator[tuple[Ends, bool]]:
    """The ends after each stage, and whether the item waits for the chair."""
    standing: ReviewState = (CLAIMED, frozenset())
    settled: Ends | None = None
    due = False
    for stage in Stage:
        spoken = [one for one in opinions if one[0] == stage.value and one[3] in ("认可", "调整")]
        alone = [after(standing, *one[3:]) for one in spoken if one[1] == "组员"]
        chair = [after(standing, *one[3:]) for one in spoken if one[1] == "组长"]
        if alone:
            lows, highs = zip(*(ends(one) for one in alone), strict=True)
            spread = max(max(lows) - min(lows), max(highs) - min(highs))
            due = False
            if all(one == alone[0] for one in alone):
                standing, settled = alone[0], None
            elif limit is not None and spread <= limit:
                settled = (middle(lows, rule), middle(highs, rule))
            elif chair:
                standing, settled = chair[0], None
            else:
                settled, due = (min(lows), max(highs)), True
        yield settled or ends(standing), due


def middle(values: tuple[Fraction, ...], rule: Rule) -> Fraction:
    ordered = sorted(values)
    if rule is Rule.MEAN:
        return sum(ordered, Fraction(0)) / len(ordered)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


@st.composite
def changes(draw: st.DrawFn) -> Change:
    flags = st.sampled_from((None, True, False, "未填"))
    made = draw(st.tuples(flags, st.sampled_from((None, 0, 1, 4, "未填")), flags).filter(any_change))
    return made if made[1] != 0 else (made[0], 0, None)  # without a meeting nobody asks what it solved


def any_change(change: Change) -> bool:
    return any(one is not None for one in change)


@st.composite
def cases(draw: st.DrawFn) -> list[Opinion]:
    found: list[Opinion] = []
    for stage in Stage:
        people = [(name, "组员") for name in "甲乙丙"[: draw(st.integers(0, 3))]]
        for name, role in [*people, *([("丁", "组长")] if draw(st.booleans()) else [])]:
            verdict = draw(st.sampled_from(("认可", "调整", "调整", "无意见", "要求说明")))
            change = draw(changes()) if verdict == "调整" else (None, None, None)
            found.append((stage.value, role, name, verdict, change))
    return found


def written(opinion: Opinion) -> str:
    verdict, change = opinion[3:]
    words = {True: "是", False: "否"}
    facts = [
        f"{name}: {words[value] if isinstance(value, bool) else value}"
        for name, value in zip(NAMES, change, strict=True)
        if value is not None
    ]
    changed = f", 改为: {{{', '.join(facts)}}}" if facts else ""
    return f'"1.1": {{意见: {verdict}{changed}{", 理由: 虚构" if verdict in ("调整", "要求说明") else ""}}}'


@settings(max_examples=20, deadline=None, derandomize=True)
@given(cases(), st.sampled_from((None, 0, 1, 2, 3)), st.sampled_from(Rule))
def test_every_combination_of_opinions(
    tmp_path_factory: pytest.TempPathFactory, opinions: list[Opinion], most: int | None, rule: Rule
) -> None:
    folder: Path = tmp_path_factory.mktemp("审核")
    reviews = [review(folder, written(one), stage=one[0], role=one[1], reviewer=one[2]) for one in opinions]
    limit = None if most is None else Fraction(most)
    found = verify_claims(city(), reviews, settings=ReviewSettings(limit=limit, rule=rule))
    assert found.refused == ()
    told = list(expected(opinions, limit, rule))
    assert [step.card.total.low - OTHERS for step in found.steps[1:]] == [low for (low, _), _ in told]
    assert [step.card.total.high - OTHERS for step in found.steps[1:]] == [high for (_, high), _ in told]
    assert found.due == (("1.1",) if told[-1][1] else ())
    score = item_scores(found.card)["1.1"].score
    assert (score.low, score.high) == told[-1][0]
    # self + all differences = result, step by step and clause by clause
    retold = replay(city(), found)
    for end, claimed, result in (("low", Fraction(6), score.low), ("high", Fraction(6), score.high)):
        assert claimed + sum(getattr(one.difference, end) for one in retold.changes) == result
        parts = [clause.difference for part in retold.whole.sections for one in part.items for clause in one.clauses]
        assert claimed + sum(getattr(part, end) for part in parts) == result
