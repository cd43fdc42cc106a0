"""What a pack says about all cities together: how ties are broken, and which figures should fit each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from scoring import lang
from scoring.model.checks import Check
from scoring.model.criteria import Section
from scoring.model.facts import Fact, FactType, Ratio
from scoring.model.located import Entry, Node
from scoring.model.ties import TieKey, TieKind, TieRule
from scoring.validate.pack_clauses import read_condition
from scoring.validate.reading import entries_of, get, items_of, number_of, text_of
from scoring.validate.report import Report
from scoring.validate.suggest import did_you_mean

__all__ = ["checks_of", "ties_of"]

QUANTITIES = (FactType.COUNT, FactType.NUMBER, FactType.PERCENT)
ONE = Fraction(1)


def ties_of(node: Node | None, sections: Iterable[Section], report: Report) -> TieRule | None:
    """How equal totals are put in order; None where the pack says nothing."""
    steps = items_of(get(node, "ties"))
    if not steps:
        return None
    parts = tuple(sections)
    known = {
        TieKind.SECTION: [one.id for one in parts],
        TieKind.ITEM: [item.id for one in parts for item in one.items],
    }
    keys: list[TieKey] = []
    for step in steps:
        for kind in TieKind:
            named = get(step, kind.value)
            if named is None:
                continue
            key = TieKey(kind=kind, id=text_of(named))
            what = "一级指标" if kind is TieKind.SECTION else "指标项"
            if key.id not in known[kind]:
                hint = did_you_mean(key.id, known[kind])
                report.error("ties", f"没有编号为“{key.id}”的{what}", hint, named)
            elif key in keys:
                report.error("ties", f"{what}“{key.id}”已经比过", "请删掉重复的一步。", named)
            keys.append(key)
    return TieRule(keys=tuple(keys), note=text_of(get(node, "note")))


def checks_of(node: Node | None, facts: Mapping[str, Fact], scope: lang.Scope, report: Report) -> tuple[Check, ...]:
    """The contradictions to ask about."""
    return tuple(found for entry in entries_of(node) for found in _check(entry, facts, scope, report))


def _check(entry: Entry, facts: Mapping[str, Fact], scope: lang.Scope, report: Report) -> Iterator[Check]:
    node = entry.value
    ratio, whole = get(node, "ratio"), get(node, "whole")
    if (ratio is None) == (whole is None):
        hint = "写 ratio（填的比率应与人数等算出的一致）或写 whole（不应大于另一个数），两者取一。"
        report.error("check-form", f"“{entry.name}”没有写明同什么核对", hint, entry)
        return
    quantities = [name for name, fact in facts.items() if fact.type in QUANTITIES]
    stated = [name for name in quantities if facts[name].derive is None]
    fact = _name(get(node, "fact"), stated, report)
    parts = (get(ratio, "numerator"), get(ratio, "denominator"))
    made = None
    if ratio is not None:
        top, bottom = (_name(part, quantities, report) for part in parts)
        times = number_of(get(ratio, "times")) or ONE
        made = Ratio(numerator=top, denominator=bottom, times=times, within=False)
    yield Check(
        name=entry.name,
        fact=fact,
        ask=text_of(get(node, "ask")),
        location=entry.key.location,
        ratio=made,
        whole=None if whole is None else _name(whole, quantities, report),
        when=read_condition(get(node, "when"), scope, report),
    )


def _name(node: Node | None, known: list[str], report: Report) -> str:
    name = text_of(node)
    if name not in known:
        report.error("check-name", f"“{name}”不是可以核对的数", did_you_mean(name, known), node)
    return name
