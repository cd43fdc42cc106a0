"""Limits for PDFs from anywhere: what pikepdf may unpack and how many pages it may be asked to lay out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

__all__ = ["MOST_PAGES", "guard", "pages_of"]

MOST_PAGES = 20_000
UNPACKED = 64 << 20
"""Object lists and tables of contents of a PDF are far smaller; its pictures and pages are never unpacked here."""


def guard() -> None:
    """Set the limits for this process and silence English warnings; call it before a PDF is opened."""
    import logging
    import warnings

    from pikepdf import PikepdfWarning, settings

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", category=PikepdfWarning)
    settings.set_qpdf_limits(
        flate_max_memory=UNPACKED,
        png_max_memory=UNPACKED,
        tiff_max_memory=UNPACKED,
        run_length_max_memory=UNPACKED,
        max_stream_filters=2,
        parser_max_container_size=1_000_000,
        doc_max_warnings=1_000,
    )


def pages_of(pdf: pikepdf.Pdf) -> int:
    """The pages of the tree, counted without laying them out: a small file can name one page a million times.

    Returns 0 where the tree makes no sense or holds more than MOST_PAGES.
    """
    import pikepdf

    waiting, seen, count = [pdf.Root.get("/Pages")], set(), 0
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        kids = node.get("/Kids")
        if not isinstance(kids, pikepdf.Array):
            count += 1
        elif node.objgen in seen or len(kids) > MOST_PAGES:
            return 0
        else:
            seen.add(node.objgen)
            waiting += list(kids)
        if count + len(waiting) > 2 * MOST_PAGES or count > MOST_PAGES:
            return 0
    return count
