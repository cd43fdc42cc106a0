"""Many inputs in one run: found, scored each by itself in worker processes, kept in a state that survives anything."""

from __future__ import annotations

from scoring.batch.cluster import ClusterError
from scoring.batch.model import BatchOptions, BatchResult, Input, InputSource, Skipped
from scoring.batch.pool import StartError
from scoring.batch.run import BusyError, run

__all__ = [
    "BatchResult",
    "BusyError",
    "ClusterError",
    "Input",
    "InputSource",
    "BatchOptions",
    "Skipped",
    "StartError",
    "run",
]
