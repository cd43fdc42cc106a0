"""The journal of decisions (审核记录): one line for each, chained by checksums, so that an altered line shows.

Each line is canonical JSON (sorted keys, no space, NFC) that holds the checksum of the line before it (上一行) and its
own (本行, over all its other keys). A change of a single byte therefore shows in the line where it was made. On disk whole
lines are added at the end, and nothing is added to a chain that is broken.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from msgspec import Struct

from scoring.base.characters import alike
from scoring.base.errors import Location, Problem, Result, sort_problems
from scoring.base.files import write_atomic
from scoring.base.reading import TooLargeError, read_bytes
from scoring.base.text import os_error_text, utf8_text

__all__ = ["EMPTY", "JournalEntry", "JournalCheck", "append", "check", "check_lines", "lines_for", "read"]


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
DESK, FACT, FILE = ("审核人", "角色", "阶段", "城市"), ("指标项", "填报项"), "文件摘要"
"""Who speaks of which city, of what, and the checksum of the file it was said in."""
Slot = tuple[str, ...]
LARGEST = 256 * 1024 * 1024
WAIT = 10.0
"""Seconds to wait for another run that writes to the same journal."""


class JournalEntry(Struct, frozen=True, kw_only=True):
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


def lines_for(entries: Iterable[JournalEntry], number: int, before: str) -> Iterator[tuple[str, str]]:
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


def _fields(entry: JournalEntry) -> dict[str, str]:
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


def read(path: str) -> Result[str]:
    """The text of a journal; empty where there is none yet."""
    if not os.path.exists(path):
        return Result(value="")
    if not os.path.isfile(path):  # a folder, a pipe or a device, which must neither be waited for nor replaced
        return _failed("file-unreadable", path, "不是普通的文件，不能作审核记录", "请核对路径。")
    try:
        return Result(value=read_bytes(path, LARGEST).decode("utf-8"))
    except TooLargeError:
        return _failed("journal-size", path, "文件太大，不像是审核记录", "请核对路径。")
    except OSError as error:
        return _failed("file-unreadable", path, f"读不了审核记录：{os_error_text(error)}", "请核对路径和权限。")
    except UnicodeDecodeError:
        return _failed("journal-line", path, "审核记录不是 UTF-8 文本，已被改动", "请用备份核对。")


def check(path: str, head: str | None = None) -> Result[JournalCheck]:
    """Look through the journal at `path`. No file is a problem here; `head` as in `check_lines`."""
    if not os.path.exists(path):
        return _failed("file-missing", path, "没有这个文件", "请核对路径。")
    text = read(path)
    if text.value is None:
        return Result(value=None, problems=text.problems)
    found = check_lines(path, text.value, head)
    return Result(value=found, problems=found.problems)


def append(path: str, entries: Sequence[JournalEntry]) -> Result[str]:
    """Add entries and return the new head (the checksum of the last line), which is worth keeping elsewhere.

    Entries that stand in the journal already are not added again, unless something else of the same reviewer was added
    since: who goes back to an earlier opinion says so anew. A broken chain is refused and left as it is. Two runs at once
    wait for each other.
    """
    path = os.path.realpath(path)  # so that a link to the journal waits for the same lock
    from filelock import FileLock, Timeout

    try:
        with FileLock(_lock(path), timeout=WAIT):
            return _append(path, entries)
    except Timeout:
        return _failed("journal-busy", path, "另一次运行正在写这份审核记录", "请等它结束后再运行。")
    except OSError as error:
        return _failed("file-unwritable", path, f"写不了审核记录：{os_error_text(error)}", "请核对路径和权限。")


def _lock(path: str) -> str:
    """Beside the journal, out of sight: filelock leaves it there."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.lock")


def _append(path: str, entries: Sequence[JournalEntry]) -> Result[str]:
    text = read(path)
    if text.value is None:
        return Result(value=None, problems=text.problems)
    found = check_lines(path, text.value)
    if found.problems:
        return Result(value=None, problems=found.problems)
    known = _Known(text.value)
    fresh, head = [], found.head or EMPTY
    count = found.count
    for entry in entries:
        ((line, own),) = lines_for([entry], count + 1, head)
        if known.add(line):
            fresh.append(line + "\n")
            head, count = own, count + 1
    if fresh:
        write_atomic(path, (text.value + "".join(fresh)).encode("utf-8"))
    return Result(value=head)


class _Known:
    """What stands in a journal: whole lines, without what only the chain puts there; the file that a reviewer's last
    lines came from; and the last line about each fact."""

    def __init__(self, text: str) -> None:
        self.now: set[str] = set()
        self.bodies: set[str] = set()
        self.files: dict[Slot, str] = {}
        self.last: dict[Slot, str] = {}
        for line in filter(None, text.split("\n")):
            fields, body = _parts(line)
            self.bodies.add(body)
            self.files[_slot(fields, DESK)] = fields.get(FILE, "")
            self.last[_slot(fields, (*DESK, *FACT))] = body

    def add(self, line: str) -> bool:
        """Whether a line of ours says something new; it counts as standing there from then on."""
        fields, body = _parts(line)
        if body in self.now:
            return False
        standing = body in self.bodies
        if FILE in fields:
            standing &= self.files.get(_slot(fields, DESK)) == fields[FILE]
            standing &= self.last.get(_slot(fields, (*DESK, *FACT))) == body
        self.now.add(body)
        return not standing


def _parts(line: str) -> tuple[dict[str, Any], str]:
    fields = {key: value for key, value in json.loads(line).items() if key not in ("序号", "上一行", "本行")}
    return fields, json.dumps(fields, ensure_ascii=False, sort_keys=True)


def _slot(fields: dict[str, Any], keys: Sequence[str]) -> Slot:
    return tuple(alike(str(fields.get(key, ""))) for key in keys)


def _failed(code: str, path: str, message: str, hint: str) -> Result[Any]:
    place = Location(file=path, line=1, column=1)
    return Result(value=None, problems=(Problem(code=code, message=message, hint=hint, location=place),))
