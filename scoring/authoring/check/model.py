"""What `criteria check` finds out about a pack, as data."""

from __future__ import annotations

import enum
from fractions import Fraction

from msgspec import Struct

from scoring.base.errors import Location, Problem
from scoring.lang import Value
from scoring.model.clauses import Clause
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria, Item, Section
from scoring.model.facts import Fact
from scoring.model.plan import Plan
from scoring.model.scorecard import Range

__all__ = [
    "Analysis",
    "PackCheck",
    "ClauseFinding",
    "ConditionCoverage",
    "Direction",
    "DirectionState",
    "PackFinding",
    "ItemAnalysis",
    "ItemWords",
    "Masking",
    "MutantResult",
    "MutantState",
    "Overlap",
    "ReachedPoints",
    "ReadingReach",
    "SectionReach",
    "CaseSpan",
    "SpanKind",
    "SumLine",
    "TestRun",
    "Witness",
]


class PackCheck(enum.Enum):
    """The checks, in the order of the report; the value is the Chinese name they are reported under."""

    LOAD = "装入"
    WORDS = "原文覆盖"
    SUMS = "分值合计"
    REACH = "得分范围"
    CLAUSES = "条款"
    DIRECTION = "方向"
    TESTS = "规则测试"
    MUTANTS = "变异"
    FIGURES = "数字和名称"


class PackFinding(Struct, frozen=True, kw_only=True):
    """Something a person should look at.

    item: where it is ("" for the whole pack)
    test: a rule test that would mend it, to be pasted once its points are filled in
    """

    check: PackCheck
    problem: Problem
    item: str = ""
    test: str = ""


class SpanKind(enum.Enum):
    """What becomes of a stretch of an official sentence. MARK: punctuation between quotes, which needs no clause."""

    CLAUSE = "clause"
    MANUAL = "manual"
    LEFT = "left"
    MARK = "mark"


class CaseSpan(Struct, frozen=True, kw_only=True):
    """A stretch of a scoring sentence: `clause` is the id of the clause that quotes it, `reason` why it is manual."""

    text: str
    kind: SpanKind
    clause: str = ""
    reason: str = ""


class ItemWords(Struct, frozen=True, kw_only=True):
    """A scoring sentence cut at its quotes; the counts are of letters and figures, without punctuation."""

    item: Item
    spans: tuple[CaseSpan, ...]
    covered: int
    manual: int
    left: int


class SumLine(Struct, frozen=True, kw_only=True):
    """A sum of points: what the parts add up to and what is stated."""

    label: str
    found: Fraction
    stated: Fraction


class ReachedPoints(Struct, frozen=True, kw_only=True):
    """The least and the most points that can be reached. Not `exact`: bounds, whose ends need not be reachable; a
    witness is then None unless one was met."""

    low: Fraction
    high: Fraction
    exact: bool
    lowest: Witness | None
    highest: Witness | None


class ReadingReach(Struct, frozen=True, kw_only=True):
    """What can be reached under one reading: the options that differ from the defaults (none: the defaults)."""

    switched: tuple[tuple[str, str], ...]
    reach: ReachedPoints


class Masking(Struct, frozen=True, kw_only=True):
    """A case in which a clause applies and costs (or brings) nothing, because of `reason`."""

    reason: str
    witness: Witness


class ClauseFinding(Struct, frozen=True, kw_only=True):
    """A clause over every case and every reading.

    cases, applying: the cases under the defaults, and those in which it applies
    possible, always: whether it applies in any, in every case under any reading
    effect: what it changes the item's score by where it applies
    masked: one case in which another clause masks it (None: never), `all_masked` where there is no other
    exact: False where not every case was seen: absence is then not proved
    tested: it was met in no case that was seen, but a passing test shows that it applies
    """

    clause: Clause
    cases: int
    applying: int
    possible: bool
    possible_by_default: bool
    always: bool
    effect: Range
    masked: Masking | None
    all_masked: bool
    witness: Witness | None
    exact: bool
    tested: bool = False


class Overlap(Struct, frozen=True, kw_only=True):
    """Two clauses that one and the same answer makes worse together: `fact` turned from `worse` to `better` (in words)
    frees both. `switched` are the options that differ from the defaults."""

    fact: str
    clauses: tuple[str, str]
    worse: str
    better: str
    witness: Witness
    cost: Fraction
    switched: tuple[tuple[str, str], ...]


class DirectionState(enum.Enum):
    """PROVED over all cases; REFUTED by a counterexample; OPEN when not every case could be seen and none refutes;
    IDLE when the fact never changes the score."""

    PROVED = "proved"
    REFUTED = "refuted"
    OPEN = "open"
    IDLE = "idle"


class Direction(Struct, frozen=True, kw_only=True):
    """Whether improving `fact` can lower its item.

    pairs: how many cases were compared
    witness, worse: for REFUTED the case before and the value there
    better, lowered: the value after and the score there
    switched: the options that differ from the defaults
    """

    fact: Fact
    state: DirectionState
    pairs: int
    witness: Witness | None = None
    worse: str = ""
    better: str = ""
    lowered: Fraction | None = None
    switched: tuple[tuple[str, str], ...] = ()


class ItemAnalysis(Struct, frozen=True, kw_only=True):
    """Everything about one item.

    exact: whether its ranges can be reached at both ends
    whole: whether every case was gone through
    cases: their number over all readings
    all_readings: False where they were too many to combine
    readings: the defaults, and those whose reach differs
    in_totals: whether a passing test of the whole result answers it
    """

    item: Item
    exact: bool
    whole: bool
    cases: int
    all_readings: bool
    readings: tuple[ReadingReach, ...]
    clauses: tuple[ClauseFinding, ...]
    overlaps: tuple[Overlap, ...]
    directions: tuple[Direction, ...]
    coverage: tuple[ConditionCoverage, ...]
    tests: tuple[TestRun, ...]
    mutants: tuple[MutantResult, ...]
    in_totals: bool = False


class SectionReach(Struct, frozen=True, kw_only=True):
    """A section (None: the whole index) and what it can reach, under the defaults and where an option changes it."""

    section: Section | None
    points: Fraction
    readings: tuple[ReadingReach, ...]


class Analysis(Struct, frozen=True, kw_only=True):
    """The whole report. `criteria` is None when the pack could not be loaded: then only findings are there. For a plan
    without points it is None too, and `plan` is set."""

    name: str
    criteria: Criteria | None
    findings: tuple[PackFinding, ...]
    words: tuple[ItemWords, ...] = ()
    sums: tuple[SumLine, ...] = ()
    sections: tuple[SectionReach, ...] = ()
    items: tuple[ItemAnalysis, ...] = ()
    settings: tuple[MutantResult, ...] = ()
    """Mistakes in what belongs to no item: grade lines, rounding, items left out, weights."""
    scenario_limit: int = 0
    plan: Plan | None = None


class Witness(Struct, frozen=True, kw_only=True):
    """One possible state of affairs and the score it leads to.

    answers, given: each name with its value in words, and as a value
    options: the interpretations that are switched
    states: what becomes of the clauses, where nothing but that tells a mistake from the rules
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
    """One deliberate mistake and what became of it.

    id: stable
    item: "" where it is in the settings of the pack
    text: what it changes, in Chinese
    by: the test that noticed, or the pack's explanation
    witness, wrong: for a survivor a case that would tell it apart (with the right score), and its own score there
    test: the rule test of that case, to be pasted
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
