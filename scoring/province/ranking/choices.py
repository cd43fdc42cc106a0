"""Cities that took another reading of an open question (口径) than the pack does: the same facts may score otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.model.criteria import Criteria
from scoring.model.ranking import Place

__all__ = ["choice_text", "choice_texts"]

NAMED = 10
"""So many cities are named in a sentence; of more the number is given."""
UNLIKE = "口径不同的，同样的情况得分可能不同；要不要统一口径后再比，由评审决定。"


def choice_text(criteria: Criteria, name: str, option: str) -> str:
    """One choice of one city, for a cell: `（一）3 没有出台……？改选“无方案也计入”`."""
    return f"{_question(criteria, name)}改选“{option}”"


def choice_texts(criteria: Criteria, places: Sequence[Place]) -> tuple[str, ...]:
    """One sentence for every question that any of the `places` answers otherwise than the pack, in the order of the
    pack, then one on what that means where they do not all agree. None where all keep to the pack."""
    return tuple(_texts(criteria, places))


def _texts(criteria: Criteria, places: Sequence[Place]) -> Iterator[str]:
    unlike = False
    for name, known in criteria.interpretations_by_name.items():
        taken: dict[str, list[str]] = {}
        for place in places:
            taken.setdefault(dict(place.choices).get(name, known.default), []).append(_name(place))
        if set(taken) <= {known.default}:
            continue
        if len(taken) == 1:
            (option,) = taken
            yield f"{_question(criteria, name)}各城市都改选“{option}”，默认的是“{known.default}”。"
            continue
        unlike = True
        own = [one.name for one in known.options if one.name in taken and one.name != known.default]
        others = [f"{_names(taken[option])}改选“{option}”" for option in own]
        count = len(taken.get(known.default, []))
        rest = f"；其余{count}个城市用默认的“{known.default}”" if count else ""
        yield f"{_question(criteria, name)}{'；'.join(others)}{rest}。"
    if unlike:
        yield UNLIKE


def _question(criteria: Criteria, name: str) -> str:
    known = criteria.interpretations_by_name[name]
    item = criteria.items_by_id.get(known.item)
    return f"{item.label} {known.question}" if item else known.question


def _name(place: Place) -> str:
    return place.key if place.city in ("", "未填") else place.city


def _names(cities: Sequence[str]) -> str:
    more = f"等{len(cities)}个城市" if len(cities) > NAMED else ""
    return "、".join(cities[:NAMED]) + more
