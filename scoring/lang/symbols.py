"""What the names of a condition stand for."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from scoring.model.facts import FactType
from scoring.model.scorecard import InputKind

__all__ = ["Scope", "Symbol"]


class Symbol(Struct, frozen=True, kw_only=True):
    """What a name means in a condition. An interpretation is a CHOICE whose `choices` are its options."""

    kind: InputKind
    type: FactType
    unit: str = ""
    choices: tuple[str, ...] = ()

    @property
    def shown_unit(self) -> str:
        """The unit as printed after a number; that of a percentage is % by itself, that of judged points 分."""
        return {FactType.PERCENT: "%", FactType.JUDGED: "分"}.get(self.type, self.unit)


Scope = Mapping[str, Symbol]
