"""How much a clause is worth: the closed table of kinds of amounts, each described by its record.

A record holds the fields with their keys and words, and says of itself what a difference of packs tells (`line`), the arithmetic
in words (`phrase`) and what can be wrong at load (`check`). What the engine makes of it is one row of scoring.rules.kinds.
"""

from __future__ import annotations

from msgspec import Struct

from scoring.documents.fields import Schema, fields_of
from scoring.model.amounts.counted import Flat, Partial, PerUnit
from scoring.model.amounts.judged import Judged
from scoring.model.amounts.measures import MEASURE, PERCENT_POINTS, AmountPlace, Measure, Side, measure_text, number_in
from scoring.model.amounts.scaled import Scaled
from scoring.model.amounts.tables import Ranked, Tier, Tiers, Ties

__all__ = [
    "AMOUNTS",
    "AMOUNT_KEYS",
    "FORMS",
    "MEASURE",
    "PERCENT_POINTS",
    "Amount",
    "AmountForm",
    "AmountPlace",
    "Flat",
    "Judged",
    "Measure",
    "Partial",
    "PerUnit",
    "Ranked",
    "Scaled",
    "Side",
    "Tier",
    "Tiers",
    "Ties",
    "measure_text",
    "measures",
    "number_in",
]

Amount = Flat | PerUnit | Tiers | Scaled | Ranked | Judged


class AmountForm(Struct, frozen=True, kw_only=True):
    """How a kind of amount is written.

    of: its record, whose fields are the keys it takes
    words: what a clause of this kind is called
    said: the word that stands in the place of a number of points ("": a number stands there)
    key: beside a number, the key that makes it this kind ("": none does)
    lowers: whether a clause that lowers the grade can be written so
    """

    of: type[Struct]
    words: str
    said: str = ""
    key: str = ""
    lowers: bool = True

    @property
    def name(self) -> str:
        """One word for it."""
        return self.said or self.key or "flat"

    @property
    def keys(self) -> Schema:
        """The keys it takes beside the points, each with its schema."""
        kinds = {one.key: one.field.kind for one in fields_of(self.of)}
        return {
            key: schema for name, kind in kinds.items() for key, schema in (kind.spread or {name: kind.schema}).items()
        }


AMOUNTS: tuple[AmountForm, ...] = (
    AmountForm(of=PerUnit, words="按数量（per）计算的条款", key="per"),
    AmountForm(of=Judged, words="评判（judged）的条款", said="judged"),
    AmountForm(of=Tiers, words="分档（tiers）的条款", said="tiers"),
    AmountForm(of=Scaled, words="按比例（scale）计算的条款", key="scale", lowers=False),
    AmountForm(of=Ranked, words="按名次（rank）的条款", said="rank"),
    AmountForm(of=Flat, words="固定分数的条款"),
)
"""The closed table of the kinds of amounts; how many points each makes is the engine's (scoring.rules.kinds)."""
FORMS = {form.of: form for form in AMOUNTS}
AMOUNT_KEYS: Schema = {key: schema for form in AMOUNTS for key, schema in form.keys.items()}


def measures(amount: Amount | None) -> tuple[str, ...]:
    """The names of the facts and references an amount looks at, in order and once: whatever text its fields hold."""
    held = () if amount is None else (getattr(amount, field) for field in amount.__struct_fields__)
    return tuple(dict.fromkeys(name for name in held if isinstance(name, str)))
