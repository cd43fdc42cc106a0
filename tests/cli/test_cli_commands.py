"""The commands as a person meets them: exit codes, streams, files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.running import HALF, ROOT, SAMPLE, Ran, run

PLAN = "submissions/plan-ankang/submission.yaml"
ENGLISH = re.compile(
    r"\b(?!(?:scoring|yaml|help|Python|Pango|HarfBuzz|PDF|HTML|JSON|CSV|Schema|OK)\b)[A-Z][a-z]{3,} [a-z]{2,}"
)


def test_score_of_a_complete_city_exits_0_and_tells_nothing() -> None:
    done = run("score", SAMPLE)
    assert (done.code, done.told) == (0, "")
    assert "总分：92.5分（满分100分）" in done.out
    assert "申报资格：符合" in done.out


def test_score_of_an_incomplete_city_is_a_range_and_exits_1() -> None:
    done = run("score", HALF)
    assert done.code == 1
    assert "总分：39～99分（满分100分）" in done.out
    assert "申报资格：待定" in done.out


def test_score_of_a_city_that_may_not_apply_says_so() -> None:
    done = run("score", "submissions/not-eligible/submission.yaml")
    assert done.code == 1
    assert "申报资格：不符合" in done.out
    assert "不得申报" in done.out
    assert done.out.splitlines()[-1] == "结论：不具备申报资格（婴幼儿照护重大负面舆情），不能申报；以上得分只供参考。"


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_city_that_may_not_apply_is_a_finding_in_every_format(form: str) -> None:
    path = "submissions/not-eligible/submission.yaml"
    assert [run("score", path, "--format", form).code for _ in range(2)] == [1, 1]


def test_a_switched_interpretation_stands_below_the_table(city: Path) -> None:
    text = city.read_text("utf-8")
    city.write_text(text + "解释口径:\n  没有福利性托育需求时: {选择: 视同做到, 理由: 省里答复}\n", "utf-8")
    said = "  · 3.4 没有福利性托育需求时：取“视同做到”（默认“不得分”），理由：省里答复"
    assert said in run("score", str(city)).out.splitlines()
    assert "改选的口径" not in run("score", SAMPLE).out


def test_the_total_of_a_blank_submission_stands_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "空.yaml"
    path.write_text("指标体系: liaoning-2022\n城市: 未填\n", "utf-8")
    done = run("score", str(path))
    (total,) = [line.split() for line in done.out.splitlines() if line.startswith("合计")]
    assert total == ["合计", "100", "2～100", "0～98"]
    assert done.out.startswith("（城市未填）　")


def test_a_pack_that_is_not_there_is_pointed_at(city: Path) -> None:
    text = city.read_text("utf-8")
    for name, said in (("liaoning-2023", "没有名为“liaoning-2023”的指标体系"), ("../自己的", "应填编号")):
        city.write_text(text.replace("指标体系: liaoning-2022", f"指标体系: {name}"), "utf-8")
        done = run("score", str(city))
        assert done.code == 1
        assert f"{city}:3:7: 错误：" in done.told
        assert said in done.told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_read_once_and_an_endless_file_not_to_its_end(city: Path, tmp_path: Path) -> None:
    code = "import sys; from scoring.cli.start import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "score", "/dev/stdin"]
    piped = subprocess.run(command, input=city.read_bytes(), cwd=ROOT, capture_output=True)
    assert (piped.returncode, piped.stderr) == (0, b"")
    endless = run("score", "/dev/zero")
    assert endless.code == 1
    assert "文件太大" in endless.told


def test_a_second_run_prints_the_same_without_reading_yaml(city: Path) -> None:
    first = run("score", str(city))
    code = (
        "import sys; from scoring.cli.start import main; code = main(sys.argv[1:]);"
        "heavy = {'click', 'yaml', 'jsonschema', 'jinja2', 'weasyprint', 'scoring.rules', 'scoring.validate'};"
        "found = heavy & set(sys.modules); assert not found, found; sys.exit(code)"
    )
    second = subprocess.run([sys.executable, "-c", code, "score", str(city)], cwd=ROOT, capture_output=True)
    assert (second.returncode, second.stderr) == (first.code, b"")
    assert second.stdout.decode() == first.out


def test_a_changed_file_is_scored_anew(city: Path) -> None:
    run("score", str(city))
    city.write_text(city.read_text("utf-8").replace("制定实施意见或细则: 是", "制定实施意见或细则: 否"), "utf-8")
    assert "总分：90.5分" in run("score", str(city)).out


def test_a_changed_pack_is_read_anew(city: Path, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    copy_pack(packs)
    assert "总分：92.5分" in run("score", str(city), "--criteria-path", str(packs)).out
    section = packs / "liaoning-2022" / "section-1.yaml"
    section.write_text(section.read_text("utf-8").replace("专题会议次数 == 0", "专题会议次数 >= 0"), "utf-8")
    assert "总分：89.5分" in run("score", str(city), "--criteria-path", str(packs)).out


def test_a_pack_put_before_the_shipped_one_is_noticed(city: Path, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    run("score", str(city), "--criteria-path", str(packs))
    copy_pack(packs)
    (packs / "liaoning-2022" / "section-1.yaml").unlink()
    assert run("score", str(city), "--criteria-path", str(packs)).code == 1


def copy_pack(packs: Path) -> None:
    target = packs / "liaoning-2022"
    target.mkdir(parents=True)
    for path in (ROOT / "criteria" / "liaoning-2022").glob("*.yaml"):
        (target / path.name).write_bytes(path.read_bytes())


def test_references_on_the_command_line_win_and_a_difference_is_questioned(city: Path, tmp_path: Path) -> None:
    references = tmp_path / "参照值.yaml"
    references.write_text("全省平均千人口托位数: {数值: 99, 年份: 2021, 来源: 虚构}\n", "utf-8")
    done = run("score", str(city), "--references", str(references))
    assert "总分：90.5分" in done.out
    assert "疑问：参照值“全省平均千人口托位数”与参照值文件" in done.told


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("score",), 2, "缺少参数“自评文件”。"),
        (("score", "--nonsense", SAMPLE), 2, "没有“--nonsense”这个选项"),
        (("score", SAMPLE, "--as-of", "2022-13-01"), 2, "不是日期"),
        (("score", SAMPLE, "--format", "xml"), 2, "“xml”不在“text”、“json”、“csv”之中"),
        (("score", SAMPLE, SAMPLE), 2, "多出了参数"),
        (("score", "没有这个.yaml"), 1, "没有这个.yaml"),
        (("score", "submissions"), 1, "submissions"),
        (("nonsense",), 2, "没有“nonsense”这个命令"),
        (("explain", "9.9", SAMPLE), 2, "没有指标项 9.9"),
        (("explain", "1.1"), 2, "要写一个自评文件"),
        (("report", SAMPLE, "-o", "report.docx"), 2, "不认识的扩展名 .docx"),
        (("report", SAMPLE), 2, "缺少选项“-o”或“--output”"),
        (("report", SAMPLE, "-o", "out.pdf", "--font", "仿宋"), 2, "字体名=文件"),
        (("criteria", "show", "nowhere-1999"), 1, "nowhere-1999"),
        (("init", "-o", "没有这个文件夹/自评.yaml"), 3, "没有这个文件或文件夹"),
    ],
)
def test_mistakes_are_told_in_chinese_with_the_right_exit_code(words: tuple[str, ...], code: int, told: str) -> None:
    done = run(*words)
    assert (done.code, done.out) == (code, "")
    assert told in done.told
    assert not ENGLISH.search(done.told), done.told


def test_check_lists_every_problem_with_a_caret_and_exits_1(city: Path) -> None:
    text = (
        city.read_text("utf-8")
        .replace("专题会议次数: ", "专题会议次数: x")
        .replace("经费专款专用: 是", "经费专款专用: 也许")
    )
    city.write_text(text, "utf-8")
    done = run("check", str(city), SAMPLE)
    assert done.code == 1
    assert "2个错误" in done.out
    assert done.out.count("    ^") + done.out.count(" ^\n") >= 2
    assert done.out.count("怎么办：") == 2
    assert f"{SAMPLE}：没有发现问题；影响得分的问题都已填，得92.5分" in done.out


def test_check_as_json_has_places(city: Path) -> None:
    city.write_text(city.read_text("utf-8").replace("经费专款专用: 是", "经费专款专用: 也许"), "utf-8")
    done = run("check", str(city), "--format", "json")
    found = json.loads(done.out)
    assert (done.code, found["schema"], found["files"][0]["ok"]) == (1, "scoring.check/1", False)
    (problem,) = found["files"][0]["problems"]
    assert (problem["severity"], problem["path"]) == ("error", "自评/1.2/经费专款专用")


@pytest.mark.parametrize("words", [("1.3", SAMPLE), (SAMPLE, "1.3"), ("（一）3", SAMPLE), (SAMPLE, "(一)3")])
def test_explain_takes_item_and_file_in_any_order(words: tuple[str, ...]) -> None:
    done = run("explain", *words)
    assert done.code == 0
    assert done.out.startswith("1.3　（一）3　满分6分　得4分\n")


def test_explain_of_a_section_explains_its_items() -> None:
    done = run("explain", "1", SAMPLE)
    assert [line.split("　")[0] for line in done.out.splitlines() if "　满分" in line] == [
        "1.1",
        "1.2",
        "1.3",
        "1.4",
        "1.5",
    ]


def test_json_card_keeps_to_its_published_schema() -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "card-1.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    for file in sorted(ROOT.glob("submissions/*/submission.yaml")):
        done = run("score", str(file.relative_to(ROOT)), "--format", "json")
        card = json.loads(done.out)
        if card["schema"] != "scoring.attainment/1":  # a plan without points; see tests/plans
            Draft202012Validator(schema).validate(card)
    assert card["schema"] == "scoring.card/1"


def test_json_of_a_broken_file_is_still_json(city: Path) -> None:
    city.write_text("指标体系: liaoning-2022\n城市: [\n", "utf-8")
    done = run("score", str(city), "--format", "json")
    assert done.code == 1
    assert json.loads(done.out)["schema"] == "scoring.problems/1"


def test_csv_opens_in_spreadsheets() -> None:
    done = run("score", SAMPLE, "--format", "csv")
    assert done.out.startswith("\ufeff一级指标,指标项,指标内容,分值,最低得分,最高得分,未填,失分原因\r\n")
    assert "合计,,,100,92.5,92.5,," in done.out


def test_init_writes_a_template_that_is_valid_and_scores_as_a_range(tmp_path: Path) -> None:
    target = tmp_path / "自评.yaml"
    done = run("init", "-o", str(target))
    assert (done.code, done.out) == (0, "")
    text = target.read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=./liaoning-2022.schema.json\n")
    Draft202012Validator.check_schema(json.loads((tmp_path / "liaoning-2022.schema.json").read_text("utf-8")))
    assert run("check", str(target)).code == 0
    scored = run("score", str(target))
    assert scored.code == 1
    assert "总分：2～100分" in scored.out


def test_init_never_overwrites_unless_told(tmp_path: Path) -> None:
    target = tmp_path / "自评.yaml"
    target.write_text("我的答案", "utf-8")
    done = run("init", "-o", str(target))
    assert done.code == 1
    assert "--force" in done.told
    assert target.read_text("utf-8") == "我的答案"
    assert run("init", "-o", str(target), "--force").code == 0
    assert target.read_text("utf-8") != "我的答案"


def test_report_as_json_is_the_card(tmp_path: Path) -> None:
    target = tmp_path / "报告.json"
    done = run("report", SAMPLE, "-o", str(target))
    assert (done.code, done.out) == (0, "")
    assert json.loads(target.read_text("utf-8"))["total"] == {"low": 92.5, "high": 92.5}


def test_report_as_html_needs_no_script(tmp_path: Path) -> None:
    target = tmp_path / "报告.html"
    assert run("report", SAMPLE, "-o", str(target)).code == 0
    text = target.read_text("utf-8")
    assert "示例市" in text
    assert "<script" not in text


def test_nothing_is_written_for_an_invalid_city(city: Path, tmp_path: Path) -> None:
    city.write_text(city.read_text("utf-8").replace("经费专款专用: 是", "经费专款专用: 也许"), "utf-8")
    target = tmp_path / "报告.html"
    assert run("report", str(city), "-o", str(target)).code == 1
    assert not target.exists()


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"'{sys.executable}' -m scoring criteria show | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.splitlines()[-1], done.stderr) == ("0", "")


def test_a_terminal_without_chinese_gets_replacements_not_a_crash() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "scoring", "score", SAMPLE], cwd=ROOT, env=environment, capture_output=True
    )
    assert done.returncode == 0
    assert b"92.5" in done.stdout


def test_gbk_terminals_show_chinese() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    done = subprocess.run(
        [sys.executable, "-m", "scoring", "score", SAMPLE], cwd=ROOT, env=environment, capture_output=True
    )
    assert "总分：92.5分" in done.stdout.decode("gbk")
    assert "?" not in done.stdout.decode("gbk")


def test_an_error_nobody_foresaw_is_told_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_options: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("scoring.cli.quick.score", fail)
    done = run("score", SAMPLE)
    assert done.code == 3
    assert "程序内部出错（ZeroDivisionError）" in done.told
    assert "怎么办" in done.told


def test_an_interrupt_exits_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("scoring.cli.quick.score", stop)
    assert run("score", SAMPLE) == Ran(130, "", "已中断。\n")


@pytest.mark.parametrize("option", [[], ["--references"]])
def test_a_report_never_overwrites_what_it_is_made_from(city: Path, tmp_path: Path, option: list[str]) -> None:
    target = tmp_path / "自评.html"
    target.write_bytes(city.read_bytes())
    words = [str(city), *option, str(target)] if option else [str(target)]
    done = run("report", *words, "-o", str(target))
    assert (done.code, target.read_bytes()) == (2, city.read_bytes())
    assert "就是填报用的文件" in done.told


def test_a_wrong_font_is_told_for_html_too(city: Path, tmp_path: Path) -> None:
    done = run("report", str(city), "-o", str(tmp_path / "报告.html"), "--font", "仿宋=没有.ttf")
    assert done.code == 2
    assert "找不到“仿宋”的字体文件“没有.ttf”" in done.told


def test_a_template_is_not_written_over_a_folder(tmp_path: Path) -> None:
    done = run("init", "-o", str(tmp_path))
    assert done.code == 3
    assert "这是一个文件夹" in done.told
    assert "--force" not in done.told


@pytest.mark.parametrize("command", [("score", SAMPLE), ("check", SAMPLE), ("criteria", "list")])
def test_a_folder_of_packs_that_is_not_there_is_a_usage_error(command: tuple[str, ...], tmp_path: Path) -> None:
    missing = str(tmp_path / "没有")
    done = run(*command, "--criteria-path", missing)
    assert (done.code, done.out) == (2, "")
    assert f"没有文件夹 {missing}" in done.told


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("criteria", "show", "nope"), 1, "没有名为“nope”的指标体系"),
        (("explain", SAMPLE, "9.9"), 2, "没有指标项 9.9"),
        (("explain", "1.1"), 2, "要写一个自评文件和要解释的指标项"),
        (("explain", PLAN, "9.9"), 2, "没有 9.9"),
        (("compare", PLAN, PLAN), 1, "“ankang-2025”是没有分值的规划方案，这里不能用"),
        (("criteria", "diff", "ankang-2025", "pudong-2025"), 1, "“ankang-2025”是没有分值的规划方案，这里不能用"),
    ],
)
def test_refusals_are_one_json_document_and_told_once(words: tuple[str, ...], code: int, said: str) -> None:
    ran = run(*words, "--format", "json")
    told = json.loads(ran.out)
    assert (ran.code, told["schema"]) == (code, "scoring.problems/1")
    assert [problem["message"] for problem in told["problems"]] == [said]
    assert ran.told.count(said) == 1


def test_another_day_of_judging_is_named_above_the_table() -> None:
    line = "按2023年1月1日判断申报资格（--as-of）。"
    assert line in run("score", SAMPLE, "--as-of", "2023-01-01").out
    assert "--as-of" not in run("score", SAMPLE).out
    assert "--as-of" not in run("score", SAMPLE, "--as-of", "2022-05-20").out
