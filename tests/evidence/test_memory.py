"""What looking at a file told is kept while the file is the same, and no longer."""

from __future__ import annotations

import os
from pathlib import Path

from scoring.evidence import Memory
from scoring.model.evidence import EvidenceState, Seen

LATER = 10 * 10**9


def test_a_file_is_looked_at_once_and_again_when_it_has_changed(tmp_path: Path) -> None:
    file, asked = tmp_path / "通知.pdf", list[str]()
    file.write_bytes(b"one")

    def look(real: str, path: str, deep: bool) -> Seen:
        asked.append(f"{path} {deep}")
        return Seen(state=EvidenceState.PRESENT, size=os.path.getsize(real))

    memory = Memory(now=lambda: file.stat().st_ctime_ns + LATER)
    found = [memory.seen(str(file), "通知.pdf", deep, look).size for deep in (True, True, False)]
    file.write_bytes(b"three")
    found.append(memory.seen(str(file), "通知.pdf", True, look).size)

    assert found == [3, 3, 3, 5]
    assert asked == ["通知.pdf True", "通知.pdf False", "通知.pdf True"]


def test_a_file_that_was_written_this_moment_is_not_remembered(tmp_path: Path) -> None:
    file, asked = tmp_path / "通知.pdf", list[str]()
    file.write_bytes(b"one")

    def look(_real: str, path: str, _deep: bool) -> Seen:
        asked.append(path)
        return Seen(state=EvidenceState.PRESENT)

    memory = Memory(now=lambda: file.stat().st_ctime_ns + 10**9)
    for _ in range(2):
        memory.seen(str(file), "通知.pdf", True, look)

    assert asked == ["通知.pdf", "通知.pdf"]


def test_what_is_gone_is_asked_for_each_time(tmp_path: Path) -> None:
    memory, gone = Memory(), Seen(state=EvidenceState.UNREADABLE)

    assert memory.seen(str(tmp_path / "没有.pdf"), "没有.pdf", True, lambda *_: gone) is gone
