"""What stands around the items: sums, weights, shared caps, grades, ties; and eligibility, steps, periods, what a
withdrawal closes.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from scoring.base.text import points_text
from scoring.documents.nodes import entries_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.amounts import Judged, PerUnit, Side
from scoring.model.clauses import Effect, Reach
from scoring.model.criteria import Criteria, Item, Section
from scoring.model.procedure import GateKind
from scoring.model.totals import Level, TieKind, Treatment
from scoring.packs.reader import PackReader

__all__ = ["BEYOND_CHECKS", "FRONT_CHECKS", "SUM_CHECKS", "TOTAL_CHECKS"]

ONE = Fraction(1)


def check_grades(criteria: Criteria, reader: PackReader) -> None:
    """The grades go from the best to the last, which asks for nothing."""
    report, grades = reader.report, criteria.grades
    known = [section.id for section in criteria.sections]
    for index, grade in enumerate(grades):
        for entry in entries_of(reader.at(grade, "sections")):
            if entry.key.text not in known:
                message = f"没有编号为“{entry.key.text}”的一级指标"
                report.error("unknown-section", message, did_you_mean(entry.key.text, known), entry)
        above = grades[:index]
        if any(grade.name == other.name for other in above):
            report.error("grade", f"等级“{grade.name}”重复", "请改名或删掉一个。", reader.at(grade, "name"))
        before = next((one.at_least for one in reversed(above) if one.at_least is not None), None)
        if before is not None and grade.at_least is not None and grade.at_least >= before:
            hint = "请从最好的等级写到最差的，分数线逐级降低。"
            message = f"“{grade.name}”的分数线不低于前一等级"
            report.error("grade", message, hint, reader.at(grade, "at_least"))
    last = grades[-1] if grades else None
    if last is not None and (last.at_least is not None or last.sections or last.must_pass or last.when):
        hint = "最后一个等级是其余情况，只写 name；例如再加一行 {name: 不合格}。"
        report.error("grade", f"最后一个等级“{last.name}”还有条件", hint, reader.node(last))


def check_ties(criteria: Criteria, reader: PackReader) -> None:
    """Ties are broken by sections and items that there are, each once."""
    keys = () if criteria.ties is None else criteria.ties.keys
    known = {
        TieKind.SECTION: [one.id for one in criteria.sections],
        TieKind.ITEM: [item.id for one in criteria.sections for item in one.items],
    }
    for index, key in enumerate(keys):
        what = "一级指标" if key.kind is TieKind.SECTION else "指标项"
        at = reader.at(key, key.kind.value)
        if key.id not in known[key.kind]:
            hint = did_you_mean(key.id, known[key.kind])
            reader.error("ties", f"没有编号为“{key.id}”的{what}", hint, at)
        elif key in keys[:index]:
            reader.error("ties", f"{what}“{key.id}”已经比过", "请删掉重复的一步。", at)


def check_sums(criteria: Criteria, reader: PackReader) -> None:
    """Items add up to their section and sections to the total."""
    total, sections, report = Fraction(0), criteria.sections, reader.report
    for section in sections:
        total += section.points
        found = sum((item.points for item in section.items), Fraction(0))
        weighted = _weights(section.items, f"{section.label}{section.title}各项", report)
        if found != section.points and not weighted:
            message = (
                f"{section.label}{section.title}各项合计 {points_text(found)} 分，应为 {points_text(section.points)} 分"
            )
            report.error("sum", message, "请核对各项分值。", section.location)
        if section.gap is not None and not _one_judged(section):
            hint = "原文不全的部分，只设一项，用一条 award: judged 的条款。"
            report.error("gap-section", f"{section.label}{section.title}应只有一个评判项", hint, section.location)
    if not _weights(sections, "各一级指标", report) and total != criteria.points:
        message = f"各一级指标合计 {points_text(total)} 分，应为 {points_text(criteria.points)} 分"
        report.error("sum", message, "请核对 sections 的分值。", reader.at(criteria, "points"))


def _one_judged(section: Section) -> bool:
    if len(section.items) != 1:
        return False
    clauses = section.items[0].clauses
    return len(clauses) == 1 and isinstance(clauses[0].amount, Judged)


def _weights(of: Iterable[Section] | Iterable[Item], what: str, report: Report) -> bool:
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


def check_beyond(criteria: Criteria, reader: PackReader) -> None:
    """Clauses that reach beyond their item name caps and grades that exist; an item of no points has no others."""
    report = reader.report
    names, levels = [group.name for group in criteria.groups], [grade.name for grade in criteria.grades]
    used = set()
    for item in criteria.items_by_id.values():
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
    for group in criteria.groups:
        if group.name not in used:
            hint = "请在条款上写 group，或删掉这个分组；只管一项的分组写在该项里。"
            report.error("clause-group", f"没有条款用到分组“{group.name}”", hint, group.location)


def check_absent(criteria: Criteria, reader: PackReader) -> None:
    """Whether what reaches beyond the items takes part where others make up for what is left out is said where it matters;
    and an item says what it counts then only where it can be left out."""
    absent, items = criteria.absent, criteria.items_by_id.values()
    leaves = [item for item in items if item.applies is not None or (item.each is not None and item.of_nothing is None)]
    for item in items:
        if item.absent is not None and item not in leaves:
            hint = "请删掉 absent，或写 applies 说明什么时候评这一项。"
            reader.error("absent-item", f"{item.id} 总是要评，用不到 absent", hint, reader.at(item, "absent"))
    reach = Reach.SECTION if absent.level is Level.SECTION else Reach.TOTAL
    moved = [
        clause
        for item in items
        for clause in item.clauses
        if clause.reach is reach and not clause.graded and clause.effect is not Effect.FORFEIT
    ]
    made_up = absent.treatment in (Treatment.MEAN, Treatment.RESCALE)
    if made_up and absent.beyond is None and moved and any(item.absent is None for item in leaves):
        where = "所在一级指标" if reach is Reach.SECTION else "总分"
        message = f"有的项不评时其余要折算，{moved[0].id} 又在{where}上加扣分，没有写加扣的分是否一并折算"
        hint = "请核对原文，在 absent 里写 beyond: included（加扣以后一并折算）或 beyond: apart（折算以后再加扣）。"
        reader.question("absent-beyond", message, hint, reader.at(criteria, "absent"))


TOTAL_CHECKS = (check_grades, check_ties)
SUM_CHECKS = (check_sums,)
"""Only where every item could be read."""


def check_open_bonus(criteria: Criteria, reader: PackReader) -> None:
    """What is added to the total has a most: else the total has no highest points while the number is missing."""
    for item in criteria.items_by_id.values():
        for clause in item.clauses:
            amount, adds = clause.amount, clause.effect is Effect.AWARD and clause.reach is Reach.TOTAL
            if not adds or not isinstance(amount, PerUnit) or clause.at_most is not None or clause.group:
                continue
            fact = criteria.facts_by_name.get(amount.fact)
            ends = amount.side is Side.BELOW and not isinstance(amount.base, str)
            if criteria.at_most is None and fact is not None and fact.maximum is None and not ends:
                hint = (
                    "原文写了最多加几分的写 at_most，几条合计的写 group，总分封顶的在 pack.yaml 写 at_most；"
                    f"原文没有写的，给“{fact.name}”写一个不会超过的 maximum。"
                    f"都不写的，没有填时最高分只按这一条最多加{points_text(criteria.points)}分算。"
                )
                reader.report.question("bonus-open", f"{clause.id} 加到总分，没有上限", hint, clause.location)


BEYOND_CHECKS = (check_beyond, check_absent, check_open_bonus)
"""Only where every item and every condition could be read."""


def check_gates(criteria: Criteria, reader: PackReader) -> None:
    """Gates and what is left to reviewers are quoted from the sentences on eligibility; a window has its years."""
    texts = [passage.text for passage in criteria.eligibility.passages]
    hint = "请从 eligibility 的 text 中照抄，标点也要一样。"
    for gate in criteria.eligibility.gates:
        if not any(gate.quote in text for text in texts):
            message = f"引文“{gate.quote}”不是申报资格里的原话"
            reader.error("quote-not-verbatim", message, hint, reader.at(gate, "quote"))
        if (gate.kind is GateKind.INCIDENTS) != (gate.years is not None):
            said = "incidents 要写 years（往前推几年），yes_no 不写。"
            at = reader.at(gate, "years") or gate.location
            reader.error("gate-years", f"“{gate.name}”的 years 与 kind 不合", said, at)
    for one in criteria.eligibility.for_reviewers:
        if not any(one.text in text for text in texts):
            message = f"引文“{one.text}”不是申报资格里的原话"
            reader.error("quote-not-verbatim", message, hint, reader.at(one, "text"))


def check_evidence_period(criteria: Criteria, reader: PackReader) -> None:
    """The period evidence must be from begins before it ends."""
    period = criteria.evidence_period
    if period is not None and period.first is not None and period.last is not None and period.first > period.last:
        reader.error("bad-period", "evidence_period 的 from 晚于 to", "请核对两个日期。", reader.node(period))


def check_steps(criteria: Criteria, reader: PackReader) -> None:
    """A publicity period is quoted from its step, and what is handed in belongs to a step."""
    for step in criteria.procedure:
        if step.publicity is not None and step.publicity.quote not in step.text:
            message = f"引文“{step.publicity.quote}”不是这一阶段的原话"
            hint = "请从这一阶段的 text 中照抄，标点也要一样。"
            reader.error("quote-not-verbatim", message, hint, reader.at(step.publicity, "quote"))
    steps = [step.name for step in criteria.procedure]
    for one in criteria.documents:
        if one.step and one.step not in steps:
            message = f"procedure 里没有名为“{one.step}”的阶段"
            reader.error("unknown-step", message, did_you_mean(one.step, steps), reader.at(one, "step"))


def check_ban(criteria: Criteria, reader: PackReader) -> None:
    """What a withdrawal closes is asked by a yes-or-no gate."""
    ban = None if criteria.cycle is None else criteria.cycle.ban
    names = [one.name for one in criteria.eligibility.gates if one.kind is GateKind.YES_NO]
    if ban is not None and ban.gate and ban.gate not in names:
        message = f"eligibility 里没有名为“{ban.gate}”的是否题"
        reader.error("unknown-gate", message, did_you_mean(ban.gate, names), reader.at(ban, "gate"))


FRONT_CHECKS = (check_gates, check_evidence_period, check_steps, check_ban)
