"""`scoring init --from`: last time's answers on this time's blank form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoring.base.assets import criteria_search, pack_search
from scoring.cli import console
from scoring.cli.messages import report_problems, tell
from scoring.exchange.brought import brought
from scoring.exchange.carrying import Carried, carry
from scoring.exchange.questions import ITEMS
from scoring.exchange.submitted import Submitted, questionnaire
from scoring.exchange.values import MATERIALS

__all__ = ["carried_or_none", "earlier_or_none", "materials_of"]

HOW = "# 怎么填：\n"
EARLIER = "#   · {未核对: …} 里是上次的答案，核对以前按“未填”计；核对后去掉“{未核对: }”只留答案，不对的改掉。\n"
MOST = 8
"""How many questions of a kind are named one by one."""


def earlier_or_none(path: str, criteria_path: tuple[str, ...]) -> Submitted | None:
    """The earlier submission, whether a file, a filled workbook, a bundle or a sealed report; None after its problems were
    told."""
    with brought(path, pack_search(criteria_path, path), criteria_search(criteria_path)) as found:
        if found.value is None:
            report_problems(found.problems, failed=True, outcome="没有生成")
            return None
        tell(found.problems)
        return found.value.submitted


def materials_of(earlier: Submitted) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """The documents of an earlier submission by item, to stand as comments beside those that are asked for."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for path, value in earlier.answers.items():
        if len(path) == 4 and path[0] == ITEMS and path[2] == MATERIALS and isinstance(value, Mapping):
            found.setdefault(path[1], []).append({key: str(text) for key, text in value.items()})
    return found


def carried_or_none(blank: str, name: str, pack: str, earlier: Submitted, criteria_path: tuple[str, ...]) -> str | None:
    """The blank form with the earlier answers; None after its problems were told. What was taken over is told."""
    asked = questionnaire(pack, pack_search(criteria_path))
    if asked.value is None:
        return None
    explained = blank.replace(HOW, HOW + EARLIER, 1)
    made = carry(explained.encode("utf-8"), name, asked.value, earlier)
    tell(made.problems)
    if made.value is None:
        return None
    _say(made.value, earlier)
    return made.value.data.decode("utf-8")


def _say(made: Carried, earlier: Submitted) -> None:
    console.message(f"沿用了 {earlier.file} 的 {made.count} 处答案，都标着“未核对”，核对以前按“未填”计；")
    console.message(
        "  核对后去掉“{未核对: }”只留答案，或用 scoring excel out 发给部门核对。上次的材料写在注释里，没有计入。"
    )
    changes = made.changes
    for word, names in (
        ("新增的问题", changes.added),
        ("不再问的问题", changes.gone),
        ("问法变了的问题", changes.changed),
    ):
        if names:
            more = f" 等 {len(names)} 个" if len(names) > MOST else f"（{len(names)} 个）"
            console.message(f"  {word}：{'、'.join(names[:MOST])}{more}")
    if made.readings:
        chosen = "、".join(f"{name}（{choice}）" for name, choice in made.readings.items())
        console.message(f"  上次改选的口径没有沿用，按默认计：{chosen}；仍要改选的，重新选并写明理由。")
    if not (changes.added or changes.gone or changes.changed):
        console.message("  指标体系问的问题没有变化。")
