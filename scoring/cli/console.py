"""Where words leave the program: data to stdout, messages to stderr, on any terminal.

Terminals that cannot show a character (GBK on Windows, plain ASCII) get a replacement instead of a crash.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Any, TextIO

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


class _Forgiving(io.RawIOBase):
    """The bytes below a stream: what a reader that went away (`| head`) no longer takes is dropped, so that a command
    does its work to the end and exits with what it found. A full disk is an error once; what is left is dropped too, so
    that the interpreter does not meet it again at its end."""

    def __init__(self, stream: TextIO, raw: io.FileIO) -> None:
        self.stream = stream  # which closes the file when nobody has it any more
        self.raw = raw
        self.gone = False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.raw.fileno()

    def isatty(self) -> bool:
        return self.raw.isatty()

    def write(self, data: Any, /) -> int | None:
        if not self.gone:
            try:
                return self.raw.write(data)
            except BrokenPipeError:
                self.gone = True
            except OSError:
                self.gone = True
                raise
        return len(data)


def prepare() -> None:
    """Make both streams forgiving: about characters their encoding lacks, a reader that goes away, and not being there."""
    if sys.stdout is None or sys.stderr is None:
        _fill_closed()
    sys.stdout, sys.stderr = _forgiving(sys.stdout), _forgiving(sys.stderr)


def _forgiving(stream: TextIO) -> TextIO:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # with PYTHONUNBUFFERED there is none between
    if not isinstance(raw, io.FileIO) or raw.isatty():  # a terminal has no reader to go away
        return stream
    soon = bool(getattr(stream, "line_buffering", False) or getattr(stream, "write_through", False))
    below = io.BufferedWriter(_Forgiving(stream, raw))
    return io.TextIOWrapper(below, stream.encoding, "replace", line_buffering=soon)


def _fill_closed() -> None:
    """Put nothing where standard streams were closed (`>&-`): words go nowhere, and no file that is opened later gets
    the number of a stream."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    while nowhere <= 2:
        nowhere = os.dup(nowhere)
    os.close(nowhere)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115


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
