"""The doctor finds what is missing and names the command of the system at hand."""

from __future__ import annotations

import json

import pytest

from scoring.cli import machine
from tests.cli.running import run


@pytest.mark.parametrize(
    ("system", "release", "family"),
    [
        ("Linux", 'ID=debian\nVERSION_ID="12"\n', "debian"),
        ("Linux", "ID=ubuntu\nID_LIKE=debian\n", "debian"),
        ("Linux", 'NAME="UOS"\nID=uos\n', "debian"),
        ("Linux", "ID=kylin\nID_LIKE=debian\n", "debian"),
        ("Linux", 'ID="openEuler"\n', "fedora"),
        ("Linux", "ID=fedora\n", "fedora"),
        ("Linux", "ID=arch\n", "other"),
        ("Windows", "", "windows"),
        ("Darwin", "", "macos"),
    ],
)
def test_each_system_gets_its_own_command(system: str, release: str, family: str) -> None:
    assert machine.family_of(system, release) == family
    assert machine.INSTALL[family]


def test_a_missing_pango_exits_3_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LIBRARIES", {"Pango": ("libno-such-thing.so.9",)})
    monkeypatch.setattr(machine, "_release", lambda: "ID=debian\n")
    monkeypatch.setattr("platform.system", lambda: "Linux")
    done = run("doctor")
    assert done.code == 3
    assert "［缺少］Pango：没有找到，不能生成 PDF" in done.out
    assert "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in done.out


def test_a_missing_subset_library_is_noticed_but_does_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "SUBSET", ("libno-such-thing.so.9",))
    (found,) = [one for one in machine.examine() if one.name == "HarfBuzz 子集库"]
    assert (found.state, "慢4到10倍" in found.found) == ("slow", True)


def test_as_json() -> None:
    found = json.loads(run("doctor", "--format", "json").out)
    assert found["schema"] == "scoring.doctor/1"
    assert [one["name"] for one in found["findings"]][:2] == ["Python", "本软件"]


def test_it_says_how_far_the_calendar_reaches() -> None:
    from scoring.province.procedure.calendar import known_years

    assert f"放假调休日历：2004年至{known_years()[1]}年" in run("doctor").out
