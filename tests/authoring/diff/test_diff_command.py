from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from tests.cli.running import ROOT, run

OLD = "criteria/liaoning-2022"


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "160")


def edition(folder: Path, *edits: tuple[str, str, str]) -> str:
    """Another edition of the shipped pack."""
    pack = folder / "liaoning-2022"
    shutil.copytree(ROOT / OLD, pack)
    for name, old, new in edits:
        text = (pack / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        (pack / name).write_text(text.replace(old, new), encoding="utf-8")
    return str(pack)


def reordered(text: str) -> str:
    """Section 1 with the items in the opposite order and every comment gone."""
    head, *items = text.split("\n  - id: ")
    kept = [line for line in head.splitlines() if not line.startswith("#")]
    return "\n".join(kept) + "".join("\n  - id: " + item.rstrip() + "\n" for item in reversed(items))


def test_a_pure_refactor_of_the_shipped_pack_says_so_and_exits_0(tmp_path: Path) -> None:
    new = Path(edition(tmp_path, ("section-1.yaml", "when: 专题会议次数 == 0", "when: not (专题会议次数  >  0)")))
    section = new / "section-1.yaml"
    section.write_text(reordered(section.read_text(encoding="utf-8")), encoding="utf-8")
    (new / "section-2.yaml").rename(new / "section-二.yaml")
    ran = run("criteria", "diff", OLD, str(new), "--cities", "submissions")
    assert (ran.code, ran.told) == (0, "")
    assert "没有差别。" in ran.out
    assert "旧 " not in ran.out
    assert "示例市（submissions/sample-city/submission.yaml）：两版都得 92.5 分" in ran.out


def test_a_moved_threshold_is_told_with_the_facts_and_the_points(tmp_path: Path) -> None:
    new = edition(
        tmp_path,
        ("section-5.yaml", "满意度低于90%的扣1分。", "满意度低于88%的扣1分。"),
        ("section-5.yaml", "quote: 满意度低于90%的扣1分", "quote: 满意度低于88%的扣1分"),
        ("section-5.yaml", "婴幼儿家庭满意度 < 90", "婴幼儿家庭满意度 < 88"),
    )
    ran = run("criteria", "diff", OLD, new)
    assert ran.code == 1
    assert "计分有差别。" in ran.out
    assert "    · 发生安全事故为否，且婴幼儿家庭满意度 88%≤x<90% 时：旧 1 分，新 2 分\n" in ran.out
    assert "    以上是得分不同的全部情形（逐一比较，精确）。\n" in ran.out
    assert "      旧：有安全事故的不得分，满意度低于【90】%的扣1分。\n" in ran.out
    assert "      新：有安全事故的不得分，满意度低于【88】%的扣1分。\n" in ran.out


def test_words_alone_exit_1_and_say_that_scores_stay(tmp_path: Path) -> None:
    ran = run("criteria", "diff", OLD, edition(tmp_path, ("pack.yaml", "同分的城市名次并列。", "同分的城市并列。")))
    assert ran.code == 1
    assert "计分没有差别：任何填法得分都相同；文字或填报要求有变化。" in ran.out


def test_an_overlay_against_its_base_rescores_the_cities_and_one_bad_file_stops_nobody(tmp_path: Path) -> None:
    cities = tmp_path / "各市"
    cities.mkdir()
    shutil.copy(ROOT / "docs/samples/overlay-city.yaml", cities / "甲.yaml")
    shutil.copy(ROOT / "submissions/sample-city/submission.yaml", cities / "乙.yaml")
    (cities / "丙.yaml").write_text(
        "指标体系: liaoning-2022\n城市: 丙市\n自评: {'9.9': {某项: 是}}\n", encoding="utf-8"
    )
    (cities / "丁.yaml").write_text("指标体系: liaoning-2022\n城市：丁市\n", encoding="utf-8")
    (cities / "戊.yaml").write_text("指标体系: 别的体系\n城市: 戊市\n", encoding="utf-8")
    (cities / "参照值.yaml").write_text("全省平均婴幼儿入托率: {数值: 6, 年份: 2021, 来源: 测试}\n", encoding="utf-8")
    words = ["criteria", "diff", "liaoning-2022", "liaoning-2022-complete-sample", "--criteria-path", "docs/samples"]
    ran = run(*words, "--cities", str(cities), "--format", "json")
    found = json.loads(ran.out)
    schema = json.loads((ROOT / "docs/schemas/criteria-diff-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, schema)
    assert ran.code == 1
    assert found["verdict"] == "scores"
    assert [(item["old"], item["new"]) for item in found["items"]] == [
        ("6.0", None),
        (None, "6.1"),
        (None, "6.2"),
        (None, "6.3"),
    ]
    by_name = {Path(city["file"]).name: city for city in found["cities"]}
    assert sorted(by_name) == ["丁.yaml", "丙.yaml", "乙.yaml", "戊.yaml", "甲.yaml"]
    assert (by_name["戊.yaml"]["other_pack"], by_name["戊.yaml"]["same"]) == ("别的体系", True)
    # 乙市 has 92.5 with the base, 13 of them for 6.0; the three placeholders are 15 unanswered points.
    assert by_name["乙.yaml"]["old"]["total"] == {"low": 92.5, "high": 92.5}
    assert by_name["乙.yaml"]["new"]["total"] == {"low": 79.5, "high": 94.5}
    assert by_name["乙.yaml"]["new"]["left_out"] == ["6.0"]
    assert by_name["甲.yaml"]["old"]["left_out"] == ["6.1", "6.2", "6.3"]
    assert by_name["甲.yaml"]["old"]["total"] == {"low": 79.5, "high": 94.5}
    assert by_name["甲.yaml"]["new"]["total"] == {"low": 91.5, "high": 91.5}
    assert "9.9" in by_name["丙.yaml"]["old"]["problems"][0]
    assert by_name["丁.yaml"]["new"]["total"] is None
    text = run(*words, "--cities", str(cities)).out
    assert "旧版没有这些填报内容，未计入：6.1、6.2、6.3" in text
    assert "按旧版不能计分：" in text


def test_a_pack_or_folder_that_is_not_there_is_named() -> None:
    missing = run("criteria", "diff", "liaoning-2022", "没有这个")
    assert (missing.code, missing.out) == (1, "")
    assert "没有名为“没有这个”的指标体系" in missing.told
    folder = run("criteria", "diff", "liaoning-2022", "liaoning-2022", "--cities", "没有的文件夹")
    assert folder.code == 2
    assert "没有文件夹 没有的文件夹" in folder.told
