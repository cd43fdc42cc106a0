"""What a returned workbook says of itself: the pack, the city and the answers it was drawn from, on its hidden sheet."""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec import Struct

from scoring.base.characters import alike
from scoring.exchange.layout import FORMAT
from scoring.exchange.merging import UNKNOWN_BASE, UnknownBase
from scoring.exchange.questions import Path
from scoring.exchange.reading import ReturnedBook, ReturnedSheet
from scoring.exchange.submitted import Submitted
from scoring.exchange.values import Value

__all__ = ["Origin", "belongs", "older", "origin_of", "path_of"]


class Origin(Struct, frozen=True, kw_only=True):
    """The hidden sheet: its words by their names, and the answers by path. `choices` are those of a workbook of conflicts: the
    answers that stood against each other. `lost`: there is no such sheet."""

    about: Mapping[str, str] = {}
    base: Mapping[Path, Value] = {}
    choices: Mapping[Path, list[Value]] = {}
    lost: bool = False

    def value(self, path: Path) -> Value | UnknownBase:
        """What the workbook was drawn from: None for what was open then, unknown where it does not say."""
        return UNKNOWN_BASE if self.lost else self.base.get(path)


LOST = Origin(lost=True)


def origin_of(book: ReturnedBook) -> Origin:
    """What the workbook says of itself; `LOST` where it does not."""
    sheet = next((one for one in book.sheets if one.rows and one.cell(0, 0).text == FORMAT), None)
    return LOST if sheet is None else _read(sheet)


def _read(sheet: ReturnedSheet) -> Origin:
    about: dict[str, str] = {}
    base: dict[Path, Value] = {}
    choices: dict[Path, list[Value]] = {}
    for row in range(1, len(sheet.rows)):
        key, value = sheet.cell(row, 0).text, sheet.cell(row, 1).text
        if key.startswith("["):
            path, options = path_of(key), sheet.cell(row, 2).text
            try:
                base[path] = json.loads(value)
                if options:
                    choices[path] = list(json.loads(options))
            except (ValueError, TypeError):  # somebody wrote there: this answer has no base then
                base.pop(path, None)
        elif key:
            about[key] = value
    return Origin(about=about, base=base, choices=choices)


def path_of(text: str) -> Path:
    """A path as it stands in a hidden cell; empty where it is none."""
    try:
        parts = json.loads(text)
    except ValueError:
        return ()
    return tuple(str(part) for part in parts) if isinstance(parts, list) else ()


def belongs(origin: Origin, source: Submitted) -> str:
    """Why a workbook is not one for this submission; "" where it is."""
    pack, city = origin.about.get("指标体系", ""), origin.about.get("城市", "")
    if pack and pack != source.asked.pack:
        return f"是按另一个指标体系“{pack}”填的，自评文件用的是“{source.asked.pack}”"
    if city and source.place and alike(city) != alike(source.place):
        return f"是另一个城市的：表里是“{city}”，自评文件是“{source.place}”"
    return ""


def older(origin: Origin, source: Submitted) -> list[str]:
    """What else to say of where it comes from."""
    if origin.lost:
        return [
            "没有隐藏的数据页（多半是复制到新表里了）：按问题的文字对应，自评文件里还没有答案的才收，已有不同答案的列为冲突"
        ]
    found = []
    edition, digest = origin.about.get("版本", ""), origin.about.get("摘要", "")
    if digest and digest != source.asked.digest:
        now = source.asked.edition
        which = f"版本 {edition}，现在是 {now}" if edition != now else f"都是版本 {now}，内容改过"
        found.append(f"发表以后指标体系改过（{which}）：问题没有变的照收，变了的逐个说明")
    base = origin.about.get("自评文件", "")
    if base and base != source.digest:
        found.append("发表以后自评文件改过：与发表时不同的答案逐个比较，没有冲突的照收")
    return found
