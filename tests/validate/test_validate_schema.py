from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from scoring import packs, submissions
from scoring.base.errors import Location
from scoring.documents import strict
from scoring.documents.nodes import Entry, MappingNode, Node, Scalar, ScalarKind, SequenceNode
from scoring.documents.schema.checking import plain
from scoring.documents.schema.conforming import ANNOTATIONS, KEYWORDS, Check, compiled
from scoring.submissions.submission import exact_schema
from tests.liaoning import liaoning
from tests.validate.small_pack import document, small

PLACE = Location(file="甲.yaml", line=1, column=1)
ROOT = Path(__file__).parent.parent.parent


def schemas() -> Iterator[dict[str, Any]]:
    yield submissions.submission_schema(liaoning())
    yield submissions.submission_schema(small())
    yield packs.pack_schema()
    yield packs.section_schema()


def below(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema."""
    if not isinstance(schema, dict):
        return
    yield schema
    for keyword in ("properties", "$defs"):
        for inner in schema.get(keyword, {}).values():
            yield from below(inner)
    for keyword in ("items", "additionalProperties"):
        yield from below(schema.get(keyword))
    for inner in schema.get("anyOf", ()):
        yield from below(inner)


@pytest.mark.parametrize("schema", list(schemas()), ids=["liaoning-2022", "small", "pack", "section"])
def test_schemas_are_sound_and_use_only_keywords_the_quick_check_knows(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    json.dumps(schema)
    assert {keyword for part in below(schema) for keyword in part} <= ANNOTATIONS | set(KEYWORDS)


def test_editors_find_a_chinese_title_the_question_and_the_choices() -> None:
    schema = submissions.submission_schema(liaoning())
    item = schema["properties"]["自评"]["properties"]["1.1"]
    assert item["title"] == "（一）1　（一）党政责任　6分"
    assert "未召开专题会议扣3分" in item["description"]
    fact = item["properties"]["部门职责分工明确"]
    assert fact["enum"] == ["是", "否", True, False, "未填", None]
    assert "市委办公室" in fact["description"]
    assert "评分标准：无职责分工扣3分" in fact["description"]
    assert item["properties"]["专题会议次数"]["title"] == "专题会议次数（次）"
    derived = schema["properties"]["自评"]["properties"]["5.2"]["properties"]
    assert "托育机构备案率" not in derived


def test_every_question_has_a_title_and_words_for_what_belongs_there() -> None:
    for item in submissions.submission_schema(liaoning())["properties"]["自评"]["properties"].values():
        for name, fact in item["properties"].items():
            assert re.search(r"[\u4e00-\u9fff]", fact["title"]), name
            assert fact["errorMessage"].startswith("应"), name


@pytest.mark.parametrize("city", ["sample-city", "weak-city", "half-filled", "not-eligible"])
def test_the_published_schema_accepts_the_samples(city: str) -> None:
    node = strict.read_yaml(str(ROOT / "submissions" / city / "submission.yaml")).value
    assert node is not None
    # As an editor sees it: numbers are doubles there.
    data = json.loads(json.dumps(plain(node), default=float))
    assert list(Draft202012Validator(submissions.submission_schema(liaoning())).iter_errors(data)) == []


WORDS = ["是", "否", "未填", "不适用", "无", "扣", "95%", "2022-05-20", "small", "", None, True, False]
NUMBERS = [0, 1, 3, -1, 15, Fraction(1, 2), Fraction(5, 2), Fraction(1, 10)]
VALUES = st.sampled_from([*WORDS, *NUMBERS])
KEYS = st.sampled_from(
    [
        "指标体系",
        "城市",
        "申报日期",
        "自评",
        "基本情况",
        "申报资格",
        "解释口径",
        "参照值",
        "报告文字",
        "1.1",
        "1.2",
        "2.1",
        "制定方案",
        "会议次数",
        "水平",
        "项数",
        "完成数",
        "乙部分评分",
        "分值",
        "理由",
        "佐证材料",
        "文件",
        "日期",
        "页数",
        "常住人口",
        "甲类事件",
        "情况",
        "相等时",
        "选择",
        "平均水平",
        "数值",
        "年份",
        "来源",
        "不适用",
    ]
)
DATA = st.recursive(
    VALUES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=12,
)


def node_of(data: Any) -> Node:
    """The node that plain data is made of."""
    if isinstance(data, dict):
        entries = [Entry(name=name, key=text_node(name), value=node_of(value)) for name, value in data.items()]
        return MappingNode(entries=tuple(entries), location=PLACE)
    if isinstance(data, list):
        return SequenceNode(items=tuple(map(node_of, data)), location=PLACE)
    if data is None:
        return Scalar(kind=ScalarKind.NULL, text="", value=None, location=PLACE)
    if isinstance(data, bool):
        return Scalar(kind=ScalarKind.BOOL, text="true" if data else "false", value=data, location=PLACE)
    if isinstance(data, str):
        return text_node(data)
    return Scalar(kind=ScalarKind.NUMBER, text=str(data), value=Fraction(data), location=PLACE)


def text_node(text: str) -> Scalar:
    kind = ScalarKind.BOOL if text in ("是", "否") else ScalarKind.TEXT
    return Scalar(kind=kind, text=text, value=text == "是" if kind is ScalarKind.BOOL else text, location=PLACE)


@cache
def parts() -> list[tuple[dict[str, Any], Check, Draft202012Validator]]:
    """Every schema inside the small pack's, each with a check and a validator of its own."""
    schema = exact_schema(small())
    return [
        (part, compiled(part, schema), Draft202012Validator({**part, "$defs": schema["$defs"]}))
        for part in below(schema)
    ]


@given(DATA)
@settings(max_examples=80, deadline=None)
def test_the_quick_check_and_jsonschema_give_one_verdict(data: Any) -> None:
    node = node_of(data)
    assert plain(node) == data
    for part, check, validator in parts():
        assert check.fits(node) == validator.is_valid(data), part


@given(st.dictionaries(KEYS, DATA, max_size=6))
@settings(max_examples=100, deadline=None)
def test_whatever_a_file_says_checking_returns_a_value_or_errors(data: dict[str, Any]) -> None:
    text = json.dumps({"指标体系": "small", **data}, ensure_ascii=False, default=float)
    result = submissions.submission(document(text), small())
    assert (result.value is not None) == result.ok
    assert result.value is not None or result.problems
    for problem in result.problems:
        assert problem.location is not None
        assert problem.excerpt is not None
        assert re.search(r"[\u4e00-\u9fff]", problem.message)
        assert problem.hint
