"""Every command line test starts at the root, without colour, at a fixed width, with a cache of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import ROOT


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("SCORING_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("SCORING_CRITERIA_PATH", raising=False)
    monkeypatch.delenv("SCORING_NO_CACHE", raising=False)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of the sample city's file that a test may change."""
    path = tmp_path / "自评.yaml"
    path.write_bytes((ROOT / "submissions/sample-city/submission.yaml").read_bytes())
    return path
