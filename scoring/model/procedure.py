"""What stands beside the points: eligibility, quota, steps with their deadlines, documents to hand in."""

from __future__ import annotations

import enum
from datetime import date

from msgspec import Struct

from scoring.base.errors import Location
from scoring.model.interpretations import Interpretation

__all__ = [
    "Ban",
    "CycleRule",
    "Deadline",
    "Duty",
    "Eligibility",
    "Gate",
    "GateKind",
    "HandIn",
    "Period",
    "Publicity",
    "Quota",
    "Statement",
]


class GateKind(enum.Enum):
    """INCIDENTS: a list of dated events that bar when they fall in the window; YES_NO: bars when the answer is 是."""

    INCIDENTS = "incidents"
    YES_NO = "yes_no"


class Gate(Struct, frozen=True, kw_only=True):
    """One condition of eligibility (申报资格), beside the points. `quote` is verbatim; `years` the length of the window
    that ends on the application date, in calendar years."""

    name: str
    kind: GateKind
    ask: str
    quote: str
    location: Location
    years: int | None = None
    owner: str = ""


class Statement(Struct, frozen=True, kw_only=True):
    """An official sentence or list entry that is kept verbatim under a short name."""

    name: str
    text: str


class Eligibility(Struct, frozen=True, kw_only=True):
    """The official sentences on eligibility (申报资格) and what becomes of each.

    `passages` are the sentences, each named after the place it stands at ("" where there is one place only); `gates`
    are the conditions that are asked; `for_reviewers` those that this program neither asks nor judges: each is verbatim
    a part of the passages and is left to whoever reviews.
    """

    passages: tuple[Statement, ...]
    gates: tuple[Gate, ...]
    interpretations: tuple[Interpretation, ...] = ()
    for_reviewers: tuple[Statement, ...] = ()

    @property
    def text(self) -> str:
        """All sentences, a passage a line."""
        return "\n".join(passage.text for passage in self.passages)

    @property
    def placed_texts(self) -> tuple[str, ...]:
        """The sentences, each after the place it stands at where there are several."""
        return tuple(f"{one.name}：{one.text}" if one.name else one.text for one in self.passages)


class HandIn(Struct, frozen=True, kw_only=True):
    """A document to hand in (报送材料), verbatim; `step` names the step of the procedure it belongs to ("": none said)."""

    name: str
    text: str
    step: str = ""


class Duty(Struct, frozen=True, kw_only=True):
    """What a named city reports afterwards, verbatim; `yearly` where the text says every year."""

    name: str
    text: str
    yearly: bool = False


class Publicity(Struct, frozen=True, kw_only=True):
    """A publicity period (公示) of so many working days; `quote` is verbatim. `counts_first` says whether the day it
    begins on is one of them; None where the text does not say."""

    working_days: int
    quote: str
    counts_first: bool | None = None


class Deadline(Struct, frozen=True, kw_only=True):
    """One step of the procedure (创建程序) with its verbatim text and last day."""

    name: str
    text: str
    due: date
    due_text: str
    publicity: Publicity | None = None


class Ban(Struct, frozen=True, kw_only=True):
    """What follows a withdrawn title: so many of the next cycles are closed to the city; `quote` is verbatim. `gate`
    names the gate of eligibility that asks for it ("": none does)."""

    quote: str
    cycles: int
    gate: str = ""


class CycleRule(Struct, frozen=True, kw_only=True):
    """How long one cycle (评选周期) is, in calendar years, and what a withdrawal closes; `quote` is verbatim."""

    years: int
    quote: str
    ban: Ban | None = None


class Period(Struct, frozen=True, kw_only=True):
    """The days the official text asks evidence to be from, both included (None: open on that side); `quote` is
    verbatim."""

    first: date | None
    last: date | None
    quote: str


class Quota(Struct, frozen=True, kw_only=True):
    """How many cities may be put forward; `texts` are the official sentences."""

    at_most: int
    texts: tuple[Statement, ...]
