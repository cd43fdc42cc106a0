"""What the tests of a pack reach and notice, as data, and the cases that show it."""

from __future__ import annotations

import enum
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location
from scoring.lang import Value
from scoring.model.conditions import Expr

__all__ = ["ConditionCoverage", "MutantResult", "MutantState", "TestRun", "Witness"]


class Witness(Struct, frozen=True, kw_only=True):
    """One possible state of affairs: the answers (name and value in words), and the score they lead to.

    `given` are the answers as values, `options` the interpretations that are switched; `states` what becomes of the
    clauses, where nothing but that tells a mistake from the rules.
    """

    answers: tuple[tuple[str, str], ...]
    score: Fraction
    given: tuple[tuple[str, Value], ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    states: tuple[tuple[str, str], ...] = ()


class ConditionCoverage(Struct, frozen=True, kw_only=True):
    """One condition (or one of its atoms) and the sides of it that can occur and that tests reach.

    Sides are 是 (true), 否 (false), 不适用, and for limits 未到上限 and 到上限. `owner` is a clause id or a fact's name.
    """

    owner: str
    expr: Expr | None
    text: str
    atom: bool
    reachable: tuple[str, ...]
    reached: tuple[str, ...]
    location: Location

    @property
    def missing(self) -> tuple[str, ...]:
        """The sides that can occur and that no test reaches."""
        return tuple(side for side in self.reachable if side not in self.reached)


class TestRun(Struct, frozen=True, kw_only=True):
    """One rule test of the pack and how it differs from what it expects (empty: it passes)."""

    name: str
    item: str
    location: Location
    differences: tuple[str, ...]


class MutantState(enum.Enum):
    """KILLED: a test noticed; EQUIVALENT: proved to change no score and no clause; EXPLAINED: survives, the pack says
    why; SURVIVED: no test notices."""

    KILLED = "killed"
    EQUIVALENT = "equivalent"
    EXPLAINED = "explained"
    SURVIVED = "survived"


class MutantResult(Struct, frozen=True, kw_only=True):
    """One deliberate mistake: its stable id, what it changes (Chinese), and what became of it. `item` is "" where it is
    in the settings of the pack.

    `by` names the test that noticed, or gives the pack's explanation; for a survivor `witness` is a case that would
    tell the mutant apart (its score is the right one) and `wrong` the mutant's score there, `test` the rule test of that
    case, to be pasted.
    """

    id: str
    item: str
    text: str
    location: Location
    state: MutantState
    by: str = ""
    witness: Witness | None = None
    wrong: Fraction | None = None
    test: str = ""
