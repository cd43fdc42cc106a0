"""Programs that tests drive: the browser and the office suite."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.running import ROOT

__all__ = ["program", "with_our_faces"]


def program(name: str) -> Path:
    """Where a program is; the test is skipped where it is missing, and fails where every program must be there."""
    found = shutil.which(name)
    if found is not None:
        return Path(found)
    if os.environ.get("SCORING_TEST_PROGRAMS") == "required":
        pytest.fail(f"没有 {name}，这里的测试必须有它")
    pytest.skip(f"没有 {name}：与它有关的测试没有运行")


def with_our_faces(folder: Path) -> dict[str, str]:
    """The environment in which a program finds the faces that the software brings, on a machine that has no Chinese ones too."""
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{ROOT / 'reports' / 'fonts'}</dir><cachedir>{folder / 'fontcache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(file)}
