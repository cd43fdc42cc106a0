"""Checks a sealed report: the checksum of the whole PDF, the files it carries, and the score."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator

from scoring.assess import Assessment
from scoring.base.leftovers import workspace
from scoring.base.text import range_text
from scoring.model.evidence import EvidenceState
from scoring.seal.bundle.archive import HostileError
from scoring.seal.bundle.carried import Seal, carried_files, differing, lay_out, read_seal
from scoring.seal.bundle.result import Json, canonical
from scoring.seal.bundle.sealed_report import MANIFEST, PACKS, manifest_of, packed
from scoring.seal.verify.model import Finding, State, Verdict
from scoring.seal.verify.recompute import compare, load_json, packs, score_again

__all__ = ["verify_report"]

PROVEN = (
    "这个 PDF 与它自己的封记一致：生成以后没有传输出错，也没有不重做封记的改动，追加的只有签名；",
    "按附带的填报内容和评估指标体系重新计分，得到的总分、各项得分、每一条款的结论与附带的得分明细一致。",
)
NOT_PROVEN = (
    "不证明页面上印的就是附带的填报和得分：内行的人可以换掉页面再重做封记，页面没有与附件比对；",
    "不证明填报内容真实；佐证材料不在报告里，材料在不在、“有材料支撑的得分”都没有核对；",
    "不证明是谁、在什么时候生成的：任何人都可以用本工具重新生成一份。要防止整份被换掉，请另外记下“指纹”并核对，或者由单位签名；",
    "校验通过不等于盖章，也不等于审核通过。",
)


def verify_report(path: str, *, search: tuple[str, ...] = ()) -> Verdict:
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
                findings += packs(again.found, search)
                findings += _listed(files, manifest, again.found, folder)
                findings += compare(files.get("result.json", b""), again.found, names, with_evidence=False)
                findings += _absent(files)
    made = Verdict(
        kind="report", findings=tuple(findings), fingerprint=mark, city=city, total=total, not_proven=NOT_PROVEN
    )
    return made.proving(PROVEN)


def _listed(files: dict[str, bytes], manifest: Json, found: Assessment, folder: str) -> Iterator[Finding]:
    """Make the list and the archive of packs again, and compare."""
    made = manifest_of(found, files, str(manifest.get("tool")))
    keys = sorted(
        key for key in {*made, *manifest} if canonical(made.get(key)) != canonical(manifest.get(key)) or key not in made
    )
    if keys:
        text = f"{MANIFEST} 里的 {'、'.join(keys)} 与按附件重新生成的不一致"
        yield Finding(state=State.BAD, text=text, name=MANIFEST)
    elif files[MANIFEST] != canonical(made):
        yield Finding(state=State.BAD, text=f"{MANIFEST} 不是本工具写的样子，可能有重复的内容", name=MANIFEST)
    if files[PACKS] != packed(found, (os.path.join(folder, "criteria"),)):
        yield Finding(state=State.BAD, text=f"附件 {PACKS} 里有评估指标体系以外的内容", name=PACKS)


def _absent(files: dict[str, bytes]) -> Iterator[Finding]:
    """The documents that were not there when the report was made, by its own word."""
    rows = (load_json(files.get("result.json", b""), "result.json")[0] or {}).get("evidence")
    gone = [
        f"{row.get('number')} {row.get('file')}"
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and row.get("state") == EvidenceState.MISSING.value
    ]
    if gone:
        text = f"得分明细写明，生成报告时自评文件列出的材料有{len(gone)}份找不到：{'、'.join(gone)}"
        yield Finding(state=State.NOTE, text=text)


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
