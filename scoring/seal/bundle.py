"""Puts report, binder, submission, packs, evidence and result into one archive that anyone can check."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable, Mapping

from msgspec import Struct

from scoring.assess import Assessment
from scoring.base.files import replacing
from scoring.base.tempfiles import workspace
from scoring.model.evidence import EvidenceState
from scoring.naming import draft_texts
from scoring.reports.render.fonts import FontSet
from scoring.seal.archive import LIMIT, MARK, Source, digest_of, total_of, write
from scoring.seal.binder import Binder, bind
from scoring.seal.contents import (
    BINDER,
    FORM,
    GUIDE,
    MANIFEST,
    REFERENCES,
    REPORT,
    RESULT,
    SUBMISSION,
    bundle_manifest,
    canonical,
    evidence_files,
    fingerprint,
    guide_text,
    pack_files,
    sealed_result,
    with_sealed_names,
)
from scoring.seal.sealed_report import form_of, sealed_report

Progress = Callable[[int, int, str], None]

__all__ = ["BundleResult", "make_bundle"]


class BundleResult(Struct, frozen=True, kw_only=True):
    """A finished archive.

    fingerprint: what it can be recognised by
    files, size: how many files it holds, and its bytes
    bound: the binder inside
    absent: the numbers of listed documents that were not found
    """

    fingerprint: str
    files: int
    size: int
    bound: Binder
    absent: tuple[str, ...]


UNREAD = {EvidenceState.UNREADABLE: "读不了", EvidenceState.TOO_LARGE: "太大，没有打开"}
"""Files that cannot be packed, though they are there; without them the result could not be worked out again."""


def make_bundle(
    found: Assessment,
    path: str,
    target: str,
    *,
    references_path: str | None = None,
    search: tuple[str, ...] = (),
    fonts: FontSet | None = None,
    progress: Progress | None = None,
) -> BundleResult:
    """Write the archive of the submission at `path` to `target`; it takes its name only when it is whole.

    The same input gives the same bytes. Raises OSError; ProblemsError without a PDF engine; ValueError, in Chinese, for
    what cannot be packed (a draft, names that are unsafe elsewhere, more than 4 GB, files that change meanwhile).
    """
    assert found.evidence is not None
    for text in draft_texts(found.criteria):
        hint = f'待确认的各行见 scoring criteria check "{found.criteria.folder}"，核对完、去掉标记以后再打包'
        raise ValueError(f"{text.rstrip('。')}；{hint}")
    for entry in found.evidence.entries:
        if entry.state in UNREAD and entry.file is not None:
            raise ValueError(f"“{entry.file.path}”{UNREAD[entry.state]}；请先换上能打开的，或者不列出它")
    if total_of(evidence_files(found).values()) > LIMIT:
        raise ValueError("总大小超过4 GB")
    with workspace("bundle") as folder:
        binder = os.path.join(folder, "binder.pdf")
        bound = bind(found.criteria, found.submission, found.evidence, binder, fonts=fonts, progress=progress)
        report = sealed_report(
            with_sealed_names(found, path, references_path, search),
            path,
            references_path=references_path,
            search=search,
            bound=bound.starts,
            fonts=fonts,
        )
        form = form_of(found, bound=bound.starts, fonts=fonts)
        files: dict[str, Source] = {SUBMISSION: path, REPORT: report, FORM: form, BINDER: binder}
        if references_path is not None:
            files[REFERENCES] = references_path
        files |= pack_files(found.criteria, search)
        result = sealed_result(found, path, references_path, search)
        files[RESULT] = canonical(result)
        files |= evidence_files(found)
        sums = {name: digest_of(source) for name, source in files.items()}
        _unchanged(found, sums)
        mark = fingerprint({name: digest for name, (digest, _) in sums.items()})
        files[GUIDE] = guide_text(found.submission.city, mark, tuple(sorted({*files, GUIDE, MANIFEST})))
        sums[GUIDE] = digest_of(files[GUIDE])
        manifest = canonical(bundle_manifest(found, result, bound, mark, sums, references=references_path is not None))
        files[MANIFEST] = manifest
        comment = MARK + hashlib.sha256(manifest).hexdigest().encode("ascii")
        total, done = len(files), 0

        def tick(name: str) -> None:
            nonlocal done
            done += 1
            if progress is not None:
                progress(done, total, f"打包 {name}")

        with replacing(target) as temporary, open(temporary, "xb") as stream:
            write(stream, files, comment, tick)
    absent = tuple(entry.number for entry in found.evidence.entries if entry.file is not None and entry.real is None)
    return BundleResult(fingerprint=mark, files=len(files), size=os.path.getsize(target), bound=bound, absent=absent)


def _unchanged(found: Assessment, sums: Mapping[str, tuple[str, int]]) -> None:
    """Refuse to seal files that are not those that were scored."""
    assert found.evidence is not None
    if sums[SUBMISSION][0] != found.submission.digest:
        raise ValueError("自评文件在计分以后被改动了，请重新运行")
    for entry in found.evidence.entries:
        if entry.file is not None and entry.digest is not None:
            name = "submission/" + unicodedata.normalize("NFC", entry.file.path)
            if sums[name][0] != entry.digest:
                raise ValueError(f"“{entry.file.path}”在检查以后被改动了，请重新运行")
