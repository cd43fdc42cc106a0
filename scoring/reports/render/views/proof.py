"""The evidence checklist (佐证材料清单)."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.base.text import date_text, points_text, range_text, scored_text
from scoring.model.criteria import Basis, Criteria
from scoring.model.evidence import EvidenceEntry, EvidenceList, EvidenceState, EvidenceSupport
from scoring.model.scorecard import Range
from scoring.reports import wording
from scoring.reports.render.views.model import EvidenceRow, RiskRow

__all__ = ["bound_text", "readings", "risks", "rows", "summary", "total"]

SHORT = 12
NONE = "—"
NO_LIST = "指标体系没有列出要提供的材料，自评文件也没有列材料。"


def rows(criteria: Criteria, evidence: EvidenceList, bound: Mapping[str, int]) -> tuple[EvidenceRow, ...]:
    """Every row of the checklist in its order."""
    return tuple(_row(criteria, entry, bound) for entry in evidence.entries)


def _row(criteria: Criteria, entry: EvidenceEntry, bound: Mapping[str, int]) -> EvidenceRow:
    item = criteria.items_by_id.get(entry.item)
    file, request = entry.file, entry.request
    title = (file.title if file else "") or (request.title if request else "")
    if file is None and request is not None and request.basis is Basis.SUGGESTED:
        title += "（建议）"
    document = tuple(part for part in (file.issuer, file.document_number) if part) if file else ()
    present = entry.state is EvidenceState.PRESENT
    return EvidenceRow(
        number=entry.number,
        item=wording.item_label(item.label) if item else entry.item,
        title=title,
        path=file.path if file else "",
        document=document or (NONE,),
        dated=date_text(file.dated) if file and file.dated else NONE,
        pages=str(entry.pages) if entry.pages is not None else NONE,
        state=wording.evidence_word(entry.state),
        ok=None if file is None else present,
        digest=entry.digest[:SHORT] if entry.digest else NONE,
        binder=bound_text(entry, bound),
    )


def bound_text(entry: EvidenceEntry, bound: Mapping[str, int]) -> str:
    """Where a row stands in the binder, or ""."""
    return f"见汇编第{bound[entry.number]}页" if entry.number in bound else ""


def readings(support: EvidenceSupport | None, verified: Range | None = None) -> tuple[str, ...]:
    """How much of the score lies on paper, in sentences."""
    if support is None:
        return ()
    review = "还没有审核意见" if verified is None else scored_text(verified)
    text = f"自评得分{scored_text(support.claimed)}；"
    if not support.listed:
        return f"{text}核实后的得分：{review}。", support.note
    text += f"有材料支撑的得分{range_text(support.evidenced.low, support.evidenced.high)}分；"
    lines = [f"{text}核实后的得分：{review}。材料不在的填报内容按未填计算。"]
    if support.at_risk > 0:
        lost = points_text(support.at_risk)
        lines.append(f"有{len(support.unbacked)}项填报内容没有材料支撑，得分最多可能因此减少{lost}分。")
    return (*lines, support.note)


def risks(criteria: Criteria, support: EvidenceSupport | None) -> tuple[RiskRow, ...]:
    """The absent documents that put points at risk, the dearest first."""
    found = support.risks or () if support is not None else ()
    return tuple(
        RiskRow(
            item=wording.item_label(criteria.items_by_id[risk.item].label),
            title=risk.title + ("（建议）" if risk.basis is Basis.SUGGESTED else ""),
            state=wording.evidence_word(risk.state),
            worth=points_text(risk.worth),
            facts="、".join(risk.facts),
        )
        for risk in found
        if risk.worth > 0
    )


def summary(evidence: EvidenceList) -> str:
    """One sentence: how many are listed, present, missing; how many suggested documents are not listed."""
    if not evidence.entries:
        return NO_LIST
    counts = {state: sum(entry.state is state for entry in evidence.entries) for state in EvidenceState}
    listed = sum(counts.values()) - counts[EvidenceState.NOT_LISTED]
    parts = [f"列出佐证材料{listed}份，其中已附{counts[EvidenceState.PRESENT]}份"]
    parts += [
        f"{wording.evidence_word(state)}的{count}份"
        for state, count in counts.items()
        if count and state not in (EvidenceState.PRESENT, EvidenceState.NOT_LISTED)
    ]
    if counts[EvidenceState.NOT_LISTED]:
        parts.append(f"另有建议提供而未列的{counts[EvidenceState.NOT_LISTED]}种")
    return "，".join(parts) + "。"


def total(evidence: EvidenceList) -> str:
    """What the form's last row says: how many files there are and how many of them are missing or empty."""
    listed = [entry for entry in evidence.entries if entry.file is not None]
    present = sum(entry.state is EvidenceState.PRESENT for entry in listed)
    if not listed:
        return "未列"
    return f"共{len(listed)}份" if present == len(listed) else f"共{len(listed)}份，缺{len(listed) - present}份"
