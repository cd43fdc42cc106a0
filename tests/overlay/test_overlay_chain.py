from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from scoring.authoring.ruletests import read_rule_tests, run_rule_test
from tests.overlay.layers import BASE, HEAD, codes, lay, made, read, write

CHANGED = 'section: "1"\nitems:\n  - {id: "1.1", changes: true, notes: [改过]}\n'
TESTS = """\
tests:
- {name: 基础一, item: "1.1", facts: {制定方案: 否}, expect: {score: 0}}
- {name: 基础二, item: "1.2", facts: {项数: 2, 全部完成: 是}, expect: {score: 3}}
- {name: 基础三, item: "2.0", facts: {}, expect: {score: [0, 3]}}
"""


def overlay_of(base: str, name: str) -> str:
    return f'id: {name}\nextends: {base}\nedition: "1"\n'


def test_a_base_beside_the_overlay_wins_over_the_search_path(tmp_path: Path) -> None:
    write(tmp_path / "far", "base", {**BASE, "pack.yaml": BASE["pack.yaml"].replace('edition: "1"', 'edition: "9"')})
    alone = write(tmp_path / "near", "over", {"pack.yaml": HEAD})
    assert made(read(alone, (str(tmp_path / "far"),))).extends[0].edition == "9"
    write(tmp_path / "near", "base", BASE)
    assert made(read(alone, (str(tmp_path / "far"),))).extends[0].edition == "1"


@pytest.mark.parametrize(
    ("extends", "code", "hint"),
    [
        ("bas", "overlay-base", "是不是 base？"),
        (
            "none-such",
            "overlay-base",
            "请把基础指标体系放在同一个上级文件夹里，或用 --criteria-path 指明它所在的文件夹。",
        ),
        ("../base", "overlay-base", "extends 写基础指标体系的编号，例如 extends: liaoning-2022，不写路径。"),
        ("[base]", "overlay-base", "extends 写基础指标体系的编号，例如 extends: liaoning-2022，不写路径。"),
        ("over", "overlay-cycle", "补充体系最终要落到一个自成一体的指标体系上；请改正 extends。"),
    ],
)
def test_a_base_that_cannot_be_used_is_named_with_the_way_out(
    tmp_path: Path, extends: str, code: str, hint: str
) -> None:
    write(tmp_path, "base", BASE)
    result = read(write(tmp_path, "over", {"pack.yaml": HEAD.replace("base", extends)}), (str(tmp_path),))
    assert [(problem.code, problem.hint) for problem in result.problems] == [(code, hint)]
    assert codes(result) == [f"over/pack.yaml:2 {code}"]


def test_a_circle_of_overlays_is_refused_with_its_way(tmp_path: Path) -> None:
    write(tmp_path, "b", {"pack.yaml": overlay_of("a", "b")})
    result = read(write(tmp_path, "a", {"pack.yaml": overlay_of("b", "a")}))
    assert [problem.message for problem in result.problems] == ["extends 绕成了圈：a → b → a"]


def test_five_layers_are_the_most(tmp_path: Path) -> None:
    write(tmp_path, "base", BASE)
    names = ["base", "o1", "o2", "o3", "o4", "o5"]
    folders = [write(tmp_path, n, {"pack.yaml": overlay_of(b, n)}) for b, n in itertools.pairwise(names)]
    assert [base.id for base in made(read(folders[3])).extends] == ["o3", "o2", "o1", "base"]
    assert codes(read(folders[4])) == ["o1/pack.yaml:2 overlay-depth"]


def test_each_layer_knows_what_was_done_to_it_and_which_items_came_through(tmp_path: Path) -> None:
    write(tmp_path, "base", BASE)
    write(tmp_path, "mid", {"pack.yaml": overlay_of("base", "mid"), "section-1.yaml": CHANGED})
    top = overlay_of("mid", "top") + "assumptions:\n  - {about: 小数, text: 不取舍。}\n"
    mid, base = made(read(write(tmp_path, "top", {"pack.yaml": top}))).extends
    assert (mid.id, mid.changes, mid.items) == ("mid", ("新增约定 小数",), ("1.1", "1.2", "2.0"))
    assert (base.id, base.changes) == ("base", ("修改指标项 1.1（替换说明）",))
    assert base.items == ("1.2", "2.0")


@pytest.mark.parametrize(
    ("pack", "section", "kept"),
    [
        ("references:\n  平均水平: {changes: true, ask: 几个？}\n", "", ("1.2", "2.0")),
        ("not_applicable: zero\n", "", ()),
        ("drop: {assumptions: [并列]}\nrounding: {places: 1}\n", "", ("1.1", "1.2", "2.0")),
        ("", CHANGED.replace("1.1", "1.2"), ("1.1", "2.0")),
    ],
)
def test_an_item_that_reads_something_changed_is_not_the_bases_any_more(
    tmp_path: Path, pack: str, section: str, kept: tuple[str, ...]
) -> None:
    files = {"pack.yaml": HEAD + pack} | ({"section-1.yaml": section} if section else {})
    assert made(lay(tmp_path, files)).extends[0].items == kept


def test_the_bases_rule_tests_run_for_the_items_left_alone_and_the_overlays_own_are_added(tmp_path: Path) -> None:
    base = {**BASE, "tests/a.yaml": TESTS}
    own = 'tests:\n- {name: 补充一, item: "1.1", facts: {制定方案: 否}, expect: {score: 0}}\n'
    criteria = made(lay(tmp_path, {"pack.yaml": HEAD, "section-1.yaml": CHANGED, "tests/b.yaml": own}, base=base))
    tests = read_rule_tests(criteria)
    assert tests.problems == ()
    assert [test.name for test in tests.value or ()] == ["基础二", "基础三", "补充一"]
    assert [run_rule_test(criteria, test) for test in tests.value or ()] == [(), (), ()]


def test_the_digest_covers_base_and_overlay(tmp_path: Path) -> None:
    first = made(lay(tmp_path / "a", {"pack.yaml": HEAD})).digest
    again = made(lay(tmp_path / "b", {"pack.yaml": HEAD})).digest
    own = made(lay(tmp_path / "c", {"pack.yaml": HEAD + "title: 别名\n"})).digest
    below = {**BASE, "section-2.yaml": BASE["section-2.yaml"] + "# 注\n"}
    changed_base = made(lay(tmp_path / "d", {"pack.yaml": HEAD}, base=below)).digest
    assert first == again
    assert len({first, own, changed_base}) == 3
