"""A journal grows at its end only, and any change of what stands in it is found and named."""

from __future__ import annotations

import json
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.base import journal
from scoring.base.journal import EMPTY, JournalEntry, check_lines
from tests.cli.running import run

WORDS = ("甲", "换行符\u2028在内", '引号"和\\', "")


def entry(number: int) -> JournalEntry:
    return JournalEntry(
        on=f"2022-06-{number + 1:02}",
        reviewer="审核人甲",
        role="审核人",
        stage="现场审核",
        city="甲市",
        item="1.1",
        kind="调整",
        fact="专题会议次数",
        old="4",
        new=str(number),
        reason=f"现场只见到{number}次的纪要{WORDS[number % len(WORDS)]}",
    )


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "审核记录.jsonl"
    assert journal.append(str(path), [entry(0), entry(1)]).ok
    assert journal.append(str(path), [entry(2), entry(3)]).ok
    return path


def test_each_line_holds_the_checksum_of_the_one_before_and_its_own(book: Path) -> None:
    rows = [json.loads(line) for line in book.read_text(encoding="utf-8").split("\n") if line]
    assert [row["序号"] for row in rows] == [1, 2, 3, 4]
    assert [row["上一行"] for row in rows] == [EMPTY, *(row["本行"] for row in rows[:-1])]
    own = rows[2].pop("本行")
    plain = json.dumps(rows[2], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert own == sha256(plain.encode()).hexdigest()
    assert rows[2]["理由"] == '现场只见到2次的纪要引号"和\\'


def test_what_stands_there_is_not_added_again(book: Path) -> None:
    before = book.read_bytes()
    assert journal.append(str(book), [entry(2)]).value == json.loads(before.decode().split("\n")[3])["本行"]
    assert book.read_bytes() == before


def test_a_broken_chain_takes_no_more(book: Path) -> None:
    book.write_text(book.read_text(encoding="utf-8").replace("只见到1次", "只见到9次"), encoding="utf-8")
    before = book.read_bytes()
    added = journal.append(str(book), [entry(7)])
    assert added.value is None
    assert [(one.code, one.location and one.location.line) for one in added.problems] == [("journal-altered", 2)]
    assert book.read_bytes() == before


def lines_of(book: Path) -> list[str]:
    return book.read_text(encoding="utf-8").split("\n")[:-1]


def found(lines: list[str], head: str | None = None) -> list[tuple[str, int]]:
    text = "".join(line + "\n" for line in lines)
    problems = check_lines("审核记录.jsonl", text, head).problems
    return [(one.code, one.location.line if one.location else 0) for one in problems]


def test_lines_left_out_repeated_or_moved_are_named(book: Path) -> None:
    one, two, three, four = lines_of(book)
    assert found([one, two, three, four]) == []
    assert found([one, three, four]) == [("journal-order", 2)]
    assert found([two, three, four]) == [("journal-order", 1)]
    assert found([one, two, two, three, four]) == [("journal-repeated", 3)]
    assert found([one, three, two, four])[0] == ("journal-order", 2)


def test_a_cut_tail_shows_only_against_a_head_kept_elsewhere(book: Path) -> None:
    lines = lines_of(book)
    head = json.loads(lines[-1])["本行"]
    assert found(lines, head) == []
    assert found(lines[:-1]) == []
    assert found(lines[:-1], head) == [("journal-head", 3)]
    assert found([], head) == [("journal-head", 1)]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_of_another_program_are_named_once_and_the_content_is_looked_at(
    book: Path, mark: str
) -> None:
    """Saving it in an editor of Windows alters every line end; nobody should have to read that of every line."""
    text = mark + book.read_text("utf-8").replace("\n", "\r\n")
    found = check_lines("记录", text)
    assert [problem.code for problem in found.problems] == ["journal-saved"]
    assert found.head == ""
    altered = check_lines("记录", text.replace("审核人", "审该人", 1))
    assert {problem.code for problem in altered.problems} == {"journal-saved", "journal-altered"}
    one_line = check_lines("记录", mark + book.read_text("utf-8").replace("\n", "\r\n", 1))
    assert "journal-altered" in [problem.code for problem in one_line.problems]


def test_an_unfinished_last_line_is_named(book: Path) -> None:
    text = book.read_text(encoding="utf-8")[:-1]
    assert [one.code for one in check_lines("a", text).problems] == ["journal-cut"]


@given(st.data())
def test_any_changed_character_is_found_in_its_own_line(data: st.DataObject) -> None:
    pieces, before = [], EMPTY
    for number in range(4):
        from scoring.base.journal import lines_for

        ((line, before),) = lines_for([entry(number)], number + 1, before)
        pieces.append(line)
    at = data.draw(st.integers(0, 3))
    where = data.draw(st.integers(0, len(pieces[at]) - 1))
    new = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda one: one not in (pieces[at][where], "\n")))
    pieces[at] = pieces[at][:where] + new + pieces[at][where + 1 :]
    assert ("journal-altered", at + 1) in found(pieces) or ("journal-line", at + 1) in found(pieces)
    assert found(pieces)[0][1] == at + 1


