"""The report as PDF. The clock is not read, so the same view gives the same bytes."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import Struct

from scoring.base.marks import INTEGRITY_STAMP, mark_of
from scoring.reports.render.drawing import Drawn, draw_html, library
from scoring.reports.render.fonts import FontSet
from scoring.reports.render.html import PRINTED, Printable, fill, html, styles

__all__ = ["Attachment", "draw", "form_pdf", "pdf"]

EARLIEST = "1980-01-01"


class Attachment(Struct, frozen=True, kw_only=True):
    """A file inside the PDF: its ASCII name, its bytes, its media type, what it is (Chinese) and its relationship in the
    sense of PDF/A-3 (Source, Data)."""

    name: str
    data: bytes
    media: str
    note: str
    relationship: str


def draw(text: str, *, fonts: FontSet | None = None, sheets: tuple[str, ...] = (), mark: str = "") -> Drawn:
    """Any HTML drawn with the faces of the report and the style `sheets`, under the same rules as the report, with
    the `mark` of its kind (`scoring.base.marks`).

    Raises ProblemsError as `pdf` does.
    """
    return draw_html(text, fonts, sheets, finisher=_marking(mark))


def form_pdf(view: Printable, *, fonts: FontSet | None = None) -> bytes:
    """The official form (自评表) of a report as a PDF by itself. Raises ProblemsError as `pdf` does."""
    text = fill("form-alone.html", view=view)
    return draw(text, fonts=fonts, sheets=styles(sheets=(*PRINTED, "form-alone.css"))).data


def pdf(
    view: Printable,
    *,
    fonts: FontSet | None = None,
    templates: str | None = None,
    attachments: tuple[Attachment, ...] = (),
    mark: str = "",
) -> bytes:
    """The report as the bytes of a PDF file, with bookmarks, metadata and embedded faces.

    `fonts` comes from `fonts.choose`; None takes the bundled faces. `templates` as for `html`. With
    `attachments` it is a PDF/A-3 and keeps a place for an INTEGRITY_STAMP, without them it has the `mark` of its kind. Raises ProblemsError
    with `pdf-engine-missing` where WeasyPrint or Pango is not there, else what `html` raises.
    """
    text = html(view, standalone=False, templates=templates)
    options = _with_attachments(attachments, view.day) or {"finisher": _marking(mark)}
    return draw_html(text, fonts, styles(templates), **options).data


def _marking(mark: str) -> Callable[[object, Any], None] | None:
    """What puts the mark of a kind into a PDF, in plain bytes."""
    if not mark:
        return None
    import pydyf

    def finish(_document: object, pdf: Any) -> None:
        place = pydyf.Stream([mark_of(mark).encode("ascii")], compress=False)
        pdf.add_object(place)
        pdf.catalog["ScoringMark"] = place.reference

    return finish


def _with_attachments(attachments: tuple[Attachment, ...], day: str) -> dict[str, Any]:
    """The options of `write_pdf` that put files into a PDF/A-3, with a fixed date."""
    if not attachments:
        return {}
    attached = library().Attachment
    import pydyf

    medias = {pydyf.String(one.name).data: one.media for one in attachments}
    when = datetime.fromisoformat(day or EARLIEST)

    def finish(_document: object, pdf: Any) -> None:
        place = pydyf.Stream([INTEGRITY_STAMP], compress=False)
        pdf.add_object(place)
        pdf.catalog["ScoringSeal"] = place.reference
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))  # WeasyPrint 70 lists each file twice
        pdf.objects[int(pdf.catalog["Metadata"].split()[0])].compress = False  # archives read it without unpacking
        for spec in [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/Filespec"]:
            stream = pdf.objects[int(spec["EF"]["F"].split()[0])]
            media = medias.get(spec["UF"].data)
            if media is not None:
                stream.extra["Subtype"] = "/" + media.replace("/", "#2f")  # not what this machine takes an ending for
        for stream in [one for one in pdf.objects if isinstance(one, pydyf.Stream) and one.compress]:
            _compress(stream)

    files = [
        attached(
            file_obj=io.BytesIO(one.data),
            name=one.name,
            description=one.note,
            created=when,
            modified=when,
            relationship=one.relationship,
        )
        for one in attachments
    ]
    return {"pdf_variant": "pdf/a-3u", "attachments": files, "finisher": finish}


def _compress(stream: Any) -> None:
    """Compress a stream now; pydyf would do it twice, for the identifier of the PDF and for its bytes, and as hard as it
    can, which takes double the time for a hundredth of the size."""
    begin, end = b"\nstream\n", b"\nendstream"
    stream.compress = False
    data = stream.data
    stream.stream = [zlib.compress(data[data.index(begin) + len(begin) : -len(end)])]
    stream.extra["Filter"] = "/FlateDecode"
