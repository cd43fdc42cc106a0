"""The subjects of a review: what an item and a gate of eligibility have in common, and what a decision does to each.

Whatever merges, compares or keeps decisions works on subjects; where the two differ is written here.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from scoring.evidence_support import supporting_documents
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import UNKNOWN, Answer, Judgement
from scoring.model.procedure import Gate
from scoring.model.review import UNANSWERED, Decision, Opinion, Review, ReviewState, Verdict
from scoring.model.scorecard import ItemScore
from scoring.model.submission import EvidenceFile, GateAnswer, Submission, Unit
from scoring.rules.evaluating import gate_result

__all__ = [
    "Claims",
    "GateSubject",
    "ItemSubject",
    "Kept",
    "Papers",
    "Subject",
    "claims_of",
    "keep",
    "papers_of",
    "said",
    "subjects",
    "unsupported",
]

Paper = tuple[str, str]
MARK_LENGTH = 12


class Papers(Struct, frozen=True, kw_only=True):
    """Which papers back which facts: `of_fact` gives the (item, path) of every file that supports a fact. Facts that the
    rules themselves ask papers for are not in it: without the papers they are 否, not doubtful."""

    of_fact: Mapping[str, tuple[Paper, ...]]


class Claims(Struct, frozen=True, kw_only=True):
    """What the city itself says: its file, the papers behind its facts, and the day from which years are counted back."""

    submission: Submission
    papers: Papers
    day: date | None


class Subject(ABC):
    """What a decision can be about. `name` is the id of an item or the name of a gate."""

    name: str
    gate: bool

    @abstractmethod
    def mark(self, submission: Submission) -> str:
        """A short mark of what a city says about the subject, so that a review can tell whether it changed since."""

    @abstractmethod
    def content(self, state: ReviewState) -> object:
        """What decides the outcome, for comparing two states: words beside it do not count."""

    @abstractmethod
    def applied(self, claims: Claims, before: ReviewState, decision: Decision) -> ReviewState:
        """The state after one decision, which is an opinion; 认可 returns to the `claims`."""

    @abstractmethod
    def opinion(
        self, claims: Claims, review: Review, decision: Decision, scores: Mapping[str, ItemScore], /
    ) -> Opinion:
        """What the decision alone makes of the subject; `scores` are those of the whole review alone."""


def subjects(criteria: Criteria) -> dict[str, Subject]:
    """Everything that can be decided by its name: the items, then the gates."""
    found: list[Subject] = [ItemSubject(criteria, item) for item in criteria.items_by_id.values()]
    return {one.name: one for one in [*found, *map(GateSubject, criteria.eligibility.gates)]}


class ItemSubject(Subject):
    """An item of the index (指标项)."""

    gate = False

    def __init__(self, criteria: Criteria, item: Item) -> None:
        self.criteria = criteria
        self.item = item
        self.name = item.id

    def mark(self, submission: Submission) -> str:
        """Over the item's answers and the papers listed for it."""
        names = sorted(fact.name for fact in self.item.facts)
        parts: list[object] = [
            _written(names, submission.answers),
            [[row.name, row.checked, _written(names, row.answers)] for row in submission.units.get(self.name, ())],
            [[file.path, file.request] for file in submission.evidence if file.item == self.name],
        ]
        return _mark(parts)

    def content(self, state: ReviewState) -> object:
        """Values, doubts, papers and a score that stands without facts."""
        own = sorted(claims_of(self.criteria, self.name))
        submission, merged = state.submission, state.merged.get(self.name)
        return (
            _values(own, submission.answers),
            tuple((row.name, row.checked, _values(own, row.answers)) for row in submission.units.get(self.name, ())),
            tuple(name in state.unproven for name in own),
            tuple(one for one in sorted(state.lacking) if one[0] == self.name),
            self._proofs(submission),
            None if merged is None else merged.score,
        )

    def _proofs(self, submission: Submission) -> tuple[str, ...]:
        """The requests that a rule of the item asks for and that are listed."""
        asked = {request for fact in self.item.facts for request in fact.proof}
        return tuple(sorted({file.request for file in submission.evidence if file.item == self.name} & asked))

    def applied(self, claims: Claims, before: ReviewState, decision: Decision) -> ReviewState:
        """认可 restores the item's claims as the city made them. 调整 takes the item as looked at: what it does not change
        stands. 不认可材料 only takes away what rests on the papers named."""
        item, own = self.name, claims_of(self.criteria, self.name)
        claimed, papers = claims.submission, claims.papers
        answers, units = dict(before.submission.answers), dict(before.submission.units)
        unproven, lacking = before.unproven, before.lacking
        evidence: tuple[EvidenceFile, ...] = before.submission.evidence
        if decision.verdict is Verdict.ACCEPT:
            for name in own:
                _put(answers, name, claimed.answers.get(name))
            if item in claimed.units:
                units[item] = claimed.units[item]
            gone = {(file.item, file.path) for file in claimed.evidence} - {(file.item, file.path) for file in evidence}
            evidence = tuple(
                file for file in claimed.evidence if file.item == item or (file.item, file.path) not in gone
            )
        if decision.verdict in (Verdict.ACCEPT, Verdict.ADJUST):
            unproven = unproven - own
            lacking = frozenset(one for one in lacking if one[0] != item)
        named = {(item, path) for path in decision.rejected}
        kept = {(file.item, file.path) for file in evidence}
        earlier = frozenset((file.item, file.path) for file in claimed.evidence if (file.item, file.path) not in kept)
        evidence = tuple(file for file in evidence if (file.item, file.path) not in named)
        lost = unsupported(self.criteria, papers, before.submission, earlier | named)
        unproven = unproven | (lost - unsupported(self.criteria, papers, before.submission, earlier))
        for name, answer in decision.facts.items():
            if answer.value is UNKNOWN:
                unproven = unproven | {name}
            else:
                answers[name] = answer
                unproven = unproven - {name}
        if decision.units:
            units[item] = _with_units(units.get(item, ()), decision.units)
        submission = replace(before.submission, answers=answers, units=units, evidence=evidence)
        merged = {id_: one for id_, one in before.merged.items() if id_ != item}
        return replace(before, submission=submission, unproven=unproven, lacking=lacking, merged=merged)

    def opinion(
        self, _claims: Claims, review: Review, decision: Decision, scores: Mapping[str, ItemScore], /
    ) -> Opinion:
        """The score that the reviewer's file alone gives the item."""
        score = scores[self.name].score
        return Opinion(reviewer=review.reviewer, role=review.role, decision=decision, score=score)


