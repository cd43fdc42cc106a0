"""The words of scoring sentences: where to cut them, by what their forms are told apart, and the entry of the cookbook
that shows how to write what was left to a person. `forms` says what each form proposes."""

from __future__ import annotations

import re

NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十]+)"
SCORING = re.compile(
    rf"扣{NUMBER}分|得{NUMBER}分|计{NUMBER}分|不得分|得零分|不扣分|扣分|得分|加分|满分|罚{NUMBER}分|{NUMBER}分"
)
LIMIT = re.compile(
    rf"^(?:本项|该项|此项|总分|合计|累计)?(?:(?:最高|最多|至多)(?:可)?(?:扣|得|加)?(?P<most>{NUMBER})分"
    rf"|(?:得分|扣分)?不超过(?P<cap>{NUMBER})分"
    r"|(?P<out>扣完为止|直至扣完为止|扣完本项分值为止))$"
)
OPENING, CLOSING = "（(“《〔[", "）)”》〕]"
STOPS, COMMAS = "。；;", "，,"
DIGITS = {mark: value for value, mark in enumerate("一二三四五六七八九", start=1)}
EFFECT = (
    rf"，?(?:(?:该项|本项|此项)?(?P<none>不得分|得零分|得0分)|扣(?P<deduct>{NUMBER})分|可?[得计](?P<award>{NUMBER})分)"
)
AWARDED = re.compile(rf"[得计]{NUMBER}分")
DANGER = {
    "酌情": "扣几分、得几分由人酌情决定",
    "视情": "扣几分、得几分由人酌情决定",
    "按比例": "按比例计分",
    "比例得分": "按比例计分",
    "分别": "几种情形分别计分，写在一句里",
    "依次": "几种情形分别计分，写在一句里",
    "名次": "按名次计分",
    "排名": "按名次计分",
    "追加": "追加扣分，不限于本项",
    "折算": "引用别处的得分",
    "奖励": "奖励分",
    "加分": "加分",
    "扣满": "以扣满为前提",
    **dict.fromkeys(("全省平均", "全国平均", "全市平均", "全区平均", "本省平均"), "没有认出怎样与平均水平相比"),
    "平均": "要先算平均数",
    "总分": "不限于本项",
    "除外": "有例外",
    "以外": "有例外",
    "下列": "情形列在别处",
    "以下情形": "情形列在别处",
    "之一": "情形列在别处",
    "该项": "针对整项的规定",
    "本项": "针对整项的规定",
    "此项": "针对整项的规定",
}
BELOW = ("没有达到", "未达到", "达不到", "不到", "低于", "不足", "少于", "小于")
ABOVE = ("高于", "超过", "大于")
AT_LEAST = ("不低于", "不少于", "不小于", "达到", "达")
AT_MOST = ("不高于", "不超过", "不大于")
OPS = {word: op for op, words in (("<", BELOW), (">", ABOVE), (">=", AT_LEAST), ("<=", AT_MOST)) for word in words}
WORDS = "|".join(sorted(OPS, key=len, reverse=True))
THRESHOLD = re.compile(
    rf"^(?P<name>[^，,0-9]+?)(?:(?P<op>{WORDS})|在|为)?(?P<value>[0-9]+(?:\.[0-9]+)?)(?P<unit>%|％|[^\s\d，]{{1,2}}?)?"
    rf"(?P<side>及以上|以上|及以下|以下)?的?{EFFECT}$"
)
AVERAGE = r"(?:全省|全国|全市|全区|本省)平均"
COMPARED = re.compile(rf"^(?P<name>[^，,]+?)(?P<op>低于|高于|低|高)(?:(?P<ref>{AVERAGE})(?:水平|值|数)?)?的?{EFFECT}$")
REFERENCE = re.compile(rf"(?:高于|不低于|达到|低于)(?P<ref>{AVERAGE})")
PER_UNIT = re.compile(rf"^(?P<head>.*?)每(?P<what>[^每]+?)(?:[扣](?P<deduct>{NUMBER})|[得计](?P<award>{NUMBER}))分$")
FLAT = re.compile(rf"^(?P<words>.+?)的?{EFFECT}$")
RANGE = re.compile(r"[0-9]+(?:至|到|—|-|－|–|～|~)[0-9]+分")
NUMBERING = re.compile(
    r"^(?:[（(][0-9一二三四五六七八九十]+[)）]|[0-9一二三四五六七八九十]+(?:[、)）]|[.．](?![0-9]))|[①-⑳])\s*"
)
"""（1）, 1., 一、, ① before a part: kept in the quote, no part of what it says."""
OTHERWISE = re.compile(rf"^(?P<words>.+?)，?否则{EFFECT}$")
SINGLE = re.compile(
    rf"^(?P<words>[^每]+?[一1][项个次家处条份人起例件])(?:[扣](?P<deduct>{NUMBER})|[得计](?P<award>{NUMBER}))分$"
)
DUTY = re.compile(r"^(?:均|都)?(?:必须|应当|须|应|要)?")
MEASURES = "项个次家处条份人起例件名类所间篇期天日户台套批张种门"
MEASURE = "[张项个次家处条份人起例件名类所间篇期天日户台套批种门元岁级分%％‰倍成折]|百分点|万元|亿元|公里|平方米"
FIGURE = r"(?:[0-9]+(?:\.[0-9]+)?|[零〇一二三四五六七八九十百千万两几]+|[A-Za-z])"
AMOUNT = rf"(?:{FIGURE}\s*(?:{MEASURE})?)"
SIDE = r"(?:及?以[上下内外]|[（(][^（）()]*含[^（）()]*[)）])"
BARE = re.compile(
    rf"^(?:{'|'.join(sorted((*OPS, '大于等于', '小于等于', '在', '为', '满'), key=len, reverse=True))}|[≥≤<>＜＞])?{AMOUNT}{SIDE}*"
    rf"(?:\s*(?:至|到|—+|-|－|–|～|~|≤|<|和|、)\s*(?:[a-zA-Z]\s*[≤<]\s*)?{AMOUNT}{SIDE}*)?(?:之间)?的?$"
)
"""Nothing but an amount (30—39张, 90%以上): what is counted stands in the part before, so that this is one of its tiers."""
MARKED = re.compile(
    r"(?:优秀|良好|中等|合格|达标|一般|较好|较差|^[优良中差]|[A-Ea-e甲乙丙丁一二三四五]级|第[一二三四五六七八九十0-9]+名"
    r"|[特一二三]等奖?)的?$"
)
"""A mark at the end: with another one beside it, only one of them holds."""
BETWEEN = re.compile(rf"{FIGURE}\s*(?:{MEASURE})?\s*(?:至|到|—+|-|－|–|～|~)\s*{FIGURE}\s*(?:{MEASURE})")
"""From so many to so many (一至两项): a tier of a number, no question of yes or no."""
SHARED_LIMIT = re.compile(
    rf"^.*(?:以上|上述|前述|合计|累计|各项|[两二三四五六七八九十几0-9][项条款]).*?(?:最高|最多|至多|不超过)(?:可?[扣得加])?{NUMBER}分$"
)
"""What several clauses come to at most (以上两项合计最高扣6分)."""
BONUS = re.compile(rf"加{NUMBER}分")
HIGHEST_ONLY = re.compile(r"就高|取高|不重复|不得重复|[只仅][计取得]一[次项]|取最高")
JUDGED_BY = re.compile(r"由.{1,20}?(?:评定|评判|评议|评分|打分|赋分|认定|制定评分)")
REST = re.compile(r"^(?:其余|其他|其它|余者)$")
"""All that was not named; what that is stands in the other parts."""
AGE = (
    r"[0-9一二三四五六七八九十]{1,3}(?:(?:至|到|—|-|～|~)[0-9一二三四五六七八九十]{1,3})?(?:周?岁|月龄)(?:及?以[上下])?"
)
TERM = r"[0-9一二三四五六七八九十两]{1,3}(?:小时|个?工作日|天|日|个月|年)(?:以)?内"
DAY = r"[0-9]{4}年(?:度|底|末|[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}月(?:[0-9]{1,2}日)?|[0-9]{1,2}月?底"
PAPER = r"[〔\[（(][0-9]{4}[)）\]〕]第?[0-9]{1,5}号|第[0-9一二三四五六七八九十百]{1,5}[条款号]"
NAMED = re.compile(rf"{PAPER}|{AGE}|{TERM}|{DAY}")
"""Figures that name something and compare nothing: a document, an age, a term, a day."""
COMPARING = re.compile(rf"[0-9]|百分之|半数|过半|分之|{FIGURE}\s*(?:{MEASURE})?及?以[上下]")
UNFINISHED = ("未", "没有", "没", "不", "或", "并", "且", "和", "及")
"""A name that ends so belongs to a longer comparison than was read."""


