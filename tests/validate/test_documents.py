"""A file of another kind is called what it is, with the command that looks at it; nothing else is said of it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.cli.running import SAMPLE, run

pytestmark = pytest.mark.usefixtures("at_the_root")

CYCLE = "submissions/cycles/2022.yaml"
OPINION = "submissions/reviews/sample-city/desk-a.yaml"
PACK = "criteria/liaoning-2022"


@pytest.mark.parametrize(
    ("file", "place", "kind", "command"),
    [
        (OPINION, "7:1", "审核意见", f"scoring review check {OPINION}"),
        (CYCLE, "4:1", "评选周期的记录", f"scoring procedure {CYCLE}"),
        (f"{PACK}/pack.yaml", "10:1", "指标体系的总文件", f"scoring criteria check {PACK}"),
        (f"{PACK}/section-1.yaml", "2:1", "指标体系的一个部分", f"scoring criteria check {PACK}"),
        (f"{PACK}/tests/section-1.yaml", "3:1", "规则测试", f"scoring criteria test {PACK}"),
        ("criteria/pudong-2025/pack.yaml", "9:1", "指标体系的总文件", "scoring criteria check criteria/pudong-2025"),
        (
            "criteria/pudong-2025/section-1.yaml",
            "2:1",
            "指标体系的一个部分",
            "scoring criteria check criteria/pudong-2025",
        ),
    ],
)
@pytest.mark.parametrize("asked", ["check", "score", "explain"])
def test_check_says_what_it_was_given(asked: str, file: str, place: str, kind: str, command: str) -> None:
    ran = run(asked, file)
    assert ran.code == 1
    said = (ran.out + ran.told).splitlines()
    heads = [line for line in said if "错误：" in line]
    assert heads == [f"{file}:{place}: 错误：这是{kind}，不是自评"]
    assert f"  怎么办：请用 {command} 检查。" in said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("参照值:\n  全省平均千人口托位数: {数值: 2, 年份: 2021, 来源: 年鉴}\n", "参照值"),
        ("全省平均千人口托位数: {数值: 2, 年份: 2021, 来源: 年鉴}\n", "参照值"),
        ("分歧上限: 1\n合成办法: 平均\n", "审核设置"),
        ("安排: []\n列全年份: [2027]\n", "放假和调休的日历"),
        ("explained: []\n", "变异的说明"),
    ],
)
def test_small_files_are_known_too(tmp_path: Path, text: str, kind: str) -> None:
    file = tmp_path / "甲.yaml"
    file.write_text(text, "utf-8")
    ran = run("check", str(file))
    assert (ran.code, ran.out.splitlines()[0]) == (1, f"{file}:1:1: 错误：这是{kind}，不是自评")
    assert ran.out.splitlines()[-1] == f"{file}：1个错误"


@pytest.mark.parametrize("words", [("review", "check"), ("procedure",)])
def test_other_commands_know_a_submission(words: tuple[str, ...]) -> None:
    ran = run(*words, SAMPLE)
    said = ran.out + ran.told
    assert f"，不是{'审核意见' if words[0] == 'review' else '评选周期的记录'}" in said
    assert f"  怎么办：请用 scoring check {SAMPLE} 检查。\n" in said


@pytest.mark.parametrize(
    "text", ["城市: 甲市\n", "指标体系: liaoning-2022\n城市: 甲市\n申报资格: {}\n", "指标体系: liaoning-2022\n"]
)
def test_what_may_be_meant_as_a_submission_is_checked_as_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "甲.yaml").write_text(text, "utf-8")
    assert "，不是自评" not in run("check", str(tmp_path / "甲.yaml")).out


@pytest.mark.parametrize(
    ("member", "kind"),
    [
        ("xl/workbook.xml", "Excel 工作簿"),
        ("word/document.xml", "Word 文档"),
        ("甲市/自评.yaml", "普通的压缩包"),
    ],
)
@pytest.mark.parametrize("name", ["甲.zip", "甲.yaml"])
def test_a_zip_of_others_is_called_what_it_is(tmp_path: Path, name: str, member: str, kind: str) -> None:
    file = tmp_path / name
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(member, "甲" * 100)
    ran = run("check", str(file))
    assert (ran.code, ran.out.splitlines()[0]) == (1, f"错误：{file} 是{kind}，不是 scoring bundle 生成的包")
    assert "改动" not in ran.out


def test_a_bundle_that_was_cut_is_none_of_others(tmp_path: Path) -> None:
    whole = tmp_path / "甲.zip"
    assert run("bundle", SAMPLE, "-o", str(whole)).code == 1  # some sheets are not bound
    assert run("check", str(whole)).code == 0
    whole.write_bytes(whole.read_bytes()[:-300])
    assert "普通的压缩包" not in run("check", str(whole)).out
