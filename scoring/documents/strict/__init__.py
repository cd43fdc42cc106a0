"""Read files strictly: text becomes located data, or problems in Chinese. Nothing here knows what the data means."""

from __future__ import annotations

from scoring.documents.strict.reader import parse_document, parse_yaml, read_document, read_yaml
from scoring.documents.strict.text import too_large

__all__ = ["parse_document", "parse_yaml", "read_document", "read_yaml", "too_large"]
