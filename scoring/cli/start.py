"""The first and last thing a command does: choose the short way or click, and turn what happens into an exit code.

`scoring score FILE` with well-known options runs without importing click; anything unusual goes through click, which
also writes the help and the usage errors.
"""

from __future__ import annotations

import os
import sys

from scoring.cli import console, quick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ENVIRONMENT", "FINDINGS", "FINE", "INTERRUPTED", "USAGE", "main"]

FINE, FINDINGS, USAGE, ENVIRONMENT, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    console.prepare()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        console.message("已中断。")
        return INTERRUPTED
    except Exception as error:
        return _internal(error)
    return code


def _run(given: list[str]) -> int:
    plain = quick.plain_score(given)
    if plain is None:
        from scoring.cli.app import run

        return run(given)
    return quick.score(plain)


def _internal(error: Exception) -> int:
    """Say what failed without a wall of English; the details are there for who asks for them."""
    from scoring.cli.failures import failure_text

    if os.environ.get("SCORING_DEBUG"):
        import traceback

        traceback.print_exc()
    console.message(failure_text(error))
    return ENVIRONMENT
