"""The pages of a Word document: GB/T 9704, A4 with 28 characters by 22 lines, numbers outside, a watermark."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from scoring.reports.word.elements import Element, element, field, run, twips

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import _Footer, _Header

__all__ = ["lay_out"]

ACROSS, DOWN = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
LINES, CHARACTERS, TYPE = 22, 28, 16
"""The grid, and the size of the type in points."""
FOOTER, NUMBER = 7, 14
"""The page number stands so many millimetres below the text, and is of so many points."""


def lay_out(document: Document, *, running: str, watermark: str, cover: bool) -> None:
    """Set up the one section of the document. `running` stands small at the inner side of the foot; the first page has
    neither it nor a number where it is a `cover`."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(ACROSS), Mm(DOWN)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.gutter = Mm(0)
    section.footer_distance = Mm(BOTTOM - FOOTER) - Pt(NUMBER)
    section.header_distance = Mm(15)
    section.different_first_page_header_footer = cover
    pitch, across = (DOWN - TOP - BOTTOM) / LINES, (ACROSS - LEFT - RIGHT) / CHARACTERS
    space = round((across * 72 / 25.4 - TYPE) * 4096)
    section._sectPr.append(element("w:docGrid", type="linesAndChars", linePitch=twips(pitch), charSpace=space))
    _foot(section.footer, running, odd=True)
    _foot(section.even_page_footer, running, odd=False)
    headers = [section.header, section.even_page_header]
    if cover:
        headers.append(section.first_page_header)
        section.first_page_footer.is_linked_to_previous = False
    for number, header in enumerate(headers, start=1):
        header.is_linked_to_previous = False
        _plain(header, "Header")
        if watermark:
            header.paragraphs[0]._p.append(_watermark(watermark, number))


def _plain(part: _Header | _Footer, style: str) -> Element:
    """The one paragraph of a header or footer, in its style."""
    own: Element = part.paragraphs[0]._p
    for child in list(own):
        own.remove(child)
    own.append(element("w:pPr", element("w:pStyle", val=style)))
    return own


def _foot(footer: _Footer, running: str, *, odd: bool) -> None:
    footer.is_linked_to_previous = False
    own = _plain(footer, "Footer")
    number = [
        run("— ", "PageNumber"),
        *field("PAGE", [run("1", "PageNumber", page_number=True)], "PageNumber"),
        run(" —", "PageNumber"),
    ]
    title = run(running, "RunningTitle")
    tab = element("w:r", element("w:tab"))
    # one character from the edge of the text, as the standard has it
    for part in (
        [title, tab, *number, run("\u3000", "PageNumber")]
        if odd
        else [run("\u3000", "PageNumber"), *number, tab, title]
    ):
        own.append(part)


def _watermark(text: str, number: int) -> Element:
    """What Word itself makes of 设计—水印, so that it can be taken out there."""
    wide = min(90 * len(text), 460)
    shape = (
        f"position:absolute;margin-left:0;margin-top:0;width:{wide}pt;height:90pt;rotation:328;z-index:-251658240;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    made: Element = parse_xml(
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:rPr><w:noProof/></w:rPr>'
        '<w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
        ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"'
        ' o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136"'
        f' alt={quoteattr("水印：" + text)} style="{shape}" o:allowincell="f" fillcolor="#efefef" stroked="f">'
        f'<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string={quoteattr(text)}/></v:shape></w:pict></w:r>'
    )
    return made