class GateSubject(Subject):
    """A gate of eligibility (申报资格). Points are never touched."""

    gate = True

    def __init__(self, of: Gate) -> None:
        self.of = of
        self.name = of.name

    def mark(self, submission: Submission) -> str:
        """Over the answer, and the day from which its years are counted back."""
        answer, day = submission.gates.get(self.name), submission.applied_on
        parts: list[object] = [] if answer is None or not answer.known else [str(answer.yes)]
        if parts and answer is not None:
            parts.append([[str(one.on), one.text] for one in answer.incidents])
        return _mark([self.name, parts, str(day)])

    def content(self, state: ReviewState) -> object:
        """The same 是 or 否, or incidents on the same days."""
        return said(state.submission.gates.get(self.name))

    def applied(self, claims: Claims, before: ReviewState, decision: Decision) -> ReviewState:
        """认可 restores the city's own answer, 调整 puts another in its place; either ends a dispute."""
        answer = claims.submission.gates.get(self.name, UNANSWERED) if decision.answer is None else decision.answer
        submission = replace(before.submission, gates={**before.submission.gates, self.name: answer})
        return replace(before, submission=submission, disputed=before.disputed - {self.name})

    def opinion(
        self, claims: Claims, review: Review, decision: Decision, _scores: Mapping[str, ItemScore], /
    ) -> Opinion:
        """The answer that then stands, and what it comes to."""
        answer = claims.submission.gates.get(self.name, UNANSWERED) if decision.answer is None else decision.answer
        state = gate_result(self.of, answer, claims.day).state
        return Opinion(reviewer=review.reviewer, role=review.role, decision=decision, answer=answer, state=state)


