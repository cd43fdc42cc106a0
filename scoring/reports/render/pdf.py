"""The report as PDF; the only module that imports WeasyPrint.

Nothing is loaded but the bundled faces, a user's own faces and what a template carries inside itself: the fetcher knows
no network and no file system. The clock is not read, so the same view gives the same bytes.
"""

from __future__ import annotations

import atexit
import functools
import gc
import re
import tempfile
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from scoring.base.errors import Problem, ProblemsError
from scoring.base.marks import INTEGRITY_STAMP, mark_of
from scoring.base.reading import open_regular
from scoring.base.tempfiles import folder_prefix
from scoring.reports.render import fonts as faces
from scoring.reports.render.glyphs import with_gaps
from scoring.reports.render.html import PRINTED, Printable, fill, html, styles
from scoring.reports.render.quiet import by_full_name, quiet

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

__all__ = ["Attachment", "Drawn", "Engine", "draw", "engine", "form_pdf", "pdf"]

BASE = "report:/"
"""Relative addresses are resolved against this; the fetcher serves nothing below it."""
_QUOTES = re.compile("(?<=[\\w，。；：、？！…）])(?=“)|(?<=”)(?=[\\w（])")
"""Where a line may end at a Chinese quotation mark. Pango before 1.52 keeps the marks glued to the words on both sides,
which leaves ragged lines; a zero-width space there is drawn as nothing and does not come out when text is copied."""
INSTALL = (
    "HTML 报告不受影响：把输出文件名改为 .html 即可，浏览器中打印或另存为 PDF。要直接生成 PDF，请安装 Pango："
    "Debian、Ubuntu、统信 UOS、银河麒麟运行 sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0；"
    "Windows 按 WeasyPrint 文档安装 MSYS2 后运行 pacman -S mingw-w64-x86_64-pango；macOS 运行 brew install pango。"
)
EARLIEST = "1980-01-01"


class Attachment(Struct, frozen=True, kw_only=True):
    """A file inside the PDF: its ASCII name, its bytes, its media type, what it is (Chinese) and its relationship in the
    sense of PDF/A-3 (Source, Data)."""

    name: str
    data: bytes
    media: str
    note: str
    relationship: str


class Engine(Struct, frozen=True, kw_only=True):
    """What draws the PDF. `fast` is False where libharfbuzz-subset cannot be loaded: it works, but 4 to 10 times
    slower."""

    weasyprint: str
    pango: str
    fast: bool


class Drawn(Struct, frozen=True, kw_only=True):
    """A drawn document: its bytes, how many pages it has, and the page (from 0) on which each element with an id
    begins."""

    data: bytes
    pages: int
    anchors: Mapping[str, int]


def draw(text: str, *, fonts: faces.FontSet | None = None, sheets: tuple[str, ...] = (), mark: str = "") -> Drawn:
    """Any HTML drawn with the faces of the report and the style `sheets`, under the same rules as the report, with
    the `mark` of its kind (`scoring.base.marks`).

    Raises ProblemsError as `pdf` does.
    """
    weasyprint = _weasyprint()
    chosen = fonts or faces.FontSet(files=faces.bundled())
    renderer = _renderer(chosen, sheets)
    text = _QUOTES.sub("\u200b", with_gaps(text, chosen))
    with quiet():
        page = weasyprint.HTML(string=text, base_url=BASE, url_fetcher=renderer.fetcher)
        document = page.render(font_config=renderer.config, stylesheets=[renderer.sheet])
        made = document.write_pdf(finisher=_marking(mark))
    anchors: dict[str, int] = {}
    for number, drawn in enumerate(document.pages):
        for name in drawn.anchors:
            anchors.setdefault(name, number)
    return Drawn(data=made, pages=len(document.pages), anchors=anchors)


def form_pdf(view: Printable, *, fonts: faces.FontSet | None = None) -> bytes:
    """The official form (自评表) of a report as a PDF by itself. Raises ProblemsError as `pdf` does."""
    text = fill("form-alone.html", view=view)
    return draw(text, fonts=fonts, sheets=styles(sheets=(*PRINTED, "form-alone.css"))).data


