"""Names of a pack and who reads whom: facts, references and readings by themselves and together; answers asked for nothing,
or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scoring import lang
from scoring.base.errors import Location
from scoring.documents.nodes import entries_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Criteria, Item, NotApplicablePolicy
from scoring.model.facts import NOT_APPLICABLE_WORD, QUANTITIES, Better, Fact, FactType
from scoring.model.interpretations import Affects, Interpretation
from scoring.model.references import Reference
from scoring.model.scorecard import InputKind
from scoring.packs.reader import PackReader

__all__ = ["FACT_CHECKS", "NAME_CHECKS", "RULE_CHECKS", "check_forbidden", "scope_of"]

HIGH_OR_LOW = (Better.HIGHER, Better.LOWER)
DIRECTIONS = {FactType.BOOL: (Better.YES, Better.NO), FactType.JUDGED: HIGH_OR_LOW} | dict.fromkeys(
    QUANTITIES, HIGH_OR_LOW
)
WITH_RANGE = (*QUANTITIES, FactType.JUDGED)
RESERVED = {"and", "or", "not", "in", "is", "if", "else", "lambda", "None", "True", "False", "是", "否"}
KEYS = {"佐证材料", "说明", "不适用", "未填"}
YES_NO = ("是", "否")


def check_names(criteria: Criteria, reader: PackReader) -> None:
    """Conditions can use every name."""
    facts, readings = criteria.facts_by_name.values(), criteria.interpretations_by_name.values()
    named: tuple[Fact | Interpretation | Reference, ...] = (*facts, *readings, *criteria.references)
    for one in named:
        if not one.name.isidentifier() or one.name in RESERVED:
            hint = "名称要能写进条件：只用汉字、字母、数字和下划线，不以数字开头，不含标点和空格。"
            reader.error("bad-name", f"“{reader.spelling(one)}”不能作名称", hint, one.location)
        elif one.name in KEYS:
            reader.error("bad-name", f"“{one.name}”在自评文件里另有用处", "请换一个名称。", one.location)


def check_facts(criteria: Criteria, reader: PackReader) -> None:
    """What a fact may and must say for its type."""
    for fact in criteria.facts_by_name.values():
        _direction(fact, reader)
        _choices(fact, reader)
        _range(fact, reader)
        report, node = reader.report, reader.node(fact)
        if fact.type in (FactType.COUNT, FactType.NUMBER) and not fact.unit:
            report.error("fact-unit", f"“{fact.name}”没有写单位", "请写 unit，例如 unit: 次。", node)
        if fact.proof and fact.type is not FactType.BOOL:
            message = f"“{fact.name}”不是是否类，不能写 proof"
            report.error("fact-proof", message, "请改 type: bool，或删掉 proof。", node)
        if fact.derive is not None and fact.type not in QUANTITIES:
            message = f"“{fact.name}”由计算得出，type 应是 number、percent 或 count"
            report.error("fact-derive", message, "请改 type。", node)


def _direction(fact: Fact, reader: PackReader) -> None:
    known = DIRECTIONS.get(fact.type, ())
    if fact.better is not None and fact.better not in known:
        names = "、".join(better.value for better in known)
        hint = f"这一类填报项可写 {names}。" if names else "这一类填报项没有好坏之分，请删掉 better。"
        message = f"“{fact.name}”的 better 与 type 不合"
        reader.error("fact-better", message, hint, reader.at(fact, "better"))
    if fact.past and fact.better is None:
        hint = "past 写明的是已经发生、不能再改好的事，要同时用 better 写明哪一种情形好；不分好坏的请删掉 past。"
        message = f"“{fact.name}”写了 past 而没有写 better"
        reader.error("fact-past", message, hint, reader.at(fact, "past"))


def _choices(fact: Fact, reader: PackReader) -> None:
    at = reader.at(fact, "choices")
    if (fact.type is FactType.CHOICE) != bool(fact.choices):
        hint = "选项类（choice）要列出 choices，其他类型不列。"
        message = f"“{fact.name}”的 choices 与 type 不合"
        reader.error("fact-choices", message, hint, at or reader.node(fact))
    elif len(set(fact.choices)) < len(fact.choices):
        reader.error("fact-choices", f"“{fact.name}”有重复的选项", "请删掉重复的。", at)


def _range(fact: Fact, reader: PackReader) -> None:
    at, node = reader.at(fact, "minimum"), reader.node(fact)
    bounded = fact.minimum is not None or fact.maximum is not None
    if (bounded or fact.step is not None) and fact.type not in WITH_RANGE:
        message, hint = f"“{fact.name}”不是数值，不能有范围", "minimum、maximum、step 只用于数值。"
        reader.error("fact-range", message, hint, at or node)
    if fact.minimum is not None and fact.maximum is not None and fact.minimum >= fact.maximum:
        reader.error("fact-range", f"“{fact.name}”的 minimum 不小于 maximum", "请改正范围。", at)
    if fact.type is FactType.JUDGED and (fact.minimum is None or fact.maximum is None):
        message = f"“{fact.name}”要写明评判的范围"
        reader.error("fact-range", message, "请写 minimum 和 maximum。", node)


def check_options(criteria: Criteria, reader: PackReader) -> None:
    """The default of a reading, and what it forbids answers for, are options of it."""
    for one in criteria.interpretations_by_name.values():
        options = [option.name for option in one.options]
        for entry in entries_of(reader.at(one, "forbids")):
            if entry.key.text not in options:
                message = f"没有名为“{entry.key.text}”的选项"
                hint = did_you_mean(entry.key.text, options)
                reader.error("interpretation-forbids", message, hint, entry)
        if one.default not in options:
            message, hint = f"默认选项“{one.default}”不在 options 里", f"请从选项中照抄一个：{'、'.join(options)}。"
            reader.error("interpretation-default", message, hint, reader.at(one, "default"))


def check_forbidden(criteria: Criteria, reader: PackReader) -> None:
    """What a reading forbids is an answer that the question allows."""
    for one in criteria.interpretations_by_name.values():
        for name, word in (pair for option in one.options for pair in option.forbids):
            fact = criteria.facts_by_name.get(name)
            if fact is None or fact.derive is not None:
                message, hint = f"没有名为“{name}”的填报项", did_you_mean(name, list(criteria.facts_by_name))
            elif word not in _answers(fact):
                message = f"“{name}”本来就不能填“{word}”"
                known = "、".join(_answers(fact))
                hint = f"能写的有：{known}。" if known else "数和文字的填报项不写在这里。"
            else:
                continue
            reader.error("interpretation-forbids", message, hint, one.location)


def _answers(fact: Fact) -> tuple[str, ...]:
    words = YES_NO if fact.type is FactType.BOOL else fact.choices
    return (*words, *(() if fact.not_applicable is None else (NOT_APPLICABLE_WORD,)))


FACT_CHECKS = (check_names, check_facts, check_options)


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


def check_needs(criteria: Criteria, reader: PackReader) -> None:
    """No fact waits, directly or not, for itself."""
    facts, report = criteria.facts_by_name, reader.report
    below = {name: tuple(_direct(fact, facts)) for name, fact in facts.items()}
    for name, fact in facts.items():
        if fact.needs is not None and _reaches(name, name, below):
            hint = "请检查 needs：几个填报项互相等待，谁都没法先问。"
            report.error("needs-cycle", f"“{name}”的 needs 绕回了它自己", hint, fact.location)


def _direct(fact: Fact, facts: Mapping[str, Fact]) -> Iterator[str]:
    if fact.needs is not None:
        yield from (name for name in fact.needs.names if name in facts)
    if fact.derive is not None:
        yield from (name for name in fact.derive.parts if name in facts)


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


def check_interpretations(criteria: Criteria, reader: PackReader) -> None:
    """A reading that affects the rule is read by a condition; one that affects the answer only is not."""
    report = reader.report
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
        yield from item.applies.names
    for clause in item.clauses:
        if clause.when is not None:
            yield from clause.when.names
        yield from clause.measured
    if item.each is not None and isinstance(item.each.count, str):
        yield item.each.count
    for fact in item.facts:
        if fact.needs is not None:
            yield from fact.needs.names
        if fact.derive is not None:
            yield from fact.derive.parts


def check_units(criteria: Criteria, reader: PackReader) -> None:
    """Facts that are answered unit by unit have no one value for other items or grades to read."""
    every, grades, report = tuple(criteria.items_by_id.values()), criteria.grades, reader.report
    own = {fact.name: item for item in every if item.each is not None for fact in item.facts}
    elsewhere = [(name, item.location, item.id) for item in every for name in _read_by(item)]
    elsewhere += [(name, grade.location, "") for grade in grades if grade.when is not None for name in grade.when.names]
    for name, location, where in elsewhere:
        if name in own and own[name].id != where:
            message = f"“{name}”由各单位分别填报，别处不能用"
            report.error("each-read", message, "请另设一个填报项。", location)
    for item in every:
        if item.each is not None and item.applies is not None:
            for name in item.applies.names:
                if name in own:
                    hint = "applies 说的是整个项，请用基本情况里的填报项。"
                    report.error("each-read", f"“{name}”逐个填报，不能用在 applies 里", hint, item.location)


def check_unused(criteria: Criteria, reader: PackReader) -> None:
    """Question facts that no clause, grade, needs or derived fact reads: the city would answer them for nothing."""
    every, grades, report = tuple(criteria.items_by_id.values()), criteria.grades, reader.report
    read = {name for item in every for name in _read_by(item)}
    read |= {name for grade in grades if grade.when is not None for name in grade.when.names}
    for item in every:
        for fact in item.facts:
            if fact.name not in read and fact.type is not FactType.TEXT and fact.blank is None:
                hint = "请在条款里用它；只供人看的请改为 type: text。"
                report.question("fact-unused", f"没有条款用到“{fact.name}”", hint, fact.location)


def check_awards(criteria: Criteria, reader: PackReader) -> None:
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
                _award(clause, item, criteria.facts_by_name, criteria.references_by_name, reader.report)


def _award(
    clause: Clause, item: Item, facts: Mapping[str, Fact], references: Mapping[str, Reference], report: Report
) -> None:
    guard = () if clause.when is None else clause.when.names
    decided = {*guard, *(() if item.applies is None else item.applies.names)}
    for name in dict.fromkeys((*guard, *clause.measured)):
        fact = facts.get(name)
        if fact is not None and fact.needs is not None and not _premises(fact, facts) & decided:
            then = "" if clause.when is None else "，再用 and 接上原来的条件"
            hint = f"不该得分的，把前提写进条件：when: {lang.show(fact.needs)}{then}。"
            report.question("award-unasked", f"{clause.id} 在不必回答“{name}”时也会得分", hint, clause.location)
            return
        if fact is not None and fact.ratio is not None and fact.ratio.denominator not in decided:
            below = facts.get(fact.ratio.denominator) or references.get(fact.ratio.denominator)
            if below is not None and not below.minimum:
                hint = f"分母为0时“{name}”不适用，得分条款按满分给；不会是0的，给“{below.name}”写 minimum。"
                report.question("award-zero", f"{clause.id} 在“{below.name}”为0时也会得分", hint, clause.location)
                return


def _premises(fact: Fact, facts: Mapping[str, Fact]) -> set[str]:
    """The names that decide whether the fact is asked for, and those that decide about them."""
    found: set[str] = set()
    left = [fact]
    while left:
        needs = left.pop().needs
        new = set() if needs is None else set(needs.names) - found
        found |= new
        left += [facts[name] for name in new if name in facts]
    return found


NAME_CHECKS = (check_needs,)
RULE_CHECKS = (check_unused, check_units, check_interpretations, check_forbidden, check_awards)
"""Only where every item and every condition could be read."""
