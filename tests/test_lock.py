"""The lock and pyproject.toml say the same, and pip alone can install the lock."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.environment import LOCKS, TroubleError, pip
from tools.lock import declared, difference, header, normal, pins

BOTH = pytest.mark.parametrize("dev", [False, True], ids=["run", "dev"])
ENTRY = re.compile(r"[a-z0-9-]+==[A-Za-z0-9.+!]+( ; [^\\#/:]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n")
"""A version, for which machines, and the hashes of its files: nothing else, so no host of a registry either."""


def text(dev: bool) -> str:
    return LOCKS[dev].read_text(encoding="utf-8")


@BOTH
def test_it_was_made_from_what_pyproject_asks_for_now(dev: bool) -> None:
    assert text(dev).startswith(header(dev)), "python3 dev.py lock"


@BOTH
def test_every_requirement_is_met_by_the_locked_version(dev: bool) -> None:
    locked = pins(text(dev))
    for asked in map(Requirement, declared(dev)):
        assert asked.specifier.contains(locked[normal(asked.name)]), asked


@BOTH
def test_it_holds_versions_with_hashes_and_nothing_else(dev: bool) -> None:
    body = text(dev).removeprefix(header(dev))
    assert ENTRY.sub("", body) == ""
    assert len(ENTRY.findall(body)) == len(pins(body)) > 20


def test_running_takes_what_was_tested() -> None:
    run, dev = pins(text(False)), pins(text(True))
    assert {name: dev.get(name) for name in run} == run


@BOTH
def test_whatever_a_locked_version_needs_here_is_locked_too(dev: bool) -> None:
    locked = pins(text(dev))
    for name, wanted in locked.items():
        try:
            there = version(name)
        except PackageNotFoundError:
            continue  # for another system
        for line in (requires(name) or ()) if there == wanted else ():
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert needed.specifier.contains(locked[normal(needed.name)], prereleases=True), (name, line)


def test_what_changed_is_told_in_one_line_each() -> None:
    assert pins("a_B==1.0 ; python_version < '3.12' \\\n    --hash=sha256:00\nc==2\n") == {"a-b": "1.0", "c": "2"}
    assert difference({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "2.1", "d": "4"}) == [
        "  b：2 → 2.1",
        "  c：3 → 没有",
        "  d：没有 → 4",
    ]


def test_pip_says_nothing_unless_it_fails(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", (tmp_path / "absent").as_uri())  # a warning for everything that is looked for
    here = Path(sys.prefix)
    pip(here, "--dry-run", "--no-index", "packaging")
    assert capfd.readouterr() == ("", "")
    with pytest.raises(TroubleError, match=r"(?s)ERROR: No matching distribution found for no-such-thing==9.*怎么办"):
        pip(here, "--dry-run", "--no-index", "no-such-thing==9")
