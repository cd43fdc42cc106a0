"""The shape of a clause: one key or two for each of its five choices."""

from __future__ import annotations

from typing import Any

from scoring.validate.schema.shapes import LINE, NUMBER, ONLY_TRUE, POINTS, TEXT, shape

__all__ = ["CLAUSE", "GROUP"]

AMOUNT: dict[str, Any] = {
    "anyOf": [POINTS, {"enum": ["judged", "tiers", "rank"]}],
    "errorMessage": "应写几分（如 3、0.5），或 judged、tiers、rank",
    "$comment": "amount",
    "examples": [1],
}
STEPS: dict[str, Any] = {
    "anyOf": [{"type": "integer", "minimum": 1}, {"enum": ["tiers"]}],
    "errorMessage": "应写降几档（如 1），或 tiers",
    "$comment": "amount",
    "examples": [1],
}
MEASURE: dict[str, Any] = {**LINE, "errorMessage": "应写一个数，或填报项、参照值的名称", "examples": [90]}
TIER = shape(("points",), below=NUMBER, up_to=NUMBER, above=NUMBER, at_least=NUMBER, points=NUMBER)
GROUP = shape(("at_most",), at_most=POINTS)
CLAUSE = shape(
    (),
    id=LINE,
    quote=TEXT,
    # effect, and the amount where it is a number of points
    deduct=AMOUNT,
    award=AMOUNT,
    set=AMOUNT,
    forfeit=ONLY_TRUE,
    limit=LINE,
    lower=STEPS,
    # amount
    per=TEXT,
    step=POINTS,
    below=MEASURE,
    above=MEASURE,
    partial={"enum": ["none", "proportional", "up"]},
    fact=LINE,
    tiers={"type": "array", "minItems": 1, "items": TIER},
    scale=shape((), at_least=MEASURE, at_most=MEASURE, zero_at=NUMBER),
    ranks={"type": "array", "minItems": 1, "items": NUMBER},
    ties={"enum": ["same", "mean", "last"]},
    tied=LINE,
    range={"type": "array", "minItems": 2, "items": NUMBER},
    # guard
    when=TEXT,
    exhausted=ONLY_TRUE,
    # limits
    at_most=POINTS,
    group=LINE,
    times=MEASURE,
    # reach
    reach={"enum": ["item", "section", "total"]},
    remedy=TEXT,
)
