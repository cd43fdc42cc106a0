"""What each step on the way is worth where points move with every value: in proportion, along a line, by part steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from scoring.base.text import number_text, points_text
from scoring.model.clauses import Clause, Partial, PerUnit, Scaled, Side
from scoring.model.criteria import Item
from scoring.model.facts import Fact

__all__ = ["rate_text"]


def rate_text(fact: Fact, items: Iterable[Item]) -> str:
    """A sentence for a fact that such an amount measures; "" for any other. Limits of the item or of the clause and
    conditions on the clause may make it less, never more."""
    for item in items:
        for clause in item.clauses:
            if clause.own and clause.times is None and clause.amount is not None and fact.name in clause.measured[:1]:
                for words in _words(clause, fact):
                    return words
    return ""


def _words(clause: Clause, fact: Fact) -> Iterator[str]:
    amount, unit = clause.amount, fact.unit
    point = "1个百分点" if unit == "%" else f"1{unit}"
    match amount:
        case PerUnit(partial=Partial.PROPORTIONAL):
            yield f"不到这一步也按比例：每{point}至多{points_text(amount.points / amount.step)}分"
        case Scaled() if isinstance(amount.target, Fraction):
            if amount.zero_at is not None:
                ends = sorted((amount.zero_at, amount.target))
                rate = amount.points / (ends[1] - ends[0]) if ends[0] != ends[1] else None
                if rate is not None:
                    span = "至".join(f"{number_text(end)}{unit}" for end in ends)
                    yield f"不到这一步也按比例：{span}之间每{point}至多{points_text(rate)}分"
            elif amount.side is Side.ABOVE:
                yield f"不到这一步也按比例：每{point}至多{points_text(amount.points / amount.target)}分"
            else:
                yield f"不到这一步也按比例：得分随{number_text(amount.target)}{unit}÷实际值变动"
        case Scaled():
            yield f"不到这一步也按比例，得分随与“{amount.target}”之比变动"
