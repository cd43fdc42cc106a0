"""Common forms of scoring sentences, one small function each, tried in order.

A form proposes a clause only where the whole part fits it. What fits none is left to a person, with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from fractions import Fraction

from msgspec.structs import replace

from scoring.authoring.draft.cutting import LIMIT, NUMBER, cut, read_number
from scoring.authoring.draft.model import Asked, Kind, Part
from scoring.authoring.draft.naming import counted, yes_no
from scoring.authoring.draft.patterns import (
    AWARDED,
    BARE,
    BETWEEN,
    BONUS,
    COMPARED,
    COMPARING,
    DANGER,
    DUTY,
    FLAT,
    HIGHEST_ONLY,
    JUDGED_BY,
    MARKED,
    NAMED,
    NUMBERING,
    OPS,
    OTHERWISE,
    PER_UNIT,
    RANGE,
    REFERENCE,
    REST,
    SHARED_LIMIT,
    SINGLE,
    THRESHOLD,
    UNFINISHED,
)
from scoring.authoring.draft.reasons import (
    CHOICE,
    HIGHEST,
    JUDGED_ELSEWHERE,
    OTHER_NUMBER,
    RANKED,
    SHARED,
    TIER,
    UNREAD_AWARD,
)

__all__ = ["read_part", "read_sentence"]

Form = Callable[[str, str], Part | None]


def read_sentence(scoring: str, requirement: str, full: Fraction) -> tuple[Part, ...]:
    """What is proposed for each part of a scoring sentence; `full` is the item's score, which no clause may exceed."""
    parts = []
    for quote in cut(scoring):
        part = read_part(quote, requirement)
        if part.points is not None and part.points > full:
            part = _manual(quote, "写的分值大于本项的满分")
        parts.append(part)
    return _named(_rest(_choice(_tiers(parts), full)))


