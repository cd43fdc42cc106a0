"""From results to texts: everything a report prints, ready to be set in type by any renderer."""

from __future__ import annotations
