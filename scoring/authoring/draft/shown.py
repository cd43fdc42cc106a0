"""A cell's value as a spreadsheet shows it, where its format tells: 0.9 as 90%, a day as 6月30日."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

__all__ = ["plain", "shown"]

LOCALE = re.compile(r"\[\$-(?:804|zh-CN)[^\]]*\]|\[\$-[0-9A-E][0-9A-Fa-f]{2}\]")
SECTIONS = re.compile(r"(?:;@|(?:;[^;\"]*){1,3})$")
PADDING = re.compile(r"_.")
WORDS = r"(?:\"[^\"]*\"|\\.|[^\W\da-zA-Z]|[ ()（）/])*"
NUMBER = re.compile(rf"^(?P<head>{WORDS})(?P<whole>#,##0|0)(?P<places>\.0+)?(?P<percent>%)?(?P<tail>{WORDS})$")
DAY = re.compile(r"y+|m+|d+|\"[^\"]*\"|\\.|[-/.年月日]", re.IGNORECASE)
NAMED = re.compile(r"(?:m{3,}|d{3,})", re.IGNORECASE)
"""A month or a day of the week in letters, in whatever language."""
LONG = re.compile(r"-?[0-9]+\.[0-9]{9,}")


def plain(value: object) -> str:
    """A value without a format. A spreadsheet keeps and shows 15 digits of a number; what goes beyond is the machine's."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) or (isinstance(value, str) and LONG.fullmatch(value)):
        return format(Decimal(format(float(value), ".15g")).normalize(), "f")
    return str(value)


def shown(value: object, form: str) -> str | None:
    """The value in the format, or None for a format that is not known here."""
    if form == "General":
        return None
    form = PADDING.sub("", LOCALE.sub("", SECTIONS.sub("", form)))
    if isinstance(value, date):
        return _day(value, form)
    if isinstance(value, float):
        return _number(value, form)
    return None


def _number(value: float, form: str) -> str | None:
    found = NUMBER.match(form)
    if found is None or value < 0:
        return None
    exact = Decimal(format(value, ".15g")) * (100 if found["percent"] else 1)
    places = len(found["places"] or ".") - 1
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in found["whole"] else f"{rounded:f}"
    return f"{_words(found['head'])}{text}{found['percent'] or ''}{_words(found['tail'])}"


def _day(value: date, form: str) -> str | None:
    if DAY.sub("", form) or NAMED.search(form) or (isinstance(value, datetime) and value.time() != datetime.min.time()):
        return None
    return DAY.sub(lambda found: _part(value, found[0]), form)


def _part(value: date, token: str) -> str:
    match token.lower():
        case "yyyy" | "yyy":
            return f"{value.year:04}"
        case "yy" | "y":
            return f"{value.year % 100:02}"
        case "mm" | "dd":
            return f"{value.month if token.lower() == 'mm' else value.day:02}"
        case "m":
            return str(value.month)
        case "d":
            return str(value.day)
    return _words(token)


def _words(text: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)', lambda found: found[1] or found[2] or "", text)
