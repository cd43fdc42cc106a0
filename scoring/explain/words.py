"""Values and places in words."""

from __future__ import annotations

from scoring.base.errors import Location
from scoring.base.text import lost_text, scored_text
from scoring.lang.saying import value_text
from scoring.model.criteria import Criteria
from scoring.model.explanation import FactLine
from scoring.model.facts import NOT_APPLICABLE, UNKNOWN, Answer, Fact, FactType, Judgement
from scoring.model.scorecard import InputKind, ItemScore, ResolvedInput
from scoring.model.submission import Submission

__all__ = ["answer_text", "fact_line", "nothing_words", "place_text", "input_words", "units_text"]


def place_text(location: Location | None) -> str:
    """A place as a reader looks it up: `submission.yaml:23`; empty without one."""
    if location is None:
        return ""
    name = location.file.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{name}:{location.line}"


def answer_text(answer: Answer, unit: str) -> str:
    """An answer in words: 是, 4次, 95%, 2022年5月20日, 2分, 不适用 or 未填."""
    return value_text(answer.value, unit)


def units_text(score: ItemScore) -> str:
    """What each unit of an item got, or took from the one amount: `甲县4分，乙县3～5分（未检查）`, `甲县扣2分`."""
    item = score.item
    return "，".join(
        f"{unit.name}{lost_text(unit.score, item.points) if item.from_one else scored_text(unit.score)}"
        f"{'' if unit.checked else '（未检查）'}"
        for unit in score.units
    )


def nothing_words(score: ItemScore, submission: Submission) -> str:
    """That an item has no unit, and where that stands: 没有事故（自评.yaml:6）."""
    each = score.item.each
    if each is None:
        return ""
    rows = submission.units.get(score.item.id, ())
    said = submission.answers.get(each.count) if isinstance(each.count, str) else None
    place = place_text(rows[0].location if rows else None if said is None else said.location)
    return f"没有{each.name}" + (f"（{place}）" if place else "")


def fact_line(read: ResolvedInput, criteria: Criteria, submission: Submission) -> FactLine:
    """One value a clause read, with where it stands and how it came about."""
    note = ""
    value = answer_text(read.answer, read.unit)
    if not read.asked:
        value, note = "不需填报", _not_asked_note(read, criteria)
    elif read.kind is InputKind.DERIVED:
        note = _derivation(criteria.facts_by_name.get(read.name), criteria, submission)
    elif read.kind is InputKind.REFERENCE:
        note = f"{read.reference.year}年，来源：{read.reference.source}" if read.reference else "参照值未提供"
    elif isinstance(read.answer.value, Judgement):
        note = f"理由：{read.answer.value.reason.rstrip('。')}"
    elif read.answer.reason:
        note = f"理由：{read.answer.reason.rstrip('。')}"
    place = read.reference.location if read.reference is not None else read.answer.location
    return FactLine(name=read.name, value=value, place=place, note=note)


def input_words(read: ResolvedInput, line: FactLine) -> str:
    """One value as a phrase of a sentence: 填报“专题会议次数”为0次（city.yaml:23）."""
    where = place_text(line.place)
    beside = "，".join(part for part in (line.note, where) if part)
    tail = f"（{beside}）" if beside else ""
    if not read.asked:
        return f"“{line.name}”不需填报{tail}"
    if read.kind is InputKind.REFERENCE:
        if read.reference is None:
            return f"参照值“{line.name}”未提供"
        return f"参照值“{line.name}”为{line.value}{tail}"
    if read.kind is InputKind.INTERPRETATION:
        return f"口径“{line.name}”取“{line.value}”{tail}"
    if read.answer.value is UNKNOWN:
        return f"“{line.name}”{'无法计算' if read.kind is InputKind.DERIVED else '未填'}{tail}"
    if read.kind is InputKind.DERIVED:
        return f"“{line.name}”算得{line.value}{tail}"
    if read.answer.value is NOT_APPLICABLE:
        return f"“{line.name}”填报为不适用{tail}"
    quoted = f"“{line.value}”" if read.type in (FactType.BOOL, FactType.CHOICE) else line.value
    return f"填报“{line.name}”为{quoted}{tail}"


def _not_asked_note(read: ResolvedInput, criteria: Criteria) -> str:
    fact = criteria.facts_by_name.get(read.name)
    if fact is None or fact.needs is None:
        return ""
    from scoring import lang

    return f"仅在{lang.describe(fact.needs)}时填报"


def _derivation(fact: Fact | None, criteria: Criteria, submission: Submission) -> str:
    """How a derived value was computed, from the two answers it rests on."""
    if fact is None or fact.derive is None:
        return ""
    parts, lines = [], []
    for name in (fact.derive.numerator, fact.derive.denominator):
        source = criteria.facts_by_name.get(name)
        answer = submission.answers.get(name)
        if source is None:
            return ""
        parts.append(f"{name} {'未填' if answer is None else answer_text(answer, source.unit)}")
        if answer is not None and answer.location is not None:
            lines.append(str(answer.location.line))
    where = f"，第{'、'.join(lines)}行" if lines else ""
    return " ÷ ".join(parts) + where
