"""What a submission says together: figures that contradict each other, units that are too many, answers to questions that do
not arise, days after the application. A question never changes a score; what cannot be is an error.

`ANSWER_CHECKS` look at answers, those of a submission or as a review would have them: each takes what is `Stated` and the
report. `check_submission` asks all that there is to ask of a submission.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring import lang
from scoring.base.kept import for_last
from scoring.base.text import date_text, number_text, points_text, quantity_text
from scoring.documents.fields import Reader
from scoring.documents.problems import Report
from scoring.model.checks import AtLeast, Check
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import NOT_APPLICABLE, UNKNOWN, Answer, Fact, Ratio
from scoring.model.interpretations import Interpretation
from scoring.model.references import ReferenceValue
from scoring.model.submission import Choice, Submission, Unit
from scoring.model.totals import Each

__all__ = ["ANSWER_CHECKS", "Stated", "check_submission", "stated_of", "values_of"]

ONE = Fraction(1)
Units = Mapping[str, tuple[Unit, ...]]


class Stated(Struct, frozen=True, kw_only=True):
    """Answers with all that bears on them.

    answers: everything that is answered
    changed: the answers to look at; the others are looked at already
    units: those of items that are scored unit by unit
    facts: the facts among which parts may be larger than their whole
    values: every name that a condition may read, with its value
    """

    criteria: Criteria
    answers: Mapping[str, Answer]
    changed: Mapping[str, Answer]
    units: Units
    switched: Mapping[str, Choice]
    references: Mapping[str, ReferenceValue]
    facts: tuple[Fact, ...]
    values: Mapping[str, lang.Value]


def stated_of(
    criteria: Criteria, of: Submission, answers: Mapping[str, Answer], changed: Mapping[str, Answer], units: Units
) -> Stated:
    """What is stated where a submission had these answers and units."""
    return Stated(
        criteria=criteria,
        answers=answers,
        changed=changed,
        units=units,
        switched=of.switched,
        references=of.references,
        facts=tuple(criteria.facts_by_name.values()),
        values=values_of(criteria, answers, of.switched, of.references),
    )


def values_of(
    criteria: Criteria,
    answers: Mapping[str, Answer],
    switched: Mapping[str, Choice],
    references: Mapping[str, ReferenceValue],
) -> dict[str, lang.Value]:
    """Every name a condition may read, with its value; what is not answered is unknown."""
    values: dict[str, lang.Value] = {name: reference.value for name, reference in references.items()}
    for name, interpretation in criteria.interpretations_by_name.items():
        values[name] = switched[name].option if name in switched else interpretation.default
    for name, answer in answers.items():
        value = answer.value
        if value is NOT_APPLICABLE:
            values[name] = lang.NOT_APPLICABLE
        elif value is not UNKNOWN and value is not None:
            values[name] = value
    for name, fact in criteria.facts_by_name.items():
        if fact.derive is not None and fact.worked_out:
            values[name] = fact.derive.value(values)
        elif fact.derive is not None:
            values.setdefault(name, UNKNOWN)
    return values


@for_last
def _conditional(criteria: Criteria) -> tuple[tuple[str, Expr], ...]:
    """The facts that are asked for only under a condition, and that."""
    return tuple((name, fact.needs) for name, fact in criteria.facts_by_name.items() if fact.needs is not None)


@for_last
def _forbidding(criteria: Criteria) -> tuple[Interpretation, ...]:
    """The interpretations of which an option forbids answers."""
    every = criteria.interpretations_by_name.values()
    return tuple(one for one in every if any(option.forbids for option in one.options))


def _needs(stated: Stated, report: Report) -> None:
    """Question answers whose question does not arise by the city's other answers."""
    for name, needs in _conditional(stated.criteria):
        answer = stated.changed.get(name)
        if answer is None or not answer.answered:
            continue
        if lang.truth(needs, stated.values) is lang.Truth.FALSE:
            message = f"“{name}”不用填，填的内容不计分"
            hint = f"它只在{lang.describe(needs)}时填写；请核对前面的回答，或删掉这一行。"
            report.question("not-asked", message, hint, answer.location)


def _parts(stated: Stated, report: Report) -> None:
    """Refuse a part that is larger than its whole."""
    for fact in stated.facts:
        if fact.ratio is None or not fact.ratio.within:
            continue
        part, whole = fact.ratio.parts
        top, bottom = stated.values.get(part), stated.values.get(whole)
        if isinstance(top, Fraction) and isinstance(bottom, Fraction) and top > bottom:
            message = f"“{part}”（{number_text(top)}）大于“{whole}”（{number_text(bottom)}）"
            hint = f"计算“{fact.name}”时，前者应是后者的一部分；请核对这两个数。"
            place = stated.answers.get(part) or stated.answers.get(whole)
            report.error("part-exceeds-whole", message, hint, None if place is None else place.location)


