"""Checks a sealed report: the checksum of the whole PDF, the files it carries, and the score."""

from __future__ import annotations

import hashlib
import os

from scoring.bundle.archive import HostileError
from scoring.bundle.carried import Seal, carried_files, differing, lay_out, read_seal
from scoring.bundle.result import Json
from scoring.bundle.sealed_report import MANIFEST, PACKS
from scoring.leftovers import workspace
from scoring.text import range_text
from scoring.verify.model import Finding, State, Verdict
from scoring.verify.recompute import compare, load_json, packs, score_again

__all__ = ["verify_report"]

PROVEN = (
    "这个 PDF 和生成时一样，没有改动；",
    "按附带的填报内容和评估指标体系重新计分，得到的总分、各项得分、每一条款的结论与附带的得分明细一致。",
)
NOT_PROVEN = (
    "不证明填报内容真实；佐证材料不在报告里，没有检查；",
    "不证明是谁、在什么时候生成的：任何人都可以用本工具重新生成一份。要防止整份被换掉，请另外记下“指纹”并核对，或者由单位签名；",
    "校验通过不等于盖章，也不等于审核通过；",
    "页面上的文字只检查没有改动，不逐字与附件比对。",
)


def verify_report(path: str) -> Verdict:
    """Check the PDF at `path`. Raises HostileError where it is no sealed report, and OSError."""
    seal = read_seal(path)
    findings = _sealed(seal)
    files = carried_files(seal.original)
    manifest, bad = load_json(files.get(MANIFEST, b""), MANIFEST)
    findings += bad
    mark = hashlib.sha256(seal.original).hexdigest()
    if manifest is None or not isinstance(manifest.get("files"), dict):
        return Verdict(kind="report", findings=tuple(findings), fingerprint=mark)
    findings += _files(files, manifest)
    with workspace("verify") as folder:
        total, city = "", ""
        if _lay_out(files, folder, findings):
            again = score_again(
                folder, references="references.yaml" in files, as_of=manifest.get("as_of"), with_evidence=False
            )
            findings += again.findings
            if again.found is not None:
                city = again.found.submission.city
                total = range_text(again.found.card.total.low, again.found.card.total.high)
                names = {os.path.join(folder, "submission", n): n for n in ("submission.yaml", "references.yaml")}
                findings += packs(again.found)
                written = load_json(files.get("result.json", b""), "result.json")[0] or {}
                findings += compare(written, again.found, names, with_evidence=False)
    good = not any(one.state is State.BAD for one in findings)
    return Verdict(
        kind="report",
        findings=tuple(findings),
        fingerprint=mark,
        city=city,
        total=total,
        proves=PROVEN if good else (),
        not_proven=NOT_PROVEN,
    )


def _sealed(seal: Seal) -> list[Finding]:
    if seal.faults:
        return [Finding(state=State.BAD, text=text) for text in seal.faults]
    found = [Finding(state=State.GOOD, text="PDF 与封记里的校验值一致")]
    if seal.signed:
        text = f"封记以后只追加了{seal.signatures}个签名，页面没有改动，签过的内容没有改动；是谁签的，用 scoring sign --check 核对"
        found.append(Finding(state=State.GOOD, text=text))
    elif seal.appended:
        text = f"封记以后只追加了{seal.signatures}个签名，页面没有改动；没有安装签名组件，签名真假没有核对"
        found.append(Finding(state=State.NOTE, text=text))
    return found


def _files(files: dict[str, bytes], manifest: Json) -> list[Finding]:
    listed = manifest["files"]
    assert isinstance(listed, dict)
    found = [Finding(state=State.BAD, text=text, name=name) for name, text in differing(files, listed)]
    return found or [Finding(state=State.GOOD, text=f"{len(listed)}个附件的 SHA-256 都与清单一致")]


def _lay_out(files: dict[str, bytes], folder: str, findings: list[Finding]) -> bool:
    """Write submission and packs below `folder` for scoring; False where they are not there."""
    try:
        return lay_out(files, folder)
    except HostileError as hostile:
        findings.append(Finding(state=State.BAD, text=str(hostile), name=PACKS))
        return False
