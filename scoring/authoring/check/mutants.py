"""Deliberate mistakes in the rules of an item, one at a time, each with a stable name.

The model is changed, not the text: a mutant is the item, or the facts and readings it rests on, with one thing altered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.check.mistakes import FALSE, mutations, near, swapped, variants
from scoring.base.errors import Location
from scoring.base.text import points_text
from scoring.model.amounts import Amount, Flat, Partial, PerUnit, Tiers
from scoring.model.clauses import CapGroup, Clause, Effect, Reach
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria, Item, Start
from scoring.model.facts import Fact, FactType
from scoring.model.interpretations import Affects
from scoring.model.totals import NOTHING_WORDS, Each, Nothing, Take

__all__ = ["Mutant", "mutants_of"]

ZERO, ONE = Fraction(0), Fraction(1)
EFFECT_WORDS = {
    Effect.DEDUCT: "扣分",
    Effect.AWARD: "得分",
    Effect.FORFEIT: "不得分",
    Effect.SET: "直接计分",
    Effect.LIMIT: "限定等级",
    Effect.LOWER: "降等级",
}
REACH_WORDS = {Reach.SECTION: "作用于一级指标", Reach.TOTAL: "作用于总分"}
START_WORDS = {Start.FULL: "从满分起算", Start.ZERO: "从0分起算"}


class Mutant(Struct, frozen=True, kw_only=True):
    """One mistake. `facts` replaces facts of the pack, `defaults` defaults of interpretations; `fact` names the fact
    whose own definition is changed ("" for a change of the item)."""

    id: str
    text: str
    location: Location
    item: Item
    facts: Mapping[str, Fact]
    defaults: Mapping[str, str]
    fact: str = ""
    groups: tuple[CapGroup, ...] | None = None
    """The pack's shared caps, where one of them is changed."""
    outside: bool = False
    """The change shows beyond the item only, or in whether it is assessed: comparing its cases proves nothing."""
    narrowed: bool = False
    """The change concerns which judgements a reviewer may give: a test that gives one outside notices it."""


Change = tuple[str, str, Clause]
"""Id, what is changed in words, and the changed clause."""


def mutants_of(criteria: Criteria, item: Item, reads: tuple[str, ...]) -> tuple[Mutant, ...]:
    """Every mutant of an item; `reads` are the names its rules depend on."""
    found: list[Mutant] = []
    for position, clause in enumerate(item.clauses):
        for name, text, changed in _clause_changes(criteria, item, clause):
            mutated = replace(item, clauses=swapped(item.clauses, position, changed))
            found.append(_mutant(f"{clause.id}/{name}", text, clause.location, mutated))
    found += [*_start(item), *_surroundings(criteria, item), *_shared_caps(criteria, item), *_proofs(item)]
    for name in reads:
        fact = criteria.facts_by_name.get(name)
        if fact is not None and fact.type is FactType.JUDGED and fact.item == item.id:
            found.extend(_judgements(item, fact))
        if fact is not None and fact.needs is not None and fact.item in ("", item.id):
            found.extend(_needs(criteria, item, fact, fact.needs))
        reading = criteria.interpretations_by_name.get(name)
        if reading is not None and reading.affects is Affects.RULE:
            for option in reading.options:
                if option.name != reading.default:
                    text = f"“{name}”的默认口径由“{reading.default}”改为“{option.name}”"
                    one = _mutant(f"{name}/default/{option.name}", text, reading.location, item)
                    found.append(replace(one, defaults={name: option.name}))
    return tuple(found)


def _mutant(name: str, text: str, location: Location, item: Item) -> Mutant:
    return Mutant(id=name, text=text, location=location, item=item, facts={}, defaults={})


def _surroundings(criteria: Criteria, item: Item) -> Iterator[Mutant]:
    """Mistakes in what stands around the clauses: its own caps, when it is assessed, what passes, how units are made one."""
    for place, group in enumerate(item.groups):
        for name, text, limit in near(group.at_most):
            groups = swapped(item.groups, place, replace(group, at_most=limit))
            changed = replace(item, groups=groups)
            yield _mutant(
                f"{item.id}/group/{group.name}/{name}", f"合用上限“{group.name}”{text}", group.location, changed
            )
    for name, text, changed in (
        *_of_condition(criteria, item),
        *(
            (f"must_pass/{name}", f"通过所需的分{text}", replace(item, pass_at=limit))
            for name, text, limit in near(item.pass_at)
        ),
        *((name, text, replace(item, each=each)) for name, text, each in _units(criteria, item.each)),
    ):
        yield replace(_mutant(f"{item.id}/{name}", text, item.location, changed), outside=True)


