"""The chapters of a report and their parts, numbered as official documents are: 一、 then （一）."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from scoring.reports.render.views.chapters import Chapter, Part
from scoring.reports.render.views.model import LossSection, Text

__all__ = ["SIGNED", "UNSIGNED", "numbered", "numeral", "outline"]

SIGNED, UNSIGNED = "签字盖章", "出具信息"
"""The title of the last chapter, and where a draft leaves nothing in it to sign."""
DIGITS = "零一二三四五六七八九"

Named = tuple[str, str]


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese: 一, 十, 十二, 二十, 三十五."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    head = "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def outline(
    *,
    profile: bool,
    background: bool,
    blanks: bool,
    departments: bool,
    losses: tuple[LossSection, ...],
    problems: tuple[Text, ...],
    missing: bool,
    steps: bool,
    steps_heading: str,
    readings: bool,
    references: bool,
    assumptions: bool,
    gaps: bool,
    manual: bool,
    signed: bool,
) -> tuple[Chapter, ...]:
    """Number what the report holds; parts without content are left out, so that numbers have no holes."""
    basic = _some(
        ("profile", "城市概况", profile), ("background", "工作情况", background), ("blanks", "自评表填空", blanks)
    )
    by_department = _some(("sections", "一级指标得分", departments), ("departments", "各部门得分", departments))
    own = [(f"text-{place}", text.name) for place, text in enumerate(problems)]
    todo = _some(("missing", "尚待填报的内容", missing), ("steps", steps_heading, steps))
    rests = _some(
        ("readings", "原文未明确之处的处理口径", readings),
        ("references", "参照值及来源", references),
        ("assumptions", "计算约定", assumptions),
        ("gaps", "原文缺失的内容", gaps),
        ("manual", "需由人核对的原文", manual),
    )
    chapters: tuple[tuple[str, str, Iterable[Named]], ...] = (
        *((("basic", "基本情况", basic),) if basic else ()),
        ("summary", "自评得分", by_department),
        ("form", "自评表", ()),
        ("losses", "失分及原因", [(section.label, section.title) for section in losses]),
        ("improve", "存在问题和下一步打算", [*own, *todo]),
        ("evidence", "佐证材料清单", ()),
        *((("basis", "评分口径和依据说明", rests),) if rests else ()),
        ("sign", SIGNED if signed else UNSIGNED, ()),
    )
    made = numbered(chapters)
    return tuple(_official_numbers(chapter) if chapter.key == "losses" else chapter for chapter in made)


def numbered(chapters: Iterable[tuple[str, str, Iterable[Named]]]) -> tuple[Chapter, ...]:
    """Chapters from (key, title, parts) in their order; a part is (key, title)."""
    return tuple(_chapter(place, key, title, parts) for place, (key, title, parts) in enumerate(chapters, start=1))


def _official_numbers(chapter: Chapter) -> Chapter:
    """Number the parts as the official form numbers its sections, also where some of them have nothing to report."""
    return replace(chapter, parts=tuple(replace(part, number=part.key) for part in chapter.parts))


def _some(*parts: tuple[str, str, bool]) -> list[Named]:
    return [(key, title) for key, title, wanted in parts if wanted]


def _chapter(place: int, key: str, title: str, parts: Iterable[Named]) -> Chapter:
    return Chapter(
        key=key,
        anchor=key,
        number=f"{numeral(place)}、",
        title=title,
        parts=tuple(
            Part(key=name, anchor=f"{key}-{index}", number=f"（{numeral(index)}）", title=text)
            for index, (name, text) in enumerate(parts, start=1)
        ),
    )
