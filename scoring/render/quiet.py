"""Keeps what libraries print for programmers away from the person at the terminal."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import warnings
from collections.abc import Iterator

__all__ = ["quiet"]


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
def _native() -> Iterator[None]:
    """Let file descriptor 2 lead nowhere for a while; C libraries write to it past Python."""
    try:
        kept = os.dup(2)
    except OSError:  # closed, so nobody is listening
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