def _of_condition(criteria: Criteria, item: Item) -> Iterator[tuple[str, str, Item]]:
    if item.applies is not None:
        for name, words, changed in [*mutations(criteria, item.applies), ("removed", "去掉", None)]:
            yield f"applies/{name}", f"何时评（applies）{words}", replace(item, applies=changed)


def _units(criteria: Criteria, each: Each | None) -> Iterator[tuple[str, str, Each]]:
    """Mistakes in how units are made one."""
    if each is None:
        return
    for name, text, points in near(each.unchecked):
        yield f"unchecked/{name}", f"未检查的计分{text}", replace(each, unchecked=points)
    for name, text, points in near(each.points):
        yield f"each/points/{name}", f"每个单位的满分{text}", replace(each, points=points)
    for name, _, count in near(each.count) if isinstance(each.count, Fraction) else ():
        if count.denominator == 1:
            yield f"each/count/{name}", f"{each.name}的个数改为{points_text(count)}", replace(each, count=count)
    for other in Nothing if each.none is not None else ():
        if _of_nothing(criteria, other) != _of_nothing(criteria, each.none or other):
            text = f"一个{each.name}也没有的改为{NOTHING_WORDS[other]}"
            yield f"each/none/{other.value}", text, replace(each, none=other)
    if each.take is Take.SUM:
        mean = replace(each, take=Take.MEAN, points=None)
        yield "each/take", f"各{each.name}的得分由相加改为取平均", mean


def _of_nothing(criteria: Criteria, none: Nothing) -> str:
    """What becomes of an item without a unit: not being assessed may be as good as full points, or as none."""
    treatment = criteria.absent.treatment.value
    return treatment if none is Nothing.ABSENT and treatment in ("full", "zero") else none.value


def _shared_caps(criteria: Criteria, item: Item) -> Iterator[Mutant]:
    """Mistakes in the caps that the item shares with others."""
    for place, group in enumerate(criteria.groups):
        if any(clause.group == group.name and not clause.own for clause in item.clauses):
            for name, words, limit in near(group.at_most):
                groups = swapped(criteria.groups, place, replace(group, at_most=limit))
                text = f"总的合用上限“{group.name}”{words}"
                one = _mutant(f"{item.id}/group/{group.name}/{name}", text, group.location, item)
                yield replace(one, groups=groups, outside=True)


def _proofs(item: Item) -> Iterator[Mutant]:
    for fact in item.facts:
        for proof in fact.proof:
            left = tuple(other for other in fact.proof if other != proof)
            one = _mutant(f"{fact.name}/proof/{proof}", f"“{fact.name}”不要材料“{proof}”", fact.location, item)
            yield replace(one, facts={fact.name: replace(fact, proof=left)}, outside=True)


def _start(item: Item) -> Iterator[Mutant]:
    if not any(clause.own for clause in item.clauses):
        return
    other = Start.ZERO if item.start is Start.FULL else Start.FULL
    text = f"{START_WORDS[item.start]}改为{START_WORDS[other]}"
    yield _mutant(f"{item.id}/start", text, item.location, replace(item, start=other))


def _needs(criteria: Criteria, item: Item, fact: Fact, needs: Expr) -> Iterator[Mutant]:
    changes = [*mutations(criteria, needs), ("removed", "去掉", None)]
    for name, text, changed in changes:
        words = f"“{fact.name}”的 needs {text}"
        one = _mutant(f"{fact.name}/needs/{name}", words, fact.location, item)
        yield replace(one, facts={fact.name: replace(fact, needs=changed)}, fact=fact.name)


def _judgements(item: Item, fact: Fact) -> Iterator[Mutant]:
    """A narrower range of judged points."""
    low, high = fact.minimum or Fraction(0), fact.maximum
    if high is None or high <= low:
        return
    step = min(fact.step or ONE, high - low)
    for name, changed in (
        ("maximum", replace(fact, maximum=high - step)),
        ("minimum", replace(fact, minimum=low + step)),
    ):
        text = f"“{fact.name}”的评判范围{_span(fact)}改为{_span(changed)}"
        one = _mutant(f"{fact.name}/{name}", text, fact.location, item)
        yield replace(one, facts={fact.name: changed}, fact=fact.name, narrowed=True)


def _span(fact: Fact) -> str:
    return f"{points_text(fact.minimum or Fraction(0))}至{points_text(fact.maximum or Fraction(0))}分"


def _clause_changes(criteria: Criteria, item: Item, clause: Clause) -> Iterator[Change]:
    yield "dropped", "删去这一条", replace(clause, when=FALSE)
    if clause.when is not None:
        for name, text, changed in mutations(criteria, clause.when):
            yield name, text, replace(clause, when=changed)
        yield "always", "去掉条件（一律适用）", replace(clause, when=None)
    yield from _amounts(criteria, clause)
    yield from _effects(criteria, item, clause)
    yield from _limits(criteria, clause)


