"""The bundle and the report of one small city, for all tests of checking."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from scoring.seal.verify import bundles, reports
from scoring.seal.verify.recompute import Again
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

    def nothing(*_: object, **__: object) -> Again:
        return Again(found=None, findings=())

    monkeypatch.setattr(bundles, "score_again", nothing)
    monkeypatch.setattr(reports, "score_again", nothing)
