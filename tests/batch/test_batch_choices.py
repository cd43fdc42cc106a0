"""Cities of one batch that were scored by different readings of the text (解释口径): every output says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.batch.provinces import province
from tests.cli.running import run

CITY = """指标体系: liaoning-2022
城市: {name}
申报日期: 2022-05-20
虚构样例: 是
申报资格: {{重大违法违规案件: 无, 重大安全责任事故: 无, 重大信访事件: 无, 婴幼儿照护重大负面舆情: 无, 上一评选周期被撤销称号: 否}}
自评:
  "1.3": {{纳入国民经济和社会发展规划: 是, 出台专项规划或实施方案: 否}}
{switched}"""
SWITCHED = "解释口径:\n  方案不明确的范围: {选择: 无方案也计入, 理由: 从严}\n"
QUESTION = "（一）3 没有出台专项规划或实施方案时，“方案不明确”的2分扣不扣？"


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")


def test_a_switched_reading_is_told_on_the_terminal_and_in_every_file(tmp_path: Path) -> None:
    """Without a plan （一）3 loses 2 of 6 points; who also counts it as unclear loses 2 more."""
    folder = province(
        tmp_path / "省",
        {
            "甲市/自评.yaml": CITY.format(name="甲市", switched=""),
            "乙市/自评.yaml": CITY.format(name="乙市", switched=SWITCHED),
        },
    )
    out = tmp_path / "结果"
    done = run("batch", str(folder), "-o", str(out), "--workers", "1", "--no-evidence")
    told = f"{QUESTION}乙市改选“无方案也计入”；其余1个城市用默认的“仅有方案时”。"
    assert f"口径：{told}" in done.out
    (pack,) = json.loads((out / "ranking.json").read_text("utf-8"))["packs"]
    ranking = pack["ranking"]
    assert ranking["choices"][0] == told
    assert [(one["city"], one["choices"]) for one in ranking["ranked"]] == [
        ("甲市", []),
        ("乙市", [{"name": "方案不明确的范围", "option": "无方案也计入"}]),
    ]
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]
    scores = {
        line["city"]: item["score"] for line in lines for item in line["result"]["items"] if item["item"] == "1.3"
    }
    assert scores == {"甲市": {"low": 4, "high": 4}, "乙市": {"low": 2, "high": 2}}
    page = (out / "汇总-自评.html").read_text("utf-8")
    assert "有的城市改选了口径，见“说明”" in page
    assert f'<th scope="row">改选的口径</th><td>{told}</td>' in page
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(out / "排名-自评.xlsx")).get_sheet_by_name("排名").to_python()
    place = rows[0].index("改选的口径")
    assert [row[place] for row in rows[1:3]] == ["", f"{QUESTION}改选“无方案也计入”"]
    from pypdf import PdfReader

    text = "".join(part.extract_text() for part in PdfReader(out / "排名-自评.pdf").pages)
    assert "乙市改选“无方案也计入”" in text.replace("\n", "")
