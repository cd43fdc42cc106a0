"""Every way an incomplete submission could turn out, one scenario for each region that the rules can tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from scoring.lang import UNKNOWN, Value
from scoring.model.criteria import Criteria, Item
from scoring.rules.choosing import Chooser
from scoring.rules.derive import resolve_fact, resolve_inputs
from scoring.rules.regions import Region
from scoring.rules.space import Space, space_of

__all__ = ["Scenario", "Scenarios", "item_scenarios", "scenarios_of"]


class Scenario(Struct, frozen=True, kw_only=True):
    """One possible state of affairs: the value of every name the items read, and the region each unknown was taken from.

    An unknown whose question does not arise in this scenario has no region; its value is 不适用.
    """

    values: Mapping[str, Value]
    regions: Mapping[str, Region]


class Scenarios:
    """The scenarios of a space. `exact` holds after (and while) iterating: no case has been left to a sample."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._chooser = Chooser(space)

    @property
    def exact(self) -> bool:
        """Whether the scenarios met so far stand for every case."""
        return not self._chooser.sampled

    def __iter__(self) -> Iterator[Scenario]:
        return self._extend(0, dict(self._space.resolved), {})

    def _extend(self, index: int, values: dict[str, Value], regions: dict[str, Region]) -> Iterator[Scenario]:
        space = self._space
        if index == len(space.steps):
            yield Scenario(values=dict(values), regions=dict(regions))
            return
        name = space.steps[index]
        fact = space.fact(name)
        # A free unknown resolves to UNKNOWN when it is asked, else to 不适用; all others to their value.
        value = UNKNOWN if fact is None else resolve_fact(fact, values, space.stated)
        if value is not UNKNOWN:
            values[name] = value
            yield from self._extend(index + 1, values, regions)
        else:
            for region in self._chooser.regions(name, values):
                values[name] = region.value
                regions[name] = region
                yield from self._extend(index + 1, values, regions)
            regions.pop(name, None)
        values.pop(name, None)


def scenarios_of(space: Space, limit: int) -> list[Scenario]:
    """All scenarios of a space; empty where they are more than `limit` or only a sample."""
    scenarios = Scenarios(space)
    found: list[Scenario] = []
    for scenario in scenarios:
        if len(found) >= limit:
            return []
        found.append(scenario)
    return found if scenarios.exact else []


def item_scenarios(criteria: Criteria, item: Item, fixed: Mapping[str, Value]) -> Scenarios:
    """The scenarios of one item where `fixed` is known and everything else it reads is open.

    A name that `fixed` lacks or gives as UNKNOWN is open; interpretations take their default unless fixed.
    """
    return Scenarios(space_of(criteria, (item,), fixed, resolve_inputs(criteria, fixed)))