def _tiers(parts: list[Part]) -> list[Part]:
    """Leave to a person what counts one number or gives one mark in tiers: parts that compare the same, also with one that
    was not read, amounts without a name and the part before them, which has it, and marks of which only one can hold."""
    counts = Counter(part.asked.base for part in parts if part.form == "门槛" and part.asked is not None)
    words = [_words(part.quote) for part in parts]
    unread = [part.quote for part in parts if part.reason in (OTHER_NUMBER, TIER)]
    bare = [BARE.match(one) is not None for one in words]
    marks = [part.kind is Kind.AWARD and MARKED.search(one) is not None for part, one in zip(parts, words, strict=True)]
    return [
        _manual(part.quote, TIER)
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
    match = FLAT.match(NUMBERING.sub("", quote))
    return match["words"].strip(" ，,") if match is not None else ""


def _choice(parts: list[Part], full: Fraction) -> list[Part]:
    """Awards of which the sentence counts the highest only, or that together are more than the item's score, are no sum:
    which of them holds is left to a person."""
    single = [part.kind is Kind.AWARD and not part.per_unit for part in parts]
    if any(part.reason == HIGHEST for part in parts):
        return [_manual(part.quote, HIGHEST) if one else part for part, one in zip(parts, single, strict=True)]
    total = sum((part.points or 0 for part, one in zip(parts, single, strict=True) if one), Fraction(0))
    if sum(single) < 2 or total <= full:
        return parts
    return [_manual(part.quote, CHOICE) if one else part for part, one in zip(parts, single, strict=True)]


def _rest(parts: list[Part]) -> tuple[Part, ...]:
    """Where every award is left to a person, what was read beside it would begin at full marks: nobody said so."""
    unread = any(part.kind is Kind.MANUAL and AWARDED.search(part.quote) for part in parts)
    if not unread or any(part.kind is Kind.AWARD for part in parts):
        return tuple(parts)
    return tuple(part if part.kind is Kind.MANUAL else _manual(part.quote, UNREAD_AWARD) for part in parts)


def _named(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Tell several parts that compare a number by what they are together: ranks, or tiers."""
    left = [part.kind is Kind.MANUAL and part.reason in (OTHER_NUMBER, TIER) for part in parts]
    ranked = any(part.reason == RANKED for part in parts)
    if not ranked and sum(left) < 2:
        return parts
    return tuple(
        _manual(part.quote, RANKED if ranked and "名" in part.quote else TIER) if one else part
        for part, one in zip(parts, left, strict=True)
    )


def read_part(quote: str, requirement: str) -> Part:
    """The clause proposed for one part, or MANUAL with the reason."""
    if "…" in quote or "..." in quote:
        return _manual(quote, "原文在这里有省略")
    if "不扣分" in quote:
        return _manual(quote, "只说明哪种情形不扣分")
    if SHARED_LIMIT.match(quote) and "每" not in quote:
        return _manual(quote, SHARED)
    if BONUS.search(quote):
        return _manual(quote, "加分")
    if RANGE.search(quote):
        return _manual(quote, "分值是一个范围，由人决定")
    bare = NUMBERING.sub("", quote)
    for form in (_otherwise, _compared, _threshold, _per_unit, _single, _flat):
        part = form(bare, requirement)
        if part is not None:
            return replace(part, quote=quote)
    if HIGHEST_ONLY.search(quote):
        return _manual(quote, HIGHEST)
    unsaid = "" if re.search(rf"{NUMBER}分|不得分", quote) else "没有写扣几分或得几分"
    judged = JUDGED_ELSEWHERE if unsaid and JUDGED_BY.search(quote) else ""
    return _manual(quote, _danger(quote) or judged or unsaid or "没有认出的句式")


def _manual(quote: str, reason: str) -> Part:
    return Part(quote=quote, kind=Kind.MANUAL, reason=reason)


def _danger(words: str) -> str:
    return next((reason for word, reason in DANGER.items() if word in words), "")


def _effect(match: re.Match[str]) -> tuple[Kind, Fraction | None]:
    if match["none"]:
        return Kind.FORFEIT, None
    if match["deduct"]:
        return Kind.DEDUCT, Fraction(read_number(match["deduct"]))
    return Kind.AWARD, Fraction(read_number(match["award"]))


def _compared(quote: str, requirement: str) -> Part | None:
    """…低的扣N分, where the average to compare with stands here or in the requirement."""
    match = COMPARED.match(quote)
    if match is None or re.search(r"[0-9]", match["name"]):
        return None
    stated = match["ref"]
    if stated is None and match["op"] in ("低于", "高于"):
        return None
    if stated is None and match["name"].endswith((*UNFINISHED, "提", "较", "够", "很", "过")):
        return None
    if stated is None:
        named = REFERENCE.search(requirement) if match["name"] in requirement else None
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
    return Part(
        quote=quote,
        kind=kind,
        form="与平均水平比较",
        points=points,
        when=f"{{0}} {op} {{1}}",
        asked=asked,
        reference=f"{stated}{name}",
        remark=remark,
    )


def _threshold(quote: str, _requirement: str) -> Part | None:
    """…低于N%扣…, …达到N%的得…."""
    match = THRESHOLD.match(quote)
    if match is None or "每" in match["name"]:
        return None
    danger = _danger(match["name"])
    if match["name"].strip().endswith(UNFINISHED):
        danger = "比较的写法没有认出"
    op = OPS.get(match["op"] or "")
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
    return Part(
        quote=quote,
        kind=kind,
        form="门槛",
        points=points,
        when=f"{{0}} {op} {match['value']}",
        asked=asked,
        remark=remark,
    )


def _direction(kind: Kind, op: str) -> str:
    lower_triggers = op.startswith("<")
    return "higher" if lower_triggers is not (kind is Kind.AWARD) else "lower"


def _per_unit(quote: str, _requirement: str) -> Part | None:
    """每…得N分，不超过N分; 每…扣N分，扣完为止."""
    bare, limit, out = _limited(quote)
    if "每" not in bare:
        return None
    match = PER_UNIT.match(bare)
    if match is None:
        return _manual(quote, "按数量计分，但没有认出数的是什么")
    danger = _danger(bare) or ("几个“每”连在一起" if "每" in match["head"] else "")
    if danger:
        return _manual(quote, danger)
    kind = Kind.DEDUCT if match["deduct"] else Kind.AWARD
    points = Fraction(read_number(match["deduct"] or match["award"]))
    asked = counted(match["head"].rstrip("，,、"), match["what"], deducting=kind is Kind.DEDUCT)
    if asked is None:
        return _manual(quote, "按幅度分档计分（如每升降几个百分点），请核对后改写")
    return Part(
        quote=quote,
        kind=kind,
        form="按数量",
        points=points,
        asked=asked,
        per_unit=True,
        at_most=limit,
        remark="扣完为止：得分不会低于0分，不另写上限" if out else "",
    )


def _single(quote: str, _requirement: str) -> Part | None:
    """漏报一次扣1分 is said of every time."""
    bare, limit, out = _limited(quote)
    match = SINGLE.match(bare)
    if match is None:
        return None
    words = match["words"]
    part = _per_unit(f"每{quote}", "") if not _danger(words) and "，" not in words else None
    if part is None or part.kind is Kind.MANUAL:
        return _manual(quote, "像是按次数计分，但没有认出数的是什么")
    remark = f"“{words[-2:]}”按每{words[-1]}理解" + ("；扣完为止，得分不会低于0分" if out else "")
    return replace(part, quote=quote, at_most=limit, remark=remark)


def _otherwise(quote: str, _requirement: str) -> Part | None:
    """…，否则不得分."""
    match = OTHERWISE.match(quote)
    if match is None:
        return None
    words = DUTY.sub("", match["words"].strip())
    danger = _danger(words) or (OTHER_NUMBER if COMPARING.search(NAMED.sub("", words)) else "")
    asked, negated = yes_no(words, deducting=True)
    if danger or asked is None or negated or match["award"]:
        return _manual(quote, danger or "没有认出“否则”之前的要求")
    kind, points = _effect(match)
    asked = replace(asked, ask=f"是否{words}？", better="yes")
    return Part(quote=quote, kind=kind, form="否则", points=points, when="not {0}", asked=asked)


def _limited(quote: str) -> tuple[str, Fraction | None, bool]:
    """The words before a limit, the limit, and whether it only says 扣完为止."""
    bare, comma, last = quote.rpartition("，")
    match = LIMIT.match(last.strip()) if comma else None
    if match is None:
        return quote, None, False
    most = match["most"] or match["cap"]
    return bare, None if most is None else Fraction(read_number(most)), match["out"] is not None


def _flat(quote: str, _requirement: str) -> Part | None:
    """…扣N分, …得N分, …不得分, where it depends on yes or no."""
    match = FLAT.match(quote)
    if match is None:
        return None
    words = match["words"]
    danger = _danger(words)
    if danger:
        return _manual(quote, danger)
    if REST.match(words):
        return _manual(quote, "没有写在什么情形下计分")
    if COMPARING.search(NAMED.sub("", words)):
        return _manual(quote, OTHER_NUMBER)
    if BETWEEN.search(NAMED.sub("", words)):
        return _manual(quote, TIER)
    if re.search(rf"扣|不得分|[得计]{NUMBER}分", words):
        return _manual(quote, "一句里有几处计分")
    kind, points = _effect(match)
    asked, negated = yes_no(words, deducting=kind is not Kind.AWARD)
    if asked is None:
        return _manual(quote, "没有写在什么情形下计分")
    form = {Kind.FORFEIT: "不得分", Kind.DEDUCT: "扣分", Kind.AWARD: "得分"}[kind]
    part = Part(quote=quote, kind=kind, form=form, points=points, when="not {0}" if negated else "{0}", asked=asked)
    if re.search(r"但|未.*未|不.*而", words) or ("，" in words):
        part = replace(part, remark="句中像有前提，确认要不要拆成两个填报项或加 needs")
    return part