def cut(sentence: str) -> tuple[str, ...]:
    """The parts in order, verbatim, without the marks between them.

    Words that say nothing about points belong to the next part that does (a premise); a limit belongs to the part
    before it.
    """
    parts: list[str] = []
    for block in blocks(sentence):
        parts.extend(_parts(block))
    return tuple(part for part in parts if any(char.isalnum() for char in part))


def blocks(sentence: str) -> list[str]:
    """The stretches between full stops and semicolons."""
    return [block.strip() for block in _split(sentence, STOPS)]


def read_number(text: str) -> int | str:
    """A number as digits: `十二` is 12, `0.5` stays as it is."""
    if text[0].isdigit():
        return text
    tens, mark, ones = text.partition("十")
    if not mark:
        return DIGITS[text]
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


def _parts(block: str) -> list[str]:
    """Join the comma-separated pieces of one block back together where they make one statement."""
    found: list[tuple[int, int]] = []
    premise: int | None = None
    for start, end in _spans(block, COMMAS):
        piece = block[start:end].strip()
        if LIMIT.match(piece) and found and premise is None:
            found[-1] = (found[-1][0], end)
        elif SCORING.search(piece):
            found.append((start if premise is None else premise, end))
            premise = None
        elif premise is None:
            premise = start
    if premise is not None:
        found.append((premise, len(block)))
    return [block[start:end].strip() for start, end in found if block[start:end].strip()]


