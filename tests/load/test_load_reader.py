from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.base.errors import Severity
from scoring.documents.nodes import MappingNode, Scalar, ScalarKind, SequenceNode
from scoring.documents.strict import parse_yaml, read_document, read_yaml
from scoring.documents.strict.text import Limits


def root(text: str | bytes, *, pure: bool = False) -> MappingNode:
    result = parse_yaml(text.encode() if isinstance(text, str) else text, "甲.yaml", pure=pure)
    assert result.value is not None, result.problems
    assert result.problems == ()
    return result.value


def scalar(text: str) -> Scalar:
    node = root(f"甲: {text}\n").get("甲")
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("3", ScalarKind.NUMBER, Fraction(3)),
        ("-0.5", ScalarKind.NUMBER, Fraction(-1, 2)),
        ("99.99", ScalarKind.NUMBER, Fraction(9999, 100)),
        ("0.1", ScalarKind.NUMBER, Fraction(1, 10)),
        ("是", ScalarKind.BOOL, True),
        ("否", ScalarKind.BOOL, False),
        ("true", ScalarKind.BOOL, True),
        ("false", ScalarKind.BOOL, False),
        ("2022-05-20", ScalarKind.DATE, date(2022, 5, 20)),
        ("2020-02-29", ScalarKind.DATE, date(2020, 2, 29)),
        ("null", ScalarKind.NULL, None),
        ("~", ScalarKind.NULL, None),
        ("", ScalarKind.NULL, None),
        # What other readers turn into something else without a word:
        ("no", ScalarKind.TEXT, "no"),
        ("on", ScalarKind.TEXT, "on"),
        ("True", ScalarKind.TEXT, "True"),
        ("1:30", ScalarKind.TEXT, "1:30"),
        ("0123", ScalarKind.TEXT, "0123"),
        ("0x1F", ScalarKind.TEXT, "0x1F"),
        ("1_000", ScalarKind.TEXT, "1_000"),
        ("1e3", ScalarKind.TEXT, "1e3"),
        (".5", ScalarKind.TEXT, ".5"),
        ("5.", ScalarKind.TEXT, "5."),
        ("+5", ScalarKind.TEXT, "+5"),
        (".inf", ScalarKind.TEXT, ".inf"),
        ("95%", ScalarKind.TEXT, "95%"),
        ("３", ScalarKind.TEXT, "３"),
        ("2022-5-20", ScalarKind.TEXT, "2022-5-20"),
        ("9" * 5000, ScalarKind.TEXT, "9" * 5000),
        ('"3"', ScalarKind.TEXT, "3"),
        ("'是'", ScalarKind.TEXT, "是"),
    ],
)
def test_scalars_are_what_their_spelling_says(text: str, kind: ScalarKind, value: object) -> None:
    node = scalar(text)
    assert (node.kind, node.value) == (kind, value)


def test_a_day_that_does_not_exist_keeps_its_kind_and_is_reported() -> None:
    result = parse_yaml("甲: 2022-02-30\n".encode(), "甲.yaml")
    assert result.value is not None
    node = result.value.get("甲")
    assert isinstance(node, Scalar)
    assert (node.kind, node.value) == (ScalarKind.DATE, None)
    assert [problem.code for problem in result.problems] == ["bad-date"]


def test_keys_are_text_by_their_spelling() -> None:
    assert [entry.name for entry in root('1.1: 甲\n1.10: 乙\n"1": 丙\ntrue: 丁\n2022-05-20: 戊\n')] == [
        "1.1",
        "1.10",
        "1",
        "true",
        "2022-05-20",
    ]


def test_keys_fold_but_keep_their_spelling() -> None:
    entry = root("Ａ１: 甲\n").entries[0]
    assert (entry.name, entry.key.text) == ("A1", "Ａ１")


