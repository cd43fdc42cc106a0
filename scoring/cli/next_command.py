"""Commands that are printed for a person to run next: they work as they are printed."""

from __future__ import annotations

import os.path
import re
import shlex

from scoring.base.assets import pack_search
from scoring.packs import find_pack

__all__ = ["command_line", "same_inputs", "way_to_pack"]

PLAIN = re.compile(r"[\w@%+=:,./\\～（）、—-]+")
QUOTED = re.compile(r"[^\"$`!%\\]+")


def command_line(*words: str) -> str:
    """The words as one line for every shell: quoted where they must be, in double quotes where those are enough."""
    return " ".join(
        word if PLAIN.fullmatch(word) else f'"{word}"' if QUOTED.fullmatch(word) else shlex.quote(word)
        for word in words
    )


def same_inputs(criteria_path: tuple[str, ...], references: str | None = None) -> list[str]:
    """The options of this run that the next command on the same file needs too, to read what this one read."""
    folders = [word for folder in criteria_path for word in ("--criteria-path", folder)]
    return [*folders, *(() if references is None else ("--references", references))]


def way_to_pack(name: str, folder: str, beside: str, criteria_path: tuple[str, ...]) -> list[str]:
    """The option that a command on the file `beside` needs to find the pack in `folder`, where it would not find this one
    by itself."""
    if find_pack(name, pack_search((), beside)).value == folder:
        return []
    return same_inputs(criteria_path or (os.path.dirname(os.path.abspath(folder)),))
