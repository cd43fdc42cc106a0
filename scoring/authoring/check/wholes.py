"""Rule tests for mistakes that the points of an item do not show: in grades, in what reaches beyond it, in which judgements are
allowed. Cases are tried until one shows the mistake."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from scoring.authoring.check.cases import Reading, enumerate_scenarios, readings_of, witness_of
from scoring.authoring.check.examples import Example, Examples, examples_of, telling_test, values_of
from scoring.authoring.check.model import Witness
from scoring.authoring.check.pasting import paste_lines, paste_text
from scoring.base.errors import Location
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Answer, Fact, Judgement
from scoring.model.references import ReferenceValue
from scoring.model.scorecard import ScoreCard
from scoring.model.submission import Submission
from scoring.rules import Scenario, evaluate

__all__ = ["narrowed_test", "nothing_test", "settings_test", "whole_test"]

TRIED = 60
"""Cases of an item that are tried."""
HERE = Location(file="", line=0, column=0)


def narrowed_test(criteria: Criteria, item: Item, fact: Fact, narrowed: Fact, name: str) -> str:
    """A test that gives a judgement which the narrower range does not allow."""
    end = fact.maximum if narrowed.maximum != fact.maximum else fact.minimum
    for scenario in _scenarios(criteria, item):
        if end is not None and fact.name in scenario.regions:
            witness = witness_of(criteria, scenario, end)
            given = tuple(
                (key, Judgement(points=end, reason="") if key == fact.name else value) for key, value in witness.given
            )
            return paste_text(criteria, item, replace(witness, given=given), name)
    return ""


def nothing_test(item: Item, name: str) -> str:
    """A test of an item that has no unit."""
    return "" if item.each is None else paste_lines(name, item, f"{{{item.each.name}: 无}}")


def whole_test(criteria: Criteria, item: Item, changed: Criteria, name: str) -> str:
    """A test of the whole result that comes out otherwise under `changed`: with nothing but the answers of the item, else with
    everything answered."""
    if item.each is not None:
        examples = examples_of(criteria)
        return telling_test(criteria, changed, examples.of_units(item), name, item)
    cases = _cases((criteria, item))
    for witness, submission, shown in cases:
        if _shown(_card(changed, submission)) != shown:
            return paste_text(criteria, item, witness, name, whole=True)
    examples = examples_of(criteria)
    return telling_test(criteria, changed, (*examples.less(item), *examples.every), name)


def settings_test(criteria: Criteria, changed: Criteria, name: str) -> str:
    """A test of the whole result that shows a mistake in what belongs to no item."""
    return telling_test(criteria, changed, _on_settings(criteria, changed), name)


def _on_settings(criteria: Criteria, changed: Criteria) -> Iterator[Example]:
    """What is tried on a mistake: first what lies at a line or on the sides of a condition of a grade that it changes."""
    examples = examples_of(criteria)
    for old, new in zip(criteria.grades, changed.grades, strict=False):
        if old.at_least is not None and new.at_least is not None and old.at_least != new.at_least:
            ends = sorted((old.at_least, new.at_least))
            yield from examples.between(ends[0], ends[1])
        for (section, need), (_, other) in zip(old.sections, new.sections, strict=False):
            if need != other:
                yield from examples.between(min(need, other), max(need, other), section)
        conditions = [one.when for one in (old, new) if one.when is not None]
        if old.when != new.when:
            for base in (examples.best, *_within_grades(criteria, examples)):
                for given in values_of(criteria, conditions):
                    yield base.having(given, {})
    yield from examples.every


def _within_grades(criteria: Criteria, examples: Examples) -> Iterator[Example]:
    """For each line a total that is past it and past no better one."""
    lines = [grade.at_least for grade in criteria.grades if grade.at_least is not None]
    for line, above in zip(lines[1:], lines, strict=False):
        yield from examples.between(line, above)[:1]


def _tried(of: tuple[Criteria, Item]) -> list[tuple[Witness, Submission, object]]:
    """The cases of an item and what the pack makes of each: all of them first, since one pack is kept at a time."""
    criteria, item = of
    witnesses = [witness_of(criteria, scenario, item.points) for scenario in _scenarios(criteria, item)]
    submissions = [_submission(criteria, witness) for witness in witnesses]
    return [(one, other, _shown(_card(criteria, other))) for one, other in zip(witnesses, submissions, strict=True)]


KEPT: list[tuple[Criteria, Item, list[tuple[Witness, Submission, object]]]] = []


def _cases(of: tuple[Criteria, Item]) -> list[tuple[Witness, Submission, object]]:
    criteria, item = of
    if not KEPT or KEPT[0][0] is not criteria or KEPT[0][1] is not item:
        KEPT[:] = [(criteria, item, _tried(of))]
    return KEPT[0][2]


def _scenarios(criteria: Criteria, item: Item) -> Iterator[Scenario]:
    reading: Reading = readings_of(criteria, (item,))[0][0]
    found = enumerate_scenarios(criteria, (item,), reading, 20 * TRIED)[0]
    step = max(1, len(found) // TRIED)
    yield from islice(found, 0, None, step)


def _submission(criteria: Criteria, witness: Witness) -> Submission:
    answers, references = {}, {}
    for key, value in witness.given:
        if key in criteria.references_by_name:
            references[key] = ReferenceValue(value=value, year=0, source="", location=HERE)  # type: ignore[arg-type]
        else:
            answers[key] = Answer(value=value, location=HERE)
    return Submission(
        criteria_id=criteria.id,
        city="",
        applied_on=None,
        invented=True,
        answers=answers,
        gates={},
        switched={},
        references=references,
        evidence=(),
        notes={},
        file="",
        digest="",
    )


def _card(criteria: Criteria, submission: Submission) -> ScoreCard:
    return evaluate(criteria, submission, as_of=None, tool_version="", switches=False)


def _shown(card: ScoreCard) -> object:
    grade = None if card.grade is None else (card.grade.low, card.grade.high)
    return card.total, grade, [section.score for section in card.sections]
