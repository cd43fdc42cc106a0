"""Names for what a run makes for the while only, so that the next run can tell and remove what a killed one left.

A killed process cannot tidy up. Temporary files and folders therefore carry the computer and the process they belong
to; whatever belongs to a process of this computer that is no more is removed when a run makes something of its own.
"""

from __future__ import annotations

import contextlib
import os
import os.path
import shutil
import stat
import tempfile
import time
from binascii import crc32
from collections.abc import Iterator

__all__ = ["folder_prefix", "temporary_name", "workspace"]

HOUR = 3600
_swept: set[str] = set()


def temporary_name(target: str) -> str:
    """A hidden name in the folder of `target` for the file that will take its name when it is whole."""
    folder = os.path.dirname(target)
    _sweep(folder, folders=False)
    return os.path.join(folder, f".{_owner()}-{os.urandom(6).hex()}.tmp")


def folder_prefix(kind: str) -> str:
    """How the name of a folder for temporary files begins; `kind` is a word in ASCII."""
    _sweep(tempfile.gettempdir(), folders=True)
    return f"scoring-{kind}-{_owner()}-"


@contextlib.contextmanager
def workspace(kind: str) -> Iterator[str]:
    """A folder that is there while the block runs. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=folder_prefix(kind), ignore_cleanup_errors=True) as folder:
        yield folder


def _owner() -> str:
    return f"{_host()}-{os.getpid()}"


def _host() -> str:
    """Eight digits for this computer: a folder may be shared, and a process of another computer is not ours to judge."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{crc32(name.encode('utf-8', 'surrogateescape')):08x}"


def _sweep(folder: str, *, folders: bool) -> None:
    """Remove what killed runs left in `folder`, once in the life of this process. Never raises."""
    if folder in _swept:
        return
    _swept.add(folder)
    try:
        with os.scandir(folder or ".") as entries:
            found = [entry for entry in entries if _left(entry, folders)]
    except OSError:
        return
    for entry in found:
        with contextlib.suppress(OSError):
            if folders:
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)


def _left(entry: os.DirEntry[str], folders: bool) -> bool:
    """Whether an entry is one of ours, belongs to this user, and to a process of this computer that is gone."""
    name = entry.name
    if folders:
        parts = name.removeprefix("scoring-").split("-")[1:] if name.startswith("scoring-") else []
    else:
        parts = name[1:-4].split("-") if name.startswith(".") and name.endswith(".tmp") else []
    if len(parts) != 3 or parts[0] != _host() or not parts[1].isdecimal():
        return False
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    right = stat.S_ISDIR(about.st_mode) if folders else stat.S_ISREG(about.st_mode)
    own = not hasattr(os, "getuid") or about.st_uid == os.getuid()
    return right and own and _gone(int(parts[1]), about.st_mtime)


def _gone(process: int, touched: float) -> bool:
    if process == os.getpid():
        return False
    if os.name != "posix":  # there asking about a process would end it; a file in use cannot be removed there anyway
        return time.time() - touched > HOUR
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
