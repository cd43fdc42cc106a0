"""Which side of every condition, of each of its atoms and of each limit the pack's tests reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scoring.authoring.check.cases import Cases
from scoring.authoring.check.probes import ConditionCoverage
from scoring.base.text import points_text
from scoring.lang import Truth, Value, atoms, show, truth
from scoring.model.conditions import Expr
from scoring.model.criteria import Clause, Effect, Item, PerUnit
from scoring.rules.items import Rulebook, clause_result

__all__ = ["coverage_of"]

SIDES: Mapping[Truth, str] = {Truth.TRUE: "是", Truth.FALSE: "否", Truth.NOT_APPLICABLE: "不适用"}
BELOW, AT = "未到上限", "到上限"

Values = Mapping[str, Value]


def coverage_of(
    item: Item, every: Sequence[Cases], tested: Sequence[Values], rulebook: Rulebook
) -> tuple[ConditionCoverage, ...]:
    """Look at each condition in all cases (what can occur) and in the tests' (what is reached). Tests that leave a
    condition open reach no side of it."""
    scenarios = [scenario.values for cases in every for scenario in cases.scenarios]
    found: list[ConditionCoverage] = []
    for clause in item.clauses:
        if clause.when is not None:
            found += _condition(clause.id, clause.when, clause, scenarios, tested)
        if isinstance(clause.amount, PerUnit) and clause.at_most is not None:
            found.append(_limit(clause, item, scenarios, tested, rulebook))
    return tuple(found)


def _condition(
    owner: str, expr: Expr, clause: Clause, scenarios: Sequence[Values], tested: Sequence[Values]
) -> list[ConditionCoverage]:
    parts: list[tuple[Expr, bool]] = [(expr, False)]
    seen = {show(expr)}
    for atom in atoms(expr):
        if show(atom) not in seen:
            seen.add(show(atom))
            parts.append((atom, True))
    return [
        ConditionCoverage(
            owner=owner,
            expr=part,
            text=show(part),
            atom=is_atom,
            reachable=_sides(part, scenarios, with_absent=not is_atom),
            reached=_sides(part, tested, with_absent=not is_atom),
            location=clause.location,
        )
        for part, is_atom in parts
    ]


def _sides(expr: Expr, values: Iterable[Values], *, with_absent: bool) -> tuple[str, ...]:
    met = {truth(expr, one) for one in values}
    return tuple(
        side for state, side in SIDES.items() if state in met and (with_absent or state is not Truth.NOT_APPLICABLE)
    )


def _limit(
    clause: Clause, item: Item, scenarios: Sequence[Values], tested: Sequence[Values], rulebook: Rulebook
) -> ConditionCoverage:
    def sides(values: Iterable[Values]) -> tuple[str, ...]:
        met = set()
        for one in values:
            result = clause_result(clause, item, one, rulebook)
            if result.nominal:
                met.add(AT if abs(result.nominal) == clause.at_most else BELOW)
        return tuple(side for side in (BELOW, AT) if side in met)

    limit = points_text(clause.at_most) if clause.at_most is not None else ""
    return ConditionCoverage(
        owner=clause.id,
        expr=None,
        text=f"上限{limit}{'档' if clause.effect is Effect.LOWER else '分'}",
        atom=False,
        reachable=sides(scenarios),
        reached=sides(tested),
        location=clause.location,
    )
