"""The questions that nobody has answered yet, each with the department that answers it and the place to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location
from scoring.base.text import departments_of
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import UNKNOWN, Answer, Fact
from scoring.model.scorecard import EligibilityState, InputKind, ItemScore, ScoreCard
from scoring.model.submission import UNNAMED, Submission

__all__ = [
    "APPLICANT",
    "PUBLISHER",
    "WITHOUT_LINES",
    "OpenQuestion",
    "by_department",
    "open_questions",
    "unwritten_texts",
]

APPLICANT = "申报单位"
"""Who answers what no department is named for."""
PUBLISHER = "参照值（由发布部门提供）"
TEXTS = {
    "基本情况": "“基本情况”的文字，印在报告第一章",
    "存在问题": "“存在问题”的文字，印在报告“存在问题和下一步打算”一章",
    "下一步打算": "“下一步打算”的文字，印在报告“存在问题和下一步打算”一章",
}
TOP, REPORT, REFERENCES = "文件开头", "报告文字", "参照值"
WITHOUT_LINES = (TOP, REPORT, REFERENCES)
"""Parts of a file whose values are kept without the line they stand in."""
HEAD = {
    "城市": "申报城市的名称",
    "申报日期": "申报日期，申报资格的年限从这一天往前算",
    "申报单位": "申报单位的全称，印在封面和签章页",
    "联系方式": "填报人的联系方式，印在签章页",
}
NONE = Fraction(0)


class OpenQuestion(Struct, frozen=True, kw_only=True):
    """One unanswered question. `where` is its item's label or its part of the file; `owners` who answers it; `place` where it
    stands in the file, None where the file does not have it; `at_stake` the width of its item's range in points."""

    where: str
    name: str
    ask: str
    unit: str
    owners: tuple[str, ...]
    place: Location | None
    at_stake: Fraction = NONE


def open_questions(criteria: Criteria, submission: Submission, card: ScoreCard) -> tuple[OpenQuestion, ...]:
    """Everything that is asked and not answered, in the order of the form; questions that do not arise are left out."""
    return (
        *_head(submission),
        *_facts("基本情况", criteria.profile, submission.answers, NONE),
        *_gates(criteria, submission, card),
        *(one for section in card.sections for score in section.items for one in _item(score, submission)),
        *_texts(submission),
        *_references(criteria, submission),
    )


def _head(submission: Submission) -> Iterator[OpenQuestion]:
    given = (submission.city != UNNAMED, submission.applied_on, submission.applicant, submission.contact)
    for (name, ask), value in zip(HEAD.items(), given, strict=True):
        if not value:
            yield OpenQuestion(where=TOP, name=name, ask=ask, unit="", owners=(APPLICANT,), place=None)


def unwritten_texts(submission: Submission) -> tuple[str, ...]:
    """The headings of the report's texts that the city has not written."""
    own = submission.summary or {}
    return tuple(name for name in TEXTS if not own.get(name, "").strip())


def by_department(found: tuple[OpenQuestion, ...]) -> dict[str, tuple[OpenQuestion, ...]]:
    """The questions of each department, which is asked also for what it answers together with others."""
    grouped: dict[str, list[OpenQuestion]] = {}
    for one in found:
        for owner in one.owners:
            grouped.setdefault(owner, []).append(one)
    return {owner: tuple(questions) for owner, questions in grouped.items()}


def _facts(
    where: str, facts: tuple[Fact, ...], answers: Mapping[str, Answer], stake: Fraction, unit: str = ""
) -> Iterator[OpenQuestion]:
    for fact in facts:
        answer = answers.get(fact.name)
        if fact.derive is not None or (answer is not None and answer.value is not UNKNOWN):
            continue
        yield OpenQuestion(
            where=where,
            name=f"{unit}：{fact.name}" if unit else fact.name,
            ask=fact.ask,
            unit=fact.unit,
            owners=_owners(fact.owner),
            place=None if answer is None else answer.location,
            at_stake=stake,
        )


def _owners(named: str) -> tuple[str, ...]:
    return departments_of(named) or (APPLICANT,)


def _gates(criteria: Criteria, submission: Submission, card: ScoreCard) -> Iterator[OpenQuestion]:
    open_gates = {one.gate.name for one in card.eligibility.gates if one.state is EligibilityState.UNKNOWN}
    for gate in criteria.eligibility.gates:
        given = submission.gates.get(gate.name)
        if gate.name not in open_gates or (given is not None and given.known):
            continue
        place = None if given is None else given.location
        yield OpenQuestion(
            where="申报资格", name=gate.name, ask=gate.ask, unit="", owners=_owners(gate.owner), place=place
        )


def _item(score: ItemScore, submission: Submission) -> Iterator[OpenQuestion]:
    item, stake = score.item, score.score.high - score.score.low
    if score.left_out:
        return
    if item.each is not None:
        yield from _units(item, submission, stake)
        return
    idle = {
        read.name
        for outcome in score.clauses
        for read in outcome.reads
        if read.kind is InputKind.FACT and not read.asked
    }
    facts = tuple(fact for fact in item.facts if fact.name not in idle)
    yield from _facts(item.label, facts, submission.answers, stake)


def _units(item: Item, submission: Submission, stake: Fraction) -> Iterator[OpenQuestion]:
    assert item.each is not None
    rows = submission.units.get(item.id, ())
    left = _count(item, submission) - len(rows)
    if not rows or left > 0:
        told = f"还有{left}个{item.each.name}没有列出，请" if rows else ""
        yield OpenQuestion(
            where=item.label,
            name=item.each.name,
            ask=f"{told}逐个{'' if rows else item.each.name}填写：{_asked(item)}",
            unit="",
            owners=_asked_of(item),
            place=None,
            at_stake=stake,
        )
    for row in rows:
        if row.checked and not row.nothing:
            asked = tuple(fact for fact in item.facts if fact.needs is None)
            yield from _facts(item.label, asked, row.answers, stake, row.name)


def _count(item: Item, submission: Submission) -> int:
    """How many units there are, as far as the pack or the file says."""
    assert item.each is not None
    if not isinstance(item.each.count, str):
        return int(item.each.count or 0)
    answer = submission.answers.get(item.each.count)
    return int(answer.value) if answer is not None and isinstance(answer.value, Fraction) else 0


def _asked(item: Item) -> str:
    return "、".join(fact.name for fact in item.facts if fact.derive is None)


def _asked_of(item: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys(owner for fact in item.facts for owner in _owners(fact.owner)))


def _texts(submission: Submission) -> Iterator[OpenQuestion]:
    for name in unwritten_texts(submission):
        yield OpenQuestion(where=REPORT, name=name, ask=TEXTS[name], unit="", owners=(APPLICANT,), place=None)


def _references(criteria: Criteria, submission: Submission) -> Iterator[OpenQuestion]:
    for reference in criteria.references:
        if reference.name not in submission.references:
            yield OpenQuestion(
                where=REFERENCES,
                name=reference.name,
                ask=reference.ask,
                unit=reference.unit,
                owners=(PUBLISHER,),
                place=None,
            )
