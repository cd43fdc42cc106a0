"""What a pack says about all cities together: how ties are broken."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.documents.nodes import Node, get, items_of, text_of
from scoring.documents.problems import Report, did_you_mean
from scoring.model.criteria import Section
from scoring.model.totals import TieKey, TieKind, TieRule

__all__ = ["ties_of"]


def ties_of(node: Node | None, sections: Iterable[Section], report: Report) -> TieRule | None:
    """How equal totals are put in order; None where the pack says nothing."""
    steps = items_of(get(node, "ties"))
    if not steps:
        return None
    parts = tuple(sections)
    known = {
        TieKind.SECTION: [one.id for one in parts],
        TieKind.ITEM: [item.id for one in parts for item in one.items],
    }
    keys: list[TieKey] = []
    for step in steps:
        for kind in TieKind:
            named = get(step, kind.value)
            if named is None:
                continue
            key = TieKey(kind=kind, id=text_of(named))
            what = "一级指标" if kind is TieKind.SECTION else "指标项"
            if key.id not in known[kind]:
                hint = did_you_mean(key.id, known[kind])
                report.error("ties", f"没有编号为“{key.id}”的{what}", hint, named)
            elif key in keys:
                report.error("ties", f"{what}“{key.id}”已经比过", "请删掉重复的一步。", named)
            keys.append(key)
    return TieRule(keys=tuple(keys), note=text_of(get(node, "note")))
