"""Checks a bundle or a sealed report: every checksum, the score itself worked out again from the facts inside, and all that
is written in it held against what comes out."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scoring.base.tempfiles import workspace
from scoring.base.text import range_text
from scoring.seal.archive import HostileError
from scoring.seal.contents import BINDER, FORM, GUIDE, NOT_PROVEN, PRINTED, PROVEN, REPORT
from scoring.seal.rescoring import bundle_findings, pack_findings, redrawn, report_findings, score_again
from scoring.seal.unsealing import NEEDED, Unsealed, lay_out, unseal
from scoring.seal.verdict import Conclusion, SealFinding, State, VerificationReport

__all__ = ["Conclusion", "SealFinding", "State", "VerificationReport", "verify"]

OPENED = (*NEEDED, REPORT, FORM, BINDER, GUIDE)
PROVEN_PAGES = "自评报告、自评表和汇编的每一页，都与按包里的填报和材料重新排版的一致。"
REPORT_PROVEN = (
    "这个 PDF 与它自己的封记一致：生成以后没有传输出错，也没有不重做封记的改动，追加的只有签名；",
    "按附带的填报内容和评估指标体系重新计分，得到的总分、各项得分、每一条款的结论与附带的得分明细一致。",
)
REPORT_NOT_PROVEN = (
    "不证明页面上印的就是附带的填报和得分：内行的人可以换掉页面再重做封记，页面没有与附件比对；",
    "不证明填报内容真实；佐证材料不在报告里，材料在不在、“有材料支撑的得分”都没有核对；",
    "不证明是谁、在什么时候生成的：任何人都可以用本工具重新生成一份。要防止整份被换掉，请另外记下“指纹”并核对，或者由单位签名；",
    "校验通过不等于盖章，也不等于审核通过。",
)


def verify(path: str, *, expected: str = "", search: tuple[str, ...] = (), redraw: bool = False) -> VerificationReport:
    """Check the file at `path`. Raises OSError where it cannot be read.

    `expected` is a fingerprint noted elsewhere, `search` where published packs are looked for beside the shipped ones;
    `redraw` draws the PDFs of a bundle once more and compares them.
    """
    try:
        with workspace("verify") as folder:
            found = _verdict(unseal(path, folder, OPENED), search, redraw)
    except HostileError as hostile:
        return VerificationReport(kind="", findings=(SealFinding(state=State.BAD, text=str(hostile)),))
    if redraw and found.kind == "report":
        text = "单独的报告不能重新排版比对：佐证材料不在里面；请用 scoring bundle 打的包"
        found = replace(found, findings=(*found.findings, SealFinding(state=State.UNCHECKED, text=text)))
    return found if not expected else _compared(found, expected.strip().lower())


def _compared(found: VerificationReport, expected: str) -> VerificationReport:
    same = expected == found.fingerprint
    text = "指纹与另外记下的一致" if same else f"指纹与另外记下的不一致：现在是 {found.fingerprint}"
    return replace(found, findings=(*found.findings, SealFinding(state=State.GOOD if same else State.BAD, text=text)))


def _verdict(sealed: Unsealed, search: tuple[str, ...], redraw: bool) -> VerificationReport:
    findings = list(_integrity(sealed))
    verdict = VerificationReport(kind=sealed.kind, findings=tuple(findings), fingerprint=sealed.fingerprint)
    if sealed.manifest is None:
        return verdict
    findings += (SealFinding(state=State.BAD, text=text, name=name) for name, text in lay_out(sealed))
    found, wrong = score_again(sealed)
    findings += wrong
    drawn = False
    if found is not None:
        findings += pack_findings(found, search)
        findings += bundle_findings(sealed, found) if sealed.kind == "bundle" else report_findings(sealed, found)
        if redraw and sealed.kind == "bundle" and not any(one.state is State.BAD for one in findings):
            pages = list(redrawn(sealed, found))
            findings += pages
            drawn = all(one.state is State.GOOD for one in pages)
        total = found.card.total
        verdict = replace(verdict, city=found.submission.city, total=range_text(total.low, total.high))
    verdict = replace(verdict, findings=tuple(findings))
    if sealed.kind == "report":
        return verdict.proving(REPORT_PROVEN, REPORT_NOT_PROVEN)
    proven = (*PROVEN, PROVEN_PAGES) if drawn else PROVEN
    return verdict.proving(proven, tuple(one for one in NOT_PROVEN if not (drawn and one == PRINTED)))


def _integrity(sealed: Unsealed) -> Iterator[SealFinding]:
    """What the checksums say, and of a report what was appended to it."""
    for name, text in sealed.faults:
        yield SealFinding(state=State.BAD, text=text, name=name)
    seal = sealed.seal
    if seal is not None and not seal.faults:
        yield SealFinding(state=State.GOOD, text="PDF 与封记里的校验值一致")
        if seal.signed:
            text = (
                f"封记以后只追加了{seal.signatures}个签名，页面没有改动，签过的内容没有改动；"
                "是谁签的，用 scoring sign --check 核对"
            )
            yield SealFinding(state=State.GOOD, text=text)
        elif seal.appended:
            text = f"封记以后只追加了{seal.signatures}个签名，页面没有改动；没有安装签名组件，签名真假没有核对"
            yield SealFinding(state=State.NOTE, text=text)
    if sealed.manifest is not None and not any(name for name, _ in sealed.faults):
        count = len(sealed.listed)
        text = (
            f"{count}个文件的 SHA-256 都与清单一致，没有缺少和多出的文件"
            if seal is None
            else f"{count}个附件的 SHA-256 都与清单一致"
        )
        yield SealFinding(state=State.GOOD, text=text)
