"""One small invented city in every form in which it may be handed over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import ROOT, run
from tests.seal.bundle.conftest import pack_city, write_city
from tests.sharing import made_once

__all__ = ["FORMS", "handed"]

FORMS = ("上次.yaml", "上次.ods", "上次.zip", "上次.pdf")
"""A file, a filled workbook, a bundle, a sealed report. The workbook is that of 乙市, the others are 示例市."""


def handed(factory: pytest.TempPathFactory) -> Path:
    """The folder with the files called as FORMS says; no test may change it."""
    return made_once(factory, "handed", _make)[0]


def _make(folder: Path) -> None:
    file = write_city(folder)
    pack_city(file, folder / "上次.zip")
    done = run("report", str(file), "-o", str(folder / "上次.pdf"))
    assert done.code == 0, done.told
    shutil.copy(ROOT / "tests/data/workbooks/exchange/city.ods", folder / "上次.ods")
    file.rename(folder / "上次.yaml")
