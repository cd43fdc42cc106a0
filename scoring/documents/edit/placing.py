"""One change as splices of the text: where a value is put in, changed or taken out, so that all else keeps its characters.

Whatever is done here is checked afterwards by reading the text again (`editing.py`); so a form that is not thought of is
refused there and never written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scoring.documents.edit.source import Splice
from scoring.documents.edit.spans import Span, Step
from scoring.documents.edit.spelling import Value, block, inline, key_text

__all__ = ["Order", "insert", "remove", "replace"]

Order = Callable[[tuple[Step, ...]], Sequence[str]]
"""The names that a mapping may hold, in the order in which a form has them; none where there is no such order."""


def replace(text: str, parent: Span, place: int, value: Value) -> list[Splice]:
    """The value at a place of a mapping or list becomes another."""
    old = parent.values[place]
    if parent.flow:
        lead = " " if text[old.start - 1 : old.start] == ":" else ""
        return [Splice(start=old.start, end=old.end, text=lead + inline(value))]
    spelt = block(value, parent.column)
    if old.kind != "scalar" and not old.flow and _begins_its_line(text, old.start):
        return _instead_of_block(text, parent, place, spelt)
    if old.style in ("|", ">") or "\n" in spelt:
        return _instead_of_rest(text, parent, place, spelt)
    gap = _after_mark(text, parent, place)
    if not spelt:  # the space before it stays, so that a comment behind it keeps its distance
        return [Splice(start=old.start, end=old.end, text="")]
    return [Splice(start=old.start, end=old.end, text=spelt if gap == old.start else spelt[1:])]


def _instead_of_block(text: str, parent: Span, place: int, spelt: str) -> list[Splice]:
    """For a block of lines: those go, and what comes stands behind the colon or on lines of its own; a comment behind the
    colon stays."""
    old, gap = parent.values[place], _after_mark(text, parent, place)
    first, end = text.rfind("\n", 0, old.start), _line_end(text, old.end)
    head, lines, rest = spelt.partition("\n")
    return [Splice(start=gap, end=gap, text=head), Splice(start=first, end=end, text=lines + rest)]


def _instead_of_rest(text: str, parent: Span, place: int, spelt: str) -> list[Splice]:
    """For a scalar or brackets where lines come or go: what comes on the line itself, then a comment that stands there, then
    the lines."""
    old, gap = parent.values[place], _after_mark(text, parent, place)
    head, lines, rest = spelt.partition("\n")
    if old.style in ("|", ">"):
        comment = text[old.start : text.find("\n", old.start)].partition(" #")
        kept = f" #{comment[2]}" if comment[1] else ""
        if head.endswith("|-") and kept:
            head, kept = head + kept, ""
        return [Splice(start=gap, end=old.end, text=head + kept + lines + rest)]
    end = _line_end(text, old.end)
    return [
        Splice(start=gap, end=old.end, text=head),
        *([Splice(start=end, end=end, text=lines + rest)] if lines else []),
    ]


def insert(text: str, parent: Span, step: Step, value: Value, order: Sequence[str]) -> list[Splice]:
    """A new entry of a mapping, after those that stand before it in `order`; or of a list, before the place `step`."""
    head = f"{key_text(step)}:" if isinstance(step, str) else ("" if parent.flow else "-")
    place = _place(parent, step, order)
    if parent.flow:
        spelt = f"{head} {inline(value)}" if head else inline(value)
        if not parent.values:
            return [Splice(start=parent.start + 1, end=parent.start + 1, text=spelt)]
        if place == 0:
            start = _entry(parent, 0)[0]
            return [Splice(start=start, end=start, text=f"{spelt}, ")]
        end = parent.values[place - 1].end
        return [Splice(start=end, end=end, text=f", {spelt}")]
    spelt = head + block(value, parent.column)
    indent = " " * parent.column
    if place == 0:
        start = parent.keys[0][0]
        return [Splice(start=start, end=start, text=f"{spelt}\n{indent}")]
    end = _line_end(text, parent.values[place - 1].end)
    return [Splice(start=end, end=end, text=f"\n{indent}{spelt}")]


def _place(parent: Span, step: Step, order: Sequence[str]) -> int:
    """Before which of the entries a new one comes."""
    if isinstance(step, int):
        return step
    if step in order:
        earlier = set(order[: order.index(step)])
        known = [place for place, name in enumerate(parent.names) if name in earlier]
        if known or any(name in order for name in parent.names):
            return known[-1] + 1 if known else 0
    return len(parent.values)


def remove(text: str, parent: Span, place: int) -> list[Splice]:
    """An entry goes, with the comment behind it; comments on lines of their own stay."""
    start, end = _entry(parent, place)
    if parent.flow:
        return [_out_of_flow(text, parent, place, start, end)]
    if _begins_its_line(text, start):
        line, over = text.rfind("\n", 0, start), _line_end(text, end)
        if line >= 0:
            return [Splice(start=line, end=over, text="")]
        return [Splice(start=0, end=min(over + 1, len(text)), text="")]
    if place + 1 < len(parent.values):  # the first of a mapping that begins on the line of its dash
        following = _entry(parent, place + 1)[0]
        if not text[end:following].strip():
            return [Splice(start=start, end=following, text="")]
    return [Splice(start=start, end=end, text="")]


def _out_of_flow(text: str, parent: Span, place: int, start: int, end: int) -> Splice:
    """An entry between brackets, with the comma on one side of it, but no comment."""
    if place + 1 < len(parent.values):
        following = _entry(parent, place + 1)[0]
        if text[end:following].strip() == ",":
            return Splice(start=start, end=following, text="")
        comma = text.index(",", end)
        return Splice(start=start, end=comma + 1, text="")
    if place and text[_entry(parent, place - 1)[1] : start].strip() == ",":
        return Splice(start=_entry(parent, place - 1)[1], end=end, text="")
    return Splice(start=start, end=end, text="")


def _entry(parent: Span, place: int) -> tuple[int, int]:
    """Where an entry begins and ends, its name or dash included."""
    start = parent.keys[place][0] if parent.keys else parent.values[place].start
    return start, parent.values[place].end


def _after_mark(text: str, parent: Span, place: int) -> int:
    """Behind the colon or dash of an entry of a block."""
    end = parent.keys[place][1]
    return end if parent.kind == "list" else text.index(":", end) + 1


def _begins_its_line(text: str, place: int) -> bool:
    return not text[text.rfind("\n", 0, place) + 1 : place].strip()


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end
