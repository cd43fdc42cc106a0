"""Opens a PDF to count its pages, and tells why it cannot be opened."""

from __future__ import annotations

from scoring.record import record

__all__ = ["Opened", "open_pdf"]

MOST_PAGES = 20_000


@record
class Opened:
    """What opening a PDF tells: its pages (None where it cannot be opened) and whether a password is asked for."""

    pages: int | None = None
    locked: bool = False


def open_pdf(path: str) -> Opened:
    """Open the file at `path` without reading its content. Never raises."""
    import logging

    import pikepdf

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # its English warnings are for developers
    try:
        with pikepdf.open(path) as pdf:
            count = len(pdf.pages)
            if not 0 < count <= MOST_PAGES:
                return Opened()
            return Opened(pages=count)
    except pikepdf.PasswordError:
        return Opened(locked=True)
    except Exception:  # a hostile or broken file raises nearly anything, and none of it may stop a report
        return Opened()