class Kept(Struct, frozen=True, kw_only=True):
    """Decisions of an earlier file by subject: those that still fit the claims, and those whose subject the city changed."""

    fitting: Mapping[str, Decision] = {}
    changed: Mapping[str, Decision] = {}


def keep(criteria: Criteria, submission: Submission, earlier: Review) -> Kept:
    """Which decisions of `earlier` can be taken over: all for the same file, else those whose subject is as it was."""
    known = subjects(criteria)
    fitting: dict[str, Decision] = {}
    changed: dict[str, Decision] = {}
    for name, decision in earlier.decisions.items():
        if decision.verdict is Verdict.NONE:
            continue
        same = earlier.submission == submission.digest or (
            bool(decision.mark) and decision.mark == known[name].mark(submission)
        )
        (fitting if same else changed)[name] = decision
    return Kept(fitting=fitting, changed=changed)


def papers_of(criteria: Criteria, submission: Submission, absent: frozenset[Paper] = frozenset()) -> Papers:
    """The papers of a submission; `absent` are listed files that are not there."""
    files: dict[tuple[str, str], list[Paper]] = {}
    for file in submission.evidence:
        if file.request and (file.item, file.path) not in absent:
            files.setdefault((file.item, file.request), []).append((file.item, file.path))
    found = {
        name: tuple(dict.fromkeys(paper for key in keys for paper in files.get(key, ())))
        for name, keys in supporting_documents(criteria).items()
        if not criteria.facts_by_name[name].proof
    }
    return Papers(of_fact=found)


def claims_of(criteria: Criteria, item: str) -> frozenset[str]:
    """The names of the facts that an item asks for."""
    return frozenset(fact.name for fact in criteria.items_by_id[item].facts if fact.derive is None)


def unsupported(
    criteria: Criteria, papers: Papers, submission: Submission, rejected: frozenset[Paper]
) -> frozenset[str]:
    """Answered facts that had papers and have none left once `rejected` are gone. A list of units that says 无 answers
    every fact of its item."""
    answered = {name for name, answer in submission.answers.items() if answer.answered}
    for item, rows in submission.units.items():
        if rows and rows[0].nothing:
            answered |= claims_of(criteria, item)
        answered |= {name for row in rows for name, one in row.answers.items() if one.answered}
    return frozenset(
        name
        for name, backed in papers.of_fact.items()
        if backed and name in answered and not any(paper not in rejected for paper in backed)
    )


def _with_units(rows: tuple[Unit, ...], changed: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The rows with the changed answers of each unit; a unit that was not listed is added. 无 takes the place of all."""
    if changed[0].nothing or (rows and rows[0].nothing):
        return changed
    found = {row.name: row for row in rows}
    for row in changed:
        before = found.get(row.name)
        if before is not None and row.checked:
            row = replace(row, answers={**before.answers, **row.answers})
        found[row.name] = row
    return tuple(found.values())


def _put(answers: dict[str, Answer], name: str, answer: Answer | None) -> None:
    if answer is None:
        answers.pop(name, None)
    else:
        answers[name] = answer


def _values(names: list[str], answers: Mapping[str, Answer]) -> tuple[object, ...]:
    return tuple(_seen(answers[name]) if name in answers else None for name in names)


def _seen(answer: Answer) -> object:
    """The value as rules see it: the words beside a judged number do not count."""
    value = answer.value
    points = getattr(value, "points", value)
    return (type(points), points)


def said(answer: GateAnswer | None) -> tuple[object, ...]:
    """What an answer to a gate says, for comparing two: the words about incidents do not count."""
    if answer is None or not answer.known:
        return (False,)
    return (True, answer.yes, sorted("" if one.on is None else one.on.isoformat() for one in answer.incidents))


def _mark(parts: list[object]) -> str:
    data = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return hashlib.sha256(data).hexdigest()[:MARK_LENGTH]


def _written(names: list[str], answers: Mapping[str, Answer]) -> list[list[str]]:
    return [[name, answers[name].state, _text(answers[name])] for name in names if name in answers]


def _text(answer: Answer) -> str:
    value = answer.value if answer.answered else None
    return f"{value.points} {value.reason}" if isinstance(value, Judgement) else str(value)
