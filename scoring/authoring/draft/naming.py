"""Names and questions for what a sentence asks, taken from its own words."""

from __future__ import annotations

import re
import unicodedata

from scoring.authoring.draft.model import Asked

__all__ = ["counted", "identifier", "yes_no"]

LONGEST = 24
NEGATIONS = ("没有", "没能", "未能", "尚未", "缺少", "缺乏", "不能", "未", "没", "无")
LACKING = ("没有", "缺少", "缺乏", "无")
"""Negations of a thing; the others are of a deed."""
MEASURES = "项个次家处条份人起例件名类所间篇期天日户台套批张种门"
COUNTED = (
    re.compile(rf"^(?P<verb>\D*?)[一1](?P<measure>[{MEASURES}])(?P<noun>.*)$"),
    re.compile(rf"^(?P<verb>\D*?)(?P<measure>[{MEASURES}])(?P<noun>.*)$"),
)
PLAIN_VERBS = ("出台", "发现", "有", "发生", "新增", "开展", "举办", "建成", "完成", "存在", "查出")
RESERVED = {"and", "or", "not", "in", "is", "if", "else", "lambda", "None", "True", "False", "是", "否"}
KEYS = {"佐证材料", "说明", "不适用", "未填"}


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
