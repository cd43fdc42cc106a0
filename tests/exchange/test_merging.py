"""Three sides made one: a change is taken, kept apart or named as a conflict, and never lost, in whatever order it comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.exchange.merging import UNKNOWN_BASE, Decision, Outcome, UnknownBase, Vote, merge
from scoring.exchange.places import Place
from scoring.exchange.questions import Path
from scoring.exchange.values import Value

Q: Path = ("自评", "1.1", "专题会议次数")


def vote(book: str, value: Value, base: Value | UnknownBase, path: Path = Q, *, settles: bool = False) -> Vote:
    place = Place(book=f"{book}.xlsx", sheet="填报", cell="G5")
    return Vote(path=path, value=value, base=base, place=place, settles=settles)


def decided(current: Value, *votes: Vote) -> Decision:
    (found,) = merge({Q: current} if current is not None else {}, votes)
    return found


def test_a_change_is_taken() -> None:
    found = decided("3", vote("甲", "4", "3"), vote("乙", "3", "3"))
    assert (found.outcome, found.value, [one.place.book for one in found.votes]) == (Outcome.TAKEN, "4", ["甲.xlsx"])


def test_what_nobody_changed_stays_whatever_the_file_says_by_now() -> None:
    assert decided("9", vote("甲", "3", "3")).outcome is Outcome.UNCHANGED


def test_what_stands_there_already_is_unchanged() -> None:
    assert decided("4", vote("甲", "4", "3"), vote("乙", "4", "3")).outcome is Outcome.UNCHANGED


def test_two_answers_are_a_conflict_with_both_named() -> None:
    found = decided("3", vote("乙", "5", "3"), vote("甲", "4", "3"))
    assert (found.outcome, found.value) == (Outcome.CONFLICT, "3")
    assert sorted((one.place.book, one.value) for one in found.votes) == [("乙.xlsx", "5"), ("甲.xlsx", "4")]


def test_a_file_that_changed_meanwhile_is_a_conflict() -> None:
    assert decided("7", vote("甲", "4", "3")).outcome is Outcome.CONFLICT


def test_one_who_knew_the_file_carries_another_who_says_the_same() -> None:
    assert decided("3", vote("甲", "4", "3"), vote("乙", "4", "2")).outcome is Outcome.TAKEN


def test_without_a_base_only_what_is_open_is_filled() -> None:
    assert decided(None, vote("甲", "4", UNKNOWN_BASE)).outcome is Outcome.TAKEN
    assert decided("3", vote("甲", "4", UNKNOWN_BASE)).outcome is Outcome.CONFLICT
    assert decided("3", vote("甲", "3", UNKNOWN_BASE)).outcome is Outcome.UNCHANGED
    assert decided("3", vote("甲", None, UNKNOWN_BASE)).outcome is Outcome.UNCHANGED


def test_who_settles_goes_before_all() -> None:
    settled = vote("待定", "5", "3", settles=True)
    assert decided("3", vote("甲", "4", "3"), vote("乙", "5", "3"), settled).value == "5"
    kept = vote("待定", "3", "3", settles=True)
    assert decided("3", vote("甲", "4", "3"), vote("乙", "5", "3"), kept).outcome is Outcome.UNCHANGED
    assert decided("8", settled).outcome is Outcome.CONFLICT


VALUES: st.SearchStrategy[Value] = st.sampled_from(
    [
        None,
        "是",
        "否",
        "3",
        "4",
        "95%",
        {"不适用": ""},
        {"不适用": "没有"},
        {"分值": "1.5", "理由": "实"},
        [{"情况": "甲"}],
    ]
)
PATHS = st.sampled_from([("自评", "1.1", name) for name in "甲乙丙丁戊"])
VOTES = st.lists(
    st.builds(
        vote,
        st.sampled_from(["财政", "税务", "卫健", "教育"]),
        VALUES,
        st.one_of(VALUES, st.just(UNKNOWN_BASE)),
        PATHS,
    ),
    min_size=10,
    max_size=40,
)


@settings(max_examples=400)
@given(st.dictionaries(PATHS, VALUES.filter(lambda one: one is not None)), VOTES, st.randoms())
def test_nothing_is_lost_and_order_is_no_matter(
    current: Mapping[Path, Value], votes: Sequence[Vote], chance: object
) -> None:
    """Ten thousand random edits and more: each changed answer is what the file says in the end, or it is named."""
    decisions = merge(current, votes)
    shuffled = list(votes)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    again = merge(current, shuffled)
    assert [(one.path, one.outcome, one.value) for one in again] == [
        (one.path, one.outcome, one.value) for one in decisions
    ]
    by_path = {one.path: one for one in decisions}
    assert set(by_path) == {one.path for one in votes}
    for one in votes:
        found = by_path[one.path]
        if one.changed:
            assert found.value == one.value or (found.outcome is Outcome.CONFLICT and one in found.votes)
        if found.outcome is not Outcome.TAKEN:
            assert found.value == current.get(one.path)
    for path, found in by_path.items():
        changed = [one for one in votes if one.path == path and one.changed]
        if len({repr(one.value) for one in changed}) > 1:
            assert found.outcome is Outcome.CONFLICT
            assert {repr(one.value) for one in found.votes} == {repr(one.value) for one in changed}
