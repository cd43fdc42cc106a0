"""Our own commands in processes of their own: begun for a job, or run to their end where a page may wait."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["COMMAND", "begin", "run"]

COMMAND = (sys.executable, "-m", "scoring")
LONGEST = 120
"""Seconds that a page waits."""


def begin(folder: Path, words: Sequence[str], command: Sequence[str] = COMMAND) -> subprocess.Popen[str]:
    """Begin a command in `folder`. Raises OSError."""
    return subprocess.Popen(
        [*command, *words],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )


def run(folder: Path, words: Sequence[str]) -> tuple[bool, str]:
    """Whether a command went well, and what it said. Raises OSError, and subprocess.TimeoutExpired after killing it."""
    with begin(folder, words) as process:
        try:
            said, told = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return process.returncode == 0, (said + told).strip()
