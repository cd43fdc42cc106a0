"""A column of the ranking is one row of one list, and stands on every face."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from scoring.cli.batch_text import _table
from scoring.reports.blocks import Column
from scoring.reports.summary import columns, ranking_html, summary_html, write_workbook
from scoring.reports.summary.columns import RankColumn
from tests.reports.summary import cities

RIVALS = RankColumn(
    key="rivals",
    head="未分先后的城市",
    text=lambda place: f"{place.rivals}个",
    share=20,
    kind="center",
    book=lambda _: [Column("未分先后\n的城市", 9, "number")],
    cells=lambda _, place, __: [place.rivals],
)


def test_a_new_column_stands_on_every_face(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(columns, "RANKING", (*columns.RANKING[:3], RIVALS, *columns.RANKING[3:]))
    batch = cities.batch()
    page, paper = summary_html(batch, iter(cities.applicants())), ranking_html(batch)
    assert '<th scope="col" class="rivals" style="width:8rem">未分先后的城市</th>' in page
    assert page.count('<td class="rivals">') == len(batch.ranking.ranked)
    assert '<th scope="col">未分先后的城市</th>' in paper
    terminal = _table(batch.ranking.ranked, batch.ranking)
    assert [one.head for one in terminal.columns] == ["名次", "城市", "未分先后的城市", "得分", "名额（2个以内）"]
    assert terminal.rows[0].cells[2] == f"{batch.ranking.ranked[0].rivals}个"
    write_workbook(str(tmp_path / "排名.xlsx"), batch, iter(cities.applicants()))
    head, first, *_ = CalamineWorkbook.from_path(str(tmp_path / "排名.xlsx")).get_sheet_by_name("排名").to_python()
    assert first[head.index("未分先后\n的城市")] == batch.ranking.ranked[0].rivals


def test_open_ranks_and_totals_are_marked() -> None:
    batch, everyone = cities.batch(), {one.key: one for one in cities.applicants()}
    for place in (*batch.ranking.ranked, *batch.ranking.open):
        _, looks = columns.book_row(batch, place, everyone[place.key])
        assert (looks[0] == looks[1] == "open") is (place in batch.ranking.open)
        assert (looks[4] == looks[5] == "open") is (not place.total.decided)
