"""Eligibility in the papers of a review. 示例市 (invented) answers 无 and 否, and applies on 2022-05-20."""

from __future__ import annotations

from pathlib import Path

from scoring.reports.blocks import Cell
from scoring.reports.review import Reviewed, review_html
from scoring.reports.review.city import city_sections, open_text
from scoring.reports.review.cycle import cities_table, open_rows
from scoring.reports.review.gates import gates_table
from scoring.reports.review.model import cycle_of
from scoring.reports.review.opinions import open_rows as open_rows_of
from scoring.reports.summary.paper import rest_rows
from scoring.review import load_review, verify_claims
from scoring.review.replay import replay
from tests.reports.drawn import cells, rows, section, texts
from tests.review.writing import ACCEPT, city, text, write

FOUND = (
    "重大信访事件: {意见: 调整, 改为: [{日期: 2021-08-02, 情况: 家长<上访>}], 理由: 查阅信访台账, 依据材料: [信访台账]}"
)
FINE = "重大信访事件: {意见: 认可}"
ASK = "重大安全责任事故: {意见: 要求说明, 理由: 请提供证明}"


def reviewed(folder: Path, **gates: str) -> Reviewed:
    """What reviewers say of gates, by reviewer; 丙 is the chair."""
    reviews = []
    for reviewer, line in gates.items():
        head = text(ACCEPT, reviewer=reviewer, role="组长" if reviewer == "丙" else "组员")
        found = load_review(write(folder, f"{reviewer}.yaml", f"{head}申报资格:\n  {line}\n")).value
        assert found is not None
        reviews.append(found)
    return Reviewed(loaded=city(), replay=replay(city(), verify_claims(city(), reviews)), key="示例市")


def lead(found: Reviewed) -> list[str]:
    return texts(section(city_sections(found), "review-summary").blocks)


def test_a_city_found_barred(tmp_path: Path) -> None:
    found = reviewed(tmp_path, 甲=FOUND, 乙=FOUND)
    made = gates_table(found.verified)
    gates = {cells(one)[0].split("\n")[0]: one for one in made.rows}
    row, state = cells(gates["重大信访事件"]), gates["重大信访事件"].cells[2]
    assert row[:3] == (
        "重大信访事件\n2020年5月20日至\n2022年5月20日",
        "无",
        "2021-08-02 家长<上访>\n不得申报",
    )
    assert isinstance(state, Cell)
    assert state.style == "missed"
    assert row[3].split("\n")[0] == (
        "资料审核，审核人甲，2022年6月15日，调整。改为“2021-08-02 家长<上访>”。理由：查阅信访台账。依据：信访台账。"
    )
    assert cells(gates["重大违法违规案件"])[3] == "无意见，按自评判断"
    told = "申报资格：不具备，情形是“重大信访事件”（按自评是：未发现不得申报的情形）。"
    left = "以下条件本工具不问也不判断，由评审部门认定：工作基础和成效"
    assert any(line.startswith(told + left) for line in lead(found))
    html = review_html(found)
    assert "家长&lt;上访&gt;" in html
    assert "<上访>" not in html


def test_a_difference_waits_and_the_chair_ends_it(tmp_path: Path) -> None:
    found = reviewed(tmp_path, 甲=FOUND, 乙=FINE)
    (row,) = [one for one in rows(gates_table(found.verified)) if one[0].startswith("重大信访事件")]
    assert (row[2], row[3].split("\n")[-1]) == ("待裁决\n待定", "资料审核：等待裁决")
    waits = next(iter(open_rows_of(found)))
    assert (waits.kind, waits.label, waits.texts) == (
        "等待组长裁决",
        "申报资格：重大信访事件",
        ("甲认为不得申报，乙认为不影响申报",),
    )
    assert open_text(found.verified) == "尚未办结：等待裁决1项"
    done = reviewed(tmp_path, 甲=FOUND, 乙=FINE, 丙=FINE)
    assert open_text(done.verified) == ""
    assert any(line.startswith("申报资格：未发现不得申报的情形。") for line in lead(done))


def test_a_cycle_lists_the_reason_and_the_reviewer(tmp_path: Path) -> None:
    def told(**gates: str) -> tuple[list[tuple[str, str]], list[str]]:
        found = reviewed(tmp_path, **gates)
        cycle = cycle_of(city().criteria, [found], found.verified.settings)
        (row,) = rows(cities_table(cycle))
        return [(state, note) for _, state, note in rest_rows(cycle.ranking, "核实后")], [
            row[-1],
            *(t for one in open_rows(cycle) for t in one.texts),
        ]

    rest, words = told(甲=FOUND)
    assert rest == [("不具备", "重大信访事件：2021年8月2日 家长<上访>（资料审核，审核人甲认定）")]
    assert words == ["不具备申报资格"]
    rest, words = told(甲=FOUND, 乙=FINE)
    assert rest[0][0] == "未定"
    assert rest[0][1].startswith("“重大信访事件”审核人的意见不一致，等待组长裁决。核实后92.5分")
    assert words[:2] == ["等待裁决1项", "等待组长裁决：申报资格“重大信访事件”。"]
    rest, words = told(甲=ASK)
    assert (rest, words[:2]) == ([], ["等待说明1项", "等待城市说明：申报资格“重大安全责任事故”。"])
