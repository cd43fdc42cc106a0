"""What each move brings alone, what blocks it, and which moves bring something only together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from scoring import lang
from scoring.advice.improve.clusters import score_lines
from scoring.advice.improve.model import Fix, JointFix, Move
from scoring.advice.improve.tables import Choice, MoveTable
from scoring.lang import UNKNOWN, Truth, Value
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Item
from scoring.model.scorecard import OutcomeState
from scoring.rules import rulebook_of
from scoring.rules.inputs import asked
from scoring.rules.items import clause_result
from scoring.rules.regions import number_of

__all__ = ["fixes_of", "joint_of", "opened"]

ZERO = Fraction(0)
JOINT_LIMIT = 10
"""Most facts of a cluster whose sets are searched for joint fixes."""


def fixes_of(table: MoveTable) -> Iterator[Fix]:
    """Every move of the cluster alone, in pack order; a fact that is asked in no case comes with the reason.

    A quantity past all its marks is left out: 95% of satisfied families is no fault for which 100% would be the mend.
    So is one that what has happened keeps from mattering.
    """
    known = table.known
    for place, name in enumerate(table.facts):
        for number in range(1, len(table.moves[place]) + 1):
            fix = _fix(table, place, number)
            idle = fix.gain == 0 == fix.possible and not fix.blocked_by
            vain = idle and fix.move.value is not None and number_of(fix.move.value) is not None
            if not (vain and (_costless(table, name, known) or _past(table, name))):
                yield fix
    yield from _never(table)


def _fix(table: MoveTable, place: int, number: int) -> Fix:
    move = table.moves[place][number - 1]
    choice = _only(table, place, number)
    outcome = table.outcomes[choice]
    gain, possible = outcome.low - table.base.low, outcome.high - table.base.high
    blockers, together = _blocked(table, place) if gain <= 0 else ((), None)
    quotes, remedy = _words(table, move.fact, choice)
    item = table.cluster.item_of(move.fact)
    return Fix(
        item=item.id,
        label=item.label,
        move=move,
        gain=gain,
        possible=possible,
        owners=table.cluster.owners_of(move.fact),
        why=_why(table, move.fact, gain, possible, blockers, item),
        quotes=quotes,
        remedy=remedy,
        blocked_by=blockers,
        together=together,
        exact=table.certain,
        opens=opened(table, table.keep, choice),
    )


def opened(table: MoveTable, choice: Choice, more: Choice) -> str:
    """Which lines the points pass from one choice of moves to another, and what the pack says of them; "" for none."""
    before, found = table.passed(choice), dict[str, dict[str, None]]()
    for of, line in table.passed(more):
        if (of, line) not in before:
            found.setdefault(lang.describe(line), {})[of] = None
    return "；".join(f"由此{line}：“{'”“'.join(quotes)}”" for line, quotes in found.items())


def _never(table: MoveTable) -> Iterator[Fix]:
    """Facts whose question arises in no case that the city can bring about."""
    criteria = table.cluster.criteria
    for name in table.never:
        fact = criteria.facts_by_name[name]
        item = table.cluster.item_of(name)
        needs = "" if fact.needs is None else lang.describe(fact.needs)
        yield Fix(
            item=item.id,
            label=item.label,
            move=Move(fact=name, before="不需填报", after="不需填报", value=None),
            gain=ZERO,
            possible=ZERO,
            owners=table.cluster.owners_of(name),
            why=f"只在{needs}时才填报，现在不是这种情形，也不是能自行改变的事项。",
            exact=table.certain,
        )


def _blocked(table: MoveTable, place: int) -> tuple[tuple[Move, ...], Fraction | None]:
    """The smallest set of other moves with which the fact at `place` brings something, and what all bring together."""
    others = [other for other in range(len(table.facts)) if other != place and table.moves[other]]
    sizes = range(1, len(others) + 1) if table.complete else range(1, 2)
    for size in sizes:
        for rest in combinations(others, size):
            having, lacking = table.best(frozenset((*rest, place))), table.best(frozenset(rest))
            if having is not None and lacking is not None and having[0].low > max(lacking[0].low, table.base.low):
                moves = tuple(move for move in table.moves_of(having[1]) if move.fact != table.facts[place])
                return moves, having[0].low - table.base.low
    return (), None


def _why(
    table: MoveTable,
    fact: str,
    gain: Fraction,
    possible: Fraction,
    blockers: tuple[Move, ...],
    item: Item,
) -> str:
    if gain > 0:
        return ""
    if gain < 0:
        return "按指标体系的规则，单独改这一项反而会少得分，请核对指标体系。"
    criteria, known = table.cluster.criteria, table.known
    found = criteria.facts_by_name[fact]
    if blockers:
        names = "、".join(f"“{move.fact}”仍为{move.before}" for move in blockers)
        asked_only = found.needs is not None and asked(found, known) is Truth.FALSE
        lead = f"只在{lang.describe(found.needs)}时才计分；" if asked_only and found.needs is not None else ""
        for of, clause in _clauses_reading(table, fact) if not lead else ():
            below = [one for one in score_lines(criteria, of, clause) if lang.truth(one, known) is not Truth.TRUE]
            lead = lead or "".join(f"只在{lang.describe(one)}时才计分；" for one in below[:1])
        return f"{lead}{names}，单独改这一项不加分。"
    if table.cluster.full(table.base):
        return f"{item.label}已是满分。"
    read = {name for _, clause in _clauses_reading(table, fact) for name in _everything_read(table, clause)} - {fact}
    open_names = [name for name in table.cluster.names if name in read and known.get(name, UNKNOWN) is UNKNOWN]
    if open_names and possible > 0:
        return f"要看还没有填的{_list(open_names)}；最多可使最高得分提高。"
    if open_names and not table.base.decided:
        return f"还没有填的{_list(open_names)}按最不利的情形算，单独改这一项不加分。"
    costless = _costless(table, fact, known)
    if costless:
        return f"{_list(costless)}现在没有失分。"
    past = _past(table, fact)
    if past:
        return f"{_list(past)}已经发生，不能再改变，改这一项不加分。"
    return "按现在的情形，改这一项不影响得分，与其他事项一起改也不影响。"


def _clauses_reading(table: MoveTable, fact: str) -> list[tuple[Item, Clause]]:
    """The clauses that look at the fact, directly or not."""
    return [
        (item, clause)
        for item in table.cluster.items
        for clause in item.clauses
        if fact in _everything_read(table, clause)
    ]


def _past(table: MoveTable, fact: str) -> tuple[str, ...]:
    """The answers beside the fact, in the items that it bears on, that tell what has happened."""
    criteria = table.cluster.criteria
    names = {name for clause in table.cluster.item_of(fact).clauses for name in _everything_read(table, clause)}
    facts = [found for name in criteria.facts_by_name if name in names and (found := criteria.facts_by_name[name]).past]
    return tuple(one.name for one in facts if table.stated.get(one.name, UNKNOWN) is not UNKNOWN)


def _costless(table: MoveTable, fact: str, known: Mapping[str, Value]) -> tuple[str, ...]:
    """The quotes of the clauses that look at the fact, when none of them costs anything as things stand."""
    rulebook = rulebook_of(table.cluster.criteria)
    found = _clauses_reading(table, fact)
    for item, clause in found:
        state = clause_result(clause, item, known, rulebook).state
        if state is OutcomeState.UNKNOWN or not _eased(clause, state):
            return ()
    return tuple(clause.quote for _, clause in found if clause.quote)


def _list(names: Iterable[str]) -> str:
    return "、".join(f"“{name}”" for name in names)


def _words(table: MoveTable, fact: str, choice: Choice) -> tuple[tuple[str, ...], str]:
    """The official words whose clause changes with the move, and the pack's advice for the first of them (or for the
    first clause that looks at the fact, where none changes)."""
    criteria = table.cluster.criteria
    rulebook = rulebook_of(criteria)
    before, after = table.known, table.known_after(choice)
    reading = _clauses_reading(table, fact)
    answered: list[Clause] = []
    for item, clause in reading:
        first, then = (clause_result(clause, item, values, rulebook) for values in (before, after))
        if (first != then and _eased(clause, then.state)) or (first.state is then.state is OutcomeState.UNKNOWN):
            answered.append(clause)
    advice = [clause.remedy for clause in (*answered, *(clause for _, clause in reading)) if clause.remedy]
    return tuple(clause.quote for clause in answered if clause.quote), advice[0] if advice else ""


def _eased(clause: Clause, state: OutcomeState) -> bool:
    """Whether the clause costs nothing."""
    return (state is OutcomeState.APPLIED) is (clause.effect is Effect.AWARD)


def _everything_read(table: MoveTable, clause: Clause) -> tuple[str, ...]:
    """Everything a clause looks at, through ratios and `needs`."""
    return rulebook_of(table.cluster.criteria).behind(clause.reads)


def joint_of(table: MoveTable) -> Iterator[JointFix]:
    """Sets of moves that bring more than the best way of splitting them up, the smaller sets first."""
    usable = [place for place in range(len(table.facts)) if table.moves[place]]
    if not table.complete or len(usable) > JOINT_LIMIT:
        return
    apart: dict[frozenset[int], Fraction] = {frozenset(): ZERO}
    for size in range(1, len(usable) + 1):
        for places in combinations(usable, size):
            whole = frozenset(places)
            found = table.best(whole)
            if found is None:
                continue
            gain = found[0].low - table.base.low
            split = max((apart[part] + apart[whole - part] for part in _halves(places)), default=ZERO)
            if size > 1 and gain > split:
                yield _joint(table, found[1], gain, split)
            apart[whole] = max(gain, split, ZERO)


def _halves(places: tuple[int, ...]) -> Iterator[frozenset[int]]:
    """Every way of splitting a set in two, once each: the half that holds the first member."""
    first, rest = places[0], places[1:]
    for size in range(len(rest)):
        for others in combinations(rest, size):
            yield frozenset((first, *others))


def _joint(table: MoveTable, choice: Choice, gain: Fraction, apart: Fraction) -> JointFix:
    moves = table.moves_of(choice)
    items = [item for item in table.cluster.items if any(move.fact in item.reads for move in moves)]
    items = items or [table.cluster.items[0]]
    label = "、".join(dict.fromkeys(item.label for item in items))
    return JointFix(
        items=tuple(dict.fromkeys(item.id for item in items)),
        label=label,
        moves=moves,
        gain=gain,
        apart=apart,
        opens=opened(table, table.keep, choice),
    )


def _only(table: MoveTable, place: int, number: int) -> Choice:
    return tuple(number if other == place else 0 for other in range(len(table.facts)))
