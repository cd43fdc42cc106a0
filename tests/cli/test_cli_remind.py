"""The questions nobody answered, by department: as text, as CSV, and as a reminder to hand out; and the city's own texts."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from scoring.cli.template import template
from scoring.loading import load_criteria
from tests.cli.running import HALF, ROOT, SAMPLE, run

WEAK = "submissions/weak-city/submission.yaml"


def rows_of(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))


def test_a_complete_file_has_nothing_open() -> None:
    assert run("remind", SAMPLE) == (0, f"{SAMPLE}：所有问题都已填写。\n", "")


def test_each_department_gets_its_questions_with_their_lines() -> None:
    """会议解决实际问题 and 方案资金来源明确 stand in the file as 未填, 经费专款专用 does not stand in it."""
    lines = (ROOT / HALF).read_text("utf-8").splitlines()
    solved = next(number for number, line in enumerate(lines, 1) if "会议解决实际问题: 未填" in line)
    money = next(number for number, line in enumerate(lines, 1) if "方案资金来源明确: 未填" in line)
    done = run("remind", HALF)
    assert done.code == 1
    assert f"市政府办公室（1个）\n  第{solved}行 （一）1 会议解决实际问题：" in done.out
    block = done.out.partition("市财政局（2个）\n")[2].partition("\n\n")[0]
    assert block.startswith("  没有这一行 （一）2 经费专款专用：")
    assert f"\n  第{money}行 （一）3 方案资金来源明确：" in block


def test_as_csv_a_question_of_two_departments_stands_in_both() -> None:
    rows = rows_of(run("remind", HALF, "--format", "csv").out)
    assert [*rows[0]] == ["部门", "指标项", "名称", "问题", "单位", "文件", "行", "涉及分值"]
    both = [row["部门"] for row in rows if row["名称"] == "方案资金来源明确"]
    assert sorted(both) == ["市发展改革委", "市财政局"]
    one = next(row for row in rows if row["名称"] == "婴幼儿家庭满意度")
    assert (one["指标项"], one["涉及分值"], one["文件"]) == ("（五）5", "1", HALF)
    own = [row["名称"] for row in rows_of(run("remind", HALF, "--owner", "市财政局", "--format", "csv").out)]
    assert own == ["经费专款专用", "方案资金来源明确"]


def test_a_department_of_another_name_is_refused_and_a_near_one_offered(city: Path) -> None:
    done = run("remind", HALF, "--owner", "财政局")
    assert (done.code, done.out) == (2, "")
    told = done.told.splitlines()
    assert told[:2] == ["用法错误：指标体系里没有“财政局”这个责任部门。", "  是不是要写“市财政局”？"]
    for name in ("市公安局", "市税务局"):  # nothing is open there
        assert run("remind", str(city), "--owner", name).code == 0


def test_a_question_that_does_not_arise_is_not_asked(city: Path) -> None:
    text = city.read_text("utf-8")
    city.write_text(
        text.replace("专题会议次数: 4", "专题会议次数: 0").replace("    会议解决实际问题: 是\n", ""), "utf-8"
    )
    assert "会议解决实际问题" not in run("remind", str(city)).out


def test_the_city_s_own_texts_and_head_are_asked_for(city: Path) -> None:
    names = [row["名称"] for row in rows_of(run("remind", WEAK, "--format", "csv").out)]
    assert names == ["联系方式", "基本情况", "存在问题", "下一步打算"]
    told = run("check", WEAK).out
    assert "报告文字里的“基本情况”“存在问题”“下一步打算”还没有写，不影响得分" in told
    assert "还没有写" not in run("check", SAMPLE).out
    assert "scoring remind" in run("check", HALF).out


def test_the_reminder_has_a_page_for_each_department(tmp_path: Path) -> None:
    target = tmp_path / "催填单.pdf"
    assert run("remind", HALF, "-o", str(target)).code == 1
    pages = ["".join(page.extract_text().split()) for page in PdfReader(target).pages]
    (money,) = [page for page in pages if "市财政局：" in page]
    assert "自评还有下列2项内容没有填写" in money
    assert "与市发展改革委共同填报" in money
    assert all("填报人（签字）" in page for page in pages if "自评还有下列1项" in page)
    again = tmp_path / "b.html"
    assert run("remind", HALF, "-o", str(again)).code == 1
    assert "市财政局：" in again.read_text("utf-8")


@pytest.mark.parametrize("name", ["a.docx", "a"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    done = run("remind", HALF, "-o", str(tmp_path / name))
    assert done.code == 2
    assert ".pdf 或 .html" in done.told
    assert not (tmp_path / name).exists()


def test_the_template_asks_first_and_holds_the_texts() -> None:
    found = load_criteria("liaoning-2022").value
    assert found is not None
    lines = template(found, "").splitlines()
    first = {head: lines.index(head) for head in ("自评:", "报告文字:", "# 参照值:", "# 解释口径:")}
    assert sorted(first, key=lambda head: first[head]) == ["自评:", "报告文字:", "# 参照值:", "# 解释口径:"]
    assert first["自评:"] < 65
    texts = [line.strip().partition(":")[0] for line in lines[first["报告文字:"] + 1 : first["报告文字:"] + 4]]
    assert texts == ["基本情况", "存在问题", "下一步打算"]
    assert sum(line.startswith("    说明: 未填") for line in lines) == 28


def test_a_filled_template_takes_texts_and_explanations(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    assert run("init", "-o", str(path)).code == 0
    text = path.read_text("utf-8").replace("城市: 未填", "城市: 甲市").replace("说明: 未填", "说明: 已办", 1)
    path.write_text(text.replace("存在问题: 未填", "存在问题: 没有"), "utf-8")
    done = run("check", str(path))
    assert done.code == 0
    assert "报告文字里的“基本情况”“下一步打算”还没有写" in done.out


def test_units_that_are_not_listed_are_asked_for(tmp_path: Path) -> None:
    """Three counties, one of them listed: the two others are open questions, as `check` and `score` count them."""
    file = tmp_path / "自评.yaml"
    listed = '指标体系: averaged\n城市: 甲市\n基本情况: {所辖县市区数: 3}\n自评:\n  "1.1":\n    县市区: {甲县: {问题处数: 1}}\n'
    file.write_text(listed, "utf-8")
    packs = ("--criteria-path", str(ROOT / "tests" / "kinds" / "packs"))
    rows = rows_of(run("remind", str(file), *packs, "--format", "csv").out)
    asked = [row["问题"] for row in rows if row["名称"] == "县市区" and row["指标项"].endswith("1")]
    assert asked == ["还有2个县市区没有列出，请逐个填写：问题处数、建立台账"]
    file.write_text(listed.replace("县市区数: 3", "县市区数: 1"), "utf-8")
    rows = rows_of(run("remind", str(file), *packs, "--format", "csv").out)
    assert not [row for row in rows if row["名称"] == "县市区" and row["指标项"].endswith("1")]
