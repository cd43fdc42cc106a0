"""Which words of the official sentences become clauses, and whether the points add up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.authoring.check.model import ItemWords, Span, SpanKind, SumLine
from scoring.base.text import points_text
from scoring.model.criteria import Criteria, Item

__all__ = ["item_words", "sums"]


def item_words(item: Item) -> ItemWords | None:
    """The scoring sentence of an item cut into what clauses quote, what is manual and what is left over.

    None where the source has no sentence. A quote that does not stand in the sentence covers nothing.
    """
    sentence = item.scoring
    if sentence is None:
        return None
    spans = tuple(_cut(item, sentence))
    counts = {kind: sum(_letters(span.text) for span in spans if span.kind is kind) for kind in SpanKind}
    return ItemWords(
        item=item,
        spans=spans,
        covered=counts[SpanKind.CLAUSE],
        manual=counts[SpanKind.MANUAL],
        left=counts[SpanKind.LEFT],
    )


def _cut(item: Item, sentence: str) -> Iterator[Span]:
    position = 0
    for start, end, kind, clause, reason in sorted(_placed(item, sentence)):
        if start > position:
            yield _between(sentence[position:start])
        yield Span(text=sentence[start:end], kind=SpanKind(kind), clause=clause, reason=reason)
        position = end
    if position < len(sentence):
        yield _between(sentence[position:])


def _placed(item: Item, sentence: str) -> Iterator[tuple[int, int, str, str, str]]:
    taken: list[tuple[int, int]] = []
    for clause in item.clauses:
        span = clause.quote_span
        if span is not None and sentence[span[0] : span[1]] == clause.quote and _free(span, taken):
            taken.append(span)
            yield (*span, SpanKind.CLAUSE.value, clause.id, "")
    others = [(manual.quote, SpanKind.MANUAL.value, "", manual.reason) for manual in item.manual]
    others += [(words, SpanKind.CLAUSE.value, item.id, "") for words in item.words]
    for quote, kind, owner, reason in others:
        start = sentence.find(quote)
        while start >= 0 and not _free((start, start + len(quote)), taken):
            start = sentence.find(quote, start + 1)
        if start >= 0:
            span = (start, start + len(quote))
            taken.append(span)
            yield (*span, kind, owner, reason)


def _free(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return span[0] < span[1] and all(span[1] <= low or high <= span[0] for low, high in taken)


def _between(text: str) -> Span:
    return Span(text=text, kind=SpanKind.LEFT if _letters(text) else SpanKind.MARK)


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def sums(criteria: Criteria) -> tuple[SumLine, ...]:
    """Items against their section, sections against the total."""
    lines = [
        SumLine(
            label=f"{section.label}{section.title}：{len(section.items)}项",
            found=sum((item.points for item in section.items), Fraction(0)),
            stated=section.points,
        )
        for section in criteria.sections
        if all(item.weight is None for item in section.items)
    ]
    if any(section.weight is not None for section in criteria.sections):
        return tuple(lines)  # weights have been checked to add up to 1
    whole = sum((section.points for section in criteria.sections), Fraction(0))
    shown = "＋".join(points_text(section.points) for section in criteria.sections)
    return (*lines, SumLine(label=f"总分：{shown}", found=whole, stated=criteria.points))
