"""What the reviewers of the invented cycle decide, and how it gets into the files that `scoring review init` wrote.

Two reviewers read the papers of every city, go to see five of them, and differ on three; the chair decides. What the
decisions come to, by the official sentences:

    甲市 97.5; papers: （一）3 未纳入规划的扣2分 (both), （一）1 召开会议未解决实际问题扣2分 (one; the chair agrees), （五）1 stays
         at 1.5 (the chair): 93.5; on site （六） 12.5 for 13: 93; on appeal （一）3 stands again: 95
    乙市 94.5; one policy of three does not count (one; the chair agrees), 每出台一项支持政策得1分: 93.5
    丙市 93.5 stands: tied with 乙市   丁市 95.5; 方案实施效果不好的扣3分 (both): 92.5
    辛市 the paper behind its satisfaction figure is not accepted, 满意度低于90%的扣1分: 87.5 to 88.5
    戊市 the second reviewer is related to it, and does not count   庚市 is asked for an explanation
    寅市 a petition was entered within the two years, as one reviewer found (the chair agrees): 83.5, but not eligible
    卯市 handed in the missing paper later; both accept its claims: 81.5
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from scoring.base.files import write_atomic

__all__ = ["APPEAL", "CHAIR", "DESK", "SITE", "Opinion", "fill"]

FIRST, SECOND, THIRD, HEAD = "A01", "A02", "A03", "A00"
PAPERS, VISIT, AGAIN = "资料审核", "现场审核", "复核"
Words = Mapping[str, str]
NOTHING: Words = {}


class Opinion(Struct, frozen=True, kw_only=True):
    """One review file: who, on which city, at which stage, what is said of single items, and of all the `others`."""

    city: str
    reviewer: str
    stage: str
    day: str
    items: Words
    others: str = "无意见"
    role: str = "组员"
    conflict: str = ""
    gates: Words = NOTHING
    """What is said of eligibility (申报资格)."""

    @property
    def file(self) -> str:
        """Its path below the folder of the cycle."""
        return f"审核意见/{self.city}/{self.reviewer}-{self.stage}.yaml"


ACCEPTED = "认可\n    理由: {}"
UNSOLVED = "调整\n    改为: {会议解决实际问题: 否}\n    理由: 落实情况台账没有落实的日期和结果。\n    依据材料: [evidence/1.1/03-follow-up.xlsx]"
UNPLANNED = (
    "调整\n    改为: {纳入国民经济和社会发展规划: 否}\n    理由: 报送的节选里没有婴幼儿照护服务的内容。"
    "\n    依据材料: [evidence/1.3/01-development-plan.pdf]"
)
ONCE = "调整\n    改为: {监督检查评分: {分值: 1, 理由: 通报只写了一次检查。}}\n    理由: 通报只写了一次检查。"
TWO = "调整\n    改为: {支持政策项数: 2}\n    理由: 关于人才培养的通知没有支持措施，不算一项。\n    依据材料: [evidence/2.1/03-talent.pdf]"
POOR = "调整\n    改为: {整体解决方案实施效果好: 否}\n    理由: 总结写明到期的任务有一半没有完成。\n    依据材料: [evidence/1.4/02-review.pdf]"
SMALL = "调整\n    改为: {服务质量自评分: {分值: 12.5, 理由: 又看到1家机构户外活动场地不足。}}\n    理由: 又看到1家机构户外活动场地不足。"
NO_SURVEY = (
    "不认可材料\n    不认可的材料: [evidence/5.5/02-satisfaction.pdf]\n    理由: 报告没有写明调查的方法和样本数。"
)
EXPLAIN = "要求说明\n    理由: 请补充一件通过验收、没有变更房屋性质的办理实例。"
LATER = ACCEPTED.format("城市补交了预算批复，已经看过原件。")

READ: Mapping[str, tuple[Words, Words]] = {
    "甲市": ({"1.1": UNSOLVED, "1.3": UNPLANNED, "5.1": ONCE}, {"1.3": UNPLANNED}),
    "乙市": ({"2.1": TWO}, {}),
    "丙市": ({}, {}),
    "丁市": ({"1.4": POOR}, {"1.4": POOR}),
    "戊市": ({}, {}),
    "己市": ({}, {}),
    "庚市": ({"2.4": EXPLAIN}, {}),
    "辛市": ({"5.5": "无意见"}, {"5.5": NO_SURVEY}),
    "壬市": ({}, {}),
    "寅市": ({}, {}),
    "卯市": ({"1.2": LATER}, {"1.2": LATER}),
}
"""What the two reviewers say of single items when they read the papers; they accept all others."""

PETITION: Words = {
    "重大信访事件": "调整\n    改为: [{日期: 2021-08-02, 情况: 虚构的事件}]\n    理由: 市信访局的台账有登记，自评填的是“无”。"
    "\n    依据材料: [市信访局台账]"
}
RELATED = "所在单位参与编制该市的实施方案"
DESK: tuple[Opinion, ...] = tuple(
    Opinion(
        city=city,
        reviewer=reviewer,
        stage=PAPERS,
        day="2022-06-20",
        items=items,
        others="认可",
        conflict=RELATED if (city, reviewer) == ("戊市", SECOND) else "",
        gates=PETITION if (city, reviewer) == ("寅市", FIRST) else NOTHING,
    )
    for city, said in READ.items()
    for reviewer, items in zip((FIRST, SECOND), said, strict=True)
)
CHAIR: tuple[Opinion, ...] = tuple(
    Opinion(
        city=city,
        reviewer=HEAD,
        stage=PAPERS,
        day="2022-06-27",
        items=items,
        role="组长",
        gates=PETITION if city == "寅市" else NOTHING,
    )
    for city, items in (
        ("甲市", {"1.1": UNSOLVED, "5.1": ACCEPTED.format("自评已经自扣0.5分，不再扣。")}),
        ("乙市", {"2.1": TWO}),
        ("寅市", NOTHING),
    )
)
SEEN = {"6.0": ACCEPTED.format("现场看到的与自评相符。")}
SITE: tuple[Opinion, ...] = tuple(
    Opinion(city=city, reviewer=reviewer, stage=VISIT, day=day, items=items)
    for city, reviewer, day, items in (
        ("甲市", FIRST, "2022-07-12", {"6.0": SMALL}),
        ("甲市", SECOND, "2022-07-12", {"6.0": SMALL}),
        ("乙市", FIRST, "2022-07-13", SEEN),
        ("丙市", FIRST, "2022-07-14", SEEN),
        ("丁市", FIRST, "2022-07-15", SEEN),
        ("庚市", FIRST, "2022-07-18", {"2.4": ACCEPTED.format("现场查看了一处托育点的验收材料。")}),
    )
)
APPEAL = Opinion(
    city="甲市",
    reviewer=THIRD,
    stage=AGAIN,
    day="2022-08-09",
    items={"1.3": "认可\n    理由: 城市补交了规划全文，第十二章写有婴幼儿照护服务。\n    依据材料: [规划全文第十二章]"},
)


def fill(folder: Path, opinion: Opinion) -> None:
    """Write the decisions into the blank review, as a reviewer would in an editor."""
    path = folder / opinion.file
    text = path.read_text(encoding="utf-8")
    declared = f"有, 说明: {opinion.conflict}" if opinion.conflict else "无"
    text = _put(text, "利害关系: 未填}", f"利害关系: {declared}}}")
    text = _put(text, "审核日期: 未填", f"审核日期: {opinion.day}")
    blank = "意见: 无意见\n    理由: 未填"
    for item, words in opinion.items.items():
        text = _put(text, f'  "{item}":\n    {blank}', f'  "{item}":\n    意见: {words}')
    for gate, words in opinion.gates.items():
        text = _put(text, f"  {gate}:\n    {blank}", f"  {gate}:\n    意见: {words}")
    write_atomic(str(path), text.replace(blank, f"意见: {opinion.others}").encode("utf-8"), sync=False)


def _put(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise ValueError(f"the blank review does not hold {old!r} once")
    return text.replace(old, new)
