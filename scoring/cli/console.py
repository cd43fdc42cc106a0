"""Where words leave the program: data to stdout, messages to stderr, on any terminal.

Terminals that cannot show a character (GBK on Windows, plain ASCII) get a replacement instead of a crash.
"""

from __future__ import annotations

import os
import sys

__all__ = ["colour_wanted", "data", "data_bytes", "message", "paint", "prepare", "terminal_width"]

STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
NARROWEST, WIDEST, USUAL = 40, 160, 100


def prepare() -> None:
    """Make both streams forgiving about characters their encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def colour_wanted() -> bool:
    """Colour only on a terminal, and never against NO_COLOR (https://no-color.org: any non-empty value)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def terminal_width() -> int:
    """The columns to lay a table out in: COLUMNS, else the terminal's own, else 100; kept within 40 and 160."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) > 0:
        width = int(told)
    else:
        try:
            width = os.get_terminal_size(sys.stdout.fileno()).columns or USUAL
        except (OSError, ValueError, AttributeError):
            width = USUAL
    return max(NARROWEST, min(width, WIDEST))


def paint(text: str, style: str, *, on: bool) -> str:
    """`text` in an ANSI style when `on`."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if on and text else text


def data(text: str) -> None:
    """Write data a person asked for to stdout, with a line end."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def data_bytes(payload: bytes) -> None:
    """Write bytes of a fixed encoding (CSV for spreadsheets, JSON) to stdout."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(payload.decode("utf-8"))
        return
    buffer.write(payload)
    buffer.flush()


def message(text: str) -> None:
    """Write a message to stderr, with a line end."""
    sys.stderr.write(text if text.endswith("\n") else text + "\n")
