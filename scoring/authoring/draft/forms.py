"""Common forms of scoring sentences, one small function each, tried in order.

A form proposes a clause only where the whole part fits it. What fits none is left to a person, with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from msgspec.structs import replace

from scoring.authoring.draft import patterns
from scoring.authoring.draft.model import Asked, Proposal, ProposalKind
from scoring.authoring.draft.wider import read_wider

__all__ = ["counted", "identifier", "read_part", "read_sentence", "yes_no"]

LONGEST = 24
NEGATIONS = ("没有", "没能", "未能", "尚未", "缺少", "缺乏", "不能", "未", "没", "无")
LACKING = ("没有", "缺少", "缺乏", "无")
"""Negations of a thing; the others are of a deed."""
COUNTED = (
    re.compile(rf"^(?P<verb>\D*?)[一1](?P<measure>[{patterns.MEASURES}])(?P<noun>.*)$"),
    re.compile(rf"^(?P<verb>\D*?)(?P<measure>[{patterns.MEASURES}])(?P<noun>.*)$"),
)
PLAIN_VERBS = ("出台", "发现", "有", "发生", "新增", "开展", "举办", "建成", "完成", "存在", "查出")
RESERVED = {"and", "or", "not", "in", "is", "if", "else", "lambda", "None", "True", "False", "是", "否"}
KEYS = {"佐证材料", "说明", "不适用", "未填"}


def read_sentence(scoring: str, requirement: str, full: Fraction) -> tuple[Proposal, ...]:
    """What is proposed for each part of a scoring sentence; `full` is the item's score, which no clause may exceed."""
    parts = []
    for part in _read(scoring, requirement):
        if part.points is not None and part.points > full:
            part = _manual(part.quote, "写的分值大于本项的满分")
        parts.append(part)
    return _named(_rest(_choice(_tiers(parts), full)))


def _read(scoring: str, requirement: str) -> Iterator[Proposal]:
    """Each stretch up to a full stop as a whole where it has a form of its own, else part by part."""
    for block in patterns.blocks(scoring):
        wider = read_wider(block)
        yield from (read_part(quote, requirement) for quote in patterns.cut(block)) if wider is None else (wider,)


def _tiers(parts: list[Proposal]) -> list[Proposal]:
    """Leave to a person what counts one number or gives one mark in tiers: parts that compare the same, also with one that
    was not read, amounts without a name and the part before them, which has it, and marks of which only one can hold."""
    counts = Counter(part.asked.base for part in parts if part.form == "门槛" and part.asked is not None)
    words = [_words(part.quote) for part in parts]
    unread = [part.quote for part in parts if part.reason in (patterns.OTHER_NUMBER, patterns.TIER)]
    bare = [patterns.BARE.match(one) is not None for one in words]
    marks = [
        part.kind is ProposalKind.AWARD and patterns.MARKED.search(one) is not None
        for part, one in zip(parts, words, strict=True)
    ]
    return [
        _manual(part.quote, patterns.TIER)
        if (part.form == "门槛" and part.asked is not None and _again(part.asked.base, counts, unread))
        or (bare[place] and len(parts) > 1)
        or any(bare[place + 1 : place + 2])
        or (marks[place] and sum(marks) > 1)
        else part
        for place, part in enumerate(parts)
    ]


def _again(base: str, counts: Counter[str], unread: list[str]) -> bool:
    return counts[base] > 1 or any(base in quote for quote in unread)


def _words(quote: str) -> str:
    """What a part says before its points; "" where it has another form."""
    match = patterns.FLAT.match(patterns.NUMBERING.sub("", quote))
    return match["words"].strip(" ，,") if match is not None else ""


def _choice(parts: list[Proposal], full: Fraction) -> list[Proposal]:
    """Awards of which the sentence counts the highest only, or that together are more than the item's score, are no sum:
    which of them holds is left to a person."""
    single = [part.kind is ProposalKind.AWARD and not part.per_unit for part in parts]
    if any(part.reason == patterns.HIGHEST for part in parts):
        return [_manual(part.quote, patterns.HIGHEST) if one else part for part, one in zip(parts, single, strict=True)]
    total = sum((part.points or 0 for part, one in zip(parts, single, strict=True) if one), Fraction(0))
    if sum(single) < 2 or total <= full:
        return parts
    return [_manual(part.quote, patterns.CHOICE) if one else part for part, one in zip(parts, single, strict=True)]


