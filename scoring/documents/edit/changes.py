"""What is asked for, what was done, and what somebody else was quicker with."""

from __future__ import annotations

import enum
from typing import Final, Literal

from msgspec import Struct

from scoring.documents.edit.spans import Step
from scoring.documents.edit.spelling import Value

__all__ = ["AFTER_LAST", "ANY", "NOT_THERE", "REMOVE", "Change", "Conflict", "Done", "Edited", "Path", "path_text"]

Path = tuple[Step, ...]
AFTER_LAST: Final = -1
"""The last step of the path of a new entry of a list."""
NOT_THERE: Final = None
"""The spelling of a value that the file does not mention."""


class Special(enum.Enum):
    """What stands for no value and no spelling."""

    REMOVE = "remove"
    ANY = "any"


REMOVE: Final = Special.REMOVE
"""As the value of a change: the entry goes."""
ANY: Final = Special.ANY
"""As what is expected: whatever stands there."""


class Change(Struct, frozen=True, kw_only=True):
    """One value to be changed.

    path: the names from the root down; the last step may be the place in a list from 0, or AFTER_LAST
    expected: the spelling that the value was last seen with (`spelling`), NOT_THERE for one that was not there, or ANY
    value: what it becomes, or REMOVE. A mapping laid on a mapping changes only the entries that differ

    An entry of a list is looked for by its spelling, so that one put in or taken out before it does no harm. At a place of a
    list, NOT_THERE puts a new entry in before what stands there.
    """

    path: Path
    expected: str | Literal[Special.ANY] | None
    value: Value

    @property
    def enters(self) -> bool:
        """Whether it puts an entry into a list."""
        return isinstance(self.path[-1], int) and self.expected is NOT_THERE


class Conflict(Struct, frozen=True, kw_only=True):
    """A change that was not made, because somebody changed this very value first; `found` is its spelling now."""

    change: Change
    found: str | None


class Done(Struct, frozen=True, kw_only=True):
    """A change that was made, at its final path, with the spellings before and after."""

    path: Path
    before: str | None
    after: str | None


class Edited(Struct, frozen=True, kw_only=True):
    """The new bytes of a file. `done` are the changes that changed something; what stood there already is in neither list."""

    data: bytes
    done: tuple[Done, ...]
    conflicts: tuple[Conflict, ...]


def path_text(path: Path) -> str:
    """A path as a person reads it: 自评/1.1/专题会议次数, and 第2条 in a list."""
    return "/".join(step if isinstance(step, str) else f"第{step + 1}条" for step in path)
