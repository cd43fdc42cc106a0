"""The commands about evidence: exit codes, what they write, and that the score notices a file that is gone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import ROOT, SAMPLE, Ran, run
from tests.province.cycle.shown import PROVINCE, first_untrue, shown
from tests.sharing import made_once


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample city with its evidence."""
    shutil.copytree(ROOT / "submissions/sample-city", tmp_path / "city")
    return tmp_path / "city"


def test_the_score_notices_evidence_that_is_gone_and_back(folder: Path) -> None:
    city = str(folder / "submission.yaml")
    before = run("score", city)
    assert "有材料支撑的得分：92.5分" in before.out
    file = folder / "evidence/1.5/01-opinions.pdf"
    data = file.read_bytes()
    file.unlink()
    assert "有材料支撑的得分：90.5～92.5分" in run("score", city).out  # 未制定实施意见或细则的不得分: 2 points
    file.write_bytes(data)
    assert run("score", city).out == before.out


def test_evidence_tells_what_is_missing_and_what_it_puts_at_risk(folder: Path) -> None:
    (folder / "evidence/1.5/01-opinions.pdf").unlink()
    assert "缺哪些材料、各影响多少分，列在下面。" in run("evidence", str(folder / "submission.yaml")).out
    done = run("evidence", str(folder / "submission.yaml"), "--format", "json")
    assert done.code == 1
    data = json.loads(done.out)
    assert data["schema"] == "scoring.evidence/1"
    assert [one["code"] for one in data["findings"]] == ["evidence-missing"]
    assert [(one["request"], one["worth"]) for one in data["readings"]["risks"]] == [("实施意见", 2)]


def test_a_file_of_references_goes_before_the_references_of_the_submission(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "参照值.yaml").write_text("全省平均婴幼儿入托率: {数值: 9%, 年份: 2021, 来源: 虚构}\n", "utf-8")
    city = str(folder / "submission.yaml")
    assert "自评得分：92.5分。" in run("evidence", city).out
    told = run("evidence", city, "--references", str(tmp_path / "参照值.yaml"))
    assert "自评得分：90.5分。" in told.out  # the city has 7%: 婴幼儿入托率低的扣2分


@pytest.fixture
def bundled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """The bundle of the sample city, and what making it told; no test may change it."""
    folder, done = made_once(
        tmp_path_factory, "bundled-sample-city", lambda folder: run("bundle", SAMPLE, "-o", str(folder / "b.zip"))
    )
    return folder / "b.zip", done


def test_what_is_bundled_verifies_and_what_is_changed_does_not(bundled: tuple[Path, Ran], tmp_path: Path) -> None:
    made, done = bundled
    target = tmp_path / "示例市.zip"
    shutil.copy(made, target)
    assert done.code == 1  # four tables cannot be bound, and are told
    assert "不能装订，请另附原件" in done.told
    good = run("verify", str(target))
    assert (good.code, "结论：校验通过。" in good.out) == (0, True)
    (page,) = (one for one in shown(PROVINCE) if one.words[0] == "verify")
    assert page.lines
    assert first_untrue(page.lines, good.out.replace(str(target), page.words[1])) is None
    target.write_bytes(target.read_bytes().replace("专题会议次数: 4".encode(), "专题会议次数: 5".encode(), 1))
    wrong = run("verify", str(target))
    assert wrong.code == 1
    assert "文件 submission/submission.yaml 被改动过" in wrong.out


def test_a_bundle_and_a_report_are_scored_like_the_file_they_hold(bundled: tuple[Path, Ran], tmp_path: Path) -> None:
    bundle, report = str(tmp_path / "示例市.zip"), str(tmp_path / "r.pdf")
    shutil.copy(bundled[0], bundle)
    plain = run("score", SAMPLE)
    assert run("score", bundle) == plain
    assert "与里面的不同" not in plain.told
    assert run("report", bundle, "-o", report).code == 0
    assert run("verify", report).code == 0
    alone = run("score", report)
    assert "总分：92.5分" in alone.out
    assert "有材料支撑" not in alone.out
    assert "没有检查材料" in alone.told
    told = run("explain", "1.1", bundle)
    assert (told.code, "（submission.yaml:34）" in told.out.replace("\n", "").replace(" ", "")) == (0, True)
    Path(bundle).write_bytes(Path(bundle).read_bytes().replace(b"evidence/1.1/01", b"evidence/1.1/0l", 1))
    broken = run("score", bundle, "--format", "json")
    assert (broken.code, json.loads(broken.out)["schema"]) == (1, "scoring.problems/1")


def test_outputs_never_replace_what_they_are_made_from(folder: Path) -> None:
    file = folder / "evidence/1.5/01-opinions.pdf"
    before = file.read_bytes()
    done = run("binder", str(folder / "submission.yaml"), "-o", str(file))
    assert (done.code, file.read_bytes() == before) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("binder", "x.yaml", "-o", "x.txt"),
        ("bundle", "x.yaml", "-o", "x.pdf"),
        ("sign", "x.pdf"),
        ("verify", "x", "--fingerprint", "1"),
    ],
)
def test_wrong_usage_is_told(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.code == 2
    assert "用法错误" in done.told


@pytest.mark.parametrize(("command", "name"), [("bundle", "x.zip"), ("binder", "x.pdf")])
def test_a_folder_that_is_not_there_is_told_before_the_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    def work(*_: object, **__: object) -> None:
        raise AssertionError("this takes minutes")

    monkeypatch.setattr("scoring.cli.binder.bind", work)
    monkeypatch.setattr("scoring.cli.bundle.make_bundle", work)
    done = run(command, str(folder / "submission.yaml"), "-o", str(folder / "没有" / name))
    assert (done.code, "先建好文件夹" in done.told) == (3, True)


def test_a_file_that_is_not_there_is_told() -> None:
    assert run("verify", "没有.zip").code == 3


def test_check_names_a_file_that_is_not_there_with_the_points_at_stake_as_evidence_does(folder: Path) -> None:
    # （二）7 is worth 2 points, all of them lost where no insurance business is proved.
    (folder / "evidence/2.7/01-insurance.pdf").unlink()
    city = str(folder / "submission.yaml")
    words = "2.7-01 “evidence/2.7/01-insurance.pdf”找不到，最多影响2分"
    found = run("check", city)
    assert (found.code, f"{city}:106:9: 疑问：{words}\n" in found.out) == (0, True)
    assert "：1个疑问；" in found.out
    found = run("evidence", city)
    assert (found.code, f"{city}:106:9: 错误：{words}\n" in found.out) == (1, True)
    found = run("check", city, "--format", "json")
    (report,) = json.loads(found.out)["files"]
    assert report["ok"] is True
    assert [(one["code"], one["message"]) for one in report["problems"]] == [("evidence-missing", words)]


def test_check_says_of_a_file_that_supports_nothing_only_that_it_is_not_there(tmp_path: Path) -> None:
    city = tmp_path / "自评.yaml"
    listed = "    佐证材料: [{对应: 保险业务材料, 文件: 甲.pdf, 标题: 甲}, {文件: 乙.pdf, 标题: 乙}]"
    city.write_text(f'指标体系: liaoning-2022\n城市: 示例市\n自评:\n  "2.7":\n{listed}\n', "utf-8")
    found = run("check", str(city))
    assert found.code == 0
    assert [line.partition("疑问：")[2] for line in found.out.splitlines() if "疑问：" in line] == [
        "2.7-01 “甲.pdf”找不到",
        "2.7-02 “乙.pdf”找不到",
    ]
