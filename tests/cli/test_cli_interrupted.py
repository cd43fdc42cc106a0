"""A request to end, however it comes and whenever: exit code 130, one sentence, and nothing half written."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import pytest

from scoring.seal import archive
from scoring.seal import bundle as bundling
from scoring.seal.binder import binding
from tests.cli.running import run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")
PLACES = (
    (bundling, "bind"),
    (binding, "_stamp"),
    (binding, "join"),
    (bundling, "sealed_report"),
    (archive, "_local"),
    (archive, "_end"),
)
CASES = [  # one signal goes through all places, the others through two
    *((signal.SIGTERM, place) for place in range(len(PLACES))),
    *((number, place) for number in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)) for place in (1, 4)),
]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A city with two files, one of them a picture, and an older bundle beside it."""
    from tests.seal.bundle.conftest import write_city

    return write_city(tmp_path / "city")


@pytest.mark.parametrize(("number", "place"), CASES)
def test_nothing_is_left_behind(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, place: int
) -> None:
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it in what it starts in the background
    (tmp_path / "tmp").mkdir()
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "包.zip"
    target.write_bytes(b"old")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    module, name = PLACES[place]
    real = getattr(module, name)

    def interrupted(*words: object, **named: object) -> object:
        os.kill(os.getpid(), number)
        return real(*words, **named)

    monkeypatch.setattr(module, name, interrupted)
    try:
        done = run("bundle", str(city), "-o", str(target), "--force")
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    assert (done.code, done.out, done.told.strip()) == (130, "", "已中断。")
    assert {path.name: path.read_bytes() for path in target.parent.iterdir()} == {"包.zip": b"old"}
    left = [path.name for path in (tmp_path / "tmp").iterdir() if not path.name.startswith("scoring-report-")]
    assert left == []  # the folder of the faces lives as long as the process
