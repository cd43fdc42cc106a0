"""Edits of single values: what is meant is said afterwards, every other byte is what it was, or nothing is changed."""

from __future__ import annotations

import copy
import glob
import pathlib
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.documents.edit import (
    AFTER_LAST,
    ANY,
    NOT_THERE,
    REMOVE,
    Change,
    Lines,
    Spelt,
    edit,
    spelling,
    spellings,
    typed,
)
from scoring.documents.strict import parse_yaml
from tests.cli.running import ROOT

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
AWKWARD = """\
# 一份写法很杂的文件
城市: 示例市   # 城市的注

# 单独一行的注
自评:
  # （一）
  "1.1":
    次数: 3  # 次数的注
    空着:
    佐证材料:
      # 第一份前的注
      - {对应: 甲, 文件: x.pdf, 标题: '引''号'}  # 第一份的注
      - 文件: z.pdf
        # 里面的注
        标题: "双\\"引号"

      -   文件: 远.pdf
    说明: |
      行一
        缩进的行二

      行四

  '1.2':   未填  # 还没有
  "1.3": {有: 是, 没有: 否,
          换行的: 12.50}   # 括号后的注
  "1.4":
  - 短横不缩进
  - 2
  - [1, [2, 3], {四: 五}]
折行: >-
  折起来的
  文字
多行 名: 一段没有引号的
  两行文字
末尾: '最后'
# 末尾的注
"""
SAMPLES = [
    AWKWARD,
    *(
        pathlib.Path(path).read_text(encoding="utf-8")
        for path in sorted(glob.glob(f"{ROOT}/submissions/*/submission.yaml"))
    ),
]
FORMS: dict[str, Callable[[str], bytes]] = {
    "plain": lambda text: text.encode(),
    "no last line end": lambda text: text.rstrip("\n").encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "bom and crlf": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "gb18030": lambda text: text.encode("gb18030"),
    "gb18030 and crlf": lambda text: text.replace("\n", "\r\n").encode("gb18030"),
    "old mac": lambda text: text.replace("\n", "\r").encode(),
    "mixed": lambda text: "".join(
        line + ("\r\n" if number % 3 else "\n") for number, line in enumerate(text.splitlines())
    ).encode(),
}
TEXTS = st.text(st.sampled_from("甲乙市 ab01-:：#,，{}[]'\"。|>&*!%@`?\n\\〔〕𠮷"), max_size=12).map(
    lambda text: text.strip()
)
SCALARS = st.one_of(
    TEXTS,
    st.booleans(),
    st.integers(-5, 10**6),
    st.fractions(0, 100, max_denominator=100).map(lambda one: Fraction(round(one * 100), 100)),
    st.dates(),
    st.sampled_from(["3.20", "95%", "未填", "12"]).map(typed),
    st.none(),
)
VALUES = st.one_of(
    SCALARS,
    st.dictionaries(TEXTS.filter(lambda text: text and "\n" not in text and "：" not in text), SCALARS, max_size=3),
    st.lists(st.one_of(SCALARS, st.just({"文件": "a, b.pdf", "标题": "甲：乙"})), max_size=3),
    st.just(Lines({"甲县": Lines({"次数": 3}), "乙县": "未检查"})),
)


def text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def plain(data: bytes) -> Any:
    """What another reader makes of the bytes: texts all the way, and it tells no null from the word for it."""
    text = text_of(data).replace("\r\n", "\n").replace("\r", "\n")
    return yaml.load(text, Loader=LOADER)


