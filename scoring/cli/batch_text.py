"""The outcome of a batch on the terminal: the ranking of each pack, who is not in it and why, and the counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.base.errors import Problem, Severity
from scoring.base.text import points_text, range_text
from scoring.batch.model import BatchResult, PackRanking
from scoring.cli.console import paint, visible
from scoring.cli.messages import problem_text
from scoring.cli.table import hanging
from scoring.model.cohort import Place, Ranking
from scoring.model.evidence import ScoreBasis
from scoring.model.scorecard import EligibilityState
from scoring.model.submission import UNNAMED
from scoring.naming import draft_texts
from scoring.reports.blocks import BlankLine, Block, Column, Heading, Paragraph, Row, Table
from scoring.reports.summary.columns import text_columns
from scoring.wording import basis_word

__all__ = ["batch_blocks", "told_text"]

MOST = 60
"""Rows of a ranking on the terminal; the files hold all."""
TOLD = 40
"""Inputs with problems on the terminal."""


def batch_blocks(made: BatchResult, basis: ScoreBasis) -> Iterator[Block]:
    """What stdout gets; `basis` is what the batch is ranked by."""
    for one in made.ranked:
        yield from (*_pack(one, basis), BlankLine())
    yield from _list("规划方案没有分值，不参加排名：", made.plans)
    yield from _list("同一份自评出现多次，只算第一份：", [f"{key}（同 {first}）" for key, first in made.repeated])
    yield Paragraph(_counts(made), style="strong")
    yield Paragraph(f"结果在 {visible(made.folder)}。")


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


def _pack(one: PackRanking, basis: ScoreBasis) -> Iterator[Block]:
    if one.criteria is None or one.ranking is None:
        yield from (Paragraph(problem_text(problem, colour=False)) for problem in one.problems)
        return
    ranking = one.ranking
    by = "" if basis is ScoreBasis.CLAIMED else f"按{basis_word(basis)}"
    yield Heading(f"{one.criteria.short_title}　{by}排名（满分{points_text(ranking.full)}分）", 1)
    yield from (Paragraph(text) for text in draft_texts(one.criteria))
    places = [*ranking.ranked, *ranking.open]
    if any(place.invented for place in (*places, *ranking.ineligible)):
        yield Paragraph("（带*的是虚构样例，不代表任何真实城市）")
    yield _table(places[:MOST], ranking) if places else Paragraph("没有可以排名的城市。")
    if len(places) > MOST:
        yield Paragraph(f"……还有{len(places) - MOST}个，见 ranking.json。")
    yield from _aside("申报资格未定", ranking.open)
    yield from _aside("不具备申报资格，不参加排名", ranking.ineligible)
    yield from (Paragraph(note, "说明：") for note in ranking.notes)
    yield from (Paragraph(text, "口径：") for text in ranking.choices)


def _table(places: Sequence[Place], ranking: Ranking) -> Table:
    columns = text_columns(ranking)
    heads = [Column(one.heading(ranking, "得分"), kind=one.kind, whole=one.whole) for one in columns]
    rows = []
    for place in places:
        texts = {one.key: one.text(place) for one in columns if one.text is not None}
        exact = {"city": _name(place), "score": range_text(place.total.low, place.total.high)}
        style = "" if place.eligibility is EligibilityState.CLEAR else "open"
        rows.append(Row(tuple((texts | exact).values()), style))
    return Table(heads, rows)


def _name(place: Place) -> str:
    """The city, with its input where the file names no city."""
    name = f"（城市未填）{visible(place.key)}" if place.city in ("", UNNAMED) else place.city
    return f"{name}*" if place.invented else name


def _aside(head: str, places: Sequence[Place]) -> Iterator[Block]:
    if not places:
        return
    yield Paragraph(f"{head}（{len(places)}个）：")
    for place in places[:TOLD]:
        reasons = "；".join(place.reasons) or "申报资格还没有答全"
        score = range_text(place.total.low, place.total.high)
        yield Paragraph(f"{_name(place)}（{score}分）：{reasons}", indent=1)
    if len(places) > TOLD:
        yield Paragraph(f"……还有{len(places) - TOLD}个，见 ranking.json。", indent=1)


def _list(head: str, names: Sequence[str]) -> Iterator[Block]:
    if names:
        yield Paragraph(head)
        yield from (Paragraph(visible(name), indent=1) for name in names[:TOLD])
        if len(names) > TOLD:
            yield Paragraph(f"……还有{len(names) - TOLD}份。", indent=1)


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
