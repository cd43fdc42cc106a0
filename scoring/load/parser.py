"""The event stream of a YAML text: by PyYAML's Python parser, and by libyaml where both surely say the same.

libyaml is many times quicker and not everywhere there, its version is the machine's, and it takes some texts that the
Python parser refuses. So it reads no text with a form that the two are known to differ in, and whatever it refuses the
Python parser reads again: every complaint, its words and its place, comes from the Python parser.
"""

from __future__ import annotations

import functools
import re
from typing import Any

__all__ = ["open_events", "open_quick_events"]

DIFFER = re.compile(
    r"""
      \\                            # escapes
    | (?:^|[\s\[\]{},:"'-])[?!&*]   # marks of a key, tags, anchors, references
    | ^(?:%|---|\.\.\.)             # directives and marks of documents
    | :[\[{]                        # a colon that touches a bracket
    | (?::|^)[ ]*[,\]}]             # a value left out between brackets, whose place they see differently
    | [|>](?![+-]?\n|=?[ ])         # heads of block texts other than the plain ones; comparisons are no heads
    """,
    re.MULTILINE | re.VERBOSE,
)
"""Where the two parsers differ, or may."""

IN_A_WORD = re.compile(r"""(?<=[^\s\[\]{},:?"'-])\?+""")
"""Question marks that begin nothing. The Python parser ends a plain text between brackets with them, libyaml does not."""
HELD = "\ufdd0"
"""No character, and in no text that gets here (characters.py); it stands for such a question mark while the Python parser reads."""


def open_quick_events(text: str) -> Any | None:
    """libyaml's parser over `text`, or None where it is not installed or the text is not for it."""
    best = _libyaml()
    return None if best is None or DIFFER.search(text) else best(text)


def open_events(text: str) -> Any:
    """A parser over `text` whose `get_event()` returns the next event, or None at the end.

    It never resolves, constructs or composes anything. Raises yaml.YAMLError.
    """
    return _python()(IN_A_WORD.sub(lambda found: HELD * len(found[0]), text))


@functools.cache
def _libyaml() -> Any:
    import yaml  # here and not above: reading is the only use, and importing it costs a fifth of a command's start

    return getattr(yaml.cyaml, "CParser", None) if yaml.__with_libyaml__ else None


@functools.cache
def _python() -> Any:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner, ScannerError

    class PythonParser(Reader, Scanner, Parser):
        """PyYAML's reader, scanner and parser without its composer, so that nothing recurses."""

        def __init__(self, text: str) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)

        def get_event(self) -> Any:
            """The next event; an escape of no character (`"\\UFFFFFFFF"`) is a YAMLError like every other mistake."""
            try:
                event: Any = Parser.get_event(self)  # type: ignore[no-untyped-call]
            except (ValueError, OverflowError) as error:
                problem = "found an escape of no character"
                raise ScannerError("while scanning a double-quoted scalar", None, problem, self.get_mark()) from error
            if HELD in getattr(event, "value", ""):
                event.value = event.value.replace(HELD, "?")
            return event

    return PythonParser