def _figures(stated: Stated, report: Report) -> None:
    """Question what the pack's list finds in the answers; figures that are missing or do not apply raise nothing."""
    for check in stated.criteria.checks:
        if isinstance(check, AtLeast):
            _too_few(check, stated.answers, report)
        elif isinstance(check, Check):
            _figure(check, stated, report)


def _figure(check: Check, stated: Stated, report: Report) -> None:
    if check.when is not None and lang.truth(check.when, stated.values) is not lang.Truth.TRUE:
        return
    value = stated.values.get(check.fact)
    if isinstance(value, Fraction):
        message = _ratio(check, value, stated) or _sum(check, value, stated) or _whole(check, value, stated)
        if message:
            hint = f"{check.ask}请核对；数都没有错的，请在说明里写明原因。"
            report.also("figures-conflict", message, hint, stated.answers[check.fact].location)


def _too_few(check: AtLeast, answers: Mapping[str, Answer], report: Report) -> None:
    """An error where even all that is still open would not make enough; it stands at the first that is answered 否."""
    given = [(name, answers[name]) for name in check.facts if name in answers]
    refused = [one for _, one in given if one.value is NOT_APPLICABLE or one.value is False]
    if len(check.facts) - len(refused) >= check.least:
        return
    chosen = sum(one.value is True for _, one in given)
    message = f"“{check.name}”至少{check.least}项为“是”，现在填“是”的{chosen}项，填“否”的{len(refused)}项，不够"
    report.error("too-few-chosen", message, f"{check.ask}请核对：{'、'.join(check.facts)}。", refused[0].location)


def _ratio(check: Check, value: Fraction, stated: Stated) -> str:
    if check.ratio is None:
        return ""
    top, bottom = stated.values.get(check.ratio.numerator), stated.values.get(check.ratio.denominator)
    if not isinstance(top, Fraction) or not isinstance(bottom, Fraction) or not bottom:
        return ""
    computed = top / bottom * check.ratio.times
    if abs(computed - value) < _last_digit(value):
        return ""
    fact = stated.criteria.facts_by_name[check.fact]
    return (
        f"“{check.fact}”填的是{number_text(value)}{fact.unit}，按{_formula(check.ratio)}"
        f"（{number_text(top)}÷{number_text(bottom)}）算是{_shown(fact, computed)}"
    )


def _sum(check: Check, value: Fraction, stated: Stated) -> str:
    parts = [part for name in check.sum if isinstance(part := stated.values.get(name), Fraction)]
    computed = sum(parts, Fraction(0))
    if not parts or len(parts) < len(check.sum) or abs(computed - value) < _last_digit(value):
        return ""
    fact = stated.criteria.facts_by_name[check.fact]
    working = "＋".join(number_text(part) for part in parts)
    return (
        f"“{check.fact}”填的是{number_text(value)}{fact.unit}，{'、'.join(f'“{name}”' for name in check.sum)}"
        f"合计（{working}）是{_shown(fact, computed)}"
    )


def _whole(check: Check, value: Fraction, stated: Stated) -> str:
    whole = None if check.whole is None else stated.values.get(check.whole)
    if check.whole is None or not isinstance(whole, Fraction) or value <= whole:
        return ""
    facts = stated.criteria.facts_by_name
    first, second = _shown(facts[check.fact], value), _shown(facts[check.whole], whole)
    return f"“{check.fact}”（{first}）大于“{check.whole}”（{second}）"


def _last_digit(value: Fraction) -> Fraction:
    """One unit of the last decimal that is written: 0.1 for 3.2, 1 for 7."""
    unit = ONE
    while (value / unit).denominator != 1:
        unit /= 10
    return unit


def _formula(of: Ratio) -> str:
    times = "" if of.times == 1 else f"×{number_text(of.times)}"
    return f"“{of.numerator}”÷“{of.denominator}”{times}"


def _shown(fact: Fact, value: Fraction) -> str:
    return quantity_text(value, fact.unit)


