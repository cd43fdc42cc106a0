"""What the name of a file says of the document: the item that a city numbers it by, its title, its number, its date.

Nothing is guessed: a number or a date that could be read in two ways is not read.
"""

from __future__ import annotations

import os.path
import re
from datetime import date

from msgspec import Struct

from scoring.model.criteria import Criteria

__all__ = ["Named", "item_named", "named", "without_number"]

DOTS = r"[.．。\-－_]"
BY_ID = re.compile(rf"(\d{{1,2}}){DOTS}(\d{{1,2}})(?![\d%％岁万亿])")
BY_LABEL = re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]\s*[（(]?(\d{1,2})(?!\d)")
GAP = rf"(?:\s|、|{DOTS})"
NUMBER = re.compile(
    rf"^(?:[（(][一二三四五六七八九十]{{1,3}}[）)]\s*(?:[（(]\d{{1,2}}[）)])?)?"
    rf"(?:\d{{1,2}}{DOTS}\d{{1,2}}(?![\d%％岁万亿])|\d{{1,2}}(?={GAP}))?(?:{GAP}+\d{{1,2}}(?={GAP}))*"
    rf"(?:\d{{1,2}}(?=[^\W\d_])(?![年月日岁项号个家份]))?{GAP}*"
)
"""The number of a file in its folder: 01- , 1.1 , 2.5税费; no year, no 3岁."""
COPY = re.compile(r"\s*[（(]\d{1,2}[）)]$")
"""What a browser adds to a second download."""
WORDS = ("关于", "通知", "印发", "意见", "方案", "办法", "批复", "附件", "文件")
"""None of these is part of the number of a document: where they stand before it, nobody knows where it begins."""
DOCUMENT_NUMBER = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,10})[〔\[［【（(](\d{4})[〕\]］】）)](?:第)?(\d{1,5})号"
)
PLAIN_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-._])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)")
WRITTEN_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
EMPTY = re.compile(r"[（(【\[《]\s*[）)】\]》]")
EDGES = " 　、，,.。_-－·"
SAYS_NOTHING = re.compile(
    r"^(?:img|image|dsc\w?|scan|doc|mmexport|pic|photo|wechat|扫描件?|扫描全能王|微信图片|图片|照片|文档|文件|未命名|新建\w*文档)*[\W\d_]*$",
    re.IGNORECASE,
)


class Named(Struct, frozen=True, kw_only=True):
    """What the name of a file says.

    title: its own words, without what else it says; "" where these say nothing (IMG_2041, 扫描件1)
    number: 乙政办发〔2024〕12号, "" where it names none; dated: the day, where it names one and no other
    """

    title: str
    number: str = ""
    dated: date | None = None


def named(path: str) -> Named:
    """What the last part of a path says of the document."""
    stem = os.path.splitext(os.path.basename(path))[0]
    numbers = DOCUMENT_NUMBER.findall(stem)
    sure = len(numbers) == 1 and not any(word in numbers[0][0] for word in WORDS)
    number = "{}〔{}〕{}号".format(*numbers[0]) if sure else ""
    rest = DOCUMENT_NUMBER.sub(" ", stem) if number else stem
    plain, written = _days(PLAIN_DATE, rest), _days(WRITTEN_DATE, rest)
    days = {*plain, *written}
    dated = days.pop() if len(days) == 1 else None
    if dated is not None and plain:
        rest = PLAIN_DATE.sub(" ", rest)
    title = EMPTY.sub("", COPY.sub("", without_number(rest)))
    title = " ".join(title.split()).strip(EDGES)
    return Named(title="" if SAYS_NOTHING.match(title) else title, number=number, dated=dated)


def without_number(stem: str) -> str:
    """A name without the number it begins with."""
    return NUMBER.sub("", stem, count=1)


def _days(form: re.Pattern[str], text: str) -> list[date]:
    found = []
    for match in form.finditer(text):
        digits = [int(one) for one in match.groups() if one is not None and one.isdecimal()]
        try:
            found.append(date(*digits))
        except ValueError:
            continue
    return found


def item_named(criteria: Criteria, path: str) -> str:
    """The id of the item whose number a file, or else a folder on the way to it (the innermost first), begins with or is:
    1.1, 1-1, （一）1; "" for none."""
    by_label = {_plain(item.label): name for name, item in criteria.items_by_id.items()}
    for part in reversed(path.split("/")):
        if part in criteria.items_by_id:
            return part
        by_id, label = BY_ID.match(part), BY_LABEL.match(part)
        name = (
            f"{by_id[1]}.{by_id[2]}"
            if by_id is not None
            else by_label.get(f"{label[1]}{label[2]}", "")
            if label
            else ""
        )
        if name in criteria.items_by_id:
            return name
    return ""


def _plain(label: str) -> str:
    return re.sub(r"[（()）\s]", "", label)
