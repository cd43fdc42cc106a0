"""Whole self-assessments that a mistake is tried on: what the settings of a pack do, and how units are made one, shows only in
them. Each is written as a rule test of the total would write it, and read back, so that what shows a mistake can be pasted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from scoring.authoring.check.cases import enumerate_scenarios, readings_of, rulebook_of
from scoring.authoring.check.pasting import spelt
from scoring.authoring.ruletests import PreparedTotal, TotalTest, prepare_total_test
from scoring.base.errors import Location
from scoring.base.kept import for_last
from scoring.documents import strict
from scoring.documents.nodes import MappingNode, entries_of
from scoring.lang import Absent, Value
from scoring.model.amounts import Flat
from scoring.model.clauses import Clause, Effect
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria, Item
from scoring.model.scorecard import Range, ScoreCard
from scoring.rules import Scenario, evaluate
from scoring.rules.items import applies_to
from scoring.rules.scorers import scorer_of

__all__ = ["Example", "Examples", "examples_of", "telling_test", "values_of"]

CASES = 2_000
"""Cases of an item of which its levels are taken."""
LEVELS = 6
"""Levels of each item that are put together; more where the items are few."""
MANY = 80
"""Levels of all items that are put together in any case."""
SUMS = 4_000
"""Sums of levels that are kept on the way to a line."""
Given = Mapping[str, Value]
Made = tuple[PreparedTotal, ScoreCard]


class Example(Struct, frozen=True):
    """What is answered: by name, and by item for those that are scored by units, each unit's own answers (None: 未检查)."""

    given: Given
    units: Mapping[str, Sequence[Given | None]] = {}

    def having(self, given: Given, units: Mapping[str, Sequence[Given | None]]) -> Example:
        """The same with other answers to some of it."""
        return Example({**self.given, **given}, {**self.units, **units})


