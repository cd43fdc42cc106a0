"""Cut a scoring sentence into the parts that each say one thing about points."""

from __future__ import annotations

import re

__all__ = ["LIMIT", "NUMBER", "cut", "read_number"]

NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十]+)"
SCORING = re.compile(
    rf"扣{NUMBER}分|得{NUMBER}分|计{NUMBER}分|不得分|得零分|不扣分|扣分|得分|加分|满分|罚{NUMBER}分|{NUMBER}分"
)
LIMIT = re.compile(
    rf"^(?:本项|该项|此项|总分|合计|累计)?(?:(?:最高|最多|至多)(?:可)?(?:扣|得|加)?(?P<most>{NUMBER})分"
    rf"|(?:得分|扣分)?不超过(?P<cap>{NUMBER})分"
    r"|(?P<out>扣完为止|直至扣完为止|扣完本项分值为止))$"
)
OPENING, CLOSING = "（(“《〔[", "）)”》〕]"
STOPS, COMMAS = "。；;", "，,"
DIGITS = {mark: value for value, mark in enumerate("一二三四五六七八九", start=1)}


def cut(sentence: str) -> tuple[str, ...]:
    """The parts in order, verbatim, without the marks between them.

    Words that say nothing about points belong to the next part that does (a premise); a limit belongs to the part
    before it.
    """
    parts: list[str] = []
    for block in _split(sentence, STOPS):
        parts.extend(_parts(block))
    return tuple(part for part in parts if any(char.isalnum() for char in part))


def read_number(text: str) -> int | str:
    """A number as digits: `十二` is 12, `0.5` stays as it is."""
    if text[0].isdigit():
        return text
    tens, mark, ones = text.partition("十")
    if not mark:
        return DIGITS[text]
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


def _parts(block: str) -> list[str]:
    """Join the comma-separated pieces of one block back together where they make one statement."""
    found: list[tuple[int, int]] = []
    premise: int | None = None
    for start, end in _spans(block, COMMAS):
        piece = block[start:end].strip()
        if LIMIT.match(piece) and found and premise is None:
            found[-1] = (found[-1][0], end)
        elif SCORING.search(piece):
            found.append((start if premise is None else premise, end))
            premise = None
        elif premise is None:
            premise = start
    if premise is not None:
        found.append((premise, len(block)))
    return [block[start:end].strip() for start, end in found if block[start:end].strip()]


def _split(text: str, marks: str) -> list[str]:
    return [text[start:end] for start, end in _spans(text, marks)]


def _spans(text: str, marks: str) -> list[tuple[int, int]]:
    """Where the pieces between marks stand; marks inside brackets or quotation marks do not count."""
    spans, start, depth = [], 0, 0
    for index, char in enumerate(text):
        if char in OPENING:
            depth += 1
        elif char in CLOSING:
            depth = max(depth - 1, 0)
        elif char in marks and depth == 0:
            spans.append((start, index))
            start = index + 1
    spans.append((start, len(text)))
    return [(low, high) for low, high in spans if text[low:high].strip()]
