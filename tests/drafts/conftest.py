from __future__ import annotations

from pathlib import Path

import pytest

from tests.drafts.drafts import write_draft


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The city that is scored with the draft; commands wrap nothing, so that a sentence stays whole."""
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("SCORING_CRITERIA_PATH", str(tmp_path / "criteria"))
    return write_draft(tmp_path)
