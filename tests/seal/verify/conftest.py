"""The bundle and the report of one small city, for all tests of checking."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

import scoring.seal.verify
from tests.seal.bundle.conftest import City, city

__all__ = ["city", "report", "unscored"]


@pytest.fixture(scope="session")
def report(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with ZipFile(city.bundle) as archive:
        path = tmp_path_factory.mktemp("report") / "report.pdf"
        path.write_bytes(archive.read("自评报告.pdf"))
    return path


@pytest.fixture
def unscored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checksums alone have to tell: the score is not worked out again."""

    monkeypatch.setattr(scoring.seal.verify, "score_again", lambda _sealed: (None, ()))
