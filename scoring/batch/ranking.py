"""Which inputs stand for their city, and the ranking of each pack's applicants, read from the state one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.errors import Problem, problems_json
from scoring.batch.model import InputState, PackRanking, TaskResult, Unreachable
from scoring.batch.store import Store
from scoring.loading import load_criteria
from scoring.model.cohort import Applicant
from scoring.province.ranking import Figures, applicant_from, rank
from scoring.province.ranking.duplicates import Entrant, Resolution, resolve_duplicates

__all__ = ["Applicants", "ResultSummary", "rankings", "deduplicate", "slim", "unreachable_summary"]


class ResultSummary(Struct, frozen=True, kw_only=True, gc=False):
    """An input without its card: what became of it in the end, and its problems as plain data."""

    key: str
    state: InputState
    city: str
    criteria: str
    submission: str
    problems: tuple[dict[str, Any], ...]
    places: str = ""
    """As that of the result."""
    same_as: str = ""
    """For REPEATED, the key of the input that counts."""


def deduplicate(summaries: Iterable[TaskResult]) -> list[ResultSummary]:
    """The inputs in their order, each with its final state."""
    found = [_summary(one) for one in summaries]
    places = [place for place, one in enumerate(found) if one.state is InputState.SCORED]
    scored = [found[place] for place in places]
    entrants = [Entrant(key=one.key, city=one.city, digest=one.submission, criteria=one.criteria) for one in scored]
    for place, resolution in zip(places, resolve_duplicates(entrants), strict=True):
        found[place] = _resolved(found[place], resolution)
    return found


def unreachable_summary(path: Unreachable) -> ResultSummary:
    """What is listed in place of the inputs behind a path that could not be looked at."""
    problems = tuple(problems_json([path.problem]))
    return ResultSummary(key=path.key, state=InputState.FAILED, city="", criteria="", submission="", problems=problems)


def _summary(done: TaskResult) -> ResultSummary:
    return ResultSummary(
        key=done.key,
        state=done.state,
        city=done.city,
        criteria=done.criteria,
        submission=done.submission,
        places=done.places,
        problems=tuple(json.loads(done.problems)),
    )


def _resolved(one: ResultSummary, resolution: Resolution) -> ResultSummary:
    if resolution.same_as:
        return replace(one, state=InputState.REPEATED, same_as=resolution.same_as)
    if resolution.problem is not None:
        return replace(
            one, state=InputState.CONFLICTING, problems=(*one.problems, *problems_json([resolution.problem]))
        )
    return one


class Applicants:
    """The applicants of one pack that stand for their city, in order. Can be gone through more than once; only one is in
    memory at a time."""

    def __init__(self, store: Store, criteria: str, out: Iterable[str]) -> None:
        self.store = store
        self.criteria = criteria
        self.out = frozenset(out)

    @classmethod
    def of(cls, store: Store, criteria: str, summaries: Iterable[ResultSummary]) -> Applicants:
        """Those that count: of equal submissions the first, of a city with two different ones neither."""
        return cls(
            store,
            criteria,
            (one.key for one in summaries if one.state in (InputState.REPEATED, InputState.CONFLICTING)),
        )

    def of_keys(self, keys: Iterable[str]) -> Iterator[Applicant]:
        """The applicants of `keys`, in that order."""
        return (applicant_from(self.store.applicant(key)) for key in keys)

    def __iter__(self) -> Iterator[Applicant]:
        for key, text in self.store.applicants(self.criteria):
            if key not in self.out:
                yield applicant_from(text)


def rankings(store: Store, summaries: Sequence[ResultSummary], search: tuple[str, ...]) -> Iterator[PackRanking]:
    """One ranking for each pack that applicants were scored with, by id."""
    for name in sorted({one.criteria for one in summaries if one.state is InputState.SCORED}):
        found = load_criteria(name, search)
        if found.value is None:  # it was there a moment ago
            yield PackRanking(criteria=None, name=name, ranking=None, problems=found.problems)
            continue
        applicants = Applicants.of(store, name, summaries)
        try:
            figures = Figures(found.value)
            ranking = rank(found.value, _counted(applicants, figures))
        except ValueError:
            yield PackRanking(criteria=found.value, name=name, ranking=None, problems=(_changed(name),))
            continue
        yield PackRanking(criteria=found.value, name=name, ranking=ranking, cohort=figures.cohort())


def _counted(applicants: Iterable[Applicant], figures: Figures) -> Iterator[Applicant]:
    for one in applicants:
        figures.add(one)
        yield slim(one)


def slim(applicant: Applicant) -> Applicant:
    """What ranking looks at, so that thousands fit into memory."""
    empty = dict.fromkeys(("losses", "numbers", "questions"), ())
    return replace(applicant, submission_digest="", claimed=None, evidenced=None, verified=None, grade=None, **empty)


def _changed(name: str) -> Problem:
    return Problem(
        code="pack-changed",
        message=f"指标体系“{name}”在计分过程中被改动了，没有排名",
        hint="请不要在计分时改动指标体系；再运行一次即可。",
    )
