"""Chooses how to check a file by its first bytes."""

from __future__ import annotations

from msgspec.structs import replace

from scoring.base.reading import open_regular
from scoring.seal.bundle.archive import HostileError
from scoring.seal.verify.model import Finding, State, Verdict

__all__ = ["verify"]


def verify(path: str, *, expected: str = "", search: tuple[str, ...] = (), redraw: bool = False) -> Verdict:
    """Check the file at `path`. Raises OSError where it cannot be read.

    `expected` is a fingerprint noted elsewhere, `search` where published packs are looked for beside the shipped ones;
    `redraw` draws the PDFs of a bundle once more and compares them.
    """
    with open_regular(path) as stream:
        head = stream.read(1024)
    try:
        if head[:2] == b"PK":
            from scoring.seal.verify.bundles import verify_bundle

            found = verify_bundle(path, search=search, redraw=redraw)
        elif b"%PDF-" in head:
            from scoring.seal.verify.reports import verify_report

            found = verify_report(path, search=search)
        else:
            return _refused("不是本工具生成的包（.zip）或报告（.pdf）")
    except HostileError as hostile:
        return _refused(str(hostile))
    if redraw and found.kind == "report":
        text = "单独的报告不能重新排版比对：佐证材料不在里面；请用 scoring bundle 打的包"
        found = replace(found, findings=(*found.findings, Finding(state=State.UNCHECKED, text=text)))
    return found if not expected else _compared(found, expected.strip().lower())


def _refused(text: str) -> Verdict:
    return Verdict(kind="", findings=(Finding(state=State.BAD, text=text),))


def _compared(found: Verdict, expected: str) -> Verdict:
    same = expected == found.fingerprint
    text = "指纹与另外记下的一致" if same else f"指纹与另外记下的不一致：现在是 {found.fingerprint}"
    return replace(found, findings=(*found.findings, Finding(state=State.GOOD if same else State.BAD, text=text)))