def _rest(parts: list[Proposal]) -> tuple[Proposal, ...]:
    """Where every award is left to a person, what was read beside it would begin at full marks: nobody said so."""
    unread = any(part.kind is ProposalKind.MANUAL and patterns.AWARDED.search(part.quote) for part in parts)
    if not unread or any(part.kind is ProposalKind.AWARD for part in parts):
        return tuple(parts)
    return tuple(
        part if part.kind is ProposalKind.MANUAL else _manual(part.quote, patterns.UNREAD_AWARD) for part in parts
    )


def _named(parts: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Tell several parts that compare a number by what they are together: ranks, or tiers."""
    left = [
        part.kind is ProposalKind.MANUAL and part.reason in (patterns.OTHER_NUMBER, patterns.TIER) for part in parts
    ]
    ranked = any(part.reason == patterns.RANKED for part in parts)
    if not ranked and sum(left) < 2:
        return parts
    return tuple(
        _manual(part.quote, patterns.RANKED if ranked and "名" in part.quote else patterns.TIER) if one else part
        for part, one in zip(parts, left, strict=True)
    )


def read_part(quote: str, requirement: str) -> Proposal:
    """The clause proposed for one part, or MANUAL with the reason."""
    if "…" in quote or "..." in quote:
        return _manual(quote, "原文在这里有省略")
    if "不扣分" in quote:
        return _manual(quote, "只说明哪种情形不扣分")
    if patterns.SHARED_LIMIT.match(quote) and "每" not in quote:
        return _manual(quote, patterns.SHARED)
    if patterns.BONUS.search(quote) and not any(wording.search(quote) for wording, _ in patterns.SPECIAL):
        return _manual(quote, "加分")
    if patterns.RANGE.search(quote):
        return _manual(quote, "分值是一个范围，由人决定")
    special = next((reason for wording, reason in patterns.SPECIAL if wording.search(quote)), "")
    if special:
        return _manual(quote, special)
    bare = patterns.NUMBERING.sub("", quote)
    for form in (_otherwise, _compared, _threshold, _per_unit, _single, _flat):
        part = form(bare, requirement)
        if part is not None:
            return replace(part, quote=quote)
    if patterns.HIGHEST_ONLY.search(quote):
        return _manual(quote, patterns.HIGHEST)
    unsaid = "" if re.search(rf"{patterns.NUMBER}分|不得分", quote) else "没有写扣几分或得几分"
    judged = patterns.JUDGED_ELSEWHERE if unsaid and patterns.JUDGED_BY.search(quote) else ""
    return _manual(quote, _danger(quote) or judged or unsaid or "没有认出的句式")


def _manual(quote: str, reason: str) -> Proposal:
    return Proposal(quote=quote, kind=ProposalKind.MANUAL, reason=reason)


def _danger(words: str) -> str:
    return next((reason for word, reason in patterns.DANGER.items() if word in words), "")


def _effect(match: re.Match[str]) -> tuple[ProposalKind, Fraction | None]:
    if match["none"]:
        return ProposalKind.FORFEIT, None
    if match["deduct"]:
        return ProposalKind.DEDUCT, Fraction(patterns.read_number(match["deduct"]))
    return ProposalKind.AWARD, Fraction(patterns.read_number(match["award"]))


def _compared(quote: str, requirement: str) -> Proposal | None:
    """…低的扣N分, where the average to compare with stands here or in the requirement."""
    match = patterns.COMPARED.match(quote)
    if match is None or re.search(r"[0-9]", match["name"]):
        return None
    stated = match["ref"]
    if stated is None and match["op"] in ("低于", "高于"):
        return None
    if stated is None and match["name"].endswith((*patterns.UNFINISHED, "提", "较", "够", "很", "过")):
        return None
    if stated is None:
        named = patterns.REFERENCE.search(requirement) if match["name"] in requirement else None
        if named is None:
            return _manual(quote, "没有写与什么相比")
        stated = named["ref"]
    op = "<" if match["op"].startswith("低") else ">"
    kind, points = _effect(match)
    name = match["name"]
    percent = name.endswith("率")
    asked = Asked(
        base=name,
        type="percent" if percent else "number",
        ask=f"{name}是多少？",
        unit="" if percent else "待确认",
        better=_direction(kind, op),
    )
    remark = f"与{stated}{name}比较，用户须提供这个参照值"
    return Proposal(
        quote=quote,
        kind=kind,
        form="与平均水平比较",
        points=points,
        when=f"{{0}} {op} {{1}}",
        asked=asked,
        reference=f"{stated}{name}",
        remark=remark,
    )


def _threshold(quote: str, _requirement: str) -> Proposal | None:
    """…低于N%扣…, …达到N%的得…."""
    match = patterns.THRESHOLD.match(quote)
    if match is None or "每" in match["name"]:
        return None
    danger = _danger(match["name"])
    if match["name"].strip().endswith(patterns.UNFINISHED):
        danger = "比较的写法没有认出"
    op = patterns.OPS.get(match["op"] or "")
    if op is None:
        if match["side"] is None:
            return None
        op = ">=" if match["side"].endswith("上") else "<="
    if danger or match["unit"] == "分":
        return _manual(quote, danger or "比较的是得分")
    kind, points = _effect(match)
    name, unit = match["name"].strip(), match["unit"] or ""
    percent = unit in ("%", "％") or (not unit and name.endswith("率"))
    asked = Asked(
        base=name,
        type="percent" if percent else "number",
        ask=f"{name}是多少？",
        unit="" if percent else unit or "待确认",
        better=_direction(kind, op),
    )
    remark = "“以上”“以下”按包括本数处理" if match["side"] else ""
    return Proposal(
        quote=quote,
        kind=kind,
        form="门槛",
        points=points,
        when=f"{{0}} {op} {match['value']}",
        asked=asked,
        remark=remark,
    )


def _direction(kind: ProposalKind, op: str) -> str:
    lower_triggers = op.startswith("<")
    return "higher" if lower_triggers is not (kind is ProposalKind.AWARD) else "lower"


def _per_unit(quote: str, _requirement: str) -> Proposal | None:
    """每…得N分，不超过N分; 每…扣N分，扣完为止."""
    bare, limit, out = _limited(quote)
    if "每" not in bare:
        return None
    match = patterns.PER_UNIT.match(bare)
    if match is None:
        return _manual(quote, "按数量计分，但没有认出数的是什么")
    danger = _danger(bare) or ("几个“每”连在一起" if "每" in match["head"] else "")
    if danger:
        return _manual(quote, danger)
    kind = ProposalKind.DEDUCT if match["deduct"] else ProposalKind.AWARD
    points = Fraction(patterns.read_number(match["deduct"] or match["award"]))
    asked = counted(match["head"].rstrip("，,、"), match["what"], deducting=kind is ProposalKind.DEDUCT)
    if asked is None:
        return _manual(quote, "按幅度分档计分（如每升降几个百分点），请核对后改写")
    return Proposal(
        quote=quote,
        kind=kind,
        form="按数量",
        points=points,
        asked=asked,
        per_unit=True,
        at_most=limit,
        remark="扣完为止：得分不会低于0分，不另写上限" if out else "",
    )


def _single(quote: str, _requirement: str) -> Proposal | None:
    """漏报一次扣1分 is said of every time."""
    bare, limit, out = _limited(quote)
    match = patterns.SINGLE.match(bare)
    if match is None:
        return None
    words = match["words"]
    part = _per_unit(f"每{quote}", "") if not _danger(words) and "，" not in words else None
    if part is None or part.kind is ProposalKind.MANUAL:
        return _manual(quote, "像是按次数计分，但没有认出数的是什么")
    remark = f"“{words[-2:]}”按每{words[-1]}理解" + ("；扣完为止，得分不会低于0分" if out else "")
    return replace(part, quote=quote, at_most=limit, remark=remark)


def _otherwise(quote: str, _requirement: str) -> Proposal | None:
    """…，否则不得分."""
    match = patterns.OTHERWISE.match(quote)
    if match is None:
        return None
    words = patterns.DUTY.sub("", match["words"].strip())
    danger = _danger(words) or (
        patterns.OTHER_NUMBER if patterns.COMPARING.search(patterns.NAMED.sub("", words)) else ""
    )
    asked, negated = yes_no(words, deducting=True)
    if danger or asked is None or negated or match["award"]:
        return _manual(quote, danger or "没有认出“否则”之前的要求")
    kind, points = _effect(match)
    asked = replace(asked, ask=f"是否{words}？", better="yes")
    return Proposal(quote=quote, kind=kind, form="否则", points=points, when="not {0}", asked=asked)


def _limited(quote: str) -> tuple[str, Fraction | None, bool]:
    """The words before a limit, the limit, and whether it only says 扣完为止."""
    bare, comma, last = quote.rpartition("，")
    match = patterns.LIMIT.match(last.strip()) if comma else None
    if match is None:
        return quote, None, False
    most = match["most"] or match["cap"]
    return bare, None if most is None else Fraction(patterns.read_number(most)), match["out"] is not None


def _flat(quote: str, _requirement: str) -> Proposal | None:
    """…扣N分, …得N分, …不得分, where it depends on yes or no."""
    match = patterns.FLAT.match(quote)
    if match is None:
        return None
    words = match["words"]
    danger = _danger(words)
    if danger:
        return _manual(quote, danger)
    if patterns.REST.match(words):
        return _manual(quote, "没有写在什么情形下计分")
    if patterns.COMPARING.search(patterns.NAMED.sub("", words)):
        return _manual(quote, patterns.OTHER_NUMBER)
    if patterns.BETWEEN.search(patterns.NAMED.sub("", words)):
        return _manual(quote, patterns.TIER)
    if re.search(rf"扣|不得分|[得计]{patterns.NUMBER}分", words):
        return _manual(quote, "一句里有几处计分")
    kind, points = _effect(match)
    asked, negated = yes_no(words, deducting=kind is not ProposalKind.AWARD)
    if asked is None:
        return _manual(quote, "没有写在什么情形下计分")
    form = {ProposalKind.FORFEIT: "不得分", ProposalKind.DEDUCT: "扣分", ProposalKind.AWARD: "得分"}[kind]
    part = Proposal(quote=quote, kind=kind, form=form, points=points, when="not {0}" if negated else "{0}", asked=asked)
    if re.search(r"但|未.*未|不.*而", words) or ("，" in words):
        part = replace(part, remark="句中像有前提，确认要不要拆成两个填报项或加 needs")
    return part


def yes_no(words: str, *, deducting: bool) -> tuple[Asked | None, bool]:
    """A yes-or-no question for the case that `words` describe, and whether the clause asks for its opposite."""
    words = words.strip(" 的，,")
    for negation in NEGATIONS:
        rest = words.removeprefix(negation)
        if rest != words and identifier(rest):
            thing = negation in LACKING and not rest.startswith(PLAIN_VERBS)
            ask = f"是否有{rest}？" if thing else f"是否{rest}？"
            return Asked(base=rest, type="bool", ask=ask, better="yes" if deducting else "no"), True
    if not identifier(words):
        return None, False
    ask = f"有没有这种情形：{words}？" if deducting else f"是否做到：{words}？"
    return Asked(base=words, type="bool", ask=ask, better="no" if deducting else "yes"), False


def counted(head: str, what: str, *, deducting: bool) -> Asked | None:
    """A how-many question for 每…; None where the unit is not one thing (5%, 两个百分点 …)."""
    match = next((found for form in COUNTED if (found := form.match(what.strip(" 的")))), None)
    if match is None or "百分" in what or re.search(r"[%％0-9]", match["noun"]):
        return None
    measure, noun = match["measure"], match["noun"].strip(" 的，,")
    verb = match["verb"] if match["verb"] not in PLAIN_VERBS else ""
    if re.search(r"下降|上升|超|降低|提高|增加|减少", verb):
        return None
    subject = f"{head}{verb}{noun}" if noun else f"{head}{verb}"
    name = f"{subject or ('扣分' if deducting else '得分')}{measure}数"
    better = "lower" if deducting else "higher"
    ask = f"{head}{match['verb']}{noun}有多少{measure}？" if noun or not verb else f"{head}{verb}了多少{measure}？"
    return Asked(base=name, type="count", ask=ask, unit=measure, better=better)


def identifier(words: str) -> str:
    """The words as a name that conditions can use: letters, figures and Han characters only; "" when nothing is left."""
    folded = unicodedata.normalize("NFKC", words)
    kept = "".join(char for char in folded if f"a{char}".isidentifier())[:LONGEST]
    if kept and not kept[0].isidentifier():
        kept = f"项{kept}"
    return "" if kept in RESERVED or kept in KEYS else kept
