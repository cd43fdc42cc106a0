"""How exact numbers, dates and refusals of the system are written for readers; the one place that turns a Fraction into
text. It stands on the standard library alone, so that it is there when a component is missing."""

from __future__ import annotations

import errno
from datetime import date
from fractions import Fraction
from typing import Protocol


class Ends(Protocol):
    """Anything with a low and a high end: a range, or a difference of two."""

    @property
    def low(self) -> Fraction: ...
    @property
    def high(self) -> Fraction: ...


__all__ = [
    "approx",
    "approx_text",
    "date_text",
    "departments_of",
    "lost_text",
    "number_text",
    "os_error_text",
    "points_text",
    "quantity_text",
    "range_text",
    "scored_text",
    "signed_text",
    "size_text",
]

REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "读写磁盘出错",
    errno.EMFILE: "打开的文件太多",
    errno.ELOOP: "链接绕成了圈",
    errno.ENOMEM: "内存不足",
    errno.EBUSY: "正被别的程序占用",
    errno.ENXIO: "不是普通的文件（是管道、设备一类）",
    errno.EFBIG: "文件太大",
}


def number_text(value: Fraction) -> str:
    """The shortest exact decimal (`3`, `2.5`, `99.96`); a value without a finite decimal stays a fraction (`1/3`)."""
    numerator, denominator = value.numerator, value.denominator
    if denominator == 1:
        return str(numerator)
    rest, twos, fives = denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{numerator}/{denominator}"
    places = max(twos, fives)
    digits = str(abs(numerator) * 10**places // denominator).rjust(places + 1, "0")
    sign = "-" if numerator < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def points_text(value: Fraction) -> str:
    """Points as printed everywhere, without a unit: `3`, `2.5`, `-0.5`."""
    return number_text(value)


def signed_text(value: Fraction) -> str:
    """Points with their sign: `+3`, `-0.5`, `0`."""
    return f"+{points_text(value)}" if value > 0 else points_text(value)


def range_text(low: Fraction, high: Fraction) -> str:
    """`82` when both ends agree, else `79～85`."""
    if low == high:
        return points_text(low)
    return f"{points_text(low)}～{points_text(high)}"


def scored_text(score: Ends) -> str:
    """`82分` when the score is decided, else `79～85分`."""
    return f"{range_text(score.low, score.high)}分"


def lost_text(score: Ends, full: Fraction) -> str:
    """What a score lacks of full points: `扣3分`, `扣0～3分`."""
    return f"扣{range_text(full - score.high, full - score.low)}分"


def approx_text(value: Fraction, places: int = 2) -> str:
    """A quantity for reading: exact where it has at most `places` decimals, else `约` and the half-up rounding."""
    rounded = approx(value, places)
    return number_text(value) if rounded == value else f"约{number_text(rounded)}"


def approx(value: Fraction, places: int = 2) -> Fraction:
    """The value where it has at most `places` decimals, else its half-up rounding.

    A value is never rounded onto a whole number that it is not: 99.996 stays 99.996, so that it does not look like the
    100 of a threshold.
    """
    if 10**places % value.denominator == 0:
        return value
    for digits in range(places, places + 7):
        scale = 10**digits
        sign = -1 if value < 0 else 1
        rounded = Fraction(sign * ((abs(value) * scale * 2 + 1).__floor__() // 2), scale)
        if rounded.denominator != 1:
            break
    return rounded


def quantity_text(value: Fraction, unit: str) -> str:
    """A measured value with its unit: `4次`, `95%`, `约92.68%`."""
    return f"{approx_text(value)}{unit}"


def date_text(value: date) -> str:
    """A date as official documents write it: `2022年5月20日`."""
    return f"{value.year}年{value.month}月{value.day}日"


def departments_of(*owners: str) -> tuple[str, ...]:
    """The departments that some owners name (`市财政局、市卫生健康委`), each once."""
    names = (name.strip() for owner in owners for name in owner.split("、"))
    return tuple(dict.fromkeys(name for name in names if name))


def utf8_text(text: str) -> str:
    """`text` with bytes of file names that are no UTF-8 written as escapes (`\\udcff`), so that it can be stored."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def size_text(count: int) -> str:
    """So many bytes as `2 MB`, `2.1 MB` or `8 GB`, rounded up to a tenth, so that more than a limit never reads like it."""
    unit, name = (1 << 30, "GB") if count >= 1 << 30 else (1 << 20, "MB")
    tenths = -(-count * 10 // unit)
    return f"{tenths // 10}.{tenths % 10} {name}" if tenths % 10 else f"{tenths // 10} {name}"


def os_error_text(error: OSError) -> str:
    """Why the system refused, in Chinese."""
    return REASONS.get(error.errno or 0, f"系统错误 {error.errno}")
