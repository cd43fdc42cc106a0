"""What each clause of an item can do: never apply, always apply, or apply and be masked by another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.authoring.check.cases import Cases
from scoring.authoring.check.model import ClauseFinding, Masking
from scoring.authoring.check.probes import Witness
from scoring.authoring.check.witness import witness_of
from scoring.model.criteria import Clause, Criteria, Effect, Item, Start
from scoring.model.scorecard import OutcomeState, Range
from scoring.rules.items import ClauseResult, final_score

__all__ = ["applies", "clause_findings"]

ZERO = Fraction(0)
CLOSING = (Effect.FORFEIT, Effect.SET)
WITHOUT = ClauseResult(state=OutcomeState.NOT_APPLIED, nominal=ZERO)


class _Met(Struct, frozen=True, kw_only=True):
    """One case in which the clause applies: the cases it belongs to, its number there, and what the clause changes."""

    cases: Cases
    index: int
    effect: Fraction


def applies(clause: Clause, result: ClauseResult) -> bool:
    """Whether a clause really asks for something: points above zero, or 不得分."""
    if result.state not in (OutcomeState.APPLIED, OutcomeState.JUDGED):
        return False
    return clause.effect in (Effect.FORFEIT, Effect.SET, Effect.LIMIT) or result.nominal != 0


def clause_findings(criteria: Criteria, item: Item, every: Sequence[Cases]) -> tuple[ClauseFinding, ...]:
    """Look at each clause in all cases; `every` starts with the defaults."""
    return tuple(_finding(criteria, item, position, every) for position in range(len(item.clauses)))


def _finding(criteria: Criteria, item: Item, position: int, every: Sequence[Cases]) -> ClauseFinding:
    met = list(_met(item, position, every))
    default = [one for one in met if one.cases is every[0]]
    own = item.clauses[position].own
    masked = [one for one in met if one.effect == 0 and own]
    effects = [one.effect for one in met]
    shown = (default or met)[:1]
    hidden = ([one for one in masked if one.cases is every[0]] or masked)[:1]
    return ClauseFinding(
        clause=item.clauses[position],
        cases=len(every[0].scenarios),
        applying=len(default),
        possible=bool(met),
        possible_by_default=bool(default),
        always=len(met) == sum(len(cases.scenarios) for cases in every) > 0,
        effect=Range(low=min(effects, default=ZERO), high=max(effects, default=ZERO)),
        masked=_masking(criteria, item, position, hidden[0]) if hidden else None,
        all_masked=bool(met) and len(masked) == len(met),
        witness=_witness(criteria, shown[0]) if shown else None,
        exact=all(cases.exact for cases in every),
    )


def _met(item: Item, position: int, every: Sequence[Cases]) -> Iterator[_Met]:
    known: dict[int, Fraction] = {}  # cases of one outcome share its object, see Remembering
    for cases in every:
        for index, results in enumerate(cases.results):
            if applies(item.clauses[position], results[position]):
                effect = known.get(id(results))
                if effect is None:
                    without = (*results[:position], WITHOUT, *results[position + 1 :])
                    moved = cases.scores[index] - final_score(item, without)
                    clause = item.clauses[position]
                    far = ZERO if clause.own or clause.graded else results[position].nominal
                    effect = known[id(results)] = moved + far
                yield _Met(cases=cases, index=index, effect=effect)


def _witness(criteria: Criteria, met: _Met) -> Witness:
    return witness_of(criteria, met.cases.scenarios[met.index], met.cases.scores[met.index])


def _masking(criteria: Criteria, item: Item, position: int, met: _Met) -> Masking:
    return Masking(reason=_reason(item, position, met.cases.results[met.index]), witness=_witness(criteria, met))


def _reason(item: Item, position: int, results: tuple[ClauseResult, ...]) -> str:
    """Why a clause that applies changes nothing here."""
    closing = [
        clause
        for index, (clause, result) in enumerate(zip(item.clauses, results, strict=True))
        if index != position and clause.own and clause.effect in CLOSING and result.state is OutcomeState.APPLIED
    ]
    if closing:
        names = "、".join(clause.id for clause in closing)
        forfeits = all(clause.effect is Effect.FORFEIT for clause in closing)
        return f"{names} 已使本项不得分" if forfeits else f"{names} 已直接定了本项得分"
    others = item.points if item.start is Start.FULL else ZERO
    for index, (clause, result) in enumerate(zip(item.clauses, results, strict=True)):
        if index != position and clause.own and clause.effect not in CLOSING:
            others += result.nominal
    if others <= 0:
        return "其余条款已使本项为0分，扣不下去"
    if others >= item.points:
        return "其余条款已使本项满分，加不上去"
    return "本项得分不因它改变"
