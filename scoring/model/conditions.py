"""The typed tree of the condition language.

One meaning serves three uses: interpreted by the evaluator, enumerated by the exact analysis, printed by explanations.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

__all__ = ["And", "Compare", "Expr", "Literal", "Member", "Name", "Not", "Op", "Operand", "Or"]


class Op(enum.Enum):
    """Comparison operators as written in a condition."""

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A declared fact, reference or interpretation. As a condition by itself it must be a boolean fact."""

    name: str
    column: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A constant: an exact number, a text (a choice or an interpretation's option) or a date."""

    value: Fraction | str | date
    column: int = 1


Operand = Name | Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """`left op right`; chained comparisons are parsed into And."""

    op: Op
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """`name in (a, b)`; `not in` is parsed into Not."""

    name: Name
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """Negation."""

    operand: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    """Conjunction of two or more."""

    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    """Disjunction of two or more."""

    operands: tuple[Expr, ...]


Expr = Name | Compare | Member | Not | And | Or
