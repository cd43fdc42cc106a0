"""What of the disk a result depends on beside its own file, so that a change there is noticed."""

from __future__ import annotations

import os
from collections.abc import Iterable

from scoring.model.submission import Submission

__all__ = ["Looked", "looked_at", "unchanged"]

Looked = tuple[tuple[str, str], ...]


def looked_at(submission: Submission, base: str) -> Looked:
    """Every spelling of every listed evidence file below `base`, and what is there."""
    from scoring.evidence.disk import spellings

    names = dict.fromkeys(name for one in submission.evidence for name in spellings(one.path))
    paths = [os.path.join(base, name) for name in names if "\0" not in name]
    return tuple((path, _state(path)) for path in paths)


def unchanged(looked: Iterable[tuple[str, str]]) -> bool:
    """Whether everything is as it was."""
    return all(_state(path) == state for path, state in looked)


def _state(path: str) -> str:
    try:
        about = os.stat(path)
    except OSError:
        return ""
    return f"{about.st_mode} {about.st_ino} {about.st_size} {about.st_mtime_ns} {about.st_ctime_ns}"
