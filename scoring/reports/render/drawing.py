"""HTML drawn as PDF by WeasyPrint; the only module that imports it.

Nothing is loaded but the bundled faces, a user's own faces and what a template carries inside itself: the fetcher knows
no network and no file system. What WeasyPrint does in vain is kept from it: it takes a third of the time of a report.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from scoring.base.errors import Problem, ProblemsError
from scoring.base.reading import open_regular
from scoring.base.tempfiles import folder_prefix
from scoring.reports.render import fonts as faces
from scoring.reports.render.glyphs import with_gaps
from scoring.reports.render.quiet import by_full_name, quiet

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

__all__ = ["Drawn", "Engine", "draw_html", "engine", "library"]

BASE = "report:/"
"""Relative addresses are resolved against this; the fetcher serves nothing below it."""
_QUOTES = re.compile("(?<=[\\w，。；：、？！…）])(?=“)|(?<=”)(?=[\\w（])")
"""Where a line may end at a Chinese quotation mark. Pango before 1.52 keeps the marks glued to the words on both sides,
which leaves ragged lines; a zero-width space there is drawn as nothing and does not come out when text is copied."""
_ROOT = re.compile(r":root\s*\{([^}]*)\}")
_VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;}]*[^;}\s])")
_USE = re.compile(r"var\((--[\w-]+)\)")
_NESTED = 4
"""How deep variables of variables are written out."""
_NOTES = re.compile(r"^::(?:footnote|note)-[^\n]*\n", re.MULTILINE)
"""Of WeasyPrint's own style sheet: footnotes, which no report of ours has."""
_ASKED = re.compile(r"footnote|\bnote\(")
"""A user's style sheet that has them."""
INSTALL = (
    "HTML 报告不受影响：把输出文件名改为 .html 即可，浏览器中打印或另存为 PDF。要直接生成 PDF，请安装 Pango："
    "Debian、Ubuntu、统信 UOS、银河麒麟运行 sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0；"
    "Windows 按 WeasyPrint 文档安装 MSYS2 后运行 pacman -S mingw-w64-x86_64-pango；macOS 运行 brew install pango。"
)


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


def draw_html(text: str, fonts: faces.FontSet | None, sheets: tuple[str, ...], **options: Any) -> Drawn:
    """Draw a page of HTML with the faces of the report and the style `sheets`; `options` are those of WeasyPrint's
    `write_pdf`. Raises ProblemsError (`pdf-engine-missing`) where WeasyPrint or Pango is not there."""
    chosen = fonts or faces.FontSet(files=faces.bundled())
    renderer = _renderer(chosen, sheets)
    text = _QUOTES.sub("\u200b", with_gaps(text, chosen))
    with _uncollected(), quiet():
        page = renderer.page(string=text, base_url=BASE, url_fetcher=renderer.fetcher)
        document = page.render(font_config=renderer.config, stylesheets=[renderer.sheet])
        made: bytes = document.write_pdf(**options)
        pages, anchors = len(document.pages), _anchors(document)
        del page, document
    return Drawn(data=made, pages=pages, anchors=anchors)


def engine() -> Engine:
    """The versions in use, for a check-up. Raises ProblemsError (`pdf-engine-missing`) where PDF cannot be made."""
    weasyprint = library()
    from weasyprint.text import ffi

    number: int = ffi.pango.pango_version()
    pango = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return Engine(weasyprint=weasyprint.__version__, pango=pango, fast=bool(ffi.harfbuzz_subset))


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """No collecting inside the block, where laying out makes a million live boxes: it would cost a fifth of the time.
    After it only what the block left behind is looked through, not everything that is loaded."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.collect(0)
            gc.enable()


def _anchors(document: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for name in page.anchors:
            found.setdefault(name, number)
    return found


@functools.cache
def _without_notes() -> Any:
    """WeasyPrint's HTML with its own style sheet less what it says of every element's footnotes and marker: five sixths
    of the styles that it works out for a report, all unused."""
    whole = library().HTML
    try:
        from weasyprint.html import UA, UA_COUNTER_STYLE
    except ImportError:  # another version, and slower
        return whole
    text = _NOTES.sub("", UA).replace("\n::marker", "\nli::marker")
    sheet = library().CSS(string=text, counter_style=type(UA_COUNTER_STYLE)())

    def own_sheets(_page: object, _forms: bool = False) -> list[Any]:
        return [sheet]

    return type("WithoutNotes", (whole,), {"_ua_stylesheets": own_sheets})


class _Renderer:
    """What stays the same from one report to the next: faces, style sheet, fetcher, the class of a page, and the folder
    they live in."""

    def __init__(self, chosen: faces.FontSet, sheets: tuple[str, ...]) -> None:
        weasyprint = library()
        from weasyprint.text.fonts import FontConfiguration

        self.folder = tempfile.TemporaryDirectory(prefix=folder_prefix("report"), ignore_cleanup_errors=True)
        with quiet():
            self.config = FontConfiguration()
        self.fetcher = _fetcher({_address(place): file.path for place, file in enumerate(chosen.files)})
        earlier = tempfile.tempdir
        tempfile.tempdir = self.folder.name  # WeasyPrint copies faces to the default folder and may leave them there
        try:
            rules = "".join(_font_face(place, file) for place, file in enumerate(chosen.files))
            sheet = _written_out("\n".join(sheets))
            self.page = weasyprint.HTML if _ASKED.search(sheet) else _without_notes()
            self.sheet = weasyprint.CSS(
                string=rules + sheet,
                base_url=BASE,
                font_config=self.config,
                url_fetcher=self.fetcher,
            )
        finally:
            tempfile.tempdir = earlier


def _written_out(sheet: str) -> str:
    """A style sheet with the variables of `:root` in their places: WeasyPrint would look them up again for every element.
    One that is declared a second time elsewhere is left to it."""
    values = dict(_VARIABLE.findall("".join(_ROOT.findall(sheet))))
    declared = Counter(name for name, _ in _VARIABLE.findall(sheet))
    once = {name: value for name, value in values.items() if declared[name] == 1}
    for _ in range(_NESTED):
        sheet = _USE.sub(lambda use: once.get(use[1], use[0]), sheet)
    return sheet


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


def library() -> ModuleType:
    """WeasyPrint. Raises ProblemsError (`pdf-engine-missing`) where it or Pango is not there."""
    try:
        with by_full_name(), quiet():  # without Pango it prints a page of English
            import weasyprint
    except (ImportError, OSError) as error:
        what = "没有安装 WeasyPrint" if isinstance(error, ImportError) else "缺少系统库 Pango"
        problem = Problem(code="pdf-engine-missing", message=f"暂时不能生成 PDF：{what}。", hint=INSTALL)
        raise ProblemsError([problem]) from error
    module: ModuleType = weasyprint
    return module
