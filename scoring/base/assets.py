"""Where the files that come with the package lie: in a checkout beside `scoring/`, in a wheel in `scoring/_shipped/`."""

from __future__ import annotations

import os
import os.path

__all__ = ["CRITERIA", "REPORTS", "SUBMISSIONS", "criteria_search", "nearby", "pack_search", "shipped"]

CRITERIA = "criteria"
REPORTS = "reports"
SUBMISSIONS = "submissions"

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def shipped(name: str) -> str | None:
    """The folder `name` (criteria, reports or submissions) that came with this package, or None when it is missing."""
    for base in (os.path.join(_HERE, "_shipped"), os.path.dirname(_HERE)):
        folder = os.path.join(base, name)
        if os.path.isdir(folder):
            return folder
    return None


def criteria_search(extra: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The folders of packs that somebody vouches for: `extra` first, then those of SCORING_CRITERIA_PATH, then the
    shipped one. What comes sealed (a bundle, a report) is held against packs in these only, since anything may lie
    near it."""
    named = [*extra, *os.environ.get("SCORING_CRITERIA_PATH", "").split(os.pathsep)]
    own = shipped(CRITERIA)
    folders = [os.path.abspath(folder) for folder in named if folder] + ([own] if own else [])
    return tuple(dict.fromkeys(folders))


def nearby(*inputs: str) -> tuple[str, ...]:
    """Where a pack may lie without being told of: in the working folder and its `criteria/`, then beside each of
    `inputs` (files, or folders of files) and in the `criteria/` there."""
    places = [os.getcwd(), *(one if os.path.isdir(one) else os.path.dirname(os.path.abspath(one)) for one in inputs)]
    folders = [folder for place in places for folder in (os.path.join(place, CRITERIA), place)]
    return tuple(dict.fromkeys(os.path.abspath(folder) for folder in folders if os.path.isdir(folder)))


def pack_search(extra: tuple[str, ...], *inputs: str) -> tuple[str, ...]:
    """All folders to look for packs in, the ones of `criteria_search` first: a folder that happens to lie nearby never
    takes the place of a shipped pack of the same id."""
    return tuple(dict.fromkeys([*criteria_search(extra), *nearby(*inputs)]))
