"""Takes a submission out of a bundle or a sealed report, so that it can be scored like one that lies in a folder."""

from __future__ import annotations

import enum
import os
from datetime import date

from msgspec import Struct

from scoring.base.assets import criteria_search
from scoring.base.errors import Problem, Result, Severity
from scoring.base.text import os_error_text
from scoring.documents.strict import read_document
from scoring.loading import load_criteria
from scoring.seal.archive import HostileError, ordinary_zip
from scoring.seal.unsealing import Unsealed, lay_out, unseal
from scoring.submissions import criteria_name

__all__ = ["OpenedSeal", "PackState", "open_sealed"]

CHANGED = "请让对方用 scoring bundle 或 scoring report 重新生成一份；不要采信这一份。"
REFUSED = (
    "请确认这是 scoring bundle 生成的包或 scoring report 生成的 PDF，并且传输完整；用 scoring verify 可以看到详情。"
)


class PackState(enum.Enum):
    """SAME: the pack inside is the one at hand; OTHER: one of that name is at hand and differs; UNKNOWN: only the one
    inside is there."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


class OpenedSeal(Struct, frozen=True, kw_only=True):
    """What was taken out.

    kind: `bundle` or `report`
    submission, references: paths of files below the folder it was unpacked to; None: no references
    names: what messages should call them
    evidence: whether the evidence lies beside the submission; a report carries none
    pack: the id of the pack
    pack_state: how the pack inside stands to the one at hand
    search: where to look for the pack; one at hand goes before the one inside, so that nobody brings milder rules along
    as_of: the day it was scored for, None for the day of application
    fingerprint: the one that `scoring verify` shows
    """

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
) -> Result[OpenedSeal]:
    """Unpack the bundle (.zip) or sealed report (.pdf) at `path` below `into`, an empty folder of the caller's own.

    Every file is held against the checksums inside; a hostile or altered one gives errors that name each part, and no
    value. The score is not worked out again: `scoring verify` does that. `search` is where packs at hand are looked
    for (None: as always); `shown` is what messages call the file (None: its path). A pack that differs from the one at hand, or is not at hand, is a QUESTION. Never raises for
    what the file holds; a disk that cannot be read or written is a problem too.
    """
    shown = path if shown is None else shown
    try:
        ordinary = ordinary_zip(path)
        if ordinary is not None:
            kind, hint = ordinary
            return _refused(
                Problem(code="not-a-bundle", message=f"{shown} 是{kind}，不是 scoring bundle 生成的包", hint=hint)
            )
        found = unseal(path, into)
        faults = found.faults or lay_out(found)
    except HostileError as hostile:
        return _refused(Problem(code="sealed-refused", message=f"{shown}：{hostile}", hint=REFUSED))
    except OSError as error:
        message = f"{shown} 读不了或解不开：{os_error_text(error)}"
        return _refused(Problem(code="sealed-unreadable", message=message, hint=REFUSED))
    if faults:
        return _refused(
            *(Problem(code="sealed-changed", message=f"{shown}：{text}", hint=CHANGED) for _, text in faults)
        )
    return _with_pack(found, shown, criteria_search() if search is None else tuple(search))


def _with_pack(found: Unsealed, shown: str, search: tuple[str, ...]) -> Result[OpenedSeal]:
    """Choose between the pack inside and the one at hand."""
    names = {path: f"{shown}/{os.path.basename(path)}" for path in found.names}
    document = read_document(found.submission, names[found.submission])
    name = criteria_name(document.value) if document.value is not None else None
    if document.value is None or name is None or name.value is None:
        return _refused(*document.problems, *(name.problems if name is not None else ()))
    state, text, hint = _compare(name.value, search, found.packs)
    opened = OpenedSeal(
        kind=found.kind,
        submission=found.submission,
        references=found.references,
        names=names,
        evidence=found.kind == "bundle",
        pack=name.value,
        pack_state=state,
        search=(*search, *found.packs) if state is PackState.UNKNOWN else search,
        as_of=_day((found.manifest or {}).get("as_of")),
        fingerprint=found.fingerprint,
    )
    asked = Problem(code="sealed-pack", message=f"{shown}：{text}", hint=hint, severity=Severity.QUESTION)
    return Result(value=opened, problems=(asked,) if text else ())


def _compare(name: str, search: tuple[str, ...], inside: tuple[str, ...]) -> tuple[PackState, str, str]:
    """How the pack inside stands to the one at hand, and what to say of it and to do where they are not the same."""
    own = load_criteria(name, search).value
    theirs = load_criteria(name, inside).value
    if own is None:
        text = f"本机没有指标体系 {name}，按里面附带的计分，不能核对它是否就是公布的那一份"
        return PackState.UNKNOWN, text, "请用 --criteria-path 指明公布的指标体系所在的文件夹，再运行一次。"
    layers = [[one.digest, *(base.digest for base in one.extends)] for one in (own, theirs) if one is not None]
    if len(layers) == 2 and layers[0] == layers[1]:
        return PackState.SAME, "", ""
    text = f"里面的指标体系 {name} 与本机的不同，按本机的计分，得分可能与对方写的不一样"
    return PackState.OTHER, text, "请核对双方用的版本；要知道里面的得分是怎样算的，用 scoring verify 校验。"


def _day(value: object) -> date | None:
    try:
        return None if value is None else date.fromisoformat(str(value))
    except ValueError:
        return None


def _refused(*problems: Problem) -> Result[OpenedSeal]:
    return Result(value=None, problems=problems)