def as_read(value: Any) -> Any:
    """A value as `plain` reads it."""
    if isinstance(value, dict):
        return {name: as_read(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_read(one) for one in value]
    if isinstance(value, Spelt):
        return value.text
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return next(text for places in range(3) if Fraction(text := f"{float(value):.{places}f}") == value)
    return "" if value is None else str(value)


def null_free(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {name: null_free(one) for name, one in tree.items()}
    if isinstance(tree, list):
        return [null_free(one) for one in tree]
    return "" if tree in ("~", None) else tree


def paths_of(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(tree, dict):
        for name, one in tree.items():
            found += paths_of(one, (*path, name))
    if isinstance(tree, list) and not any(isinstance(step, int) for step in path):
        found += [(*path, place) for place in range(len(tree))]
    return found


def value_at(tree: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def with_value(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    tree = copy.deepcopy(tree)
    below = tree
    for step in path[:-1]:
        if isinstance(below.get(step), str):
            below[step] = {}
        below = below.setdefault(step, {})
    if value is REMOVE:
        del below[path[-1]]
        if not below:
            return with_value(tree, path[:-1], "")
    elif path[-1] == AFTER_LAST:
        below.append(value)
    else:
        below[path[-1]] = value
    return tree


@settings(max_examples=400)
@given(st.data())
def test_only_what_is_meant_changes_and_it_reads_back(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SAMPLES))
    source = FORMS[data.draw(st.sampled_from(sorted(FORMS)))](text)
    tree = plain(source)
    path = data.draw(st.sampled_from(paths_of(tree)))
    if isinstance(path[-1], str) and data.draw(st.integers(0, 3)) == 0:
        path = (*path[:-1], data.draw(st.sampled_from(["新的", "9.9", "新 的"])))
    value = data.draw(st.one_of(VALUES, st.just(REMOVE)))
    before = spelling(source, path)
    if value is REMOVE and before is None:
        return
    result = edit(source, [Change(path=path, expected=before, value=value)], "自评.yaml")
    assert result.value is not None, (path, value, result.problems)
    assert not result.value.conflicts
    after = result.value.data
    meant = REMOVE if value is REMOVE else as_read(value)
    assert null_free(plain(after)) == null_free(with_value(tree, path, meant))
    assert_untouched(source, after, path)
    if value is not REMOVE and result.value.done:
        assert result.value.done[0].after == spelling(after, path)


def assert_untouched(before: bytes, after: bytes, path: tuple[Any, ...]) -> None:
    """Everything before and after the lines of the entry is byte for byte the same; also every comment on a line of its own
    that does not stand inside the entry."""
    root = parse_yaml(before, "").value
    assert root is not None
    codec = "utf-8" if before.decode("utf-8", "replace").find("\ufffd") < 0 else "gb18030"
    lines = before.splitlines(keepends=True)
    places = sorted(_places(root))
    node: Any = root
    first = None
    for step in path:
        entry = node.entry(step) if isinstance(step, str) and hasattr(node, "entry") else None
        if entry is not None:
            first, node = entry.key.location.line, entry.value
        elif isinstance(step, int) and hasattr(node, "items") and step < len(node.items):
            node = node.items[step]
            first = node.location.line
        else:  # a new entry: what stands in the same mapping may be followed by it
            inserted = [one for one in after.splitlines() if one.strip() not in {two.strip() for two in lines}]
            assert len(after) >= len(before)
            assert len(inserted) <= 8
            return
    assert first is not None
    own = sorted(_places(node)) or [first]
    last = own[-1]
    following = [line for line in places if line > last]
    head = b"".join(lines[: first - 1])
    tail = b"".join(lines[following[0] - 1 :]) if following else b""
    if len(path) > 1:  # the line of what holds it stays as well, unless it held it alone
        assert after.startswith(b"".join(lines[: _line_above(root, path) - 1]))
    else:
        assert after.startswith(head)
    assert after.endswith(tail)
    inside = range(first, (following[0] if following else len(lines) + 1))
    comments = [line for number, line in enumerate(lines, 1) if line.strip().startswith(b"#") and number not in inside]
    assert all(line.rstrip(b"\r\n") in after for line in comments), codec


def _line_above(root: Any, path: tuple[Any, ...]) -> int:
    node, line = root, 1
    for step in path[:-1]:
        entry = node.entry(step)
        line, node = entry.key.location.line, entry.value
    return int(line)


def _places(node: Any) -> list[int]:
    found = [node.location.line]
    if hasattr(node, "text"):
        found.append(node.location.line + node.text.rstrip("\n").count("\n"))
    for entry in getattr(node, "entries", ()):
        found += [entry.key.location.line, *_places(entry.value)]
    for one in getattr(node, "items", ()):
        found += _places(one)
    return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_saying_what_stands_there_changes_nothing(form: str, number: int) -> None:
    source = FORMS[form](SAMPLES[number])
    paths = [path for path in paths_of(plain(source)) if isinstance(value_at(plain(source), path), str)]
    changes = []
    for path, spelt in zip(paths, spellings(source, paths), strict=True):
        if spelt and "\n" not in spelt and spelt[0] not in "'\"{[|>-":
            value: Any = Spelt(text=spelt) if spelt[0].isdigit() or spelt in ("是", "否", "未填") else spelt
            changes.append(Change(path=path, expected=ANY, value=value))
    result = edit(source, changes, "自评.yaml")
    assert result.value is not None
    assert result.value.data == source
    assert not result.value.done


def test_every_answer_of_the_sample_one_after_the_other_and_back() -> None:
    source = FORMS["gb18030 and crlf"](SAMPLES[0])
    paths = [path for path in paths_of(plain(source)) if isinstance(path[-1], str) and path[0] != "折行"]
    for path in paths:
        before = spelling(source, path)
        if before is None or "\n" in before or before[:1] in "{[":
            continue
        there = edit(source, [Change(path=path, expected=before, value="改")], "f").value
        assert there is not None
        old = before if before[:1] in ("'", '"') else (Spelt(text=before) if before else None)
        value = yaml.safe_load(before) if isinstance(old, str) else old
        back = edit(there.data, [Change(path=path, expected=spelling(there.data, path), value=value)], "f").value
        assert back is not None
        assert plain(back.data) == plain(source)


CITY = b"\xe8\x87\xaa\xe8\xaf\x84:\n  a: 1\n  b: 2\n  list:\n    - {n: 1}\n    - {n: 2}\n"
"""自评: two answers and a list."""


def made(data: bytes, *changes: Change) -> bytes:
    result = edit(data, changes, "f")
    assert result.value is not None
    assert not result.value.conflicts
    return result.value.data


def test_colleagues_on_other_answers_do_not_meet() -> None:
    first = Change(path=("自评", "a"), expected="1", value=10)
    second = Change(path=("自评", "b"), expected="2", value=20)
    assert made(made(CITY, first), second) == CITY.replace(b"a: 1", b"a: 10").replace(b"b: 2", b"b: 20")


def test_a_conflict_says_what_stands_there_and_leaves_it() -> None:
    data = made(CITY, Change(path=("自评", "a"), expected="1", value=10))
    late = Change(path=("自评", "a"), expected="1", value=11)
    result = edit(data, [late, Change(path=("自评", "b"), expected="2", value=3)], "f").value
    assert result is not None
    assert [(one.change, one.found) for one in result.conflicts] == [(late, "10")]
    assert result.data == data.replace(b"b: 2", b"b: 3"), "the other change is made"


def test_two_who_say_the_same_do_not_conflict() -> None:
    data = made(CITY, Change(path=("自评", "a"), expected="1", value=10))
    assert made(data, Change(path=("自评", "a"), expected="1", value=10)) == data


def test_an_entry_of_a_list_is_known_by_its_spelling() -> None:
    """One colleague takes the first out while another mends the second."""
    data = made(CITY, Change(path=("自评", "list", 0), expected="{n: 1}", value=REMOVE))
    after = made(data, Change(path=("自评", "list", 1), expected="{n: 2}", value={"n": 5}))
    assert after.endswith(b"  list:\n    - {n: 5}\n")
    gone = edit(after, [Change(path=("自评", "list", 1), expected="{n: 2}", value=REMOVE)], "f").value
    assert gone is not None
    assert gone.conflicts
    assert gone.data == after


def test_an_entry_comes_back_where_it_was() -> None:
    data = made(CITY, Change(path=("自评", "list", 0), expected="{n: 1}", value=REMOVE))
    assert made(data, Change(path=("自评", "list", 0), expected=NOT_THERE, value={"n": 1})) == CITY


def test_two_who_add_to_a_list_both_do() -> None:
    new = [Change(path=("自评", "list", AFTER_LAST), expected=NOT_THERE, value={"n": number}) for number in (3, 4)]
    assert made(CITY, *new).endswith(b"    - {n: 2}\n    - {n: 3}\n    - {n: 4}\n")


def test_a_new_name_stands_where_the_form_has_it() -> None:
    order: dict[tuple[Any, ...], list[str]] = {("自评",): ["zero", "a", "half", "b", "list"], (): ["城市", "自评"]}
    changes = [
        Change(path=("自评", "half"), expected=NOT_THERE, value=True),
        Change(path=("自评", "zero"), expected=NOT_THERE, value=None),
        Change(path=("城市",), expected=NOT_THERE, value="甲市"),
    ]
    result = edit(CITY, changes, "f", lambda path: order.get(path, ())).value
    assert result is not None
    assert result.data.decode() == (
        "城市: 甲市\n自评:\n  zero:\n  a: 1\n  half: 是\n  b: 2\n  list:\n    - {n: 1}\n    - {n: 2}\n"
    )


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("a: &x 1\nb: *x\n", ("a",), "anchor"),
        ("a: 1\na: 2\n", ("a",), "duplicate-key"),
        ("a:\n\t- 1\n", ("a",), "tab"),
        ("a: 无\n", ("a", "b"), "edit-refused"),
        ("a: 1\n", ("a",), None),
        ("a: [{b: 1}]\n", ("a", 0, "b"), "edit-refused"),
    ],
)
def test_what_cannot_be_edited_is_refused_with_a_word(text: str, path: tuple[Any, ...], code: str | None) -> None:
    result = edit(text.encode(), [Change(path=path, expected=ANY, value="改")], "f")
    assert [one.code for one in result.problems][:1] == ([code] if code else [])
    assert (result.value is None) == (code is not None)


@pytest.mark.parametrize("text", ["a\u200bb", "\x07", "a\tb", "\ud800"])
def test_nobody_writes_what_nobody_sees(text: str) -> None:
    result = edit(CITY, [Change(path=("自评", "a"), expected=ANY, value={"说明": text})], "f")
    assert [one.code for one in result.problems] == ["edit-refused"]


def test_only_one_way_to_take_the_last_of_a_block_out() -> None:
    data = made(CITY, *[Change(path=("自评", "list", 0), expected=ANY, value=REMOVE)] * 2)
    assert data == "自评:\n  a: 1\n  b: 2\n  list:\n".encode()
    again = made(data, Change(path=("自评", "list", AFTER_LAST), expected=NOT_THERE, value={"n": 9}))
    assert again.endswith(b"  list:\n    - {n: 9}\n")
