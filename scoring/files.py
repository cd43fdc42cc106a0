"""Writing files so that a reader never meets half of one."""

from __future__ import annotations

import contextlib
import os
import os.path

__all__ = ["write_atomic"]


def write_atomic(path: str, data: bytes, *, mode: int | None = None, sync: bool = True) -> None:
    """Write `data` to `path` through a temporary file in the same folder that then takes the name.

    `mode` None keeps the permissions of a file that is replaced (else what the umask gives). A failure leaves the
    old file as it was. `sync` False skips waiting for the disk, for files that can be made again. Raises OSError. A symbolic link is followed, so that the link itself survives.
    """
    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    temporary = os.path.join(folder, f".{os.path.basename(target)}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    if mode is None:
        with contextlib.suppress(OSError):
            mode = os.stat(target).st_mode & 0o7777
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666 if mode is None else mode)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(data)
            if sync:
                stream.flush()
                os.fsync(stream.fileno())
        if mode is not None and os.name == "posix":
            os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
