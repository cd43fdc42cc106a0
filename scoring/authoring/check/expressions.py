"""Mistakes in a condition: another threshold, another comparison, the opposite, `and` for `or`, a part left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from msgspec.structs import replace

from scoring.lang import show
from scoring.model.conditions import And, Compare, Expr, Literal, Member, Name, Not, Op, Operand, Or
from scoring.model.criteria import Criteria
from scoring.model.facts import FactType

__all__ = ["FALSE", "describe_change", "mutations"]

FALSE: Expr = Compare(op=Op.EQ, left=Literal(value=Fraction(0)), right=Literal(value=Fraction(1)))
"""A condition that never holds."""
WHOLE = (FactType.COUNT, FactType.DATE)
FINE = Fraction(1, 10)
"""How far a threshold of a quantity that is not whole is moved."""

Mutation = tuple[str, str, Expr]
"""Id within the condition, what is changed in words, and the changed condition."""
Put = Callable[[Expr], Expr]
"""Puts a changed part back in its place."""


def mutations(criteria: Criteria, expr: Expr) -> Iterator[Mutation]:
    """Every mistake in `expr`. Ids count atoms and connectives from 1 in the order they are written."""
    yield from _Mutator(criteria).walk(expr, lambda changed: changed)
    if isinstance(expr, And | Or):
        yield "not", "条件整个反过来", Not(operand=expr)


def describe_change(before: str, after: str) -> str:
    """`3分改为4分`."""
    return f"{before}改为{after}"


class _Mutator:
    def __init__(self, criteria: Criteria) -> None:
        self._criteria = criteria
        self._atoms = 0
        self._joins = 0

    def walk(self, expr: Expr, put: Put) -> Iterator[Mutation]:
        match expr:
            case Name() | Member():
                self._atoms += 1
                after = Not(operand=expr)
                yield f"polarity{self._atoms}", _words(expr, after), put(after)
            case Compare():
                self._atoms += 1
                yield from self._compare(expr, put, self._atoms)
            case Not():
                yield from self.walk(expr.operand, lambda changed: put(_negated(changed)))
            case And() | Or():
                yield from self._join(expr, put)

    def _join(self, expr: And | Or, put: Put) -> Iterator[Mutation]:
        self._joins += 1
        number = self._joins
        other = Or(operands=expr.operands) if isinstance(expr, And) else And(operands=expr.operands)
        yield f"join{number}", _words(expr, other), put(other)
        for index, operand in enumerate(expr.operands):
            rest = (*expr.operands[:index], *expr.operands[index + 1 :])
            left = rest[0] if len(rest) == 1 else replace(expr, operands=rest)
            yield f"join{number}/without{index + 1}", f"漏掉“{show(operand)}”", put(left)
        for index, operand in enumerate(expr.operands):
            yield from self.walk(operand, _putter(expr, index, put))

    def _compare(self, expr: Compare, put: Put, number: int) -> Iterator[Mutation]:
        kind = self._kind(expr)
        ops = [Op.NE if expr.op is Op.EQ else Op.EQ] if kind is FactType.CHOICE else [op for op in Op if op != expr.op]
        for op in ops:
            after = replace(expr, op=op)
            yield f"op{number}/{op.value}", _words(expr, after), put(after)
        for side in ("left", "right"):
            operand: Operand = getattr(expr, side)
            if isinstance(operand, Literal):
                for name, moved in _moved(operand, whole=kind in WHOLE):
                    changed = replace(expr, **{side: moved})
                    yield f"limit{number}/{name}", _words(expr, changed), put(changed)

    def _kind(self, expr: Compare) -> FactType:
        """The type of what is compared, by the first side that is a name."""
        for operand in (expr.left, expr.right):
            if isinstance(operand, Name):
                if operand.name in self._criteria.interpretations_by_name:
                    return FactType.CHOICE
                declared = self._criteria.facts_by_name.get(operand.name)
                if declared is not None:
                    return declared.type
                return self._criteria.references_by_name[operand.name].type
        return FactType.NUMBER


def _putter(expr: And | Or, index: int, put: Put) -> Put:
    def inner(changed: Expr) -> Expr:
        return put(replace(expr, operands=(*expr.operands[:index], changed, *expr.operands[index + 1 :])))

    return inner


def _negated(expr: Expr) -> Expr:
    return expr.operand if isinstance(expr, Not) else Not(operand=expr)


def _moved(literal: Literal, *, whole: bool) -> Iterator[tuple[str, Literal]]:
    if isinstance(literal.value, Fraction):
        step = Fraction(1) if whole else FINE
        yield "+", replace(literal, value=literal.value + step)
        yield "-", replace(literal, value=literal.value - step)
    elif isinstance(literal.value, date):
        yield "+", replace(literal, value=literal.value + timedelta(days=1))
        yield "-", replace(literal, value=literal.value - timedelta(days=1))


def _words(before: Expr, after: Expr) -> str:
    return f"“{show(before)}”改为“{show(after)}”"
