"""Procedure tests start at the root, without colour, at a fixed width, with a cache of their own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _surroundings(at_the_root: None) -> None:
    pass
