"""Looking for system libraries without starting another program."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

__all__ = ["by_full_name"]


@contextlib.contextmanager
def by_full_name() -> Iterator[None]:
    """While the block runs, a library is found by its full name (`libpango-1.0.so.0`) only, which the system's loader
    knows. For a short name Python asks `ldconfig`, and then has whatever calls itself gcc and ld link a program;
    Windows and macOS are asked without either."""
    import ctypes.util

    if os.name != "posix" or sys.platform == "darwin":
        yield
        return
    kept = ctypes.util.find_library
    ctypes.util.find_library = _unknown
    try:
        yield
    finally:
        ctypes.util.find_library = kept


def _unknown(name: str) -> str | None:  # noqa: ARG001
    return None
