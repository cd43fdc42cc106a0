"""Which of the values a clause read decide it, so that a reason names those and no others."""

from __future__ import annotations

from collections.abc import Mapping

from scoring import lang
from scoring.lang import Truth, Value
from scoring.model.conditions import And, Expr, Not, Or
from scoring.model.criteria import Clause
from scoring.model.facts import AnswerState
from scoring.model.scorecard import InputKind, ResolvedInput

__all__ = ["decisive"]


def decisive(clause: Clause, reads: tuple[ResolvedInput, ...]) -> tuple[str, ...]:
    """The names that settle the clause (or, while it is open, keep it open), in the order they were read.

    Of an `or` that holds, the operands that hold; of an `and` that fails, those that fail; of one that cannot be
    told, those that cannot be told. Interpretations never count: they are listed with the item. Where units are scored
    one by one, what settles the clause for any of them.
    """
    wanted: set[str] = set()
    if clause.when is not None:
        for unit in range(max((1, *(len(read.by_unit or ()) for read in reads)))):
            values = {read.name: _value(read, unit) for read in reads}
            wanted |= set(_support(clause.when, values))
    wanted |= set(clause.measured)
    return tuple(read.name for read in reads if read.name in wanted and read.kind is not InputKind.INTERPRETATION)


def _support(expr: Expr, values: Mapping[str, Value]) -> tuple[str, ...]:
    match expr:
        case Not():
            return _support(expr.operand, values)
        case And() | Or():
            found = lang.truth(expr, values)
            resolved = Truth.FALSE if isinstance(expr, And) else Truth.TRUE
            alike = [operand for operand in expr.operands if lang.truth(operand, values) is found]
            chosen = expr.operands if found is not resolved and found in (Truth.TRUE, Truth.FALSE) else alike
            return tuple(name for operand in chosen for name in _support(operand, values))
    return lang.names(expr)


def _value(read: ResolvedInput, unit: int) -> Value:
    if read.reference is not None:
        return read.reference.value
    answer = read.answer
    if read.by_unit is not None:
        if unit >= len(read.by_unit):
            return lang.UNKNOWN
        answer = read.by_unit[unit]
    if not read.asked or answer.state is AnswerState.NOT_APPLICABLE:
        return lang.NOT_APPLICABLE
    if answer.state is AnswerState.UNKNOWN or answer.value is None:
        return lang.UNKNOWN
    return answer.value
