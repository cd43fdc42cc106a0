"""One PDF of the sample city for all tests of this folder: making it takes seconds."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from scoring.assess import Assessment
from scoring.reports import render
from scoring.reports.papers.report import CityReport
from tests.reports.render.golden import assessed, view_of
from tests.sharing import made_once


@dataclass(frozen=True)
class Made:
    """A report and what its making said."""

    view: CityReport
    data: bytes
    reader: PdfReader
    pages: tuple[str, ...]
    warnings: tuple[str, ...]


class Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def small(found: Assessment) -> CityReport:
    """A report without its long tables, for tests that only look at the rest."""
    view = view_of(found)
    short = [one for one in view.chapters if one.key not in ("losses", "improve", "evidence", "basis")]
    return replace(view, form=view.form[:1], chapters=tuple(short))


def make(view: CityReport, templates: str | None = None) -> Made:
    logger, collector = logging.getLogger("weasyprint"), Collector()
    logger.addHandler(collector)
    try:
        data = render.pdf(view, templates=templates)
    finally:
        logger.removeHandler(collector)
    return read(view, data, tuple(collector.lines))


def read(view: CityReport, data: bytes, warnings: tuple[str, ...]) -> Made:
    reader = PdfReader(io.BytesIO(data))
    pages = tuple("".join(page.extract_text().split()) for page in reader.pages)
    return Made(view=view, data=data, reader=reader, pages=pages, warnings=warnings)


def once(factory: pytest.TempPathFactory, city: str) -> Made:
    """The report of a sample city, made by one worker for all."""
    view = view_of(assessed(city))

    def drawn(_: Path) -> tuple[bytes, tuple[str, ...]]:
        made = make(view)
        return made.data, made.warnings

    return read(view, *made_once(factory, f"report-of-{city}", drawn)[1])


def faces(reader: PdfReader) -> set[str]:
    found: set[str] = set()
    for page in reader.pages:
        resources: Any = page["/Resources"]
        fonts = resources.get("/Font", {})
        found |= {font.get_object()["/BaseFont"].split("+")[-1] for font in fonts.values()}
    return found


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return once(tmp_path_factory, "sample-city")


@pytest.fixture(scope="session")
def weak(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return once(tmp_path_factory, "weak-city")


@pytest.fixture(scope="session")
def half(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return once(tmp_path_factory, "half-filled")