def _units(stated: Stated, report: Report) -> None:
    """Refuse more units than there are, question fewer; and what each unit's answers say together."""
    for name, rows in stated.units.items():
        item = stated.criteria.items_by_id[name]
        if item.each is None or not rows:
            continue
        count = item.each.count
        total = stated.values.get(count, lang.UNKNOWN) if isinstance(count, str) else count
        if isinstance(total, Fraction):
            _count(item, item.each, rows, total, report)
        for row in () if rows[0].nothing else rows:
            answers = {**stated.answers, **row.answers}
            values = values_of(stated.criteria, answers, stated.switched, stated.references)
            alone = replace(stated, answers=row.answers, changed=row.answers, facts=item.facts, values=values)
            _needs(alone, report)
            _parts(alone, report)


def _count(item: Item, each: Each, rows: tuple[Unit, ...], total: Fraction, report: Report) -> None:
    """A number of the rules is right, so that only the list can be mended; one that the city gives may be wrong itself."""
    name, listed, stated, place = each.name, len(rows), points_text(total), rows[0].location
    asked = isinstance(each.count, str)
    if rows[0].nothing:
        if total > 0:
            message = f"{item.id} 的{name}写的是“无”，基本情况里“{each.count}”却是{stated}"
            report.error("units-count", message, f"请核对这个数；有{name}、还没有填的写“未填”。", place)
    elif listed > total:
        where = f"基本情况里“{each.count}”却是{stated}" if asked else f"评分标准写明的是{stated}个"
        hint = "请核对这个数，或删掉多列的。" if asked else "请删掉多列的。"
        report.error("units-count", f"{item.id} 列了{listed}个{name}，{where}", hint, place)
    elif listed < total:
        where = f"基本情况里“{each.count}”是{stated}" if asked else f"评分标准写明的是{stated}个"
        hint = "请把其余的补上，或核对这个数。" if asked else "请把其余的补上。"
        message = f"{item.id} 只列了{listed}个{name}，{where}；没有列出的按未填计"
        report.question("units-count", message, hint, place)


def _chosen(stated: Stated, report: Report) -> None:
    """Refuse an answer that the reading it is given under forbids: the one that was chosen, or else the default."""
    for one in _forbidding(stated.criteria):
        choice = stated.switched.get(one.name)
        chosen = one.default if choice is None else choice.option
        for option in one.options:
            for name, word in option.forbids if option.name == chosen else ():
                for answer in _given(stated, name):
                    if answer.word == word:
                        how = "默认的" if choice is None else f"改选的（第{choice.location.line}行）"
                        message = f"“{name}”填的是“{word}”，{how}口径“{one.name}：{chosen}”不能这样填"
                        hint = f"这个口径的意思是：{option.text.rstrip('。')}。请照它改填，或在“解释口径”里改选。"
                        report.error("reading-forbids", message, hint, answer.location)


def _given(stated: Stated, name: str) -> Iterator[Answer]:
    fact = stated.criteria.facts_by_name.get(name)
    rows = stated.units.get(fact.item, ()) if fact is not None else ()
    found = [stated.changed.get(name), *(row.answers.get(name) for row in rows)]
    yield from (answer for answer in found if answer is not None)


ANSWER_CHECKS = (_parts, _needs, _units, _chosen)


def check_submission(made: Submission, criteria: Criteria, reader: Reader) -> None:
    """All that there is to ask of a submission but its contradictions."""
    stated = stated_of(criteria, made, made.answers, made.answers, made.units)
    for check in (*ANSWER_CHECKS, _figures):
        check(stated, reader.report)
    if made.applied_on is not None:
        _days(made, made.applied_on, reader)


def _days(made: Submission, applied_on: date, reader: Reader) -> None:
    """Nothing that counts is later than the application."""
    report = reader.report
    for answer in made.gates.values():
        for one in answer.incidents:
            if one.on is not None and one.on > applied_on:
                message = f"事件日期 {date_text(one.on)} 晚于申报日期 {date_text(applied_on)}"
                report.question("date-after-application", message, "请核对两个日期。", reader.at(one, "on"))
    for file in made.evidence:
        if file.dated is not None and file.dated > applied_on:
            message = f"文件日期 {date_text(file.dated)} 晚于申报日期 {date_text(applied_on)}"
            hint = "请核对两个日期；申报以后的文件一般不能作为佐证。"
            report.question("date-after-application", message, hint, reader.at(file, "dated"))
    for name, value in made.references.items():
        if value.year > applied_on.year:
            message = f"参照值“{name}”的年份 {value.year} 晚于申报年份 {applied_on.year}"
            report.question("reference-year", message, "请核对年份。", reader.at(value, "year"))
