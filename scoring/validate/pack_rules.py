"""Rules that span a pack: sums, unique names, order of needs, readings that matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from scoring import lang
from scoring.base.errors import Location
from scoring.base.text import points_text
from scoring.documents.problems import Report, did_you_mean
from scoring.model.criteria import Affects, Grade, Interpretation, Item, Section
from scoring.model.criteria import Judged as JudgedAmount
from scoring.model.facts import Fact, FactType, Reference
from scoring.model.scorecard import InputKind
from scoring.validate.pack_totals import check_weights

__all__ = [
    "check_derived",
    "check_interpretations",
    "check_needs",
    "check_sums",
    "check_units",
    "check_unused",
    "scope_of",
]


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


def check_sums(sections: Iterable[Section], full: Fraction, at: Location, report: Report) -> None:
    """Items add up to their section and sections to the total."""
    total = Fraction(0)
    sections = tuple(sections)
    for section in sections:
        total += section.points
        found = sum((item.points for item in section.items), Fraction(0))
        weighted = check_weights(section.items, f"{section.label}{section.title}各项", report)
        if found != section.points and not weighted:
            message = (
                f"{section.label}{section.title}各项合计 {points_text(found)} 分，应为 {points_text(section.points)} 分"
            )
            report.error("sum", message, "请核对各项分值。", section.location)
        if section.gap is not None and not _one_judged(section):
            hint = "原文不全的部分，只设一项，用一条 award: judged 的条款。"
            report.error("gap-section", f"{section.label}{section.title}应只有一个评判项", hint, section.location)
    if not check_weights(sections, "各一级指标", report) and total != full:
        message = f"各一级指标合计 {points_text(total)} 分，应为 {points_text(full)} 分"
        report.error("sum", message, "请核对 sections 的分值。", at)


def _one_judged(section: Section) -> bool:
    if len(section.items) != 1:
        return False
    clauses = section.items[0].clauses
    return len(clauses) == 1 and isinstance(clauses[0].amount, JudgedAmount)


def check_derived(facts: Mapping[str, Fact], report: Report) -> None:
    """Derived facts divide two answered quantities."""
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


QUANTITIES = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT)


def check_needs(facts: Mapping[str, Fact], report: Report) -> None:
    """No fact waits, directly or not, for itself."""
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


def check_interpretations(items: Iterable[Item], loose: Iterable[Interpretation], report: Report) -> None:
    """A reading that affects the rule is read by a condition; one that affects the answer only is not."""
    every = tuple(items)
    read = {name for item in every for name in _read_by(item)}
    for interpretation in [*(one for item in every for one in item.interpretations), *loose]:
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


def check_units(items: Iterable[Item], grades: Iterable[Grade], report: Report) -> None:
    """Facts that are answered unit by unit have no one value for other items or grades to read."""
    every = tuple(items)
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


def check_unused(items: Iterable[Item], grades: Iterable[Grade], report: Report) -> None:
    """Question facts that no clause, grade, needs or derived fact reads: the city would answer them for nothing."""
    every = tuple(items)
    read = {name for item in every for name in _read_by(item)}
    read |= {name for grade in grades if grade.when is not None for name in lang.names(grade.when)}
    for item in every:
        for fact in item.facts:
            if fact.name not in read and fact.type is not FactType.TEXT and fact.blank is None:
                hint = "请在条款里用它；只供人看的请改为 type: text。"
                report.question("fact-unused", f"没有条款用到“{fact.name}”", hint, fact.location)
