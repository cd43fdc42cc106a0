"""Small phrases shared by the parts of a report."""

from __future__ import annotations

import re
from fractions import Fraction

from scoring.base.text import range_text
from scoring.lang.saying import value_text
from scoring.model.criteria import Criteria
from scoring.model.facts import NOT_APPLICABLE, NOT_APPLICABLE_WORD, UNKNOWN, Answer, Judgement
from scoring.model.scorecard import Range, ScoreCard
from scoring.naming import DRAFT

__all__ = [
    "ABSENT",
    "LACKING",
    "answer",
    "full_stop",
    "lost",
    "on_paper",
    "item_label",
    "item_number",
    "paragraphs",
    "points",
    "watermark",
]

ABSENT = "（未填报）"
LACKING = "（原文缺失）"


def watermark(criteria: Criteria, *, invented: bool, otherwise: str = "") -> str:
    """What stands across every page: that the city is invented, that the pack is a draft; `otherwise` where neither is."""
    return "·".join(["虚构样例"] * invented + [DRAFT] * bool(criteria.pending)) or otherwise


def answer(given: Answer | None, unit: str = "") -> str:
    """An answer as a report prints it; an unanswered fact is never left blank."""
    if given is None or given.value is UNKNOWN:
        return ABSENT
    if given.value is NOT_APPLICABLE:
        return f"{NOT_APPLICABLE_WORD}（{given.reason}）" if given.reason else NOT_APPLICABLE_WORD
    text = value_text(given.value, unit)
    return f"{text}（{given.value.reason}）" if isinstance(given.value, Judgement) else text


def on_paper(text: str, card: ScoreCard) -> str:
    """A sentence without the lines of files it names: who signs a report has the answers, not the files. The lines
    stay in `scoring explain` and in the JSON."""
    files = {card.provenance.submission_file, *(one.location.file for _, one in card.references if one is not None)}
    for name in map(_base, files):
        text = re.sub(rf"（{re.escape(name)}:[0-9]+）|，{re.escape(name)}:[0-9]+(?=）)", "", text)
    return text


def _base(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def points(score: Range) -> str:
    """`82` or `79～85`."""
    return range_text(score.low, score.high)


def lost(full: Fraction, score: Range) -> str:
    """The points that are lost: `3` or `0～3`."""
    return range_text(full - score.high, full - score.low)


def paragraphs(text: str) -> tuple[str, ...]:
    """The non-empty lines of a free text."""
    return tuple(line for raw in text.splitlines() if (line := raw.strip()))


def full_stop(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already."""
    return text if text.endswith(("。", "！", "？", "；", "…")) else f"{text}。"


def item_label(label: str) -> str:
    """The label as printed: an item that stands for a whole section (（六）0) has no number of its own."""
    return label.removesuffix("）0") + "）" if label.endswith("）0") else label


def item_number(label: str, section_label: str) -> str:
    """The number of an item inside its section, with its dot: `1.` for （一）1; empty for an item without number."""
    number = label.removeprefix(section_label)
    return "" if number in ("", "0") else f"{number}."
