"""One small city with evidence of several kinds, and its bundle, made once; no test may change it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from scoring.assess import Request, assess
from scoring.seal.bundle import BundleResult, make_bundle
from tests.evidence.test_checking import HEAD, a_pdf
from tests.sharing import made_once

CITY = (
    HEAD
    + """  "1.1":
    部门职责分工明确: 是
    专题会议次数: 4
    会议解决实际问题: 否
    佐证材料:
      - {对应: 分工文件, 文件: evidence/1.1/分工.pdf}
      - {对应: 会议纪要, 文件: evidence/1.1/签到.jpg}
"""
)

FILE, NAME = "自评.yaml", "示例市.zip"


@dataclass(frozen=True)
class City:
    """The folder of the city, its submission and its bundle."""

    folder: Path
    file: Path
    bundle: Path
    made: BundleResult


def write_city(folder: Path) -> Path:
    a_pdf(folder / "evidence/1.1/分工.pdf", 2)
    Image.new("RGB", (60, 40), "blue").save(folder / "evidence/1.1/签到.jpg")
    file = folder / FILE
    file.write_text(CITY, "utf-8")
    return file


def pack_city(file: Path, target: Path) -> BundleResult:
    found = assess(Request(file=str(file))).value
    assert found is not None
    return make_bundle(found, str(file), str(target))


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    folder, made = made_once(
        tmp_path_factory, "bundled-city", lambda folder: pack_city(write_city(folder), folder / NAME)
    )
    return City(folder=folder, file=folder / FILE, bundle=folder / NAME, made=made)


@pytest.fixture
def report(city: City, tmp_path: Path) -> Path:
    """The sealed report of the city, as its bundle holds it."""
    path = tmp_path / "report.pdf"
    with ZipFile(city.bundle) as archive:
        path.write_bytes(archive.read("自评报告.pdf"))
    return path
