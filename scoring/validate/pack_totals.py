"""What stands between the items and the published result: weights, items left out, shared caps, rounding, grades."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from scoring import lang
from scoring.base.text import points_text
from scoring.documents.nodes import Node, bool_of, entries_of, get, items_of, number_of, text_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.clauses import Effect, Group
from scoring.model.criteria import Item, Section
from scoring.model.totals import Grade
from scoring.validate.pack_clauses import read_condition

__all__ = ["check_beyond", "check_weights", "grades_of"]

ONE = Fraction(1)


def grades_of(node: Node | None, scope: lang.Scope, sections: Iterable[str], report: Report) -> tuple[Grade, ...]:
    """The grades, best first; the last asks for nothing."""
    known, rows = list(sections), items_of(node)
    found: list[Grade] = []
    for row in rows:
        grade = _grade(row, scope, known, report)
        if any(grade.name == other.name for other in found):
            report.error("grade", f"等级“{grade.name}”重复", "请改名或删掉一个。", get(row, "name"))
        before = next((one.at_least for one in reversed(found) if one.at_least is not None), None)
        if before is not None and grade.at_least is not None and grade.at_least >= before:
            hint = "请从最好的等级写到最差的，分数线逐级降低。"
            report.error("grade", f"“{grade.name}”的分数线不低于前一等级", hint, get(row, "at_least"))
        found.append(grade)
    if found and (found[-1].at_least is not None or found[-1].sections or found[-1].must_pass or found[-1].when):
        hint = "最后一个等级是其余情况，只写 name；例如再加一行 {name: 不合格}。"
        report.error("grade", f"最后一个等级“{found[-1].name}”还有条件", hint, rows[-1])
    return tuple(found)


def _grade(row: Node, scope: lang.Scope, known: list[str], report: Report) -> Grade:
    needs: list[tuple[str, Fraction]] = []
    for entry in entries_of(get(row, "sections")):
        if entry.key.text not in known:
            message = f"没有编号为“{entry.key.text}”的一级指标"
            report.error("unknown-section", message, did_you_mean(entry.key.text, known), entry)
        needs.append((entry.key.text, number_of(entry.value) or Fraction(0)))
    return Grade(
        name=text_of(get(row, "name")),
        text=text_of(get(row, "text")),
        location=row.location,
        at_least=number_of(get(row, "at_least")),
        sections=tuple(needs),
        must_pass=bool_of(get(row, "must_pass")) is True,
        when=read_condition(get(row, "when"), scope, report),
    )


def check_weights(of: Iterable[Section] | Iterable[Item], what: str, report: Report) -> bool:
    """Whether weights are written; notes where they are written for some only or do not add up to 1."""
    every: tuple[Section | Item, ...] = tuple(of)
    weights = [one.weight for one in every if one.weight is not None]
    if not weights:
        return False
    if len(weights) < len(every):
        bare = next(one for one in every if one.weight is None)
        report.error("weight", f"{what}有的写了权数，有的没有", "请都写 weight，或都不写。", bare.location)
    elif sum(weights) != ONE:
        message = f"{what}的权数合计 {points_text(sum(weights, Fraction(0)))}，应为 1"
        report.error("weight", message, "请核对各 weight。", every[0].location)
    return True


def check_beyond(items: Iterable[Item], groups: tuple[Group, ...], grades: tuple[Grade, ...], report: Report) -> None:
    """Clauses that reach beyond their item name caps and grades that exist; an item of no points has no others."""
    names, levels = [group.name for group in groups], [grade.name for grade in grades]
    used = set()
    for item in items:
        for clause in item.clauses:
            if clause.effect is Effect.LIMIT and clause.grade not in levels:
                hint = did_you_mean(clause.grade, levels) if levels else "请在 pack.yaml 里写 grades。"
                report.error("grade", f"没有名为“{clause.grade}”的等级", hint, clause.location)
            elif clause.effect is Effect.LOWER and not levels:
                report.error("grade", "没有等级可降", "请在 pack.yaml 里写 grades，从最好的写起。", clause.location)
            elif clause.group and not clause.own:
                used.add(clause.group)
                if clause.group not in names:
                    hint = did_you_mean(clause.group, names) if names else "请在 pack.yaml 里写 groups。"
                    report.error("clause-group", f"pack.yaml 里没有名为“{clause.group}”的分组", hint, clause.location)
            elif clause.own and not item.points:
                hint = "分值为 0 的项只放作用于一级指标或总分（reach）、限定等级（limit）、降等级（lower）的条款。"
                report.error("clause-points", f"{item.id} 没有分值，不能有本项的计分条款", hint, clause.location)
    for group in groups:
        if group.name not in used:
            hint = "请在条款上写 group，或删掉这个分组；只管一项的分组写在该项里。"
            report.error("clause-group", f"没有条款用到分组“{group.name}”", hint, group.location)
