"""What a pack asks about (checks): figures that should fit each other, and what cannot be true together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from msgspec import Struct

from scoring import lang
from scoring.documents.nodes import Entry, Node, Scalar, entries_of, get, items_of
from scoring.documents.problems import did_you_mean
from scoring.model.checks import SAID_NOT_APPLICABLE, AnyCheck, AtLeast, Check, Contradiction, form_of
from scoring.model.conditions import And, Compare, Expr, Literal, Name, Not, Op, Or
from scoring.model.criteria import Item
from scoring.model.facts import QUANTITIES, Fact, FactType
from scoring.model.procedure import Gate
from scoring.model.scorecard import InputKind
from scoring.packs.reader import PackReader

__all__ = ["checks_of"]

R = TypeVar("R", bound=Struct)

YES_NO = lang.Symbol(kind=InputKind.FACT, type=FactType.BOOL)
SAYS_SO = "不适用"


def checks_of(
    node: Node | None, facts: Mapping[str, Fact], items: Iterable[Item], gates: Iterable[Gate], reader: PackReader
) -> tuple[AnyCheck, ...]:
    """What to ask about, in the order of the pack."""
    checks = _Checks(facts, items, gates, reader)
    return tuple(found for entry in entries_of(node) if (found := checks.read(entry)) is not None)


class _Checks:
    def __init__(
        self, facts: Mapping[str, Fact], items: Iterable[Item], gates: Iterable[Gate], reader: PackReader
    ) -> None:
        self.facts = facts
        self.reader = reader
        self.report = reader.report
        self.gates = tuple(gate.name for gate in gates)
        self.by_unit = {fact.name for item in items if item.each is not None for fact in item.facts}
        self.wider = {**dict.fromkeys(self.gates, YES_NO), **reader.scope}

    def read(self, entry: Entry) -> AnyCheck | None:
        of = form_of(entry.value)
        if of is AtLeast:
            return self._at_least(entry)
        return self._contradiction(entry) if of is Contradiction else self._check(entry)

    def _record(self, of: type[R], entry: Entry, **given: Any) -> R:
        return self.reader.record(of, entry.value, name=entry.name, location=entry.key.location, **given)

    def _check(self, entry: Entry) -> Check | None:
        node = entry.value
        ratio, whole, parts = (get(node, key) for key in ("ratio", "whole", "sum"))
        if sum(one is not None for one in (ratio, whole, parts)) != 1 or get(node, "fact") is None:
            hint = (
                "写 fact 和 ratio（填的比率应与人数等算出的一致）、sum（填的合计应是几个数之和）或 whole（不应大于另一个数），"
                "或者写 never（不能同时成立的条件），或者写 of 和 at_least（至少几项为是），几种写法取一。"
            )
            self.report.error("check-form", f"“{entry.name}”没有写明核对什么", hint, entry)
            return None
        made = self._record(Check, entry)
        quantities = [name for name, fact in self.facts.items() if fact.type in QUANTITIES]
        self._name(made.fact, get(node, "fact"), [name for name in quantities if self.facts[name].derive is None])
        if made.ratio is not None:
            self._name(made.ratio.numerator, get(ratio, "numerator"), quantities)
            self._name(made.ratio.denominator, get(ratio, "denominator"), quantities)
        for name, at in zip(made.sum, items_of(parts), strict=True):
            self._name(name, at, [one for one in quantities if one != made.fact])
        if made.whole is not None:
            self._name(made.whole, whole, quantities)
        return made

    def _name(self, name: str, node: Node | None, known: list[str], what: str = "可以核对的数") -> None:
        if name not in known:
            self.report.error("check-name", f"“{name}”不是{what}", did_you_mean(name, known), node)

    def _at_least(self, entry: Entry) -> AtLeast | None:
        for key in ("never", "fact", "ratio", "sum", "whole", "when"):
            extra = get(entry.value, key)
            if extra is not None:
                self.report.error("check-form", f"写了 of 就不写 {key}", "几种写法取一。", extra)
        made = self._record(AtLeast, entry)
        known = [name for name, fact in self.facts.items() if fact.type is FactType.BOOL and name not in self.by_unit]
        for name, node in zip(made.facts, items_of(get(entry.value, "of")), strict=True):
            self._name(name, node, known, "答“是”或“否”的填报项")
        if len(set(made.facts)) < len(made.facts) or not 0 < made.least <= len(made.facts):
            hint = "of 列出填报项，不重复；at_least 写其中至少几项为“是”，不多于列出的项数。"
            self.report.error("check-form", f"“{entry.name}”的 of 和 at_least 不合", hint, entry)
            return None
        return made

    def _contradiction(self, entry: Entry) -> Contradiction | None:
        node = get(entry.value, "never")
        for key in ("fact", "ratio", "sum", "whole", "when"):
            extra = get(entry.value, key)
            if extra is not None:
                hint = "只在某种情形下才不能同时成立的，把那种情形也用 and 写进 never。"
                self.report.error("check-form", f"写了 never 就不写 {key}", hint, extra)
        if not isinstance(node, Scalar):
            return None
        excerpt = self.report.excerpt(node.location)
        parsed = lang.parse(node.text, node.location, excerpt)
        self.report.extend(parsed.problems)
        if parsed.value is None:
            return None
        when = self._spoken(parsed.value, node)
        said = (name for name in when.names if name.endswith(SAID_NOT_APPLICABLE))
        self.report.extend(lang.check(when, {**self.wider, **dict.fromkeys(said, YES_NO)}, node.location, excerpt))
        self._names(when, entry, node)
        return self._record(Contradiction, entry, when=when, text=lang.show(parsed.value))

    def _spoken(self, expr: Expr, node: Node) -> Expr:
        """The condition with every `fact == '不适用'` as the name that stands for it."""
        match expr:
            case And():
                return And(operands=tuple(self._spoken(one, node) for one in expr.operands))
            case Or():
                return Or(operands=tuple(self._spoken(one, node) for one in expr.operands))
            case Not():
                return Not(operand=self._spoken(expr.operand, node))
            case (
                Compare(op=Op.EQ | Op.NE, left=Name() as name, right=Literal(value="不适用"))
                | Compare(op=Op.EQ | Op.NE, left=Literal(value="不适用"), right=Name() as name)
            ):
                fact = self.facts.get(name.name)
                if fact is None or SAYS_SO in fact.choices:
                    return expr
                if fact.not_applicable is None:
                    hint = "请核对名称；可以填“不适用”的填报项写有 not_applicable。"
                    self.report.error("check-name", f"“{name.name}”不能填“不适用”", hint, node)
                said = Name(name=f"{name.name}{SAID_NOT_APPLICABLE}", column=name.column)
                return said if expr.op is Op.EQ else Not(operand=said)
            case _:
                return expr

    def _names(self, when: Expr, entry: Entry, node: Node) -> None:
        """Names that mean two things, or as many as there are units; and that anything is asked at all."""
        used = [name.removesuffix(SAID_NOT_APPLICABLE) for name in when.names]
        for name in used:
            if name in self.gates and name in self.reader.scope:
                message = f"“{name}”既是申报资格的条件，又是填报项、参照值或解释口径"
                self.report.error("check-name", message, "请给其中一个换个名称，条件里才分得清。", node)
            elif name in self.by_unit:
                hint = "请另设一个填报项。"
                self.report.error("each-read", f"“{name}”由各单位分别填报，别处不能用", hint, node)
        if not any(name in self.facts or name in self.gates for name in used) and not self.report.noted("condition-"):
            hint = "条件里至少写一个填报项或申报资格的条件，问的是城市填的内容。"
            self.report.error("check-form", f"“{entry.name}”没有看任何填报内容", hint, node)
