"""All returned workbooks against the submission: what is taken, what stays, what stands against each other, what is refused,
each with its cell and the line of the submission. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scoring.base.errors import Problem
from scoring.exchange.applying import Applied, apply, line_of
from scoring.exchange.collecting import Refusal, collect
from scoring.exchange.covering import ASSIGNED
from scoring.exchange.merging import Decision, Outcome, Vote, merge
from scoring.exchange.origin import belongs, older, origin_of
from scoring.exchange.questions import Path
from scoring.exchange.reading import ReturnedBook
from scoring.exchange.submitted import Submitted

__all__ = ["BookReturn", "Returns", "gather"]


class BookReturn(Struct, frozen=True, kw_only=True):
    """One workbook: its name, why it was not read at all ("" where it was), and what else to say of it."""

    name: str
    refused: str = ""
    remarks: tuple[str, ...] = ()


class Returns(Struct, frozen=True, kw_only=True):
    """What all workbooks come to.

    books: the workbooks, in the order of their names
    taken, unchanged, conflicts: the decisions, in the order of the questions
    refusals: cells that were not taken
    applied: the submission with what was taken
    """

    source: Submitted
    books: tuple[BookReturn, ...]
    taken: tuple[Decision, ...]
    unchanged: tuple[Decision, ...]
    conflicts: tuple[Decision, ...]
    refusals: tuple[Refusal, ...]
    applied: Applied

    @property
    def settled(self) -> bool:
        """Whether nothing is left for a person."""
        return not self.conflicts and not self.refusals and not any(book.refused for book in self.books)

    @property
    def cells(self) -> dict[str, str]:
        """The cells that each answer comes from, by its path in words: for the journal."""
        return {"/".join(one.path): "、".join(str(vote.place) for vote in one.votes) for one in self.taken}

    @property
    def questions(self) -> tuple[Problem, ...]:
        """What is asked about the submission that was not asked before."""
        return self.applied.questions

    def line(self, path: Path) -> int | None:
        """The line of the submission where an answer stands, as it was before."""
        return line_of(self.source.root, path)


def gather(source: Submitted, books: Sequence[ReturnedBook], unread: Sequence[BookReturn] = ()) -> Returns:
    """Everything that the workbooks say. `unread` are those that could not be opened."""
    returned: list[BookReturn] = list(unread)
    votes: list[Vote] = []
    refusals: list[Refusal] = []
    for book in books:
        origin = origin_of(book)
        why = belongs(origin, source)
        if why:
            returned.append(BookReturn(name=book.name, refused=why))
            continue
        if any(sheet.name == ASSIGNED for sheet in book.sheets):
            returned.append(BookReturn(name=book.name, remarks=("是分发清单，没有要收的答案",)))
            continue
        found = collect(book, source.asked, source.answers)
        if found.empty:
            returned.append(BookReturn(name=book.name, refused=found.empty))
            continue
        votes += found.votes
        refusals += found.refusals
        returned.append(BookReturn(name=book.name, remarks=(*older(origin, source), *found.remarks)))
    decisions = _in_order(source, merge(source.answers, votes))
    taken = [one for one in decisions if one.outcome is Outcome.TAKEN]
    applied = apply(source, taken)
    for unfit in applied.unfit:
        refusals += [
            Refusal(place=vote.place, about=_about(vote), message=unfit.message, hint=unfit.hint, path=vote.path)
            for vote in unfit.decision.votes
        ]
    return Returns(
        source=source,
        books=tuple(sorted(returned, key=lambda one: one.name)),
        taken=applied.taken,
        unchanged=tuple(one for one in decisions if one.outcome is Outcome.UNCHANGED),
        conflicts=tuple(one for one in decisions if one.outcome is Outcome.CONFLICT),
        refusals=tuple(sorted(refusals, key=lambda one: one.place)),
        applied=applied,
    )


def _about(vote: Vote) -> str:
    return "/".join(vote.path[1:] or vote.path)


def _in_order(source: Submitted, decisions: Sequence[Decision]) -> list[Decision]:
    """In the order of the questions; documents and units behind those of their topic."""
    places = {one.topic.id: number for number, one in enumerate(source.asked.questions)}
    exact = {one.path: number for number, one in enumerate(source.asked.questions)}

    def key(one: Decision) -> tuple[int, int, Path]:
        topic = places.get(one.path[1] if len(one.path) > 1 else "", -1)
        return (exact.get(one.path, topic), len(one.path), one.path)

    return sorted(decisions, key=key)
