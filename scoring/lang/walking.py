"""Reading the tree: which names and which atoms a condition holds."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.model.conditions import And, Compare, Expr, Literal, Member, Name, Not, Or

__all__ = ["atoms", "depth", "mentions", "names"]

Atom = Name | Compare | Member


def atoms(expr: Expr) -> Iterator[Atom]:
    """The smallest conditions of `expr`, left to right: a boolean name, a comparison or a membership."""
    match expr:
        case And() | Or():
            for operand in expr.operands:
                yield from atoms(operand)
        case Not():
            yield from atoms(expr.operand)
        case _:
            yield expr


def mentions(expr: Expr) -> Iterator[Name]:
    """Every mention of a name, left to right, repeated as often as it is written."""
    for atom in atoms(expr):
        match atom:
            case Name():
                yield atom
            case Compare():
                for side in (atom.left, atom.right):
                    if not isinstance(side, Literal):
                        yield side
            case Member():
                yield atom.name


def names(expr: Expr) -> tuple[str, ...]:
    """The distinct names of `expr` in the order of their first mention."""
    return tuple(dict.fromkeys(mention.name for mention in mentions(expr)))


def depth(expr: Expr) -> int:
    """How many operators stand inside one another; an atom has depth 1."""
    match expr:
        case And() | Or():
            return 1 + max(depth(operand) for operand in expr.operands)
        case Not():
            return 1 + depth(expr.operand)
        case _:
            return 1
