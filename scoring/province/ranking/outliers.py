"""Figures far from those of the other cities. They are questions for a person, never deductions.

The rule: with at least 8 cities that state a figure, take the median of all and the median of the distances from it. A
figure more than 5 such distances away is asked about. Both medians are exact and hardly move when one figure is wrong,
unlike mean and variance. Where more than half of the cities have the same figure, the distance is 0 and tells nothing;
then nobody is asked. Only rates and figures per head are compared: plain counts grow with the city.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from scoring.base.text import points_text
from scoring.model.cohort import Applicant, Outlier
from scoring.model.criteria import Criteria
from scoring.model.facts import Fact, FactType

__all__ = ["AWAY", "FEWEST", "Outliers", "rule_text"]

FEWEST = 8
"""With fewer cities there are no neighbours to speak of."""
AWAY = Fraction(5)
"""More than so many median distances is far."""
ZERO = Fraction(0)
Values = list[tuple[str, str, Fraction]]
"""Key, city and figure."""


class Outliers:
    """Gathers the figures of one pack's applicants and tells the far ones."""

    def __init__(self, criteria: Criteria) -> None:
        self.names = {name: fact for name, fact in criteria.facts_by_name.items() if _compared(fact)}
        self.found: dict[str, Values] = {name: [] for name in self.names}
        self.spreads: dict[str, tuple[int, tuple[Fraction, Fraction]]] = {}

    def add(self, city: Applicant) -> None:
        """Take in one applicant."""
        for name, value in city.numbers:
            if name in self.found:
                self.found[name].append((city.key, city.city, value))

    def outliers(self) -> tuple[Outlier, ...]:
        """The far figures, the farthest first."""
        every = [one for name, values in self._compared() for one in self._of(name, values)]
        return tuple(sorted(every, key=lambda one: (-one.times, one.name, one.key)))

    def skipped(self) -> tuple[tuple[str, str], ...]:
        """Figures that were stated and not compared, and why."""
        reasons = []
        for name, values in self.found.items():
            if not values:
                continue
            if len(values) < FEWEST:
                reasons.append((name, f"只有{len(values)}个城市填报，不足{FEWEST}个，不作比较。"))
            elif not self._spread(name)[1]:
                reasons.append((name, "一半以上的城市数值相同，不作比较。"))
        return tuple(reasons)

    def _compared(self) -> Iterator[tuple[str, Values]]:
        yield from ((name, values) for name, values in self.found.items() if len(values) >= FEWEST)

    def _spread(self, name: str) -> tuple[Fraction, Fraction]:
        """The median of a figure, and of the distances from it; worked out again where more cities came."""
        values = self.found[name]
        count, spread = self.spreads.get(name, (0, (ZERO, ZERO)))
        if count != len(values):
            middle = _median(value for _, _, value in values)
            spread = middle, _median(abs(value - middle) for _, _, value in values)
            self.spreads[name] = len(values), spread
        return spread

    def _of(self, name: str, values: Values) -> list[Outlier]:
        middle, spread = self._spread(name)
        if not spread:
            return []
        fact = self.names[name]
        return [
            Outlier(
                key=key,
                city=city,
                name=name,
                unit=fact.unit,
                value=value,
                median=middle,
                spread=spread,
                cities=len(values),
                times=abs(value - middle) / spread,
            )
            for key, city, value in values
            if abs(value - middle) > AWAY * spread
        ]


def _median(values: Iterable[Fraction]) -> Fraction:
    """The exact median. The nearest doubles of two numbers never stand the other way round, and are quicker to compare."""
    ordered = sorted(values, key=lambda one: (float(one), one))
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _compared(fact: Fact) -> bool:
    return fact.type in (FactType.PERCENT, FactType.NUMBER) or fact.derive is not None


def rule_text() -> str:
    """The rule in one sentence."""
    return (
        f"至少{FEWEST}个城市填报的比率和人均数，与中位数的差超过各市差距的中位数的{points_text(AWAY)}倍，列为疑问，"
        "请核对；疑问不影响得分。"
    )
