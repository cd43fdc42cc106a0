"""The block 申报资格 of a review file, and the checks that decisions on items and on gates share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scoring.documents.fields import Reader
from scoring.documents.nodes import Entry, Node, entries_of, get, is_blank, items_of, text_of
from scoring.documents.problems import Report, read_day
from scoring.documents.submissions.submission import gate_kind
from scoring.model.criteria import Criteria
from scoring.model.procedure import Gate, GateKind
from scoring.model.review import Decision, Verdict
from scoring.review.keys import GATES

__all__ = ["GATES", "check_common", "read_gate_decisions", "texts_of"]

REASONED = (Verdict.ADJUST, Verdict.REJECT, Verdict.CLARIFY)


def read_gate_decisions(
    criteria: Criteria, group: Node | None, day: date | None, report: Report
) -> Iterator[tuple[str, Decision]]:
    """Name and decision of every gate that the review mentions; `day` is that of the whole file."""
    gates = {gate.name: gate for gate in criteria.eligibility.gates}
    for entry in entries_of(group):
        yield entry.name, _decision(gates[entry.name], entry, day, report)


def _decision(gate: Gate, entry: Entry, day: date | None, report: Report) -> Decision:
    node = entry.value
    verdict = Verdict(text_of(get(node, "意见")) or Verdict.NONE.value)
    changed = get(node, "改为")
    made = Decision(
        subject=gate.name,
        gate=True,
        verdict=verdict,
        location=entry.key.location,
        answer=None if changed is None or is_blank(changed) else gate_kind(gate).read(changed, Reader(report)),
        reason=text_of(get(node, "理由")),
        basis=texts_of(get(node, "依据材料")),
        on=read_day(get(node, "日期"), report) or (day if verdict is not Verdict.NONE else None),
        mark=text_of(get(node, "自评核对码")),
    )
    form = "改为: 否" if gate.kind is GateKind.YES_NO else "改为: [{日期: 2021-06-01, 情况: …}]，没有发生的写“改为: 无"
    check_common(
        made.verdict,
        made.subject,
        node,
        report,
        changes=made.answer is not None,
        example=form,
        reason=made.reason,
    )
    return made


def check_common(
    verdict: Verdict,
    label: str,
    node: Node | None,
    report: Report,
    *,
    changes: bool,
    example: str,
    reason: str,
) -> None:
    """What the parts of one decision say together, of an item or of a gate. `example` shows a change as it is written."""
    opinion = get(node, "意见")
    if verdict is Verdict.ADJUST and not changes:
        hint = f"请写明填报内容应改成什么，例如“{example}”；不改的写“意见: 认可”。"
        report.error("no-changes", f"{label} 的意见是“调整”，没有写“改为”", hint, opinion)
    if changes and verdict is not Verdict.ADJUST:
        hint = "要改填报内容，请写“意见: 调整”；不改的，删掉“改为”。"
        report.error("changes-unused", f"{label} 写了“改为”，意见却不是“调整”", hint, get(node, "改为"))
    if verdict in REASONED and not reason:
        hint = "请补上一行“理由: …”，写明看到了什么、为什么这样认定。"
        report.error("no-reason", f"{label} 的意见是“{verdict.value}”，没有写理由", hint, opinion)
    if verdict is Verdict.NONE and reason:
        hint = "要请城市说明，请写“意见: 要求说明”；无意见的维持原样，不影响得分，也不会当作0分。"
        report.question("reason-unused", f"{label} 写了理由，没有意见", hint, get(node, "理由"))


def texts_of(node: Node | None) -> tuple[str, ...]:
    """The texts of a list, each once."""
    return tuple(dict.fromkeys(text for one in items_of(node) if (text := text_of(one))))
