"""The report of one city and that of the small province as HTML, without their style sheets.

Checksums and the tool's version are replaced, so that only a change of what is printed changes a golden file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from scoring import __version__
from scoring.reports.review import Reviewed, ReviewedCycle, review_html
from tests.rebaseline import Case
from tests.reports.review import province

HERE = Path(__file__).parent


def drawn(found: Reviewed | ReviewedCycle) -> bytes:
    text = review_html(found, standalone=False)
    text = re.sub(r"\b[0-9a-f]{64}\b", "f" * 64, text)
    text = re.sub(r"／[0-9a-f]{12}", "／" + "f" * 12, text)
    return text.replace(f"<td>{__version__}</td>", "<td>0.0.0</td>").encode("utf-8")


def cases() -> Iterable[Case]:
    yield Case("reviewpapers/city", HERE / "golden" / "乙市.html", lambda: drawn(province.city("乙市")))
    yield Case("reviewpapers/cycle", HERE / "golden" / "全省.html", lambda: drawn(province.cycle()))
