"""What to say of a key that a review file does not know; above all of points where facts belong."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.documents.schema.checking import Path
from scoring.documents.schema.messages import SchemaProblem
from scoring.documents.submissions.keys import KeyAdvice, unknown_key
from scoring.model.criteria import Criteria
from scoring.model.facts import FactType

__all__ = ["ReviewKeys"]

POINTS = ("分值", "得分", "分数", "扣分", "评分", "自评分", "审核分")
ITEMS, GATES = "审核意见", "申报资格"


class ReviewKeys:
    """Advice on unknown keys of reviews by one index."""

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria
        self.submission = KeyAdvice(criteria)

    def __call__(self, path: Path, key: str, allowed: Sequence[str]) -> SchemaProblem:
        """See `scoring.documents.schema.checking.Advice`."""
        gates = [gate.name for gate in self.criteria.eligibility.gates]
        if key in gates and path != (GATES,):
            hint = "请把它移到“申报资格:”的下面，缩进两格。"
            return SchemaProblem(code="misplaced", message=f"“{key}”应写在“申报资格”下面", hint=hint)
        if path == (ITEMS,):
            return self.submission(("自评",), key, allowed)
        if path and path[0] == GATES:
            return self._gate(path, key, allowed)
        if path and path[0] == ITEMS and len(path) >= 2:
            item = str(path[1])
            if key in POINTS:
                return self._points(item, key)
            if len(path) == 2 and key in self._facts(item):
                hint = f"请写成“改为: {{{key}: …}}”。"
                return SchemaProblem(code="misplaced", message=f"“{key}”应写在“改为”下面", hint=hint)
        if not path and key in self.criteria.items_by_id:
            hint = "请把它缩进两格，放到“审核意见:”的下面。"
            return SchemaProblem(code="misplaced", message=f"“{key}”应写在“审核意见”下面", hint=hint)
        return unknown_key(path, key, allowed)

    def _gate(self, path: Path, key: str, allowed: Sequence[str]) -> SchemaProblem:
        if key in POINTS:
            hint = "请在“改为”里写明查明的情况：没有发生写 无，发生了的逐件写日期和情况。"
            return SchemaProblem(code="points-not-facts", message=f"申报资格不计分，不能写“{key}”", hint=hint)
        if len(path) == 1 and key in self.criteria.items_by_id:
            hint = "请把它移到“审核意见:”的下面。"
            return SchemaProblem(code="misplaced", message=f"“{key}”应写在“审核意见”下面", hint=hint)
        return unknown_key(path, key, allowed)

    def _facts(self, item: str) -> list[str]:
        found = self.criteria.items_by_id.get(item)
        return [] if found is None else [fact.name for fact in found.facts if fact.derive is None]

    def _points(self, item: str, key: str) -> SchemaProblem:
        """Points are given only where the official text leaves them to a person's judgement."""
        found = self.criteria.items_by_id.get(item)
        judged = [] if found is None else [fact.name for fact in found.facts if fact.type is FactType.JUDGED]
        if judged:
            hint = f"评判的分请写成“改为: {{{judged[0]}: {{分值: …, 理由: …}}}}”。"
        else:
            hint = (
                f"请在“改为”里写明填报内容应改成什么，得分由评分标准算出。可以改的有：{'、'.join(self._facts(item))}。"
            )
        return SchemaProblem(code="points-not-facts", message=f"不能直接写“{key}”", hint=hint)
