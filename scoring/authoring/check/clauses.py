"""What each clause of an item can do: never apply, always apply, or apply and be masked by another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.authoring.check.cases import Cases, witness_of
from scoring.authoring.check.model import (
    CaseSpan,
    ClauseFinding,
    ConditionCoverage,
    ItemWords,
    Masking,
    SpanKind,
    SumLine,
    Witness,
)
from scoring.base.text import points_text
from scoring.lang import Truth, Value, show, truth
from scoring.model.amounts import PerUnit
from scoring.model.clauses import Clause, Effect
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria, Item, Start
from scoring.model.scorecard import OutcomeState, Range
from scoring.packs.reader import free_place
from scoring.rules.items import ClauseResult, clause_result, final_score
from scoring.rules.rulebook import Rulebook

__all__ = ["applies", "clause_findings", "coverage_of", "item_words", "sums"]

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
    known: dict[int, Fraction] = {}  # cases of one outcome share its object, see rules.scorers
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
    for atom in expr.atoms:
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


def item_words(item: Item) -> ItemWords | None:
    """The scoring sentence of an item cut into what clauses quote, what is manual and what is left over.

    None where the source has no sentence. A quote that does not stand in the sentence covers nothing.
    """
    sentence = item.scoring
    if sentence is None:
        return None
    spans = tuple(_cut(item, sentence))
    counts = {kind: sum(_letters(span.text) for span in spans if span.kind is kind) for kind in SpanKind}
    return ItemWords(
        item=item,
        spans=spans,
        covered=counts[SpanKind.CLAUSE],
        manual=counts[SpanKind.MANUAL],
        left=counts[SpanKind.LEFT],
    )


def _cut(item: Item, sentence: str) -> Iterator[CaseSpan]:
    position = 0
    for start, end, kind, clause, reason in sorted(_placed(item, sentence)):
        if start > position:
            yield _between(sentence[position:start])
        yield CaseSpan(text=sentence[start:end], kind=SpanKind(kind), clause=clause, reason=reason)
        position = end
    if position < len(sentence):
        yield _between(sentence[position:])


def _placed(item: Item, sentence: str) -> Iterator[tuple[int, int, str, str, str]]:
    quotes = [
        *((clause.quote, SpanKind.CLAUSE.value, clause.id, "") for clause in item.clauses if clause.quote),
        *((manual.quote, SpanKind.MANUAL.value, "", manual.reason) for manual in item.manual),
        *((words, SpanKind.CLAUSE.value, item.id, "") for words in item.words),
    ]
    taken: list[tuple[int, int]] = []
    for quote, kind, owner, reason in quotes:
        span = free_place(sentence, quote, taken)
        if span is not None:
            taken.append(span)
            yield (*span, kind, owner, reason)


def _between(text: str) -> CaseSpan:
    return CaseSpan(text=text, kind=SpanKind.LEFT if _letters(text) else SpanKind.MARK)


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def sums(criteria: Criteria) -> tuple[SumLine, ...]:
    """Items against their section, sections against the total."""
    lines = [
        SumLine(
            label=f"{section.label}{section.title}：{len(section.items)}项",
            found=sum((item.points for item in section.items), Fraction(0)),
            stated=section.points,
        )
        for section in criteria.sections
        if all(item.weight is None for item in section.items)
    ]
    if any(section.weight is not None for section in criteria.sections):
        return tuple(lines)  # weights have been checked to add up to 1
    whole = sum((section.points for section in criteria.sections), Fraction(0))
    shown = "＋".join(points_text(section.points) for section in criteria.sections)
    return (*lines, SumLine(label=f"总分：{shown}", found=whole, stated=criteria.points))
