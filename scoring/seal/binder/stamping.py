"""The page number on each page of the binder, upright for the reader whichever way the page is turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

__all__ = ["Stamp"]

FONT = "/ScoringFolio"
DIGIT, DASH, SPACE = 0.556, 1.0, 0.278
"""Widths in Helvetica, in ems."""


class Stamp:
    """Stamps the pages of one PDF that is being put together."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        import pikepdf

        self.pdf = pdf
        self.font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )

    def put(self, page: pikepdf.Page, number: int) -> None:
        """Write — 37 — at the foot of the page, on white so that it can be read over a scan."""
        import pikepdf

        left, bottom, right, top = _visible(page)
        turn = int(page.obj.get("/Rotate", 0)) % 360 if isinstance(page.obj.get("/Rotate", 0), int) else 0
        wide, high = (right - left, top - bottom) if turn in (0, 180) else (top - bottom, right - left)
        matrix = {
            0: (1, 0, 0, 1, left, bottom),
            90: (0, 1, -1, 0, right, bottom),
            180: (-1, 0, 0, -1, right, top),
            270: (0, -1, 1, 0, left, top),
        }.get(turn, (1, 0, 0, 1, left, bottom))
        size = max(6.0, min(10.5 * high / 842, 40.0))
        length = size * (2 * DASH + 2 * SPACE + DIGIT * len(str(number)))
        start, foot = (wide - length) / 2, size * 1.6
        text = b"\x97 " + str(number).encode("ascii") + b" \x97"
        drawing = (
            (
                f"q {' '.join(f'{value:.3f}' for value in matrix)} cm\n"
                f"1 g {start - 2:.2f} {foot - size * 0.35:.2f} {length + 4:.2f} {size * 1.3:.2f} re f\n"
                f"0 g BT {FONT} {size:.2f} Tf {start:.2f} {foot:.2f} Td ("
            ).encode("ascii")
            + text
            + b") Tj ET Q\n"
        )
        resources = page.obj.get("/Resources")
        if not isinstance(resources, pikepdf.Dictionary):
            page.obj.Resources = pikepdf.Dictionary()
        page.add_resource(self.font, pikepdf.Name.Font, pikepdf.Name(FONT))
        page.contents_add(self.pdf.make_stream(b"q\n"), prepend=True)
        page.contents_add(self.pdf.make_stream(b"\nQ\n" + drawing))


def _visible(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """The part of the page a reader sees, as left, bottom, right, top."""
    boxes = []
    for box in (page.mediabox, page.cropbox):
        x0, y0, x1, y1 = (float(value) for value in box)
        boxes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    media, crop = boxes
    seen = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return seen if seen[2] - seen[0] >= 10 and seen[3] - seen[1] >= 10 else media
