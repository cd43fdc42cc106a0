"""The event stream of a YAML text, from libyaml where it is there, else from pure Python, with the same events.

The two refuse different oddities (libyaml does not take `{1:}`), but what both accept they read alike.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["open_events"]


def open_events(text: str, *, pure: bool = False) -> Any:
    """A parser over `text` whose `get_event()` returns the next event, or None at the end.

    It never resolves, constructs or composes anything. `pure` keeps to the Python parser (for tests and for machines
    without libyaml).
    """
    return (_pure_class() if pure else _best_class())(text)


@functools.cache
def _best_class() -> Any:
    import yaml  # here and not above: reading is the only use, and importing it costs a fifth of a command's start

    return getattr(yaml.cyaml, "CParser", None) if yaml.__with_libyaml__ else _pure_class()


@functools.cache
def _pure_class() -> Any:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class PureParser(Reader, Scanner, Parser):
        """PyYAML's reader, scanner and parser without its composer, so that nothing recurses."""

        def __init__(self, text: str) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)

    return PureParser
