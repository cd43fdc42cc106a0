"""What a condition says: its truth, in four values."""

from __future__ import annotations

import enum
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scoring.model.conditions import And, Compare, Expr, Literal, Member, Name, Not, Op, Operand, Or
from scoring.model.facts import NOT_APPLICABLE, UNKNOWN, Absent, Judgement, Value

__all__ = ["Truth", "compare", "depth", "fold", "truth"]


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
    return _TRUTHS[type(expr)](expr, values)


def _name(expr: Name, values: Mapping[str, Value]) -> Truth:
    value = values.get(expr.name, UNKNOWN)
    return _of_absent(value) if isinstance(value, Absent) else _of(value is True)


def _compare(expr: Compare, values: Mapping[str, Value]) -> Truth:
    return compare(expr.op, _operand(expr.left, values), _operand(expr.right, values))


def _member(expr: Member, values: Mapping[str, Value]) -> Truth:
    value = _operand(expr.name, values)
    if isinstance(value, Absent):
        return _of_absent(value)
    return _of(any(value == literal.value for literal in expr.values))


def _not(expr: Not, values: Mapping[str, Value]) -> Truth:
    return _NEGATED[truth(expr.operand, values)]


def _several(expr: And | Or, values: Mapping[str, Value]) -> Truth:
    return fold(expr, [truth(operand, values) for operand in expr.operands])


_TRUTHS: Mapping[type, Callable[[Any, Mapping[str, Value]], Truth]] = {
    Name: _name,
    Compare: _compare,
    Member: _member,
    Not: _not,
    And: _several,
    Or: _several,
}


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


def fold(expr: And | Or, parts: Sequence[Truth]) -> Truth:
    """The truth of `expr` from that of its operands."""
    decisive, neutral = (Truth.FALSE, Truth.TRUE) if type(expr) is And else (Truth.TRUE, Truth.FALSE)
    if decisive in parts:
        return decisive
    if Truth.UNKNOWN in parts:
        return Truth.UNKNOWN
    return Truth.NOT_APPLICABLE if Truth.NOT_APPLICABLE in parts else neutral