def test_the_commands(book: Path) -> None:
    whole = run("journal", "check", str(book))
    assert whole.code == 0
    head = json.loads(lines_of(book)[-1])["本行"]
    assert f"最后一行的校验码：{head}" in whole.out
    assert "不能证明：末尾没有被删去" in whole.out
    assert "末尾与另行保存的校验码一致。" in run("journal", "check", str(book), "--head", head).out
    shown = run("journal", "show", str(book))
    assert "2. 2022-06-02 甲市 现场审核 审核人 审核人甲 1.1 调整　专题会议次数：4 → 1" in shown.out
    assert "共4条。" in shown.out
    book.write_text(book.read_text(encoding="utf-8").replace("2022-06-03", "2022-06-04"), encoding="utf-8")
    broken = run("journal", "check", str(book))
    assert broken.code == 1
    assert f"{book}:3:1: 错误：这一行的内容与它的校验码不符，已被改动" in broken.told
    assert run("journal", "show", str(book)).code == 1
    assert run("journal", "check", str(book) + "x").code == 1


def test_nothing_to_see_is_left_beside_the_journal(book: Path) -> None:
    assert [one.name for one in book.parent.iterdir() if not one.name.startswith(".")] == [book.name]


def test_who_goes_back_to_an_earlier_opinion_says_so_anew(tmp_path: Path) -> None:
    path = str(tmp_path / "审核记录.jsonl")
    first, second = (replace(entry(at), digest=str(at) * 64) for at in (1, 2))
    for said in (first, second, first, first):
        assert journal.append(path, [said]).ok
    values = [json.loads(line)["新值"] for line in lines_of(Path(path))]
    assert values == ["1", "2", "1"]  # the last line is what counts now, and the same file twice adds nothing


def test_an_old_value_that_comes_back_is_noted_again(tmp_path: Path) -> None:
    path = str(tmp_path / "审核记录.jsonl")
    for old in ("4", "3", "4", "4"):  # the same file, while another reviewer changed the step before
        assert journal.append(path, [replace(entry(1), old=old, digest="1" * 64)]).ok
    assert [json.loads(line)["原值"] for line in lines_of(Path(path))] == ["4", "3", "4"]


def test_a_link_to_the_journal_shares_its_lock(book: Path, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    link = tmp_path / "sub" / "link.jsonl"
    link.symlink_to(book)
    assert journal.append(str(link), [entry(6)]).ok
    assert [one.name for one in link.parent.iterdir()] == ["link.jsonl"]
    assert len(lines_of(book)) == 5


def test_what_is_no_file_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for made in (journal.check(str(pipe)), journal.append(str(pipe), [entry(0)]), journal.check(str(tmp_path))):
        assert [one.code for one in made.problems] == ["file-unreadable"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_file_name_that_is_no_utf_8_is_noted_with_escapes(tmp_path: Path) -> None:
    path = str(tmp_path / "审核记录.jsonl")
    named = replace(entry(1), file="甲\udcff.yaml", digest="1" * 64)
    assert journal.append(path, [named]).value == journal.append(path, [named]).value
    assert [json.loads(line)["文件"] for line in lines_of(Path(path))] == ["甲\\udcff.yaml"]
    assert not journal.check(path).problems
