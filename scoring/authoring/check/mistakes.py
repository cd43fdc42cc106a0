"""Deliberate mistakes, one at a time, each with a stable name: in a condition, in an amount, in the settings of a pack.

A condition gets another threshold, another comparison, the opposite, `and` for `or`, or loses a part; in an amount of any
kind each number is a little off and each choice of a closed list another. The settings (grade lines, rounding, items left
out, scale, caps, weights) belong to no item: only a total or a grade shows them, so that their mistakes are held against
the tests of the whole result.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.check.model import MutantResult, MutantState
from scoring.authoring.check.wholes import settings_test
from scoring.authoring.ruletests import PreparedTotal, judge_total
from scoring.base.errors import Location
from scoring.base.text import points_text
from scoring.documents.fields import Field, fields_of
from scoring.documents.values import NUMBER
from scoring.lang import show
from scoring.model.amounts import Amount, Ranked
from scoring.model.clauses import Reach
from scoring.model.conditions import And, Compare, Expr, Literal, Member, Name, Not, Op, Operand, Or
from scoring.model.criteria import Criteria, Item, Section
from scoring.model.facts import FactType, Score
from scoring.model.stages import stages_of, waiting_scores
from scoring.model.totals import BEYONDS, Beyond, Grade, Level, Rounding, Treatment
from scoring.rules.totals import sums_only

__all__ = ["FALSE", "mutations", "near", "settings_results", "swapped", "variants"]

ONE = Fraction(1)
T = TypeVar("T")
FALSE: Expr = Compare(op=Op.EQ, left=Literal(value=Fraction(0)), right=Literal(value=Fraction(1)))
"""A condition that never holds."""
WHOLE = (FactType.COUNT, FactType.DATE)
FINE = Fraction(1, 10)
"""How far a threshold of a quantity that is not whole is moved."""

TURNS = {Op.LT: (Op.LE,), Op.LE: (Op.LT,), Op.GT: (Op.GE,), Op.GE: (Op.GT,)}
"""What a comparison of a row can be mistaken for: the rows of a table all look the same way."""
TREATED = {
    Treatment.FULL: "按满分计",
    Treatment.ZERO: "按0分计",
    Treatment.MEAN: "按其余的平均得分率计",
    Treatment.RESCALE: "折算",
}
WHERE = {Level.ITEM: "各项", Level.SECTION: "一级指标", Level.TOTAL: "总分"}

Mistake = tuple[str, str, Location | None, Criteria]
"""Id, what is changed in words, where that stands, and the pack with it changed."""
Mutation = tuple[str, str, Expr]
"""Id within the condition, what is changed in words, and the changed condition."""
Put = Callable[[Expr], Expr]
"""Puts a changed part back in its place."""


def mutations(criteria: Criteria, expr: Expr) -> Iterator[Mutation]:
    """Every mistake in `expr`. Ids count atoms and connectives from 1 in the order they are written."""
    yield from _Mutator(criteria).walk(expr, lambda changed: changed)
    if isinstance(expr, And | Or):
        yield "not", "条件整个反过来", Not(operand=expr)


class _Mutator:
    def __init__(self, criteria: Criteria) -> None:
        self._criteria = criteria
        self._atoms = 0
        self._joins = 0

    def walk(self, expr: Expr, put: Put) -> Iterator[Mutation]:
        match expr:
            case Name() | Member():
                self._atoms += 1
                after = Not(operand=expr)
                yield f"polarity{self._atoms}", _words(expr, after), put(after)
            case Compare():
                self._atoms += 1
                yield from self._compare(expr, put, self._atoms)
            case Not():
                yield from self.walk(expr.operand, lambda changed: put(_negated(changed)))
            case And() | Or():
                yield from self._join(expr, put)

    def _join(self, expr: And | Or, put: Put) -> Iterator[Mutation]:
        self._joins += 1
        number = self._joins
        other = Or(operands=expr.operands) if isinstance(expr, And) else And(operands=expr.operands)
        yield f"join{number}", _words(expr, other), put(other)
        for index, operand in enumerate(expr.operands):
            rest = (*expr.operands[:index], *expr.operands[index + 1 :])
            left = rest[0] if len(rest) == 1 else replace(expr, operands=rest)
            yield f"join{number}/without{index + 1}", f"漏掉“{show(operand)}”", put(left)
        for index, operand in enumerate(expr.operands):
            yield from self.walk(operand, _putter(expr, index, put))

    def _compare(self, expr: Compare, put: Put, number: int) -> Iterator[Mutation]:
        kind = self._kind(expr)
        ops = [Op.NE if expr.op is Op.EQ else Op.EQ] if kind is FactType.CHOICE else [op for op in Op if op != expr.op]
        for op in ops:
            after = replace(expr, op=op)
            yield f"op{number}/{op.value}", _words(expr, after), put(after)
        for side in ("left", "right"):
            operand: Operand = getattr(expr, side)
            if isinstance(operand, Literal):
                for name, moved in _moved(operand, whole=kind in WHOLE):
                    changed = replace(expr, **{side: moved})
                    yield f"limit{number}/{name}", _words(expr, changed), put(changed)

    def _kind(self, expr: Compare) -> FactType:
        """The type of what is compared, by the first side that is a name."""
        for operand in (expr.left, expr.right):
            if isinstance(operand, Name):
                if operand.name in self._criteria.interpretations_by_name:
                    return FactType.CHOICE
                declared = self._criteria.facts_by_name.get(operand.name)
                if declared is not None:
                    return declared.type
                return self._criteria.references_by_name[operand.name].type
        return FactType.NUMBER


def _putter(expr: And | Or, index: int, put: Put) -> Put:
    def inner(changed: Expr) -> Expr:
        return put(replace(expr, operands=swapped(expr.operands, index, changed)))

    return inner


def _negated(expr: Expr) -> Expr:
    return expr.operand if isinstance(expr, Not) else Not(operand=expr)


def _moved(literal: Literal, *, whole: bool) -> Iterator[tuple[str, Literal]]:
    if isinstance(literal.value, Fraction):
        step = Fraction(1) if whole else FINE
        yield "+", replace(literal, value=literal.value + step)
        yield "-", replace(literal, value=literal.value - step)
    elif isinstance(literal.value, date):
        yield "+", replace(literal, value=literal.value + timedelta(days=1))
        yield "-", replace(literal, value=literal.value - timedelta(days=1))


def _words(before: Expr, after: Expr) -> str:
    return f"“{show(before)}”改为“{show(after)}”"


def variants(amount: Amount) -> Iterator[tuple[str, str, Any]]:
    """Id, what is changed in words, and the changed amount, for every number and every choice it holds.

    The fields of a new kind are gone through by themselves, rows of tables included; their words are those of the record.
    """
    alone = isinstance(amount, Ranked) and amount.tied is None  # nobody can say that a rank is shared
    yield from (one for one in _of_record(amount, "", "") if not (alone and one[0].startswith("ties/")))


def near(points: Fraction | None, lead: str = "", unit: str = "") -> Iterator[tuple[str, str, Fraction]]:
    """One more, and one less (half, where one less would leave nothing), with `lead` and `unit` around both in words;
    nothing for no points."""
    if points:
        less = ("-1", points - 1) if points > ONE else ("half", points / 2)
        for name, changed in (("+1", points + 1), less):
            yield name, f"{lead}{points_text(points)}{unit}改为{lead}{points_text(changed)}{unit}", changed


def swapped(parts: tuple[T, ...], place: int, part: T) -> tuple[T, ...]:
    """The parts with another one at a place."""
    return (*parts[:place], part, *parts[place + 1 :])


def _of_record(value: Struct, path: str, said: str) -> Iterator[tuple[str, str, Any]]:
    fields = {one.name: one.field for one in fields_of(type(value))}
    for name in value.__struct_fields__:
        field = fields.get(name, Field(NUMBER))
        for changed_id, text, changed in _of_value(getattr(value, name), f"{path}{name}", said + field.word, field):
            yield changed_id, text, replace(value, **{name: changed})


def _of_value(value: Any, path: str, said: str, field: Field) -> Iterator[tuple[str, str, Any]]:
    """`said` is the path in the words of a reader."""
    if isinstance(value, bool):
        yield f"{path}/not", f"{said}反过来", not value
    elif isinstance(value, Fraction):
        lead = f"{said}由" if said else ""
        unit = "分" if path.split("/")[-1].rstrip("0123456789") == "points" else ""
        for name, text, changed in near(value, unit=unit) if value else [("+1", f"0{unit}改为1{unit}", ONE)]:
            yield f"{path}/{name}", f"{lead}{text}", changed
    elif isinstance(value, enum.Enum):
        for other in TURNS[value] if isinstance(value, Op) else type(value):
            if other is not value and field.kind.show is not None:
                before, after = field.kind.show(value), field.kind.show(other)
                yield f"{path}/{other.value}", f"{said}由{before}改为{after}", other
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            for name, text, changed in _of_value(part, f"{path}{index + 1}", said.format(index + 1), field):
                yield name, text, swapped(value, index, changed)
    elif isinstance(value, Struct):
        yield from _of_record(value, f"{path}/", said)


def settings_results(criteria: Criteria, tests: Sequence[PreparedTotal]) -> tuple[MutantResult, ...]:
    """Try every mistake on the tests of the whole result (those that pass). None is proved to change nothing."""
    return tuple(_result(criteria, mistake, tests) for mistake in _mistakes(criteria))


def _result(criteria: Criteria, mistake: Mistake, tests: Sequence[PreparedTotal]) -> MutantResult:
    name, text, location, changed = mistake
    by = next((one.test.name for one in tests if judge_total(changed, one)), "")
    return MutantResult(
        id=name,
        item="",
        text=text,
        location=location or criteria.sections[0].location,
        state=MutantState.KILLED if by else MutantState.SURVIVED,
        by=by,
        test="" if by else settings_test(criteria, changed, f"{text}，应当发现"),
    )


def _mistakes(criteria: Criteria) -> Iterator[Mistake]:
    for place, grade in enumerate(criteria.grades):
        for name, text, changed in _of_grade(criteria, grade):
            made = replace(criteria, grades=swapped(criteria.grades, place, changed))
            yield f"grades/{grade.name}/{name}", f"等级“{grade.name}”{text}", grade.location, made
    yield from _rounding(criteria)
    yield from _absent(criteria)
    yield from _scores(criteria)
    yield from _ends(criteria)
    yield from _weights(criteria)


def _of_grade(criteria: Criteria, grade: Grade) -> Iterator[tuple[str, str, Grade]]:
    for name, text, line in near(grade.at_least):
        yield f"at_least/{name}", f"的分数线{text}", replace(grade, at_least=line)
    for place, (section, need) in enumerate(grade.sections):
        for name, text, line in near(need):
            sections = swapped(grade.sections, place, (section, line))
            yield f"sections/{section}/{name}", f"要求的一级指标{section}得分{text}", replace(grade, sections=sections)
    if grade.must_pass:
        yield "must_pass", "不看必达项目", replace(grade, must_pass=False)
    if grade.when is not None:
        for name, text, changed in [*mutations(criteria, grade.when), ("removed", "去掉", None)]:
            yield f"when/{name}", f"的条件{text}", replace(grade, when=changed)


def _rounding(criteria: Criteria) -> Iterator[Mistake]:
    places, level = criteria.rounding.places, criteria.rounding.level
    if places is None:
        return
    found = [("none", "不取小数", Rounding(level=level))]
    for other in (places - 1, places + 1):
        if other >= 0:
            found.append((f"places/{other}", f"保留{places}位小数改为{other}位", Rounding(places=other, level=level)))
    for at in Level:
        if at is not level:
            text = f"取小数由{WHERE[level]}改为{WHERE[at]}"
            found.append((f"at/{at.value}", text, Rounding(places=places, level=at)))
    for name, text, changed in found:
        yield f"rounding/{name}", text, None, replace(criteria, rounding=changed)


def _absent(criteria: Criteria) -> Iterator[Mistake]:
    """Only where an item says that it may be left out."""
    if all(item.applies is None for item in criteria.items_by_id.values()):
        return
    own = criteria.absent
    for treatment in Treatment:
        if treatment is not own.treatment and not (
            {treatment, own.treatment} == {Treatment.MEAN, Treatment.RESCALE} and _one_rate(criteria)
        ):
            text = f"不评的项由{TREATED[own.treatment]}改为{TREATED[treatment]}"
            changed = replace(own, treatment=treatment)
            yield f"absent/{treatment.value}", text, None, replace(criteria, absent=changed)
    if own.treatment in (Treatment.MEAN, Treatment.RESCALE) and len(criteria.sections) > 1:
        other = Level.SECTION if own.level is Level.TOTAL else Level.TOTAL
        text = f"不评的项由在{WHERE[own.level]}内{TREATED[own.treatment]}改为在{WHERE[other]}内"
        yield f"absent/at/{other.value}", text, None, replace(criteria, absent=replace(own, level=other))
    if own.beyond is not None:
        turned = Beyond.APART if own.beyond is Beyond.INCLUDED else Beyond.INCLUDED
        text = f"加扣的分由{BEYONDS[own.beyond]}改为{BEYONDS[turned]}"
        yield f"absent/beyond/{turned.value}", text, None, replace(criteria, absent=replace(own, beyond=turned))
    for item in criteria.items_by_id.values():
        if item.absent is not None:
            for left in (Treatment.FULL, Treatment.ZERO, None):
                if left is not item.absent and (left or own.treatment) is not item.absent:
                    text = f"{item.id}不评时由{TREATED[item.absent]}改为{TREATED[left or own.treatment]}"
                    name = f"absent/{item.id}/{'none' if left is None else left.value}"
                    yield name, text, item.location, _with_item(criteria, replace(item, absent=left))


def _one_rate(criteria: Criteria) -> bool:
    """Whether the mean of the rates of what is assessed in a section is the rate of all of it: no more than one item is left,
    or all of them weigh alike."""
    if criteria.absent.level is not Level.SECTION:
        return False
    for section in criteria.sections:
        sizes = [item.weight or item.points for item in section.items if item.points]
        moved = any(clause.reach is Reach.SECTION for item in section.items for clause in item.clauses)
        if (len(sizes) > 2 and len(set(sizes)) > 1) or moved:
            return False
    return True


def _scores(criteria: Criteria) -> Iterator[Mistake]:
    """Points that rules look at, taken for the total, or for those of a single section."""
    for fact in criteria.facts_by_name.values():
        if not isinstance(fact.derive, Score):
            continue
        others = [(), *((section.id,) for section in criteria.sections if section.points)]
        for of in others if len(criteria.sections) > 1 else ():
            changed = replace(fact, derive=Score(of=of))
            made = replace(criteria, facts_by_name={**criteria.facts_by_name, fact.name: changed})
            if of != fact.derive.of and not waiting_scores(made) and not _same_points(criteria, made, fact.name):
                text = f"“{fact.name}”由{fact.derive.line}改为{Score(of=of).line}"
                yield f"score/{fact.name}/{of[0] if of else 'total'}", text, fact.location, made


def _same_points(criteria: Criteria, other: Criteria, name: str) -> bool:
    """Whether a score is the same sum in both."""
    own, others = (
        next(part.items for stage in stages_of(one) for part in stage.scores if part.fact.name == name)
        for one in (criteria, other)
    )
    return own == others and sums_only(criteria)


def _ends(criteria: Criteria) -> Iterator[Mistake]:
    """What the total is scaled and cut to."""
    if criteria.scale is not None and criteria.scale != criteria.points:
        yield "scale/none", f"总分不折合{points_text(criteria.scale)}分制", None, replace(criteria, scale=None)
    if criteria.at_most is not None:
        text = f"总分不以{points_text(criteria.at_most)}分封顶"
        yield "at_most/none", text, None, replace(criteria, at_most=None)
        for name, text, most in near(criteria.at_most, unit="分"):
            yield f"at_most/{name}", f"总分封顶的{text}", None, replace(criteria, at_most=most)


def _weights(criteria: Criteria) -> Iterator[Mistake]:
    """Neighbours with their weights the other way round."""
    for one, other in zip(criteria.sections, criteria.sections[1:], strict=False):
        if one.weight != other.weight:
            changed = {one.id: replace(one, weight=other.weight), other.id: replace(other, weight=one.weight)}
            text = f"一级指标{one.id}和{other.id}的权数对调"
            yield f"weight/{one.id}/{other.id}", text, one.location, _with_sections(criteria, changed)
    for section in criteria.sections:
        for first, second in zip(section.items, section.items[1:], strict=False):
            if first.weight != second.weight:
                swapped = {
                    first.id: replace(first, weight=second.weight),
                    second.id: replace(second, weight=first.weight),
                }
                items: tuple[Item, ...] = tuple(swapped.get(item.id, item) for item in section.items)
                made = _with_sections(criteria, {section.id: replace(section, items=items)})
                text = f"{first.id}和{second.id}的权数对调"
                yield f"weight/{first.id}/{second.id}", text, first.location, made


def _with_item(criteria: Criteria, item: Item) -> Criteria:
    section = next(one for one in criteria.sections if one.id == item.section)
    items = tuple(item if one.id == item.id else one for one in section.items)
    return _with_sections(criteria, {section.id: replace(section, items=items)})


def _with_sections(criteria: Criteria, changed: dict[str, Section]) -> Criteria:
    sections = tuple(changed.get(section.id, section) for section in criteria.sections)
    items = {item.id: item for section in sections for item in section.items}
    return replace(criteria, sections=sections, items_by_id=items)
