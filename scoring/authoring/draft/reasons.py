"""Where the cookbook shows how to write what was left to a person: an entry for each reason."""

from __future__ import annotations

__all__ = [
    "BOOK",
    "CHOICE",
    "ENTRIES",
    "FINDER",
    "HIGHEST",
    "JUDGED_ELSEWHERE",
    "MISSING",
    "OTHER_NUMBER",
    "RANKED",
    "SHARED",
    "TIER",
    "UNREAD_AWARD",
    "anchor_of",
    "pointer",
]

BOOK = "docs/rule-cookbook.md"
FINDER = "从字句找写法"
"""The part of the book that leads from words to entries."""
TIER = "同一个数分几档，没有认出是否累计"
CHOICE = "各档得分加起来超过本项满分，像是只取其中一档"
OTHER_NUMBER = "句中另有数值，没有认出怎样比较"
UNREAD_AWARD = "得分的字句没有认出，从几分起算还不知道"
MISSING = "没有评分标准"
RANKED = "按名次计分"
SHARED = "几条合计的上限"
HIGHEST = "几种情形只取最高的一种"
JUDGED_ELSEWHERE = "由别人评定，没有写怎样评"
ENTRIES = {
    TIER: "30-几分以上得几分几分到几分得几分",
    CHOICE: "8-优良中差各得几分",
    OTHER_NUMBER: "27-低于多少扣几分",
    UNREAD_AWARD: "30-几分以上得几分几分到几分得几分",
    SHARED: "26-几种情形合计最高扣几分",
    HIGHEST: "9-就高不重复计分",
    JUDGED_ELSEWHERE: "47-评分标准另行制定",
    MISSING: "12-只有分值没有评分标准",
    "扣几分、得几分由人酌情决定": "45-酌情扣分最高扣几分",
    "分值是一个范围，由人决定": "46-每项扣几至几分",
    "按比例计分": "32-达到得满分不足按比例得分",
    "几种情形分别计分，写在一句里": "29-低于几个数的分别扣几分",
    RANKED: "43-排名第几得几分",
    "追加扣分，不限于本项": "53-扣满后追加扣分",
    "以扣满为前提": "53-扣满后追加扣分",
    "引用别处的得分": "38-引用别的考核得分折算",
    "奖励分": "19-完成任务后每多一条奖励几分",
    "加分": "55-加分项最高加几分",
    "没有认出怎样与平均水平相比": "39-低于全省平均的扣几分",
    "要先算平均数": "49-按所辖县市区的平均值计算",
    "不限于本项": "54-发生一起总成绩罚几分",
    "情形列在别处": "48-写不成条款的字句",
    "针对整项的规定": "13-必须提供材料否则不得分",
    "写的分值大于本项的满分": "55-加分项最高加几分",
    "只说明哪种情形不扣分": "11-没有发生的不扣分",
    "没有写扣几分或得几分": "48-写不成条款的字句",
    "没有写与什么相比": "39-低于全省平均的扣几分",
    "比较的写法没有认出": "27-低于多少扣几分",
    "比较的是得分": "38-引用别的考核得分折算",
    "按数量计分，但没有认出数的是什么": "14-每发现一次扣几分扣完为止",
    "像是按次数计分，但没有认出数的是什么": "16-一次扣几分严重的扣几分",
    "按幅度分档计分（如每升降几个百分点），请核对后改写": "22-每下降5扣几分",
    "没有认出“否则”之前的要求": "13-必须提供材料否则不得分",
}
"""The anchor of the entry by reason; any other reason leads to the finder."""


def anchor_of(reason: str) -> str:
    """Where to look in the cookbook."""
    return ENTRIES.get(reason, FINDER)


def pointer(reason: str) -> str:
    """The same for people: 评分句式手册第30条."""
    number, dash, _ = anchor_of(reason).partition("-")
    return f"评分句式手册第{number}条" if dash else f"评分句式手册“{FINDER}”"
