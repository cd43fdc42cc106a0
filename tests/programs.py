"""Programs that tests drive: the browser and the office suite."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

__all__ = ["program"]


def program(name: str) -> Path:
    """Where a program is; the test is skipped where it is missing, and fails where every program must be there."""
    found = shutil.which(name)
    if found is not None:
        return Path(found)
    if os.environ.get("SCORING_TEST_PROGRAMS") == "required":
        pytest.fail(f"没有 {name}，这里的测试必须有它")
    pytest.skip(f"没有 {name}：与它有关的测试没有运行")
