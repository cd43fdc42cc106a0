"""The reviews of a whole cycle on paper (审核情况汇总表): one row a city, and what moved or waits in each."""

from __future__ import annotations

from collections.abc import Sequence

from scoring import __version__
from scoring.model.scorecard import Range
from scoring.pipeline import Loaded
from scoring.record import record
from scoring.render.views.model import Pair
from scoring.review.paper import NONE, SAMPLE, SUMS, last_day, short_text, waiting_of
from scoring.review.replay import Replay
from scoring.review.words import assumption
from scoring.text import range_text

__all__ = ["CityRow", "CyclePaper", "cycle_paper"]


@record
class CityRow:
    """One city of a cycle: its total in every step, what moved it and what waits."""

    city: str
    totals: tuple[str, ...]
    difference: str
    moved: tuple[str, ...]
    waiting: tuple[Pair, ...]


@record
class CyclePaper:
    """The paper of a whole cycle, one row a city."""

    title: str
    subtitle: str
    trace: str
    day: str
    sample: str
    lead: tuple[str, ...]
    steps: tuple[str, ...]
    rows: tuple[CityRow, ...]
    broken: tuple[str, ...]
    origin: tuple[Pair, ...]


def cycle_paper(cities: Sequence[tuple[Loaded, Replay]], broken: Sequence[str] = ()) -> CyclePaper:
    """The paper of all cities, in the order given; `broken` are files that could not be used. At least one city."""
    first, told = cities[0]
    names = list(dict.fromkeys(step.name for _, one in cities for step in one.verified.steps))
    ordered = [name for name in ("自评", "材料核验", "资料审核", "现场审核", "复核") if name in names]
    days = [day for _, one in cities if (day := last_day(one))]
    invented = [loaded.submission.invented for loaded, _ in cities]
    packs = dict.fromkeys(f"{one.criteria.id}（版本 {one.criteria.edition}）" for one, _ in cities)
    return CyclePaper(
        title="审核情况汇总表",
        subtitle=first.criteria.short_title,
        trace=f"{first.criteria.id}／{first.criteria.digest[:12]}",
        day=max(days) if days else "",
        sample=SAMPLE if all(invented) else "含虚构城市" if any(invented) else "",
        lead=(
            f"共{len(cities)}个城市。按自评、材料核验、资料审核、现场审核、复核逐步列出总分；没有审核意见的阶段，总分维持不变。"
            "本表按文件的先后排列，不是排名。",
            assumption(told.verified.settings),
        ),
        steps=tuple(ordered),
        rows=tuple(_row(loaded, one, ordered) for loaded, one in cities),
        broken=tuple(broken),
        origin=(
            Pair(name="指标体系", value=f"{'、'.join(packs)}，{SUMS}"),
            *(Pair(name=loaded.submission.city, value=loaded.submission.digest) for loaded, _ in cities),
            Pair(name="生成工具", value=f"scoring {__version__}"),
        ),
    )


def _row(loaded: Loaded, told: Replay, steps: Sequence[str]) -> CityRow:
    totals = {step.name: _points(step.card.total) for step in told.verified.steps}
    moved = tuple(
        f"{item.label}　{short_text(item.difference)}"
        for section in told.whole.sections
        for item in section.items
        if not item.difference.none
    )
    return CityRow(
        city=loaded.submission.city,
        totals=tuple(totals.get(name, NONE) for name in steps),
        difference=short_text(told.whole.difference),
        moved=moved if told.verified.reviewed else (),
        waiting=tuple(waiting_of(loaded, told)) or _unreviewed(told),
    )


def _unreviewed(told: Replay) -> tuple[Pair, ...]:
    return () if told.verified.reviewed else (Pair(name="审核意见", value="还没有"),)


def _points(score: Range) -> str:
    return range_text(score.low, score.high)
