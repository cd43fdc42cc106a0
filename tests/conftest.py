"""What tests of commands stand on, wherever they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.cli.running import ROOT
from tests.programs import program

settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("fixed")
"""The same examples on every run and machine; `pytest --hypothesis-profile explore` looks for new ones."""


@pytest.fixture
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """The root of the checkout, no colour, a fixed width, nothing set by who runs it."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("SCORING_CRITERIA_PATH", raising=False)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's browser, or the test is skipped."""
    return program("chromium")


@pytest.fixture(scope="session")
def soffice() -> Path:
    """LibreOffice, or the test is skipped."""
    return program("soffice")
