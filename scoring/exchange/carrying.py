"""Last time's answers as a start for this time: each marked as not looked at yet, on the blank form of the pack as it is now, and
what changed in the pack since is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from scoring.base.errors import Result
from scoring.documents.edit import ANY, Change, Lines, edit
from scoring.exchange.applying import written
from scoring.exchange.questions import ITEMS, READINGS, Path, Question, Questionnaire
from scoring.exchange.submitted import Submitted
from scoring.exchange.values import UNCHECKED, UNCONFIRMED, Value, confirmed
from scoring.model.facts import Fact

__all__ = ["Carried", "PackChanges", "carry"]

AS_THEY_ARE = ("城市", "申报单位", "联系方式", "地区", "填报单位")
"""Who applies stays who it is."""
LEFT = ("申报日期", "数据截至", "数据说明", "参照值", READINGS)
"""What is another one each time; a reading that was chosen with a reason is chosen again."""


class PackChanges(Struct, frozen=True, kw_only=True):
    """What the pack asks now and did not then, no longer asks, or asks in another way, by the ids of the questions."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]


class Carried(Struct, frozen=True, kw_only=True):
    """The new file: its bytes, how many answers were taken over, what changed, and the readings chosen last time, which were
    not taken over, by name with the choice."""

    data: bytes
    count: int
    changes: PackChanges
    readings: Mapping[str, str] = {}


def carry(blank: bytes, name: str, asked: Questionnaire, earlier: Submitted) -> Result[Carried]:
    """The blank form `name` of a pack with the answers of an earlier submission, to this pack or to the one before it."""
    now = {one.id: one for one in asked.questions}
    then = {one.id: one for one in earlier.asked.questions}
    names = {one.fact.name: one for one in then.values() if one.path[0] == ITEMS}
    changes = [Change(path=("虚构样例",), expected=ANY, value=True)] if earlier.invented else []
    count = 0
    for question in asked.questions:
        before = then.get(question.id) or _moved(question, names, now)
        if before is None or question.path[0] in LEFT or not _same_answers(question, before):
            continue
        made = [one for one in _changes(question, before, earlier) if one is not None]
        count += len(made) if question.path[0] not in AS_THEY_ARE else 0
        changes += made
    done = edit(blank, _by_unit(changes), name, asked.order())
    if done.value is None:
        return Result(value=None, problems=done.problems)
    said = ((path, confirmed(value)) for path, value in earlier.answers.items() if path[0] == READINGS)
    found = Carried(
        data=done.value.data,
        count=count,
        changes=_differences(now, then),
        readings={path[1]: str(value) for path, value in said if path[-1] == "选择" and value is not None},
    )
    return Result(value=found)


def _moved(question: Question, names: Mapping[str, Question], now: Mapping[str, Question]) -> Question | None:
    """The question of the same name that stood under another item then, and does no longer."""
    before = names.get(question.fact.name)
    alone = before is not None and question.path[0] == ITEMS and question.fact.name != "说明" and before.id not in now
    return before if alone else None


def _same_answers(one: Question, other: Question) -> bool:
    """Whether an answer to the one can be one to the other."""
    return (one.fact.type, one.incidents, one.of_units) == (other.fact.type, other.incidents, other.of_units) and set(
        other.fact.choices
    ) <= set(one.fact.choices)


def _changes(question: Question, before: Question, earlier: Submitted) -> Iterable[Change | None]:
    if not before.of_units:
        yield _change(question, question.path, earlier.answers.get(before.path))
        return
    for unit in earlier.units(before.topic.id):
        if earlier.answers.get((*before.path[:3], unit)) != UNCHECKED:
            yield _change(question, question.at(unit), earlier.answers.get(before.at(unit)))


def _change(question: Question, path: Path, value: Value) -> Change | None:
    said = confirmed(value)
    if said is None:
        return None
    made = written(question, said)
    return Change(path=path, expected=ANY, value=made if path[0] in AS_THEY_ARE else {UNCONFIRMED: made})


def _by_unit(changes: Iterable[Change]) -> list[Change]:
    """The units of a topic as one change: its form has a stand-in for them."""
    groups: dict[Path, dict[str, dict[str, object]]] = {}
    found = []
    for one in changes:
        path = tuple(str(step) for step in one.path)
        if path[0] == ITEMS and len(path) == 5:
            groups.setdefault(path[:3], {}).setdefault(path[3], Lines())[path[4]] = one.value
        else:
            found.append(one)
    return found + [Change(path=path, expected=ANY, value=Lines(units)) for path, units in groups.items()]


def _differences(now: Mapping[str, Question], then: Mapping[str, Question]) -> PackChanges:
    return PackChanges(
        added=tuple(name for name in now if name not in then),
        gone=tuple(name for name in then if name not in now),
        changed=tuple(name for name, one in now.items() if name in then and _key(one.fact) != _key(then[name].fact)),
    )


def _key(fact: Fact) -> tuple[object, ...]:
    """What makes a question another one."""
    return (fact.ask, fact.type, fact.unit, fact.choices, fact.minimum, fact.maximum, fact.not_applicable)
