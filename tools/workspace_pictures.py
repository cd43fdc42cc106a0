"""The pictures of the workspace in docs/images: `python -m tools.workspace_pictures`.

Needs Chromium and a Chinese typeface (Debian: chromium, fonts-noto-cjk). Look at them before they are committed.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image

from tools.environment import ROOT

__all__ = ["main"]

CITY = ROOT / "submissions" / "half-filled" / "submission.yaml"
COLOURS = 64
"""Enough for pages of text, and a third of the size."""
PICTURES = (
    ("workspace-home.png", "/", (1180, 900)),
    ("workspace-form.png", "/form?part=1", (1180, 900)),
    ("workspace-phone.png", "/form?part=1#t-1-1", (390, 844)),
)


def main() -> int:
    """Take them of an invented city that is filled in half."""
    from tests.web.browsing import browser_at, page_of, served

    chromium = shutil.which("chromium")
    if chromium is None:
        print("there is no chromium", file=sys.stderr)
        return 1
    os.environ["LANGUAGE"] = "zh_CN"  # what the browser itself writes into fields for days and files
    with served(CITY) as address, browser_at(Path(chromium)) as browser:
        for name, path, (width, height) in PICTURES:
            page = page_of(browser, address, width=width)
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address.partition("/?")[0] + path)
            taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            taken.quantize(COLOURS).save(ROOT / "docs" / "images" / name, optimize=True)
            page.context.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
