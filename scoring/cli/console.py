"""Where words leave the program: data to stdout, messages to stderr, on any terminal.

Terminals that cannot show a character (GBK on Windows, plain ASCII) get a replacement instead of a crash.
"""

from __future__ import annotations

import os
import sys

__all__ = ["colour_wanted", "data", "data_bytes", "message", "paint", "prepare", "terminal_width", "visible"]

STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
OWN = tuple(f"[{code}m" for code in ("0", *STYLES.values()))
"""What follows the escape character in a style of ours."""
UNSEEN = {
    code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    for code in (
        *range(0x20),
        *range(0x7F, 0xA0),
        0x061C,
        0x200E,
        0x200F,
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
    )
}
"""What steers a terminal or turns the order of letters round, and how it is written so that it can be seen: control
characters, marks of direction, separators of lines and paragraphs."""
STEERING = {code: shown for code, shown in UNSEEN.items() if chr(code) not in "\t\n\x1b"}
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


def visible(text: str) -> str:
    """A name from outside on one line: a file may be called anything, but it neither clears a screen nor adds a line."""
    return text.translate(UNSEEN)


def data(text: str) -> None:
    """Write data a person asked for to stdout, with a line end."""
    text = _harmless(text)
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
    text = _harmless(text)
    sys.stderr.write(text if text.endswith("\n") else text + "\n")


def _harmless(text: str) -> str:
    """`text` without any steering of the terminal but our own styles: the names of files and what stands in them are
    printed from everywhere, and may hold anything."""
    text = text.translate(STEERING)
    if "\x1b" not in text:
        return text
    first, *rest = text.split("\x1b")
    return first + "".join(f"{chr(27) if part.startswith(OWN) else UNSEEN[27]}{part}" for part in rest)
