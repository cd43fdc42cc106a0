"""Which of the values a clause read decide it, so that a reason names those and no others."""

from __future__ import annotations

from collections.abc import Mapping

from scoring import lang
from scoring.lang import Truth, Value
from scoring.model.conditions import And, Expr, Not, Or
from scoring.model.criteria import Clause
from scoring.model.facts import AnswerState
from scoring.model.scorecard import Reading, ReadingKind

__all__ = ["decisive"]


def decisive(clause: Clause, reads: tuple[Reading, ...]) -> tuple[str, ...]:
    """The names that settle the clause (or, while it is open, keep it open), in the order they were read.

    Of an `or` that holds, the operands that hold; of an `and` that fails, those that fail; of one that cannot be
    told, those that cannot be told. Interpretations never count: they are listed with the item.
    """
    wanted: set[str] = set()
    if clause.when is not None:
        values = {reading.name: _value(reading) for reading in reads}
        wanted |= set(_support(clause.when, values))
    wanted |= set(clause.measured)
    return tuple(
        reading.name for reading in reads if reading.name in wanted and reading.kind is not ReadingKind.INTERPRETATION
    )


def _support(expr: Expr, values: Mapping[str, Value]) -> tuple[str, ...]:
    match expr:
        case Not():
            return _support(expr.operand, values)
        case And() | Or():
            found = lang.truth(expr, values)
            settled = Truth.FALSE if isinstance(expr, And) else Truth.TRUE
            alike = [operand for operand in expr.operands if lang.truth(operand, values) is found]
            chosen = expr.operands if found is not settled and found in (Truth.TRUE, Truth.FALSE) else alike
            return tuple(name for operand in chosen for name in _support(operand, values))
    return lang.names(expr)


def _value(reading: Reading) -> Value:
    if reading.reference is not None:
        return reading.reference.value
    if not reading.asked or reading.answer.state is AnswerState.NOT_APPLICABLE:
        return lang.NOT_APPLICABLE
    if reading.answer.state is AnswerState.UNKNOWN or reading.answer.value is None:
        return lang.UNKNOWN
    return reading.answer.value
