"""The words by which sentence forms are told apart; `forms` says what each proposes."""

from __future__ import annotations

import re

from scoring.scaffold.cutting import NUMBER

__all__ = [
    "COMPARED",
    "DANGER",
    "DUTY",
    "FLAT",
    "NUMBERING",
    "OPS",
    "OTHERWISE",
    "PER_UNIT",
    "RANGE",
    "REFERENCE",
    "SINGLE",
    "THRESHOLD",
    "UNFINISHED",
]

EFFECT = (
    rf"，?(?:(?:该项|本项|此项)?(?P<none>不得分|得零分|得0分)|扣(?P<deduct>{NUMBER})分|可?[得计](?P<award>{NUMBER})分)"
)
DANGER = {
    "酌情": "扣多少由人酌情决定",
    "视情": "扣多少由人酌情决定",
    "按比例": "按比例计分",
    "比例得分": "按比例计分",
    "分别": "几种情形分别计分，写在一句里",
    "依次": "几种情形分别计分，写在一句里",
    "名次": "按名次计分",
    "排名": "按名次计分",
    "追加": "追加扣分，不限于本项",
    "折算": "引用别处的得分",
    "奖励": "奖励分",
    "加分": "奖励分",
    "扣满": "以扣满为前提",
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
UNFINISHED = ("未", "没有", "没", "不", "或", "并", "且", "和", "及")
"""A name that ends so belongs to a longer comparison than was read."""
