"""Put the YAML parser's English complaints into Chinese, at the place where the mistake was made.

The parser notices many mistakes a line late, or names the end of the file; what a person must change is elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from scoring.documents.strict.text import FileProblems

__all__ = ["Repair", "explain"]

FULL_WIDTH = re.compile(r"\s*(?:- +)*(?:[\"']?)[^\s：:#{}\[\],，。；]{1,40}[\"']?(?P<colon>：)")
NO_SPACE = re.compile(r"\s*(?:- +)*[\"']?(?!\d+:)[^\s：:#{}\[\],，。；\"']{1,40}[\"']?(?P<colon>:)(?!//)\S")
NAMED = re.compile(r"\s*(?:- +)*[\"']?[^\s：:#{}\[\],，。；\"']{1,40}[\"']?\s*[:：]")
WIDE_COLON = ("full-width-colon", "这里的冒号是全角的“：”", "请改成半角冒号加一个空格：“: ”。")
TIGHT_COLON = ("colon-space", "冒号后面少了一个空格", "请写成“名称: 值”，冒号后面空一格。")
INSIDE = re.compile(r"[^\s,:\[{\]}\"'][\[{]")
CLOSERS = {"[": ("]", "】"), "{": ("}", "｝")}


class Repair(Struct, frozen=True, kw_only=True):
    """`text` for the `length` characters from `column` on, in `line` and `more`, which lets reading go on after a mistake
    that is already noted."""

    line: int
    column: int
    text: str
    length: int = 1
    more: tuple[int, ...] = ()
    """Other lines that are changed alike."""


def explain(error: Any, findings: FileProblems, lines: Sequence[str]) -> Repair | None:
    """Note what is wrong; a Repair when the mistake is understood well enough to read on and look for more. `lines` is
    the copy that is read, in which earlier mistakes are mended."""
    problem = str(getattr(error, "problem", None) or "")
    context = str(getattr(error, "context", None) or "")
    at = _place(getattr(error, "problem_mark", None), lines)
    start = _place(getattr(error, "context_mark", None), lines)
    # Inside quotes a full-width colon is only text; inside brackets only the two lines concerned are looked at.
    if "quoted scalar" not in context:
        for pattern, note in ((FULL_WIDTH, WIDE_COLON), (NO_SPACE, TIGHT_COLON)):
            found = _colon(pattern, lines, start, at, near="flow" in context)
            if found is not None:
                findings.add(*note, *findings.original(*found))
                return Repair(line=found[0], column=found[1], text=": ")
    code, message, hint, place = _choose(problem, context, at, start, lines)
    findings.add(code, message, hint, *findings.original(*place))
    if code == "open-quote":
        return _closed(place, lines)
    if any(after == 0 for after, _ in findings.added.get(place[0], ())):
        return None
    if code == "missing-colon":
        return Repair(line=place[0], column=1, text="#", length=0)
    return _aligned(place[0], lines) if code == "bad-indent" else None


def _closed(place: tuple[int, int], lines: Sequence[str]) -> Repair | None:
    """The quote ended with its line, where the next one begins with a name."""
    line = lines[place[0] - 1]
    below = next((one for one in lines[place[0] :] if _says_something(one)), "")
    if not NAMED.match(below):
        return None
    return Repair(line=place[0], column=len(line) + 1, text=line[place[1] - 1 : place[1]], length=0)


def _aligned(number: int, lines: Sequence[str]) -> Repair | None:
    """The line moved to the nearest level that is open above it, with all below that is as far in or farther, where it
    moves out: where it is a heading, to one that holds what follows, rather that of the next line beside it."""
    line = lines[number - 1]
    width = _indent(line)
    levels: list[int] = []
    for above in lines[: number - 1]:
        if _says_something(above):
            levels = [level for level in levels if level < _indent(above)] + [_indent(above)]
    below = next((_indent(one) for one in lines[number:] if _says_something(one)), 0)
    opens = line.rstrip().endswith(":") and below > width
    fitting = [level for level in levels if level != width and not (opens and level >= below)]
    if not fitting or line.lstrip().startswith("-"):
        return None
    ends = below if opens else width + 1
    beside = next((_indent(one) for one in lines[number:] if _says_something(one) and _indent(one) < ends), None)
    level = min(fitting, key=lambda one: (abs(one - width), one != beside, one if opens else -one))
    more: list[int] = []
    for place, one in enumerate(lines[number:], number + 1) if level < width else ():
        if _says_something(one) and _indent(one) < width:
            break
        if _indent(one) >= width:
            more.append(place)
    text = " " * max(level - width, 0)
    return Repair(line=number, column=1, text=text, length=max(width - level, 0), more=tuple(more))


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _place(mark: Any, lines: Sequence[str]) -> tuple[int, int]:
    """Where a mark points, moved back from an empty last line to the last line with text."""
    if mark is None:
        return (0, 0)
    line, column = mark.line + 1, mark.column + 1
    while line > 1 and (line > len(lines) or not lines[line - 1].strip()):
        line -= 1
        column = len(lines[line - 1].rstrip()) + 1 if line <= len(lines) else 1
    return (line, column)


def _colon(
    pattern: re.Pattern[str], lines: Sequence[str], start: tuple[int, int], at: tuple[int, int], *, near: bool
) -> tuple[int, int] | None:
    """A colon that is no key's end, on the line of the complaint or on the last lines before it."""
    last = at[0] or start[0]
    first = min(n for n in (start[0] or last, last) if n) if last else 0
    looked = 0
    for number in range(last, 0, -1):
        line = lines[number - 1]
        if near and number not in (start[0], at[0]):
            continue
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = pattern.match(line)
        if match:
            return number, match.end("colon")
        looked += 1
        if looked >= 2 and number <= first:
            break
    return None


