"""Facts, references and interpretations of a pack: raw nodes to model, with the checks each can do by itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from fractions import Fraction

from scoring.base.errors import Location
from scoring.documents.fields import Reading
from scoring.documents.nodes import Entry, Node, bool_of, entries_of, get, items_of, number_of, optional_text, text_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.criteria import Interpretation
from scoring.model.facts import Better, Fact, FactType, Ratio, Reference

__all__ = ["check_readings", "read_fact", "read_interpretations", "read_reference"]

DIRECTIONS = {
    FactType.BOOL: (Better.YES, Better.NO),
    FactType.COUNT: (Better.HIGHER, Better.LOWER),
    FactType.NUMBER: (Better.HIGHER, Better.LOWER),
    FactType.PERCENT: (Better.HIGHER, Better.LOWER),
    FactType.JUDGED: (Better.HIGHER, Better.LOWER),
}
WITH_RANGE = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT, FactType.JUDGED)


def read_fact(entry: Entry, item: str, report: Report) -> Fact:
    """One fact; `needs` is parsed later, when every name is known."""
    node = entry.value
    kind = FactType(text_of(get(node, "type")))
    _name(entry.name, entry.key.text, entry.key.location, report)
    better = optional_text(get(node, "better"))
    fact = Fact(
        name=entry.name,
        type=kind,
        ask=text_of(get(node, "ask")),
        location=entry.key.location,
        item=item,
        unit=text_of(get(node, "unit")) or {FactType.PERCENT: "%", FactType.JUDGED: "分"}.get(kind, ""),
        owner=text_of(get(node, "owner")),
        better=None if better is None else Better(better),
        choices=tuple(text_of(choice) for choice in items_of(get(node, "choices"))),
        minimum=number_of(get(node, "minimum")),
        maximum=number_of(get(node, "maximum")),
        step=number_of(get(node, "step")),
        derive=_ratio(get(node, "derive"), kind),
        not_applicable=optional_text(get(node, "not_applicable")),
        help=text_of(get(node, "help")),
        blank=optional_text(get(node, "blank")),
        proof=tuple(text_of(one) for one in items_of(get(node, "proof"))),
        past=bool_of(get(node, "past")) is True,
    )
    _check(fact, node, report)
    return fact


def _ratio(node: Node | None, kind: FactType) -> Ratio | None:
    if node is None:
        return None
    times = number_of(get(node, "times"))
    within = bool_of(get(node, "within"))
    return Ratio(
        numerator=_fold(text_of(get(node, "numerator"))),
        denominator=_fold(text_of(get(node, "denominator"))),
        times=Fraction(100 if kind is FactType.PERCENT else 1) if times is None else times,
        within=True if within is None else within,
    )


def _check(fact: Fact, node: Node, report: Report) -> None:
    at = get(node, "better") or node
    if fact.better is not None and fact.better not in DIRECTIONS.get(fact.type, ()):
        names = "、".join(better.value for better in DIRECTIONS.get(fact.type, ()))
        hint = f"这一类填报项可写 {names}。" if names else "这一类填报项没有好坏之分，请删掉 better。"
        report.error("fact-better", f"“{fact.name}”的 better 与 type 不合", hint, at)
    if fact.past and fact.better is None:
        hint = "past 写明的是已经发生、不能再改好的事，要同时用 better 写明哪一种情形好；不分好坏的请删掉 past。"
        report.error("fact-past", f"“{fact.name}”写了 past 而没有写 better", hint, get(node, "past"))
    if (fact.type is FactType.CHOICE) != bool(fact.choices):
        hint = "选项类（choice）要列出 choices，其他类型不列。"
        report.error("fact-choices", f"“{fact.name}”的 choices 与 type 不合", hint, get(node, "choices") or node)
    elif len(set(fact.choices)) < len(fact.choices):
        report.error("fact-choices", f"“{fact.name}”有重复的选项", "请删掉重复的。", get(node, "choices"))
    bounded = fact.minimum is not None or fact.maximum is not None
    if (bounded or fact.step is not None) and fact.type not in WITH_RANGE:
        hint = "minimum、maximum、step 只用于数值。"
        report.error("fact-range", f"“{fact.name}”不是数值，不能有范围", hint, get(node, "minimum") or node)
    if fact.minimum is not None and fact.maximum is not None and fact.minimum >= fact.maximum:
        report.error("fact-range", f"“{fact.name}”的 minimum 不小于 maximum", "请改正范围。", get(node, "minimum"))
    if fact.type is FactType.JUDGED and (fact.minimum is None or fact.maximum is None):
        report.error("fact-range", f"“{fact.name}”要写明评判的范围", "请写 minimum 和 maximum。", node)
    if fact.type in (FactType.COUNT, FactType.NUMBER) and not fact.unit:
        report.error("fact-unit", f"“{fact.name}”没有写单位", "请写 unit，例如 unit: 次。", node)
    if fact.proof and fact.type is not FactType.BOOL:
        report.error("fact-proof", f"“{fact.name}”不是是否类，不能写 proof", "请改 type: bool，或删掉 proof。", node)
    if fact.derive is not None and fact.type not in (FactType.NUMBER, FactType.PERCENT):
        report.error("fact-derive", f"“{fact.name}”由计算得出，type 应是 number 或 percent", "请改 type。", node)


def read_reference(entry: Entry, report: Report) -> Reference:
    """One reference value that users supply."""
    _name(entry.name, entry.key.text, entry.key.location, report)
    kind = FactType(text_of(get(entry.value, "type")))
    return Reference(
        name=entry.name,
        type=kind,
        ask=text_of(get(entry.value, "ask")),
        location=entry.key.location,
        unit=text_of(get(entry.value, "unit")) or ("%" if kind is FactType.PERCENT else ""),
        minimum=number_of(get(entry.value, "minimum")),
    )


def read_interpretations(node: Node | None, item: str, reading: Reading) -> tuple[Interpretation, ...]:
    """The open questions of an item."""
    found: tuple[Interpretation, ...] = tuple(
        reading.record(Interpretation, one.value, name=one.name, location=one.key.location, item=item)
        for one in entries_of(node)
    )
    check_readings(found, reading)
    return found


def check_readings(readings: Iterable[Interpretation], reading: Reading) -> None:
    """Names that conditions can use, a default that is an option, answers forbidden by options that there are."""
    for one in readings:
        _name(one.name, one.name, one.location, reading.report)
        options = [option.name for option in one.options]
        for entry in entries_of(reading.at(one, "forbids")):
            if entry.key.text not in options:
                message = f"没有名为“{entry.key.text}”的选项"
                reading.report.error("interpretation-forbids", message, did_you_mean(entry.key.text, options), entry)
        if one.default not in options:
            message, hint = f"默认选项“{one.default}”不在 options 里", f"请从选项中照抄一个：{'、'.join(options)}。"
            reading.report.error("interpretation-default", message, hint, reading.at(one, "default"))


RESERVED = {"and", "or", "not", "in", "is", "if", "else", "lambda", "None", "True", "False", "是", "否"}
KEYS = {"佐证材料", "说明", "不适用", "未填"}


def _name(name: str, spelt: str, at: Location, report: Report) -> None:
    if not name.isidentifier() or name in RESERVED:
        hint = "名称要能写进条件：只用汉字、字母、数字和下划线，不以数字开头，不含标点和空格。"
        report.error("bad-name", f"“{spelt}”不能作名称", hint, at)
    elif name in KEYS:
        report.error("bad-name", f"“{name}”在自评文件里另有用处", "请换一个名称。", at)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name)
