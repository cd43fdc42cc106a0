"""Draws the PDFs of a bundle once more from what is inside, and compares them byte by byte with those in it.

This is the only proof that the printed pages say what submission and evidence say. The same versions of the tool and of
what draws give the same bytes; with others the pages may differ without anybody having changed them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from scoring.assess import Assessment
from scoring.base.errors import ProblemsError
from scoring.seal.binder import bind
from scoring.seal.bundle.archive import digest_of
from scoring.seal.bundle.making import BINDER, FORM, REPORT
from scoring.seal.bundle.result import Json
from scoring.seal.bundle.sealed_report import form_of, sealed_report
from scoring.seal.verify.model import Finding, State

__all__ = ["PROVEN_PAGES", "redrawn"]

PROVEN_PAGES = "自评报告、自评表和汇编的每一页，都与按包里的填报和材料重新排版的一致。"


def redrawn(found: Assessment, folder: str, manifest: Json, *, references: bool) -> Iterator[Finding]:
    """One finding for each PDF; `folder` is what the archive was unpacked to."""
    listed = manifest["files"]
    assert isinstance(listed, dict)
    assert found.evidence is not None
    path = os.path.join(folder, "submission", "submission.yaml")
    beside = os.path.join(folder, "submission", "references.yaml") if references else None
    binder = os.path.join(folder, "redrawn.pdf")
    try:
        bound = bind(found.criteria, found.submission, found.evidence, binder)
        search = (os.path.join(folder, "criteria"),)
        report = sealed_report(found, path, references_path=beside, search=search, bound=bound.starts)
        form = form_of(found, bound=bound.starts)
    except ProblemsError as error:
        yield Finding(state=State.UNCHECKED, text=f"没有重新排版：{error.problems[0].message.rstrip('。')}")
        return
    for name, source in ((REPORT, report), (FORM, form), (BINDER, binder)):
        one = listed.get(name)
        if isinstance(one, dict) and digest_of(source)[0] == one.get("sha256"):
            yield Finding(state=State.GOOD, text=f"{name} 与重新排版的逐字节一致", name=name)
        else:
            text = f"{name} 与重新排版的不一致：可能换过页面，也可能只是打包时软件或排版组件的版本不同"
            yield Finding(state=State.UNCHECKED, text=text, name=name)
