"""What a condition says: its truth, in four values."""

from __future__ import annotations

import enum
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from scoring.model.conditions import And, Compare, Expr, Literal, Member, Name, Not, Op, Operand, Or
from scoring.model.facts import NOT_APPLICABLE, UNKNOWN, Absent, Judgement, Value

__all__ = ["Truth", "compare", "depth", "truth"]


def depth(expr: Expr) -> int:
    """How many operators stand inside one another; an atom has depth 1."""
    match expr:
        case And() | Or():
            return 1 + max(depth(operand) for operand in expr.operands)
        case Not():
            return 1 + depth(expr.operand)
        case _:
            return 1


class Truth(enum.Enum):
    """TRUE and FALSE; UNKNOWN when an answer is missing; NOT_APPLICABLE when the question does not arise."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


_COMPARE: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


def truth(expr: Expr, values: Mapping[str, Value]) -> Truth:
    """The truth of `expr`. A name that `values` lacks is unknown. Types are trusted: `check` has seen them at load.

    `and`: FALSE if any operand is FALSE, else UNKNOWN if any is, else NOT_APPLICABLE if any is, else TRUE; `or` is the
    dual; `not` keeps UNKNOWN and NOT_APPLICABLE. So a missing answer is never taken for 否, nor 不适用 for either.
    """
    match expr:
        case Name():
            value = values.get(expr.name, UNKNOWN)
            if isinstance(value, Absent):
                return _of_absent(value)
            return _of(value is True)
        case Compare():
            return compare(expr.op, _operand(expr.left, values), _operand(expr.right, values))
        case Member():
            value = _operand(expr.name, values)
            if isinstance(value, Absent):
                return _of_absent(value)
            return _of(any(value == literal.value for literal in expr.values))
        case Not():
            return _NEGATED[truth(expr.operand, values)]
        case And():
            return _fold((truth(operand, values) for operand in expr.operands), Truth.FALSE, Truth.TRUE)
        case _:
            return _fold((truth(operand, values) for operand in expr.operands), Truth.TRUE, Truth.FALSE)


def compare(op: Op, left: Value, right: Value) -> Truth:
    """Compare two values. 不适用 on either side outweighs a missing answer: no answer could make the question arise."""
    if left is NOT_APPLICABLE or right is NOT_APPLICABLE:
        return Truth.NOT_APPLICABLE
    if left is UNKNOWN or right is UNKNOWN:
        return Truth.UNKNOWN
    return _of(_COMPARE[op](left, right))


def _operand(operand: Operand, values: Mapping[str, Value]) -> Value:
    if isinstance(operand, Literal):
        return operand.value
    value = values.get(operand.name, UNKNOWN)
    return value.points if isinstance(value, Judgement) else value


def _of(answer: bool) -> Truth:
    return Truth.TRUE if answer else Truth.FALSE


def _of_absent(value: Absent) -> Truth:
    return Truth.UNKNOWN if value is Absent.UNKNOWN else Truth.NOT_APPLICABLE


_NEGATED = {
    Truth.TRUE: Truth.FALSE,
    Truth.FALSE: Truth.TRUE,
    Truth.UNKNOWN: Truth.UNKNOWN,
    Truth.NOT_APPLICABLE: Truth.NOT_APPLICABLE,
}


def _fold(parts: Iterable[Truth], decisive: Truth, neutral: Truth) -> Truth:
    """`and` with decisive FALSE, `or` with decisive TRUE."""
    result = neutral
    for part in parts:
        if part is decisive:
            return decisive
        if part is Truth.UNKNOWN or (part is Truth.NOT_APPLICABLE and result is neutral):
            result = part
    return result
