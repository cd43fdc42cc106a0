"""Who reads whom in a pack: unique names, order of needs, readings that matter, answers asked for nothing or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scoring import lang
from scoring.base.errors import Location
from scoring.documents.problems import Report, did_you_mean
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Affects, Criteria, Interpretation, Item, NotApplicablePolicy
from scoring.model.facts import QUANTITIES, Fact, FactType, Reference
from scoring.model.scorecard import InputKind
from scoring.validate.pack_facts import check_forbidden
from scoring.validate.pack_reading import PackReading

__all__ = ["NAME_CHECKS", "RULE_CHECKS", "scope_of"]


def scope_of(
    facts: Iterable[Fact], references: Iterable[Reference], interpretations: Iterable[Interpretation], report: Report
) -> dict[str, lang.Symbol]:
    """Every name a condition may use; notes names that are taken twice."""
    scope: dict[str, lang.Symbol] = {}
    places: dict[str, Location] = {}

    def add(name: str, location: Location, symbol: lang.Symbol) -> None:
        if name in scope:
            first = places[name]
            message = f"名称“{name}”在第 {first.line} 行（{first.file}）已经用过"
            report.error(
                "duplicate-name", message, "填报项、参照值、解释口径的名称在整个指标体系里不能相同。", location
            )
            return
        scope[name] = symbol
        places[name] = location

    for fact in facts:
        kind = InputKind.DERIVED if fact.derive else InputKind.FACT
        add(fact.name, fact.location, lang.Symbol(kind=kind, type=fact.type, unit=fact.unit, choices=fact.choices))
    for reference in references:
        symbol = lang.Symbol(kind=InputKind.REFERENCE, type=reference.type, unit=reference.unit)
        add(reference.name, reference.location, symbol)
    for interpretation in interpretations:
        options = tuple(option.name for option in interpretation.options)
        symbol = lang.Symbol(kind=InputKind.INTERPRETATION, type=FactType.CHOICE, choices=options)
        add(interpretation.name, interpretation.location, symbol)
    return scope


def check_derived(criteria: Criteria, reading: PackReading) -> None:
    """Derived facts divide two answered quantities."""
    facts, report = criteria.facts_by_name, reading.report
    plain = [fact.name for fact in facts.values() if fact.derive is None and fact.type in QUANTITIES]
    for fact in facts.values():
        if fact.derive is None:
            continue
        for name in (fact.derive.numerator, fact.derive.denominator):
            if name not in plain:
                message = f"“{fact.name}”要用“{name}”计算，但它不是直接填报的数"
                report.error("fact-derive", message, did_you_mean(name, plain), fact.location)
        if fact.needs is not None or fact.not_applicable is not None:
            hint = "计算项由分子、分母决定是否适用，请删掉 needs 和 not_applicable。"
            report.error("fact-derive", f"“{fact.name}”由计算得出，不单独提问", hint, fact.location)


def check_needs(criteria: Criteria, reading: PackReading) -> None:
    """No fact waits, directly or not, for itself."""
    facts, report = criteria.facts_by_name, reading.report
    below = {name: tuple(_direct(fact, facts)) for name, fact in facts.items()}
    for name, fact in facts.items():
        if fact.needs is not None and _reaches(name, name, below):
            hint = "请检查 needs：几个填报项互相等待，谁都没法先问。"
            report.error("needs-cycle", f"“{name}”的 needs 绕回了它自己", hint, fact.location)


def _direct(fact: Fact, facts: Mapping[str, Fact]) -> Iterator[str]:
    if fact.needs is not None:
        yield from (name for name in lang.names(fact.needs) if name in facts)
    if fact.derive is not None:
        yield from (name for name in (fact.derive.numerator, fact.derive.denominator) if name in facts)


def _reaches(start: str, goal: str, below: Mapping[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    waiting = list(below[start])
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(below[name])
    return False


def check_interpretations(criteria: Criteria, reading: PackReading) -> None:
    """A reading that affects the rule is read by a condition; one that affects the answer only is not."""
    report = reading.report
    read = {name for item in criteria.items_by_id.values() for name in _read_by(item)}
    for interpretation in criteria.interpretations_by_name.values():
        used = interpretation.name in read
        if interpretation.affects is Affects.RULE and not used:
            hint = "请在条款的 when 里用它，或把 affects 改为 answer。"
            report.error("interpretation-unused", f"没有条款用到“{interpretation.name}”", hint, interpretation.location)
        elif interpretation.affects is Affects.ANSWER and used:
            hint = "请把 affects 改为 rule。"
            report.error("interpretation-used", f"条款用到了“{interpretation.name}”", hint, interpretation.location)


def _read_by(item: Item) -> Iterator[str]:
    if item.applies is not None:
        yield from lang.names(item.applies)
    for clause in item.clauses:
        if clause.when is not None:
            yield from lang.names(clause.when)
        yield from clause.measured
    if item.each is not None and isinstance(item.each.count, str):
        yield item.each.count
    for fact in item.facts:
        if fact.needs is not None:
            yield from lang.names(fact.needs)
        if fact.derive is not None:
            yield from (fact.derive.numerator, fact.derive.denominator)


def check_units(criteria: Criteria, reading: PackReading) -> None:
    """Facts that are answered unit by unit have no one value for other items or grades to read."""
    every, grades, report = tuple(criteria.items_by_id.values()), criteria.grades, reading.report
    own = {fact.name: item for item in every if item.each is not None for fact in item.facts}
    elsewhere = [(name, item.location, item.id) for item in every for name in _read_by(item)]
    elsewhere += [
        (name, grade.location, "") for grade in grades if grade.when is not None for name in lang.names(grade.when)
    ]
    for name, location, reader in elsewhere:
        if name in own and own[name].id != reader:
            message = f"“{name}”由各单位分别填报，别处不能用"
            report.error("each-read", message, "请另设一个填报项。", location)
    for item in every:
        if item.each is not None and item.applies is not None:
            for name in lang.names(item.applies):
                if name in own:
                    hint = "applies 说的是整个项，请用基本情况里的填报项。"
                    report.error("each-read", f"“{name}”逐个填报，不能用在 applies 里", hint, item.location)


def check_unused(criteria: Criteria, reading: PackReading) -> None:
    """Question facts that no clause, grade, needs or derived fact reads: the city would answer them for nothing."""
    every, grades, report = tuple(criteria.items_by_id.values()), criteria.grades, reading.report
    read = {name for item in every for name in _read_by(item)}
    read |= {name for grade in grades if grade.when is not None for name in lang.names(grade.when)}
    for item in every:
        for fact in item.facts:
            if fact.name not in read and fact.type is not FactType.TEXT and fact.blank is None:
                hint = "请在条款里用它；只供人看的请改为 type: text。"
                report.question("fact-unused", f"没有条款用到“{fact.name}”", hint, fact.location)


def check_awards(criteria: Criteria, reading: PackReading) -> None:
    """Points given for a question nobody had to answer: most often a condition that was forgotten.

    Question awards that are granted whole where what they read need not be answered (policy `full`).

    That is right where the sentence says so (没有……的得满分), and the condition then names what decides it. A condition
    that says nothing about it was more likely forgotten: points would come by themselves. What decides whether the item is
    assessed at all (`applies`) need not be said again.
    """
    if criteria.not_applicable is not NotApplicablePolicy.FULL:
        return
    for item in criteria.items_by_id.values():
        for clause in item.clauses:
            if clause.effect is Effect.AWARD and clause.own:
                _award(clause, item, criteria.facts_by_name, reading.report)


def _award(clause: Clause, item: Item, facts: Mapping[str, Fact], report: Report) -> None:
    guard = () if clause.when is None else lang.names(clause.when)
    decided = {*guard, *(() if item.applies is None else lang.names(item.applies))}
    for name in dict.fromkeys((*guard, *clause.measured)):
        fact = facts.get(name)
        if fact is not None and fact.needs is not None and not _premises(fact, facts) & decided:
            then = "" if clause.when is None else "，再用 and 接上原来的条件"
            hint = f"不该得分的，把前提写进条件：when: {lang.show(fact.needs)}{then}。"
            report.question("award-unasked", f"{clause.id} 在不必回答“{name}”时也会得分", hint, clause.location)
            return


def _premises(fact: Fact, facts: Mapping[str, Fact]) -> set[str]:
    """The names that decide whether the fact is asked for, and those that decide about them."""
    found: set[str] = set()
    left = [fact]
    while left:
        needs = left.pop().needs
        new = set() if needs is None else set(lang.names(needs)) - found
        found |= new
        left += [facts[name] for name in new if name in facts]
    return found


NAME_CHECKS = (check_derived, check_needs)
RULE_CHECKS = (check_unused, check_units, check_interpretations, check_forbidden, check_awards)
"""Only where every item and every condition could be read."""
