"""The short way to a score: options read without click, and the text printed before for the same bytes."""

from __future__ import annotations

import os

from scoring.cli import console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scoring.cli.score_options import ScoreOptions

__all__ = ["plain_score", "score"]

PLAIN_OPTIONS = {"--references", "--as-of", "--criteria-path", "--format"}


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


def plain_score(given: list[str]) -> ScoreOptions | None:
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
        "previous": (),
        "reviews": (),
    }
