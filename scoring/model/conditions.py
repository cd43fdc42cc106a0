"""The typed tree of the condition language.

One meaning serves three uses: interpreted by the evaluator, enumerated by the exact analysis, printed by explanations.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

__all__ = ["And", "Atom", "Compare", "Expr", "Literal", "Member", "Name", "Not", "Op", "Operand", "Or"]


class Op(enum.Enum):
    """Comparison operators as written in a condition."""

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


class Condition(Struct, frozen=True, kw_only=True, dict=True):
    """What any condition holds, worked out once for each."""

    @cached_property
    def atoms(self) -> tuple[Atom, ...]:
        """The smallest conditions, left to right: a boolean name, a comparison or a membership."""
        return tuple(_atoms(self))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The distinct names, in the order of their first mention."""
        return tuple(dict.fromkeys(name.name for atom in self.atoms for name in _mentions(atom)))


class Name(Condition, frozen=True, kw_only=True):
    """A declared fact, reference or interpretation. As a condition by itself it must be a boolean fact."""

    name: str
    column: int = 1


class Literal(Struct, frozen=True, kw_only=True):
    """A constant: an exact number, a text (a choice or an interpretation's option) or a date."""

    value: Fraction | str | date
    column: int = 1


Operand = Name | Literal


class Compare(Condition, frozen=True, kw_only=True):
    """`left op right`; chained comparisons are parsed into And."""

    op: Op
    left: Operand
    right: Operand


class Member(Condition, frozen=True, kw_only=True):
    """`name in (a, b)`; `not in` is parsed into Not."""

    name: Name
    values: tuple[Literal, ...]


class Not(Condition, frozen=True, kw_only=True):
    """Negation."""

    operand: Expr


class And(Condition, frozen=True, kw_only=True):
    """Conjunction of two or more."""

    operands: tuple[Expr, ...]


class Or(Condition, frozen=True, kw_only=True):
    """Disjunction of two or more."""

    operands: tuple[Expr, ...]


Atom = Name | Compare | Member
Expr = Name | Compare | Member | Not | And | Or


def _atoms(of: Condition) -> Iterator[Atom]:
    match of:
        case And() | Or():
            for operand in of.operands:
                yield from operand.atoms
        case Not():
            yield from of.operand.atoms
        case Name() | Compare() | Member():
            yield of


def _mentions(atom: Atom) -> Iterator[Name]:
    match atom:
        case Name():
            yield atom
        case Compare():
            yield from (side for side in (atom.left, atom.right) if isinstance(side, Name))
        case Member():
            yield atom.name
