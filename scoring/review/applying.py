"""What one decision does to the claims: pure functions from one standing to the next."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from scoring.evidence_support import supporting_documents
from scoring.model.criteria import Criteria
from scoring.model.facts import UNKNOWN, Answer
from scoring.model.review import Decision, Standing, Verdict
from scoring.model.submission import EvidenceFile, Submission, Unit

__all__ = ["Papers", "applied", "claims_of", "item_state", "papers_of", "unsupported"]

Paper = tuple[str, str]


class Papers(Struct, frozen=True, kw_only=True):
    """Which papers back which facts: `of_fact` gives the (item, path) of every file that supports a fact. Facts that the
    rules themselves ask papers for are not in it: without the papers they are 否, not doubtful."""

    of_fact: Mapping[str, tuple[Paper, ...]]


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


def applied(criteria: Criteria, claimed: Submission, papers: Papers, before: Standing, decision: Decision) -> Standing:
    """The standing after one decision. `claimed` is the city's own file, to which 认可 returns.

    认可 restores the item's claims as the city made them. 调整 takes the item as looked at: what it does not change
    stands. 不认可材料 only takes away what rests on the papers named. Other verdicts change nothing.
    """
    if not decision.opinion:
        return before
    item, own = decision.item, claims_of(criteria, decision.item)
    answers, units = dict(before.submission.answers), dict(before.submission.units)
    doubted, lacking = before.doubted, before.lacking
    evidence: tuple[EvidenceFile, ...] = before.submission.evidence
    if decision.verdict is Verdict.ACCEPT:
        for name in own:
            _put(answers, name, claimed.answers.get(name))
        if item in claimed.units:
            units[item] = claimed.units[item]
        gone = {(file.item, file.path) for file in claimed.evidence} - {(file.item, file.path) for file in evidence}
        evidence = tuple(file for file in claimed.evidence if file.item == item or (file.item, file.path) not in gone)
    if decision.verdict in (Verdict.ACCEPT, Verdict.ADJUST):
        doubted = doubted - own
        lacking = frozenset(one for one in lacking if one[0] != item)
    named = {(item, path) for path in decision.rejected}
    kept = {(file.item, file.path) for file in evidence}
    earlier = frozenset((file.item, file.path) for file in claimed.evidence if (file.item, file.path) not in kept)
    evidence = tuple(file for file in evidence if (file.item, file.path) not in named)
    lost = unsupported(criteria, papers, before.submission, earlier | named) - unsupported(
        criteria, papers, before.submission, earlier
    )
    doubted = doubted | lost
    for name, answer in decision.facts.items():
        if answer.value is UNKNOWN:
            doubted = doubted | {name}
        else:
            answers[name] = answer
            doubted = doubted - {name}
    if decision.units:
        units[item] = _with_units(units.get(item, ()), decision.units)
    submission = replace(before.submission, answers=answers, units=units, evidence=evidence)
    settled = {id_: one for id_, one in before.settled.items() if id_ != item}
    return replace(before, submission=submission, doubted=doubted, lacking=lacking, settled=settled)


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


def item_state(criteria: Criteria, standing: Standing, item: str) -> tuple[object, ...]:
    """What decides an item's score, for comparing two standings: values, doubts, papers and a settled score."""
    own = sorted(claims_of(criteria, item))
    submission = standing.submission
    settled = standing.settled.get(item)
    return (
        _values(own, submission.answers),
        tuple((row.name, row.checked, _values(own, row.answers)) for row in submission.units.get(item, ())),
        tuple(name in standing.doubted for name in own),
        tuple(one for one in sorted(standing.lacking) if one[0] == item),
        _proofs(criteria, submission, item),
        None if settled is None else settled.score,
    )


def _proofs(criteria: Criteria, submission: Submission, item: str) -> tuple[str, ...]:
    """The requests that a rule of the item asks for and that are listed."""
    asked = {request for fact in criteria.items_by_id[item].facts for request in fact.proof}
    return tuple(sorted({file.request for file in submission.evidence if file.item == item} & asked))


def _values(names: list[str], answers: Mapping[str, Answer]) -> tuple[object, ...]:
    return tuple(_seen(answers[name]) if name in answers else None for name in names)


def _seen(answer: Answer) -> object:
    """The value as rules see it: the words beside a judged number do not count."""
    value = answer.value
    points = getattr(value, "points", value)
    return (type(points), points)
