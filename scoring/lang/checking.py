"""What the names of a condition stand for, and checking a parsed condition against the names and types it may use."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location, Problem, Severity
from scoring.base.text import number_text
from scoring.lang.parsing import place
from scoring.model.conditions import Compare, Expr, Literal, Member, Name, Op, Operand
from scoring.model.facts import FactType
from scoring.model.scorecard import InputKind

__all__ = ["Scope", "Symbol", "check"]


class Symbol(Struct, frozen=True, kw_only=True):
    """What a name means in a condition. An interpretation is a CHOICE whose `choices` are its options."""

    kind: InputKind
    type: FactType
    unit: str = ""
    choices: tuple[str, ...] = ()

    @property
    def shown_unit(self) -> str:
        """The unit as printed after a number; that of a percentage is % by itself, that of judged points 分."""
        return {FactType.PERCENT: "%", FactType.JUDGED: "分"}.get(self.type, self.unit)


Scope = Mapping[str, Symbol]


_QUANTITIES = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT, FactType.JUDGED)
_TYPE_WORDS = {
    FactType.BOOL: "是否类",
    FactType.COUNT: "个数类",
    FactType.NUMBER: "数值类",
    FactType.PERCENT: "百分比类",
    FactType.CHOICE: "选项类",
    FactType.DATE: "日期类",
    FactType.TEXT: "文字类",
    FactType.JUDGED: "评判类",
}


def check(expr: Expr, scope: Scope, location: Location, excerpt: str | None = None) -> tuple[Problem, ...]:
    """Every misuse in `expr`: unknown names, mistyped comparisons, units that differ, options that do not exist.

    `location` is where the condition's text begins; `excerpt` that line of the file, where known.
    """
    return tuple(
        Problem(
            code=finding.code,
            message=finding.message,
            hint=finding.hint,
            severity=finding.severity,
            location=place(location, finding.column, excerpt),
            excerpt=excerpt,
        )
        for atom in expr.atoms
        for finding in _atom(atom, scope)
    )


class _Finding(Struct, frozen=True):
    code: str
    column: int
    message: str
    hint: str
    severity: Severity = Severity.ERROR


def _atom(atom: Name | Compare | Member, scope: Scope) -> Iterator[_Finding]:
    operands: tuple[Operand, ...]
    match atom:
        case Name():
            operands = (atom,)
        case Compare():
            operands = (atom.left, atom.right)
        case Member():
            operands = (atom.name,)
    unknown = [o for o in operands if isinstance(o, Name) and o.name not in scope]
    if unknown:
        for name in unknown:
            yield _unknown(name, scope)
        return
    match atom:
        case Name():
            yield from _alone(atom, scope[atom.name])
        case Compare():
            yield from _compare(atom, scope)
        case Member():
            symbol = scope[atom.name.name]
            for literal in atom.values:
                yield from _literal(atom.name, symbol, Op.EQ, literal)


def _unknown(name: Name, scope: Scope) -> _Finding:
    if name.name in ("是", "否"):
        hint = "是否类填报项不写比较：要“是”就直接写名称，要“否”就写 not 名称。"
        return _Finding("condition-name", name.column, f"条件里不能写“{name.name}”", hint)
    close = difflib.get_close_matches(name.name, scope, n=3, cutoff=0.5)
    hint = f"是不是：{'、'.join(close)}？" if close else "先在 facts、references 或 interpretations 中写明这个名称。"
    return _Finding("condition-name", name.column, f"没有名为“{name.name}”的填报项、参照值或解释口径", hint)


def _alone(name: Name, symbol: Symbol) -> Iterator[_Finding]:
    if symbol.type is not FactType.BOOL:
        yield _Finding(
            "condition-type",
            name.column,
            f"“{name.name}”是{_TYPE_WORDS[symbol.type]}，不能单独当作条件",
            f"请写成比较，例如 {_example(name.name, symbol)}。",
        )


def _example(name: str, symbol: Symbol) -> str:
    if symbol.type is FactType.CHOICE and symbol.choices:
        return f"{name} == '{symbol.choices[0]}'"
    if symbol.type is FactType.DATE:
        return f"{name} <= '2022-05-31'"
    return f"{name} > 0"


def _compare(atom: Compare, scope: Scope) -> Iterator[_Finding]:
    left, right = atom.left, atom.right
    if isinstance(left, Literal) and isinstance(right, Literal):
        yield _Finding(
            "condition-type", left.column, "两边都是固定值，比较没有意义", "至少一边写填报项或参照值的名称。"
        )
    elif isinstance(left, Literal) and isinstance(right, Name):
        yield from _literal(right, scope[right.name], atom.op, left)
    elif isinstance(left, Name) and isinstance(right, Literal):
        yield from _literal(left, scope[left.name], atom.op, right)
    elif isinstance(left, Name) and isinstance(right, Name):
        yield from _two_names(left, scope[left.name], right, scope[right.name])


def _not_comparable(name: Name, symbol: Symbol) -> Iterator[_Finding]:
    if symbol.type is FactType.BOOL:
        hint = f"直接写 {name.name}，或 not {name.name}。"
        yield _Finding("condition-type", name.column, f"“{name.name}”是是否类，不用比较", hint)
    elif symbol.type is FactType.TEXT:
        hint = "文字只供人看，不参加计分；需要计分的请改为是否类或选项类。"
        yield _Finding("condition-type", name.column, f"“{name.name}”是文字类，不能写进条件", hint)


def _two_names(left: Name, one: Symbol, right: Name, other: Symbol) -> Iterator[_Finding]:
    misused = [*_not_comparable(left, one), *_not_comparable(right, other)]
    yield from misused
    if misused:
        return
    if left.name == right.name:
        yield _Finding("condition-type", right.column, f"“{left.name}”在和自己比较", "请检查是否写错了名称。")
    elif one.type in _QUANTITIES and other.type in _QUANTITIES:
        if one.shown_unit != other.shown_unit:
            message = f"单位不同：“{left.name}”是“{one.shown_unit}”，“{right.name}”是“{other.shown_unit}”"
            yield _Finding("condition-unit", right.column, message, "同一单位的数才能比较，请核对 unit 或 type。")
    elif not (one.type is other.type is FactType.DATE):
        message = f"“{left.name}”（{_TYPE_WORDS[one.type]}）不能同“{right.name}”（{_TYPE_WORDS[other.type]}）比较"
        yield _Finding(
            "condition-type", right.column, message, "数只同数比较，日期只同日期比较，选项同加引号的文字比较。"
        )


def _literal(name: Name, symbol: Symbol, op: Op, literal: Literal) -> Iterator[_Finding]:
    misused = list(_not_comparable(name, symbol))
    yield from misused
    if misused:
        return
    value = literal.value
    if symbol.type is FactType.CHOICE:
        yield from _choice(name, symbol, op, literal)
    elif symbol.type is FactType.DATE:
        if not isinstance(value, date):
            hint = f"日期要写成 '2022-05-31' 的样子，例如 {name.name} <= '2022-05-31'。"
            yield _Finding("condition-type", literal.column, f"“{name.name}”是日期类，只能同日期比较", hint)
    elif not isinstance(value, Fraction):
        hint = f"请写数，例如 {name.name} >= 90；数不加引号。"
        yield _Finding(
            "condition-type", literal.column, f"“{name.name}”是{_TYPE_WORDS[symbol.type]}，只能同数比较", hint
        )
    elif symbol.type is FactType.COUNT and value.denominator != 1 and op in (Op.EQ, Op.NE):
        message = f"“{name.name}”是整数，同 {number_text(value)} 永远不相等"
        yield _Finding("condition-type", literal.column, message, "请改成整数，或把类型改为 number。")
    elif symbol.type is FactType.PERCENT and 0 < value < 1:
        message = f"“{name.name}”按百分点计，{number_text(value)} 就是 {number_text(value)}%"
        hint = f"如果是指 {number_text(value * 100)}%，请写 {number_text(value * 100)}。"
        yield _Finding("condition-percent", literal.column, message, hint, Severity.QUESTION)


def _choice(name: Name, symbol: Symbol, op: Op, literal: Literal) -> Iterator[_Finding]:
    if op not in (Op.EQ, Op.NE):
        yield _Finding("condition-type", name.column, f"“{name.name}”是选项，没有大小之分", "选项只用 ==、!= 或 in。")
    elif literal.value not in symbol.choices:
        shown = number_text(literal.value) if isinstance(literal.value, Fraction) else str(literal.value)
        options = "、".join(f"'{choice}'" for choice in symbol.choices)
        hint = f"可用的选项：{options}。"
        yield _Finding("condition-choice", literal.column, f"“{name.name}”没有选项“{shown}”", hint)
