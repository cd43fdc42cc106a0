"""Workbook, page and signed ranking that a run leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from scoring.base.errors import Problem, ProblemsError
from scoring.batch import BatchOptions, run
from tests.batch.provinces import city, province, settings, tree

PAPERS = {"排名-自评.xlsx", "汇总-自评.html", "排名-自评.pdf", "排名-自评.docx"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("papers")
    files = {
        "甲市/自评.yaml": city("甲市", first="是", meetings="0"),
        "乙市/自评.yaml": city("乙市", first="否", meetings="0"),
        "坏市/自评.yaml": city("坏市", meetings="多次"),
    }
    province(folder / "省", files)
    run([str(folder / "省")], str(folder / "out"), BatchOptions(settings=settings(), workers=0))
    return folder / "省", folder / "out"


def test_all_three_are_there_and_name_the_cities(written: tuple[Path, Path]) -> None:
    out = written[1]
    assert set(tree(out)) >= PAPERS
    book = CalamineWorkbook.from_path(str(out / "排名-自评.xlsx"))
    rows = book.get_sheet_by_name("排名").to_python()
    names = [cell for row in rows for cell in row if isinstance(cell, str) and cell.startswith(("甲市", "乙市"))]
    assert [name[:2] for name in names if "/" not in name] == ["甲市", "乙市"]
    problems = book.get_sheet_by_name("问题").to_python()
    assert any("坏市/自评.yaml" in str(cell) for row in problems for cell in row)
    page = (out / "汇总-自评.html").read_text("utf-8")
    assert "甲市" in page
    assert "坏市/自评.yaml" in page
    assert "没有统一的参照值" in page


def test_again_they_are_left_alone_and_mended_when_they_were_changed(written: tuple[Path, Path]) -> None:
    folder, out = written
    before, times = tree(out), {name: (out / name).stat().st_mtime_ns for name in PAPERS}
    page = (out / "汇总-自评.html").read_text("utf-8")
    (out / "汇总-自评.html").write_text(page[:200] + page[-200:], "utf-8")  # a copy that lost its middle, still ours
    with_changed_page = BatchOptions(settings=settings(), workers=0)
    run([str(folder)], str(out), with_changed_page)
    assert tree(out) == before
    times = {name: (out / name).stat().st_mtime_ns for name in PAPERS}
    run([str(folder)], str(out), with_changed_page)
    assert {name: (out / name).stat().st_mtime_ns for name in PAPERS} == times


def test_without_pango_the_rest_is_written(
    written: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem(code="pdf-engine-missing", message="缺少系统库 Pango。", hint="请安装。")

    def refuse(*_: object) -> None:
        raise ProblemsError([problem])

    monkeypatch.setattr("scoring.batch.outputs.write_ranking", refuse)
    made = run([str(written[0])], str(tmp_path / "out"), BatchOptions(settings=settings(), workers=0))
    assert made.lacking == (problem,)
    assert set(tree(tmp_path / "out")) & PAPERS == PAPERS - {"排名-自评.pdf"}


def test_without_the_word_component_the_rest_is_written(
    written: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.batch.outputs.word_missing", lambda: Problem(code="", message="", hint=""))
    made = run([str(written[0])], str(tmp_path / "out"), BatchOptions(settings=settings(), workers=0))
    assert made.lacking == ()
    assert set(tree(tmp_path / "out")) & PAPERS == PAPERS - {"排名-自评.docx"}


def test_packs_have_papers_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.batch.outputs.write_ranking", lambda path, _: Path(path).write_bytes(b"%PDF"))
    samples = Path(__file__).resolve().parents[2] / "docs" / "samples"
    own = "liaoning-2022-complete-sample"
    files = {
        "甲市/自评.yaml": city("甲市"),
        "乙市/自评.yaml": city("甲市").replace("指标体系: liaoning-2022", f"指标体系: {own}"),
    }
    wanted = replace(settings(), search=(str(samples), *settings().search))
    made = run([str(province(tmp_path / "省", files))], str(tmp_path / "out"), BatchOptions(settings=wanted, workers=0))
    assert made.scored == 2
    assert [one.name for one in made.ranked] == ["liaoning-2022", own]
    assert {name for name in tree(tmp_path / "out") if name.endswith((".xlsx", ".html", ".pdf", ".docx"))} == {
        f"{stem}-自评-{pack}{ending}"
        for pack in ("liaoning-2022", own)
        for stem, ending in (("排名", ".xlsx"), ("汇总", ".html"), ("排名", ".pdf"), ("排名", ".docx"))
    }


def test_everything_received_stands_in_page_workbook_and_data(tmp_path: Path) -> None:
    """Scored, refused with why, passed over with why, or material of which city."""
    folder = province(
        tmp_path / "收到",
        {
            "甲市/自评.yaml": city("甲市"),
            "甲市/evidence/1.1/纪要.pdf": "",
            "庚市/自评.yaml.txt": city("庚市"),
            "壬市.rar": "",
            "通知.txt": "",
        },
    )
    out = tmp_path / "结果"
    made = run([str(folder)], str(out), BatchOptions(settings=settings(), workers=0))
    assert (made.inputs, made.scored, sorted(key for key, _ in made.failed)) == (3, 1, ["壬市.rar", "庚市/"])
    expected = [
        ["壬市.rar", "没有算成", "壬市.rar 是压缩包（.rar），本工具不解压，不能计分"],
        ["庚市/", "没有算成", "文件夹 庚市 里没有能计分的自评文件，只有自评.yaml.txt"],
        ["甲市/", "佐证材料", "这个城市的材料，1个文件"],
        ["甲市/自评.yaml", "已计分", "甲市"],
        ["通知.txt", "没有计分", "不是自评文件、包或报告，没有计分"],
    ]
    book = CalamineWorkbook.from_path(str(out / "排名-自评.xlsx"))
    assert book.get_sheet_by_name("收到的文件").to_python()[1:] == expected
    page = (out / "汇总-自评.html").read_text("utf-8")
    for row in expected:
        assert all(text in page for text in row)
    told = json.loads((out / "ranking.json").read_text("utf-8"))
    assert told["skipped"] == [{"file": "通知.txt", "reason": "不是自评文件、包或报告，没有计分"}]
    assert told["materials"] == [{"folder": "甲市/", "files": 1}]
