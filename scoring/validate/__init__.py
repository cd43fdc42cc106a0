"""Raw documents to frozen model, or every problem in them, in Chinese, each with its place."""

from __future__ import annotations

from scoring.validate.pack import criteria

__all__ = ["criteria"]
