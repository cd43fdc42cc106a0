"""The same rule over other names: what comparing an item with a changed copy of itself needs."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from scoring.model.amounts import Amount, Measure
from scoring.model.clauses import Clause
from scoring.model.conditions import And, Compare, Expr, Literal, Member, Name, Not, Op, Operand, Or
from scoring.model.criteria import Item
from scoring.model.facts import Fact, Ratio, Sum

__all__ = ["rename_expr", "rename_fact", "rename_item"]

Names = Mapping[str, str | Literal]
"""New names for old ones; a literal takes the place of a name altogether."""


def rename_expr(expr: Expr, names: Names) -> Expr:
    """The condition over the new names."""
    match expr:
        case Name():
            new = names.get(expr.name, expr.name)
            return expr if isinstance(new, Literal) else Name(name=new, column=expr.column)
        case Compare():
            return replace(expr, left=_operand(expr.left, names), right=_operand(expr.right, names))
        case Member():
            return _member(expr, names)
        case Not():
            return Not(operand=rename_expr(expr.operand, names))
        case And():
            return And(operands=tuple(rename_expr(operand, names) for operand in expr.operands))
        case Or():
            return Or(operands=tuple(rename_expr(operand, names) for operand in expr.operands))


def _operand(operand: Operand, names: Names) -> Operand:
    if isinstance(operand, Literal):
        return operand
    new = names.get(operand.name, operand.name)
    return new if isinstance(new, Literal) else Name(name=new, column=operand.column)


def _member(expr: Member, names: Names) -> Expr:
    new = names.get(expr.name.name, expr.name.name)
    if isinstance(new, str):
        return replace(expr, name=Name(name=new, column=expr.name.column))
    return Or(operands=tuple(_equal(new, value) for value in (*expr.values, expr.values[0])))


def _equal(left: Literal, right: Literal) -> Expr:
    return Compare(op=Op.EQ, left=left, right=right)


def rename_item(item: Item, names: Names) -> Item:
    """The item whose clauses read the new names; its list of facts is left alone."""
    return replace(item, clauses=tuple(_clause(clause, names) for clause in item.clauses))


def _clause(clause: Clause, names: Names) -> Clause:
    when = None if clause.when is None else rename_expr(clause.when, names)
    return replace(clause, when=when, amount=_amount(clause.amount, names), times=_measure(clause.times, names))


def _amount(amount: Amount | None, names: Names) -> Amount | None:
    """The amount over the new names, whatever its kind: every field that holds a name gets the new one."""
    if amount is None:
        return None
    changes: dict[str, str] = {}
    for field in amount.__struct_fields__:
        new = names.get(getattr(amount, field)) if isinstance(getattr(amount, field), str) else None
        if isinstance(new, str):
            changes[field] = new
    return replace(amount, **changes) if changes else amount


def _measure(measure: Measure | None, names: Names) -> Measure | None:
    new = names.get(measure, measure) if isinstance(measure, str) else measure
    return measure if isinstance(new, Literal) else new


def rename_fact(fact: Fact, names: Names) -> Fact:
    """The fact under its new name, with `needs` and derivation over the new names."""
    new = names.get(fact.name, fact.name)
    derive = fact.derive
    if isinstance(derive, Ratio):
        numerator, denominator = (names.get(part, part) for part in derive.parts)
        derive = replace(derive, numerator=numerator, denominator=denominator)
    elif isinstance(derive, Sum):
        plus, minus = (tuple(names.get(part, part) for part in parts) for parts in (derive.plus, derive.minus))
        derive = replace(derive, plus=plus, minus=minus)
    needs = None if fact.needs is None else rename_expr(fact.needs, names)
    return replace(fact, name=new, needs=needs, derive=derive)
