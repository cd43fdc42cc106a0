"""The report as a PDF/A-3 that carries submission, references, packs and result, and a checksum of itself."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping

from scoring.assess import Assessment
from scoring.base.marks import INTEGRITY_STAMP
from scoring.base.reading import open_regular
from scoring.model.explanation import Explanation
from scoring.model.scorecard import Range
from scoring.reports.papers.report import city_report
from scoring.reports.render import form_pdf as draw_form
from scoring.reports.render import pdf as draw
from scoring.reports.render.fonts import FontSet
from scoring.reports.render.pdf import Attachment
from scoring.seal.archive import write
from scoring.seal.contents import (
    MANIFEST,
    PACKS,
    REFERENCES,
    RESULT,
    SUBMISSION,
    canonical,
    pack_files,
    report_manifest,
    sealed_result,
)

__all__ = ["ATTACHMENTS", "form_of", "packed", "sealed_report"]

ATTACHMENTS = {
    "submission.yaml": ("application/yaml", "自评文件，重新计分的依据"),
    "references.yaml": ("application/yaml", "参照值文件"),
    "result.json": ("application/json", "得分明细"),
    PACKS: ("application/zip", "计分所用的评估指标体系"),
    MANIFEST: ("application/json", "上列附件的 SHA-256 校验值"),
}


def sealed_report(
    found: Assessment,
    path: str,
    *,
    references_path: str | None = None,
    search: tuple[str, ...] = (),
    bound: Mapping[str, int] | None = None,
    fonts: FontSet | None = None,
    templates: str | None = None,
    explanation: Explanation | None = None,
    verified: Range | None = None,
) -> bytes:
    """The report of an assessment of the submission at `path`. The same input gives the same bytes.

    `explanation` is printed instead of the assessment's own, and `verified` beside its score; what is carried stays the plain result.

    Raises ProblemsError where a PDF cannot be made, OSError where a file cannot be read again, and ValueError where
    the submission was changed since it was scored.
    """
    view = city_report(found, explanation=explanation, verified=verified, bound=bound)
    attachments = _attachments(found, path, references_path, search)
    return _stamped(draw(view, fonts=fonts, templates=templates, attachments=attachments))


def form_of(found: Assessment, *, bound: Mapping[str, int] | None = None, fonts: FontSet | None = None) -> bytes:
    """The official form (自评表) by itself, with the pages of the binder. Raises ProblemsError as `sealed_report` does."""
    return draw_form(city_report(found, bound=bound), fonts=fonts)


def _attachments(
    found: Assessment, path: str, references_path: str | None, search: tuple[str, ...]
) -> tuple[Attachment, ...]:
    with open_regular(path) as file:
        submission = file.read()
    if hashlib.sha256(submission).hexdigest() != found.submission.digest:
        raise ValueError("自评文件在计分以后被改动了，请重新运行")
    files: dict[str, bytes] = {SUBMISSION.rpartition("/")[2]: submission}
    if references_path is not None:
        with open_regular(references_path) as file:
            files[REFERENCES.rpartition("/")[2]] = file.read()
    files[PACKS] = packed(found, search)
    files[RESULT] = canonical(sealed_result(found, path, references_path, search, short=True))
    files[MANIFEST] = canonical(report_manifest(found, files))
    return tuple(
        Attachment(
            name=name,
            data=data,
            media=ATTACHMENTS[name][0],
            note=ATTACHMENTS[name][1],
            relationship="Source" if name == "submission.yaml" else "Data",
        )
        for name, data in sorted(files.items())
    )


def packed(found: Assessment, search: tuple[str, ...]) -> bytes:
    """The packs a submission was scored with, as one archive."""
    made = io.BytesIO()
    files = pack_files(found.criteria, search)
    write(made, {name.removeprefix("criteria/"): source for name, source in files.items()}, b"")
    return made.getvalue()


def _stamped(data: bytes) -> bytes:
    """Put length and SHA-256 of a drawn report into the place it keeps for them; the sum counts that place as zeros."""
    at = data.find(INTEGRITY_STAMP)
    if at < 0 or data.count(INTEGRITY_STAMP) != 1:
        return data
    blank = data[:at] + INTEGRITY_STAMP[:-12] + b"%012d" % len(data) + data[at + len(INTEGRITY_STAMP) :]
    total = hashlib.sha256(blank).hexdigest().encode("ascii")
    return blank.replace(b"sha256 " + b"0" * 64, b"sha256 " + total, 1)
