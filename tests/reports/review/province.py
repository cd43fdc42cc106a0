"""A small province, all invented, whose review is worked out by hand.

甲市 97.5: 甲 and 乙 agree on （一）1; on （一）3 甲 takes 2 points, 乙 none, the chair 丙 takes them: 95.5
乙市 94.5: 甲 takes 2 points of （一）1, 乙 none, no chair: 92.5 to 94.5, to be arbitrated
丙市 93.5: 甲 accepts （一）1 and asks about （二）4; 丁 declares an interest: 93.5
癸市 not eligible, nobody reviewed it       丑市 cannot be read
寅市 was reviewed and handed nothing in     one review has a mistake
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from scoring.base.errors import Location, Problem
from scoring.loading import load_submission
from scoring.reports.review import Reviewed, ReviewedCycle
from scoring.reports.review.model import cycle_of
from scoring.reports.summary import Failed
from scoring.review import load_reviews, verify_claims
from scoring.review.replay import replay
from tests.review.writing import text
from tools.cycle.cities import CITIES, REFERENCES, SUBMISSION, write_city

NAMES = ("甲市", "乙市", "丙市", "癸市", "丑市")
PLANNED = '"1.3": {意见: 调整, 改为: {纳入国民经济和社会发展规划: 否}, 理由: 节选里没有, 依据材料: [规划节选]}'
CHAIR = '"1.3": {意见: 调整, 改为: {纳入国民经济和社会发展规划: 否}, 理由: 全文也没有, 日期: 2022-06-27}'
UNSOLVED = '"1.1": {意见: 调整, 改为: {会议解决实际问题: 否}, 理由: 台账里没有落实的记录}'
ACCEPT, ALSO = '"1.1": {意见: 认可}', '"1.3": {意见: 认可}'
ASK = '"2.4": {意见: 要求说明, 理由: 请补充一件办理实例}'
APART = "{利害关系: 有, 说明: 所在单位参与编制实施方案}"
COLON = Problem(
    code="syntax",
    message="这里的冒号是全角的“：”",
    hint="请改成半角的。",
    location=Location(file="自评.yaml", line=27, column=11),
)
MISTAKE = "指标体系: liaoning-2022\n城市: 丙市\n审核人: 己\n审核意见: {}\n"


def write_province(folder: Path) -> None:
    """The folders 申报材料 and 审核意见, and the references."""
    for city in CITIES:
        if city.name in NAMES:
            write_city(folder / "申报材料" / city.name, city)
    (folder / "参照值.yaml").write_text(REFERENCES, "utf-8")
    reviews = folder / "审核意见"
    reviews.mkdir()

    def put(city: str, reviewer: str, *items: str, **head: str) -> None:
        file = folder / "申报材料" / city / SUBMISSION
        digest = hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else "0" * 64
        content = text(*items, reviewer=reviewer, name=city, digest=digest, **head)
        (reviews / f"{city}-{reviewer}.yaml").write_text(content, "utf-8")

    put("甲市", "甲", ACCEPT, PLANNED)
    put("甲市", "乙", ACCEPT, ALSO)
    put("甲市", "丙", CHAIR, role="组长")
    put("乙市", "甲", UNSOLVED)
    put("乙市", "乙", ACCEPT)
    put("丙市", "甲", ACCEPT, ASK)
    put("丙市", "丁", ACCEPT, declared=APART)
    put("寅市", "甲", ACCEPT)
    (reviews / "丙市-己.yaml").write_text(MISTAKE, "utf-8")


@cache
def cities() -> tuple[Reviewed, ...]:
    """The cities that can be read, without their papers."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_province(folder)
        found = load_reviews([str(folder / "审核意见")])
        made = []
        for city in NAMES[:-1]:
            path = folder / "申报材料" / city / SUBMISSION
            loaded = load_submission(str(path), references_path=str(folder / "参照值.yaml")).value
            assert loaded is not None
            told = replay(loaded, verify_claims(loaded, found.reviews))
            made.append(Reviewed(loaded=loaded, replay=told, key=f"{city}/{SUBMISSION}"))
        return tuple(made)


def city(name: str) -> Reviewed:
    """One of them."""
    return next(one for one in cities() if one.loaded.submission.city == name)


def cycle() -> ReviewedCycle:
    """All of them together."""
    first = cities()[0]
    return cycle_of(
        first.loaded.criteria,
        cities(),
        first.verified.settings,
        failed=(Failed(key="丑市/自评.yaml", problems=(COLON,)),),
        broken=(("审核意见/丙市-己.yaml", "缺少“自评校验值”"),),
    )