class Examples:
    """The examples of a pack: everything at its best, and what is less in one item or another."""

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria
        self.items = tuple(item for section in criteria.sections for item in section.items)
        self._limit = max(LEVELS, MANY // len(self.items))
        self._uncut = replace(criteria, at_most=None)
        self._levels: dict[str, list[Example]] = {}
        self._lost: dict[str, tuple[Fraction, list[dict[Fraction, Example]]]] = {}
        self._made: dict[tuple[str | None, ...], Made | None] = {}
        best = Example({})
        for item in reversed(self.items):  # what several read is as the first of them wants it
            best = best.having(self.levels(item)[0].given, self.levels(item)[0].units)
        self.best = best
        self.every = tuple(self._every())

    def made(self, example: Example) -> Made | None:
        """The example as a test that was read, and what the pack makes of it; None where a file cannot hold it, or it is no
        valid self-assessment."""
        key = tuple(_answers(self.criteria, example))
        if key not in self._made:
            prepared = None if None in key else _prepared(self.criteria, [line for line in key if line is not None])
            self._made[key] = None if prepared is None else (prepared, _scored(self.criteria, prepared))
        return self._made[key]

    def levels(self, item: Item) -> list[Example]:
        """Cases of an item that come to something else each, the best first."""
        if item.id not in self._levels:
            self._levels[item.id] = list(_levels(self.criteria, item))
        return self._levels[item.id]

    def less(self, item: Item, limit: int | None = None) -> Iterator[Example]:
        """Everything at its best, but for one item."""
        for level in _spread(self.levels(item)[1:], limit):
            yield self.best.having(level.given, level.units)

    def of_units(self, item: Item) -> Iterator[Example]:
        """Units that come to the same, and to something else; as many as the pack says, or one to three."""
        each, levels = item.each, [level for level in self.levels(item) if item.id in level.units]
        assert each is not None
        counts = (int(each.count), int(each.count) - 1) if isinstance(each.count, Fraction) else (2, 1, 3)
        worst, best = levels[-1], levels[0]
        for count in filter(None, counts):
            counted = {each.count: Fraction(count)} if isinstance(each.count, str) else {}
            for one, other in ((best, best), (best, worst), *((level, level) for level in levels), (worst, best)):
                rows = (*[one.units[item.id][0]] * (count - 1), other.units[item.id][-1])
                yield self.best.having({**one.given, **counted}, {item.id: rows})

    def _every(self) -> Iterator[Example]:
        """All that is tried on any mistake: less in one item, in one and all before it, and in one that is left out too."""
        yield self.best
        for item in self.items:
            yield from self.less(item, self._limit)
        for part in (2, 1):
            so_far = self.best
            for item in self.items:
                levels = self.levels(item)
                lower = levels[(len(levels) - 1) // part]
                so_far = so_far.having(lower.given, lower.units)
                yield so_far
        for item in self.items:
            out = [one for one in self.levels(item) if item.applies is not None and not _applies(item, one)][:1]
            for one in out:
                for other in self.items:
                    for level in _spread(self.levels(other)[1:], 2) if other is not item else ():
                        yield self.best.having(level.given, level.units).having(one.given, one.units)

    def between(self, low: Fraction, high: Fraction, section: str = "") -> list[Example]:
        """Some whose total, or section, has at least `low` points and less than `high`; worked out as if what items lose adds
        up, before the total is cut, so that each has to be looked at."""
        start, losses = self._losses(section)
        found: dict[Fraction, tuple[Example, ...]] = {Fraction(0): ()}
        for lost in losses:
            more = {so + less: (*taken, level) for so, taken in found.items() for less, level in lost.items()}
            found = {**{so: taken for so, taken in more.items() if start - so >= low}, **found}
            found = dict(islice(found.items(), SUMS))
        wanted = sorted((so for so in found if low <= start - so < high), key=lambda so: (len(found[so]), so))
        examples = []
        for so in wanted[:5]:
            example = self.best
            for level in found[so]:
                example = example.having(level.given, level.units)
            examples.append(example)
        return examples

    def _losses(self, section: str) -> tuple[Fraction, list[dict[Fraction, Example]]]:
        """What everything at its best comes to, and for each item what its levels take away from it."""
        if section not in self._lost:
            start = self._measured(self.best, section)
            losses: list[dict[Fraction, Example]] = []
            for item in self.items:
                lost: dict[Fraction, Example] = {}
                for level in _spread(self.levels(item)[1:], self._limit):
                    less = start - self._measured(self.best.having(level.given, level.units), section)
                    if less > 0:
                        lost.setdefault(less, level)
                losses.append(lost)
            self._lost[section] = start, losses
        return self._lost[section]

    def _measured(self, example: Example, section: str) -> Fraction:
        made = self.made(example)
        if made is None:
            return Fraction(0)
        card = _scored(self._uncut, made[0])
        parts = [one.score.low for one in card.sections if one.section.id == section]
        return parts[0] if parts else card.total.low


examples_of = for_last(Examples)
"""Those of the last pack that was asked about."""


def _spread(found: Sequence[Example], limit: int | None) -> Iterator[Example]:
    """At most so many, from one end to the other."""
    if limit is None or len(found) <= limit:
        yield from found
    elif found:
        yield from (found[at * (len(found) - 1) // (limit - 1)] for at in range(limit))


def _applies(item: Item, of: Example) -> bool:
    return item.applies is None or applies_to(item, of.given) is not False


def _levels(criteria: Criteria, item: Item) -> Iterator[Example]:
    unit, near = item.of_unit, rulebook_of(criteria).near((item,))
    scenarios = enumerate_scenarios(near, (unit,), readings_of(near, (unit,))[0][0], CASES)[0]
    book = rulebook_of(near)
    known = scorer_of(unit, book)
    met: dict[object, tuple[Fraction, Scenario]] = {}
    for scenario in scenarios:
        results, score = known.both(scenario.values)
        worth = known.worth_of(results, score)
        applies = applies_to(unit, scenario.values)
        graded = tuple(one.nominal for one, clause in zip(results, unit.clauses, strict=True) if clause.graded)
        met.setdefault((score, worth, applies, graded), (worth if applies is not False else Fraction(-1), scenario))
    ordered = [scenario for _, scenario in sorted(met.values(), key=lambda one: -one[0])]
    names = {fact.name for fact in item.facts}
    for scenario in ordered or [Scenario(values={}, regions={})]:
        given = {name: scenario.values[name] for name in scenario.regions}
        if item.each is None:
            yield Example(given)
            continue
        own = {name: value for name, value in given.items() if name in names}
        rest = {name: value for name, value in given.items() if name not in names}
        yield from _of_units(item, own, rest)


def _of_units(item: Item, own: Given, rest: Given) -> Iterator[Example]:
    each = item.each
    assert each is not None
    count = int(each.count) if isinstance(each.count, Fraction) else 2
    counted = {each.count: Fraction(count)} if isinstance(each.count, str) else {}
    yield Example({**rest, **counted}, {item.id: (own,) * count})
    if each.unchecked is not None:
        yield Example({**rest, **counted}, {item.id: (*(own,) * (count - 1), None)})


def telling_test(
    criteria: Criteria, changed: Criteria, tried: Iterable[Example], name: str, only: Item | None = None
) -> str:
    """A rule test of the whole with the first example that comes out otherwise under `changed`, its points left open; "" for
    none. `only` looks at the points of an item first, for which nothing but its own answers is needed."""
    examples = examples_of(criteria)
    for example in tried:
        own = None if only is None else _own(criteria, example, only)
        for one in (example,) if own is None else (own, example):
            made = examples.made(one)
            if made is None:
                continue
            right, wrong = _shown(made[1]), _shown(_scored(changed, made[0]))
            names = [key for key in right if right[key] != wrong.get(key)]
            if one is own:
                names = [key for key in names if only is not None and key == f"item {only.id}"]
            if names:
                return "\n".join(_lines(criteria, one, name, names))
    return ""


def _own(criteria: Criteria, example: Example, only: Item) -> Example:
    names = set(rulebook_of(criteria).near((only,)).facts_by_name)
    references = criteria.references_by_name
    given = {name: value for name, value in example.given.items() if name in names or name in references}
    return Example(given, {key: rows for key, rows in example.units.items() if key == only.id})


def _scored(criteria: Criteria, prepared: PreparedTotal) -> ScoreCard:
    return evaluate(criteria, prepared.submission, as_of=None, tool_version="", switches=False, reads=False)


def _shown(card: ScoreCard) -> dict[str, Range | tuple[str, str] | None]:
    """What a test of the total can expect, by the names it uses."""
    found: dict[str, Range | tuple[str, str] | None] = {}
    for section in card.sections:
        found |= {f"item {item.item.id}": item.score for item in section.items}
        found[f"section {section.section.id}"] = section.score
    found["total"] = card.total
    found["grade"] = None if card.grade is None else (card.grade.low, card.grade.high)
    return found


def _prepared(criteria: Criteria, lines: Sequence[str]) -> PreparedTotal | None:
    read = strict.parse_document("\n".join(lines).encode(), "test.yaml")
    answers = None if read.value is None else read.value.root.get("answers")
    if read.value is None or not isinstance(answers, MappingNode):
        return None
    root = read.value.root
    test = TotalTest(
        name="例",
        profile=entries_of(root.get("profile")),
        references=entries_of(root.get("references")),
        location=Location(file="test.yaml", line=1, column=1),
        lines=root.lines,
        answers=answers,
        expected={},
        grade=("", ""),
    )
    return prepare_total_test(criteria, test).value


def _answers(criteria: Criteria, example: Example) -> Iterator[str | None]:
    """The lines that hold the answers; None where a file cannot hold one of them."""
    facts = criteria.facts_by_name
    places: dict[str, list[str]] = {}
    profile: list[str] = []
    references: list[str] = []
    for name, value in example.given.items():
        fact = facts.get(name)
        if (fact is not None and fact.derive is not None) or value is Absent.UNKNOWN:
            continue
        text = spelt(value, fact)
        if text is None:
            yield None
            return
        place = references if fact is None else places.setdefault(fact.item, []) if fact.item else profile
        place.append(f"{name}: {text}")
    for item, rows in example.units.items():
        each = criteria.items_by_id[item].each
        assert each is not None
        units = [_unit(row, facts) for row in rows]
        if None in units:
            yield None
            return
        listed = ", ".join(f"第{at}个: {unit}" for at, unit in enumerate(units, start=1))
        places.setdefault(item, []).append(f"{each.name}: {{{listed}}}")
    for key, texts in (("profile", profile), ("references", references)):
        if texts:
            yield f"{key}: {{{', '.join(texts)}}}"
    yield "answers:" if places else "answers: {}"
    for item in criteria.items_by_id:
        if item in places:
            yield f"  {json.dumps(item)}: {{{', '.join(places[item])}}}"


def _unit(row: Given | None, facts: Mapping[str, object]) -> str | None:
    if row is None:
        return "未检查"
    texts = {name: spelt(value, facts.get(name)) for name, value in row.items()}  # type: ignore[arg-type]
    return None if None in texts.values() else f"{{{', '.join(f'{name}: {text}' for name, text in texts.items())}}}"


def _lines(criteria: Criteria, example: Example, name: str, differing: Sequence[str]) -> Iterator[str]:
    yield f"- name: {json.dumps(name, ensure_ascii=False)}"
    yield from (f"  {line}" for line in _answers(criteria, example))
    items = [key.partition(" ")[2] for key in differing if key.startswith("item ")]
    sections = [key.partition(" ")[2] for key in differing if key.startswith("section ")]
    if items:
        wanted = f"items: {{{', '.join(f'{json.dumps(one)}: ' for one in items)}}}"
    elif "total" in differing or "grade" in differing:
        wanted = ", ".join(f"{key}: " for key in ("total", "grade") if key in differing or key == "total")
    else:
        wanted = f"sections: {{{', '.join(f'{json.dumps(one)}: ' for one in sections)}}}"
    yield f"  expect: {{{wanted}}}  # 照原文算出应得的，填在冒号后面"


def values_of(criteria: Criteria, conditions: Sequence[Expr]) -> Iterator[Given]:
    """Answers on every side of some conditions."""
    first = next(iter(criteria.items_by_id.values()))
    clauses = tuple(
        Clause(
            id=f"条件{at}",
            effect=Effect.AWARD,
            amount=Flat(points=Fraction(1)),
            quote="",
            when=condition,
            location=first.location,
        )
        for at, condition in enumerate(conditions)
    )
    asked = replace(first, id="条件", facts=(), clauses=clauses, applies=None, each=None, groups=())
    reading = readings_of(criteria, (asked,))[0][0]
    for scenario in enumerate_scenarios(criteria, (asked,), reading, CASES)[0]:
        yield {name: scenario.values[name] for name in scenario.regions}
