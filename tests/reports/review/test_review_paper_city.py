"""The report of one city, against the samples worked out by hand.

示例市 claims 92.5. Desk: the chair takes 2 points of （一）1, 甲 2 of （一）3: 88.5. On site 甲 does not accept the
register of （五）2, so that up to 1 point is open: 87.5 to 88.5. Appeal: the 2 points of （一）3 come back: 89.5 to 90.5.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from scoring.model.review import ReviewSettings, Rule
from scoring.reports.blocks import Block, Cell
from scoring.reports.document import ReportSection
from scoring.reports.review import Reviewed, review_html
from scoring.reports.review.city import city_document, city_sections, delta_table, scores_table, steps_table
from scoring.reports.review.opinions import changes, disputes, open_rows, opinions
from scoring.reports.review.parts import city_files
from scoring.review import load_reviews, verify_claims
from scoring.review.replay import replay
from tests.reports.drawn import cells, rows, section, table, texts
from tests.reports.review import province
from tests.review.writing import ACCEPT, ROOT, city, review


def reviewed(settings: ReviewSettings | None = None) -> Reviewed:
    found = load_reviews([str(ROOT / "submissions/reviews/sample-city")])
    verified = verify_claims(city(), found.reviews, settings=settings)
    return Reviewed(loaded=city(), replay=replay(city(), verified), papers=(("甲.pdf", "d" * 64), ("乙.pdf", "")))


@cache
def sample() -> Reviewed:
    return reviewed()


def chapter(key: str, of: Reviewed | None = None) -> ReportSection:
    return section(city_sections(of or sample()), key)


def test_steps_with_reviewers_days_and_totals() -> None:
    assert rows(steps_table(sample().verified)) == [
        ("自评", "申报城市", "—", "92.5分", "—"),
        ("资料审核", "甲、乙、丙（组长）", "2022年6月20日至6月27日", "88.5分", "-4分"),
        ("现场审核", "甲", "2022年7月12日", "87.5～88.5分", "最低-1分，最高0分"),
        ("复核", "戊", "2022年8月9日", "89.5～90.5分", "+2分"),
    ]


def test_items_after_each_step() -> None:
    made = scores_table(sample().verified)
    found = {one[0]: one for one in rows(made)}
    plan = next(one for one in made.rows if cells(one)[0] == "（一）3").cells[2:6]
    assert [(one.text, one.style) for one in plan if isinstance(one, Cell)] == [
        ("4", ""),
        ("2", "moved"),
        ("2", ""),
        ("4", "moved"),
    ]
    assert found["（五）2"][2:6] == ("2", "2", "1～2", "1～2")
    assert found["总分"][2:6] == ("92.5", "88.5", "87.5～88.5", "89.5～90.5")
    states = [found[name][-1] for name in ("（一）1", "（一）2", "（二）2", "（五）1")]
    assert states == ["组长裁决", "意见一致", "无意见", "组长裁决"]


def test_changes_say_what_who_when_and_why() -> None:
    (_, desk), (_, site), (_, appeal) = changes(sample())
    first, plan = rows(table(desk))
    assert (first[:2], plan[:2]) == (("（一）1", "6分\n→ 4分"), ("（一）3", "4分\n→ 2分"))
    assert plan[2] == "纳入国民经济和社会发展规划：是 → 否\n-2分　“未纳入规划的扣2分”"
    assert plan[3] == (
        "审核人甲，2022年6月20日，调整。“纳入国民经济和社会发展规划”改为“否”。"
        "理由：节选的两页里没有婴幼儿照护服务的内容。依据：evidence/1.3/01-development-plan.pdf。"
    )
    assert [one.split("，")[0] for one in first[3].split("\n")] == ["审核人甲", "审核人乙", "审核人丙（组长）"]
    assert "→ 86家（未证实）" in rows(table(site))[0][2]
    assert rows(table(appeal))[0][:2] == ("（一）3", "2分\n→ 4分")


def test_opinions_with_spread_mean_and_median() -> None:
    stages = opinions(sample())
    title, desk = stages[0]
    assert title == "资料审核"
    items: dict[str, list[tuple[str, ...]]] = {}
    for one in rows(table(desk)):
        if len(one) == 1:
            items[one[0][:4]] = [one]
        else:
            items[[*items][-1]].append(one)
    head, *own = items["（五）1"]
    assert head[0].endswith("分差0.5分，平均1.25分，中位数1.25分")
    assert [one[:3] for one in own] == [("甲", "调整", "1"), ("乙", "认可", "1.5"), ("丙（组长）", "认可", "1.5")]
    assert "分差" not in items["（一）3"][0][0]
    assert "要求说明" in items["（二）4"][0][0]
    assert items["（二）4"][1][2] == "—"
    assert texts(desk)[-1].startswith("没有人提出意见，按上一步的得分计（不是0分）：（二）2、（二）3、（二）4、")


def told(blocks: list[Block]) -> list[tuple[str, ...]]:
    return rows(table(blocks))


def test_disputes_and_how_they_ended() -> None:
    found = disputes(sample())
    assert texts(found) == ["同一阶段有两人以上意见的3项，其中2项有分歧。"]
    first, second = told(found)
    assert first[1:5] == ("（一）1", "甲：4分\n乙：6分", "2", "5")
    assert first[-1].split("\n")[0] == "审核人丙（组长）2022年6月27日裁决：调整，得4分"
    assert second[-1] == "审核人丙（组长）2022年6月27日裁决：认可，得1.5分\n理由：自评已经自扣0.5分，不再扣"
    within = told(disputes(reviewed(ReviewSettings(limit=Fraction(1, 2), rule=Rule.MEDIAN))))[1]
    assert within[-1] == "在分歧上限以内，取中位数，得1.25分"


def test_the_difference_by_clause_adds_up() -> None:
    found = rows(delta_table(sample()))
    assert [one[:4] for one in found] == [
        ("（一）1", "6", "4", "-2分"),
        ("（五）2", "2", "1～2", "最低-1分，最高0分"),
        ("合计", "92.5", "89.5～90.5", "最低-3分，最高-2分"),
    ]
    assert "“召开会议未解决实际问题扣2分”" in found[0][4]


def test_nobodys_opinion_is_not_zero() -> None:
    (unseen,) = open_rows(sample())
    assert (unseen.kind, unseen.texts) == ("无意见", ("各阶段都没有人提出意见，按审核以前的得分计，不当作0分。",))
    assert len(unseen.label.split("、")) == 19
    assert unseen.label.endswith("（五）5、（六）")


def test_conflicts_are_named_and_do_not_count() -> None:
    found = chapter("review-recusal").blocks
    assert texts(found)[:2] == [
        "计入的审核意见都附有回避声明，审核人甲、乙、戊、丙（组长）声明与该市没有利害关系。",
        "审核人丁声明有利害关系：所在单位参与编制该市实施方案；其现场审核意见没有计入。",
    ]
    assert rows(table(found)) == [
        ("site-conflict.yaml", "现场审核，丁", "声明了利害关系，应当回避；所在单位参与编制该市实施方案")
    ]


def test_who_signs() -> None:
    lines = rows(table(chapter("review-sign").blocks))
    assert [one for one in lines if "（签字）" in one[0]] == [
        ("审核人甲（签字）", "", "资料审核、现场审核"),
        ("审核人乙（签字）", "", "资料审核"),
        ("审核人戊（签字）", "", "复核"),
        ("组长丙（签字）", "", "资料审核"),
    ]


def test_every_file_has_its_checksum() -> None:
    files = {one.name: one.digest for one in city_files(sample())}
    assert files["submission.yaml"] == city().submission.digest
    assert (files["甲.pdf"], files["乙.pdf"]) == ("d" * 64, "（没有这个文件）")
    assert all(len(files[name]) == 64 for name in ("desk-a.yaml", "desk-chair.yaml", "site-conflict.yaml"))


def test_only_readings_of_items_that_changed_are_listed() -> None:
    """No reading of （一）3, which changed too, decides points here or says what an answer means."""
    title, readings = chapter("basis").parts[0]
    assert title == "原文未明确之处的处理口径"
    assert {one[0] for one in rows(table(readings))} == {"（一）1", "（五）2"}


def test_what_waits_stands_on_the_cover() -> None:
    assert city_document(sample()).cover.marker == "有内容未填或未证实，得分是范围"
    due = province.city("乙市")
    assert city_document(due).cover.marker == "尚未办结：等待裁决1项"
    assert next(iter(open_rows(due))).texts == ("甲认为得4分，乙认为得6分",)
    assert told(disputes(due))[0][-1] == "等待组长裁决；裁决以前为4～6分"
    asked = next(iter(open_rows(province.city("丙市"))))
    assert asked.texts == ("资料审核，审核人甲，2022年6月15日：请补充一件办理实例。",)


def test_a_city_nobody_reviewed() -> None:
    found = province.city("癸市")
    assert city_document(found).cover.marker == "还没有计入任何审核意见"
    assert (opinions(found), texts(chapter("review-delta", found).blocks)) == ([], ["审核结果与自评相同。"])
    assert texts(chapter("review-opinions", found).blocks) == ["还没有计入任何审核意见。"]
    assert texts(chapter("review-recusal", found).blocks)[0] == "还没有审核人作出回避声明。"


def test_words_of_files_are_text() -> None:
    loaded = replace(city(), submission=replace(city().submission, city="<b>&甲"))
    text = review_html(replace(reviewed(), loaded=loaded), standalone=False)
    assert "&lt;b&gt;&amp;甲" in text
    assert "<b>" not in text


def test_what_reviewers_write_is_text(tmp_path: Path) -> None:
    hostile = ACCEPT.replace("认可", "认可, 理由: '<script>alert(1)</script>'")
    found = replay(city(), verify_claims(city(), [review(tmp_path, hostile)]))
    text = review_html(Reviewed(loaded=city(), replay=found), standalone=False)
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
