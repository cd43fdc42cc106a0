"""Our own commands, run to their end: for what takes no longer than a page may."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["run"]

LONGEST = 120
"""Seconds."""


def run(folder: Path, words: Sequence[str]) -> tuple[bool, str]:
    """Whether a command went well, and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "scoring", *words],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=LONGEST,
    )
    return done.returncode == 0, done.stdout.strip()
