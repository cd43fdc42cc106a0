"""Deliberate mistakes in what stands between the items and the published result, held against the tests of the whole.

Grade lines, rounding, items left out, scale, caps and weights belong to no item; only a total or a grade shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from scoring.authoring.check.expressions import describe_change, mutations
from scoring.authoring.check.probes import MutantResult, MutantState
from scoring.authoring.check.variants import near
from scoring.authoring.ruletests import PreparedTotal, judge_total
from scoring.base.errors import Location
from scoring.base.text import points_text
from scoring.model.criteria import Criteria, Item, Section
from scoring.model.totals import AbsentItems, Grade, Level, Rounding, Treatment

__all__ = ["settings_results"]

TREATED = {
    Treatment.FULL: "按满分计",
    Treatment.ZERO: "按0分计",
    Treatment.MEAN: "按其余的平均得分率计",
    Treatment.RESCALE: "折算",
}
WHERE = {Level.ITEM: "各项", Level.SECTION: "一级指标", Level.TOTAL: "总分"}

Mistake = tuple[str, str, Location | None, Criteria]
"""Id, what is changed in words, where that stands, and the pack with it changed."""


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
    )


def _mistakes(criteria: Criteria) -> Iterator[Mistake]:
    for place, grade in enumerate(criteria.grades):
        for name, text, changed in _of_grade(criteria, grade):
            grades = (*criteria.grades[:place], changed, *criteria.grades[place + 1 :])
            yield (
                f"grades/{grade.name}/{name}",
                f"等级“{grade.name}”{text}",
                grade.location,
                replace(criteria, grades=grades),
            )
    yield from _rounding(criteria)
    yield from _absent(criteria)
    yield from _ends(criteria)
    yield from _weights(criteria)


def _of_grade(criteria: Criteria, grade: Grade) -> Iterator[tuple[str, str, Grade]]:
    for name, line in near(grade.at_least) if grade.at_least else ():
        text = describe_change(f"的分数线{points_text(grade.at_least or line)}", points_text(line))
        yield f"at_least/{name}", text, replace(grade, at_least=line)
    for place, (section, need) in enumerate(grade.sections):
        for name, line in near(need) if need else ():
            sections = (*grade.sections[:place], (section, line), *grade.sections[place + 1 :])
            text = describe_change(f"要求的一级指标{section}得分{points_text(need)}", points_text(line))
            yield f"sections/{section}/{name}", text, replace(grade, sections=sections)
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
        if treatment is not own.treatment:
            text = f"不评的项由{TREATED[own.treatment]}改为{TREATED[treatment]}"
            changed = AbsentItems(treatment=treatment, level=own.level)
            yield f"absent/{treatment.value}", text, None, replace(criteria, absent=changed)
    if own.treatment in (Treatment.MEAN, Treatment.RESCALE) and len(criteria.sections) > 1:
        other = Level.SECTION if own.level is Level.TOTAL else Level.TOTAL
        text = f"不评的项由在{WHERE[own.level]}内{TREATED[own.treatment]}改为在{WHERE[other]}内"
        changed = AbsentItems(treatment=own.treatment, level=other)
        yield f"absent/at/{other.value}", text, None, replace(criteria, absent=changed)


def _ends(criteria: Criteria) -> Iterator[Mistake]:
    """What the total is scaled and cut to."""
    if criteria.scale is not None and criteria.scale != criteria.points:
        yield "scale/none", f"总分不折合{points_text(criteria.scale)}分制", None, replace(criteria, scale=None)
    if criteria.at_most is not None:
        text = f"总分不以{points_text(criteria.at_most)}分封顶"
        yield "at_most/none", text, None, replace(criteria, at_most=None)
        for name, most in near(criteria.at_most):
            text = describe_change(f"总分封顶的{points_text(criteria.at_most)}分", f"{points_text(most)}分")
            yield f"at_most/{name}", text, None, replace(criteria, at_most=most)


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


def _with_sections(criteria: Criteria, changed: dict[str, Section]) -> Criteria:
    sections = tuple(changed.get(section.id, section) for section in criteria.sections)
    items = {item.id: item for section in sections for item in section.items}
    return replace(criteria, sections=sections, items_by_id=items)
