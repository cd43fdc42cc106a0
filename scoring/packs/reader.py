"""The files of a pack as records: the shapes of its files, the items in its section files, and a reading with all names
known, so that conditions are parsed and typed and every value has its place for the cross-checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from scoring import lang
from scoring.documents.fields import Reader, Schema, rows, schema_head, schema_of, shape
from scoring.documents.nodes import Document, Node, PackSource, Scalar, get, items_of, text_of, words_of
from scoring.documents.problems import Report, did_you_mean
from scoring.documents.schema.checking import Path, check
from scoring.documents.schema.messages import SchemaProblem
from scoring.documents.values import LINE
from scoring.model.clauses import Clause, Effect
from scoring.model.conditions import Expr
from scoring.model.criteria import Criteria, Item, Start
from scoring.model.facts import Fact
from scoring.model.interpretations import Interpretation

__all__ = [
    "ItemSource",
    "PackReader",
    "gaining",
    "item_parts",
    "pack_schema",
    "check_quotes",
    "section_schema",
    "unknown_key",
]


class ItemSource(Struct, frozen=True, kw_only=True):
    """An item as it stands in its section file."""

    node: Node
    section: str
    label: str

    @property
    def id(self) -> str:
        """Its id."""
        return text_of(get(self.node, "id"))


class PackReader(Reader):
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

    def facts(self, part: ItemSource) -> tuple[Fact, ...]:
        """The questions of an item."""
        return self.named(Fact, get(part.node, "facts"), item=part.id)

    def interpretations(self, part: ItemSource) -> tuple[Interpretation, ...]:
        """The open questions of an item."""
        return self.named(Interpretation, get(part.node, "interpretations"), item=part.id)

    def item(self, part: ItemSource) -> Item:
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

    def _clauses(self, part: ItemSource) -> tuple[Clause, ...]:
        node = part.node
        clauses, manual = items_of(get(node, "clauses")), items_of(get(node, "manual"))
        quotes = [quote for one in (*clauses, *manual) if (quote := get(one, "quote")) is not None]
        scoring = get(node, "scoring")
        check_quotes(words_of(scoring) or None, [*quotes, *items_of(get(node, "words"))], scoring or node, self.report)
        made: list[Clause] = []
        for number, one in enumerate(clauses, start=1):
            identity = words_of(get(one, "id")) or f"{part.id}-{number}"
            made.append(self.record(Clause, one, id=identity))
        return tuple(made)


def gaining(clauses: Sequence[Clause]) -> list[bool]:
    """For each clause that decides where the ledger starts, whether it adds points. 不得分 beside awards says what earns
    nothing: there must be something to earn."""
    own = [clause.effect for clause in clauses if clause.own]
    deciding = [one for one in own if one is not Effect.FORFEIT] if Effect.AWARD in own else own
    return [one in (Effect.AWARD, Effect.SET) for one in deciding]


MEANT = {"at_most": ("up_to",), "up_to": ("at_most",), "maximum": ("at_most", "up_to"), "minimum": ("at_least",)}
"""Keys of one place that are asked for under another name elsewhere: the likeliest meaning, not the likest spelling."""


def pack_schema() -> Schema:
    """The schema of pack.yaml."""
    return {**schema_head("评估指标体系", "pack"), **schema_of(Criteria)}


def section_schema() -> Schema:
    """The schema of a section file."""
    items = rows(Item, called="id", told="label", null=False, minItems=1)
    keys = shape(("section", "items"), {"section": LINE.schema, "items": items.schema})
    return {**schema_head("一级指标的各指标项", "section"), **keys}


def unknown_key(_path: Path, key: str, allowed: Sequence[str]) -> SchemaProblem:
    """What is told of a key that a file of a pack does not have."""
    known = next((one for one in MEANT.get(key, ()) if one in allowed), None)
    hint = did_you_mean(key, list(allowed)) if known is None else f"是不是“{known}”？"
    return SchemaProblem(code="unknown-key", message=f"这里不能写“{key}”", hint=hint)


def item_parts(source: PackSource, report: Report) -> tuple[list[ItemSource], bool]:
    """The items of all section files, in their order; and whether that is all of them, so that sums would not mislead."""
    main = source.main.root
    heads = {text_of(get(node, "id")): node for node in items_of(get(main, "sections"))}
    found: list[ItemSource] = []
    seen: dict[str, Document] = {}
    whole = True
    for document in source.sections:
        bad = check(document.root, section_schema(), unknown_key, report)
        section = text_of(get(document.root, "section"))
        at = get(document.root, "section")
        if section in seen:
            message = f"一级指标“{section}”已经写在 {seen[section].file}"
            report.error("duplicate-id", message, "一个一级指标只用一个文件。", at)
        elif section not in heads:
            message = f"pack.yaml 里没有编号为“{section}”的一级指标"
            report.error("unknown-section", message, did_you_mean(section, list(heads)), at)
        seen.setdefault(section, document)
        whole = whole and not bad
        found.extend(_items_of(document, section, heads.get(section), bad, report))
    for identity, node in heads.items():
        if identity not in seen:
            whole = False
            message = f"没有一级指标“{identity}”的文件"
            report.error("section-missing", message, f"请在同一文件夹里加 section-{identity}.yaml。", node)
    _unique([get(node, "id") for node in items_of(get(main, "sections"))], "一级指标", report)
    _unique([get(one.node, "id") for one in found], "指标项", report)
    return found, whole


def _items_of(
    document: Document, section: str, head: Node | None, bad: frozenset[Path], report: Report
) -> Iterator[ItemSource]:
    for index, node in enumerate(items_of(get(document.root, "items"))):
        if any(path[:2] == ("items", index) for path in bad):
            continue
        identity = text_of(get(node, "id"))
        prefix, _, number = identity.rpartition(".")
        if prefix != section or not number.isdigit():
            hint = f"请写成“{section}.1”的样子，并加引号。"
            report.error("item-id", f"指标项编号“{identity}”与一级指标“{section}”不合", hint, get(node, "id"))
        label = text_of(get(head, "label"))
        # A section whose text breaks off has one item of ours; it bears the section's label, not an official one.
        broken = get(get(head, "gap"), "known") is not None
        yield ItemSource(node=node, section=section, label=label if broken else f"{label}{number}")


def _unique(ids: Iterable[Node | None], what: str, report: Report) -> None:
    seen: set[str] = set()
    for at in ids:
        if text_of(at) in seen:
            report.error("duplicate-id", f"{what}编号“{text_of(at)}”重复", "请换一个编号。", at)
        seen.add(text_of(at))


def check_quotes(scoring: str | None, quotes: list[Node], whole: Node, report: Report) -> None:
    """Notes quotes that are not verbatim or overlap, and the letters and figures of the sentence that no quote covers."""
    spans: list[tuple[int, int]] = []
    for node in quotes:
        quote = words_of(node)
        if scoring is None:
            message = f"本项没有评分标准，不能引用“{quote}”"
            hint = "scoring 为 null 时，条款不写 quote，并用 gap 写明缺什么。"
            report.error("quote-without-scoring", message, hint, node)
            continue
        span = free_place(scoring, quote, spans)
        if span is not None:
            spans.append(span)
        elif quote in scoring:
            hint = "每个字只能归一条条款；请把引文截到各自的那一句。"
            report.error("quote-overlap", f"引文“{quote}”与另一条款的引文重叠", hint, node)
        else:
            hint = f"请从评分标准中照抄，标点也要一样：{scoring}"
            report.error("quote-not-verbatim", f"引文“{quote}”不是评分标准里的原话", hint, node)
    if scoring is not None and len(spans) == len(quotes):
        _uncovered(scoring, sorted(spans), whole, report)


def free_place(scoring: str, quote: str, taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Where a quote stands in a sentence first, without what other quotes have taken."""
    start = scoring.find(quote)
    while start >= 0:
        end = start + len(quote)
        if all(end <= low or high <= start for low, high in taken):
            return (start, end)
        start = scoring.find(quote, start + 1)
    return None


def _uncovered(scoring: str, spans: list[tuple[int, int]], whole: Node, report: Report) -> None:
    rest: list[str] = []
    position = 0
    for low, high in [*spans, (len(scoring), len(scoring))]:
        between = scoring[position:low]
        if any(character.isalnum() for character in between):
            rest.append(between.strip("，。；、,.; "))
        position = high
    if rest:
        words = "、".join(f"“{part}”" for part in rest)
        report.error(
            "scoring-uncovered",
            f"评分标准中有文字没有条款对应：{words}",
            "请为它写一条条款；确实无法计分的，列入 manual 并写明理由。",
            whole,
        )
