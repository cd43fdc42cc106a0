"""The clauses of an item: effect, amount, guard, limits, quote."""

from __future__ import annotations

from fractions import Fraction

from scoring import lang
from scoring.base.text import points_text
from scoring.documents.nodes import Node, Scalar, get, items_of, number_of, text_of
from scoring.documents.problems import Report
from scoring.model.clauses import Clause, Effect, Manual, Reach
from scoring.model.conditions import Expr
from scoring.model.facts import Fact
from scoring.validate.pack_amounts import AmountReader
from scoring.validate.quotes import Quoted, place_quotes

__all__ = ["ClauseReader", "read_condition"]

KINDS = ("deduct", "award", "forfeit", "set", "limit", "lower")
GRADED = {
    Effect.LIMIT: ("限定等级", ("reach", "exhausted")),
    Effect.LOWER: ("降等级", ("reach", "times", "group")),
}
"""What the clauses that change the grade are called, and the keys they do not take."""


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
        self.amounts = AmountReader(facts, scope, report)

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
        quoted += [Quoted(text=text_of(words), node=words) for words in items_of(get(node, "words"))]
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
            hint = "每条条款写且只写 deduct（扣分）、award（得分）、forfeit（不得分）、set（直接计分）、limit（限定等级）、"
            hint += "lower（降等级）之一。"
            message = "一条条款里有几种计分方式" if kinds else "条款没有写计分方式"
            if not kinds and get(node, "at_most") is not None:
                hint = "上限不是单独的一条：把它的引文并进所限的那一条，at_most 也写在那里；就是本项满分的不用写。"
            self.report.error("clause-effect", message, hint, node)
        effect = Effect(kinds[0]) if kinds else Effect.DEDUCT
        if self.scoring is not None and get(node, "quote") is None:
            hint = "请加 quote，照抄评分标准里对应的原话。"
            self.report.error("quote-missing", "条款没有引用评分标准", hint, node)
        reach = Reach(text_of(get(node, "reach")) or "item")
        own = reach is Reach.ITEM
        factor = get(node, "times")
        most = self.points if own and factor is None and effect is not Effect.LOWER else None
        amount = self.amounts.read(node, effect, most)
        at_most = number_of(get(node, "at_most"))
        self._limits(node, effect, at_most, own)
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
            times=self.amounts.measure(factor),
            group=text_of(get(node, "group")),
            reach=reach,
            exhausted=get(node, "exhausted") is not None,
            grade=text_of(get(node, "limit")),
        )

    def _limits(self, node: Node, effect: Effect, at_most: Fraction | None, own: bool) -> None:
        if own and effect is not Effect.LOWER and at_most is not None and at_most > self.points:
            message = f"上限 {points_text(at_most)} 分超过本项满分 {points_text(self.points)} 分"
            self.report.error("clause-points", message, "请核对评分标准。", get(node, "at_most"))
        if not own and effect is Effect.SET:
            hint = "直接计分（set）只对本项；对一级指标或总分请写 deduct、award 或 forfeit。"
            self.report.error("clause-extra", "set 的条款不写 reach", hint, get(node, "reach"))
        words, unused = GRADED.get(effect, ("", ()))
        for key in unused:
            if get(node, key) is not None:
                hint = f"{words}的条款不改分数，请删掉它。"
                message = f"{words}（{effect.value}）的条款不写 {key}"
                self.report.error("clause-extra", message, hint, get(node, key))

    def _unique(self, clauses: tuple[Clause, ...], raw: tuple[Node, ...]) -> None:
        seen: set[str] = set()
        for clause, node in zip(clauses, raw, strict=True):
            if clause.id in seen:
                at = get(node, "id") or node
                self.report.error("duplicate-id", f"条款编号“{clause.id}”重复", "请换一个编号。", at)
            seen.add(clause.id)
