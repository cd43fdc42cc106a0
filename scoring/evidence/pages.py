"""Counts the pages of a PDF where the city states none."""

from __future__ import annotations

__all__ = ["count"]

LARGEST = 64 << 20
"""Bytes. A scan above this is not opened only to count its pages."""


def count(path: str, size: int) -> int | None:
    """The number of pages in the page tree, or None where it cannot be told (damaged, locked or very large)."""
    if size > LARGEST:
        return None
    import logging

    import pypdf

    # A damaged file is the city's to mend and shows as a blank page count; pypdf's own warnings are for developers.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with pypdf.PdfReader(path) as reader:
            return reader.get_num_pages()
    except Exception:  # a hostile or broken file raises nearly anything, and none of it may stop a report
        return None
