"""The commands of `scoring review` as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import ROOT, SAMPLE, run
from tests.review.writing import ACCEPT, UNSOLVED, fits, text, write

REVIEWS = "submissions/reviews/sample-city"

pytestmark = pytest.mark.usefixtures("at_the_root")


def init(output: Path, *more: str, file: str = SAMPLE) -> int:
    return run("review", "init", file, "--reviewer", "甲", "--stage", "资料审核", "-o", str(output), *more).code


def test_a_blank_review_is_valid_and_silent(tmp_path: Path) -> None:
    output = tmp_path / "甲.yaml"
    assert init(output) == 0
    content = output.read_text("utf-8")
    assert "# 自评：部门职责分工明确 是；专题会议次数 4次；会议解决实际问题 是" in content
    assert "满分6分，自评4分 ──" in content
    done = run("review", "check", str(output), "--of", SAMPLE)
    assert done.code == 0
    assert "无意见28项" in done.out
    merged = run("review", "merge", SAMPLE, str(output))
    assert merged.code == 1  # nothing is declared, so nothing counts
    assert "还没有填写" in merged.out
    assert "复核：92.5分（没有审核意见，与上一步相同）\n" in merged.out


def test_init_makes_the_folder_of_a_city(tmp_path: Path) -> None:
    output = tmp_path / "审核意见" / "甲市" / "甲.yaml"
    assert init(output) == 0
    assert output.is_file()


def test_init_tells_where_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "审核意见").write_text("不是文件夹", "utf-8")
    output = tmp_path / "审核意见" / "甲.yaml"
    done = run("review", "init", SAMPLE, "--reviewer", "甲", "--stage", "资料审核", "-o", str(output))
    assert done.code == 3
    assert done.told == (f"写不了 {output}：没有文件夹 {output.parent}。\n  怎么办：先建好文件夹，或者换一个位置。\n")


def test_init_never_overwrites(tmp_path: Path) -> None:
    output = tmp_path / "甲.yaml"
    output.write_text("已经审好的", "utf-8")
    assert init(output) == 1
    assert output.read_text("utf-8") == "已经审好的"


def test_a_changed_submission_keeps_what_still_fits(tmp_path: Path) -> None:
    first, second = tmp_path / "甲.yaml", tmp_path / "甲-2.yaml"
    init(first)
    filled = (
        first.read_text("utf-8")
        .replace("利害关系: 未填", "利害关系: 无")
        .replace("审核日期: 未填", "审核日期: 2022-06-15")
    )
    head, mark, tail = filled.partition('  "1.3":\n    意见: 无意见\n    理由: 未填')
    changes = '    改为: {方案运营方式明确: 是}\n    理由: "有 \\"附件\\"，写明了"'
    gates, items = (part.replace("    意见: 无意见", "    意见: 认可", 1) for part in head.split("\n审核意见:\n"))
    first.write_text(f"{gates}\n审核意见:\n{items}" + f'  "1.3":\n    意见: 调整\n{changes}' + tail, "utf-8")
    assert mark
    changed = write(
        tmp_path, "新.yaml", (ROOT / SAMPLE).read_text("utf-8").replace("专题会议次数: 4", "专题会议次数: 5")
    )
    done = run(
        "review", "init", changed, "--reviewer", "甲", "--stage", "资料审核", "--keep", str(first), "-o", str(second)
    )
    assert done.code == 0
    assert "保留了2项意见；1项的自评改动过" in done.told
    content = second.read_text("utf-8")
    assert '    改为: {方案运营方式明确: 是}\n    理由: "有 \\"附件\\"，写明了"\n    日期: 2022-06-15' in content
    assert "# 自评的这一项已经改动，请重新审核。原来的意见是“认可”" in content
    assert run("review", "check", str(second), "--of", changed).code == 0
    assert run("review", "check", str(first), "--of", changed).code == 1


def test_keep_wants_the_same_reviewer(tmp_path: Path) -> None:
    old = write(tmp_path, "乙.yaml", text(ACCEPT, reviewer="乙"))
    assert init(tmp_path / "甲.yaml", "--keep", old) == 1
    assert not (tmp_path / "甲.yaml").exists()


def test_merging_the_samples(tmp_path: Path) -> None:
    output = tmp_path / "汇总.json"
    journal = tmp_path / "审核记录.jsonl"
    words = ("review", "merge", SAMPLE, REVIEWS, "-o", str(output), "--journal", str(journal))
    done = run(*words)
    assert done.code == 1  # one file does not count
    assert "（一）1　有分歧，组长裁决　得4分" in done.out
    assert "相差2分，平均5分，中位数5分" in done.out
    assert "应当回避" in done.out
    assert "官方文件没有规定这种办法" in done.out.replace("\n", "")
    value = json.loads(output.read_text("utf-8"))
    assert fits(value, "review-1")
    assert value["verified"] == {"low": 89.5, "high": 90.5}
    before = (output.read_bytes(), journal.read_bytes())
    assert run(*words).code == 1
    assert (output.read_bytes(), journal.read_bytes()) == before
    assert run("review", "journal", "check", str(journal)).code == 0


def test_merge_replaces_nothing_but_its_own_result(tmp_path: Path) -> None:
    mine = write(tmp_path, "甲.yaml", text(ACCEPT))
    assert run("review", "merge", SAMPLE, mine, "-o", mine).code == 1
    assert Path(mine).read_text("utf-8") == text(ACCEPT)


def test_merging_with_a_limit(tmp_path: Path) -> None:
    files = (write(tmp_path, "甲.yaml", text(UNSOLVED)), write(tmp_path, "乙.yaml", text(ACCEPT, reviewer="乙")))
    assert run("review", "merge", SAMPLE, *files).code == 1
    done = run("review", "merge", SAMPLE, *files, "--limit", "2", "--format", "json")
    assert done.code == 0
    assert json.loads(done.out)["verified"] == {"low": 91.5, "high": 91.5}


def test_replaying_the_samples() -> None:
    done = run("review", "replay", SAMPLE, "--reviews", REVIEWS)
    assert done.code == 1
    assert "改动　会议解决实际问题：是 → 否" in done.out
    assert "从自评到结果：最低-3分，最高-2分" in done.out
    value = json.loads(run("review", "replay", SAMPLE, "--reviews", REVIEWS, "--format", "json").out)
    assert fits(value, "review-replay-1")
    assert [step["name"] for step in value["steps"]] == ["自评", "材料核验", "资料审核", "现场审核", "复核"]


def test_where_a_cycle_stands(tmp_path: Path) -> None:
    write(tmp_path, "自评.yaml", (ROOT / SAMPLE).read_text("utf-8"))
    write(tmp_path, "甲.yaml", text(UNSOLVED))
    write(tmp_path, "乙.yaml", text(ACCEPT, reviewer="乙"))
    write(tmp_path, "丙.yaml", text(ACCEPT, name="乙市", digest="2" * 64))
    done = run("review", "status", str(tmp_path))
    assert done.code == 1
    assert "等待组长裁决：（一）1" in done.out
    assert "没有找到所审核的自评文件" in done.out
    value = json.loads(run("review", "status", str(tmp_path), "--format", "json").out)
    assert fits(value, "review-status-1")
    assert [one["city"] for one in value["cities"]] == ["示例市", "乙市"]


def test_a_score_shows_three_readings() -> None:
    done = run("score", SAMPLE, "--reviews", REVIEWS)
    assert done.code == 1  # a file that does not count is told
    assert "有材料支撑的得分：92.5分" in done.out
    assert "核实后的得分：89.5～90.5分" in done.out
    assert "还没有审核意见" not in done.out
    value = json.loads(run("score", SAMPLE, "--reviews", REVIEWS, "--format", "json").out)
    assert value["readings"]["verified"] == {"low": 89.5, "high": 90.5}
    assert run("score", SAMPLE).code == 0  # without the reviews it is the claim that counts


def test_reviews_of_another_city_are_no_reading(tmp_path: Path) -> None:
    other = write(tmp_path, "甲.yaml", text(ACCEPT, name="乙市", digest="3" * 64))
    done = run("score", SAMPLE, "--reviews", other)
    assert done.code == 1
    assert "还没有审核意见" in done.out
    assert run("review", "replay", SAMPLE, "--reviews", other).code == 1


@pytest.mark.parametrize("command", [("merge", SAMPLE, "没有.yaml"), ("replay", SAMPLE, "--reviews", "没有")])
def test_reviews_that_are_not_there(command: tuple[str, ...]) -> None:
    done = run("review", *command)
    assert done.code == 1
    assert "找不到" in done.told


def test_status_wants_a_folder() -> None:
    assert run("review", "status", "没有").code == 2


def test_a_blank_review_says_beside_the_item_what_cannot_both_be_true(tmp_path: Path) -> None:
    text = Path(SAMPLE).read_text("utf-8")
    city = tmp_path / "自评.yaml"
    barred = "婴幼儿照护重大负面舆情: [{日期: 2021-06-01, 情况: 例}]"
    city.write_text(text.replace("婴幼儿照护重大负面舆情: 无", barred), encoding="utf-8")
    output = tmp_path / "甲.yaml"
    assert init(output, file=str(city)) == 0
    written = output.read_text("utf-8")
    item = written[written.index("（五）3") : written.index('"5.3":')]
    assert "自评里的疑问：“有负面舆情”填的是“否”" in item
    assert written.count("不能同时成立") == 1
    assert run("review", "check", str(output)).code == 0
