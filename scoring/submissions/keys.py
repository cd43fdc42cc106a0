"""What to say of a key that a submission does not know: moved, computed, misspelt, or simply not there."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from scoring.documents.problems import did_you_mean, listed
from scoring.documents.schema.checking import Path
from scoring.documents.schema.messages import SchemaProblem
from scoring.model.criteria import Criteria
from scoring.model.facts import Placing

__all__ = ["KeyAdvice", "unknown_key"]


def unknown_key(path: Path, key: str, allowed: Sequence[str]) -> SchemaProblem:
    """That a key is not there, where nothing more is to be said of it."""
    where = f"“{path[-1]}”里" if path and isinstance(path[-1], str) else "这里"
    return SchemaProblem(code="unknown-key", message=f"{where}没有“{key}”这一项", hint=did_you_mean(key, list(allowed)))


class KeyAdvice:
    """Advice on unknown keys of submissions to one index."""

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria

    def __call__(self, path: Path, key: str, allowed: Sequence[str]) -> SchemaProblem:
        """See `scoring.documents.schema.checking.Advice`."""
        names = list(allowed)
        if path == ("自评",):
            return self._item(key, names)
        if len(path) <= 2 and (not path or path[0] in ("自评", "基本情况")):
            found = self._fact(key)
            if found is not None:
                return found
        if not path and key in self.criteria.items_by_id:
            return SchemaProblem(
                code="misplaced", message=f"“{key}”应写在“自评”下面", hint="请把它缩进两格，放到“自评:”的下面。"
            )
        return unknown_key(path, key, allowed)

    def _item(self, key: str, names: list[str]) -> SchemaProblem:
        fact = self._fact(key)
        if fact is not None:
            return fact
        bare = unicodedata.normalize("NFKC", key).replace(" ", "")
        folded = bare.strip("“”‘’\"'")
        if folded != bare and folded in names:
            return self._no_item(folded, f'引号要用半角，请写成 "{folded}"。', f"指标项编号“{folded}”用了中文引号")
        for item in self.criteria.items_by_id.values():
            if unicodedata.normalize("NFKC", item.label) == folded:
                return self._no_item(key, f'请写成 "{item.id}"。')
        guess = folded.replace("。", ".").replace("、", ".").replace("-", ".")
        if guess in names:
            return self._no_item(key, f'请写成 "{guess}"。')
        section = folded.partition(".")[0]
        own = [name for name in names if name.partition(".")[0] == section]
        if own:
            return self._no_item(key, f"“{section}”部分有：{'、'.join(own)}。")
        return self._no_item(key, f"指标项有：{listed(names)}。")

    @staticmethod
    def _no_item(key: str, hint: str, message: str = "") -> SchemaProblem:
        return SchemaProblem(code="unknown-item", message=message or f"没有编号为“{key}”的指标项", hint=hint)

    def _fact(self, key: str) -> SchemaProblem | None:
        fact = self.criteria.facts_by_name.get(key)
        if fact is None:
            return None
        if isinstance(fact.derive, Placing):
            return SchemaProblem(
                code="derived-answered",
                message=f"“{key}”不在这里填：名次要等全部参评城市的得分",
                hint="请删掉这一行；有正式通报的写进“参照值”：{数值: …, 来源: …}。",
            )
        if fact.derive is not None:
            *front, last = [f"“{name}”" for name in fact.derive.parts] or [""]
            parts = f"{'、'.join(front)}和{last}" if front else last
            return SchemaProblem(
                code="derived-answered",
                message=f"“{key}”由系统计算，不用填",
                hint=f"请删掉这一行，并填好{parts}。" if parts else "请删掉这一行。",
            )
        place = f"“自评”的“{fact.item}”" if fact.item else "“基本情况”"
        return SchemaProblem(code="misplaced", message=f"“{key}”不在这里填", hint=f"请把它移到{place}下面。")
