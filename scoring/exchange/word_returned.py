"""What an edited Word report says now: the texts that a city writes itself, found by bookmarks, else by headings and by the
rows of the form; and what else was changed in it, which is named and never taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from scoring.base.characters import alike
from scoring.exchange.word_carried import NOTE, Carried
from scoring.exchange.word_document import WordDocument, WordParagraph, WordRow, WordTable
from scoring.model.criteria import Criteria, Item
from scoring.reports.papers.form_blocks import form_anchor
from scoring.reports.papers.losses import BACKGROUND, PLANS, PROBLEMS
from scoring.reports.word.names import OWN_TEXT, UNWRITTEN, bookmark_name
from scoring.wording import item_label, item_number

__all__ = ["WordReturn", "returned"]

NUMBERED = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*")
NOTED = re.compile(rf"^(?:.{{0,12}}的)?{NOTE}\s*[：:]\s*")
HEADED = {BACKGROUND: "工作情况"}
"""Texts that stand under another heading than their own name."""
CHAPTERS = ("基本情况", "存在问题和下一步打算")
OURS = ("城市概况", "工作情况", "尚待填报的内容", "改进事项", "按测算的改进事项")
"""Headings in those chapters that stand over no text of the city's own."""
SHORT = 20


class WordReturn(Struct, frozen=True, kw_only=True):
    """The texts by their keys, each as its paragraphs (a text that was not found is left out), and remarks."""

    texts: dict[str, tuple[str, ...]]
    remarks: tuple[str, ...]


def returned(document: WordDocument, criteria: Criteria, keys: Sequence[str], carried: Carried | None) -> WordReturn:
    """Read the texts back. `keys` are the texts that the submission has beside the usual ones."""
    names = list(dict.fromkeys((BACKGROUND, PROBLEMS, PLANS, *keys)))
    texts: dict[str, tuple[str, ...]] = {}
    remarks: list[str] = []
    for name in names:
        found = _own(document.parts, name)
        if found is not None:
            texts[name] = found
        elif carried is not None and (name in carried.texts or name in (BACKGROUND, PROBLEMS, PLANS)):
            remarks.append(f"找不到“{name}”的位置（标题和书签都不在了），没有读。")
    remarks += _new_headings(document.parts, names)
    form = _Form(criteria, carried)
    form.read(document.parts)
    return WordReturn(texts={**texts, **form.notes}, remarks=(*remarks, *form.remarks))


def _own(parts: Sequence[WordParagraph | WordTable], name: str) -> tuple[str, ...] | None:
    """The paragraphs between the heading over a text and the next heading or table."""
    mark = f"{OWN_TEXT}{bookmark_name(name)}"
    start = next((at for at, one in enumerate(parts) if isinstance(one, WordParagraph) and mark in one.marks), None)
    if start is None:
        title = alike(HEADED.get(name, name))
        start = next((at + 1 for at, one in enumerate(parts) if _title(one) == title), None)
        if start is None:
            return None
    else:
        while start and not _ends(parts[start - 1]):
            start -= 1
        if isinstance(parts[start], WordParagraph) and _ends(parts[start]):
            start += 1  # the bookmark slipped into the heading
    lines: list[str] = []
    for one in parts[start:]:
        if _ends(one) or not isinstance(one, WordParagraph):
            break
        lines += [line for line in one.lines if line and line != UNWRITTEN]
    return tuple(lines)


def _ends(part: WordParagraph | WordTable) -> bool:
    return isinstance(part, WordTable) or part.level > 0


def _title(part: WordParagraph | WordTable) -> str:
    """The words of a heading of the second level without their number, to be compared; "" for anything else."""
    return alike(NUMBERED.sub("", part.text)) if isinstance(part, WordParagraph) and part.level >= 2 else ""


def _new_headings(parts: Sequence[WordParagraph | WordTable], names: Sequence[str]) -> Iterator[str]:
    known = {alike(one) for one in (*names, *OURS)}
    within = False
    for one in parts:
        if not isinstance(one, WordParagraph) or not one.level:
            continue
        if one.level == 1:
            within = alike(NUMBERED.sub("", one.text)) in map(alike, CHAPTERS)
        elif within and one.text and _title(one) not in known:
            yield f"新加的标题“{_short(one.text)}”下面的文字没有读：请写在自评文件的“报告文字”里，再生成一次报告。"


