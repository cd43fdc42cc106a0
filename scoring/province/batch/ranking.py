"""Which inputs stand for their city, and the ranking of each pack's applicants, read from the state one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.errors import Problem, problems_json
from scoring.loading import load_criteria
from scoring.model.cohort import Applicant
from scoring.province.batch.model import Closed, Done, Ranked, State
from scoring.province.batch.store import Store
from scoring.province.ranking import Figures, applicant_from, rank
from scoring.province.ranking.duplicates import Entrant, Resolution, resolve_duplicates

__all__ = [
    "Applicants",
    "Head",
    "rankings",
    "settled",
    "unopened",
]


class Head(Struct, frozen=True, kw_only=True):
    """An input without its card: what became of it in the end, and its problems as plain data."""

    key: str
    state: State
    city: str
    criteria: str
    submission: str
    problems: tuple[dict[str, Any], ...]
    same_as: str = ""
    """For REPEATED, the key of the input that counts."""


def settled(heads: Iterable[Done]) -> list[Head]:
    """The inputs in their order, each with its final state."""
    found = [_head(one) for one in heads]
    places = [place for place, one in enumerate(found) if one.state is State.SCORED]
    scored = [found[place] for place in places]
    entrants = [Entrant(key=one.key, city=one.city, digest=one.submission, criteria=one.criteria) for one in scored]
    for place, resolution in zip(places, resolve_duplicates(entrants), strict=True):
        found[place] = _settled(found[place], resolution)
    return found


def unopened(path: Closed) -> Head:
    """What is listed in place of the inputs behind a path that could not be looked at."""
    problems = tuple(problems_json([path.problem]))
    return Head(key=path.key, state=State.FAILED, city="", criteria="", submission="", problems=problems)


def _head(done: Done) -> Head:
    return Head(
        key=done.key,
        state=done.state,
        city=done.city,
        criteria=done.criteria,
        submission=done.submission,
        problems=tuple(json.loads(done.problems)),
    )


def _settled(head: Head, resolution: Resolution) -> Head:
    if resolution.same_as:
        return replace(head, state=State.REPEATED, same_as=resolution.same_as)
    if resolution.problem is not None:
        return replace(head, state=State.RIVAL, problems=(*head.problems, *problems_json([resolution.problem])))
    return head


class Applicants:
    """The applicants of one pack that stand for their city, in order. Can be gone through more than once; only one is in
    memory at a time."""

    def __init__(self, store: Store, criteria: str, out: Iterable[str]) -> None:
        self.store = store
        self.criteria = criteria
        self.out = frozenset(out)

    @classmethod
    def of(cls, store: Store, criteria: str, heads: Iterable[Head]) -> Applicants:
        """Those that count: of equal submissions the first, of a city with two different ones neither."""
        return cls(store, criteria, (head.key for head in heads if head.state in (State.REPEATED, State.RIVAL)))

    def of_keys(self, keys: Iterable[str]) -> Iterator[Applicant]:
        """The applicants of `keys`, in that order."""
        return (applicant_from(self.store.applicant(key)) for key in keys)

    def __iter__(self) -> Iterator[Applicant]:
        for key, text in self.store.applicants(self.criteria):
            if key not in self.out:
                yield applicant_from(text)


def rankings(store: Store, heads: Sequence[Head], search: tuple[str, ...]) -> Iterator[Ranked]:
    """One ranking for each pack that applicants were scored with, by id."""
    for name in sorted({head.criteria for head in heads if head.state is State.SCORED}):
        found = load_criteria(name, search)
        if found.value is None:  # it was there a moment ago
            yield Ranked(criteria=None, name=name, ranking=None, problems=found.problems)
            continue
        applicants = Applicants.of(store, name, heads)
        try:
            figures = Figures(found.value)
            ranking = rank(found.value, _counted(applicants, figures))
        except ValueError:
            yield Ranked(criteria=found.value, name=name, ranking=None, problems=(_changed(name),))
            continue
        yield Ranked(criteria=found.value, name=name, ranking=ranking, cohort=figures.cohort())


def _counted(applicants: Iterable[Applicant], figures: Figures) -> Iterator[Applicant]:
    for one in applicants:
        figures.add(one)
        yield _slim(one)


def _slim(applicant: Applicant) -> Applicant:
    """What ranking looks at, so that thousands fit into memory."""
    return replace(applicant, submission_digest="", losses=(), numbers=(), questions=())


def _changed(name: str) -> Problem:
    return Problem(
        code="pack-changed",
        message=f"指标体系“{name}”在计分过程中被改动了，没有排名",
        hint="请不要在计分时改动指标体系；再运行一次即可。",
    )
