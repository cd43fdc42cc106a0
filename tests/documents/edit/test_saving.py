"""Changes on the disk: nothing lost between people, programs and the hand editor; nothing half written."""

from __future__ import annotations

import threading
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from scoring.base.files import write_atomic
from scoring.documents.edit import (
    ANY,
    JOURNAL,
    REMOVE,
    Change,
    Done,
    JournalLine,
    Origin,
    edit,
    journal_of,
    note,
    overwritten,
    save,
    save_whole,
    saving,
    spelling,
    value_spelt,
)

CITY = "自评:\n  a: 1  # 注\n  b: 2\n"
ORIGIN = Origin(who="市级汇总人", at=datetime(2026, 3, 1, 9, 30), way="网页")


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "自评.yaml"
    path.write_bytes(CITY.encode())
    return path


def change(name: str, value: Any, expected: Any = ANY) -> Change:
    return Change(path=("自评", name), expected=expected, value=value)


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_a_change_is_written_and_told_in_the_journal(city: Path) -> None:
    assert save(str(city), [change("a", 3, "1")], ORIGIN).value is not None

    changed = CITY.replace("a: 1", "a: 3")
    assert city.read_text(encoding="utf-8") == changed
    (line,) = journal_of(str(city))
    assert (line.at, line.who, line.way) == ("2026-03-01T09:30:00", "市级汇总人", "网页")
    assert (line.title, line.before, line.after) == ("自评/a", "1", "3")
    assert (line.old_digest, line.new_digest) == (digest(CITY), digest(changed))


def test_a_conflict_writes_nothing_and_notes_nothing(city: Path) -> None:
    result = save(str(city), [change("a", 3, "9")], ORIGIN).value

    assert result is not None
    assert [one.found for one in result.conflicts] == ["1"]
    assert city.read_text(encoding="utf-8") == CITY
    assert journal_of(str(city)) == ()


def test_of_changes_that_belong_together_none_is_made_where_one_is_in_conflict(city: Path) -> None:
    done = save(str(city), [change("a", 3, "1"), change("b", 3, "7")], ORIGIN, together=True)

    assert done.value is not None
    assert [one.found for one in done.value.conflicts] == ["2"]
    assert city.read_text(encoding="utf-8") == CITY
    assert not journal_of(str(city))


def test_what_cannot_be_noted_is_not_done(city: Path) -> None:
    (city.parent / f"{city.name}{saving.JOURNAL}").mkdir()

    refused = save(str(city), [change("a", 3, "1")], ORIGIN)

    assert refused.value is None
    assert "没有写入" in refused.problems[0].message
    assert city.read_text(encoding="utf-8") == CITY


def test_what_is_done_beside_the_file_is_noted_and_nothing_is_said_to_be_lost(city: Path) -> None:
    done: list[str] = []

    assert (
        note(str(city), Done(path=("材料", "a.pdf"), before=None, after="a.pdf"), ORIGIN, lambda: done.append("moved"))
        == ()
    )

    (line,) = journal_of(str(city))
    assert (line.title, line.before, line.after, line.inside) == ("材料/a.pdf", None, "a.pdf", False)
    assert (line.old_digest, line.new_digest) == (digest(CITY), digest(CITY))
    assert overwritten([line], CITY.encode()) == ()
    assert done == ["moved"]


def test_what_could_not_be_done_beside_the_file_is_not_noted(city: Path) -> None:
    def fail() -> None:
        raise PermissionError(13, "x")

    (problem,) = note(str(city), Done(path=("材料",), before="a.pdf", after=None), ORIGIN, fail)

    assert problem.code == "file-unwritable"
    assert journal_of(str(city)) == ()


def test_the_old_file_is_kept_where_that_is_asked_for(city: Path) -> None:
    save(str(city), [change("a", 3)], ORIGIN, backup=True)

    kept = city.with_name(f"自评.yaml.{digest(CITY)[:8]}.bak")
    assert kept.read_text(encoding="utf-8") == CITY


