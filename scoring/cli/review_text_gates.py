"""What `scoring review merge` and `replay` print of eligibility."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.cli.table import hanging, wrap
from scoring.model.gate_review import GateRuling, GateView
from scoring.model.review import Role, StageReading, Verdict, Verified
from scoring.model.scorecard import EligibilityState
from scoring.reports.wording import condition_word, eligibility_word
from scoring.review.replay import GateChange
from scoring.review.telling import gate_view_text
from scoring.review.words import gate_said, in_order, state_text

__all__ = ["eligibility_lines", "gate_change_lines", "gate_lines"]


def gate_lines(step: StageReading, columns: int) -> Iterator[str]:
    """The gates of a stage on which opinions differ, change something or ask; how many were accepted."""
    accepted = [one for one in step.gates if one.agreed and _only_accepts(one)]
    if accepted:
        yield f"  申报资格：认可{len(accepted)}项"
    states = {one.gate.name: one.state for one in step.card.eligibility.gates}
    for ruling in step.gates:
        if not ruling.spoken or (ruling in accepted and not ruling.unused):
            continue
        yield from hanging(
            "  ", f"申报资格“{ruling.gate}”　{_state(ruling)}　{condition_word(states[ruling.gate])}", columns
        )
        for view in sorted((*ruling.views, *ruling.asked), key=lambda one: in_order(one.reviewer)):
            yield from hanging("      ", gate_view_text(view), columns)
        if ruling.chair is not None:
            lead = "      组长（没有用上）　" if ruling.unused else "      组长　"
            yield from hanging(lead, gate_view_text(ruling.chair), columns)


def _only_accepts(ruling: GateRuling) -> bool:
    return all(view.decision.verdict is Verdict.ACCEPT for view in ruling.views)


def _state(ruling: GateRuling) -> str:
    if ruling.recorded:
        return "按上一期的周期记录判断，审核意见不改变"
    return state_text(ruling)


def gate_change_lines(change: GateChange, columns: int) -> Iterator[str]:
    """One change of eligibility with who decided it."""
    head = f"申报资格“{change.gate}”　{condition_word(change.before)} → {condition_word(change.after)}"
    yield from hanging("  ", head, columns)
    yield from hanging("      改动　", f"{change.old} → {change.new}", columns)
    for view in change.views:
        yield from hanging("      裁决　" if view.role is Role.CHAIR else "      意见　", gate_view_text(view), columns)


def eligibility_lines(found: Verified, columns: int, *, draft: bool) -> Iterator[str]:
    """How eligibility stands after the review, with the gates that keep it from being clear."""
    card = found.card.eligibility
    if not card.gates:
        return
    standing = found.steps[-1].standing
    open_ = [one for one in card.gates if one.state is card.state and card.state is not EligibilityState.CLEAR]
    reasons = "；".join(f"{one.gate.name}：{gate_said(standing, one.gate.name)}" for one in open_)
    stands = f"申报资格：{eligibility_word(card.state, draft=draft)}"
    yield from wrap(stands + (f"（{reasons}）" if reasons else ""), columns)
    if card.left_open:
        yield from wrap(card.left_open, columns)
    silent = [one.gate.name for one in card.gates if one.gate.name not in _heard(found)]
    if silent and found.reviewed:
        yield from wrap(f"申报资格没有人提出意见、按城市填报判断的：{'、'.join(silent)}", columns)


def _heard(found: Verified) -> set[str]:
    views: list[GateView] = [view for step in found.steps for ruling in step.gates for view in ruling.views]
    return {view.decision.gate for view in views}
