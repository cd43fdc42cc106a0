"""What all pages of a running workspace share."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from scoring.web.accounts import Accounts
from scoring.web.jobs import Jobs
from scoring.web.workspace import Workspace

__all__ = ["HERE", "Site"]

HERE = Path(__file__).parent


class Site:
    """A running workspace.

    workspace: the file, None until one is chosen or made
    token: what the address shown at the start carries; None where people log in
    accounts: who may do what; None where whoever sits at the machine may do all
    form: the word that every form carries, where no session has one of its own
    """

    def __init__(
        self,
        workspace: Workspace | None,
        *,
        folder: Path,
        accounts: Accounts | None = None,
        criteria_path: tuple[str, ...] = (),
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self.workspace, self.folder, self.accounts = workspace, folder, accounts
        self.criteria_path = criteria_path
        self.token = None if accounts else secrets.token_urlsafe(24)
        self.form = secrets.token_urlsafe(24)
        self.now = now
        self.jobs = Jobs(folder)

    @cached_property
    def templates(self) -> Environment:
        """The templates; whatever is put into them is text unless it says that it is markup."""
        return Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @property
    def pack_options(self) -> list[str]:
        """The words by which our commands find packs where this workspace does."""
        return [word for path in self.criteria_path for word in ("--criteria-path", path)]

    def draw(self, template: str, /, **values: Any) -> str:
        """A template filled."""
        return self.templates.get_template(template).render(**values)
