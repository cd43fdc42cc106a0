"""What a file says does not depend on the machine's libyaml: both ways of reading give the same tree, or the same complaint."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml

from scoring.base.characters import holds_unseen
from scoring.documents.nodes import MappingNode, Scalar, SequenceNode
from scoring.documents.strict import parse_yaml
from scoring.documents.strict.clean import clean_nodes
from scoring.documents.strict.reader import differs
from scoring.documents.strict.text import DEFAULT

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("tests/bad", "submissions", "criteria")
PIECES = [
    *":-[]{},\"'#&*!|>%@`?~ \n\\：，\t\u200b",
    ": ", "- ", "\n  ", "\n\n", " #", "---", "...", "? ", "{a:}", "\\x41", "\\ud800", "<<", "[]", "{}", ": [", "- - ",
    "''", '""', "'a': ", ",\n", ": |\n      ", ": >\n  ", "|-\n", ">+\n", "|#", "}: ", "!!int ", "&a ", "*a",
]  # fmt: skip
EACH = 5


def both(text: str) -> tuple[object, object]:
    quick, pure = (parse_yaml(text.encode("utf-8", "surrogatepass"), "甲.yaml", pure=flag) for flag in (False, True))
    return quick, pure


def mutated(lines: list[str], chance: random.Random) -> str:
    """A few lines of a file with up to four accidents: something typed, dropped, cut out or pasted twice."""
    first = chance.randrange(len(lines))
    some = lines[first : first + chance.randint(1, 10)]
    lead = min((len(line) - len(line.lstrip()) for line in some if line.strip()), default=0)
    text = "\n".join(line[lead if chance.random() < 0.9 else 0 :] for line in some) + chance.choice(["\n", "", " "])
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)
        accident = chance.random()
        if accident < 0.6:
            text = text[:at] + chance.choice(PIECES) + text[at:]
        elif accident < 0.8:
            text = text[:at] + text[at + chance.randint(1, 3) :]
        else:
            low, high = sorted((at, other))
            text = text[:low] + text[high:] if accident < 0.9 else text[:at] + text[low : low + 20] + text[at:]
    return text


@pytest.mark.parametrize("folder", FOLDERS)
def test_mutations_of_every_file_read_alike(folder: str) -> None:
    quick = 0
    for path in sorted((ROOT / folder).rglob("*.yaml")):
        chance = random.Random(str(path.relative_to(ROOT)))  # the same accidents on every machine
        lines = path.read_bytes().decode("utf-8", "replace").splitlines()
        for _ in range(EACH if lines else 0):
            text = mutated(lines, chance)
            fast, pure = both(text)
            assert fast == pure, text
            quick += not differs(text)
    assert quick > 25 or not yaml.__with_libyaml__, "libyaml had its share"


@pytest.mark.parametrize("folder", FOLDERS[1:])
def test_files_in_order_take_the_short_road_and_it_says_the_same(folder: str) -> None:
    """Also of what is left after an accident: where the short road makes nodes, the long ones find no problem."""
    if not yaml.__with_libyaml__:
        return
    whole, broken = 0, 0
    for path in sorted((ROOT / folder).rglob("*.yaml")):
        chance = random.Random(f"short {path.relative_to(ROOT)}")
        lines = path.read_text("utf-8").splitlines()
        for text in ("\n".join(lines), *(mutated(lines, chance) for _ in range(EACH))):
            made = _short(text)
            if made is not None:
                read = parse_yaml(text.encode(), "甲.yaml", pure=True)
                assert read.value is not None, text
                assert (read.value.entries, read.problems) == (made.entries, ()), text
                whole += len(text) == len("\n".join(lines))
                broken += len(text) < len("\n".join(lines))
    assert whole > 5
    assert broken > 5


def _short(text: str) -> MappingNode | None:
    if differs(text) or "\t" in text or holds_unseen(text):
        return None
    try:
        return clean_nodes(f"{text}\n", tuple(text.split("\n")), "甲.yaml", DEFAULT)
    except yaml.YAMLError:
        return None


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_itself_reads_alike(folder: str) -> None:
    for path in sorted((ROOT / folder).rglob("*.yaml")):
        data = path.read_bytes()
        assert parse_yaml(data, path.name) == parse_yaml(data, path.name, pure=True), path


@pytest.mark.parametrize(
    "text",
    [
        "甲: {文件: evide? nce.pdf}",  # the Python parser alone refused it
        "甲: [什么??, 好]",
        "甲: [x ?y]",
        "甲: {a:}",  # libyaml alone refused it
        "甲: {a:1, b:[2]}",
        "甲: {乙: , 丙: }",  # another column for the value left out
        "甲: {乙:\n  # 注\n  , 丙: 1}",
        "甲: |#\n  字",
        "甲: |2\n  字\n",
        "甲: >- # 注\n  字\n",
        "甲: |\n   \n  字\n",
        "甲: !!python/object/apply:os.]system [ls]",
        "甲: &[ 1",
        "甲: *乙",
        '甲: "\\ud83d\\ude00"',
        '甲: "\\/"',
        "%YAML 3.0\n---\n甲: 1",
        "甲: 1\n...\n乙",
        "--- 甲: 1",
        "甲: " + "[" * 30,
        "甲: 1\n" + "[" * 60,
        "? " * 60,
        "甲: 1\n" + "乙" * 1023 + ": 2\n",
        "甲: 1\n" + "乙" * 1024 + ": 2\n",
        "甲: 1\n" + "乙" * 1025 + ": 2\n",
        "甲:",  # the place of what is left out at the end
        "甲:  ",
        "甲:\n\n\n",
        "甲: \ufdd0?",
    ],
)
def test_forms_the_parsers_differ_in_read_alike(text: str) -> None:
    fast, pure = both(text)
    assert fast == pure


def test_a_half_width_question_mark_inside_a_text_is_text() -> None:
    result = parse_yaml("甲: {网址: https://a.cn/b?c=1, 乙: 好??, 丙: [有吗? 有]}\n".encode(), "甲.yaml", pure=True)
    assert result.problems == ()
    assert result.value is not None
    node = result.value.get("甲")
    assert isinstance(node, MappingNode)
    texts = [item.text for item in (node.get("网址"), node.get("乙")) if isinstance(item, Scalar)]
    assert texts == ["https://a.cn/b?c=1", "好??"]
    last = node.get("丙")
    assert isinstance(last, SequenceNode)
    assert [item.text for item in last.items if isinstance(item, Scalar)] == ["有吗? 有"]


@pytest.mark.parametrize("escape", ["\\UFFFFFFFF", "\\U00110000"])
def test_an_escape_of_no_character_is_a_problem_and_no_crash(escape: str) -> None:
    for flag in (False, True):
        (problem,) = parse_yaml(f'甲: 1\n乙: "字{escape}"\n'.encode(), "甲.yaml", pure=flag).problems
        assert problem.location is not None
        assert (problem.code, problem.location.line, problem.location.column) == ("bad-escape", 2, 6)


@pytest.mark.parametrize("opening", ["[", "{", "- ", "[1, "])
def test_depth_is_bounded_at_the_same_place_whatever_comes_after(opening: str) -> None:
    # libyaml gives up by itself at 1000 levels, some versions before their events come out.
    for count in (30, 1010):
        for flag in (False, True):
            found = parse_yaml((opening * count).encode(), "甲.yaml", pure=flag).problems
            assert [p.location.column for p in found if p.code == "too-deep" and p.location] == [
                20 * len(opening) + 1
            ], count


def test_a_long_file_is_read_again_less_often_than_a_short_one() -> None:
    text = "甲:\n" + "".join(f"  乙{number}：{number}\n  丙{number}: 1\n" for number in range(30))
    for after, found in (("", 30), ("# " + "一" * 600_000, 4)):  # of 2 MB, a text of 0.6 MB has four rounds
        assert len(parse_yaml((text + after).encode(), "甲.yaml").problems) == found
