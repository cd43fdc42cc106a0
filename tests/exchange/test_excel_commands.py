"""`scoring excel out`, `scoring excel in` and `scoring init --from` as a person runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from scoring.exchange.reading import read_book
from scoring.exchange.returns import gather
from tests.cli.running import run
from tests.exchange.books import HALF, ROOT
from tests.exchange.handed import handed

KEPT = ROOT / "tests" / "data" / "workbooks" / "exchange"


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    shutil.copy(HALF, tmp_path / "自评.yaml")
    return tmp_path


def plain_book(path: Path, *rows: tuple[object, ...]) -> None:
    """What somebody copied into a workbook of their own."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Sheet1")
    for number, row in enumerate([("问题", "答案"), *rows]):
        sheet.write_row(number, 0, row)
    book.close()


def test_out_writes_a_workbook_for_each_department_and_a_list(city: Path) -> None:
    done = run("excel", "out", "自评.yaml", "-o", "填报表")
    assert done.code == 0, done.told
    names = sorted(path.name for path in (city / "填报表").iterdir())
    assert len(names) == 21
    assert {"市财政局.xlsx", "汇总（全部问题）.xlsx", "分发清单.xlsx"} <= set(names)
    assert "19个部门的工作簿" in done.told
    assert run("excel", "out", "自评.yaml", "-o", "填报表").code == 0  # nobody touched them: written again


def test_out_again_never_replaces_what_somebody_filled_in(city: Path) -> None:
    run("excel", "out", "自评.yaml", "-o", "填报表")
    plain_book(city / "填报表" / "市财政局.xlsx", ("几？", 1))
    before = (city / "填报表" / "市财政局.xlsx").read_bytes()
    done = run("excel", "out", "自评.yaml", "-o", "填报表")
    assert (done.code, (city / "填报表" / "市财政局.xlsx").read_bytes()) == (1, before)
    assert "市财政局.xlsx" in done.told


def test_the_list_says_who_answers_what_and_is_read_back(city: Path) -> None:
    run("excel", "out", "自评.yaml", "-o", "填报表")
    book = read_book("填报表/分发清单.xlsx").value
    assert book is not None
    assert [sheet.name for sheet in book.sheets] == ["分发清单", "问题分工"]
    done = run("excel", "out", "自评.yaml", "-o", "新", "--assign", "填报表/分发清单.xlsx", "--owner", "2.5=市税务局")
    assert done.code == 0, done.told
    (city / "分工.csv").write_text("编号,牵头部门\n2.5,市医保局\n", "utf-8")
    done = run("excel", "out", "自评.yaml", "-o", "又新", "--assign", "分工.csv", "--only", "市医保局")
    assert (done.code, [path.name for path in (city / "又新").iterdir()]) == (0, ["市医保局.xlsx"])
    assert "没有名为“2.9”的问题" in run("excel", "out", "自评.yaml", "-o", "三", "--owner", "2.9=市税务局").told


