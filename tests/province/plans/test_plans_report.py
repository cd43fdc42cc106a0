"""The progress report: what it says, how its charts are drawn, and that it is one safe, reproducible file."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from scoring.province import plans
from scoring.reports import render
from scoring.reports.blocks import Cell
from scoring.reports.papers.plan_report import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    indicator_table,
    plan_document,
    trend,
    units_table,
)
from tests.cli.running import ROOT, run
from tests.province.plans.golden import TEXT, cases
from tests.province.plans.small_plan import attained, small
from tests.rebaseline import Case
from tests.reports.drawn import cells, rows

PUDONG = "submissions/plan-pudong/submission.yaml"


@pytest.mark.parametrize("case", tuple(cases()), ids=lambda case: case.name)
def test_golden(case: Case) -> None:
    assert case.produce().decode() == case.path.read_text(encoding="utf-8")


def test_cells_show_target_value_and_verdict(tmp_path: Path) -> None:
    table = indicator_table(attained(small(tmp_path), TEXT), 0)
    assert [one.head for one in table.columns][-4:] == ["2020年", "2021年", "2022年", "2023年"]
    found = {cells(row)[0]: cells(row)[-4:] for row in table.rows}
    assert found["1.1"] == ("38%", "43%\n40%\n差3个百分点", "55%", "90.5%\n未到期")
    assert found["1.3"][3] == "高于90%\n未到期"
    assert found["1.4"][2] == "全覆盖\n是\n达到"
    styles = {cells(row)[0]: [one.style for one in row.cells if isinstance(one, Cell)] for row in table.rows}
    assert styles["1.1"] == ["", "missed", "", ""]
    assert styles["1.4"][2] == "met"


def test_units_list_their_tasks_by_part(tmp_path: Path) -> None:
    assert rows(units_table(attained(small(tmp_path), TEXT))) == [
        ("甲局", "牵头：1\n责任单位：2", "2", "1", "—", "—", "1"),
        ("乙局", "配合：1\n责任单位：2", "2", "1", "—", "—", "1"),
        ("丙局（丁局）", "配合：1", "1", "1", "—", "—", "—"),
    ]


def test_a_chart_holds_base_targets_and_values_at_their_places(tmp_path: Path) -> None:
    found = attained(small(tmp_path), TEXT)
    chart = trend(found.of("1.1"), found.plan.reported_years, found.plan.base_year)
    assert chart is not None
    step = (RIGHT - LEFT) // 3
    assert chart.years == tuple((LEFT + step * at, str(2020 + at)) for at in range(4))
    # 38 is the lowest figure and 90.5 the highest; 43 lies 5/52.5 of the way up
    height = BOTTOM - TOP
    assert [(mark.x, mark.y, mark.text) for mark in chart.targets] == [
        (LEFT, BOTTOM, "38"),
        (LEFT + step, BOTTOM - height * 50 // 525, "43"),
        (RIGHT, TOP, "90.5"),
    ]
    assert [(mark.text, mark.mood, mark.above) for mark in chart.values] == [
        ("38", "", True),
        ("40", "missed", False),
        ("55", "", True),
    ]


def test_a_goal_with_one_year_or_without_a_number_has_no_chart(tmp_path: Path) -> None:
    found = attained(small(tmp_path), TEXT)
    years, base = found.plan.reported_years, found.plan.base_year
    assert trend(found.of("1.3"), years, base) is None
    assert trend(found.of("1.4"), years, base) is None
    flat = attained(found.plan, '指标进展:\n  "1.3": {2021: 90}\n')
    chart = trend(flat.of("1.3"), years, base)
    assert chart is not None
    assert {mark.y for mark in (*chart.targets, *chart.values)} == {(TOP + BOTTOM) // 2}


def test_what_a_region_writes_is_text(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>"
    text = f'填报单位: "{nasty}"\n指标进展:\n  "1.1": {{2021: 40, 说明: "{nasty}"}}\n任务进展:\n  "1": {{状态: 进行中, 说明: "{nasty}"}}\n'
    page = render.html(plan_document(attained(small(tmp_path), text)))
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 3


def test_the_page_needs_nothing_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "进展.html"
    assert run("report", PUDONG, "-o", str(out)).code == 0
    page = out.read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    assert page.count("<svg") == 14
    assert "申报资格" not in page


def test_the_pdf_has_its_chapters_charts_and_sample_mark_and_comes_out_the_same_twice() -> None:
    result = plans.attainment_of(str(ROOT / PUDONG), [str(ROOT / "criteria")])
    assert result.value is not None
    view = plan_document(result.value)
    data = render.pdf(view)
    assert render.pdf(view) == data
    reader = PdfReader(io.BytesIO(data))
    pages = ["".join(page.extract_text().split()) for page in reader.pages]
    whole = "".join(pages)
    assert reader.metadata is not None
    assert reader.metadata.title == "示例区进展报告"
    for words in ("虚构样例", "一、总体情况", "二、指标达到情况", "三、指标走势", "四、任务进展", "六、签字盖章"):
        assert words in whole
    assert "认知障碍照护床位达到2300张" in whole
    assert "差60张" in whole
    assert "完善“15分钟社区养老托育生活圈”" in whole
    assert "填报单位（盖章）" in pages[-1]


def test_ankangs_report_says_whose_figures_it_shows(tmp_path: Path) -> None:
    out = tmp_path / "安康.html"
    done = run("report", "submissions/plan-ankang/submission.yaml", "-o", str(out))
    assert done.code == 0
    assert "还没有填：20项任务的状态。" in done.told
    page = out.read_text(encoding="utf-8")
    assert "非虚构：文件载明的2020年基数" in page
    assert 'class="watermark"' not in page
    assert "每千人口拥有托位1.36个" in page


def test_json_and_unknown_kinds(tmp_path: Path) -> None:
    out = tmp_path / "进展.json"
    assert run("report", PUDONG, "-o", str(out)).code == 0
    assert '"schema": "scoring.attainment/1"' in out.read_text(encoding="utf-8")
    assert run("report", PUDONG, "-o", str(tmp_path / "进展.wps")).code == 2


def test_a_report_of_a_plan_says_that_there_are_no_points_to_gain(tmp_path: Path) -> None:
    path = str(ROOT / "submissions" / "plan-yunnan" / "submission.yaml")
    result = run("report", path, "--improve", "-o", str(tmp_path / "报告.html"))
    assert result.code == 0
    assert "规划方案没有分值，不作提分测算" in result.told
