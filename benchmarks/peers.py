"""The same clauses of a pack in other engines: JsonLogic (datalogic-py), ZEN, CEL, OpenFisca. Each gives the points of the items.

The clauses are translated from the typed tree of the pack, so that all engines answer the same 45 questions; what they make of
an item is then added up by one piece of Python for all of them. An engine that is not installed is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from importlib import import_module
from typing import Any

from scoring.lang import Value
from scoring.model.amounts import Flat, Judged, PerUnit
from scoring.model.clauses import Clause, Effect
from scoring.model.conditions import And, Compare, Expr, Literal, Member, Name, Not, Operand
from scoring.model.criteria import Criteria, Item, Start
from scoring.model.facts import Absent, Judgement

__all__ = ["Facts", "Score", "facts_of", "peers"]

Facts = dict[str, Any]
Score = Callable[[], list[float]]


def facts_of(resolved: Mapping[str, Value]) -> Facts:
    """What rules read, as plain data."""
    return {name: _plain(value.points if isinstance(value, Judgement) else value) for name, value in resolved.items()}


def _plain(value: object) -> Any:
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return None if isinstance(value, Absent) else value


def peers(criteria: Criteria, facts: Facts, asked: Sequence[float]) -> dict[str, Score]:
    """What scores the facts, by the name of the engine, its rules compiled before. `asked` are the points that each clause asks
    for, which OpenFisca is handed."""
    makers: dict[str, Callable[[], Score]] = {
        "datalogic-py": lambda: _datalogic(criteria, facts, ready=True),
        "datalogic-py（dict）": lambda: _datalogic(criteria, facts, ready=False),
        "zen-engine": lambda: _zen(criteria, facts),
        "zen-engine（带过程）": lambda: _zen(criteria, facts, trace=True),
        "cel-python": lambda: _cel(criteria, facts),
        "OpenFisca": lambda: _openfisca(criteria, asked),
    }
    found: dict[str, Score] = {}
    for name, make in makers.items():
        with suppress(ImportError):
            found[name] = make()
    return found


def _clauses(criteria: Criteria) -> list[tuple[int, Item, Clause]]:
    items = [item for section in criteria.sections for item in section.items]
    return [(at, item, clause) for at, item in enumerate(items) for clause in item.clauses]


def _adding(criteria: Criteria) -> Callable[[Sequence[float]], list[float]]:
    """Makes the points of the items of those of the clauses."""
    clauses = [(at, 1 if clause.effect is Effect.AWARD else -1) for at, _, clause in _clauses(criteria)]
    items = [item for section in criteria.sections for item in section.items]
    start = [float(item.points) if item.start is Start.FULL else 0.0 for item in items]
    most = [float(item.points) for item in items]

    def add(points: Sequence[float]) -> list[float]:
        made = start.copy()
        for (at, sign), one in zip(clauses, points, strict=True):
            if one:
                made[at] += sign * one
        return [0.0 if one < 0 else min(one, top) for one, top in zip(made, most, strict=True)]

    return add


# JsonLogic


def _logic(expr: Expr | Operand) -> Any:
    match expr:
        case Name():
            return {"var": expr.name}
        case Literal():
            return _plain(expr.value)
        case Compare():
            return {expr.op.value: [_logic(expr.left), _logic(expr.right)]}
        case Member():
            return {"in": [_logic(expr.name), [_logic(one) for one in expr.values]]}
        case Not():
            return {"!": [_logic(expr.operand)]}
    return {"and" if isinstance(expr, And) else "or": [_logic(one) for one in expr.operands]}


def _logic_amount(clause: Clause, item: Item) -> Any:
    match clause.amount:
        case None:
            return _plain(item.points)
        case Flat():
            return _plain(clause.amount.points)
        case Judged():
            return {"var": clause.amount.fact}
        case PerUnit():
            each = {"*": [_plain(clause.amount.points), {"var": clause.amount.fact}]}
            return each if clause.at_most is None else {"min": [each, _plain(clause.at_most)]}
    raise TypeError(clause.id)


def _datalogic(criteria: Criteria, facts: Facts, *, ready: bool) -> Score:
    library: Any = import_module("datalogic_py")
    rules = []
    for _, item, clause in _clauses(criteria):
        amount = _logic_amount(clause, item)
        rules.append(amount if clause.when is None else {"if": [_logic(clause.when), amount, 0]})
    rule, add = library.Engine().compile(rules), _adding(criteria)
    if not ready:
        return lambda: add(rule.evaluate(facts))
    parsed = library.DataHandle(json.dumps(facts))
    return lambda: add(rule.evaluate_data(parsed))


# ZEN and CEL, whose texts hardly differ


class _Texts:
    """The clauses as texts. Names of facts are Chinese, which not all engines take: f0, f1 … stand for them."""

    def __init__(self, criteria: Criteria, words: Mapping[str, str]) -> None:
        self.names: dict[str, str] = {}
        self._words = words
        self.clauses = [self._clause(clause, item) for _, item, clause in _clauses(criteria)]

    def _clause(self, clause: Clause, item: Item) -> str:
        amount = self._amount(clause, item)
        return amount if clause.when is None else f"{self._expr(clause.when)} ? {amount} : {self._number(Fraction(0))}"

    def _number(self, value: Fraction) -> str:
        return f"{float(value)!r}"

    def _name(self, name: str) -> str:
        return self.names.setdefault(name, f"f{len(self.names)}")

    def _amount(self, clause: Clause, item: Item) -> str:
        match clause.amount:
            case None:
                return self._number(item.points)
            case Flat():
                return self._number(clause.amount.points)
            case Judged():
                return self._name(clause.amount.fact)
            case PerUnit():
                each = f"{self._number(clause.amount.points)} * {self._name(clause.amount.fact)}"
                if clause.at_most is None:
                    return each
                most = self._number(clause.at_most)
                return f"({each} > {most} ? {most} : {each})"
        raise TypeError(clause.id)

    def _expr(self, expr: Expr | Operand) -> str:
        words = self._words
        match expr:
            case Name():
                return self._name(expr.name)
            case Literal():
                return self._number(expr.value) if isinstance(expr.value, Fraction) else f"'{expr.value}'"
            case Compare():
                return f"({self._expr(expr.left)} {expr.op.value} {self._expr(expr.right)})"
            case Member():
                return f"({self._expr(expr.name)} in [{', '.join(self._expr(one) for one in expr.values)}])"
            case Not():
                return f"({words['not']} {self._expr(expr.operand)})"
        word = words["and" if isinstance(expr, And) else "or"]
        return "(" + f" {word} ".join(self._expr(one) for one in expr.operands) + ")"

    def facts(self, facts: Facts) -> Facts:
        """The facts under these names; numbers as floats throughout."""
        found = {short: facts[name] for name, short in self.names.items()}
        return {
            key: float(one) if isinstance(one, int) and not isinstance(one, bool) else one for key, one in found.items()
        }


def _zen(criteria: Criteria, facts: Facts, *, trace: bool = False) -> Score:
    library: Any = import_module("zen")
    texts = _Texts(criteria, {"and": "and", "or": "or", "not": "not"})
    rows = [{"id": f"e{at}", "key": f"c{at}", "value": text} for at, text in enumerate(texts.clauses)]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {
            "id": "rules",
            "type": "expressionNode",
            "name": "rules",
            "position": {"x": 1, "y": 0},
            "content": {"expressions": rows},
        },
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "a", "type": "edge", "sourceId": "in", "targetId": "rules"},
        {"id": "b", "type": "edge", "sourceId": "rules", "targetId": "out"},
    ]
    decision = library.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    data, add, keys = texts.facts(facts), _adding(criteria), [row["key"] for row in rows]

    def score() -> list[float]:
        made = decision.evaluate(data, {"trace": True} if trace else None)["result"]
        return add([made[key] for key in keys])

    return score


def _cel(criteria: Criteria, facts: Facts) -> Score:
    library: Any = import_module("celpy")
    texts = _Texts(criteria, {"and": "&&", "or": "||", "not": "!"})
    environment = library.Environment()
    programs = [environment.program(environment.compile(text)) for text in texts.clauses]
    data, add = {key: library.json_to_cel(one) for key, one in texts.facts(facts).items()}, _adding(criteria)
    return lambda: add([float(program.evaluate(data)) for program in programs])


# OpenFisca: its country template, with one variable for each clause


def _openfisca(criteria: Criteria, asked: Sequence[float]) -> Score:
    """Each rule looks whether its condition holds and gives its amount: less than the other engines have to do."""
    system: Any = import_module("openfisca_country_template").CountryTaxBenefitSystem()
    builder: Any = import_module("openfisca_core.simulation_builder").SimulationBuilder
    variables: Any = import_module("openfisca_core.variables")
    periods: Any = import_module("openfisca_core.periods")
    person = import_module("openfisca_country_template.entities").Person
    shared = {"entity": person, "definition_period": periods.DateUnit.MONTH, "value_type": float}
    month, add = "2024-01", _adding(criteria)
    given: dict[str, Any] = {}
    for at, points in enumerate(asked):

        def formula(people: Any, period: Any, _parameters: Any, at: int = at) -> Any:
            return (people(f"held_{at}", period) > 0) * people(f"amount_{at}", period)

        for name, more in ((f"held_{at}", {}), (f"amount_{at}", {}), (f"points_{at}", {"formula": formula})):
            system.add_variable(type(name, (variables.Variable,), {**shared, **more}))
        given |= {f"held_{at}": {month: float(points > 0)}, f"amount_{at}": {month: points}}

    def score() -> list[float]:
        simulation = builder().build_from_entities(system, {"persons": {"city": given}})
        return add([float(simulation.calculate(f"points_{at}", month)[0]) for at in range(len(asked))])

    return score
