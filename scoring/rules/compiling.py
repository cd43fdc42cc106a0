"""Writes the text of a function that scores items: see `compiled`.

Conditions are written in three values: True, False, and None where the question does not arise (不适用); nothing is missing
where the function is asked. Each part of a text is a slot, a whole number, or a constant that the function is handed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from msgspec import Struct

from scoring.lang import NOT_APPLICABLE, UNKNOWN, Value
from scoring.model.amounts import Judged, Measure
from scoring.model.clauses import Clause, Effect
from scoring.model.conditions import And, Compare, Expr, Member, Name, Not, Operand
from scoring.model.criteria import Criteria, Item, NotApplicablePolicy, Start
from scoring.model.facts import FactType, Judgement
from scoring.model.totals import Level
from scoring.rules.amounts import full_amount
from scoring.rules.items import taken_whole
from scoring.rules.kinds import kind_of

__all__ = ["FunctionWriter", "Slots", "run", "unit_of"]

Exact = int | Fraction
ZERO = Fraction(0)
CLOSING = (Effect.FORFEIT, Effect.SET)


class Slots(Struct, frozen=True, kw_only=True):
    """Which values a function takes, and in which form: by name, and whether the number is wanted as points."""

    of: tuple[tuple[str, bool], ...]
    optional: frozenset[str]
    unit: int

    def fill(self, resolved: Mapping[str, Value]) -> list[object] | None:
        """The values in the order of the slots, 不适用 as None; None altogether where anything is missing."""
        filled: list[object] = []
        for name, as_points in self.of:
            value: object = resolved[name]
            if type(value) is Judgement:
                value = value.points
            if type(value) is Fraction:  # isinstance would ask the numeric tower of every other value
                if as_points:
                    value *= self.unit
                if value.denominator == 1:
                    value = value.numerator
            elif value is NOT_APPLICABLE and name in self.optional:
                value = None
            elif value is UNKNOWN or value is NOT_APPLICABLE:
                return None
            filled.append(value)
        return filled

    def renamed(self, names: Mapping[str, str]) -> Slots:
        """The same slots, filled from values that stand under other names."""
        of = tuple((names.get(name, name), as_points) for name, as_points in self.of)
        return Slots(of=of, optional=frozenset(names.get(name, name) for name in self.optional), unit=self.unit)


def unit_of(criteria: Criteria, items: Sequence[Item]) -> int:
    """A number that makes whole ones of the points some items name, and of the decimals to which they are rounded."""
    facts, named = criteria.facts_by_name, list[object]()
    for item in items:
        named += [facts[name].step for name in item.reads if name in facts]
        named += [item.points, item.of_unit.points, *(group.at_most for group in item.groups)]
        for clause in item.clauses:
            named += [clause.at_most, *_fields(clause.amount)]
            named += [field for row in getattr(clause.amount, "rows", ()) for field in _fields(row)]
    places = criteria.rounding.places if criteria.rounding.level is Level.ITEM else None
    return lcm(10 ** (places or 0), *(one.denominator for one in named if isinstance(one, Fraction)))


def _fields(of: Struct | None) -> Iterator[object]:
    for name in () if of is None else of.__struct_fields__:
        value = getattr(of, name)
        yield from value if isinstance(value, tuple) else (value,)


class FunctionWriter:
    """Writes one function of some items; None stands for an item that another function scores.

    With `marks` items are scored as they are where they are assessed, before any rounding, and instead of whether they are
    it gives how each clause was met: 1 where it holds, 0 where not, None where it does not apply.
    """

    def __init__(
        self,
        criteria: Criteria,
        unit: int,
        constants: dict[str, object],
        name: str,
        items: Sequence[Item | None],
        *,
        marks: bool = False,
    ) -> None:
        self.name, self.constants = name, constants
        self._criteria, self._unit, self._marks = criteria, unit, marks
        self._slots: dict[tuple[str, bool], str] = {}
        self._optional: dict[str, bool] = {}
        self._lines: list[str] = []
        self._count = 0
        made = ["(0, (), False)" if item is None else self._item(item) for item in items]
        unpack = [f"    {', '.join(self._slots.values())}, = v"] if self._slots else []
        self.text = "\n".join([f"def {name}(v):", *unpack, *self._lines, f"    return {', '.join(made)},"])
        optional = frozenset(name for name, _ in self._slots if self._may_be_absent(name))
        self.slots = Slots(of=tuple(self._slots), optional=optional, unit=unit)

    # What the text of amounts is made of: see `kinds.Terms`.

    def points(self, points: Fraction) -> str:
        """A number of points, in the unit."""
        return self._exact(points * self._unit)

    def number(self, measure: Measure) -> str:
        """A constant, or the number under a name."""
        return self._exact(measure) if isinstance(measure, Fraction) else self._slot(measure, as_points=False)

    def scaled(self, name: str) -> str:
        """The number under a name, as points."""
        return self._slot(name, as_points=True)

    def counts(self, name: str) -> bool:
        """Whether the number under a name is a whole one and never negative."""
        fact = self._criteria.facts_by_name.get(name)
        return fact is not None and fact.type is FactType.COUNT and fact.derive is None

    def call(self, function: Callable[..., Fraction], *arguments: str) -> str:
        """A call that gives points."""
        unit = self._unit

        def exactly(*values: Exact) -> Fraction:
            return function(*map(Fraction, values)) * unit

        return f"{self._constant(exactly)}({', '.join(arguments)})"

    def _exact(self, value: Fraction) -> str:
        return str(value.numerator) if value.denominator == 1 else self._constant(value)

    def _constant(self, value: object) -> str:
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def _slot(self, name: str, *, as_points: bool) -> str:
        return self._slots.setdefault((name, as_points and self._unit != 1), f"s{len(self._slots)}")

    def _new(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count}"

    # Conditions: True, False, and None where the question does not arise.

    def _may_be_absent(self, name: str) -> bool:
        """Whether the name can be 不适用."""
        if name not in self._optional:
            fact = self._criteria.facts_by_name.get(name)
            self._optional[name] = fact is not None and (
                fact.not_applicable is not None or fact.needs is not None or fact.derive is not None
            )
        return self._optional[name]

    def _open(self, expr: Expr) -> bool:
        """Whether it may not arise."""
        return any(map(self._may_be_absent, expr.names))

    def _truth(self, expr: Expr) -> str:
        match expr:
            case Name():
                return self._slot(expr.name, as_points=False)
            case Compare():
                return self._unless_absent((expr.left, expr.right), f"{{}} {expr.op.value} {{}}")
            case Member():
                values = self._constant(tuple(literal.value for literal in expr.values))
                return self._unless_absent((expr.name,), f"{{}} in {values}")
            case Not():
                inner = self._truth(expr.operand)
                if not self._open(expr.operand):
                    return f"(not {inner})"
                found = self._new("g")
                return f"(None if ({found} := {inner}) is None else not {found})"
        word, decisive = ("and", "False") if isinstance(expr, And) else ("or", "True")
        parts = [(self._truth(operand), self._open(operand)) for operand in expr.operands]
        if not self._open(expr):
            return f"({f' {word} '.join(text for text, _ in parts)})"
        kept = [(self._new("g"), text, may_be_none) for text, may_be_none in parts]
        decided = " or ".join(f"({name} := {text}) is {decisive}" for name, text, _ in kept)
        absent = " or ".join(f"{name} is None" for name, _, may_be_none in kept if may_be_none)
        return f"({decisive} if {decided} else None if {absent} else {'True' if decisive == 'False' else 'False'})"

    def _unless_absent(self, operands: Sequence[Operand], form: str) -> str:
        texts = [self._operand(one) for one in operands]
        absent = [
            text
            for one, text in zip(operands, texts, strict=True)
            if isinstance(one, Name) and self._may_be_absent(one.name)
        ]
        found = f"({form.format(*texts)})"
        return f"(None if {' or '.join(f'{text} is None' for text in absent)} else {found})" if absent else found

    def _operand(self, operand: Operand) -> str:
        if isinstance(operand, Name):
            return self._slot(operand.name, as_points=False)
        return self._exact(operand.value) if isinstance(operand.value, Fraction) else self._constant(operand.value)

    # Clauses and items

    def _item(self, item: Item) -> str:
        """The lines of an item; gives the text of its result."""
        clauses: list[_Written] = []
        for clause in item.clauses:
            written = self._clause(clause, item)
            clauses.append(written)
            if clause.exhausted:
                before = self._balance(item, clauses[:-1])
                self._lines.append(f"    if {before}: {written.reset}")
        score = self._balance(item, clauses)
        nominals = "".join(f"{one.sign}{one.points}, " for one in clauses)
        if self._marks:
            return f"({score}, ({nominals}), ({''.join(f'{one.mark}, ' for one in clauses)}))"
        rounding = self._criteria.rounding
        if rounding.level is Level.ITEM and rounding.places is not None:
            step = 2 * self._unit // 10**rounding.places
            self._lines.append(f"    {score} = (2 * {score} + {step // 2}) // {step} * {step // 2}")
        applies = "True"
        if item.applies is not None:
            applies = self._new("a")
            self._lines.append(f"    {applies} = {self._truth(item.applies)} is True")
            left_out = item.left_out(self._criteria.absent.treatment)
            self._lines.append(f"    if not {applies}: {score} = {self.points(left_out)}")
        return f"({score}, ({nominals}), {applies})"

    def _clause(self, clause: Clause, item: Item) -> _Written:
        """The lines that set what a clause asks for, without sign: its points, whether it closes the item, and what is
        left out of the item because it does not apply."""
        points, acts, left = self._new("c"), "", ""
        mark = self._new("m") if self._marks else ""
        policy = self._criteria.not_applicable
        if clause.own and clause.effect in CLOSING:
            acts = self._new("f")
        absent = self._missing(clause)
        optional = bool(absent) or (clause.when is not None and self._open(clause.when))
        if optional and clause.own and policy is NotApplicablePolicy.RESCALE and clause.effect not in CLOSING:
            left = self._new("l")

        def state(value: str, met: str, away: str = "0") -> str:
            pairs = ((points, value), (acts, str(met == "1")), (left, away), (mark, met))
            return "; ".join(f"{name} = {text}" for name, text in pairs if name)

        there = state(self._amount(clause, item), "1")
        if clause.at_most is not None and clause.amount is not None:
            most = self.points(clause.at_most)
            there += f"\n        if {points} > {most}: {points} = {most}"
        reset = state("0", "0")
        if not optional:
            guard = "" if clause.when is None else self._truth(clause.when)
            self._lines += [f"    if {guard or 'True'}:", f"        {there}", f"    else: {reset}"]
            return _Written(clause=clause, points=points, acts=acts, left=left, mark=mark, reset=reset)
        full = full_amount(clause, item, self._criteria.facts_by_name.__getitem__)
        granted = clause.own and clause.effect is Effect.AWARD and policy is NotApplicablePolicy.FULL
        does_not_apply = state(
            self.points(item.points if full is None else full) if granted else "0",
            "None",
            self.points(item.points if full is None else min(full, item.points)),
        )
        guard = "True" if clause.when is None else self._truth(clause.when)
        met = self._new("g")
        self._lines += [f"    {met} = {guard}"]
        if absent:
            self._lines += [f"    if {met} and ({absent}): {met} = None"]
        self._lines += [
            f"    if {met}:",
            f"        {there}",
            f"    elif {met} is None: {does_not_apply}",
            f"    else: {reset}",
        ]
        return _Written(clause=clause, points=points, acts=acts, left=left, mark=mark, reset=reset)

    def _amount(self, clause: Clause, item: Item) -> str:
        if clause.amount is None:
            return "0" if clause.effect is Effect.LIMIT else self.points(taken_whole(item))
        text = kind_of(clause.amount).text(clause.amount, self)
        return text if clause.times is None else f"({text}) * {self.number(clause.times)}"

    def _missing(self, clause: Clause) -> str:
        """The text of when something that the amount looks at does not apply; empty where that cannot be."""
        tests = {
            name: f"{self._amount_slot(clause, name)} is None" for name in clause.measured if self._may_be_absent(name)
        }
        amount = clause.amount
        if (
            isinstance(amount, Judged)
            and amount.per is not None
            and amount.fact in tests
            and clause.times != amount.fact
        ):
            # Points for each of none are none, whatever was decided.
            tests[amount.fact] = f"{tests[amount.fact]} and {self.number(amount.per)} != 0"
        return " or ".join(tests.values())

    def _amount_slot(self, clause: Clause, name: str) -> str:
        judged = isinstance(clause.amount, Judged) and clause.amount.fact == name
        return self.scaled(name) if judged else self.number(name)

    def _balance(self, item: Item, clauses: Sequence[_Written]) -> str:
        """The lines that make the item's score of its clauses; gives its name."""
        score, full = self._new("t"), self.points(item.points)
        room = {group.name: self._new("r") for group in item.groups}
        self._lines += [f"    {room[group.name]} = {self.points(group.at_most)}" for group in item.groups]
        total, closed = (full if item.start is Start.FULL else "0"), ""
        for one in clauses:
            clause, asked = one.clause, one.points
            if not clause.own:
                continue
            if clause.group in room:
                asked, left = self._new("x"), room[clause.group]
                self._lines += [f"    {asked} = min({one.points}, {left}); {left} -= {asked}"]
            if one.acts:
                closed += f"{asked if clause.effect is Effect.SET else 0} if {one.acts} else "
            else:
                total += f" {'+' if clause.effect is Effect.AWARD else '-'} {asked}"
        self._lines += [f"    {score} = {closed}{total}", f"    if {score} < 0: {score} = 0"]
        self._lines += [f"    elif {score} > {full}: {score} = {full}"]
        left_out = " + ".join(one.left for one in clauses if one.left)
        if left_out:
            whole = self._constant(_made_whole(item.points * self._unit, item.start is Start.FULL))
            self._lines += [f"    if {left_out}: {score} = {whole}({score}, {left_out})"]
        return score


class _Written(Struct, frozen=True, kw_only=True):
    """The names under which a clause stands in the text, and what sets it to nothing."""

    clause: Clause
    points: str
    acts: str
    left: str
    mark: str
    reset: str

    @property
    def sign(self) -> str:
        """The sign of its points."""
        return "" if self.clause.effect in (Effect.AWARD, Effect.SET) else "-"


def _made_whole(points: Fraction, full: bool) -> Callable[[Exact, Exact], Exact]:
    """As `items.apply_clauses` makes up for points that are left out."""

    def whole(score: Exact, left_out: Exact) -> Exact:
        assessed = points - left_out
        if assessed <= 0:
            return points
        earned = max(score - left_out, ZERO) if full else min(score, assessed)
        return earned / assessed * points

    return whole


def run(source: str, constants: Mapping[str, object]) -> dict[str, Any]:
    """The functions of a text that `FunctionWriter` wrote."""
    functions: dict[str, Any] = {"__builtins__": {"min": min, "max": max}, **constants}
    exec(compile(source, "<pack>", "exec"), functions)
    return functions