Choice = tuple[str, str, str, tuple[int, int]]


def _choose(problem: str, context: str, at: tuple[int, int], start: tuple[int, int], lines: Sequence[str]) -> Choice:
    line = lines[at[0] - 1] if 0 < at[0] <= len(lines) else ""
    if "while scanning a quoted scalar" in context:
        return _quote(start, lines)
    if "escape" in problem:
        at = (at[0], max(line.rfind("\\", 0, at[1]), 0) + 1)
        return (
            "bad-escape",
            "双引号里的反斜杠“\\”有特殊含义，这样写读不了",
            "文件路径请用“/”；确要写反斜杠时，请改用单引号。",
            at,
        )
    if "flow sequence" in context or "flow mapping" in context or "flow node" in context:
        return _bracket(at, start, lines)
    if "cannot start any token" in problem:
        character = line[at[1] - 1 : at[1]] or "这个字符"
        return (
            "bad-start",
            f"文字不能以“{character}”开头",
            f'请给这段文字加上引号，写成 "{character}…"。',
            at,
        )
    if "mapping values are not allowed" in problem:
        return _stray_colon(line, at, lines)
    if "could not find expected ':'" in problem:
        return _missing_colon(start if start[0] else at)
    if "block sequence entries" in problem or "sequence entries are not allowed" in problem:
        return (
            "bad-list",
            "短横“-”不能写在这里",
            "列表请从冒号的下一行写起，每条一行：缩进两个空格，再写“- ”。",
            at,
        )
    if "block scalar" in context:
        return ("bad-block", "“|”或“>”的后面不能再写文字", "请把文字写到下一行，并缩进两个空格。", at)
    if any(word in context + problem for word in ("anchor", "alias", "tag", "directive")):
        return ("bad-start", "“&”“*”“!”“%”在开头时有特殊含义，这里读不了", "如果本来就是文字，请给它加上引号。", at)
    return _layout(line, at, sequence="expected '-' indicator" in problem or "block collection" in context)


def _quote(start: tuple[int, int], lines: Sequence[str]) -> Choice:
    line = lines[start[0] - 1]
    quote = line[start[1] - 1 : start[1]]
    other = {"“", "”"} if quote == '"' else {"‘", "’"}
    extra = "；收尾的引号要用半角，现在可能写成了中文引号" if any(c in line[start[1] :] for c in other) else ""
    return ("open-quote", f"这个引号（{quote}）没有收尾", f"请在这段文字的末尾补上同样的引号 {quote}{extra}。", start)


