"""Keys tell apart whatever could give another result, and nothing else."""

from __future__ import annotations

from pathlib import Path

from scoring.batch.keys import digest, pack_key, program
from tests.overlay.layers import BASE, HEAD, made, read, write


def test_digests_tell_lists_apart() -> None:
    assert digest([b"ab", b"c"]) != digest([b"a", b"bc"])


def test_the_program_is_the_same_as_long_as_it_runs() -> None:
    assert program() == program()


def test_the_key_of_an_overlay_notices_a_change_of_its_base(tmp_path: Path) -> None:
    write(tmp_path / "bases", "base", BASE)
    over = str(write(tmp_path, "over", {"pack.yaml": HEAD}))
    search = (str(tmp_path / "bases"),)
    before = pack_key(over, search)
    assert before is not None
    assert pack_key(over, search) == before
    write(tmp_path / "bases", "base", {"pack.yaml": BASE["pack.yaml"].replace("同分并列", "同分抽签")})
    assert pack_key(over, search) not in (None, before)
    assert pack_key(over, ()) is None  # the base is not found


def test_a_base_beside_the_overlay_goes_first(tmp_path: Path) -> None:
    write(tmp_path / "bases", "base", BASE)
    over = str(write(tmp_path, "over", {"pack.yaml": HEAD}))
    search = (str(tmp_path / "bases"),)
    elsewhere = pack_key(over, search)
    write(tmp_path, "base", BASE)
    assert pack_key(over, search) not in (None, elsewhere)


def test_an_overlay_whose_base_cannot_be_told_from_its_bytes_has_no_key(tmp_path: Path) -> None:
    write(tmp_path, "base", BASE)
    flow = write(tmp_path, "over", {"pack.yaml": '{id: over, extends: base, edition: "2"}\n'})
    assert made(read(flow)).extends[0].id == "base"
    assert pack_key(str(flow), (str(tmp_path),)) is None
    assert pack_key(str(tmp_path / "base")) is not None
