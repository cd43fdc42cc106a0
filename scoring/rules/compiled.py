"""A pack compiled once to a Python function: the points of every item and clause of a complete submission, and nothing else.

The function works over slots, one for each name the rules read, in exact integers of the pack's own unit; Fractions only
where a pack needs them. Its text is generated from the typed tree: names become slots, and what is no whole number becomes
a constant that the function is handed, so that nothing of a pack's text is ever run. The interpreted evaluator says what
the rules mean and makes the card with its ledger; this says the same in a hundredth of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from scoring.base.kept import for_last
from scoring.lang import Value
from scoring.model.clauses import Clause, Effect
from scoring.model.criteria import Criteria, Item
from scoring.model.submission import Submission
from scoring.model.totals import Level, Take
from scoring.rules.compiling import FunctionWriter, Slots, run, unit_of
from scoring.rules.inputs import count_of, resolve_inputs, stated_values
from scoring.rules.items import applies_to
from scoring.rules.rulebook import rulebook_of
from scoring.rules.stages import score_value
from scoring.rules.totals import Pick, combine, rounded, sums_only
from scoring.rules.units import UnitValues, together, units_of

__all__ = ["CompiledPack", "Points", "Sums", "compile_pack", "compiled"]

Exact = int | Fraction
ItemPoints = tuple[Exact, tuple[Exact, ...], bool]
"""What an item counts, the signed points of each clause by itself, and whether the item is assessed."""
Function = Callable[[Sequence[object]], tuple[ItemPoints, ...]]
ZERO = Fraction(0)


class Points(Struct, frozen=True, kw_only=True):
    """The points of a complete submission: for each item, in the order of the pack, in the pack's own unit."""

    unit: int
    items: tuple[ItemPoints, ...]


class Sums(Struct, frozen=True, kw_only=True):
    """The points of the sections, in order, and the total."""

    sections: tuple[Fraction, ...]
    total: Fraction


