"""Where the files that come with the package lie: in a checkout beside `scoring/`, in a wheel in `scoring/_shipped/`.

`os.path` rather than pathlib: this module is on the start-up path of `scoring score`.
"""

from __future__ import annotations

import os
import os.path

__all__ = ["CRITERIA", "REPORTS", "SUBMISSIONS", "criteria_search", "shipped"]

CRITERIA = "criteria"
REPORTS = "reports"
SUBMISSIONS = "submissions"

_HERE = os.path.dirname(os.path.abspath(__file__))


def shipped(name: str) -> str | None:
    """The folder `name` (criteria, reports or submissions) that came with this package, or None when it is missing."""
    for base in (os.path.join(_HERE, "_shipped"), os.path.dirname(_HERE)):
        folder = os.path.join(base, name)
        if os.path.isdir(folder):
            return folder
    return None


def criteria_search(extra: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The folders to look for packs in: `extra` first, then those of SCORING_CRITERIA_PATH, then the shipped one."""
    named = [*extra, *os.environ.get("SCORING_CRITERIA_PATH", "").split(os.pathsep)]
    own = shipped(CRITERIA)
    folders = [os.path.abspath(folder) for folder in named if folder] + ([own] if own else [])
    return tuple(dict.fromkeys(folders))