def engine() -> Engine:
    """The versions in use, for a check-up. Raises ProblemsError (`pdf-engine-missing`) where PDF cannot be made."""
    weasyprint = _weasyprint()
    from weasyprint.text import ffi

    number: int = ffi.pango.pango_version()
    pango = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return Engine(weasyprint=weasyprint.__version__, pango=pango, fast=bool(ffi.harfbuzz_subset))


def pdf(
    view: Printable,
    *,
    fonts: faces.FontSet | None = None,
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
    weasyprint = _weasyprint()
    chosen = fonts or faces.FontSet(files=faces.bundled())
    text = _QUOTES.sub("\u200b", with_gaps(text, chosen))
    renderer = _renderer(chosen, styles(templates))
    collecting = gc.isenabled()
    gc.disable()  # laying out makes millions of live boxes; collecting meanwhile costs a fifth of the time
    try:
        with quiet():
            page = weasyprint.HTML(string=text, base_url=BASE, url_fetcher=renderer.fetcher)
            document = page.render(font_config=renderer.config, stylesheets=[renderer.sheet])
            made: bytes = document.write_pdf(
                **(_with_attachments(attachments, view.day) or {"finisher": _marking(mark)})
            )
        del page, document
    finally:
        if collecting:
            gc.enable()
            gc.collect()
    return made


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
    import io
    from datetime import datetime

    import pydyf
    from weasyprint import Attachment as AttachedFile

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

    files = [
        AttachedFile(
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


class _Renderer:
    """What stays the same from one report to the next: faces, style sheet and fetcher, and the folder they live in."""

    def __init__(self, chosen: faces.FontSet, sheets: tuple[str, ...]) -> None:
        weasyprint = _weasyprint()
        from weasyprint.text.fonts import FontConfiguration

        self.folder = tempfile.TemporaryDirectory(prefix=folder_prefix("report"), ignore_cleanup_errors=True)
        with quiet():
            self.config = FontConfiguration()
        self.fetcher = _fetcher({_address(place): file.path for place, file in enumerate(chosen.files)})
        earlier = tempfile.tempdir
        tempfile.tempdir = self.folder.name  # WeasyPrint copies faces to the default folder and may leave them there
        try:
            rules = "".join(_font_face(place, file) for place, file in enumerate(chosen.files))
            self.sheet = weasyprint.CSS(
                string=rules + "\n".join(sheets), base_url=BASE, font_config=self.config, url_fetcher=self.fetcher
            )
        finally:
            tempfile.tempdir = earlier


@functools.lru_cache(maxsize=2)
def _renderer(chosen: faces.FontSet, sheets: tuple[str, ...]) -> _Renderer:
    return _Renderer(chosen, sheets)


# WeasyPrint's font configuration frees itself with functions that are gone once the interpreter takes itself apart.
atexit.register(_renderer.cache_clear)


def _address(place: int) -> str:
    return f"face:{place}"


def _font_face(place: int, file: faces.FontFile) -> str:
    return f'@font-face {{ font-family: "{file.family}"; src: url({_address(place)}); font-weight: normal }}\n'


def _fetcher(served: Mapping[str, str]) -> URLFetcher:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Bundled(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Serves the faces by their private addresses and data URIs; refuses everything else."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if url in served:
                return URLFetcherResponse(url, _face_bytes(served[url]))
            if url[:5].lower() != "data:":
                raise ValueError(f"refused: {url}")
            return super().fetch(url, headers)

    return Bundled(allowed_protocols={"data"})


def _face_bytes(path: str) -> bytes:
    """The bytes of a face; of a collection the first one, because a whole collection renders ten times slower."""
    with open_regular(path) as file:
        data = file.read()
    if data[:4] != faces.COLLECTION:
        return data
    import io

    from fontTools.ttLib import TTFont

    single = io.BytesIO()
    with TTFont(io.BytesIO(data), fontNumber=0, recalcTimestamp=False) as font:
        font.save(single)
    return single.getvalue()


def _weasyprint() -> ModuleType:
    try:
        with by_full_name(), quiet():  # without Pango it prints a page of English
            import weasyprint
    except (ImportError, OSError) as error:
        what = "没有安装 WeasyPrint" if isinstance(error, ImportError) else "缺少系统库 Pango"
        problem = Problem(code="pdf-engine-missing", message=f"暂时不能生成 PDF：{what}。", hint=INSTALL)
        raise ProblemsError([problem]) from error
    module: ModuleType = weasyprint
    return module
