"""Reviews of many cities at once: blank ones made, checked, and the chair's with nothing but the disputes in it."""

from __future__ import annotations

import hashlib
import shlex
from pathlib import Path

import pytest

from scoring.cli.next_command import command_line
from scoring.review import load_review
from tests.cli.running import ROOT, SAMPLE, run

CLAIMS = (ROOT / SAMPLE).read_text("utf-8")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A province of two cities, each with the claims of the sample city."""
    for name in ("甲市", "乙市"):
        (tmp_path / "申报材料" / name).mkdir(parents=True)
        (tmp_path / "申报材料" / name / "自评.yaml").write_text(CLAIMS.replace("示例市", name), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def init(*words: str, stage: str = "资料审核") -> str:
    done = run("review", "init", "申报材料", *words, "--stage", stage, "-o", "审核意见")
    assert done.code == 0, done.told
    return done.told


def fill(file: str, *changes: tuple[str, str]) -> None:
    """Fill a blank review: declared, dated, everything accepted but for `changes`."""
    text = Path(file).read_text("utf-8").replace("利害关系: 未填", "利害关系: 无")
    text = text.replace("审核日期: 未填", "审核日期: 2022-06-20").replace("意见: 无意见", "意见: 认可")
    for name, new in changes:
        old = f"  {name}:\n    意见: 认可\n    理由: 未填\n"
        assert old in text
        text = text.replace(old, f"  {name}:\n    {new}\n")
    Path(file).write_text(text, "utf-8")


def reviewed(place: Path) -> None:
    """甲 accepts everything; 乙 does but for one item and one gate in 甲市."""
    init("--reviewer", "甲", "--reviewer", "乙")
    for name in ("甲市", "乙市"):
        fill(f"审核意见/{name}/甲-资料审核.yaml")
    fill("审核意见/乙市/乙-资料审核.yaml")
    fill(
        "审核意见/甲市/乙-资料审核.yaml",
        ('"1.1"', "意见: 调整\n    改为: {会议解决实际问题: 否}\n    理由: 台账没有结果"),
        ("重大信访事件", "意见: 调整\n    改为: [{日期: 2021-08-02, 情况: 上访}]\n    理由: 信访局台账"),
    )


def test_one_file_for_each_city_and_reviewer(place: Path) -> None:
    told = init("--reviewer", "甲", "--reviewer", "乙")
    files = sorted(str(one.relative_to(place)) for one in (place / "审核意见").rglob("*.yaml"))
    assert files == sorted(
        f"审核意见/{city}/{reviewer}-资料审核.yaml" for city in ("甲市", "乙市") for reviewer in "甲乙"
    )
    assert "2个城市，生成4份审核意见，在 审核意见。\n" in told
    one = load_review("审核意见/甲市/乙-资料审核.yaml").value
    assert one is not None
    digest = hashlib.sha256(CLAIMS.replace("示例市", "甲市").encode()).hexdigest()
    assert (one.city, one.reviewer, one.submission) == ("甲市", "乙", digest)
    assert (
        Path("审核意见/甲市/乙-资料审核.yaml")
        .read_text("utf-8")
        .startswith("# yaml-language-server: $schema=../liaoning-2022.review.schema.json\n")
    )


def test_what_is_there_is_left_alone_and_said(place: Path) -> None:
    init("--reviewer", "甲")
    kept = Path("审核意见/甲市/甲-资料审核.yaml")
    kept.write_text("已经审好的", "utf-8")
    told = init("--reviewer", "甲", "--reviewer", "乙")
    assert kept.read_text("utf-8") == "已经审好的"
    assert "甲市：审核意见/甲市/甲-资料审核.yaml 已有，没有改动\n" in told
    assert "2个城市，生成2份审核意见，已有的2份没有改动，在 审核意见。\n" in told


def test_a_file_of_an_earlier_version_is_told_with_the_command_that_renews_it(place: Path) -> None:
    init("--reviewer", "甲")
    Path("申报材料/甲市/自评.yaml").write_text(CLAIMS.replace("示例市", "甲市") + "\n", "utf-8")
    told = init("--reviewer", "甲")
    assert "甲市：审核意见/甲市/甲-资料审核.yaml 已有，没有改动；自评在这以后改动过，这份不再计入\n" in told
    (line,) = [one for one in told.splitlines() if one.startswith("  怎么办：")]
    assert run(*shlex.split(line.removeprefix("  怎么办："))[1:]).code == 0
    assert Path("审核意见/甲市/甲-资料审核-2.yaml").is_file()


def test_a_city_that_cannot_be_used_is_named(place: Path) -> None:
    Path("申报材料/乙市/自评.yaml").write_text("指标体系: liaoning-2022\n城市：乙市\n", "utf-8")
    done = run("review", "init", "申报材料", "--reviewer", "甲", "--stage", "资料审核", "-o", "审核意见")
    assert done.code == 1
    assert "没有生成 申报材料/乙市/自评.yaml 的审核意见，原因见上。" in done.told
    assert Path("审核意见/甲市/甲-资料审核.yaml").is_file()


def test_a_city_with_two_different_submissions_is_named(place: Path) -> None:
    Path("申报材料/甲 市").mkdir()
    Path("申报材料/甲 市/自评.yaml").write_text(CLAIMS.replace("示例市", "甲 市"), "utf-8")
    done = run("review", "init", "申报材料", "--reviewer", "甲", "--stage", "资料审核", "-o", "审核意见")
    assert done.code == 1
    assert "同一城市有2份内容不同的自评" in done.told
    assert sorted(one.name for one in Path("审核意见").iterdir() if one.is_dir()) in (
        ["乙市", "甲市"],
        ["乙市", "甲 市"],
    )


def test_one_file_goes_into_the_folder_of_its_city(place: Path) -> None:
    done = run("review", "init", "申报材料/甲市/自评.yaml", "--reviewer", "甲", "--stage", "复核", "-o", "审核意见/")
    assert done.code == 0
    assert Path("审核意见/甲市/甲-复核.yaml").is_file()


def test_the_next_step_works_as_printed(place: Path) -> None:
    (step,) = [one for one in init("--reviewer", "甲").splitlines() if "下一步" in one]
    words = shlex.split(step.partition("运行 ")[2])
    assert words == ["scoring", "review", "check", "审核意见", "--of", "申报材料"]
    assert run(*words[1:]).code == 0
    Path("我 的").mkdir()
    alone = run(
        "review", "init", "申报材料/甲市/自评.yaml", "--reviewer", "甲", "--stage", "资料审核", "-o", "我 的/甲.yaml"
    )
    words = shlex.split(alone.told.splitlines()[-1].partition("运行 ")[2])
    assert words == ["scoring", "review", "check", "我 的/甲.yaml", "--of", "申报材料/甲市/自评.yaml"]
    assert run(*words[1:]).code == 0


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("申报材料/甲市.yaml", "申报材料/甲市.yaml"),
        ("我 的", '"我 的"'),
        ("甲（1）", "甲（1）"),
        ("a$b", "'a$b'"),
        ("", "''"),
    ],
)
def test_words_are_quoted_where_they_must_be(word: str, shown: str) -> None:
    assert command_line("x", word) == f"x {shown}"


def test_all_are_checked_against_all(place: Path) -> None:
    reviewed(place)
    done = run("review", "check", "审核意见", "--of", "申报材料")
    assert done.code == 0
    assert done.out.endswith("共4份审核意见：有错误的0份，有疑问的4份。\n")  # the evidence lies nowhere
    stray = Path("审核意见/甲市/乙-资料审核.yaml")
    text = stray.read_text("utf-8").replace('城市: "甲市"', '城市: "丙市"')
    stray.write_text(text.replace("自评校验值: ", "自评校验值: " + "0" * 64 + " # "), "utf-8")
    done = run("review", "check", "审核意见", "--of", "申报材料")
    assert done.code == 1
    assert "审核意见/甲市/乙-资料审核.yaml:" in done.out
    assert "这份意见审核的是丙市，没有找到它的自评" in done.out
    assert "共4份审核意见：有错误的1份，有疑问的3份。" in done.out


def test_check_renews_a_file_of_an_earlier_version_with_the_same_options(place: Path) -> None:
    Path("参照 值.yaml").write_text("全省平均千人口托位数: {数值: 2.8, 年份: 2021, 来源: 虚构}\n", "utf-8")
    init("--reviewer", "甲")
    Path("申报材料/甲市/自评.yaml").write_text(CLAIMS.replace("示例市", "甲市") + "\n", "utf-8")
    given = ("--references", "参照 值.yaml")
    done = run("review", "check", "审核意见/甲市", "--of", "申报材料/甲市/自评.yaml", *given)
    assert done.code == 1
    (line,) = [one for one in done.out.splitlines() if "没有改动的项会保留原来的意见：" in one]
    words = shlex.split(line.partition("意见：")[2])
    assert words[-2:] == list(given)
    assert run(*words[1:]).code == 0


def test_a_folder_without_reviews_is_no_success(place: Path) -> None:
    done = run("review", "check", "申报材料")
    assert done.code == 1
    assert "申报材料 里没有审核意见。" in done.told


def test_the_chair_gets_the_disputes_with_the_opinions_beside_them(place: Path) -> None:
    reviewed(place)
    told = init("--reviewer", "丙", "--role", "组长", "--reviews", "审核意见")
    assert "乙市：资料审核没有等待裁决的项，没有生成组长的意见。\n" in told
    assert not list(Path("审核意见/乙市").glob("丙*"))
    file = "审核意见/甲市/丙-资料审核-组长.yaml"
    made = load_review(file).value
    assert made is not None
    assert (list(made.decisions), made.role.value) == (["1.1", "重大信访事件"], "组长")
    text = Path(file).read_text("utf-8")
    assert (
        "  # 审核人甲：认可；得6分（2022-06-20）\n"
        "  # 审核人乙：调整；会议解决实际问题改为否；得4分；理由：台账没有结果（2022-06-20）\n"
    ) in text
    assert (
        "  # 审核人甲：认可；不影响申报（2022-06-20）\n"
        "  # 审核人乙：调整；改为2021-08-02 上访；不得申报；理由：信访局台账（2022-06-20）\n"
    ) in text
    fill(file)
    assert run("review", "merge", "申报材料/甲市/自评.yaml", "审核意见/甲市").code == 0


def test_a_chair_of_gates_only_is_a_valid_file(place: Path) -> None:
    reviewed(place)
    fill_again = Path("审核意见/甲市/乙-资料审核.yaml")
    text = fill_again.read_text("utf-8")
    fill_again.write_text(text.replace("意见: 调整\n    改为: {会议解决实际问题: 否}", "意见: 认可"), "utf-8")
    init("--reviewer", "丙", "--role", "组长", "--reviews", "审核意见")
    made = load_review("审核意见/甲市/丙-资料审核-组长.yaml").value
    assert made is not None
    assert list(made.decisions) == ["重大信访事件"]


def test_opinions_that_belong_to_no_city_are_named_to_the_chair(place: Path) -> None:
    reviewed(place)
    for one in Path("申报材料/乙市").iterdir():
        one.unlink()
    Path("申报材料/乙市").rmdir()
    words = ("--reviewer", "丙", "--role", "组长", "--reviews", "审核意见", "--stage", "资料审核", "-o", "审核意见")
    done = run("review", "init", "申报材料", *words)
    assert done.code == 1
    assert "没有计入 审核意见/乙市/甲-资料审核.yaml：没有找到乙市的自评。\n" in done.told


@pytest.mark.parametrize(
    "words",
    [
        ("申报材料", "--reviewer", "甲", "-o", "甲.yaml"),
        ("申报材料", "--reviewer", "甲", "--keep", "旧.yaml", "-o", "审核意见"),
        ("申报材料", "--reviewer", "甲", "--reviewer", "甲", "-o", "审核意见"),
        ("申报材料", "--reviewer", "甲", "--reviews", "审核意见", "-o", "审核意见"),
    ],
    ids=["a-file", "keep", "twice", "members"],
)
def test_words_that_do_not_go_together(words: tuple[str, ...], place: Path) -> None:
    done = run("review", "init", *words, "--stage", "资料审核")
    assert done.code == 2
    assert done.told.startswith("用法错误：")
    assert not Path("审核意见").exists()
