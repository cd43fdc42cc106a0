"""The report of one city, against the samples worked out by hand.

示例市 claims 92.5. Desk: the chair takes 2 points of （一）1, 甲 2 of （一）3: 88.5. On site 甲 does not accept the
register of （五）2, so that up to 1 point is open: 87.5 to 88.5. Appeal: the 2 points of （一）3 come back: 89.5 to 90.5.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from scoring.model.review import Rule, Settings
from scoring.reports.render.views.review import CityReviewView
from scoring.reports.review import Reviewed, review_html
from scoring.reports.review.city_view import city_view
from scoring.review import load_reviews, verify_claims
from scoring.review.replay import replay
from tests.reports.review import province
from tests.review.writing import ACCEPT, ROOT, city, review


def reviewed(settings: Settings | None = None) -> Reviewed:
    found = load_reviews([str(ROOT / "submissions/reviews/sample-city")])
    verified = verify_claims(city(), found.reviews, settings=settings)
    return Reviewed(loaded=city(), told=replay(city(), verified), papers=(("甲.pdf", "d" * 64), ("乙.pdf", "")))


@cache
def view() -> CityReviewView:
    return city_view(reviewed())


def test_steps_with_reviewers_days_and_totals() -> None:
    assert [(one.name, one.reviewers, one.days, one.total, one.change) for one in view().steps] == [
        ("自评", "申报城市", "—", "92.5分", "—"),
        ("资料审核", "甲、乙、丙（组长）", "2022年6月20日至6月27日", "88.5分", "-4分"),
        ("现场审核", "甲", "2022年7月12日", "87.5～88.5分", "最低-1分，最高0分"),
        ("复核", "戊", "2022年8月9日", "89.5～90.5分", "+2分"),
    ]


def test_items_after_each_step() -> None:
    rows = {one.label: one for one in view().scores}
    assert [(one.text, one.moved) for one in rows["（一）3"].cells] == [
        ("4", False),
        ("2", True),
        ("2", False),
        ("4", True),
    ]
    assert [one.text for one in rows["（五）2"].cells] == ["2", "2", "1～2", "1～2"]
    assert [one.text for one in rows["总分"].cells] == ["92.5", "88.5", "87.5～88.5", "89.5～90.5"]
    states = [rows[name].state for name in ("（一）1", "（一）2", "（二）2", "（五）1")]
    assert states == ["组长裁决", "意见一致", "无意见", "组长裁决"]


def test_changes_say_what_who_when_and_why() -> None:
    desk, site, appeal = view().changes
    assert [(one.label, one.before, one.after) for one in desk.rows] == [
        ("（一）1", "6分", "4分"),
        ("（一）3", "4分", "2分"),
    ]
    plan = desk.rows[1]
    assert [(one.name, one.value, one.note) for one in plan.facts] == [("纳入国民经济和社会发展规划", "是", "否")]
    assert [(one.name, one.value) for one in plan.clauses] == [("-2分", "“未纳入规划的扣2分”")]
    assert plan.by == (
        "审核人甲，2022年6月20日，调整。“纳入国民经济和社会发展规划”改为“否”。"
        "理由：节选的两页里没有婴幼儿照护服务的内容。依据：evidence/1.3/01-development-plan.pdf。",
    )
    assert [one.split("，")[0] for one in desk.rows[0].by] == ["审核人甲", "审核人乙", "审核人丙（组长）"]
    assert site.rows[0].facts[1].note == "86家（未证实）"
    assert (appeal.rows[0].label, appeal.rows[0].after) == ("（一）3", "4分")


def test_opinions_with_spread_mean_and_median() -> None:
    desk = view().opinions[0]
    items = {one.label[:4]: one for one in desk.items}
    assert items["（五）1"].figures == "分差0.5分，平均1.25分，中位数1.25分"
    assert [(one.reviewer, one.verdict, one.score) for one in items["（五）1"].rows] == [
        ("甲", "调整", "1"),
        ("乙", "认可", "1.5"),
        ("丙（组长）", "认可", "1.5"),
    ]
    assert (items["（一）3"].figures, items["（二）4"].state, items["（二）4"].rows[0].score) == ("", "要求说明", "—")
    assert desk.silent.startswith("没有人提出意见，按上一步的得分计（不是0分）：（二）2、（二）3、（二）4、")


def test_disputes_and_how_they_ended() -> None:
    assert view().disputes_note == "同一阶段有两人以上意见的3项，其中2项有分歧。"
    first, second = view().disputes
    assert (first.label, first.scores, first.spread, first.mean) == ("（一）1", ("甲：4分", "乙：6分"), "2", "5")
    assert first.outcome[0] == "审核人丙（组长）2022年6月27日裁决：调整，得4分"
    assert second.outcome == ("审核人丙（组长）2022年6月27日裁决：认可，得1.5分", "理由：自评已经自扣0.5分，不再扣")
    within = city_view(reviewed(Settings(limit=Fraction(1, 2), rule=Rule.MEDIAN))).disputes[1]
    assert within.outcome == ("在分歧上限以内，取中位数，得1.25分",)


def test_the_difference_by_clause_adds_up() -> None:
    assert [(one.label, one.before, one.after, one.change) for one in view().delta] == [
        ("（一）1", "6", "4", "-2分"),
        ("（五）2", "2", "1～2", "最低-1分，最高0分"),
        ("合计", "92.5", "89.5～90.5", "最低-3分，最高-2分"),
    ]
    assert view().delta[0].clauses[0].value == "“召开会议未解决实际问题扣2分”"


def test_nobodys_opinion_is_not_zero() -> None:
    (unseen,) = view().open
    assert (unseen.kind, unseen.texts) == ("无意见", ("各阶段都没有人提出意见，按审核以前的得分计，不当作0分。",))
    assert len(unseen.label.split("、")) == 19
    assert unseen.label.endswith("（五）5、（六）")


def test_conflicts_are_named_and_do_not_count() -> None:
    assert view().declared == (
        "计入的审核意见都附有回避声明，审核人甲、乙、戊、丙（组长）声明与该市没有利害关系。",
        "审核人丁声明有利害关系：所在单位参与编制该市实施方案；其现场审核意见没有计入。",
    )
    (refused,) = view().refused
    assert (refused.name, refused.who) == ("site-conflict.yaml", "现场审核，丁")
    assert refused.note == "声明了利害关系，应当回避；所在单位参与编制该市实施方案"


def test_who_signs() -> None:
    assert [(one.name, one.value) for one in view().signers] == [
        ("审核人甲（签字）", "资料审核、现场审核"),
        ("审核人乙（签字）", "资料审核"),
        ("审核人戊（签字）", "复核"),
        ("组长丙（签字）", "资料审核"),
    ]


def test_every_file_has_its_checksum() -> None:
    files = {one.name: one.digest for one in view().files}
    assert files["submission.yaml"] == city().submission.digest
    assert (files["甲.pdf"], files["乙.pdf"]) == ("d" * 64, "（没有这个文件）")
    assert all(len(files[name]) == 64 for name in ("desk-a.yaml", "desk-chair.yaml", "site-conflict.yaml"))


def test_only_readings_of_items_that_changed_are_listed() -> None:
    """No reading of （一）3, which changed too, decides points here or says what an answer means."""
    assert {one.item for one in view().readings} == {"（一）1", "（五）2"}


def test_what_waits_stands_on_the_cover() -> None:
    assert view().cover.marker == "有内容未填或未证实，得分是范围"
    due = city_view(province.city("乙市"))
    assert due.cover.marker == "尚未办结：等待裁决1项"
    assert due.open[0].texts == ("甲认为得4分，乙认为得6分",)
    assert due.disputes[0].outcome == ("等待组长裁决；裁决以前为4～6分",)
    asked = city_view(province.city("丙市"))
    assert asked.open[0].texts == ("资料审核，审核人甲，2022年6月15日：请补充一件办理实例。",)


def test_a_city_nobody_reviewed() -> None:
    found = city_view(province.city("癸市"))
    assert found.cover.marker == "还没有计入任何审核意见"
    assert (found.opinions, found.delta, found.delta_lead) == ((), (), "审核结果与自评相同。")
    assert found.declared == ("还没有审核人作出回避声明。",)


def test_words_of_files_are_text() -> None:
    loaded = replace(city(), submission=replace(city().submission, city="<b>&甲"))
    text = review_html(replace(reviewed(), loaded=loaded), standalone=False)
    assert "&lt;b&gt;&amp;甲" in text
    assert "<b>" not in text


def test_what_reviewers_write_is_text(tmp_path: Path) -> None:
    hostile = ACCEPT.replace("认可", "认可, 理由: '<script>alert(1)</script>'")
    found = replay(city(), verify_claims(city(), [review(tmp_path, hostile)]))
    text = review_html(Reviewed(loaded=city(), told=found), standalone=False)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>" not in text


def test_who_signs_sees_city_score_and_date_above() -> None:
    text = (Path(__file__).parent / "golden" / "乙市.html").read_text("utf-8")
    signing = text.partition("以上审核过程和得分请核对无误后签字盖章")[2].partition("组织审核单位（盖章）")[0]
    assert "乙市" in signing
    assert "92.5～94.5分（满分100分）" in signing
    assert "2022年6月15日" in signing


def test_a_short_ranking_stands_on_the_page_that_is_signed() -> None:
    text = (Path(__file__).parent / "golden" / "全省.html").read_text("utf-8")
    signing = text.partition("以上审核过程和得分请核对无误后签字盖章")[2].partition("组织审核单位（盖章）")[0]
    assert [signing.index(one) for one in ("第1名", "甲市", "丙市", "乙市")] == sorted(
        signing.index(one) for one in ("第1名", "甲市", "丙市", "乙市")
    )


def test_the_page_that_is_signed_says_what_is_signed() -> None:
    html = review_html(province.city("乙市"), standalone=False)
    signed = html[html.index("核对无误后签字盖章") :]
    for name, value in (
        ("申报城市", "乙市"),
        ("核实后得分", "92.5～94.5分（满分100分）"),
        ("申报资格", "未发现不得申报的情形"),
        ("意见截至", "2022年6月15日"),
        ("办理情况", "尚未办结：等待裁决1项"),
    ):
        assert f'<th scope="row">{name}</th><td colspan="2">{value}</td>' in signed