class CompiledPack(Struct, frozen=True, kw_only=True):
    """A pack as functions.

    source: the text of the functions
    constants: what the text calls by a name of its own
    score: all items that are scored as a whole; the place of the others holds what is to be replaced
    slots: what `score` takes
    units: for each item that is scored unit by unit, its place, what scores one unit, and what that takes
    """

    criteria: Criteria
    unit: int
    source: str
    constants: Mapping[str, object]
    score: Function
    slots: Slots
    units: tuple[tuple[int, Item, Function, Slots], ...]

    @property
    def listing(self) -> str:
        """The text for the curious, with the names behind the slots and the values of the constants."""
        unit = "points" if self.unit == 1 else f"1/{self.unit} of a point"
        lines = [f"# everything is counted in units of {unit}; v holds the values of these names, in order:"]
        lines += [f"#   s{at}  {name}" for at, (name, _) in enumerate(self.slots.of)]
        for _, item, _, slots in self.units:
            lines.append(f"# of each unit of {item.id}:")
            lines += [f"#   s{at}  {name}" for at, (name, _) in enumerate(slots.of)]
        lines += [f"# {name} = {_shown(value)}" for name, value in self.constants.items()]
        return "\n".join((*lines, "", self.source, ""))

    def points(
        self,
        stated: Mapping[str, Value],
        units: Mapping[str, Sequence[UnitValues] | None],
        resolved: Mapping[str, Value] | None = None,
    ) -> Points | None:
        """The points where `stated` holds the answers and `units` those of items scored unit by unit, by item; None where
        anything is missing that a rule reads. `resolved` saves working it out again."""
        stages = rulebook_of(self.criteria).stages
        if len(stages) == 1:
            return self._points(stated, units, resolved)
        parts = [part for stage in stages for part in stage.scores]
        stated = {**stated, **{part.fact.name: ZERO for part in parts}}
        for part in parts:  # in their order: what a score is made of looks at none that comes after it
            found = self._points(stated, units)
            if found is None:
                return None
            items = zip(rulebook_of(self.criteria).items, found.items, strict=True)
            picks = {item.id: self._pick(item, made) for item, made in items}
            stated = {**stated, part.fact.name: score_value(part, picks)}
        return self._points(stated, units)

    def _points(
        self,
        stated: Mapping[str, Value],
        units: Mapping[str, Sequence[UnitValues] | None],
        resolved: Mapping[str, Value] | None = None,
    ) -> Points | None:
        """The same where every score that rules look at is stated."""
        resolved = resolve_inputs(self.criteria, stated) if resolved is None else resolved
        filled = self.slots.fill(resolved)
        if filled is None:
            return None
        items = self.score(filled)
        if self.units:
            found = list(items)
            for at, item, function, slots in self.units:
                made = self._of_units(item, function, slots, units.get(item.id), stated, resolved)
                if made is None:
                    return None
                found[at] = made
            items = tuple(found)
        return Points(unit=self.unit, items=items)

    def points_of(self, submission: Submission) -> Points | None:
        """The points of a submission; None where anything is missing that a rule reads."""
        units = {item.id: units_of(submission, item) for _, item, _, _ in self.units}
        return self.points(stated_values(self.criteria, submission), units)

    def _of_units(
        self,
        item: Item,
        function: Function,
        slots: Slots,
        units: Sequence[UnitValues] | None,
        stated: Mapping[str, Value],
        resolved: Mapping[str, Value],
    ) -> ItemPoints | None:
        """As `units.survey_each`, where nothing is open."""
        each, applies = item.each, applies_to(item, resolved)
        count = None if each is None else count_of(each, resolved)
        if each is None or applies is None or (units is None and count != 0):
            return None
        none, own = (ZERO,) * len(item.clauses), {fact.name for fact in item.facts}
        shared = {name: value for name, value in stated.items() if name not in own}
        scores: list[Fraction] = []
        clauses: list[Sequence[Exact]] = []
        for unit in units or ():
            if unit.values is None:
                scores.append(ZERO if each.unchecked is None else each.unchecked)
                clauses.append(none)
                continue
            filled = slots.fill(resolve_inputs(self.criteria, {**shared, **unit.values}))
            if filled is None or unit.open:
                return None
            ((score, nominals, _),) = function(filled)
            scores.append(Fraction(score) / self.unit)
            clauses.append(nominals)
        if not scores:
            made, applies, nominals = item.of_nothing or ZERO, applies and item.of_nothing is not None, none
        elif count is not None and (not isinstance(count, Fraction) or count > len(scores)):
            return None  # some are not listed
        else:
            share = Fraction(1, len(scores)) if each.take is Take.MEAN else 1
            made = item.made_one(scores)
            columns = zip(item.clauses, zip(*clauses, strict=True), strict=True)
            nominals = tuple(self._of_all(clause, column, share) for clause, column in columns)
        if self.criteria.rounding.level is Level.ITEM:
            made = rounded(made, self.criteria.rounding)
        if not applies:
            made = item.left_out(self.criteria.absent.treatment)
        return made * self.unit, nominals, applies

    def _of_all(self, clause: Clause, column: Sequence[Exact], share: Exact) -> Exact:
        """A clause over all units, in the pack's own unit."""
        nominals = (Fraction(one) / self.unit for one in column)
        return together(clause, nominals, Fraction(share)) * self.unit

    def sums(self, points: Points) -> Sums:
        """Sections and total, as they are published."""
        criteria, items = self.criteria, [item for section in self.criteria.sections for item in section.items]
        if not sums_only(criteria):
            picks = {item.id: self._pick(item, made) for item, made in zip(items, points.items, strict=True)}
            sections, total = combine(criteria, picks)
            return Sums(sections=tuple(one.value for one in sections), total=total.value)
        found, at = [], 0
        for section in criteria.sections:
            part = points.items[at : at + len(section.items)]
            found.append(Fraction(sum(one[0] for one in part)) / self.unit)
            at += len(section.items)
        return Sums(sections=tuple(found), total=rounded(sum(found, ZERO), criteria.rounding))

    def _pick(self, item: Item, made: ItemPoints) -> Pick:
        score, nominals, applies = made
        beyond = tuple(
            (clause, None if clause.effect is Effect.FORFEIT else Fraction(nominal) / self.unit)
            for clause, nominal in zip(item.clauses, nominals, strict=True)
            if not clause.own and not clause.graded and nominal
        )
        return Pick(score=Fraction(score) / self.unit, applies=applies, beyond=beyond)


def _shown(value: object) -> str:
    return "a function of amounts" if callable(value) else str(value)


def compile_pack(criteria: Criteria) -> CompiledPack:
    """Compile a validated pack."""
    items = [item for section in criteria.sections for item in section.items]
    unit = unit_of(criteria, items)
    whole = FunctionWriter(criteria, unit, {}, "score", [item if item.each is None else None for item in items])
    parts = [
        (at, item, FunctionWriter(criteria, unit, whole.constants, f"unit_{at}", [item.of_unit], marks=True))
        for at, item in enumerate(items)
        if item.each is not None
    ]
    source = "\n\n".join((whole.text, *(writer.text for _, _, writer in parts)))
    functions = run(source, whole.constants)
    return CompiledPack(
        criteria=criteria,
        unit=unit,
        source=source,
        constants=whole.constants,
        score=functions["score"],
        slots=whole.slots,
        units=tuple((at, item, functions[writer.name], writer.slots) for at, item, writer in parts),
    )


compiled = for_last(compile_pack)
"""The pack compiled; the last one is kept."""