def test_the_newest_change_stands_first_and_broken_lines_are_passed_over(city: Path) -> None:
    save(str(city), [change("a", 3)], ORIGIN)
    with city.with_name(city.name + JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write('{"时间": 3\n[]\n\n')
    save(str(city), [change("b", REMOVE)], ORIGIN)

    assert [(one.title, one.after) for one in journal_of(str(city))] == [("自评/b", None), ("自评/a", "3")]
    assert [one.title for one in journal_of(str(city), most=1)] == ["自评/b"]


def test_what_an_editor_wrote_meanwhile_is_not_lost(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hand editor saves between our reading and our writing: both changes stand afterwards."""
    inner, hand = edit, CITY.replace("b: 2", "b: 20")

    def edit_while_somebody_saves(*words: Any) -> Any:
        result = inner(*words)
        if city.read_text(encoding="utf-8") == CITY:
            city.write_text(hand, encoding="utf-8")
        return result

    monkeypatch.setattr(saving, "edit", edit_while_somebody_saves)

    assert save(str(city), [change("a", 3, "1")], ORIGIN).value is not None
    assert city.read_text(encoding="utf-8") == hand.replace("a: 1", "a: 3")


def test_a_file_that_never_rests_is_left_alone(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner, count = edit, iter(range(100))

    def edit_while_somebody_saves(*words: Any) -> Any:
        result = inner(*words)
        city.write_text(CITY.replace("b: 2", f"b: {next(count)}0"), encoding="utf-8")
        return result

    monkeypatch.setattr(saving, "edit", edit_while_somebody_saves)

    result = save(str(city), [change("a", 3)], ORIGIN)

    assert [one.code for one in result.problems] == ["file-changed"]
    assert "a: 1" in city.read_text(encoding="utf-8")


def test_a_file_that_a_program_holds_open_is_tried_again(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals, pauses = [PermissionError(13, "x"), PermissionError(13, "x")], list[float]()

    def write(path: str, data: bytes) -> None:
        if refusals:
            raise refusals.pop()
        write_atomic(path, data)

    monkeypatch.setattr(saving, "write_atomic", write)

    assert save(str(city), [change("a", 3)], ORIGIN, pause=pauses.append).value is not None
    assert pauses == [0.05, 0.1]
    assert "a: 3" in city.read_text(encoding="utf-8")


def test_a_file_that_stays_open_is_told_with_what_to_do(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(path: str, data: bytes) -> None:
        raise PermissionError(13, "拒绝访问")

    monkeypatch.setattr(saving, "write_atomic", write)

    (problem,) = save(str(city), [change("a", 3)], ORIGIN, pause=lambda _: None).problems

    assert problem.code == "file-unwritable"
    assert "关掉后再试" in (problem.hint or "")
    assert city.read_text(encoding="utf-8") == CITY


def test_a_missing_file_is_a_problem_at_its_place(tmp_path: Path) -> None:
    (problem,) = save(str(tmp_path / "没有.yaml"), [change("a", 3)], ORIGIN).problems

    assert problem.code == "file-unwritable"


def test_forty_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "自评.yaml"
    names = [f"问{number}" for number in range(40)]
    path.write_text("自评:\n" + "".join(f"  {name}: 0\n" for name in names), encoding="utf-8")

    def write(name: str) -> None:
        assert save(str(path), [change(name, 1, "0")], ORIGIN).value is not None

    threads = [threading.Thread(target=write, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert path.read_text(encoding="utf-8") == "自评:\n" + "".join(f"  {name}: 1\n" for name in names)
    assert sorted(one.title for one in journal_of(str(path))) == sorted(f"自评/{name}" for name in names)


def test_what_an_editor_wrote_over_is_told_and_nothing_that_stands(tmp_path: Path) -> None:
    """A thousand interleavings: page and workbook change single answers; a person with an editor opens the file and saves all
    of it some time later. Whatever was accepted stands in the file, or is told as written over."""
    random, told = Random(7), 0
    file = tmp_path / "自评.yaml"
    for _ in range(1000):
        data, lines, opened = "自评:\n  a: 1  # 注\n  b: 2\n".encode(), list[JournalLine](), None
        for step in range(6):
            kind = random.choice(("page", "workbook", "open", "save"))
            if kind == "open":
                opened = data
            elif kind == "save" and opened is not None:
                data, opened = opened.replace("注".encode(), f"注{step}".encode()), None
            elif kind in ("page", "workbook"):
                path = ("自评", random.choice("ab"))
                before = spelling(data, path)
                seen = before if random.random() < 0.7 else "1"
                made = edit(data, [Change(path=path, expected=seen, value=10 + step)], file.name).value
                assert made is not None
                assert bool(made.conflicts) == (before != seen)
                lines = [
                    *(
                        JournalLine(at="", who="", way=kind, path=one.path, before=one.before, after=one.after)
                        for one in made.done
                    ),
                    *lines,
                ]
                data = made.data
        lost = {one.path for one in overwritten(lines, data)}
        told += len(lost)
        for name in "ab":
            last = next((one.after for one in lines if one.path[-1] == name), None)
            stands = last is None or spelling(data, ("自评", name)) == last
            assert stands == (("自评", name) not in lost), (lines, data)
    assert told > 50


@pytest.mark.parametrize(
    "spelt",
    [
        "是",
        "95%",
        "'甲：乙'",
        '"a\\nb"',
        "{分值: 1.5, 理由: 甲}",
        "|-\n      甲\n\n      乙",
        "- {a: 1}\n      - {a: 2}",
        "文件: z\n        标题: q",
        "文件: z",
        "",
    ],
)
def test_a_spelling_is_written_again_as_what_it_said(spelt: str) -> None:
    data = b"x:\n    y: 1\n"
    put = edit(data, [Change(path=("x", "y"), expected="1", value=value_spelt(spelt))], "f").value
    assert put is not None
    (done,) = put.done
    again = edit(put.data, [Change(path=("x", "y"), expected=done.after, value=value_spelt(done.after))], "f").value
    assert again is not None
    assert again.data == put.data
    assert not again.done


def test_nothing_spelt_is_taken_out() -> None:
    assert value_spelt(None) is REMOVE


def test_the_whole_is_replaced_only_where_it_is_as_it_was_seen(city: Path) -> None:
    new = CITY.replace("a: 1", "a: 8")
    late = save_whole(str(city), new.encode(), ORIGIN, expected=b"something else").value
    assert late is not None
    assert late.conflicts
    assert city.read_text(encoding="utf-8") == CITY
    save(str(city), [change("b", 9, "2")], ORIGIN)
    assert save_whole(str(city), new.encode(), ORIGIN, expected=city.read_bytes()).value is not None
    assert city.read_text(encoding="utf-8") == new
    assert [one.title for one in journal_of(str(city))] == ["整个文件", "自评/b"]
    assert overwritten(journal_of(str(city)), new.encode()) == (), "whoever replaced it saw what it said"