def test_in_takes_what_libreoffice_saved(city: Path) -> None:
    before = (city / "自评.yaml").read_bytes()
    dry = run("excel", "in", "自评.yaml", str(KEPT / "city.xlsx"), "--dry-run")
    assert (dry.code, (city / "自评.yaml").read_bytes()) == (0, before), dry.told
    assert sorted(path.name for path in city.iterdir()) == ["自评.yaml"]
    done = run("excel", "in", "自评.yaml", str(KEPT / "city.xlsx"))
    assert done.code == 0, done.told
    text = (city / "自评.yaml").read_text("utf-8")
    assert "    会议解决实际问题: 是" in text
    assert "    老旧小区改造统筹推进: {不适用: 统计期内没有老旧小区改造项目}" in text
    backups = [path for path in city.iterdir() if path.suffix == ".bak"]
    assert [path.read_bytes() for path in backups] == [before]
    lines = (city / "自评.yaml.改动.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 20
    assert {"经由": "Excel 回收", "来自": "city.xlsx“填报”表 G18", "原值": "未填", "新值": "是"}.items() <= json.loads(
        next(line for line in lines if "会议解决实际问题" in line)
    ).items()
    assert run("score", "自评.yaml").code in (0, 1)
    again = run("excel", "in", "自评.yaml", str(KEPT / "city.xlsx"))
    assert (again.code, "收下 0 处" in again.out) == (0, True)
    assert (city / "自评.yaml").read_text("utf-8") == text


def test_an_answer_that_somebody_changes_meanwhile_is_left_alone(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading and writing, a colleague answers one of the questions in the page: theirs stands, the rest is taken."""

    def meanwhile(*words: Any) -> Any:
        text = (city / "自评.yaml").read_text("utf-8")
        (city / "自评.yaml").write_text(text.replace("会议解决实际问题: 未填", "会议解决实际问题: 否"), "utf-8")
        return gather(*words)

    monkeypatch.setattr("scoring.cli.excel_in.gather", meanwhile)
    done = run("excel", "in", "自评.yaml", str(KEPT / "city.xlsx"))
    text = (city / "自评.yaml").read_text("utf-8")
    assert done.code == 1
    assert "会议解决实际问题: 否" in text
    assert "托育机构总数: 51" in text
    assert "自评/1.1/会议解决实际问题：自评文件刚才被别人改成了 否，没有写入" in done.told


def test_in_names_conflicts_and_takes_them_back_settled(city: Path) -> None:
    question = "召开的专题会议是否解决了婴幼儿照护服务的实际问题（只解决一部分的，按“解决实际问题的认定”的口径）？"
    plain_book(city / "市委办公室.xlsx", (question, "否"), ("没有这个问题？", 3))
    done = run("excel", "in", "自评.yaml", str(KEPT / "city.ods"), "市委办公室.xlsx", "-o", "待定.xlsx")
    assert done.code == 1
    assert "市委办公室.xlsx“Sheet1”表 B2：否" in done.out
    assert "city.ods“填报”表 G18：是" in done.out
    assert "市委办公室.xlsx“Sheet1”表 A3" in done.out
    assert (city / "待定.xlsx").exists()
    assert "会议解决实际问题: 未填" in (city / "自评.yaml").read_text("utf-8")


def test_in_as_json_keeps_stdout_for_the_data(city: Path) -> None:
    done = run("excel", "in", "自评.yaml", str(KEPT / "city.xls"), "--format", "json")
    made = json.loads(done.out)
    assert (made["schema"], made["written"], made["counts"]["taken"]) == ("scoring.excel-in/1", True, 20)


def test_in_of_what_is_no_workbook_or_no_file(city: Path) -> None:
    (city / "坏.xlsx").write_bytes(b"PK\x03\x04 cut")
    done = run("excel", "in", "自评.yaml", "坏.xlsx")
    assert done.code == 1
    assert "不是能读的工作簿" in done.out
    assert run("excel", "in", "自评.yaml", "没有.xlsx").code == 1
    assert run("excel", "in", "自评.yaml", ".").code == 1
    (city / "空").mkdir()
    assert run("excel", "in", "自评.yaml", "空").code == 2
    (city / "错.yaml").write_text("指标体系: liaoning-2022\n城市: [", "utf-8")
    before = (city / "错.yaml").read_bytes()
    assert run("excel", "in", "错.yaml", str(KEPT / "city.xlsx")).code == 1
    assert (city / "错.yaml").read_bytes() == before


def test_a_plan_goes_out_and_comes_back(city: Path) -> None:
    shutil.copy(ROOT / "submissions" / "plan-anning" / "submission.yaml", city / "进展.yaml")
    done = run("excel", "out", "进展.yaml", "-o", "填报表")
    assert done.code == 0, done.told
    again = run("excel", "in", "进展.yaml", "填报表", "--dry-run")
    assert (again.code, "收下 0 处" in again.out) == (0, True), again.out


def test_init_from_last_time_is_open_until_somebody_looked(city: Path) -> None:
    sample = ROOT / "submissions" / "sample-city" / "submission.yaml"
    done = run("init", "--from", str(sample), "-o", "今年.yaml")
    assert done.code == 0, done.told
    text = (city / "今年.yaml").read_text("utf-8")
    assert "专题会议次数: {未核对: 4}" in text
    assert "#   · {未核对: …} 里是上次的答案" in text
    assert "虚构样例: 是" in text
    assert "申报日期: 未填" in text
    assert "指标体系问的问题没有变化" in done.told
    scored = json.loads(run("score", "今年.yaml", "--format", "json").out)
    assert scored["total"]["low"] < scored["total"]["high"]
    (city / "空白.yaml").write_text(run("init", "-o", "-").out, "utf-8")
    blank = json.loads(run("score", "空白.yaml", "--format", "json").out)
    assert scored["total"]["low"] == blank["total"]["low"]
    assert "专题会议次数" in run("remind", "今年.yaml").out
    (city / "今年.yaml").write_text(text.replace("{未核对: 4}", "4"), "utf-8")
    assert "专题会议次数" not in run("remind", "今年.yaml").out


@pytest.mark.parametrize("name", ["上次.zip", "上次.pdf"])
def test_init_from_a_bundle_or_a_sealed_report(city: Path, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    done = run("init", "--from", str(handed(tmp_path_factory) / name), "-o", "今年.yaml")
    assert done.code == 0, done.told
    assert "专题会议次数: {未核对: 4}" in (city / "今年.yaml").read_text("utf-8")

    (city / "坏.zip").write_bytes(b"PK\x03\x04")
    done = run("init", "--from", "坏.zip", "-o", "再来.yaml")
    assert (done.code, (city / "再来.yaml").exists()) == (1, False)
    assert "坏.zip" in done.told


def test_init_from_a_workbook_and_from_an_older_pack(city: Path) -> None:
    done = run("init", "--from", str(KEPT / "city.ods"), "-o", "今年.yaml")
    assert done.code == 0, done.told
    text = (city / "今年.yaml").read_text("utf-8")
    assert "会议解决实际问题: {未核对: 是}" in text
    assert "\n解释口径:" not in text, "a reading is chosen anew"
    assert "上次改选的口径没有沿用，按默认计：专题会议统计期间（不限期间）" in done.told
    assert run("check", "今年.yaml").code == 0
    pack = city / "criteria" / "liaoning-2022"
    shutil.copytree(ROOT / "criteria" / "liaoning-2022", pack)
    shutil.move(pack, city / "criteria" / "liaoning-2020")
    old = city / "criteria" / "liaoning-2020"
    main = (old / "pack.yaml").read_text("utf-8").replace("id: liaoning-2022", "id: liaoning-2020")
    (old / "pack.yaml").write_text(main, "utf-8")
    part = (old / "section-1.yaml").read_text("utf-8").replace("专题会议次数", "会议次数")
    (old / "section-1.yaml").write_text(part, "utf-8")
    earlier = HALF.read_text("utf-8").replace("专题会议次数", "会议次数").replace("liaoning-2022", "liaoning-2020")
    (city / "上次.yaml").write_text(earlier, "utf-8")
    done = run("init", "liaoning-2022", "--from", "上次.yaml", "-o", "新的.yaml")
    assert done.code == 0, done.told
    assert "新增的问题：1.1/专题会议次数（1 个）" in done.told
    assert "不再问的问题：1.1/会议次数（1 个）" in done.told
