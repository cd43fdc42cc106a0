"""What libraries print for programmers is kept from the person at the terminal; how far they are is told in Chinese."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator

__all__ = ["by_full_name", "following", "quiet"]

STEP = re.compile(r"Step ([3-7]) - ")
STEPS = ("套用样式", "准备排版", "排版", "画出各页", "写成文件")
PROGRESS = "weasyprint.progress"
_terminal: list[int] = []
"""Copies of file descriptor 2 while it leads nowhere, the newest last."""


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nothing that Python or C libraries print inside the block is seen: they would speak English about fonts. What is
    wrong for the reader is found and said by us; errors are raised as ever.
    """
    logging.getLogger("fontTools").addHandler(logging.NullHandler())
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), _native():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def following(tell: Callable[[int, int, str], None] | None) -> Iterator[None]:
    """`tell` is called with (step, steps, what) while a document is drawn inside the block; None follows nothing."""
    if tell is None:
        yield
        return
    logger, handler = logging.getLogger(PROGRESS), _Follower(tell)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


class _Follower(logging.Handler):
    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        super().__init__(logging.INFO)
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        found = STEP.match(str(record.msg))
        if found is None:
            return
        step = int(found[1]) - 2
        numbered = isinstance(record.args, tuple) and record.args and "Page" in str(record.msg)
        what = f"{STEPS[step - 1]}，第{record.args[0]}页" if numbered else STEPS[step - 1]  # type: ignore[index]
        with _aloud():
            self.tell(step, len(STEPS), what)


@contextlib.contextmanager
def _native() -> Iterator[None]:
    """Let file descriptor 2 lead nowhere for a while; C libraries write to it past Python."""
    try:
        kept = os.dup(2)
    except OSError:  # closed, so nobody is listening
        yield
        return
    _terminal.append(kept)
    try:
        _lead_nowhere()
        yield
    finally:
        _terminal.pop()
        os.dup2(kept, 2)
        os.close(kept)


@contextlib.contextmanager
def _aloud() -> Iterator[None]:
    """What is written inside the block reaches the terminal, also where all is quiet around it."""
    if not _terminal:
        yield
        return
    os.dup2(_terminal[0], 2)
    try:
        yield
    finally:
        _lead_nowhere()


def _lead_nowhere() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


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
