"""Which cities are barred from a cycle because a title was withdrawn, and what that means for their submissions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from scoring.base.characters import alike
from scoring.base.errors import Location, Problem, Result, Severity, sort_problems
from scoring.base.text import date_text
from scoring.loading import Loaded
from scoring.model.cycle import Cycle
from scoring.model.cycle_status import CityBan
from scoring.model.submission import GateAnswer
from scoring.province.procedure.interpretations import AFTER_NAMING, BAN, chosen

__all__ = ["cities_banned", "city_bans", "cycle_begin", "span_text", "with_previous"]


def city_bans(cycle: Cycle) -> tuple[CityBan, ...]:
    """What the withdrawals recorded in a file close, whenever that is."""
    rule = cycle.ban
    if rule is None:
        return ()
    found = []
    for one in cycle.withdrawals:
        from_naming = chosen(cycle)[BAN] == AFTER_NAMING
        begins = (one.named if from_naming else cycle_begin(cycle, one.on.year)) + cycle.years
        ends = begins + rule.cycles * cycle.years - 1
        found.append(CityBan(city=one.city, withdrawal=one, begins=begins, ends=ends, quote=rule.quote))
    return tuple(found)


def cities_banned(previous: Iterable[Cycle], begins: int) -> tuple[CityBan, ...]:
    """The cities barred from the cycle that begins in the year `begins`, in the order of the files; a city that two
    files bar is there once."""
    found: dict[str, CityBan] = {}
    for cycle in previous:
        for one in city_bans(cycle):
            if one.begins <= begins <= one.ends:
                found.setdefault(alike(one.city), one)
    return tuple(found.values())


def cycle_begin(cycle: Cycle, year: int) -> int:
    """The year in which the cycle that holds `year` begins, counted in whole cycles from `cycle`."""
    return cycle.begins + (year - cycle.begins) // cycle.years * cycle.years


def span_text(begins: int, years: int) -> str:
    """`2022—2023年`; `2022年` for a cycle of one year."""
    return f"{begins}年" if years == 1 else f"{begins}—{begins + years - 1}年"


def with_previous(loaded: Loaded, previous: Sequence[Cycle]) -> Result[Loaded]:
    """The submission with the gate about a withdrawn title answered from the records of earlier cycles.

    A recorded withdrawal wins over 否, with a question; a missing answer is filled where the cycle just before is among
    the records, with a note; 是 without a record is kept, with a question. Other answers stay as they are.
    """
    rule = loaded.criteria.cycle
    gate = "" if rule is None or rule.ban is None else rule.ban.gate
    if not previous or not gate:
        return Result(value=loaded, problems=_no_gate(loaded, previous))
    applied = loaded.submission.applied_on
    latest = max(previous, key=lambda one: one.begins)
    begins = latest.begins + latest.years if applied is None else cycle_begin(latest, applied.year)
    found = {alike(one.city): one for one in cities_banned(previous, begins)}
    covered = next((one for one in previous if one.begins + one.years == begins), None)
    own = loaded.submission.gates.get(gate, GateAnswer(known=False))
    ban = found.get(alike(loaded.submission.city))
    before = span_text(begins - latest.years, latest.years)
    answer, problems = _judge(gate, own, ban, covered, before)
    gates: Mapping[str, GateAnswer] = {**loaded.submission.gates, gate: answer}
    value = replace(loaded, submission=replace(loaded.submission, gates=gates))
    return Result(value=value, problems=sort_problems(problems))


def _no_gate(loaded: Loaded, previous: Sequence[Cycle]) -> tuple[Problem, ...]:
    if not previous:
        return ()
    message = f"指标体系“{loaded.criteria.id}”没有关于撤销称号的资格条件，上一期的记录没有用上"
    return (Problem(code="previous-unused", message=message, hint="", severity=Severity.QUESTION),)


def _judge(
    gate: str, own: GateAnswer, ban: CityBan | None, covered: Cycle | None, before: str
) -> tuple[GateAnswer, list[Problem]]:
    stated = own.yes if own.known else None
    if ban is not None:
        one = ban.withdrawal
        made = GateAnswer(known=True, yes=True, location=one.location, recorded=True)
        told = f"{one.location} 记着 {ban.city} 在{date_text(one.on)}被撤销称号"
        if stated is True:
            return replace(own, recorded=True), []
        if stated is False:
            message = f"“{gate}”填的是“否”，但{told}；资格按“是”判断"
            return made, [_problem("previous-contradicts", message, "请核对后改正其中一处。", own.location)]
        return made, [_problem("previous-filled", f"“{gate}”没有填；{told}，按“是”判断", "", own.location, note=True)]
    if covered is None:
        message = f"给出的记录里没有上一期（{before}），“{gate}”没有核对"
        return own, [_problem("previous-missing", message, "请用 --previous 给出上一期的周期记录。", own.location)]
    if stated is True:
        message = f"“{gate}”填的是“是”，但上一期的记录 {covered.file} 里没有撤销；仍按“是”判断"
        return own, [_problem("previous-contradicts", message, "请核对后改正其中一处。", own.location)]
    if stated is None:
        message = f"“{gate}”没有填；上一期的记录 {covered.file} 里没有撤销，按“否”判断"
        answer = GateAnswer(known=True, yes=False, location=covered.location)
        return answer, [_problem("previous-filled", message, "", own.location, note=True)]
    return own, []


def _problem(code: str, message: str, hint: str, at: Location | None, *, note: bool = False) -> Problem:
    severity = Severity.NOTE if note else Severity.QUESTION
    return Problem(code=code, message=message, hint=hint, location=at, severity=severity)