def test_places_count_characters_and_paths_name_the_way() -> None:
    document = root('# 注\n自评:\n  "1.1":\n    𠮷会议: 4\n    佐证材料:\n      - {文件: 甲.pdf}\n      - 乙\n')
    group = document.get("自评")
    assert isinstance(group, MappingNode)
    item = group.get("1.1")
    assert isinstance(item, MappingNode)
    count = item.entry("𠮷会议")
    assert count is not None
    assert (count.key.location.line, count.key.location.column) == (4, 5)
    assert (count.value.location.line, count.value.location.column) == (4, 10)
    assert count.value.location.path == "自评/1.1/𠮷会议"
    files = item.get("佐证材料")
    assert isinstance(files, SequenceNode)
    assert files.items[0].location.path == "自评/1.1/佐证材料/1"
    assert (files.items[1].location.line, files.items[1].location.column) == (7, 9)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_read_alike(encoding: str, newline: str) -> None:
    text = newline.join(["城市: 示例市", "申报单位: 示例市人民政府", "年: 2022", ""])
    document = root(text.encode(encoding))
    assert [(entry.name, entry.key.location.line) for entry in document] == [("城市", 1), ("申报单位", 2), ("年", 3)]
    assert document.lines[:2] == ("城市: 示例市", "申报单位: 示例市人民政府")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["指标体系: liaoning-2022\n城市: 甲市\n", "# 甲\n" * 5000, "a: 1\n"])
def test_encodings_of_wide_characters_are_named_also_without_a_mark(encoding: str, text: str) -> None:
    (problem,) = parse_yaml(text.encode(encoding), "甲.yaml").problems
    assert problem.message == f"文件是 {encoding[:6].upper()} 编码，读不了"


@pytest.mark.parametrize("data", [b"\0" * 1000, "城市: 甲\0\0市\n".encode(), b"a: \0\0\0\0b\n" * 3])
def test_zero_bytes_alone_make_no_wide_encoding(data: bytes) -> None:
    assert "encoding" not in {one.code for one in parse_yaml(data, "甲.yaml").problems}


def test_block_text_is_kept() -> None:
    node = root("甲: |-\n  一\n  二\n").get("甲")
    assert isinstance(node, Scalar)
    assert (node.text, node.quoted) == ("一\n二", True)


def test_caps_stop_early_and_say_so() -> None:
    limits = Limits(size=100, depth=3, nodes=10)
    for text, code in [
        ("甲: " + "一" * 50, "too-large"),
        ("甲: [[[[1]]]]", "too-deep"),
        ("甲: [" + "1," * 20 + "]", "too-many"),
    ]:
        result = parse_yaml(text.encode(), "甲.yaml", limits=limits)
        assert result.value is None
        assert [problem.code for problem in result.problems] == [code]


def test_nesting_up_to_the_cap_is_read() -> None:
    assert root("甲: " + "[" * 19 + "]" * 19) is not None


def test_hundred_thousand_brackets_neither_crash_nor_crawl() -> None:
    for pure in (False, True):
        result = parse_yaml(("甲: " + "[" * 100_000).encode(), "甲.yaml", pure=pure)
        assert [problem.code for problem in result.problems] == ["too-deep"]


def test_many_full_width_colons_are_each_reported() -> None:
    text = "甲:\n" + "".join(f"  乙{number}：{number}\n  丙{number}: 1\n" for number in range(30))
    result = parse_yaml(text.encode(), "甲.yaml")
    found = [problem.location.line for problem in result.problems if problem.location]
    assert found == [2 + 2 * number for number in range(30)]


def test_an_open_quote_is_reported_itself_and_not_a_colon_in_the_text_behind_it() -> None:
    result = parse_yaml('甲: 1\n乙: "一\n丙:\n  要求：抓紧\n'.encode(), "甲.yaml")
    assert [(p.code, p.location and p.location.line) for p in result.problems] == [
        ("open-quote", 2),
        ("full-width-colon", 4),
    ]


def test_a_swallowed_line_is_questioned_and_the_rest_is_read() -> None:
    result = parse_yaml("甲: 一\n  乙：二\n丙: 3\n".encode(), "甲.yaml")
    assert result.ok
    assert [(p.code, p.severity, p.location and p.location.line) for p in result.problems] == [
        ("full-width-colon", Severity.QUESTION, 2)
    ]


