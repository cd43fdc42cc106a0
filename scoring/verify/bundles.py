"""Checks a bundle: its form, its list of checksums, every file, and the score."""

from __future__ import annotations

import os

from scoring.bundle.archive import Entry, Reader
from scoring.bundle.making import MANIFEST, SCHEMA, fingerprint, of_content
from scoring.bundle.result import Json, canonical, result_json
from scoring.bundle.unpacking import SMALL, differing, read_listing
from scoring.bundle.words import NOT_PROVEN, PROVEN
from scoring.leftovers import workspace
from scoring.text import range_text
from scoring.verify.model import Finding, State, Verdict
from scoring.verify.recompute import compare, load_json, packs, score_again

__all__ = ["verify_bundle"]


def verify_bundle(path: str) -> Verdict:
    """Check the archive at `path`. Raises HostileError where it is not even in the form of a bundle, and OSError."""
    with open(path, "rb") as stream:
        reader = Reader(stream)
        listing = read_listing(reader)
        entries = listing.entries
        manifest, bad = load_json(listing.manifest, MANIFEST)
        if not listing.marked:
            bad = (*bad, Finding(state=State.BAD, text="manifest.json 被改动过", name=MANIFEST))
        if manifest is None or manifest.get("schema") != SCHEMA or not isinstance(manifest.get("files"), dict):
            return Verdict(kind="bundle", findings=bad or (Finding(state=State.BAD, text="manifest.json 不认识"),))
        with workspace("verify") as folder:
            findings = [*bad, *_files(reader, entries, manifest, folder)]
            return _scored(manifest, findings, folder, entries)


def _files(reader: Reader, entries: dict[str, Entry], manifest: Json, folder: str) -> list[Finding]:
    """Hold every file against the list, and unpack what is needed for scoring."""
    listed = manifest["files"]
    assert isinstance(listed, dict)
    found = [
        Finding(state=State.BAD, text=text, name=name) for name, text in differing(reader, entries, listed, folder)
    ]
    if fingerprint(of_content(listed)) != manifest.get("fingerprint"):
        found.append(Finding(state=State.BAD, text="清单里的指纹与文件的校验值对不上", name=MANIFEST))
    if not found:
        found.append(
            Finding(state=State.GOOD, text=f"{len(listed)}个文件的 SHA-256 都与清单一致，没有缺少和多出的文件")
        )
    return found


def _scored(manifest: Json, findings: list[Finding], folder: str, entries: dict[str, Entry]) -> Verdict:
    again = score_again(
        folder,
        references="submission/references.yaml" in entries,
        as_of=manifest.get("as_of"),
        with_evidence=True,
    )
    findings += again.findings
    total = ""
    if again.found is not None:
        found = again.found
        total = range_text(found.card.total.low, found.card.total.high)
        names = {
            os.path.join(folder, "submission", name): f"submission/{name}"
            for name in ("submission.yaml", "references.yaml")
        }
        made = result_json(found, names)
        findings += packs(found)
        findings += _written(manifest, made)
        findings += compare(_result(folder), found, names, with_evidence=True)
    good = not any(one.state is State.BAD for one in findings)
    return Verdict(
        kind="bundle",
        findings=tuple(findings),
        fingerprint=str(manifest.get("fingerprint", "")),
        city=str(manifest.get("city", "")),
        total=total,
        proves=PROVEN if good else (),
        not_proven=NOT_PROVEN,
    )


def _result(folder: str) -> Json:
    path = os.path.join(folder, "result.json")
    if not os.path.isfile(path) or os.path.getsize(path) > SMALL:
        return {}
    with open(path, "rb") as file:
        return load_json(file.read(), "result.json")[0] or {}


def _written(manifest: Json, made: Json) -> list[Finding]:
    """What the list itself says of city, pack and score must be what comes out."""
    score = manifest.get("score")
    readings = made.get("readings")
    eligibility = made.get("eligibility")
    pairs = {
        "city": (manifest.get("city"), made["submission"]),
        "criteria": (manifest.get("criteria"), made["criteria"]),
        "invented": (manifest.get("invented"), made["invented"]),
        "as_of": (manifest.get("as_of"), made["as_of"]),
        "tool": (manifest.get("tool"), made["tool"]) if _same_tool(manifest, made) else (None, None),
        "score": (
            score,
            {
                "total": made["total"],
                "full": made["full"],
                "complete": made["complete"],
                "eligibility": eligibility["state"] if isinstance(eligibility, dict) else None,
                "evidenced": readings["evidenced"] if isinstance(readings, dict) else None,
            },
        ),
    }
    submission = made["submission"]
    pairs["city"] = (manifest.get("city"), submission.get("city") if isinstance(submission, dict) else None)
    wrong = [key for key, (one, other) in pairs.items() if canonical(one) != canonical(other)]
    if not wrong:
        return []
    return [Finding(state=State.BAD, text=f"manifest.json 里的 {'、'.join(wrong)} 与重新计算的不一致", name=MANIFEST)]


def _same_tool(manifest: Json, made: Json) -> bool:
    return canonical(manifest.get("tool")) == canonical(made["tool"])
