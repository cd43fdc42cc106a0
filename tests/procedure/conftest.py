"""Procedure tests start at the root, without colour, at a fixed width, with a cache of their own."""

from __future__ import annotations

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
