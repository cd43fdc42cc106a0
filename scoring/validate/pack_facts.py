"""What facts, references and readings say by themselves: names, types and what goes with them, defaults, answers forbidden."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.base.errors import Location
from scoring.documents.nodes import entries_of
from scoring.documents.problems import did_you_mean
from scoring.model.criteria import Criteria
from scoring.model.facts import NOT_APPLICABLE_WORD, QUANTITIES, Better, Fact, FactType
from scoring.model.interpretations import Interpretation
from scoring.validate.pack_reading import PackReading

__all__ = ["FACT_CHECKS", "check_forbidden"]

HIGH_OR_LOW = (Better.HIGHER, Better.LOWER)
DIRECTIONS = {FactType.BOOL: (Better.YES, Better.NO), FactType.JUDGED: HIGH_OR_LOW} | dict.fromkeys(
    QUANTITIES, HIGH_OR_LOW
)
WITH_RANGE = (*QUANTITIES, FactType.JUDGED)
RESERVED = {"and", "or", "not", "in", "is", "if", "else", "lambda", "None", "True", "False", "是", "否"}
KEYS = {"佐证材料", "说明", "不适用", "未填"}
YES_NO = ("是", "否")


def check_names(criteria: Criteria, reading: PackReading) -> None:
    """Conditions can use every name."""
    for name, spelt, location in _names(criteria, reading):
        if not name.isidentifier() or name in RESERVED:
            hint = "名称要能写进条件：只用汉字、字母、数字和下划线，不以数字开头，不含标点和空格。"
            reading.report.error("bad-name", f"“{spelt}”不能作名称", hint, location)
        elif name in KEYS:
            reading.report.error("bad-name", f"“{name}”在自评文件里另有用处", "请换一个名称。", location)


def _names(criteria: Criteria, reading: PackReading) -> Iterator[tuple[str, str, Location]]:
    items = [item for section in criteria.sections for item in section.items]
    every: list[Fact | Interpretation] = [*criteria.profile, *criteria.eligibility.interpretations]
    for item in items:
        every += [*item.facts, *item.interpretations]
    for one in (*every, *criteria.references):
        yield one.name, reading.spelling(one), one.location


def check_facts(criteria: Criteria, reading: PackReading) -> None:
    """What a fact may and must say for its type."""
    for fact in _facts(criteria):
        _direction(fact, reading)
        _choices(fact, reading)
        _range(fact, reading)
        report, node = reading.report, reading.node(fact)
        if fact.type in (FactType.COUNT, FactType.NUMBER) and not fact.unit:
            report.error("fact-unit", f"“{fact.name}”没有写单位", "请写 unit，例如 unit: 次。", node)
        if fact.proof and fact.type is not FactType.BOOL:
            message = f"“{fact.name}”不是是否类，不能写 proof"
            report.error("fact-proof", message, "请改 type: bool，或删掉 proof。", node)
        if fact.derive is not None and fact.type not in (FactType.NUMBER, FactType.PERCENT):
            message = f"“{fact.name}”由计算得出，type 应是 number 或 percent"
            report.error("fact-derive", message, "请改 type。", node)


def _facts(criteria: Criteria) -> Iterator[Fact]:
    yield from criteria.profile
    for section in criteria.sections:
        for item in section.items:
            yield from item.facts


def _direction(fact: Fact, reading: PackReading) -> None:
    known = DIRECTIONS.get(fact.type, ())
    if fact.better is not None and fact.better not in known:
        names = "、".join(better.value for better in known)
        hint = f"这一类填报项可写 {names}。" if names else "这一类填报项没有好坏之分，请删掉 better。"
        message = f"“{fact.name}”的 better 与 type 不合"
        reading.report.error("fact-better", message, hint, reading.at(fact, "better"))
    if fact.past and fact.better is None:
        hint = "past 写明的是已经发生、不能再改好的事，要同时用 better 写明哪一种情形好；不分好坏的请删掉 past。"
        message = f"“{fact.name}”写了 past 而没有写 better"
        reading.report.error("fact-past", message, hint, reading.at(fact, "past"))


def _choices(fact: Fact, reading: PackReading) -> None:
    at = reading.at(fact, "choices")
    if (fact.type is FactType.CHOICE) != bool(fact.choices):
        hint = "选项类（choice）要列出 choices，其他类型不列。"
        message = f"“{fact.name}”的 choices 与 type 不合"
        reading.report.error("fact-choices", message, hint, at or reading.node(fact))
    elif len(set(fact.choices)) < len(fact.choices):
        reading.report.error("fact-choices", f"“{fact.name}”有重复的选项", "请删掉重复的。", at)


def _range(fact: Fact, reading: PackReading) -> None:
    at, node = reading.at(fact, "minimum"), reading.node(fact)
    bounded = fact.minimum is not None or fact.maximum is not None
    if (bounded or fact.step is not None) and fact.type not in WITH_RANGE:
        message, hint = f"“{fact.name}”不是数值，不能有范围", "minimum、maximum、step 只用于数值。"
        reading.report.error("fact-range", message, hint, at or node)
    if fact.minimum is not None and fact.maximum is not None and fact.minimum >= fact.maximum:
        reading.report.error("fact-range", f"“{fact.name}”的 minimum 不小于 maximum", "请改正范围。", at)
    if fact.type is FactType.JUDGED and (fact.minimum is None or fact.maximum is None):
        message = f"“{fact.name}”要写明评判的范围"
        reading.report.error("fact-range", message, "请写 minimum 和 maximum。", node)


def check_options(criteria: Criteria, reading: PackReading) -> None:
    """The default of a reading, and what it forbids answers for, are options of it."""
    for one in criteria.interpretations_by_name.values():
        options = [option.name for option in one.options]
        for entry in entries_of(reading.at(one, "forbids")):
            if entry.key.text not in options:
                message = f"没有名为“{entry.key.text}”的选项"
                hint = did_you_mean(entry.key.text, options)
                reading.report.error("interpretation-forbids", message, hint, entry)
        if one.default not in options:
            message, hint = f"默认选项“{one.default}”不在 options 里", f"请从选项中照抄一个：{'、'.join(options)}。"
            reading.report.error("interpretation-default", message, hint, reading.at(one, "default"))


def check_forbidden(criteria: Criteria, reading: PackReading) -> None:
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
            reading.report.error("interpretation-forbids", message, hint, one.location)


def _answers(fact: Fact) -> tuple[str, ...]:
    words = YES_NO if fact.type is FactType.BOOL else fact.choices
    return (*words, *(() if fact.not_applicable is None else (NOT_APPLICABLE_WORD,)))


FACT_CHECKS = (check_names, check_facts, check_options)
