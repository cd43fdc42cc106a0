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
    told, those that cannot be told. Interpretations never count: they are listed with the item. Where units are scored
    one by one, what settles the clause for any of them.
    """
    wanted: set[str] = set()
    if clause.when is not None:
        for unit in range(max((1, *(len(reading.by_unit or ()) for reading in reads)))):
            values = {reading.name: _value(reading, unit) for reading in reads}
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


def _value(reading: Reading, unit: int) -> Value:
    if reading.reference is not None:
        return reading.reference.value
    answer = reading.answer
    if reading.by_unit is not None:
        if unit >= len(reading.by_unit):
            return lang.UNKNOWN
        answer = reading.by_unit[unit]
    if not reading.asked or answer.state is AnswerState.NOT_APPLICABLE:
        return lang.NOT_APPLICABLE
    if answer.state is AnswerState.UNKNOWN or answer.value is None:
        return lang.UNKNOWN
    return answer.value