def _bracket(at: tuple[int, int], start: tuple[int, int], lines: Sequence[str]) -> Choice:
    place = start if start[0] else at
    line = lines[place[0] - 1]
    opener = line[place[1] - 1 : place[1]]
    if opener not in CLOSERS:
        return ("bad-bracket", "括号里的内容读不下去", "请检查这一带的 [ ] { } 和逗号是否成对、是否都是半角。", place)
    closer, wide = CLOSERS[opener]
    rest = line[place[1] :]
    if wide in rest or "，" in rest:
        hint = f"括号里的逗号要用半角“,”，收尾要用半角“{closer}”。"
    elif INSIDE.search(rest):
        hint = "文字里有半角方括号或花括号；文号请用六角括号，写成 示政办发〔2021〕1号，其他文字请加引号。"
    elif closer in rest:
        hint = f"请检查“{opener}”和“{closer}”之间：各项用半角逗号“,”隔开，含特殊符号的文字要加引号。"
    else:
        hint = f"请在末尾补上“{closer}”，或把每一项各写一行。"
    return ("open-bracket", f"这个“{opener}”没有好好收尾", hint, place)


def _stray_colon(line: str, at: tuple[int, int], lines: Sequence[str]) -> Choice:
    before = line[: at[1] - 1]
    if ": " in before:
        return (
            "stray-colon",
            "一行里有两个半角冒号，分不清哪一个是名称后面的",
            "如果后一个冒号属于文字，请给整段文字加上引号，或改用全角“：”。",
            at,
        )
    above = at[0] - 1
    while above > 0 and not lines[above - 1].strip():
        above -= 1
    indent = len(line) - len(line.lstrip()) + 1
    hint = "同一级的名称要左端对齐，下一级比上一级多缩进两个空格。"
    if above:
        hint = f"如果它与第 {above} 行同级，请与那一行左端对齐；如果是那一行的下一级，那一行的冒号后面不能有值。"
    return ("bad-indent", "这一行的缩进与上文对不上", hint, (at[0], indent))


def _missing_colon(place: tuple[int, int]) -> Choice:
    return (
        "missing-colon",
        "这一行缺少冒号",
        "请写成“名称: 值”；如果它是上一个值的下半句，请给整段文字加上引号。",
        place,
    )


def _layout(line: str, at: tuple[int, int], *, sequence: bool) -> Choice:
    here = line[at[1] - 1 : at[1]]
    if here in ("]", "}"):
        return ("open-bracket", f"这里多了一个“{here}”", "请删掉它，或补上前面缺的括号。", at)
    if at[1] > 1 and line[: at[1] - 1].rstrip()[-1:] in ("'", '"'):
        return (
            "after-quote",
            "引号收尾以后不能再写文字",
            "请把整段文字都放进引号里；引号里面的引号请用中文引号“”。",
            at,
        )
    if here == ":" and not line[: at[1] - 1].strip():
        return ("empty-key", "冒号前面没有名称", "请补上名称，或删掉这一行。", at)
    if not line[: at[1] - 1].strip():
        return _out_of_line(line, at, sequence)
    return (
        "bad-layout",
        "从这里起读不懂，多半是缩进或冒号写得不对",
        "同一级的名称（或短横）要左端对齐；每行写成“名称: 值”，列表每条写成“- 值”。",
        at,
    )


def _out_of_line(line: str, at: tuple[int, int], sequence: bool) -> Choice:
    """A line that begins where no open level begins, or that breaks off a list."""
    if sequence and not line.lstrip().startswith("-"):
        return (
            "bad-layout",
            "上面是列表（每条以“- ”开头），这一行却不是",
            "如果它是列表的一条，请在前面加上“- ”；如果不是，请检查它和上面各行的缩进。",
            at,
        )
    return (
        "bad-indent",
        "这一行的缩进与上面哪一级都对不齐",
        "同一级的名称（或短横）要左端对齐，下一级比上一级多缩进两个空格。",
        at,
    )
