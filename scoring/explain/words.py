"""Values and places in words."""

from __future__ import annotations

from scoring.base.errors import Location
from scoring.base.text import lost_text, scored_text
from scoring.lang.saying import value_text
from scoring.model.facts import Answer
from scoring.model.scorecard import ItemScore
from scoring.model.submission import Submission

__all__ = ["answer_text", "nothing_words", "place_text", "units_text"]


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
