"""The columns of the ranking, each described once for the page, the signed paper, the terminal and the workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from scoring.model.cohort import Applicant, Place, Ranking
from scoring.model.evidence import ScoreBasis
from scoring.model.scorecard import EligibilityState, Range
from scoring.province.ranking.words import choice_text, quota_text, rank_text
from scoring.reports.blocks import Column
from scoring.reports.summary.model import PackBatch
from scoring.reports.summary.words import city_text, eligibility_text, move_texts, score_text
from scoring.reports.workbook import Cell
from scoring.wording import basis_word

__all__ = ["RankColumn", "book_columns", "book_row", "text_columns"]

MOVES = 3
"""So many open items are told beside a rank in the workbook; all stand in 材料缺口."""


class RankColumn(Struct, frozen=True, kw_only=True):
    """A column of the ranking.

    key: its class in the style sheet of the page
    head: its heading as a text; {points} is what is ranked by, {most} how many may be put forward
    text: what it says of a place; None where only the workbook has it
    share: its part of the width of the signed paper
    room: its width on the page, in rem
    kind: how its text stands (number, center …)
    whole: never broken on the terminal
    shown: whether this ranking has anything to say in it
    book: its columns in the workbook: one, or two for both ends of a range
    cells: what stands in those
    open: whether what stands there is marked as not settled
    """

    key: str
    head: str = ""
    text: Callable[[Place], str] | None = None
    share: float = 1
    room: float = 8
    kind: str = ""
    whole: bool = False
    shown: Callable[[Ranking], bool] = lambda _: True
    book: Callable[[PackBatch], Sequence[Column]]
    cells: Callable[[PackBatch, Place, Applicant], Sequence[Cell]]
    open: Callable[[Place], bool] = lambda _: False

    def heading(self, ranking: Ranking, points: str) -> str:
        """Its heading; `points` is what is ranked by."""
        return self.head.format(points=points, most=ranking.at_most)


def text_columns(ranking: Ranking) -> list[RankColumn]:
    """Those of page, paper and terminal."""
    return [one for one in RANKING if one.text is not None and one.shown(ranking)]


def book_columns(batch: PackBatch) -> list[Column]:
    """Those of the workbook."""
    return [column for one in RANKING for column in one.book(batch)]


def book_row(batch: PackBatch, place: Place, city: Applicant) -> tuple[list[Cell], list[str]]:
    """One city in the workbook, and the look of each cell. What is not known is left empty, never written as 0."""
    cells: list[Cell] = []
    looks: list[str] = []
    for one in RANKING:
        cells += one.cells(batch, place, city)
        looks += ["open" if one.open(place) else column.kind for column in one.book(batch)]
    return cells, looks


def _ends(head: str, first: str, second: str, width: float) -> list[Column]:
    return [Column(f"{head}\n{end}", width, "number") for end in (first, second)]


def _others(batch: PackBatch) -> list[ScoreBasis]:
    """What was worked out beside the basis that is ranked by."""
    return [one for one in batch.origin.bases if one is not batch.origin.basis]


def _other_scores(batch: PackBatch, city: Applicant) -> list[Cell]:
    scores: list[Range | None] = [getattr(city, basis.value) for basis in _others(batch)]
    return [end for score in scores for end in ((score.low, score.high) if score else (None, None))]


def _choices(batch: PackBatch, place: Place) -> str | None:
    return "；".join(choice_text(batch.criteria, *one) for one in place.choices) or None


RANKING = (
    RankColumn(
        key="rank",
        head="名次",
        text=rank_text,
        share=46,
        room=10.5,
        kind="center",
        whole=True,
        book=lambda _: _ends("名次", "最好", "最差", 7),
        cells=lambda _, place, __: (place.ranks.best, place.ranks.worst) if place.ranks else (None, None),
        open=lambda place: place.eligibility is EligibilityState.UNKNOWN,
    ),
    RankColumn(
        key="city",
        head="城市",
        text=lambda place: city_text(place.city, place.invented),
        share=46,
        room=11,
        kind="center",
        book=lambda _: [Column("城市", 22, "strong")],
        cells=lambda _, place, __: [city_text(place.city, place.invented)],
    ),
    RankColumn(
        key="eligibility",
        book=lambda _: [Column("申报\n资格", 8, "center")],
        cells=lambda batch, place, _: [eligibility_text(batch.criteria, place)],
    ),
    RankColumn(
        key="score",
        head="{points}",
        text=lambda place: score_text(place.total.low, place.total.high),
        share=30,
        room=8,
        kind="number",
        book=lambda batch: _ends(basis_word(batch.origin.basis), "最低", "最高", 11),
        cells=lambda _, place, __: (place.total.low, place.total.high),
        open=lambda place: not place.total.decided,
    ),
    RankColumn(
        key="full",
        book=lambda _: [Column("满分", 7, "number")],
        cells=lambda _, __, city: [city.full],
    ),
    RankColumn(
        key="quota",
        head="名额（{most}个以内）",
        text=quota_text,
        share=34,
        room=13.5,
        kind="center",
        shown=lambda ranking: ranking.at_most is not None,
        book=lambda _: [Column("名额", 14, "center")],
        cells=lambda _, place, __: [quota_text(place) or None],
    ),
    RankColumn(
        key="tied",
        book=lambda _: [Column("同分\n城市数", 8, "number")],
        cells=lambda _, place, __: [place.tied if place.ranks else None],
    ),
    RankColumn(
        key="bases",
        book=lambda batch: [one for basis in _others(batch) for one in _ends(basis_word(basis), "最低", "最高", 11)],
        cells=lambda batch, _, city: _other_scores(batch, city),
    ),
    RankColumn(
        key="grade",
        book=lambda batch: [Column("等级", 12, "center")] if batch.criteria.grades else [],
        cells=lambda batch, _, city: (
            ["～".join(dict.fromkeys(city.grade)) if city.grade else None] if batch.criteria.grades else []
        ),
    ),
    RankColumn(
        key="choices",
        book=lambda batch: [Column("改选的口径", 40)] if batch.ranking.choices else [],
        cells=lambda batch, place, _: [_choices(batch, place)] if batch.ranking.choices else [],
    ),
    RankColumn(
        key="moves",
        book=lambda _: [Column("名次还可能怎样变", 44)],
        cells=lambda batch, place, _: ["；".join(move_texts(batch.criteria, place, MOVES)) or None],
    ),
    RankColumn(key="file", book=lambda _: [Column("文件", 26)], cells=lambda _, place, __: [place.key]),
)
"""From left to right. A new column is one row here; page, paper and terminal show it where it has a `text`."""
