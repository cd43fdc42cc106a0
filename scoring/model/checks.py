"""What answers say about each other (核对): what a pack lists to ask about or to insist on, never to deduct for."""

from __future__ import annotations

from msgspec import Struct

from scoring.base.errors import Location
from scoring.model.conditions import Expr
from scoring.model.facts import Ratio

__all__ = ["SAID_NOT_APPLICABLE", "AnyCheck", "AtLeast", "Check", "Contradiction"]

SAID_NOT_APPLICABLE = " 不适用"
"""After the name of a fact: the name under which a contradiction asks whether its answer is 不适用. No fact has a space."""


class Check(Struct, frozen=True, kw_only=True):
    """One question that two or three figures may raise.

    With a `ratio` the stated `fact` should be what its own counts give, as exactly as it is written: 3.2 fits everything
    above 3.1 and below 3.3, so that rounding and cutting off both pass. Without one, `fact` should be no larger than
    `whole`. `when` says when the question arises at all (None: always); `ask` is the question in Chinese.
    """

    name: str
    fact: str
    ask: str
    location: Location
    ratio: Ratio | None = None
    whole: str | None = None
    when: Expr | None = None


class Contradiction(Struct, frozen=True, kw_only=True):
    """What cannot be true together: `when` it surely is, `ask` is put to a person. `text` is the condition as written.

    Beside facts, references and interpretations, `when` reads gates by their names (true: something disqualifying
    within the period) and, under the name of a fact with SAID_NOT_APPLICABLE, whether it is answered so.
    """

    name: str
    when: Expr
    text: str
    ask: str
    location: Location


class AtLeast(Struct, frozen=True, kw_only=True):
    """How many of a list of yes-or-no answers must be 是 (至少选几项): `least` of `facts`. Fewer is an error, not a
    question: what would be scored then is not what the index asks for."""

    name: str
    facts: tuple[str, ...]
    least: int
    ask: str
    location: Location


AnyCheck = Check | Contradiction | AtLeast
