"""The parts of a bundle beside the score: its list, its page of explanation, its PDFs, and that nothing else is in it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from scoring import __version__
from scoring.assess import Assessment
from scoring.base.pdfs import guard, pages_of
from scoring.model.evidence import EvidenceState
from scoring.seal.binder import Bound, LeftOut
from scoring.seal.bundle.archive import HostileError
from scoring.seal.bundle.carried import carried_files, differing, read_seal
from scoring.seal.bundle.contents import REFERENCES, RESULT, SUBMISSION, pack_files
from scoring.seal.bundle.making import (
    ALWAYS,
    BINDER,
    FORM,
    GUIDE,
    MANIFEST,
    REPORT,
    evidence_files,
    fingerprint,
    manifest_of,
    of_content,
)
from scoring.seal.bundle.result import Json, canonical
from scoring.seal.bundle.words import verify_text
from scoring.seal.verify.model import Finding, State
from scoring.seal.verify.recompute import compare, load_json

__all__ = ["absent", "documents", "listing", "nothing_else"]


def nothing_else(found: Assessment, listed: Mapping[str, object], folder: str) -> Iterator[Finding]:
    """No file may be there that neither a bundle always has nor submission, packs and listed evidence call for."""
    packs = (os.path.join(folder, "criteria"),)
    known = {*ALWAYS, REFERENCES, *pack_files(found.criteria, packs), *evidence_files(found)}
    for name in sorted(listed):
        if name not in known:
            yield _bad(f"多出文件 {name}：自评文件和指标体系都用不到它，不是打包时放进去的", name)


def absent(found: Assessment) -> Iterator[Finding]:
    """The documents that the submission lists and the bundle does not hold."""
    assert found.evidence is not None
    gone = [
        f"{entry.number} {entry.file.path}"
        for entry in found.evidence.entries
        if entry.file is not None and entry.state is EvidenceState.MISSING
    ]
    if gone:
        yield Finding(state=State.NOTE, text=f"自评文件列出的材料有{len(gone)}份不在包里：{'、'.join(gone)}")


def listing(
    data: bytes, manifest: Json, found: Assessment, result: Json, pages: int, guide: bytes
) -> Iterator[Finding]:
    """Make manifest.json and VERIFY.md again from what is inside, and compare. `pages` are those of the binder."""
    listed = manifest["files"]
    assert isinstance(listed, dict)
    tool = manifest.get("tool")
    version = str(tool.get("version")) if isinstance(tool, dict) else ""
    mark = fingerprint(of_content(listed))
    sums = {name: (str(one.get("sha256")), one.get("size", 0)) for name, one in listed.items() if isinstance(one, dict)}
    bound = _bound(manifest.get("binder"), found, pages)
    made = manifest_of(found, result, bound, mark, sums, references=REFERENCES in listed, version=version)
    apart = {"fingerprint"} if pages else {"fingerprint", "binder"}  # told by themselves
    keys = [key for key in made if key not in apart and canonical(manifest.get(key)) != canonical(made[key])]
    if keys:
        yield _bad(f"{MANIFEST} 里的 {'、'.join(keys)} 与重新计算的不一致", MANIFEST)
    unknown = sorted(str(key) for key in manifest.keys() - made.keys())
    if unknown:
        yield _bad(f"{MANIFEST} 里有本工具不写的内容：{'、'.join(unknown)}", MANIFEST)
    if not keys and not unknown and data != canonical(manifest):
        yield _bad(f"{MANIFEST} 不是本工具写的样子，可能有重复的内容", MANIFEST)
    if GUIDE in listed and guide != verify_text(
        found.submission.city, mark, tuple(sorted({*listed, MANIFEST})), version
    ):
        if version == __version__:
            yield _bad(f"{GUIDE} 被改写过，与本工具写的不一致，不要照它说的做", GUIDE)
        else:
            text = f"{GUIDE} 与本工具 {__version__} 版写的不一致，包写明由 {version} 版生成，不能核对；不要以它为准"
            yield Finding(state=State.UNCHECKED, text=text, name=GUIDE)


def _bound(value: object, found: Assessment, pages: int) -> Bound:
    """What the list says of the binder, as far as it can be: the right pages, and each listed document once."""
    given = value if isinstance(value, dict) else {}
    assert found.evidence is not None
    paths = {one.number: one.file.path for one in found.evidence.entries if one.file is not None}
    starts = {
        number: page
        for number, page in _dict(given.get("starts")).items()
        if number in paths and type(page) is int and 0 < page <= pages
    }
    out = given.get("left_out")
    reasons = {
        str(one.get("number")): str(one.get("reason"))
        for one in (out if isinstance(out, list) else [])
        if isinstance(one, dict)
    }
    left = tuple(
        LeftOut(number=number, path=path, reason=reasons.get(number, ""))
        for number, path in paths.items()
        if number not in starts
    )
    return Bound(pages=pages, starts=starts, left_out=left, files=len(starts))


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def documents(found: Assessment, listed: Mapping[str, object], folder: str) -> tuple[int, list[Finding]]:
    """Open the PDFs; the pages of the binder, and what is wrong. The report must carry the very same submission."""
    bad: list[Finding] = []
    counts = {}
    for name in (REPORT, FORM, BINDER):
        path = os.path.join(folder, name)
        counts[name] = _pages(path) if os.path.isfile(path) else -1
        if counts[name] == 0:
            bad.append(_bad(f"{name} 不是 PDF，或者打不开", name))
    if counts[REPORT] > 0:
        bad += [_bad(f"{REPORT}：{text}", REPORT) for text in _report(found, os.path.join(folder, REPORT), listed)]
    return max(counts[BINDER], 0), bad


def _pages(path: str) -> int:
    import pikepdf

    guard()
    try:
        with pikepdf.open(path) as pdf:
            return pages_of(pdf)
    except Exception:  # a hostile PDF raises nearly anything
        return 0


def _report(found: Assessment, path: str, listed: Mapping[str, object]) -> Iterator[str]:
    """What is wrong with the report in a bundle: its seal, or that it was made from something else."""
    try:
        seal = read_seal(path)
        files = carried_files(seal.original)
    except HostileError as hostile:
        yield str(hostile)
        return
    yield from seal.faults
    if seal.appended and not seal.faults:
        yield "封记以后追加了签名，不是打包时的报告"
    manifest, _ = load_json(files.get(MANIFEST, b""), MANIFEST)
    yield from (text for _, text in differing(files, _dict((manifest or {}).get("files"))))
    own = of_content({SUBMISSION: listed.get(SUBMISSION), REFERENCES: listed.get(REFERENCES)})
    noted = of_content(_dict((manifest or {}).get("files")))
    if {name.rpartition("/")[2]: digest for name, digest in own.items()} != {
        name: digest for name, digest in noted.items() if name in ("submission.yaml", "references.yaml")
    }:
        yield "不是由包里的自评文件和参照值生成的"
    folder = os.path.join(os.path.dirname(path), "submission")
    short = {os.path.join(folder, name): name for name in ("submission.yaml", "references.yaml")}
    yield from (
        one.text for one in compare(files.get(RESULT, b""), found, short, with_evidence=True) if one.state is State.BAD
    )


def _bad(text: str, name: str) -> Finding:
    return Finding(state=State.BAD, text=text, name=name)
