"""The cache believes only what nobody else could have written, and never fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoring import cache


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("SCORING_CACHE_DIR", str(folder))
    monkeypatch.delenv("SCORING_NO_CACHE", raising=False)
    return folder


def test_what_was_saved_comes_back(place: Path) -> None:
    cache.save("key", ("中文", None))
    assert cache.load("key") == ("中文", None)
    assert cache.load("other") is cache.MISSING
    assert (place / "key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("bad", [b"", b"scoring-cache-1\n", b"nonsense" * 40])
def test_a_corrupt_entry_is_a_miss(place: Path, bad: bytes) -> None:
    cache.save("key", 1)
    (place / "key").write_bytes(bad)
    assert cache.load("key") is cache.MISSING


def test_one_changed_byte_is_a_miss(place: Path) -> None:
    cache.save("key", "value")
    data = bytearray((place / "key").read_bytes())
    data[-2] ^= 1
    (place / "key").write_bytes(data)
    assert cache.load("key") is cache.MISSING


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_an_entry_others_can_write_is_not_believed(place: Path, mode: int) -> None:
    cache.save("key", 1)
    (place / "key").chmod(mode)
    assert cache.load("key") is cache.MISSING


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_folder_others_can_write_is_not_used(place: Path) -> None:
    cache.save("key", 1)
    place.chmod(0o777)
    assert cache.load("key") is cache.MISSING
    cache.save("new", 1)
    assert not (place / "new").exists()


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_links_are_not_followed(place: Path) -> None:
    cache.save("key", 1)
    (place / "link").symlink_to(place / "key")
    assert cache.load("link") is cache.MISSING


def test_a_place_that_cannot_be_written_is_only_slower(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("SCORING_CACHE_DIR", str(blocked / "below"))
    cache.save("key", 1)
    assert cache.load("key") is cache.MISSING


def test_it_can_be_switched_off(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.save("key", 1)
    monkeypatch.setenv("SCORING_NO_CACHE", "1")
    assert cache.load("key") is cache.MISSING


def test_old_entries_make_room(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEEP", 3)
    keys = [f"text-{number:064x}" for number in range(5)]
    for number, key in enumerate(keys):
        cache.save(key, number)
        os.utime(place / key, (number, number))
    assert sorted(path.name for path in place.iterdir()) == keys[2:]


def test_files_of_others_never_make_room(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever names a folder of their own for the cache keeps what is in it."""
    monkeypatch.setattr(cache, "KEEP", 1)
    place.mkdir(mode=0o700, exist_ok=True)
    theirs = {"自评.yaml", "doctor", f"photo-{7:064x}"}
    for name in theirs:
        (place / name).write_text("mine", "utf-8")
        os.utime(place / name, (0, 0))
    for number in range(3):
        cache.save(f"text-{number:064x}", number)
    assert theirs <= {path.name for path in place.iterdir()}
    assert {(place / name).read_text("utf-8") for name in theirs} == {"mine"}


def test_digests_tell_lists_apart() -> None:
    assert cache.digest([b"ab", b"c"]) != cache.digest([b"a", b"bc"])
