"""A workspace of its own for a test, and a real browser before it."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.cli.running import ROOT

__all__ = ["MOST", "browser_at", "page_of", "served"]

MOST = 60_000
"""Milliseconds that anything may take at most; nothing depends on how quick it is."""
expect.set_options(timeout=MOST)


@contextlib.contextmanager
def served(place: Path, *more: str) -> Iterator[str]:
    """The address, token included, of the workspace over a file or folder; `more` words of the command."""
    words = [sys.executable, "-m", "scoring", "serve", str(place), "--no-browser", *more]
    process = subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", env={**os.environ}
    )
    assert process.stdout is not None
    try:
        found = None
        for line in process.stdout:
            found = re.search(r"http://\S+", line)
            if found:
                break
        assert found is not None, "the workspace did not start"
        yield found[0]
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


@contextlib.contextmanager
def browser_at(chromium: Path) -> Iterator[Browser]:
    """The browser that the machine has."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def page_of(browser: Browser, address: str, *, width: int = 1280, script: bool = True) -> Page:
    """A browser of another person: nothing of what others have, the workspace open."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale="zh-CN",
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    context.set_default_timeout(MOST)
    page = context.new_page()
    page.goto(address)
    return page
