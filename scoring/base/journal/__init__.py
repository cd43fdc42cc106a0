"""The journal of decisions (审核记录): one line for each, chained by checksums, so that an altered line shows."""

from __future__ import annotations

from scoring.base.journal.chain import EMPTY, Entry, JournalCheck, check_lines
from scoring.base.journal.file import append, check, read

__all__ = ["EMPTY", "Entry", "JournalCheck", "append", "check", "check_lines", "read"]
