"""What the figures in digits leave over: who issued a document and when, and numbers written in Chinese."""

from __future__ import annotations

import re

import pytest

from tests.province.plans.sources import PACKS, pack, rows, text
from tests.province.plans.test_plans_sources import body, spans

NUMERAL = re.compile("[一二两三四五六七八九十百千]+(?:个|家|所|名|次|张|户|倍|成|分之|年|月|级|项|处|人|万|亿)")
NO_GOALS = (
    "第七次全国人口普查",
    "千亿级支柱产业",
    "二级及以上",
    "二级及以下",
    "二级以上",
    "最多跑一次",
    "四级设施网络",
    "六个双",
    "前两年建机制",
    "后三年扩规模",
    "五年内",
)
"""Names, levels of hospitals and periods of other rules: nothing that a year could be held to."""
A_GOAL = "全覆盖的三级养老服务网路"


def test_no_number_in_chinese_is_overlooked() -> None:
    left = []
    for name in PACKS:
        source = text(name)
        known = [
            words for file in ("figures.csv", "others.csv") for row in rows(file, name) for words in [row["words"]]
        ]
        covered = {place for words in known for place in spans(source, words)}
        covered |= {place for words in (*NO_GOALS, A_GOAL) if words in source for place in spans(source, words)}
        left += [
            (name, source[max(0, match.start() - 10) : match.end() + 10])
            for match in NUMERAL.finditer(body(name))
            if match.start() not in covered
        ]
    assert left == []


def test_the_one_goal_with_such_a_number_is_an_indicator() -> None:
    assert A_GOAL in text("anning-2025")
    others = {one.id: [other.text for other in one.also] for one in pack("anning-2025").indicators}
    assert [name for name, texts in others.items() if any(A_GOAL in words for words in texts)] == ["1.2"]


@pytest.mark.parametrize(
    ("name", "title", "issuer", "number", "issued"),
    [
        ("ankang-2025", "安康市“一老一小”整体解决方案", "", None, "2023年1月6日印发"),
        (
            "pudong-2025",
            "浦东新区促进养老托育服务高质量发展实施方案",
            "上海市浦东新区人民政府办公室",
            "浦府办〔2022〕26号",
            "2022年12月15日",
        ),
        (
            "anning-2025",
            "兰州市安宁区“十四五”促进养老托育服务健康发展实施方案",
            "",
            "安政办发〔2022〕6号",
            "2022年2月14日",
        ),
        (
            "yunnan-2025",
            "云南省人民政府办公厅关于促进养老托育服务健康发展的实施意见",
            "云南省人民政府办公厅",
            None,
            "2021年8月12日",
        ),
    ],
)
def test_title_issuer_number_and_day_are_those_of_the_document(
    name: str, title: str, issuer: str, number: str | None, issued: str
) -> None:
    plan = pack(name)
    assert (plan.title, plan.issuer or "", plan.document_number, plan.issued) == (title, issuer, number, issued)
    assert [words for words in (title, issuer, number, issued) if words and words not in text(name)] == []
