"""A pack read with all its names known: conditions parsed and typed, every value with its place for the cross-checks."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scoring import lang
from scoring.documents.fields import Reading
from scoring.documents.nodes import Node, Scalar, get, items_of, text_of, words_of
from scoring.documents.problems import Report
from scoring.model.clauses import Clause, Effect
from scoring.model.conditions import Expr
from scoring.model.criteria import Item, Start
from scoring.model.facts import Fact
from scoring.model.interpretations import Interpretation
from scoring.validate.quotes import Quoted, place_quotes

__all__ = ["ItemPart", "PackReading", "gaining"]


class ItemPart(Struct, frozen=True, kw_only=True):
    """An item as it stands in its section file."""

    node: Node
    section: str
    label: str

    @property
    def id(self) -> str:
        """Its id."""
        return text_of(get(self.node, "id"))


class PackReading(Reading):
    """Reads the records of a pack.

    scope: all names a condition may use; without one, conditions are left out
    whole: False when some item could not be read, so that what is said of all would mislead
    """

    def __init__(self, report: Report, scope: lang.Scope | None = None, *, whole: bool = True) -> None:
        super().__init__(report, self._condition)
        self.scope: lang.Scope = {} if scope is None else scope
        self.whole = whole
        self._known = scope is not None

    def _condition(self, node: Node) -> Expr | None:
        return self.parsed(node, self.scope) if self._known else None

    def parsed(self, node: Node | None, scope: lang.Scope) -> Expr | None:
        """A condition that may use the names of `scope`; None when there is none or it is wrong."""
        if not isinstance(node, Scalar) or not node.text:
            return None
        excerpt = self.report.excerpt(node.location)
        parsed = lang.parse(node.text, node.location, excerpt)
        self.report.extend(parsed.problems)
        if parsed.value is not None:
            self.report.extend(lang.check(parsed.value, scope, node.location, excerpt))
        return parsed.value

    def facts(self, part: ItemPart) -> tuple[Fact, ...]:
        """The questions of an item."""
        return self.named(Fact, get(part.node, "facts"), item=part.id)

    def interpretations(self, part: ItemPart) -> tuple[Interpretation, ...]:
        """The open questions of an item."""
        return self.named(Interpretation, get(part.node, "interpretations"), item=part.id)

    def item(self, part: ItemPart) -> Item:
        """The item, with the place of each quote in its sentence."""
        node = part.node
        clauses = self._clauses(part)
        gains = gaining(clauses)
        return self.record(
            Item,
            node,
            section=part.section,
            label=part.label,
            facts=self.facts(part),
            interpretations=self.interpretations(part),
            clauses=clauses,
            start=Start(words_of(get(node, "start")) or (Start.ZERO if all(gains) else Start.FULL)),
        )

    def _clauses(self, part: ItemPart) -> tuple[Clause, ...]:
        node = part.node
        clauses, manual = items_of(get(node, "clauses")), items_of(get(node, "manual"))
        quoted = [(one, quote) for one in (*clauses, *manual) if (quote := get(one, "quote")) is not None]
        words = [*(quote for _, quote in quoted), *items_of(get(node, "words"))]
        scoring = get(node, "scoring")
        spans = place_quotes(
            words_of(scoring) or None,
            [Quoted(text=words_of(one), node=one) for one in words],
            scoring or node,
            self.report,
        )
        places = {id(one): spans.get(index) for index, (one, _) in enumerate(quoted)}
        made: list[Clause] = []
        for number, one in enumerate(clauses, start=1):
            identity = words_of(get(one, "id")) or f"{part.id}-{number}"
            made.append(self.record(Clause, one, id=identity, quote_span=places.get(id(one))))
        return tuple(made)


def gaining(clauses: Sequence[Clause]) -> list[bool]:
    """For each clause that decides where the ledger starts, whether it adds points. 不得分 beside awards says what earns
    nothing: there must be something to earn."""
    own = [clause.effect for clause in clauses if clause.own]
    deciding = [one for one in own if one is not Effect.FORFEIT] if Effect.AWARD in own else own
    return [one in (Effect.AWARD, Effect.SET) for one in deciding]
