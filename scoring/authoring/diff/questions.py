"""The questions that the rules of two versions ask, as features that tell their cases apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.authoring.diff.features import Feature
from scoring.authoring.diff.joint import Version, conditions_of
from scoring.lang import atoms, names
from scoring.model.conditions import Compare, Expr, Name
from scoring.model.criteria import Criteria
from scoring.model.facts import FactType
from scoring.rules.space import Space

__all__ = ["features_of"]


def features_of(criteria: Criteria, sides: Sequence[Version], space: Space) -> tuple[Feature, ...]:
    """The questions of both versions, each once; `criteria` is the joint pack and `space` its regions."""
    return _Questions(criteria, sides, space).features()


class _Questions:
    def __init__(self, criteria: Criteria, sides: Sequence[Version], space: Space) -> None:
        self.criteria = criteria
        self.sides = sides
        self.space = space

    def features(self) -> tuple[Feature, ...]:
        return tuple(self._features())

    def _features(self) -> Iterator[Feature]:
        singles: dict[str, None] = {}
        pairs: dict[tuple[str, str], None] = {}
        for expr in self._exprs():
            for atom in atoms(expr):
                if isinstance(atom, Compare) and isinstance(atom.left, Name) and isinstance(atom.right, Name):
                    pairs[atom.left.name, atom.right.name] = None
                    continue
                singles.update(dict.fromkeys(name for name in names(atom) if self._ranges(name)))
        for item in self.criteria.sections[0].items:
            for clause in item.clauses:
                singles.update(dict.fromkeys(name for name in clause.measured if self._ranges(name)))
        for name in singles:
            yield self._single(name)
        for left, right in pairs:
            if (right, left) not in pairs or left < right:
                yield self._pair(left, right)

    def _exprs(self) -> Iterator[Expr]:
        for item in self.criteria.sections[0].items:
            yield from (clause.when for clause in item.clauses if clause.when is not None)
        for side in self.sides:
            yield from conditions_of(side)

    def _ranges(self, name: str) -> bool:
        return name in self.criteria.facts_by_name or name in self.criteria.references_by_name

    def _single(self, name: str) -> Feature:
        fact = self.criteria.facts_by_name.get(name)
        if fact is None:
            reference = self.criteria.references_by_name[name]
            return Feature(names=(name,), type=reference.type, unit=reference.unit, stops=self._stops(name))
        stops = None if fact.type in (FactType.BOOL, FactType.CHOICE, FactType.TEXT) else self._stops(name)
        domain = self.space.free.get(name)
        if domain is not None and domain.values is not None and stops is not None:
            stops = tuple(value for value in domain.values if isinstance(value, Fraction))
        optional, derived = fact.not_applicable is not None, fact.derive is not None
        return Feature(names=(name,), type=fact.type, unit=fact.unit, stops=stops, optional=optional, derived=derived)

    def _pair(self, left: str, right: str) -> Feature:
        fact = self.criteria.facts_by_name.get(left)
        kind = fact.type if fact is not None else self.criteria.references_by_name[left].type
        return Feature(names=(left, right), type=kind)

    def _stops(self, name: str) -> tuple[Fraction, ...]:
        return tuple(sorted(self.space.stops.get(name, ())))