class _Form:
    """The official form: the notes of its rows, and what was changed in the rows beside them."""

    def __init__(self, criteria: Criteria, carried: Carried | None) -> None:
        self.items = [item for section in criteria.sections for item in section.items]
        self.carried = carried
        self.notes: dict[str, tuple[str, ...]] = {}
        self.remarks: list[str] = []
        self._last = -1
        places = ((section, item) for section in criteria.sections for item in section.items)
        self._numbers = {at: item_number(item.label, section.label) for at, (section, item) in enumerate(places)}
        self._marks = {bookmark_name(form_anchor(one.id)): one for one in self.items}
        self._long = {bookmark_name(f"{form_anchor(one.id)}_note"): one for one in self.items}

    def read(self, parts: Sequence[WordParagraph | WordTable]) -> None:
        """Find the rows and read them."""
        apart: dict[str, tuple[str, ...]] = {}
        for row in (row for part in parts if isinstance(part, WordTable) for row in part.rows):
            long = self._long_note(row)
            if long is not None:
                apart[long.id] = _note([line for cell in row.cells for one in cell for line in one.lines]) or ()
                continue
            item = self._item(row)
            if item is not None and f"{NOTE}/{item.id}" not in self.notes:
                self._last = self.items.index(item)
                self._row(item, row)
            elif self.carried is not None and len(row.cells) == 4 and _text(row, 0) == "合计":
                self._compare("合计", "自评分", self.carried.total, _text(row, 2))
        for id_, lines in apart.items():
            key = f"{NOTE}/{id_}"
            self.notes[key] = (*self.notes.get(key, ()), *lines)
        lost = [item_label(one.label) for one in self.items if f"{NOTE}/{one.id}" not in self.notes]
        if lost and self.notes:
            self.remarks.append(f"自评表里找不到这几行，说明没有读：{'、'.join(lost)}。")

    def _long_note(self, row: WordRow) -> Item | None:
        marked = next((self._long[mark] for mark in row.marks if mark in self._long), None)
        if marked is not None or len(row.cells) != 1:
            return marked
        text = _text(row, 0)
        return next((one for one in self.items if text.startswith(alike(f"{item_label(one.label)}的{NOTE}"))), None)

    def _item(self, row: WordRow) -> Item | None:
        if len(row.cells) != 4:
            return None
        marked = next((self._marks[mark] for mark in row.marks if mark in self._marks), None)
        if marked is not None:
            return marked
        first = _text(row, 0)
        matching = [one for one in self.items if alike(one.requirement) in first]
        if len(matching) == 1:
            return matching[0]
        after = self._numbers.get(self._last + 1, "")  # by its place: the next item, where the row has its number
        return self.items[self._last + 1] if after and first.startswith(after) else None

    def _row(self, item: Item, row: WordRow) -> None:
        lines = [line for one in row.cells[0] for line in one.lines]
        label = item_label(item.label)
        note = _note(lines)
        self.notes[f"{NOTE}/{item.id}"] = note or ()
        said = _text(row, 0)
        if alike(item.requirement) not in said or not all(
            alike(one) in said for one in (item.scoring or "").split("\n")
        ):
            self.remarks.append(f"{label}的官方文字在 Word 里改过；官方文字以指标体系为准，没有读。")
        own = {alike(one) for text in (item.scoring, item.lacks, item.requirement) for one in (text or "").split("\n")}
        for line in lines if note is None else ():
            if line and not any(part and part in alike(line) for part in own) and not self._blank(item, line):
                self.remarks.append(f"{label}里多出的“{_short(line)}”没有读：是说明的，请以“{NOTE}：”开头。")
        if self.carried is not None and item.id in self.carried.points:
            full, score = self.carried.points[item.id]
            self._compare(label, "分值", full, _text(row, 1))
            self._compare(label, "自评分", score, _text(row, 2))

    def _blank(self, item: Item, line: str) -> bool:
        return any(line.startswith(f"{fact.blank}：") for fact in item.facts if fact.blank)

    def _compare(self, label: str, what: str, printed: str, now: str) -> None:
        if alike(printed) != now:
            text = (
                f"{label}的{what}在 Word 里由{printed}改成了{now or '空'}：分数只由填报内容算出，没有读；要改请改答案。"
            )
            self.remarks.append(text)


def _note(lines: Sequence[str]) -> tuple[str, ...] | None:
    """What follows 说明：, to the end; None where it does not stand there."""
    at = next((at for at, line in enumerate(lines) if NOTED.match(line)), None)
    if at is None:
        return None
    first = NOTED.sub("", lines[at], count=1)
    return tuple(line for line in (first, *lines[at + 1 :]) if line and line != UNWRITTEN)


def _text(row: WordRow, cell: int) -> str:
    """The text of a cell, to be compared."""
    return alike("".join(one.text for one in row.cells[cell]))


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
