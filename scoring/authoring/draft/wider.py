"""Sentence forms of which a clause needs more than one question, or a number worked out from others, one small function each.

As in `forms`, a form proposes only what the whole sentence says, with its own points and figures; what it leaves open (which
total, whose extremes) is said beside the line, for a person to decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from scoring.authoring.draft import patterns
from scoring.authoring.draft.model import Asked, Proposal, ProposalKind, Written
from scoring.base.text import number_text

__all__ = ["read_wider"]

NUMBER = patterns.NUMBER
TIMES = r"\s*[×xX*]\s*"
OVER = r"\s*(?:÷|/|／|除以)\s*"
MINUS = r"\s*[-－−–—]\s*"
OPEN, CLOSE = r"[（(]", r"[）)]"
NAME = r"[^（）()÷/／×*+＋\-－−–—，,；;。=＝0-9]+?"
MIN_MAX = re.compile(
    rf"^(?P<scaled>(?:得分\s*[=＝]\s*)?{OPEN}(?P<own>{NAME}){MINUS}(?P<low>{NAME}){CLOSE}{OVER}"
    rf"{OPEN}(?P<high>{NAME}){MINUS}(?P<again>{NAME}){CLOSE}{TIMES}(?P<points>{NUMBER})分?)"
    rf"(?P<base>\s*[+＋]\s*(?P<more>{NUMBER})分?)?$"
)
SUM = re.compile(
    rf"^(?:得分\s*[=＝]\s*)?(?P<one>{NAME})(?:与|和|、)(?P<other>{NAME})(?P<op>之和|之差){OVER}(?P<whole>{NUMBER}){TIMES}(?P<points>{NUMBER})分?$"
)
GATE = re.compile(
    rf"^(?:总得分|总分|得分|综合得分|考核得分)(?P<op>高于|超过|大于|达到|不低于)(?P<line>{NUMBER})分(?:以上)?的?，?"
    rf"(?:(?:才|则|方|可以?)?(?:进入|进行|参加)?加分[^，,每]*[，,])?"
    rf"(?:每[一1]?(?P<measure>[{patterns.MEASURES}])(?P<noun>[^，,0-9]*?))?(?:才|再|可以?)?[加得](?P<points>{NUMBER})分$"
)
ENDS = re.compile(
    r"^(?P<case>(?:出现|发生|存在|有)?[^，,]*?(?:否决|重大)[^，,]*?)(?:的?[，,]?(?:即|直接|一律)?(?:判定|评定|认定)为[^，,]*)?"
    r"[，,](?:即|一律)?不再(?:对[^，,]*)?(?:进行)?(?:评分|计分|考核|评价|检查)$"
)
CHANNELS = re.compile(
    rf"^通过(?P<names>[^，,]+?)(?P<deed>宣传|发布|报道|公开|推广)，每(?P<measure>[{patterns.MEASURES}])[得加](?P<points>{NUMBER}分(?:、{NUMBER}分)+)，"
    rf"(?:合计|累计|总分)?(?:最高|最多|不超过)(?:得|加)?(?P<most>{NUMBER})分$"
)
APART = re.compile(
    rf"^(?P<name>{NAME})(?P<way>[高低]于)(?P<ref>{patterns.AVERAGE})(?:水平|值|数)?(?P<line>{NUMBER})个百分点以上的?，?"
    rf"(?P<effect>[得扣])(?P<points>{NUMBER})分"
    rf"(?:(?P<comma>[，,])(?P=way)(?P=ref)(?:水平|值|数)?不足(?P=line)个百分点的?，?(?P=effect)(?P<less>{NUMBER})分)?$"
)
RANKED = re.compile(
    r"^(?:按|按照|以)?(?:总得分|总分|综合得分|考核得分)(?:从高到低|由高到低)?(?:进行)?(?:排名|排序)，?"
    rf"(?P<rows>第[一1]名[得加]{NUMBER}分(?:[，,、]第{NUMBER}名[得加]{NUMBER}分)+)$"
)
ROW = re.compile(rf"第(?P<place>{NUMBER})名[得加](?P<points>{NUMBER})分")
OPS = {"高于": ">", "超过": ">", "大于": ">", "达到": ">=", "不低于": ">="}
TOTAL = "“得分”按不看总分的各项合成的总分理解；说的是哪一部分的，把 total 换成它的编号"


def read_wider(sentence: str) -> Proposal | None:
    """What is proposed for a sentence of one of these forms; None for any other."""
    return next((found for form in FORMS if (found := form(sentence)) is not None), None)


def _points(text: str) -> Fraction:
    return Fraction(patterns.read_number(text))


def _min_max(quote: str) -> Proposal | None:
    """得分=（本地值−最低值）÷（最高值−最低值）×40+60."""
    match = MIN_MAX.match(quote)
    if match is None or match["low"].strip() != match["again"].strip() or not _extremes(match["low"], match["high"]):
        return None
    own, low, high = (match[part].strip() for part in ("own", "low", "high"))
    points = _points(match["points"])
    scaled = ("award: " + number_text(points), "fact: «0»", "scale: {at_least: «1», zero_at: «2»}")
    clauses = [Written(quote=match["scaled"], lines=scaled)]
    total = points
    if match["base"]:
        total += _points(match["more"])
        clauses.append(Written(quote=match["base"].strip(), lines=(f"award: {number_text(_points(match['more']))}",)))
    return Proposal(
        quote=quote,
        kind=ProposalKind.AWARD,
        form="在最高值和最低值之间按比例",
        points=total,
        asked=Asked(base=own, type="number", ask=f"{own}是多少？", unit="待确认", better="higher"),
        more=(_reference(high), _reference(low)),
        clauses=tuple(clauses),
        remark=f"{high}、{low}由用户提供；越低越好的改 better",
    )


def _extremes(low: str, high: str) -> bool:
    return any(word in low for word in ("最低", "最小")) and any(word in high for word in ("最高", "最大"))


def _reference(name: str) -> Asked:
    return Asked(base=name, type="number", ask=f"{name}是多少？", unit="待确认", reference=True)


def _sum(quote: str) -> Proposal | None:
    """甲与乙之和/8×20."""
    match = SUM.match(quote)
    if match is None:
        return None
    one, other = match["one"].strip(), match["other"].strip()
    together, key = ("之和", "sum") if match["op"] == "之和" else ("之差", "difference")
    points = _points(match["points"])
    asked = [
        Asked(base=name, type="number", ask=f"{name}是多少？", unit="待确认", better="higher") for name in (one, other)
    ]
    if key == "difference":
        asked[1] = Asked(base=other, type="number", ask=f"{other}是多少？", unit="待确认", better="lower")
    both = Asked(
        base=f"{one}与{other}{together}",
        type="number",
        ask=f"{one}与{other}{together}是多少？",
        unit="待确认",
        derive=f"{{{key}: [«0», «1»]}}",
    )
    lines = (
        f"award: {number_text(points)}",
        "fact: «2»",
        f"scale: {{at_least: {patterns.read_number(match['whole'])}}}",
    )
    return Proposal(
        quote=quote,
        kind=ProposalKind.AWARD,
        form="几个数之和" if key == "sum" else "两个数之差",
        points=points,
        asked=asked[0],
        more=(asked[1], both),
        clauses=(Written(quote=quote, lines=lines),),
        remark="两个数的单位要相同；高于满分的按满分",
    )


def _gate(quote: str) -> Proposal | None:
    """得分高于80分的，每项加5分; 总分高于80分的加5分."""
    match = GATE.match(quote)
    if match is None:
        return None
    points, op, line = _points(match["points"]), OPS[match["op"]], patterns.read_number(match["line"])
    score = Asked(base="总得分", type="number", ask="前面各项一共得几分？", unit="分", derive="{score: total}")
    lines: tuple[str, ...] = (f"award: {number_text(points)}", f"when: «0» {op} {line}")
    more: tuple[Asked, ...] = ()
    if match["measure"]:
        measure, noun = match["measure"], match["noun"] or "加分"
        ask = f"有几{measure}{match['noun'] or '可以加分'}？"
        needs = f"«0» {op} {line}"
        more = (Asked(base=f"{noun}{measure}数", type="count", ask=ask, unit=measure, better="higher", needs=needs),)
        lines = (*lines, "per: «1»")
    return Proposal(
        quote=quote,
        kind=ProposalKind.AWARD,
        form="得分高于多少才",
        points=points,
        asked=score,
        more=more,
        clauses=(Written(quote=quote, lines=lines),),
        per_unit=bool(more),
        remark=TOTAL,
    )


def _ends(quote: str) -> Proposal | None:
    """出现单项否决情形的判定为不合格，不再对其他指标进行评分."""
    match = ENDS.match(quote)
    if match is None:
        return None
    case = match["case"].strip()
    return Proposal(
        quote=quote,
        kind=ProposalKind.FORFEIT,
        form="否决以后不再评分",
        asked=Asked(base=case, type="bool", ask=f"有没有这种情形：{case}？", better="no"),
        clauses=(Written(quote=quote, lines=("forfeit: true", "reach: total", "when: «0»")),),
        remark="总分计0分；原文没有写没有否决时这一项得几分，得满分的在项里加 start: full；"
        "写了不合格等级的，在 pack.yaml 写 grades，另加 limit（评分句式手册第78条）",
    )


def _channels(quote: str) -> Proposal | None:
    """通过报纸、网站宣传，每篇得2分、1分，合计最高10分."""
    match = CHANNELS.match(quote)
    if match is None:
        return None
    names, points = match["names"].split("、"), re.findall(rf"({NUMBER})分", match["points"])
    if len(names) != len(points) or len(set(names)) < len(names):
        return None
    measure = match["measure"]
    asked = tuple(
        Asked(
            base=f"{name}{measure}数",
            type="count",
            ask=f"通过{name}{match['deed']}几{measure}？",
            unit=measure,
            better="higher",
        )
        for name in names
    )
    ends = [match.start("points") + found.end() for found in re.finditer(rf"{NUMBER}分", match["points"])]
    starts = [0, *(end + 1 for end in ends[:-1])]
    quotes = [quote[start:end] for start, end in zip(starts, [*ends[:-1], len(quote)], strict=True)]
    return Proposal(
        quote=quote,
        kind=ProposalKind.AWARD,
        form="几个渠道合计封顶",
        points=_points(match["most"]),
        asked=asked[0],
        more=asked[1:],
        clauses=tuple(
            Written(
                quote=part, lines=(f"award: {patterns.read_number(one)}", f"per: «{place}»", f"group: {match['deed']}")
            )
            for place, (part, one) in enumerate(zip(quotes, points, strict=True))
        ),
        around=(f"groups: {{{match['deed']}: {{at_most: {patterns.read_number(match['most'])}}}}}",),
    )


def _apart(quote: str) -> Proposal | None:
    """增幅高于全省平均1个百分点以上的得20分，高于全省平均不足1个百分点的得10分."""
    match = APART.match(quote)
    if match is None:
        return None
    name, reference, line = (
        match["name"].strip(),
        f"{match['ref']}{match['name'].strip()}",
        patterns.read_number(match["line"]),
    )
    higher, gives = match["way"] == "高于", match["effect"] == "得"
    parts = "«0», «1»" if higher else "«1», «0»"
    apart = Asked(
        base=f"{name}{match['way']}{match['ref']}",
        type="percent",
        ask=f"{name}比{match['ref']}{'高' if higher else '低'}几个百分点？",
        derive=f"{{difference: [{parts}]}}",
    )
    key = "award" if gives else "deduct"
    cut = match.start("comma") if match["comma"] else len(quote)
    lines = (f"{key}: {number_text(_points(match['points']))}", f"when: «2» >= {line}")
    clauses = [Written(quote=quote[:cut], lines=lines)]
    if match["comma"]:
        lines = (f"{key}: {number_text(_points(match['less']))}", f"when: 0 < «2» < {line}")
        clauses.append(Written(quote=quote[cut + 1 :], lines=lines))
    better = "higher" if higher is gives else "lower"
    return Proposal(
        quote=quote,
        kind=ProposalKind.AWARD if gives else ProposalKind.DEDUCT,
        form="高于平均几个点",
        points=_points(match["points"]),
        asked=Asked(base=name, type="percent", ask=f"{name}是多少？", better=better),
        more=(Asked(base=reference, type="percent", ask=f"{reference}是多少？", reference=True), apart),
        clauses=tuple(clauses),
        remark=f"{reference}由用户提供；正好{line}个百分点按“以上”包括本数处理",
    )


def _ranked(quote: str) -> Proposal | None:
    """按总得分排序，第一名得10分，第二名得8分，第三名得6分."""
    match = RANKED.match(quote)
    if match is None:
        return None
    rows = [(_points(one["place"]), _points(one["points"])) for one in ROW.finditer(match["rows"])]
    if [place for place, _ in rows] != [Fraction(at) for at in range(1, len(rows) + 1)]:
        return None  # places that are left out: what they bring is not said
    place = Asked(base="总得分名次", type="count", ask="总得分在参评者中排第几名？", unit="名", derive="{place: «0»}")
    ranks = f"[{', '.join(number_text(points) for _, points in rows)}]"
    return Proposal(
        quote=quote,
        kind=ProposalKind.AWARD,
        form="按总得分的名次",
        points=max(points for _, points in rows),
        asked=Asked(base="总得分", type="number", ask="前面各项一共得几分？", unit="分", derive="{score: total}"),
        more=(place,),
        clauses=(Written(quote=quote, lines=("award: rank", "fact: «1»", f"ranks: {ranks}")),),
        remark=f"名次由一批一起计分得出；没有写并列怎样算，各按该名次计；{TOTAL}",
    )


FORMS: tuple[Callable[[str], Proposal | None], ...] = (_min_max, _sum, _apart, _gate, _ranked, _ends, _channels)
