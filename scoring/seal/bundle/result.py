"""The result as it is sealed: the score card as JSON, without the paths of the machine it was made on."""

from __future__ import annotations

import json

from scoring.assess import Assessment
from scoring.reports.render.card_json import card_json
from scoring.reports.render.numbers import Json

__all__ = ["Json", "canonical", "result_json", "without_disk"]


def canonical(value: object) -> bytes:
    """JSON in one form only: sorted keys, two spaces, UTF-8, a line end."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return (text + "\n").encode("utf-8", "surrogatepass")


def result_json(found: Assessment, names: dict[str, str]) -> Json:
    """The card of an assessment. `names` maps the paths that were read to the names they have in the sealed file."""
    parts = (found.criteria, found.submission, found.card, found.evidence, found.explanation)
    made = _renamed(card_json(*parts, found.support), names)
    assert isinstance(made, dict)
    return made


def without_disk(result: Json) -> Json:
    """What of a result follows from the submission alone, without its evidence files."""
    made = {key: value for key, value in result.items() if key not in ("evidence", "readings")}
    plain = json.loads(canonical(made))
    for section in plain.get("sections", []):
        for item in section.get("items", []):
            item.pop("summary", None)
    kept: Json = plain
    return kept


def _renamed(value: object, names: dict[str, str]) -> object:
    if isinstance(value, dict):
        return {
            key: names.get(one, one) if key == "file" and isinstance(one, str) else _renamed(one, names)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    return value
