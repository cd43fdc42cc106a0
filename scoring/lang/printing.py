"""A condition as canonical text (for tools) and in Chinese words (for readers); and values in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from scoring.base.text import approx_text, date_text, number_text, points_text
from scoring.lang.checking import Scope
from scoring.model.conditions import And, Compare, Expr, Literal, Member, Name, Not, Op, Operand, Or
from scoring.model.facts import Absent, Judgement, Value

__all__ = ["describe", "show", "value_text"]

_WORDS: Mapping[Op, str] = {
    Op.EQ: "等于",
    Op.NE: "不等于",
    Op.LT: "低于",
    Op.LE: "不超过",
    Op.GT: "高于",
    Op.GE: "达到",
}

_DATE_WORDS: Mapping[Op, str] = {Op.LT: "早于", Op.LE: "不晚于", Op.GT: "晚于", Op.GE: "不早于"}
_MIRRORED: Mapping[Op, Op] = {Op.LT: Op.GT, Op.LE: Op.GE, Op.GT: Op.LT, Op.GE: Op.LE}


def show(expr: Expr) -> str:
    """The condition in its own syntax, with the fewest parentheses; parsing it again gives an equal tree."""
    match expr:
        case Name():
            return expr.name
        case Compare():
            return f"{_operand(expr.left)} {expr.op.value} {_operand(expr.right)}"
        case Member():
            return f"{expr.name.name} in {_tuple(expr.values)}"
        case Not(operand=Member() as member):
            return f"{member.name.name} not in {_tuple(member.values)}"
        case Not():
            return f"not {_inside(expr.operand, (And, Or))}"
        case And():
            return " and ".join(_inside(operand, (And, Or)) for operand in expr.operands)
        case Or():
            return " or ".join(_inside(operand, (Or,)) for operand in expr.operands)


def _inside(expr: Expr, wrapped: tuple[type, ...]) -> str:
    return f"({show(expr)})" if isinstance(expr, wrapped) else show(expr)


def _operand(operand: Operand) -> str:
    return _literal(operand) if isinstance(operand, Literal) else operand.name


def _literal(literal: Literal) -> str:
    match literal.value:
        case Fraction():
            return number_text(literal.value)
        case date():
            return f"'{literal.value.isoformat()}'"
        case text:
            return f'"{text}"' if "'" in text else f"'{text}'"


def _tuple(values: tuple[Literal, ...]) -> str:
    inside = ", ".join(_literal(value) for value in values)
    return f"({inside},)" if len(values) == 1 else f"({inside})"


def describe(expr: Expr, scope: Scope | None = None) -> str:
    """The condition in Chinese words; with a scope, numbers carry the unit of the name they are compared with."""
    scope = scope or {}
    match expr:
        case Name():
            return f"“{expr.name}”为是"
        case Not(operand=Name() as name):
            return f"“{name.name}”为否"
        case Compare():
            return _comparison(expr, scope)
        case Member():
            return f"“{expr.name.name}”为{_alternatives(expr.values)}"
        case Not(operand=Member() as member):
            return f"“{member.name.name}”不为{_alternatives(member.values)}"
        case Not():
            return f"并非（{describe(expr.operand, scope)}）"
        case And():
            return "，且".join(_grouped(operand, scope) for operand in expr.operands)
        case Or():
            return "，或".join(_grouped(operand, scope) for operand in expr.operands)


def _grouped(expr: Expr, scope: Scope) -> str:
    words = describe(expr, scope)
    return f"（{words}）" if isinstance(expr, And | Or) else words


def _comparison(expr: Compare, scope: Scope) -> str:
    left, right, op = expr.left, expr.right, expr.op
    if isinstance(left, Literal):
        left, right, op = right, left, _MIRRORED.get(op, op)
    if not isinstance(right, Literal):
        return f"{_side(left)}{_WORDS[op]}{_side(right)}"
    if isinstance(right.value, str):
        return f"{_side(left)}{'为' if op is Op.EQ else '不为'}“{right.value}”"
    symbol = None if isinstance(left, Literal) else scope.get(left.name)
    unit = symbol.shown_unit if symbol is not None else ""
    words = {**_WORDS, **_DATE_WORDS} if isinstance(right.value, date) else _WORDS
    word = "为" if op is Op.EQ else words[op]
    return f"{_side(left)}{word}{_value(right)}{unit}"


def _side(operand: Operand) -> str:
    return _value(operand) if isinstance(operand, Literal) else f"“{operand.name}”"


def _value(literal: Literal) -> str:
    match literal.value:
        case Fraction():
            return number_text(literal.value)
        case date():
            return date_text(literal.value)
        case text:
            return f"“{text}”"


def _alternatives(values: tuple[Literal, ...]) -> str:
    return "或".join(_value(value) for value in values)


def value_text(value: Value, unit: str = "", *, exact: bool = False) -> str:
    """A value with its unit: 是, 4次, 95%, 2分, 2022年5月20日, 未填, 不适用. `exact`: long decimals are not cut to 约."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return f"{number_text(value) if exact else approx_text(value)}{unit}"
    if isinstance(value, Judgement):
        return f"{points_text(value.points)}分"
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, Absent):
        return "不适用" if value is Absent.NOT_APPLICABLE else "未填"
    return value