def test_sentences_with_a_full_width_colon_are_left_alone() -> None:
    assert root("甲: 会议议定：一是加强领导。\n乙: |-\n  要求：抓紧\n丙:\n  - 说明：略\n") is not None


def test_missing_and_unreadable_files_are_problems(tmp_path: Path) -> None:
    assert [p.code for p in read_yaml(str(tmp_path / "没有.yaml")).problems] == ["unreadable"]
    assert [p.code for p in read_yaml(str(tmp_path)).problems] == ["unreadable"]
    assert [p.code for p in read_yaml("坏\0名").problems] == ["unreadable"]


def test_a_file_that_cannot_be_opened_is_named_without_a_line(tmp_path: Path) -> None:
    for name in ("没有.yaml", "", "名" * 200 + ".yaml"):
        (problem,) = read_yaml(str(tmp_path / name)).problems
        assert problem.location is None
        assert str(tmp_path) in problem.message


def test_what_the_system_says_is_told_in_chinese(tmp_path: Path) -> None:
    loop = tmp_path / "圈.yaml"
    loop.symlink_to(loop)
    assert read_yaml(str(loop)).problems[0].message == f"打不开文件 {loop}（链接绕成了圈）"
    long = str(tmp_path / ("名" * 200 + ".yaml"))
    assert read_yaml(long).problems[0].message == f"打不开文件 {long}（文件名太长）"


def test_a_document_carries_the_digest_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_bytes(b"a: 1\n")
    document = read_document(str(path)).value
    assert document is not None
    # sha256 of the five bytes "a: 1\n", from coreutils' sha256sum
    assert document.digest == "37b128c59f1f5097f73f82691cb519f1f568667faab5ced1b4ab979d36837eae"


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_whatever_the_bytes_reading_returns(data: bytes) -> None:
    result = parse_yaml(data, "甲.yaml")
    assert result.value is not None or result.problems
    assert all(problem.location is not None and problem.location.line >= 1 for problem in result.problems)


YAML_LIKE = st.text(alphabet="甲乙是1.:：-[]{},\"'#&*!|>%@`?~ \n\t", max_size=60)


@given(YAML_LIKE)
@settings(max_examples=500, deadline=None)
def test_libyaml_and_the_python_parser_say_the_same(text: str) -> None:
    fast, pure = (parse_yaml(text.encode(), "甲.yaml", pure=flag) for flag in (False, True))
    assert fast == pure


NAMES = st.text(alphabet="甲乙丙丁戊己庚辛壬癸𠮷ab", min_size=1, max_size=6)
VALUES = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.sampled_from(["是", "否", "未填", "2022-05-20", "示例市人民政府", '"3"', "~"]),
)


@given(
    st.dictionaries(
        NAMES, st.one_of(VALUES, st.dictionaries(NAMES, VALUES, min_size=1, max_size=4)), min_size=1, max_size=6
    )
)
@settings(max_examples=150, deadline=None)
def test_every_place_points_at_its_own_text(tree: dict[str, str | dict[str, str]]) -> None:
    lines: list[str] = []
    for name, value in tree.items():
        if isinstance(value, str):
            lines.append(f"{name}: {value}")
        else:
            lines += [f"{name}:", *(f"    {below}:  {text}" for below, text in value.items())]
    document = root("\n".join(lines) + "\n")
    waiting: list[MappingNode] = [document]
    while waiting:
        for entry in waiting.pop():
            place = entry.key.location
            assert lines[place.line - 1][place.column - 1 :].startswith(entry.key.text)
            if isinstance(entry.value, MappingNode):
                waiting.append(entry.value)
            elif isinstance(entry.value, Scalar):
                at = entry.value.location
                spelt = f'"{entry.value.text}"' if entry.value.quoted else entry.value.text
                assert lines[at.line - 1][at.column - 1 :] == spelt
