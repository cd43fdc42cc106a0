"""What several tests look at and none changes is made once for all workers of a test run."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

__all__ = ["made_once"]

T = TypeVar("T")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> tuple[Path, T]:
    """A folder that goes by `name` in this test run, and what `make` gave when it was called, once, to fill it. The value
    passes through pickle: of classes that live in a conftest, which pytest imports under two names, it may hold none."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # each worker has a folder of its own in it
    folder, kept = root / name, root / f"{name}.pickle"
    with FileLock(root / f"{name}.lock"):
        if not kept.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            kept.write_bytes(pickle.dumps(make(folder)))
    value: T = pickle.loads(kept.read_bytes())
    return folder, value
