"""Looks through a whole evidence folder: what is wrong with a listed file, and every file nobody listed, as problems a
city can mend one by one."""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from scoring.base.characters import alike
from scoring.base.errors import Problem, Severity
from scoring.base.text import date_text, points_text, size_text
from scoring.evidence.files import LARGEST, MOST_TOGETHER, kind_text, names_under, spellings
from scoring.evidence.inspection import inspect
from scoring.model.criteria import Criteria
from scoring.model.evidence import EvidenceCheck, EvidenceEntry, EvidenceList, EvidenceState
from scoring.model.submission import Submission

__all__ = ["FOLDER", "NOTHING", "Stakes", "absent", "absent_in", "check", "findings", "names_beside", "unlisted"]

Stakes = Mapping[tuple[str, str], Fraction]
"""The points that hang on a document, by item and request, where any do."""
NOTHING: Stakes = {}


def absent(evidence: EvidenceList, stakes: Stakes, names: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """The listed files that are not there or cannot be used, each with the points that hang on it and the file among
    `names` that may be meant."""
    free = unlisted(evidence, names)
    return tuple(problem for entry in evidence.entries for problem in _state(entry, stakes, free))


def findings(
    criteria: Criteria, evidence: EvidenceList, names: tuple[str, ...], stakes: Stakes = NOTHING
) -> tuple[Problem, ...]:
    """Every finding. `names` are the files on disk, relative to the submission's folder, as the system spells them."""
    found: list[Problem] = []
    free = unlisted(evidence, names)
    for entry in evidence.entries:
        found += _state(entry, stakes, free)
        found += _content(entry)
        found += _purpose(entry)
        found += _period(criteria, entry)
    found += _together(evidence)
    found += _twice(evidence)
    found += _spelling(evidence, names)
    found += _unlisted(evidence, names)
    return tuple(found)


def _problem(
    entry: EvidenceEntry | None, code: str, message: str, hint: str, severity: Severity = Severity.ERROR
) -> Problem:
    place = entry.file.location if entry is not None and entry.file is not None else None
    return Problem(code=code, message=message, hint=hint, location=place, severity=severity)


def _name(entry: EvidenceEntry) -> str:
    return f"{entry.number} “{entry.file.path if entry.file else ''}”"


def _state(entry: EvidenceEntry, stakes: Stakes, free: Sequence[str]) -> Iterator[Problem]:
    key = (entry.item, entry.request.id if entry.request is not None else "")
    worth = f"，最多影响{points_text(stakes[key])}分" if stakes.get(key) else ""
    if entry.state is EvidenceState.MISSING:
        close = _close(entry.file.path, free) if entry.file is not None else ""
        hint = "请把文件放到这个位置，或改正路径；文件要放在自评文件所在的文件夹里，不能是指向别处的链接。"
        if close:
            hint = f"是不是“{close}”？是的，请改正路径；不是的，请把文件放到这个位置。"
        yield _problem(entry, "evidence-missing", f"{_name(entry)}找不到{worth}", hint)
    elif entry.state is EvidenceState.EMPTY:
        hint = "文件里没有内容，多半是复制或下载没有完成，请换上完整的文件。"
        yield _problem(entry, "evidence-empty", f"{_name(entry)}是空文件{worth}", hint)
    elif entry.state is EvidenceState.UNREADABLE:
        hint = "请检查文件权限，或关闭占用它的程序。"
        yield _problem(entry, "evidence-unreadable", f"{_name(entry)}读不了{worth}", hint)
    elif entry.state is EvidenceState.TOO_LARGE:
        hint = "请拆成几份，或者降低扫描的精度、压缩视频后换上；只作参考的大文件另行报送，不列在这里。"
        message = f"{_name(entry)}太大，没有打开：{size_text(entry.size or 0)}，一份最多 {size_text(LARGEST)}{worth}"
        yield _problem(entry, "evidence-too-large", message, hint)
    elif entry.state is EvidenceState.WRONG_TYPE:
        hint = "请不要只改扩展名；请用能打开它的程序另存为正确的格式。"
        message = f"{_name(entry)}的内容与扩展名不符，实际像是{kind_text(entry.content)}{worth}"
        yield _problem(entry, "evidence-type", message, hint)
    elif entry.state is EvidenceState.LOCKED:
        hint = "评审打不开要密码的文件，请另存一份不加密的。"
        yield _problem(entry, "evidence-encrypted", f"{_name(entry)}加了密码{worth}", hint)
    elif entry.state is EvidenceState.BROKEN:
        hint = "请用阅读软件打开检查，重新导出或扫描一份；多半是复制或下载没有完成。"
        yield _problem(entry, "evidence-broken", f"{_name(entry)}已损坏，打不开{worth}", hint)


def _close(path: str, free: Sequence[str]) -> str:
    """The file that no entry names and whose name is most like `path`; "" where none is."""
    same = [name for name in free if alike(name) == alike(path)]
    return next(iter(same or difflib.get_close_matches(path, free, n=1, cutoff=0.75)), "")


def _content(entry: EvidenceEntry) -> Iterator[Problem]:
    file = entry.file
    if file is None or entry.state is not EvidenceState.PRESENT:
        return
    if entry.mended:
        message = f"{_name(entry)}的结构有损坏，修补以后才打得开"
        hint = "请打开看看有没有缺页或空白页；最好重新导出或扫描一份。"
        yield _problem(entry, "evidence-mended", message, hint, Severity.QUESTION)
    if entry.counted is not None and file.pages is not None and entry.counted != file.pages:
        message = f"{_name(entry)}填的页数是{file.pages}，文件实际有{entry.counted}页"
        hint = "请核对是否缺页；删掉“页数”一栏就按文件实际页数。"
        yield _problem(entry, "evidence-pages", message, hint, Severity.QUESTION)


def _purpose(entry: EvidenceEntry) -> Iterator[Problem]:
    if entry.file is not None and entry.request is None:
        message = f"{_name(entry)}没有写明对应哪种材料，不知道它支撑哪个填报内容"
        hint = "请在这一条里加上“对应”，写清单里的材料名称；确实只供参考的可以不管。"
        yield _problem(entry, "evidence-unreferenced", message, hint, Severity.QUESTION)


def _period(criteria: Criteria, entry: EvidenceEntry) -> Iterator[Problem]:
    period = criteria.evidence_period
    if period is None or entry.file is None or entry.file.dated is None:
        return
    day = entry.file.dated
    if (period.first is not None and day < period.first) or (period.last is not None and day > period.last):
        message = f"{_name(entry)}的日期 {date_text(day)} 不在要求的时间范围内（{period.quote}）"
        hint = "请核对日期；换上这段时间里的材料。"
        yield _problem(entry, "evidence-period", message, hint)


def _together(evidence: EvidenceList) -> Iterator[Problem]:
    """What was found whole and yet has no hash was too much to read."""
    if any(entry.state is EvidenceState.PRESENT and not entry.digest for entry in evidence.entries):
        size = sum({entry.real: entry.size or 0 for entry in evidence.entries if entry.size}.values())
        message = f"材料合计 {size_text(size)}，超过 {size_text(MOST_TOGETHER)}，没有逐份算校验码，也没有查内容是否相同"
        hint = "这么多打不成包；请降低扫描的精度、压缩视频，或者移走用不着的。"
        yield _problem(None, "evidence-too-much", message, hint, Severity.QUESTION)


def _twice(evidence: EvidenceList) -> Iterator[Problem]:
    by_content: dict[str, list[EvidenceEntry]] = defaultdict(list)
    for entry in evidence.entries:
        if entry.digest and entry.size:
            by_content[entry.digest].append(entry)
    for entries in by_content.values():
        paths = dict.fromkeys(entry.file.path for entry in entries if entry.file is not None)
        if len(entries) < 2:
            continue
        where = "、".join(entry.number for entry in entries)
        if len(paths) > 1:
            message = f"{where} 的文件名不同，内容完全一样：{'、'.join(paths)}"
            hint = "请核对是否放错了文件；确实要用同一份材料的，只留一个文件，几处写同一个路径。"
            yield _problem(entries[1], "evidence-same-content", message, hint, Severity.QUESTION)
        else:
            message = f"同一个文件“{next(iter(paths))}”用在 {where}"
            hint = "一份材料可以支撑几处；请核对每一处都说得通。"
            yield _problem(entries[1], "evidence-used-twice", message, hint, Severity.NOTE)


def _spelling(evidence: EvidenceList, names: tuple[str, ...]) -> Iterator[Problem]:
    on_disk = set(names)
    composed: dict[str, list[str]] = defaultdict(list)
    for name in names:
        composed[unicodedata.normalize("NFC", name).casefold()].append(name)
    for group in composed.values():
        if len(group) > 1:
            same = len({unicodedata.normalize("NFC", name) for name in group}) == 1
            how = "Unicode 写法" if same else "字母大小写"
            message = f"有{len(group)}个文件的名字只有{how}不同，看上去一样：{group[0]}"
            hint = "换一台电脑时它们会互相覆盖，请给其中的文件改名。"
            yield _problem(None, "evidence-name-form", message, hint)
    for entry in evidence.entries:
        path = entry.file.path if entry.file is not None else ""
        if not path or path in on_disk:
            continue
        matches = composed.get(unicodedata.normalize("NFC", path).casefold(), [])
        if any(unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", path) for name in matches):
            message = f"{_name(entry)}和磁盘上的文件名只有 Unicode 写法不同"
            hint = "已按同一个文件处理；最好把文件重新命名一次，以免换电脑后找不到。"
            yield _problem(entry, "evidence-name-form", message, hint, Severity.QUESTION)


def _unlisted(evidence: EvidenceList, names: tuple[str, ...]) -> Iterator[Problem]:
    for name in unlisted(evidence, names):
        hint = "要作为佐证的，请在自评文件相应指标项的“佐证材料”里列出；不用的请移走。"
        yield _problem(None, "evidence-unlisted", f"文件夹里的“{name}”没有列入任何指标项", hint, Severity.QUESTION)


def unlisted(evidence: EvidenceList, names: tuple[str, ...]) -> tuple[str, ...]:
    """The files on disk that no row names."""
    listed = {unicodedata.normalize("NFC", entry.file.path) for entry in evidence.entries if entry.file is not None}
    return tuple(name for name in names if unicodedata.normalize("NFC", name) not in listed)


FOLDER = "evidence"
"""Where samples and `--layout` keep the files; it is looked through even when nothing in it is listed."""


def check(
    criteria: Criteria,
    submission: Submission,
    base_dir: str,
    *,
    entries: EvidenceList | None = None,
    stakes: Stakes = NOTHING,
) -> EvidenceCheck:
    """Everything that can be told about the evidence in `base_dir` without a person reading it. `entries` are those
    that `inspect` gives, where it was asked before.

    """
    entries = entries or inspect(criteria, submission, base_dir)
    names = names_beside(submission, base_dir)
    return EvidenceCheck(
        entries=entries, findings=findings(criteria, entries, names, stakes), unlisted=unlisted(entries, names)
    )


def absent_in(base_dir: str, submission: Submission, entries: EvidenceList, stakes: Stakes) -> tuple[Problem, ...]:
    """The listed files that are not in `base_dir` or cannot be used, each with the name there is that may be meant."""
    return absent(entries, stakes, names_beside(submission, base_dir))


def names_beside(submission: Submission, base_dir: str) -> tuple[str, ...]:
    """The files in the top folders that listed files lie in, and in `evidence/`: beside the submission itself lie reports
    and other files that are no evidence."""
    listed = [file.path.split("/")[0] for file in submission.evidence if "/" in file.path]
    tops = tuple(sorted({FOLDER, *(top for name in listed for top in spellings(name))} - {"", ".", ".."}))
    return tuple(names_under(base_dir, tops))