def _split(text: str, marks: str) -> list[str]:
    return [text[start:end] for start, end in _spans(text, marks)]


def _spans(text: str, marks: str) -> list[tuple[int, int]]:
    """Where the pieces between marks stand; marks inside brackets or quotation marks do not count."""
    spans, start, depth = [], 0, 0
    for index, char in enumerate(text):
        if char in OPENING:
            depth += 1
        elif char in CLOSING:
            depth = max(depth - 1, 0)
        elif char in marks and depth == 0:
            spans.append((start, index))
            start = index + 1
    spans.append((start, len(text)))
    return [(low, high) for low, high in spans if text[low:high].strip()]


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
SCORE_LINE = "要看前面的得分"
VETO_ENDS = "否决以后不再评分"
UNIT_VETO = "有一个单位否决就全部否决"
MIN_MAX = "在最高值和最低值之间按比例"
SUMMED = "要先把几个数加起来"
CHOSEN = "至少选几项"
MADE_UP = "不评的部分由其余的折算"
SPECIAL = (
    (
        re.compile(
            rf"(?:得分|总分|成绩|基础分|结果)(?:高于|超过|大于|达到|不低于|在){NUMBER}分[^，,]{{0,3}}[，,]?(?:才|则|方|可以?|再|进入|$)"
        ),
        SCORE_LINE,
    ),
    (re.compile(r"不再(?:对[^，,]*)?(?:进行)?(?:评分|计分|考核|评价|检查)"), VETO_ENDS),
    (re.compile(r"(?:任何|任意|只要有|凡有)一(?:个|家|所|处|户)[^，,]*(?:不合格|否决)"), UNIT_VETO),
    (
        re.compile(r"最[高大]值?[^，,；;]*[-－−–][^，,；;]*最[低小]值?|最[低小]值?[^，,；;]*[÷/][^，,；;]*最[高大]值?"),
        MIN_MAX,
    ),
    (re.compile(r"之和[^，,]*[÷/×]|得分=[^，,]*[+＋]"), SUMMED),
    (re.compile(rf"(?:至少|不少于|任)选[用取择]?{NUMBER}[项个]|选用[^，,]*(?:至少|不少于){NUMBER}[项个]"), CHOSEN),
    (re.compile(r"所得分值?[×xX*]|不(?:检查|评|考核)[^，,]*(?:折算|[×*][0-9])"), MADE_UP),
)
"""Wordings of which no clause is proposed because something beside the clause has to be written first; in this order."""
ENTRIES = {
    SCORE_LINE: "77-得分高于八十分才进入加分",
    VETO_ENDS: "78-单项否决不再评分",
    UNIT_VETO: "79-抽查单位有一个否决的整体否决",
    MIN_MAX: "82-在最高值和最低值之间按比例",
    SUMMED: "80-几个数之和",
    CHOSEN: "83-至少选几项",
    MADE_UP: "85-不检查的所得分值乘四分之三的倒数",
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
