"""Takes a submission out of a bundle or a sealed report, so that it can be scored like one that lies in a folder."""

from __future__ import annotations

import enum
import json
import os
from datetime import date

from msgspec import Struct

from scoring.base.assets import criteria_search
from scoring.base.errors import Problem, Result, Severity
from scoring.base.reading import open_regular
from scoring.base.system import os_error_text
from scoring.documents.strict import read_document
from scoring.documents.submissions import criteria_name
from scoring.loading import load_criteria
from scoring.seal.bundle import carried, unpacking
from scoring.seal.bundle.archive import HostileError, Reader
from scoring.seal.bundle.making import MANIFEST, fingerprint, of_content
from scoring.seal.bundle.making import SCHEMA as BUNDLE
from scoring.seal.bundle.ordinary import ordinary_zip
from scoring.seal.bundle.result import Json
from scoring.seal.bundle.sealed_report import SCHEMA as REPORT

__all__ = ["Opened", "PackState", "open_sealed"]


class PackState(enum.Enum):
    """SAME: the pack inside is the one at hand; OTHER: one of that name is at hand and differs; UNKNOWN: only the one
    inside is there."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


class Opened(Struct, frozen=True, kw_only=True):
    """What was taken out. `kind` is `bundle` or `report`; `submission` and `references` (None: none given) are paths of
    files below the folder it was unpacked to, and `names` what messages should call them. `evidence` says whether the
    evidence lies beside the submission; a report carries none. `pack` is the pack's id and `search` where to look for
    it: a pack at hand goes before the one inside, so that nobody brings milder rules along. `as_of` is the day it was
    scored for, None for the day of application; `fingerprint` is the one that `scoring verify` shows."""

    kind: str
    submission: str
    references: str | None
    names: dict[str, str]
    evidence: bool
    pack: str
    pack_state: PackState
    search: tuple[str, ...]
    as_of: date | None
    fingerprint: str


def open_sealed(
    path: str, into: str, *, search: tuple[str, ...] | None = None, shown: str | None = None
) -> Result[Opened]:
    """Unpack the bundle (.zip) or sealed report (.pdf) at `path` below `into`, an empty folder of the caller's own.

    Every file is held against the checksums inside; a hostile or altered one gives errors that name each part, and no
    value. The score is not worked out again: `scoring verify` does that. `search` is where packs at hand are looked
    for (None: as always); `shown` is what messages call the file (None: its path). A pack that differs from the one at hand, or is not at hand, is a QUESTION. Never raises for
    what the file holds; a disk that cannot be read or written is a problem too.
    """
    shown = path if shown is None else shown
    try:
        with open_regular(path) as stream:
            head = stream.read(8)
        if head.startswith(b"%PDF-"):
            found = _report(path, into)
        elif head.startswith(b"PK"):
            other = ordinary_zip(path)
            if other is not None:
                message = f"{shown} 是{other[0]}，不是 scoring bundle 生成的包"
                return Result(value=None, problems=(_problem("not-a-bundle", message, other[1]),))
            found = _bundle(path, into)
        else:
            raise HostileError("不是本工具生成的包（.zip）或报告（.pdf）")
    except HostileError as hostile:
        return _refused("sealed-refused", f"{shown}：{hostile}")
    except OSError as error:
        return _refused("sealed-unreadable", f"{shown} 读不了或解不开：{os_error_text(error)}")
    if isinstance(found, tuple):
        hint = "请让对方用 scoring bundle 或 scoring report 重新生成一份；不要采信这一份。"
        return Result(
            value=None, problems=tuple(_problem("sealed-changed", f"{shown}：{text}", hint) for text in found)
        )
    return _with_pack(found, shown, into, criteria_search() if search is None else tuple(search))


class _Unpacked(Struct, frozen=True, kw_only=True):
    """What unpacking gave, before the pack is looked at."""

    kind: str
    manifest: Json
    fingerprint: str


def _bundle(path: str, into: str) -> _Unpacked | tuple[str, ...]:
    with open_regular(path) as stream:
        reader = Reader(stream)
        listing = unpacking.read_listing(reader)
        manifest = _manifest(listing.manifest, BUNDLE)
        if not listing.marked or manifest is None:
            return (f"{MANIFEST} 被改动过",)
        listed = manifest["files"]
        assert isinstance(listed, dict)
        wrong = [text for _, text in unpacking.differing(reader, listing.entries, listed, into)]
    mark = fingerprint(of_content(listed))
    if mark != manifest.get("fingerprint"):
        wrong.append("清单里的指纹与文件的校验值对不上")
    return tuple(wrong) or _Unpacked(kind="bundle", manifest=manifest, fingerprint=mark)


def _report(path: str, into: str) -> _Unpacked | tuple[str, ...]:
    import hashlib

    seal = carried.read_seal(path)
    if seal.faults:
        return seal.faults
    files = carried.carried_files(seal.original)
    manifest = _manifest(files.get(MANIFEST, b""), REPORT)
    if manifest is None:
        return (f"附件 {MANIFEST} 被改动过",)
    listed = manifest["files"]
    assert isinstance(listed, dict)
    wrong = tuple(text for _, text in carried.differing(files, listed))
    if wrong:
        return wrong
    carried.lay_out(files, into)
    mark = hashlib.sha256(seal.original).hexdigest()
    return _Unpacked(kind="report", manifest=manifest, fingerprint=mark)


def _manifest(data: bytes, schema: str) -> Json | None:
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    fits = isinstance(value, dict) and value.get("schema") == schema and isinstance(value.get("files"), dict)
    return value if fits else None


def _with_pack(found: _Unpacked, shown: str, into: str, search: tuple[str, ...]) -> Result[Opened]:
    """Choose between the pack inside and the one at hand."""
    submission = os.path.join(into, "submission", "submission.yaml")
    references = os.path.join(into, "submission", "references.yaml")
    names = {one: f"{shown}/{os.path.basename(one)}" for one in (submission, references)}
    document = read_document(submission, names[submission])
    name = criteria_name(document.value) if document.value is not None else None
    if document.value is None or name is None or name.value is None:
        return Result(value=None, problems=(*document.problems, *(name.problems if name is not None else ())))
    inside = (os.path.join(into, "criteria"),)
    state, told = _compare(name.value, search, inside)
    opened = Opened(
        kind=found.kind,
        submission=submission,
        references=references if os.path.isfile(references) else None,
        names=names,
        evidence=found.kind == "bundle",
        pack=name.value,
        pack_state=state,
        search=(*search, *inside) if state is PackState.UNKNOWN else search,
        as_of=_day(found.manifest.get("as_of")),
        fingerprint=found.fingerprint,
    )
    return Result(value=opened, problems=tuple(_noted(f"{shown}：{text}", hint) for text, hint in told))


def _compare(name: str, search: tuple[str, ...], inside: tuple[str, ...]) -> tuple[PackState, list[tuple[str, str]]]:
    own = load_criteria(name, search).value
    theirs = load_criteria(name, inside).value
    if own is None:
        text = f"本机没有指标体系 {name}，按里面附带的计分，不能核对它是否就是公布的那一份"
        return PackState.UNKNOWN, [(text, "请用 --criteria-path 指明公布的指标体系所在的文件夹，再运行一次。")]
    layers = [[one.digest, *(base.digest for base in one.extends)] for one in (own, theirs) if one is not None]
    if len(layers) == 2 and layers[0] == layers[1]:
        return PackState.SAME, []
    text = f"里面的指标体系 {name} 与本机的不同，按本机的计分，得分可能与对方写的不一样"
    return PackState.OTHER, [(text, "请核对双方用的版本；要知道里面的得分是怎样算的，用 scoring verify 校验。")]


def _day(value: object) -> date | None:
    try:
        return None if value is None else date.fromisoformat(str(value))
    except ValueError:
        return None


def _problem(code: str, message: str, hint: str) -> Problem:
    return Problem(code=code, message=message, hint=hint)


def _noted(message: str, hint: str) -> Problem:
    return Problem(code="sealed-pack", message=message, hint=hint, severity=Severity.QUESTION)


def _refused(code: str, message: str) -> Result[Opened]:
    hint = (
        "请确认这是 scoring bundle 生成的包或 scoring report 生成的 PDF，并且传输完整；用 scoring verify 可以看到详情。"
    )
    return Result(value=None, problems=(_problem(code, message, hint),))
