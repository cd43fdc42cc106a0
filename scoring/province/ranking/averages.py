"""Computes references from the numbers of a batch, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from scoring.base.text import number_text
from scoring.model.references import Average, AverageResult, ReferenceValue

__all__ = ["Averages"]

NAMED = 5
"""So many cities are named in a sentence; the rest are counted."""
ZERO = Fraction(0)


class _Sums:
    def __init__(self, average: Average) -> None:
        self.average = average
        self.cities = 0
        self.top = self.bottom = ZERO
        self.lacking: list[tuple[str, str]] = []

    def add(self, key: str, city: str, numbers: Mapping[str, Fraction]) -> None:
        of = self.average
        top = numbers.get(of.top)
        bottom = Fraction(1) if of.bottom is None else numbers.get(of.bottom)
        if top is None or bottom is None:
            self.lacking.append((key, city))
            return
        self.cities += 1
        self.top += top * bottom if of.weighted else top
        self.bottom += bottom

    def result(self) -> AverageResult:
        text, value = self._why_not(), None
        if not text:
            of, text = self.average, self._source()
            exact = self.top / self.bottom * of.times
            value = ReferenceValue(value=exact, year=of.year, source=text, location=of.location)
        return AverageResult(
            average=self.average,
            value=value,
            cities=self.cities,
            lacking=tuple(sorted(self.lacking)),
            top=self.top,
            bottom=self.bottom,
            text=text,
        )

    def _why_not(self) -> str:
        if self.lacking and not self.average.leave_out:
            return f"{self._who()}缺少可用的“{self._needs()}”，不能由本批计算，按未知处理。"
        if not self.cities:
            return f"没有城市填了“{self._needs()}”，不能由本批计算，按未知处理。"
        if not self.bottom:
            return f"各市的“{self.average.bottom}”合计为0，不能由本批计算，按未知处理。"
        return ""

    def _source(self) -> str:
        of = self.average
        if of.bottom is None:
            how = f"“{of.top}”的简单平均，各市同等"
        elif of.weighted:
            how = f"“{of.top}”的平均，以“{of.bottom}”为权重"
        else:
            times = "" if of.times == 1 else f"×{number_text(of.times)}"
            how = f"“{of.top}”合计{number_text(self.top)}÷“{of.bottom}”合计{number_text(self.bottom)}{times}"
        left = f"；{self._who()}缺数，未计入" if self.lacking else ""
        return f"由本批{self.cities}个城市计算：{how}{left}"

    def _needs(self) -> str:
        of = self.average
        return of.top if of.bottom is None else f"{of.top}”或“{of.bottom}"

    def _who(self) -> str:
        names = [city for _, city in sorted(self.lacking)]
        shown = "、".join(names[:NAMED])
        return shown if len(names) <= NAMED else f"{shown}等{len(names)}个城市"


class Averages:
    """An accumulator over the cities of a batch; keeps two sums for each reference and the cities that lack numbers."""

    def __init__(self, averages: Iterable[Average]) -> None:
        self._sums = [_Sums(one) for one in averages]

    def add(self, key: str, city: str, numbers: Iterable[tuple[str, Fraction]]) -> None:
        """Take in one city: its key in the batch, its name and its numbers (`numbers_of`)."""
        known = dict(numbers)
        for one in self._sums:
            one.add(key, city, known)

    def results(self) -> tuple[AverageResult, ...]:
        """What came out for each reference, in the order of the file."""
        return tuple(one.result() for one in self._sums)

    def references(self) -> dict[str, ReferenceValue]:
        """The values that could be computed, ready to be merged into every submission of the batch."""
        found = ((one.average.name, one.value) for one in self.results())
        return {name: value for name, value in found if value is not None}