def _amounts(criteria: Criteria, clause: Clause) -> Iterator[Change]:
    amount = clause.amount
    if amount is not None:
        for name, text, changed in variants(amount):
            if not (name.startswith("partial/") and _whole_steps(criteria, amount)) and _can_be(clause, changed):
                said = text.replace("分", "档") if clause.effect is Effect.LOWER else text
                yield name, said, replace(clause, amount=changed)
    if isinstance(amount, PerUnit):
        flat = replace(clause, amount=Flat(points=amount.points), when=clause.when)
        yield "per", f"由按“{amount.fact}”计算改为只计一次", flat
    if clause.at_most is not None:
        unit = "档" if clause.effect is Effect.LOWER else "分"
        for name, text, limit in near(clause.at_most, "上限", unit):
            if clause.effect is not Effect.LOWER or limit.denominator == 1:
                yield f"at_most/{name}", text, replace(clause, at_most=limit)
        yield "at_most/none", "去掉上限", replace(clause, at_most=None)


def _limits(criteria: Criteria, clause: Clause) -> Iterator[Change]:
    """The factor, the shared cap, waiting for the item to be exhausted, the reach and the grade."""
    if isinstance(clause.times, Fraction):
        for name, text, factor in near(clause.times, "乘以"):
            yield f"times/{name}", text, replace(clause, times=factor)
    if clause.times is not None:
        yield "times/none", "去掉系数", replace(clause, times=None)
    if clause.group:
        yield "group/none", f"不再合用上限“{clause.group}”", replace(clause, group="")
    if clause.exhausted:
        yield "exhausted/none", "不等本项扣完就用", replace(clause, exhausted=False)
    if clause.reach is not Reach.ITEM:
        other = Reach.TOTAL if clause.reach is Reach.SECTION else Reach.SECTION
        text = f"{REACH_WORDS[clause.reach]}改为{REACH_WORDS[other]}"
        yield f"reach/{other.value}", text, replace(clause, reach=other)
    for grade in criteria.grades if clause.effect is Effect.LIMIT else ():
        if grade.name != clause.grade:
            text = f"限定“{clause.grade}”改为限定“{grade.name}”"
            yield f"grade/{grade.name}", text, replace(clause, grade=grade.name)


def _can_be(clause: Clause, amount: Amount) -> bool:
    """Whether a clause can have the amount: grades are lowered by whole steps."""
    if clause.effect is not Effect.LOWER:
        return True
    match amount:
        case Flat(points=points):
            return points.denominator == 1
        case PerUnit(points=points, partial=partial):
            return points.denominator == 1 and partial is not Partial.PROPORTIONAL
        case Tiers(rows=rows):
            return all(row.points.denominator == 1 for row in rows)
    return True


def _whole_steps(criteria: Criteria, amount: Amount) -> bool:
    """Whether no part of a step can ever arise, so that no rule for part steps makes a difference."""
    if not isinstance(amount, PerUnit):
        return False
    if amount.step != ONE or not _is_count(criteria, amount.fact):
        return False
    base = amount.base
    return _is_count(criteria, base) if isinstance(base, str) else base is None or base.denominator == 1


def _is_count(criteria: Criteria, name: str) -> bool:
    fact, reference = criteria.facts_by_name.get(name), criteria.references_by_name.get(name)
    of = fact if fact is not None else reference
    return of is not None and of.type is FactType.COUNT


def _effects(criteria: Criteria, item: Item, clause: Clause) -> Iterator[Change]:
    match clause.effect:
        case Effect.FORFEIT:
            for name, points in (("deduct", item.points), ("deduct-half", item.points / 2)):
                text = f"由不得分改为扣{points_text(points)}分"
                yield f"effect/{name}", text, replace(clause, effect=Effect.DEDUCT, amount=Flat(points=points))
        case Effect.DEDUCT:
            yield _taken_for(clause, Effect.AWARD)
            name, text, changed = _taken_for(clause, Effect.FORFEIT)
            yield name, text, replace(changed, amount=None, at_most=None, times=None, group="")
        case Effect.AWARD:
            yield _taken_for(clause, Effect.DEDUCT)
        case Effect.LOWER:
            best = criteria.grades[1].name  # 降一档 taken for 一票否优
            capped = replace(clause, effect=Effect.LIMIT, amount=None, at_most=None, grade=best)
            yield f"effect/limit/{best}", f"由降等级改为限定“{best}”", capped
        case Effect.SET:
            yield _taken_for(clause, Effect.AWARD)


def _taken_for(clause: Clause, effect: Effect) -> Change:
    text = f"由{EFFECT_WORDS[clause.effect]}改为{EFFECT_WORDS[effect]}"
    return f"effect/{effect.value}", text, replace(clause, effect=effect)
