"""A case as the rule test that a person can paste, with its points left open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from scoring.authoring.check.model import Witness
from scoring.authoring.draft.build import quoted
from scoring.base.text import number_text
from scoring.lang import Absent, Value
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Fact, FactType, Judgement, Placing

__all__ = ["paste_lines", "paste_text", "spelt"]

SCORE = "照原文算出应得的分，填在 score 后面"
WHOLE = "照原文算出应得的总分和等级，别的项没有填，写成范围：total: [0, 100]，grade: [不合格, 合格]"
STATES = "各条款符合不符合也照原文核对"
EXPECT = f"  expect: {{score: }}  # {SCORE}"
MOST = 20
"""So many units are written out; a case with more is told in words only."""


def paste_text(criteria: Criteria, item: Item, witness: Witness, name: str, *, whole: bool = False) -> str:
    """The rule test of a case, without an indent; "" where a file of tests cannot hold the case.

    A case that reads answers of other items is one of `totals`, which expects points of the item alone; so is one of the
    `whole` result, which expects the total and, where there are any, the grade.
    """
    given = dict(witness.given)
    count = _units(item, given)
    if count > MOST:
        return ""
    if item.each is not None and isinstance(item.each.count, str):
        given.setdefault(item.each.count, Fraction(count))
    texts = {key: spelt(value, criteria.facts_by_name.get(key)) for key, value in given.items()}
    if None in texts.values():
        return ""
    answers: dict[str, dict[str, str]] = {item.id: {}}
    profile: dict[str, str] = {}
    references: dict[str, str] = {}
    for key, text in texts.items():
        fact = criteria.facts_by_name.get(key)
        if fact is not None and (fact.worked_out or fact.type is FactType.TEXT):
            continue
        outside = fact is None or isinstance(fact.derive, Placing)
        place = references if fact is None or outside else answers.setdefault(fact.item, {}) if fact.item else profile
        place[key] = text or ""
    own = _own(item, answers[item.id], count)
    if not whole:
        return "\n".join(_lines(item, name, own, answers, profile, references, witness))
    of_all = {json.dumps(key): own if key == item.id else _mapping(texts) for key, texts in answers.items()}
    return "\n".join(_whole_lines(criteria, name, of_all, profile, references))


def _units(item: Item, given: Mapping[str, Value]) -> int:
    """How many units are to be listed: as many as the case or the pack says there are, else one."""
    if item.each is None:
        return 0
    count = given.get(item.each.count) if isinstance(item.each.count, str) else item.each.count
    return max(int(count), 1) if isinstance(count, Fraction) else 1


def _own(item: Item, answers: Mapping[str, str], count: int) -> str:
    """The answers of the item itself; of one scored by units the same for each of them."""
    if item.each is None:
        return _mapping(answers)
    names = {fact.name for fact in item.facts}
    unit = _mapping({key: text for key, text in answers.items() if key in names})
    rest = {key: text for key, text in answers.items() if key not in names}
    units = _mapping({f"第{number}个": unit for number in range(1, count + 1)})
    return _mapping({**rest, item.each.name: units})


def _lines(
    item: Item,
    name: str,
    own: str,
    answers: Mapping[str, Mapping[str, str]],
    profile: Mapping[str, str],
    references: Mapping[str, str],
    witness: Witness,
) -> Iterator[str]:
    others = {key: _mapping(texts) for key, texts in answers.items() if key != item.id}
    if others:
        yield _name(name)
        yield f"  answers: {_mapping({json.dumps(key): text for key, text in {item.id: own, **others}.items()})}"
    else:
        yield from _head(item, name, own)
    options = {key: quoted(option) for key, option in witness.options}
    for key, texts in (("profile", profile), ("references", references), ("interpretations", options)):
        if texts:
            yield f"  {key}: {_mapping(texts)}"
    if others:
        yield f'  expect: {{items: {{"{item.id}": }}}}  # {SCORE.replace("score", item.id)}'
    elif witness.states:
        yield f"  expect: {{score: , clauses: {_mapping(dict(witness.states))}}}  # {SCORE}；{STATES}"
    else:
        yield EXPECT


def paste_lines(name: str, item: Item, own: str) -> str:
    """The rule test of an item with the answers given as text."""
    return "\n".join((*_head(item, name, own), EXPECT))


def _head(item: Item, name: str, own: str) -> Iterator[str]:
    yield _name(name)
    yield f'  item: "{item.id}"'
    yield f"  facts: {own}"


def _name(name: str) -> str:
    return f"- name: {json.dumps(name, ensure_ascii=False)}"


def _whole_lines(
    criteria: Criteria, name: str, answers: Mapping[str, str], profile: Mapping[str, str], references: Mapping[str, str]
) -> Iterator[str]:
    yield _name(name)
    yield f"  answers: {_mapping(answers)}"
    for key, texts in (("profile", profile), ("references", references)):
        if texts:
            yield f"  {key}: {_mapping(texts)}"
    grade = ", grade: " if criteria.grades else ""
    yield f"  expect: {{total: {grade}}}  # {WHOLE}"


def _mapping(texts: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{key}: {text}' for key, text in texts.items())}}}"


def spelt(value: Value, fact: Fact | None) -> str | None:
    """A value as a submission writes it; None where it cannot."""
    if isinstance(value, Judgement):
        value = value.points
    judged = fact is not None and fact.type is FactType.JUDGED
    match value:
        case bool():
            return "是" if value else "否"
        case Fraction():
            text = number_text(value)
            return None if "/" in text else f"{{分值: {text}, 理由: 规则测试}}" if judged else text
        case date():
            return value.isoformat()
        case Absent():
            return "不适用" if value is Absent.NOT_APPLICABLE else None
    return quoted(value)
