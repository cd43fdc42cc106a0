"""A claim without its paper counts as unknown, and every absent document is worth what its claims carry."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.assess import Depth, Request, assess, evaluate
from scoring.loading import Loaded, load_submission
from scoring.model.evidence import EvidenceSupport
from scoring.model.scorecard import Range
from tests.exact import span

ANSWERS = """\
指标体系: liaoning-2022
城市: 示例市
申报日期: 2022-05-20
虚构样例: 是
自评:
  "1.1":
    部门职责分工明确: {division}
    专题会议次数: 4
    会议解决实际问题: 是
    佐证材料: {files}
"""
DIVISION = "{对应: 分工文件, 文件: a.txt}"
MINUTES = "{对应: 会议纪要, 文件: a.txt}"
SOLVED = "{对应: 议定事项落实情况, 文件: a.txt}"


def weigh(folder: Path, *files: str, division: str = "是") -> EvidenceSupport:
    (folder / "a.txt").write_text("材料", "utf-8")
    city = folder / "自评.yaml"
    city.write_text(ANSWERS.format(files=f"[{', '.join(files)}]", division=division), "utf-8")
    loaded = load_submission(str(city)).value
    assert isinstance(loaded, Loaded)
    support = evaluate(loaded, Request(file=str(folder / "自评.yaml"))).support
    assert support is not None
    return support


def item(support: EvidenceSupport) -> tuple[Range, Range]:
    found = next(one for one in support.items if one.item == "1.1")
    return found.claimed, found.evidenced


def test_all_paper_there_leaves_the_claim(tmp_path: Path) -> None:
    support = weigh(tmp_path, DIVISION, MINUTES, SOLVED)
    assert item(support) == (span(6, 6), span(6, 6))
    assert (support.at_risk, support.unbacked, support.risks) == (0, (), ())


def test_no_paper_at_all_leaves_nothing_sure(tmp_path: Path) -> None:
    # 无职责分工扣3分，未召开专题会议扣3分: without any paper both may be so.
    support = weigh(tmp_path)
    assert item(support) == (span(6, 6), span(0, 6))
    assert support.at_risk == 6


def test_each_document_is_worth_what_hangs_on_it(tmp_path: Path) -> None:
    # Division 3; meetings 3 (none held, which also makes the question about results moot); results 2.
    risks = weigh(tmp_path).risks or ()
    assert [(risk.request, risk.worth) for risk in risks if risk.item == "1.1"] == [
        ("分工文件", 3),
        ("会议纪要", 3),
        ("议定事项落实情况", 2),
    ]


def test_a_listed_file_that_is_not_there_backs_nothing(tmp_path: Path) -> None:
    support = weigh(tmp_path, "{对应: 分工文件, 文件: gone.txt}", MINUTES, SOLVED)
    assert item(support)[1] == span(3, 6)
    assert [(risk.request, risk.state.value) for risk in support.risks or ()] == [("分工文件", "missing")]


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [("x.pdf", b"%PDF-1.7 cut", "broken"), ("x.txt", b"", "empty"), ("x.pdf", b"text", "wrong_type")],
)
def test_a_file_nobody_can_read_backs_nothing(tmp_path: Path, name: str, data: bytes, state: str) -> None:
    (tmp_path / name).write_bytes(data)
    support = weigh(tmp_path, f"{{对应: 分工文件, 文件: {name}}}", MINUTES, SOLVED)
    assert item(support)[1] == span(3, 6)  # 无职责分工扣3分
    assert [(risk.request, risk.state.value) for risk in support.risks or ()] == [("分工文件", state)]


def test_absent_paper_never_makes_a_score_better(tmp_path: Path) -> None:
    # An admitted lack costs 3 points with or without paper: the evidenced reading does not rise above the claim.
    support = weigh(tmp_path, MINUTES, SOLVED, division="否")
    assert item(support) == (span(3, 3), span(3, 3))


def test_the_reading_says_that_the_list_is_ours(tmp_path: Path) -> None:
    support = weigh(tmp_path)
    assert not support.official
    assert "不是官方要求" in support.note


@pytest.mark.parametrize("name", ["sample-city", "weak-city", "half-filled", "not-eligible"])
def test_the_quick_look_and_the_full_one_agree(name: str) -> None:
    path = str(Path(__file__).parents[1] / "submissions" / name / "submission.yaml")
    found = assess(Request(file=path)).value
    assert found is not None
    assert found.support is not None
    looked = assess(Request(file=path, evidence=Depth.STATES)).value
    assert looked is not None
    quick = looked.support
    assert quick is not None
    assert (quick.evidenced, quick.at_risk, quick.unbacked) == (
        found.support.evidenced,
        found.support.at_risk,
        found.support.unbacked,
    )
