"""The first and last thing a command does: choose the short way or click, and turn what happens into an exit code.

`scoring score FILE` with well-known options runs without importing click; anything unusual goes through click, which
also writes the help and the usage errors.
"""

from __future__ import annotations

import os
import sys

from scoring.cli import console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypedDict

    class ScoreOptions(TypedDict):
        """The options of `score`, as `run_score` takes them."""

        file: str
        references: str | None
        as_of: str | None
        criteria_path: tuple[str, ...]
        form: str


__all__ = ["ENVIRONMENT", "FINDINGS", "FINE", "INTERRUPTED", "USAGE", "main", "score"]

FINE, FINDINGS, USAGE, ENVIRONMENT, INTERRUPTED = 0, 1, 2, 3, 130
PLAIN_OPTIONS = {"--references", "--as-of", "--criteria-path", "--format"}


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
    except BrokenPipeError:
        return _reader_gone()
    except Exception as error:
        return _internal(error)
    return code


def _run(given: list[str]) -> int:
    plain = _plain_score(given)
    if plain is None:
        from scoring.cli.app import run

        return run(given)
    return score(plain)


def score(options: ScoreOptions) -> int:
    """Print a score: what was printed before for the same bytes, else what the engine finds."""
    from scoring.cli import memo

    key = memo.key_of(options)
    known = memo.recall(key, options) if key is not None else None
    if known is None:
        from scoring.cli.score import run_score

        return run_score(options)
    code, text, told = known
    if told:
        console.message(told)
    console.data(text)
    return code


def _plain_score(given: list[str]) -> ScoreOptions | None:
    """The options of a `score FILE` whose every word is known, else None."""
    if not given or given[0] != "score":
        return None
    file: str | None = None
    found: dict[str, list[str]] = {name: [] for name in PLAIN_OPTIONS}
    words = iter(given[1:])
    for word in words:
        name, equals, value = word.partition("=")
        if name in PLAIN_OPTIONS:
            value = value if equals else next(words, "")
            if not value or value.startswith("-"):
                return None
            found[name].append(value)
        elif word.startswith("-") or file is not None or not word:
            return None
        else:
            file = word
    single = [found[name] for name in ("--references", "--as-of", "--format")]
    if file is None or any(len(values) > 1 for values in single):
        return None
    if not all(os.path.isdir(folder) for folder in found["--criteria-path"]):
        return None
    references, as_of, form = (values[0] if values else None for values in single)
    if form not in (None, "text", "json", "csv"):
        return None
    from scoring.cli.dates import day_of

    if as_of is not None and day_of(as_of) is None:
        return None
    return {
        "file": file,
        "references": references,
        "as_of": as_of,
        "criteria_path": tuple(found["--criteria-path"]),
        "form": form or "text",
    }


def _reader_gone() -> int:
    """The reader of stdout went away (`| head`): nothing is wrong, and nothing more can be said there."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
    except (OSError, ValueError):
        pass
    return FINE


def _internal(error: Exception) -> int:
    """Say what failed without a wall of English; the details are there for who asks for them."""
    from scoring.cli.failures import failure_text

    if os.environ.get("SCORING_DEBUG"):
        import traceback

        traceback.print_exc()
    console.message(failure_text(error))
    return ENVIRONMENT
