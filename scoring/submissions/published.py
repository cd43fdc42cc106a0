"""The published schema says more than the one we check with: what the reading of a file refuses anyway, an editor that
holds only the schema should refuse as well. Where a single keyword of JSON Schema cannot say it, a pattern does."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from scoring.documents.values import DATE
from scoring.submissions.answers import PERCENT

__all__ = ["published"]

DAY = (
    r"^(?!0000)[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-9]))$"
)
"""A day of the calendar, save that 29 February is let through in every year."""
UP_TO_HUNDRED = r"^(100(\.0{1,20})?|(0|[1-9][0-9]?)(\.[0-9]{1,20})?)%$"
NOT_NEGATIVE = r"^(0|[1-9][0-9]{0,19})(\.[0-9]{1,20})?%$"
INSIDE = r"^(?![/~])(?![A-Za-z]:)(?!(.*/)?\.\.(/|$))[^\\\n]*\n*$"
"""A path that stays below the folder of the file."""
SAYS_SOMETHING = r"^[^\n]*\S[^\n]*\n*$"


def published(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema as JSON can hold it: whole numbers as integers, others as the nearest double."""
    made: dict[str, Any] = _json(_strict(dict(schema)))
    return made


def _json(value: Any) -> Any:
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    if isinstance(value, Mapping):
        return {key: _json(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_json(below) for below in value]
    return value


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema` with percentages written as text, days, reasons and paths held to what a file may say."""
    made = {key: _inner(value) for key, value in schema.items()}
    if made.get("pattern") == DATE:
        made["pattern"] = DAY
    if "anyOf" in made:
        made["anyOf"] = [one for branch in made["anyOf"] for one in _branch(branch, made["anyOf"])]
    for name, below in made.get("properties", {}).items():
        if name == "文件" and isinstance(below, dict) and "string" in below.get("type", ()):
            made["properties"][name] = {**below, "pattern": INSIDE}
    return made


def _inner(value: Any) -> Any:
    if isinstance(value, dict):
        return _strict(value)
    if isinstance(value, list):
        return [_inner(below) for below in value]
    return value


def _branch(branch: dict[str, Any], beside: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if branch.get("pattern") == PERCENT:
        return [{**branch, "pattern": _percent(beside)}]
    if set(branch.get("properties", ())) == {"分值", "理由"}:
        return _judged(branch)
    return [branch]


def _percent(beside: list[dict[str, Any]]) -> str:
    """The tightest pattern that refuses nothing the number beside it allows."""
    number: dict[str, Any] = next((one for one in beside if one.get("type") == "number"), {})
    low, high = number.get("minimum"), number.get("maximum")
    if low is None or low < 0:
        return PERCENT
    return UP_TO_HUNDRED if high is not None and high <= 100 else NOT_NEGATIVE


def _judged(branch: dict[str, Any]) -> list[dict[str, Any]]:
    """Points with a reason, or no points yet and whatever reason."""
    points, reason = branch["properties"]["分值"], branch["properties"]["理由"]
    number, blank = points["anyOf"]
    given = {"type": ["string", "number"], "pattern": SAYS_SOMETHING}
    return [
        {
            **branch,
            "required": ["分值", "理由"],
            "properties": {"分值": {**points, "anyOf": [number]}, "理由": {**reason, **given}},
        },
        {**branch, "properties": {"分值": {**points, "anyOf": [blank]}, "理由": reason}},
    ]
