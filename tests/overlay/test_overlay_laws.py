"""Whatever the answers are: an overlay that changes nothing scores as its base does."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import packs, rules, submissions
from scoring.documents import strict
from scoring.model.criteria import Criteria
from scoring.model.scorecard import ScoreCard
from tests.overlay.layers import HEAD, ITEM_1, ITEM_2, ITEM_3, lay, made

ITEMS = {"1.1": ITEM_1, "1.2": ITEM_2, "2.0": ITEM_3}
WAYS = ("untouched", "drop and add", "replace", "change nothing", "change to the same")
SAME = {
    "1.1": "requirement: 制定方案，召开会议。",
    "1.2": "points: 3",
    "2.0": "gap: {known: 残句, lacks: 其余文字}",
}


@cache
def overlaid(ways: tuple[str, str, str]) -> Criteria:
    """The small base with each item taken apart and put together again in its own way."""
    files = {"pack.yaml": HEAD}
    for section in ("1", "2"):
        items, drops = "", []
        for (identity, text), way in zip(ITEMS.items(), ways, strict=True):
            if identity[0] != section or way == "untouched":
                continue
            if way == "drop and add":
                drops.append(identity)
                items += text
            elif way == "replace":
                items += text.replace("    points:", "    replaces: true\n    points:", 1)
            else:
                more = f", {SAME[identity]}" if way == "change to the same" else ""
                items += f'  - {{id: "{identity}", changes: true{more}}}\n'
        if items:
            drop = f"drop: {{items: [{', '.join(map(repr, drops))}]}}\n" if drops else ""
            files[f"section-{section}.yaml"] = f'section: "{section}"\n{drop}items:\n{items}'
    with tempfile.TemporaryDirectory() as folder:
        return made(lay(Path(folder), files))


@cache
def base() -> Criteria:
    with tempfile.TemporaryDirectory() as folder:
        made(lay(Path(folder), {"pack.yaml": HEAD}))
        source = packs.read_pack(str(Path(folder) / "base")).value
        assert source is not None
        criteria = packs.criteria(source).value
        assert criteria is not None
        return criteria


def score(criteria: Criteria, body: str) -> ScoreCard:
    text = f"指标体系: {criteria.id}\n城市: 甲市\n申报日期: 2022-05-20\n{body}"
    document = strict.parse_document(text.encode(), "甲市.yaml").value
    assert document is not None
    submission = submissions.submission(document, criteria)
    assert submission.value is not None, [problem.message for problem in submission.problems]
    return rules.evaluate(criteria, submission.value, as_of=None, tool_version="1")


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        ("1.1", "制定方案"): st.sampled_from(["是", "否"]),
        ("1.1", "会议次数"): st.integers(0, 3),
        ("1.1", "水平"): st.integers(1, 3),
        ("1.2", "项数"): st.integers(0, 4),
        ("1.2", "全部完成"): st.sampled_from(["是", "否"]),
        ("2.0", "乙部分评分"): st.sampled_from(["{分值: 0.5, 理由: 试}", "{分值: 3, 理由: 试}"]),
    },
)


@settings(max_examples=60, deadline=None)
@given(ways=st.tuples(*[st.sampled_from(WAYS)] * 3), answers=ANSWERS, average=st.sampled_from([None, 2]))
def test_an_overlay_that_changes_nothing_gives_the_same_scores(
    ways: tuple[str, str, str], answers: dict[tuple[str, str], object], average: int | None
) -> None:
    body = "自评:\n" + "".join(
        f'  "{item}":\n' + "".join(f"    {name}: {value}\n" for (i, name), value in answers.items() if i == item)
        for item in dict.fromkeys(item for item, _ in answers)
    )
    body = body if answers else "自评: {}\n"
    if average is not None:
        body += f"参照值: {{平均水平: {{数值: {average}, 年份: 2021, 来源: 测试}}}}\n"
    below, above = score(base(), body), score(overlaid(ways), body)
    assert [(s.section.id, s.score) for s in above.sections] == [(s.section.id, s.score) for s in below.sections]
    for one, other in zip(below.sections, above.sections, strict=True):
        for old, new in zip(one.items, other.items, strict=True):
            assert (new.item.id, new.score, new.unknown) == (old.item.id, old.score, old.unknown)
            assert [(line.clause, line.change, line.balance) for line in new.ledger] == [
                (line.clause, line.change, line.balance) for line in old.ledger
            ]
    assert (above.total, above.complete) == (below.total, below.complete)


@settings(max_examples=30, deadline=None)
@given(ways=st.tuples(*[st.sampled_from(WAYS)] * 3))
def test_what_is_left_alone_is_listed_and_nothing_else(ways: tuple[str, str, str]) -> None:
    kept = tuple(identity for identity, way in zip(ITEMS, ways, strict=True) if way == "untouched")
    assert overlaid(ways).extends[0].items == kept
