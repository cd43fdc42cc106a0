"""The evidence checklist (佐证材料清单)."""

from __future__ import annotations

from scoring.model.criteria import Basis, Criteria
from scoring.model.evidence import EvidenceEntry, EvidenceList, EvidenceState
from scoring.render.views import words
from scoring.render.views.model import EvidenceRow
from scoring.text import date_text

__all__ = ["rows", "summary", "total"]

STATE = {
    EvidenceState.PRESENT: "已附",
    EvidenceState.EMPTY: "空文件",
    EvidenceState.MISSING: "缺",
    EvidenceState.NOT_LISTED: "未列",
}
SHORT = 12
NONE = "—"


def rows(criteria: Criteria, evidence: EvidenceList) -> tuple[EvidenceRow, ...]:
    """Every row of the checklist in its order."""
    return tuple(_row(criteria, entry) for entry in evidence.entries)


def _row(criteria: Criteria, entry: EvidenceEntry) -> EvidenceRow:
    item = criteria.items_by_id.get(entry.item)
    file, request = entry.file, entry.request
    title = (file.title if file else "") or (request.title if request else "")
    if file is None and request is not None and request.basis is Basis.SUGGESTED:
        title += "（建议）"
    document = tuple(part for part in (file.issuer, file.document_number) if part) if file else ()
    present = entry.state is EvidenceState.PRESENT
    return EvidenceRow(
        number=entry.number,
        item=words.item_label(item.label) if item else entry.item,
        title=title,
        path=file.path if file else "",
        document=document or (NONE,),
        dated=date_text(file.dated) if file and file.dated else NONE,
        pages=str(entry.pages) if entry.pages is not None else NONE,
        state=STATE[entry.state],
        ok=None if file is None else present,
        digest=entry.digest[:SHORT] if entry.digest else NONE,
    )


def summary(evidence: EvidenceList) -> str:
    """One sentence: how many are listed, present, missing; how many suggested documents are not listed."""
    counts = {state: sum(entry.state is state for entry in evidence.entries) for state in EvidenceState}
    listed = sum(counts.values()) - counts[EvidenceState.NOT_LISTED]
    parts = [f"列出佐证材料{listed}份，其中已附{counts[EvidenceState.PRESENT]}份"]
    if counts[EvidenceState.MISSING]:
        parts.append(f"找不到文件{counts[EvidenceState.MISSING]}份")
    if counts[EvidenceState.EMPTY]:
        parts.append(f"空文件{counts[EvidenceState.EMPTY]}份")
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
