"""Values and places in words."""

from __future__ import annotations

from scoring.base.errors import Location
from scoring.base.text import lost_text, scored_text
from scoring.lang.saying import value_text
from scoring.model.criteria import Criteria
from scoring.model.explanation import FactLine
from scoring.model.facts import Answer, AnswerState, Fact, FactType, Judgement
from scoring.model.scorecard import ItemScore, Reading, ReadingKind
from scoring.model.submission import Submission

__all__ = ["answer_text", "fact_line", "nothing_words", "place_text", "reading_words", "units_text"]

UNKNOWN = "未填"
NOT_APPLICABLE = "不适用"


def place_text(location: Location | None) -> str:
    """A place as a reader looks it up: `submission.yaml:23`; empty without one."""
    if location is None:
        return ""
    name = location.file.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{name}:{location.line}"


def answer_text(answer: Answer, unit: str) -> str:
    """An answer in words: 是, 4次, 95%, 2022年5月20日, 2分, 不适用 or 未填."""
    if answer.value is None:
        return NOT_APPLICABLE if answer.state is AnswerState.NOT_APPLICABLE else UNKNOWN
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


def fact_line(reading: Reading, criteria: Criteria, submission: Submission) -> FactLine:
    """One value a clause read, with where it stands and how it came about."""
    note = ""
    value = answer_text(reading.answer, reading.unit)
    if not reading.asked:
        value, note = "不需填报", _not_asked_note(reading, criteria)
    elif reading.kind is ReadingKind.DERIVED:
        note = _derivation(criteria.facts_by_name.get(reading.name), criteria, submission)
    elif reading.kind is ReadingKind.REFERENCE:
        note = f"{reading.reference.year}年，来源：{reading.reference.source}" if reading.reference else "参照值未提供"
    elif isinstance(reading.answer.value, Judgement):
        note = f"理由：{reading.answer.value.reason.rstrip('。')}"
    elif reading.answer.reason:
        note = f"理由：{reading.answer.reason.rstrip('。')}"
    place = reading.reference.location if reading.reference is not None else reading.answer.location
    return FactLine(name=reading.name, value=value, place=place, note=note)


def reading_words(reading: Reading, line: FactLine) -> str:
    """One value as a phrase of a sentence: 填报“专题会议次数”为0次（city.yaml:23）."""
    where = place_text(line.place)
    beside = "，".join(part for part in (line.note, where) if part)
    tail = f"（{beside}）" if beside else ""
    if not reading.asked:
        return f"“{line.name}”不需填报{tail}"
    if reading.kind is ReadingKind.REFERENCE:
        if reading.reference is None:
            return f"参照值“{line.name}”未提供"
        return f"参照值“{line.name}”为{line.value}{tail}"
    if reading.kind is ReadingKind.INTERPRETATION:
        return f"口径“{line.name}”取“{line.value}”{tail}"
    if reading.answer.state is AnswerState.UNKNOWN:
        return f"“{line.name}”{'无法计算' if reading.kind is ReadingKind.DERIVED else UNKNOWN}{tail}"
    if reading.kind is ReadingKind.DERIVED:
        return f"“{line.name}”算得{line.value}{tail}"
    if reading.answer.state is AnswerState.NOT_APPLICABLE:
        return f"“{line.name}”填报为不适用{tail}"
    quoted = f"“{line.value}”" if reading.type in (FactType.BOOL, FactType.CHOICE) else line.value
    return f"填报“{line.name}”为{quoted}{tail}"


def _not_asked_note(reading: Reading, criteria: Criteria) -> str:
    fact = criteria.facts_by_name.get(reading.name)
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
        parts.append(f"{name} {UNKNOWN if answer is None else answer_text(answer, source.unit)}")
        if answer is not None and answer.location is not None:
            lines.append(str(answer.location.line))
    where = f"，第{'、'.join(lines)}行" if lines else ""
    return " ÷ ".join(parts) + where
