"""The bundle and the report of one small city, for all tests of checking."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.bundle.conftest import City, city

__all__ = ["city", "report"]


@pytest.fixture(scope="session")
def report(city: City) -> Path:
    with ZipFile(city.bundle) as archive:
        path = city.folder / "report.pdf"
        path.write_bytes(archive.read("自评报告.pdf"))
    return path
