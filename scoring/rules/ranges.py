"""The range of points of a whole pack over everything that is unknown, and nothing else: no ledger, no reasons.

An item's range hangs on what is stated of the names that it can depend on, so it is worked out once for that and kept with
the pack. Batches, evidence and what-ifs ask thousands of times with few differences between one time and the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Any

from msgspec import Struct

from scoring.base.kept import Memory, for_last
from scoring.lang import NOT_APPLICABLE, UNKNOWN, Value
from scoring.model.criteria import Criteria, Item
from scoring.model.facts import Judgement
from scoring.model.scorecard import Range, RankedScore
from scoring.model.submission import Submission
from scoring.rules.compiling import unit_of
from scoring.rules.evaluating import totals_of
from scoring.rules.inputs import SCENARIO_LIMIT, Answers, answers_of, resolve, stated_values
from scoring.rules.rulebook import rulebook_of
from scoring.rules.stages import NO_SPANS, Spans, staged_totals, survey_stages
from scoring.rules.surveys import ItemRange, counted, range_item
from scoring.rules.totals import item_range, rounded, sums_only
from scoring.rules.units import UnitValues, survey_of, units_of

__all__ = ["PackRange", "Ranges", "ranges_of"]

Units = Mapping[str, Sequence[UnitValues] | None]
Exact = int | Fraction
KEPT = 8000
"""Item ranges that are kept of a pack."""


class PackRange(Struct, frozen=True, kw_only=True):
    """The points of a submission.

    items: each item where it is assessed, in the order of the pack
    exact: whether both ends of the total are reached
    ranked: the points that rules look at
    """

    criteria: Criteria
    items: Sequence[ItemRange]
    sections: Sequence[Range]
    total: Range
    exact: bool
    ranked: tuple[RankedScore, ...] = ()

    @property
    def scores(self) -> list[Range]:
        """What each item counts, as it is published."""
        criteria = self.criteria
        treatment = criteria.absent.treatment
        return [counted(one, item_range(one, criteria), treatment) for one in self.items]


class _Kept(Struct, frozen=True, kw_only=True):
    """An item's range, and its ends in the pack's own unit."""

    found: ItemRange
    low: Exact
    high: Exact


class Ranges:
    """Gives the range of points of a pack under answers, one after the other."""

    def __init__(self, criteria: Criteria) -> None:
        book = self._book = rulebook_of(criteria)
        self._criteria, self._plain = criteria, sums_only(criteria)
        self._unit = unit_of(criteria, book.items)
        names = {name: place for place, name in enumerate(book.involved(book.items))}
        self._names = tuple(names)
        self._items = tuple((item, _picker([names[name] for name in book.involved_in(item)])) for item in book.items)
        self._sections = [len(section.items) for section in criteria.sections]
        self._kept: Memory[_Kept] = Memory(KEPT)

    def of(self, submission: Submission) -> PackRange:
        """The points of a submission."""
        units = {item.id: units_of(submission, item) for item, _ in self._items if item.each is not None}
        return self.under(stated_values(self._criteria, submission), units, submission.spans)

    def under(self, stated: Mapping[str, Value], units: Units, spans: Spans = NO_SPANS) -> PackRange:
        """The points where `stated` holds answers, references and switched interpretations, `units` those of items
        scored unit by unit, by item, and `spans` the places that are not decided."""
        answers = _Lazy(self._criteria, stated)
        if self._book.scores:
            return self._staged(answers.all, units, spans)
        values = [_key(stated.get(name)) for name in self._names]
        kept = [
            self._item(item, pick(values), answers)
            if item.each is None
            else self._whole(survey_of(item, units.get(item.id), answers.all))
            for item, pick in self._items
        ]
        items = [one.found for one in kept]
        if self._plain and _apart(items):
            return self._sums(items, kept)
        found, _ = totals_of(items, answers.all)
        return PackRange(
            criteria=self._criteria, items=items, sections=found.sections, total=found.total, exact=found.exact
        )

    def _staged(self, answers: Answers, units: Units, spans: Spans) -> PackRange:
        """Where rules look at points that were scored before."""
        staged = survey_stages(answers, lambda item: units.get(item.id), spans)
        found, items = staged_totals(staged), staged.surveys
        return PackRange(
            criteria=self._criteria,
            items=items,
            sections=found.sections,
            total=found.total,
            exact=found.exact,
            ranked=staged.scores,
        )

    def _item(self, item: Item, values: object, answers: _Lazy) -> _Kept:
        key = (item.id, values)
        kept = self._kept.get(key)
        return self._kept.put(key, self._whole(range_item(item, answers.of(item)))) if kept is None else kept

    def _whole(self, found: ItemRange) -> _Kept:
        low, high = found.score.low * self._unit, found.score.high * self._unit
        return _Kept(found=found, low=_plain(low), high=_plain(high))

    def _sums(self, items: Sequence[ItemRange], kept: Sequence[_Kept]) -> PackRange:
        """Where no two items share an unknown and the total is a sum."""
        sections, at, low, high = [], 0, 0, 0
        for count in self._sections:
            part = kept[at : at + count]
            least, most = sum(one.low for one in part), sum(one.high for one in part)
            sections.append(Range(low=Fraction(least) / self._unit, high=Fraction(most) / self._unit))
            low, high, at = low + least, high + most, at + count  # type: ignore[assignment]
        rounding = self._criteria.rounding
        total = Range(
            low=rounded(Fraction(low) / self._unit, rounding), high=rounded(Fraction(high) / self._unit, rounding)
        )
        return PackRange(
            criteria=self._criteria,
            items=items,
            sections=sections,
            total=total,
            exact=all(one.exact or one.score.decided for one in items),
        )


class _Lazy:
    """The answers as surveys want them, worked out for what is not kept only."""

    def __init__(self, criteria: Criteria, stated: Mapping[str, Value]) -> None:
        self._criteria, self._stated = criteria, stated
        self._all: Answers | None = None

    @property
    def all(self) -> Answers:
        """For the whole pack."""
        if self._all is None:
            self._all = answers_of(self._criteria, self._stated)
        return self._all

    def of(self, item: Item) -> Answers:
        """For one item."""
        book = rulebook_of(self._criteria)
        resolved = resolve(book.resolving_of(book.involved_in(item)), self._stated)
        return answers_of(self._criteria, self._stated, SCENARIO_LIMIT, resolved)


def _picker(places: Sequence[int]) -> Callable[[Sequence[object]], Any]:
    return itemgetter(*places) if places else lambda _values: ()


def _apart(items: Sequence[ItemRange]) -> bool:
    """Whether no two undecided items share an unknown."""
    free = [name for one in items if not one.score.decided for name in one.free]
    return len(free) == len(set(free))


def _plain(value: Fraction) -> Exact:
    return value.numerator if value.denominator == 1 else value


def _key(value: Value | None) -> object:
    """What stands for an answer in a key: quick to hash and to compare."""
    if type(value) is Judgement:
        value = value.points
    if type(value) is Fraction:
        return value.numerator if value.denominator == 1 else (value.numerator, value.denominator)
    return None if value is UNKNOWN else ... if value is NOT_APPLICABLE else value


ranges_of = for_last(Ranges)
"""The ranges of a pack; those of the last one are kept."""
