"""Checks a bundle: its form, its list of checksums, every file, and the score."""

from __future__ import annotations

import os

from scoring.assess import Assessment
from scoring.base.leftovers import workspace
from scoring.base.reading import open_regular
from scoring.base.text import range_text
from scoring.seal.bundle.archive import Entry, Reader
from scoring.seal.bundle.making import BINDER, FORM, GUIDE, MANIFEST, REPORT, SCHEMA, fingerprint, of_content
from scoring.seal.bundle.result import Json, result_json
from scoring.seal.bundle.unpacking import NEEDED, SMALL, Listing, differing, read_listing
from scoring.seal.bundle.words import NOT_PROVEN, PRINTED, PROVEN
from scoring.seal.verify import parts
from scoring.seal.verify.model import Finding, State, Verdict
from scoring.seal.verify.recompute import compare, load_json, packs, score_again
from scoring.seal.verify.redrawn import PROVEN_PAGES, redrawn

__all__ = ["verify_bundle"]

OPENED = (*NEEDED, REPORT, FORM, BINDER, GUIDE)


def verify_bundle(path: str, *, search: tuple[str, ...] = (), redraw: bool = False) -> Verdict:
    """Check the archive at `path`. Raises HostileError where it is not even in the form of a bundle, and OSError."""
    with open_regular(path) as stream:
        reader = Reader(stream)
        listing = read_listing(reader)
        manifest, bad = load_json(listing.manifest, MANIFEST)
        if not listing.marked:
            bad = (*bad, Finding(state=State.BAD, text="manifest.json 被改动过", name=MANIFEST))
        if manifest is None or manifest.get("schema") != SCHEMA or not isinstance(manifest.get("files"), dict):
            return Verdict(kind="bundle", findings=bad or (Finding(state=State.BAD, text="manifest.json 不认识"),))
        with workspace("verify") as folder:
            findings = [*bad, *_files(reader, listing.entries, manifest, folder)]
            return _scored(listing, manifest, findings, folder, search, redraw)


def _files(reader: Reader, entries: dict[str, Entry], manifest: Json, folder: str) -> list[Finding]:
    """Hold every file against the list, and unpack what is needed for scoring and comparing."""
    listed = manifest["files"]
    assert isinstance(listed, dict)
    found = [
        Finding(state=State.BAD, text=text, name=name)
        for name, text in differing(reader, entries, listed, folder, OPENED)
    ]
    if fingerprint(of_content(listed)) != manifest.get("fingerprint"):
        found.append(Finding(state=State.BAD, text="清单里的指纹与文件的校验值对不上", name=MANIFEST))
    if not found:
        found.append(
            Finding(state=State.GOOD, text=f"{len(listed)}个文件的 SHA-256 都与清单一致，没有缺少和多出的文件")
        )
    return found


def _scored(
    listing: Listing, manifest: Json, findings: list[Finding], folder: str, search: tuple[str, ...], redraw: bool
) -> Verdict:
    references = "submission/references.yaml" in listing.entries
    again = score_again(folder, references=references, as_of=manifest.get("as_of"), with_evidence=True)
    findings += again.findings
    total, drawn = "", False
    if again.found is not None:
        total = range_text(again.found.card.total.low, again.found.card.total.high)
        findings += packs(again.found, search)
        findings += _against(listing, manifest, again.found, folder)
        if redraw and not any(one.state is State.BAD for one in findings):
            pages = list(redrawn(again.found, folder, manifest, references=references))
            findings += pages
            drawn = all(one.state is State.GOOD for one in pages)
    made = Verdict(
        kind="bundle",
        findings=tuple(findings),
        fingerprint=str(manifest.get("fingerprint", "")),
        city=again.found.submission.city if again.found is not None else "",
        total=total,
        not_proven=tuple(one for one in NOT_PROVEN if not (drawn and one == PRINTED)),
    )
    return made.proving((*PROVEN, *((PROVEN_PAGES,) if drawn else ())))


def _against(listing: Listing, manifest: Json, found: Assessment, folder: str) -> list[Finding]:
    """Hold all that is written in the archive against what comes out of the submission and the packs inside."""
    listed = manifest["files"]
    assert isinstance(listed, dict)
    names = {os.path.join(folder, "submission", n): f"submission/{n}" for n in ("submission.yaml", "references.yaml")}
    pages, wrong = parts.documents(found, listed, folder)
    made = result_json(found, names)
    return [
        *parts.nothing_else(found, listed, folder),
        *wrong,
        *parts.listing(listing.manifest, manifest, found, made, pages, _bytes(folder, GUIDE)),
        *compare(_bytes(folder, "result.json"), found, names, with_evidence=True),
        *parts.absent(found),
    ]


def _bytes(folder: str, name: str) -> bytes:
    path = os.path.join(folder, name)
    if not os.path.isfile(path) or os.path.getsize(path) > SMALL:
        return b""
    with open_regular(path) as file:
        return file.read()
