"""Every command line test starts at the root, without colour, at a fixed width, with a cache of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import ROOT


@pytest.fixture(autouse=True)
def _surroundings(at_the_root: None) -> None:
    pass


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of the sample city's file that a test may change."""
    path = tmp_path / "自评.yaml"
    path.write_bytes((ROOT / "submissions/sample-city/submission.yaml").read_bytes())
    return path
