"""JSON Schemas (2020-12) of packs and submissions, and checking with them in Chinese."""

from __future__ import annotations
