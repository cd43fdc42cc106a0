"""What tests of commands stand on, wherever they are."""

from __future__ import annotations

import pytest

from tests.cli.running import ROOT


@pytest.fixture
def at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The root of the checkout, no colour, a fixed width, a cache of the test's own, nothing set by who runs it."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("SCORING_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("SCORING_CRITERIA_PATH", raising=False)
    monkeypatch.delenv("SCORING_NO_CACHE", raising=False)
