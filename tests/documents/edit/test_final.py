"""定稿: a file that is closed is read-only on every road, and told where a stranger changed it."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest

from scoring.documents.edit import ANY, Change, Edited, Origin, close, final_of, journal_of, reopen, save, save_whole
from tests.cli.running import run
from tests.exchange.books import HALF
from tests.exchange.test_excel_commands import plain_book

NOON = datetime(2026, 3, 1, 12)
ORIGIN = Origin(who="甲", at=NOON, way="网页")
ASK = "召开的专题会议是否解决了婴幼儿照护服务的实际问题（只解决一部分的，按“解决实际问题的认定”的口径）？"
CHANGE = Change(path=("自评", "a"), expected=ANY, value=2)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "自评.yaml"
    path.write_bytes("自评: {a: 1}\n".encode())
    return path


def test_a_closed_file_is_not_written(city: Path) -> None:
    close(str(city), "汇总", NOON)
    before = city.read_bytes()

    for done in (save(str(city), [CHANGE], ORIGIN), save_whole(str(city), b"x: 1\n", ORIGIN, expected=before)):
        assert done.value is None
        assert [(one.code, one.message) for one in done.problems] == [
            ("file-final", "这份自评已经定稿，不能再改，没有写入")
        ]
    assert city.read_bytes() == before
    assert journal_of(str(city)) == ()


def test_a_file_that_is_opened_again_is_written(city: Path) -> None:
    close(str(city), "汇总", NOON)
    reopen(str(city))

    assert isinstance(save(str(city), [CHANGE], ORIGIN).value, Edited)
    assert final_of(str(city)) is None


def test_a_link_to_a_closed_file_leads_nowhere_else(city: Path, tmp_path: Path) -> None:
    close(str(city), "汇总", NOON)
    (tmp_path / "链接.yaml").symlink_to(city)

    assert save(str(tmp_path / "链接.yaml"), [CHANGE], ORIGIN).value is None


def test_what_a_stranger_changes_after_shows(city: Path) -> None:
    close(str(city), "汇总", NOON)
    mark = final_of(str(city))
    assert mark is not None
    assert (mark.who, mark.at, mark.same) == ("汇总", "2026-03-01 12:00", True)

    city.write_bytes("自评: {a: 3}\n".encode())

    mark = final_of(str(city))
    assert mark is not None
    assert not mark.same


def test_whoever_closes_waits_for_whoever_writes(city: Path) -> None:
    """The answer that is being written when somebody closes is within what was closed, never after it."""
    closing = threading.Thread(target=close, args=(str(city), "汇总", NOON))

    def begin_to_close(_data: bytes) -> tuple[()]:
        closing.start()
        return ()

    done = save(str(city), [CHANGE], ORIGIN, faults=begin_to_close)
    closing.join()

    assert done.value is not None
    mark = final_of(str(city))
    assert mark is not None
    assert mark.same
    assert save(str(city), [Change(path=("自评", "a"), expected=ANY, value=3)], ORIGIN).value is None


def test_a_workbook_is_not_written_into_a_closed_submission(tmp_path: Path) -> None:
    file = tmp_path / "自评.yaml"
    file.write_bytes(HALF.read_bytes())
    (tmp_path / "回收").mkdir()
    plain_book(tmp_path / "回收" / "甲.xlsx", (ASK, "是"))
    close(str(file), "汇总", NOON)

    done = run("excel", "in", str(file), str(tmp_path / "回收"))

    assert done.code == 3
    assert "这份自评已经定稿，不能再改，没有写入" in done.told
    assert "撤销定稿" in done.told
    assert file.read_bytes() == HALF.read_bytes()
