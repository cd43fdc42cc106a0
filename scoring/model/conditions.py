"""The typed tree of the condition language.

One meaning serves three uses: interpreted by the evaluator, enumerated by the exact analysis, printed by explanations.
"""

from __future__ import annotations

import enum
from datetime import date
from fractions import Fraction

from msgspec import Struct

__all__ = ["And", "Compare", "Expr", "Literal", "Member", "Name", "Not", "Op", "Operand", "Or"]


class Op(enum.Enum):
    """Comparison operators as written in a condition."""

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


class Name(Struct, frozen=True, kw_only=True):
    """A declared fact, reference or interpretation. As a condition by itself it must be a boolean fact."""

    name: str
    column: int = 1


class Literal(Struct, frozen=True, kw_only=True):
    """A constant: an exact number, a text (a choice or an interpretation's option) or a date."""

    value: Fraction | str | date
    column: int = 1


Operand = Name | Literal


class Compare(Struct, frozen=True, kw_only=True):
    """`left op right`; chained comparisons are parsed into And."""

    op: Op
    left: Operand
    right: Operand


class Member(Struct, frozen=True, kw_only=True):
    """`name in (a, b)`; `not in` is parsed into Not."""

    name: Name
    values: tuple[Literal, ...]


class Not(Struct, frozen=True, kw_only=True):
    """Negation."""

    operand: Expr


class And(Struct, frozen=True, kw_only=True):
    """Conjunction of two or more."""

    operands: tuple[Expr, ...]


class Or(Struct, frozen=True, kw_only=True):
    """Disjunction of two or more."""

    operands: tuple[Expr, ...]


Expr = Name | Compare | Member | Not | And | Or
