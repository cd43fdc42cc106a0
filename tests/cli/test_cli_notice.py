"""`scoring procedure notice`: the list and the days, the official words, and marks where the official text says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.base.marks import NOTICE, kind_of
from tests.cli.running import ROOT, run
from tests.reports.word.reading import flaws, opened, said

CYCLE = ROOT / "submissions" / "cycles" / "2022.yaml"
TEXT = (
    "省卫生健康委、发展改革委将对通过现场审核的申报城市进行统一评审，综合现场审核、上报资料和数据审核等情况，确定拟创建名单，"
    "经省卫生健康委、发展改革委门户网站公示5个工作日后上报国家卫生健康委、国家发展改革委。"
)


def drafted(folder: Path, *words: str, cycle: Path = CYCLE) -> tuple[str, str]:
    """What the draft says, and what was told."""
    target = folder / "公示稿.docx"
    done = run("procedure", "notice", str(cycle), "-o", str(target), *words)
    assert done.code == 0, done.told
    return said(opened(target.read_bytes())), done.told


def test_the_list_the_official_words_and_the_days(tmp_path: Path) -> None:
    text, told = drafted(tmp_path)
    lines = text.split("\n")
    assert TEXT in lines
    assert lines[lines.index("一、公示名单") + 1 :][:2] == ["1.示例市", "2.甲市"]
    # Monday 19 September 2022 itself does not count: 20, 21, 22, 23 and Monday 26
    assert "2022年9月19日（周一）至2022年9月26日（周一），共5个工作日（9月20日、21日、22日、23日、26日）。" in lines
    assert "如果首日计入：2022年9月23日（周五）期满" in text
    assert "拟稿说明（发布前删去这一页）" in lines
    assert "虚构样例，不代表任何真实城市" in text
    assert "最后一页“拟稿说明”发布前删去" in told


def test_make_up_days_are_counted(tmp_path: Path) -> None:
    # 1 to 7 October 2022 are off, Saturday 8 is worked
    text, _ = drafted(tmp_path, "--start", "2022-09-26")
    assert "共5个工作日（9月27日、28日、29日、30日、10月8日（周六，调休上班））。" in text


def test_what_nobody_said_is_left_to_be_filled_in(tmp_path: Path) -> None:
    blank = tmp_path / "周期.yaml"
    assert run("procedure", "init", "-o", str(blank)).code == 0
    text, told = drafted(tmp_path, cycle=blank)
    assert "自【待填】年【待填】月【待填】日起，公示5个工作日。" in text
    assert "【待填】周期记录里还没有写公示名单。" in text
    assert "受理单位：【待填】" in text
    assert "周期记录里还没有公示名单和公示开始的日期" in told


def test_the_schema_is_kept_and_it_is_known_as_ours(tmp_path: Path) -> None:
    drafted(tmp_path)
    target = tmp_path / "公示稿.docx"
    assert kind_of(str(target)) == NOTICE
    before = target.read_bytes()
    drafted(tmp_path)
    assert target.read_bytes() == before
    assert flaws(before, tmp_path) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-o", "公示稿.pdf"), "不认识的扩展名 .pdf"),
        (("-o", "公示稿.docx", "--step", "申报阶段"), "没有要公示的阶段“申报阶段”"),
        (("-o", "公示稿.docx", "--start", "2099-09-19"), "算不出公示期满日"),
    ],
)
def test_what_cannot_be_drafted_is_told(
    words: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("procedure", "notice", str(CYCLE), *words)
    assert done.code in (1, 2)
    assert told in done.told
    assert list(tmp_path.iterdir()) == []
