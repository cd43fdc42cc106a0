"""A workspace as a browser without a window sees it."""

from __future__ import annotations

import html
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from scoring.web.accounts import Accounts
from scoring.web.app import create_app
from scoring.web.guarding import hosts_of
from scoring.web.rows import path_word
from scoring.web.site import Site
from scoring.web.workspace import Workspace
from tests.cli.running import ROOT

__all__ = ["ADDRESS", "HOSTS", "NOW", "Browser", "city_in", "site_of"]

ADDRESS = "http://127.0.0.1:8321"
HOSTS = hosts_of(["127.0.0.1", "localhost"], 8321)
NOW = datetime(2026, 3, 1, 9, 30)
WORD = re.compile(r'name="word" value="([^"]+)"')


def city_in(folder: Path, name: str = "sample-city") -> Path:
    """A copy of a sample city, without its documents."""
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy(f"{ROOT}/submissions/{name}/submission.yaml", folder / "自评.yaml"))


def site_of(file: Path | None, folder: Path, accounts: Accounts | None = None) -> Site:
    """A workspace on that file at a fixed time."""
    return Site(None if file is None else Workspace(str(file)), folder=folder, accounts=accounts, now=lambda: NOW)


class Browser:
    """One browser with its cookies."""

    def __init__(self, site: Site, *, enter: bool = True) -> None:
        self.site = site
        self.client = TestClient(create_app(site, hosts=HOSTS), base_url=ADDRESS, follow_redirects=True)
        if enter and site.token is not None:
            self.client.get(f"/?token={site.token}")

    @property
    def word(self) -> str:
        """The word that forms carry, as a page shows it."""
        found = WORD.search(self.get("/compare").text) or WORD.search(self.get("/form").text)
        assert found is not None
        return html.unescape(found[1])

    def get(self, path: str) -> Any:
        """A page."""
        return self.client.get(path)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        """A form of ours, sent."""
        headers = {"origin": ADDRESS, **more.pop("headers", {})}
        return self.client.post(path, data={"word": self.word, **(data or {})}, headers=headers, **more)

    def answer(self, path: tuple[str, ...], text: str, seen: str | None = None, **more: Any) -> Any:
        """An answer, sent as the page would that was drawn now (or when `seen` stood there)."""
        assert self.site.workspace is not None
        opened = self.site.workspace.open().value
        assert opened is not None
        spelt = opened.state(path).spelt if seen is None else seen
        there = {} if spelt is None else {"there": "1"}
        return self.post("/answer", {"path": path_word(path), "seen": spelt or "", "text": text, **there, **more})
