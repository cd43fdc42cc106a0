"""The chain itself, pure: entries to lines, lines to what is wrong with them.

Each line is canonical JSON (sorted keys, no space, NFC) that holds the checksum of the line before it (上一行) and its
own (本行, over all its other keys). A change of a single byte therefore shows in the line where it was made.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from msgspec import Struct

from scoring.base.errors import Location, Problem, sort_problems
from scoring.base.text import utf8_text

__all__ = ["EMPTY", "Entry", "JournalCheck", "check_lines", "lines_for"]

EMPTY = "0" * 64
"""What the first line names as the line before it, and the head of a journal without lines."""
NUMBER, BEFORE, OWN = "序号", "上一行", "本行"
KEYS = (
    "日期",
    "审核人",
    "角色",
    "阶段",
    "城市",
    "指标项",
    "事项",
    "填报项",
    "原值",
    "新值",
    "理由",
    "文件",
    "文件摘要",
)


class Entry(Struct, frozen=True, kw_only=True):
    """One decision in words: the day it bears (never the clock), who, in which role and stage, on which city and item;
    what it does (事项), to which fact, from what to what, why, and the file it stands in with its SHA-256."""

    on: str
    reviewer: str
    role: str
    stage: str
    city: str
    item: str
    kind: str
    fact: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""
    file: str = ""
    digest: str = ""


class JournalCheck(Struct, frozen=True, kw_only=True):
    """What a look through a journal gives. `head` is the checksum of the last line that fits; `count` how many lines do."""

    head: str
    count: int
    problems: tuple[Problem, ...]


def lines_for(entries: Iterable[Entry], number: int, before: str) -> Iterator[tuple[str, str]]:
    """Each entry as its line (without line end) and the line's checksum, from line `number` on, after checksum `before`."""
    for entry in entries:
        fields = {NUMBER: number, BEFORE: before, **_fields(entry)}
        before = _checksum(fields)
        yield _text({**fields, OWN: before}), before
        number += 1


def check_lines(file: str, text: str, head: str | None = None) -> JournalCheck:
    """Look through a whole journal. `head` is a checksum kept elsewhere, which the last line must then have."""
    before, problems, fitting, due = EMPTY, [], 0, 1
    text, saved = _as_written(text)
    if saved:
        problems.append(
            _problem("journal-saved", f"{saved}：被别的程序打开后另存过；下面按原来的样式核对内容", file, 1)
        )
    lines = text.split("\n")
    if lines[-1]:
        message = "最后一行没有换行，可能没有写完或被截断"
        problems.append(_problem("journal-cut", message, file, len(lines)))
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[:-1] if not lines[-1] else lines, start=1):
        fields = _parsed(line)
        if fields is None:
            problems.append(_problem("journal-line", "这一行不是审核记录的格式，已被改动", file, number))
            before = ""
            continue
        own = str(fields.get(OWN, ""))
        rest = {key: value for key, value in fields.items() if key != OWN}
        altered = _checksum(rest) != own or _text(fields) != line
        if altered:
            problems.append(_problem("journal-altered", "这一行的内容与它的校验码不符，已被改动", file, number))
        elif own in seen:
            message = f"这一行与第{seen[own]}行相同，是重复的"
            problems.append(_problem("journal-repeated", message, file, number))
        elif before and fields.get(BEFORE) != before:
            problems.append(_problem("journal-order", _misplaced(fields, number), file, number))
        elif before and fields.get(NUMBER) != due:
            problems.append(_problem("journal-number", f"序号写的是{fields.get(NUMBER)}，应是{due}", file, number))
        seen.setdefault(own, number)
        before = own if not altered else ""
        stated = fields.get(NUMBER)
        due = stated + 1 if isinstance(stated, int) else due + 1
        fitting += not problems
    last = before if not problems else ""
    if head is not None and not problems and head.lower() != last:
        place = max(fitting, 1)
        message = f"最后一行的校验码是 {last[:16]}…，与另行保存的 {head[:16]}… 不符：末尾被删去、增加，或整本重写过"
        problems.append(_problem("journal-head", message, file, place))
    return JournalCheck(head=last, count=fitting, problems=sort_problems(problems))


def _as_written(text: str) -> tuple[str, str]:
    """The text as it was before another program saved it in a way of its own, and what that program did."""
    done = []
    if text.startswith("\ufeff"):
        text = text[1:]
        done.append("文件开头多了编码标记")
    if text.count("\n") == text.count("\r\n") > 0:
        text = text.replace("\r\n", "\n")
        done.append("每行的换行换了样式")
    return text, "，".join(done)


def _misplaced(fields: Mapping[str, Any], number: int) -> str:
    stated = fields.get(NUMBER)
    if isinstance(stated, int) and stated > number:
        return f"这一行是第{stated}条记录，它前面缺了{stated - number}条，或次序被调换"
    return "这一行接不上它的前一行：中间有增删，或次序被调换"


def _problem(code: str, message: str, file: str, line: int) -> Problem:
    hint = "审核记录只能由本工具在末尾增加。请用备份核对，查明是谁改的。"
    return Problem(code=code, message=message, hint=hint, location=Location(file=file, line=line, column=1))


def _fields(entry: Entry) -> dict[str, str]:
    values = (
        *(entry.on, entry.reviewer, entry.role, entry.stage, entry.city, entry.item, entry.kind),
        *(entry.fact, entry.old, entry.new, entry.reason, entry.file, entry.digest),
    )
    pairs = zip(KEYS, values, strict=True)
    return {key: utf8_text(unicodedata.normalize("NFC", value)) for key, value in pairs if value}


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(fields: Mapping[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _checksum(fields: Mapping[str, Any]) -> str:
    return sha256(_text(fields).encode("utf-8", "surrogatepass")).hexdigest()
