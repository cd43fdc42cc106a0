"""The outcome of a batch on the terminal: the ranking of each pack, who is not in it and why, and the counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.base.errors import Problem, Severity
from scoring.base.text import range_text
from scoring.cli.console import paint, visible
from scoring.cli.messages import problem_text
from scoring.cli.table import Column, Row, hanging, layout, width, wrap
from scoring.model.cohort import Place, Ranking
from scoring.model.evidence import ScoreBasis
from scoring.model.scorecard import EligibilityState
from scoring.model.submission import UNNAMED
from scoring.naming import draft_texts
from scoring.province.batch.model import BatchResult, PackRanking
from scoring.province.ranking.words import quota_text, rank_text
from scoring.reports.summary.words import BASES

__all__ = ["batch_text", "told_text"]

MOST = 60
"""Rows of a ranking on the terminal; the files hold all."""
TOLD = 40
"""Inputs with problems on the terminal."""


def batch_text(made: BatchResult, basis: ScoreBasis, *, columns: int, colour: bool) -> str:
    """What stdout gets; `basis` is what the batch is ranked by."""
    lines: list[str] = []
    for one in made.ranked:
        lines += [*_pack(one, basis, columns, colour), ""]
    for head, names in (("规划方案没有分值，不参加排名：", made.plans),):
        lines += _list(head, names, columns)
    lines += _list(
        "同一份自评出现多次，只算第一份：", [f"{key}（同 {first}）" for key, first in made.repeated], columns
    )
    lines += [paint(line, "bold", on=colour) for line in wrap(_counts(made), columns)]
    lines.append(f"结果在 {visible(made.folder)}。")
    return "\n".join(lines) + "\n"


def told_text(made: BatchResult, *, columns: int, colour: bool) -> str:
    """What stderr gets: everything that could not be scored with its problems, and what was passed over."""
    lines = [problem_text(problem, colour=colour) for problem in (*made.problems, *made.lacking)]
    alike: dict[tuple[Problem, ...], list[str]] = {}  # an error of a file that all share is told once
    for key, problems in made.failed[:TOLD]:
        alike.setdefault(tuple(one for one in problems if one.severity is Severity.ERROR), []).append(key)
    for errors, keys in alike.items():
        lines += [paint(f"没有算成：{visible(key)}", "bold", on=colour) for key in keys]
        lines += [f"  {line}" for problem in errors[:10] for line in problem_text(problem, colour=colour).split("\n")]
        if len(errors) > 10:
            lines.append(f"  ……还有{len(errors) - 10}个错误，见 results.jsonl。")
    if len(made.failed) > TOLD:
        lines.append(f"……还有{len(made.failed) - TOLD}份没有算成，见 results.jsonl。")
    for skipped in made.skipped[:TOLD]:
        lines += hanging("提示：", f"{visible(skipped.key)} {skipped.reason}", columns)
    if len(made.skipped) > TOLD:
        lines.append(f"提示：还有{len(made.skipped) - TOLD}个文件或文件夹没有计分，见汇总网页和工作簿的“收到的文件”。")
    if not made.inputs:
        lines.append(
            "没有找到可以计分的文件。\n  怎么办：写出自评文件（.yaml）、包（.zip）、报告（.pdf）或它们所在的文件夹。"
        )
    return "\n".join(lines)


def _pack(one: PackRanking, basis: ScoreBasis, columns: int, colour: bool) -> list[str]:
    if one.criteria is None or one.ranking is None:
        return [problem_text(problem, colour=colour) for problem in one.problems]
    ranking = one.ranking
    by = "" if basis is ScoreBasis.CLAIMED else f"按{BASES[basis]}"
    head = f"{one.criteria.short_title}　{by}排名（满分{range_text(ranking.full, ranking.full)}分）"
    lines = [paint(line, "bold", on=colour) for line in wrap(head, columns)]
    lines += [line for text in draft_texts(one.criteria) for line in wrap(text, columns)]
    places = [*ranking.ranked, *ranking.open]
    if any(place.invented for place in (*places, *ranking.barred)):
        lines.append("（带*的是虚构样例，不代表任何真实城市）")
    if places:
        lines += _table(places[:MOST], ranking, columns, colour)
    else:
        lines.append("没有可以排名的城市。")
    if len(places) > MOST:
        lines.append(f"……还有{len(places) - MOST}个，见 ranking.json。")
    lines += list(_aside("申报资格未定", ranking.open, columns))
    lines += list(_aside("不具备申报资格，不参加排名", ranking.barred, columns))
    for note in ranking.notes:
        lines += hanging("说明：", note, columns)
    for text in ranking.choices:
        lines += hanging("口径：", text, columns)
    return lines


def _table(places: Sequence[Place], ranking: Ranking, columns: int, colour: bool) -> list[str]:
    ranks = [rank_text(place) for place in places]
    totals = [range_text(place.total.low, place.total.high) for place in places]
    quotas = [quota_text(place) for place in places]
    first, second = max(map(width, [*ranks, "名次"])), max(map(width, [*totals, "得分"]))
    quota_head = f"名额（{ranking.at_most}个以内）"
    last = min(max(map(width, [*quotas, quota_head])), 24) if ranking.at_most is not None else 0
    city = max(columns - first - second - last - 6, 12)
    heads = [
        Column(head="名次", width=first, whole=True),
        Column(head="城市", width=min(city, max(width(_name(place)) for place in places) + 2)),
        Column(head="得分", width=second, right=True),
    ]
    if last:
        heads.append(Column(head=quota_head, width=last))
    rows = [
        Row(
            cells=(rank, _name(place), total, *([quota] if last else [])),
            style="" if place.eligibility is EligibilityState.CLEAR else "dim",
        )
        for place, rank, total, quota in zip(places, ranks, totals, quotas, strict=True)
    ]
    return layout(heads, rows, colour=colour)


def _name(place: Place) -> str:
    """The city, with its input where the file names no city."""
    name = f"（城市未填）{visible(place.key)}" if place.city in ("", UNNAMED) else place.city
    return f"{name}*" if place.invented else name


def _aside(head: str, places: Sequence[Place], columns: int) -> Iterator[str]:
    if not places:
        return
    yield f"{head}（{len(places)}个）："
    for place in places[:TOLD]:
        reasons = "；".join(place.reasons) or "申报资格还没有答全"
        score = range_text(place.total.low, place.total.high)
        yield from hanging("  ", f"{_name(place)}（{score}分）：{reasons}", columns)
    if len(places) > TOLD:
        yield f"  ……还有{len(places) - TOLD}个，见 ranking.json。"


def _list(head: str, names: Sequence[str], columns: int) -> list[str]:
    if not names:
        return []
    lines = [head]
    for name in names[:TOLD]:
        lines += hanging("  ", visible(name), columns)
    return [*lines, *([f"  ……还有{len(names) - TOLD}份。"] if len(names) > TOLD else [])]


def _counts(made: BatchResult) -> str:
    parts = [f"共{made.inputs}份", f"算好{made.scored}份"]
    parts += [f"没有算成{len(made.failed)}份"] * bool(made.failed)
    parts += [f"规划方案{len(made.plans)}份"] * bool(made.plans)
    parts += [f"重复{len(made.repeated)}份"] * bool(made.repeated)
    known = made.inputs - made.done
    parts += [f"其中{known}份没有变化，用的是上次的结果"] * bool(known)
    parts += [f"另有{len(made.skipped)}个文件或文件夹没有计分"] * bool(made.skipped)
    material = sum(one.files for one in made.materials)
    parts += [f"{material}个文件是各城市的材料"] * bool(material)
    return "，".join(parts) + "。"
