"""The clauses of an item: effect, amount, guard, limits, quote."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from scoring import lang
from scoring.model.conditions import Expr
from scoring.model.criteria import Amount, Clause, Effect, Flat, Judged, Manual, PerUnit
from scoring.model.facts import Fact, FactType
from scoring.model.located import Node, Scalar
from scoring.text import points_text
from scoring.validate.quotes import Quoted, place_quotes
from scoring.validate.reading import get, items_of, number_of, text_of
from scoring.validate.report import Report
from scoring.validate.suggest import did_you_mean

__all__ = ["ClauseReader", "read_condition"]

KINDS = ("deduct", "award", "forfeit")


def read_condition(node: Node | None, scope: lang.Scope, report: Report) -> Expr | None:
    """Parse and check a condition; None when there is none or it is wrong."""
    if not isinstance(node, Scalar) or not node.text:
        return None
    excerpt = report.excerpt(node.location)
    parsed = lang.parse(node.text, node.location, excerpt)
    report.extend(parsed.problems)
    if parsed.value is not None:
        report.extend(lang.check(parsed.value, scope, node.location, excerpt))
    return parsed.value


class ClauseReader:
    """Reads the clauses of one item. `points` is the item's full score, `facts` all facts by name."""

    def __init__(
        self,
        item: str,
        points: Fraction,
        scoring: str | None,
        facts: dict[str, Fact],
        scope: lang.Scope,
        report: Report,
    ) -> None:
        self.item = item
        self.points = points
        self.scoring = scoring
        self.facts = facts
        self.scope = scope
        self.report = report

    def read(self, node: Node) -> tuple[tuple[Clause, ...], tuple[Manual, ...]]:
        """Clauses and manual parts of an item's raw node; quotes of both must cover the sentence together."""
        raw = items_of(get(node, "clauses"))
        manual = items_of(get(node, "manual"))
        quoted: list[Quoted] = []
        index: dict[int, int] = {}
        for position, part in enumerate([*raw, *manual]):
            quote = get(part, "quote")
            if quote is not None:
                index[position] = len(quoted)
                quoted.append(Quoted(text=text_of(quote), node=quote))
        spans = place_quotes(self.scoring, quoted, get(node, "scoring") or node, self.report)
        clauses = tuple(
            self._clause(part, number, spans.get(index.get(number - 1, -1))) for number, part in enumerate(raw, start=1)
        )
        self._unique(clauses, raw)
        parts = tuple(
            Manual(quote=text_of(get(part, "quote")), reason=text_of(get(part, "reason")), location=part.location)
            for part in manual
        )
        return clauses, parts

    def _clause(self, node: Node, number: int, span: tuple[int, int] | None) -> Clause:
        kinds = [kind for kind in KINDS if get(node, kind) is not None]
        if len(kinds) != 1:
            hint = "每条条款写且只写 deduct（扣分）、award（得分）、forfeit（不得分）之一。"
            message = "一条条款里有几种计分方式" if kinds else "条款没有写计分方式"
            self.report.error("clause-effect", message, hint, node)
        effect = Effect(kinds[0]) if kinds else Effect.DEDUCT
        if self.scoring is not None and get(node, "quote") is None:
            hint = "请加 quote，照抄评分标准里对应的原话。"
            self.report.error("quote-missing", "条款没有引用评分标准", hint, node)
        amount = self._amount(node, effect)
        at_most = number_of(get(node, "at_most"))
        self._limits(node, amount, at_most)
        return Clause(
            id=text_of(get(node, "id")) or f"{self.item}-{number}",
            effect=effect,
            quote=text_of(get(node, "quote")),
            location=node.location,
            amount=amount,
            when=read_condition(get(node, "when"), self.scope, self.report),
            at_most=at_most,
            quote_span=span,
            remedy=text_of(get(node, "remedy")),
        )

    def _amount(self, node: Node, effect: Effect) -> Amount | None:
        per, fact = get(node, "per"), get(node, "fact")
        if effect is Effect.FORFEIT:
            self._unused(per or fact or get(node, "at_most"), "不得分（forfeit）的条款不写 per、fact、at_most")
            return None
        value = get(node, effect.value)
        points = number_of(value)
        if points is None:
            self._unused(per or get(node, "at_most"), "评判的条款不写 per、at_most")
            name = self._fact(fact, node, "fact", FactType.JUDGED)
            return Judged(fact=name)
        if points > self.points:
            message = f"{points_text(points)} 分超过本项满分 {points_text(self.points)} 分"
            self.report.error("clause-points", message, "请核对评分标准。", value)
        self._unused(fact, "只有评判的条款写 fact")
        if per is None:
            self._unused(get(node, "at_most"), "at_most 只同 per 一起用")
            return Flat(points=points)
        return PerUnit(points=points, fact=self._fact(per, node, "per", FactType.COUNT))

    def _fact(self, at: Node | None, node: Node, key: str, kind: FactType) -> str:
        name = unicodedata.normalize("NFKC", text_of(at))
        known = [fact.name for fact in self.facts.values() if fact.type is kind]
        wanted = {FactType.COUNT: "个数类（count）", FactType.JUDGED: "评判类（judged）"}[kind]
        if at is None:
            self.report.error("clause-fact", f"条款没有写 {key}", f"请写一个{wanted}填报项的名称。", node)
        elif name not in self.facts:
            self.report.error("clause-fact", f"没有名为“{name}”的填报项", did_you_mean(name, known), at)
        elif self.facts[name].type is not kind:
            self.report.error("clause-fact", f"“{name}”不是{wanted}填报项", f"{key} 只能用{wanted}。", at)
        return name

    def _limits(self, node: Node, amount: Amount | None, at_most: Fraction | None) -> None:
        if at_most is not None and at_most > self.points:
            message = f"上限 {points_text(at_most)} 分超过本项满分 {points_text(self.points)} 分"
            self.report.error("clause-points", message, "请核对评分标准。", get(node, "at_most"))
        if isinstance(amount, Judged) and amount.fact in self.facts:
            fact = self.facts[amount.fact]
            low, high = fact.minimum, fact.maximum
            if low is not None and high is not None and (low < 0 or high > self.points):
                message = f"“{fact.name}”的范围超出本项的 0 至 {points_text(self.points)} 分"
                self.report.error("judged-range", message, "请改 minimum 和 maximum。", fact.location)

    def _unused(self, at: Node | None, message: str) -> None:
        if at is not None:
            self.report.error("clause-extra", message, "请删掉它，或改计分方式。", at)

    def _unique(self, clauses: tuple[Clause, ...], raw: tuple[Node, ...]) -> None:
        seen: set[str] = set()
        for clause, node in zip(clauses, raw, strict=True):
            if clause.id in seen:
                at = get(node, "id") or node
                self.report.error("duplicate-id", f"条款编号“{clause.id}”重复", "请换一个编号。", at)
            seen.add(clause.id)
