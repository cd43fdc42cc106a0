"""Charts and drawings of a Word document: PNG at the sharpness of print, with a text for who cannot see them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.shared import Mm

from scoring.reports import blocks
from scoring.reports.html import bars_svg
from scoring.reports.word.elements import Element, element
from scoring.reports.word.raster import png

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["Pictures"]

WIDTH, TALLEST = 150, 215
"""In millimetres; a page takes no more."""


class Pictures:
    """Puts pictures into a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._count = 0

    def drawn(self, block: blocks.Bars | blocks.Picture) -> Element:
        """The run that holds the picture."""
        svg = bars_svg(block) if isinstance(block, blocks.Bars) else block.svg
        self._count += 1
        wide = block.width if isinstance(block, blocks.Picture) else WIDTH
        inline = self._inline(io.BytesIO(png(svg)), wide)
        about = inline.docPr
        about.set("id", str(self._count))
        about.set("name", f"图{self._count}")
        about.set("descr", described(block))
        return element("w:r", element("w:drawing", inline))

    def _inline(self, image: io.BytesIO, width: float):  # type: ignore[no-untyped-def]
        part = self._document.part
        inline = part.new_pic_inline(image, width=Mm(width))
        if inline.extent.cy > Mm(TALLEST):
            image.seek(0)
            inline = part.new_pic_inline(image, height=Mm(TALLEST))
        return inline


def described(block: blocks.Bars | blocks.Picture) -> str:
    """The text that is read out in place of a picture: for bars their names and figures."""
    if isinstance(block, blocks.Picture):
        return block.title
    bars = "；".join(f"{bar.label} {bar.figure}" for bar in block.bars)
    return f"{block.title}：{bars}" if block.title else bars
