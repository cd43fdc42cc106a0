"""One evidence file as a clean PDF of its own: pages copied out of a PDF, or a picture on a page of its own; and the page
number that each page gets in the binder.

Whatever is wrong with a file shows here, before any page number is given out.
"""

from __future__ import annotations

import contextlib
import os.path
import warnings
import zlib
from decimal import Decimal

import pikepdf
from PIL import Image, ImageSequence

from scoring.base.errors import ProblemsError
from scoring.base.reading import limit_pikepdf, open_regular, pages_of
from scoring.seal.binder.cleaning import Bookmark, clean, marks_of, print_values

__all__ = ["PICTURES", "RefusedError", "Stamp", "bookmarks", "from_pdf", "from_picture", "join"]

PICTURES = ("png", "jpeg", "gif", "bmp", "tiff", "webp")
MOST_PIXELS = 36_000_000
"""A picture that has to be unpacked may take 3 to 4 bytes a pixel."""
MOST_FRAMES = 500
A4 = (595.276, 841.89)
MARGIN = 42.5


class RefusedError(Exception):
    """A file that cannot be bound; the text says why, in Chinese."""


def from_pdf(path: str, target: str) -> int:
    """Copy the pages of the PDF at `path` to `target` as they print, without anything that acts by itself or reaches
    outside; returns their number. Raises RefusedError, and ProblemsError where values of a form cannot be drawn."""
    try:
        limit_pikepdf()
        with pikepdf.open(path, access_mode=pikepdf.AccessMode.stream) as source:
            count = pages_of(source)
            if not count:
                raise RefusedError("没有页面，或者页数太多，不像一份正常的材料")
            for page in source.pages:
                _box(page)
            print_values(source)
            clean(source)
            source.save(target, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return count
    except pikepdf.PasswordError as error:
        raise RefusedError("加了密码，打不开") from error
    except (RefusedError, ProblemsError, MemoryError):
        raise
    except Exception as error:  # a hostile or broken file raises nearly anything, and none of it may end the run
        raise RefusedError("文件已损坏，打不开") from error


def bookmarks(path: str) -> tuple[Bookmark, ...]:
    """The bookmarks of the PDF at `path`; none where they cannot be read."""
    limit_pikepdf()
    with contextlib.suppress(Exception), pikepdf.open(path, access_mode=pikepdf.AccessMode.stream) as source:
        if pages_of(source):
            return marks_of(source)
    return ()


def join(parts: list[tuple[str, str]], target: str) -> None:
    """Write the pages of `parts` (path, range like 1-z) to `target`, reading each page's content when it is written.

    pikepdf's own way to take over pages keeps all their content in memory; qpdf's job does not.
    """
    words = ["qpdf", "--empty", "--deterministic-id", "--no-warn", "--warning-exit-0"]
    words += ["--decode-level=none", "--pages"]  # content is passed on as it is packed: no bomb goes off here
    for path, pages in parts:
        words += [path, pages]
    pikepdf.Job([*words, "--", target]).run()


def _box(page: pikepdf.Page) -> None:
    """Refuse pages whose size makes no sense, so that the page number has a place to stand."""
    box = [float(Decimal(str(value))) for value in page.mediabox]
    unit = page.obj.get("/UserUnit", 1)
    scale = float(unit) if isinstance(unit, (int, Decimal)) else 1.0
    wide, high = abs(box[2] - box[0]) * scale, abs(box[3] - box[1]) * scale
    if not (10 <= wide <= 40_000 and 10 <= high <= 40_000):
        raise RefusedError("页面大小不正常")


def from_picture(path: str, target: str) -> int:
    """Put each frame of the picture at `path` on a page of its own; returns the number of pages."""
    try:
        with warnings.catch_warnings(), Image.open(path) as picture, pikepdf.new() as made:
            warnings.simplefilter("ignore")
            frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
            if frames > MOST_FRAMES:
                raise RefusedError(f"图片有{frames}页，太多")
            if picture.format == "JPEG" and picture.mode in ("RGB", "L"):
                _page(made, _packed_jpeg(made, path, picture), picture.size, _turn(picture))
            else:
                for _, frame in zip(range(frames), ImageSequence.Iterator(picture), strict=False):
                    _page(made, _unpacked(made, frame), frame.size, _turn(frame))
            made.save(target, deterministic_id=True)
            return frames
    except (RefusedError, MemoryError):
        raise
    except Exception as error:  # broken pictures raise nearly anything
        raise RefusedError("图片已损坏，打不开") from error


def _turn(picture: Image.Image) -> int:
    """The clockwise turn that a camera noted instead of turning the picture."""
    return {3: 180, 6: 90, 8: 270}.get(picture.getexif().get(0x0112, 1), 0)


def _packed_jpeg(made: pikepdf.Pdf, path: str, picture: Image.Image) -> pikepdf.Object:
    """The bytes of a JPEG as they are: no loss, and no memory for unpacking."""
    if os.path.getsize(path) > 200 << 20:
        raise RefusedError("图片文件超过200 MB")
    with open_regular(path) as file:
        return _image(made, file.read(), picture, "/DCTDecode")


def _unpacked(made: pikepdf.Pdf, frame: Image.Image) -> pikepdf.Object:
    if frame.size[0] * frame.size[1] > MOST_PIXELS:
        raise RefusedError(f"图片太大（{frame.size[0]}×{frame.size[1]}），请缩小后再放")
    if frame.mode in ("1", "L"):
        plain = frame.convert("L")
    elif frame.mode == "RGB":
        plain = frame
    else:
        full = frame.convert("RGBA")
        plain = Image.new("RGB", full.size, "white")
        plain.paste(full, mask=full.getchannel("A"))
    return _image(made, zlib.compress(plain.tobytes(), 6), plain, "/FlateDecode")


def _image(made: pikepdf.Pdf, data: bytes, picture: Image.Image, packing: str) -> pikepdf.Object:
    stream = pikepdf.Stream(made, data)
    stream.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.size[0],
        Height=picture.size[1],
        ColorSpace=pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name(packing),
    )
    return made.make_indirect(stream)


def _page(made: pikepdf.Pdf, image: pikepdf.Object, size: tuple[int, int], turn: int) -> None:
    """An A4 page, upright or lying as the picture is, with the picture as large as the margins let it be."""
    shown = size if turn in (0, 180) else (size[1], size[0])
    page_wide, page_high = A4 if shown[0] <= shown[1] else (A4[1], A4[0])
    scale = min((page_wide - 2 * MARGIN) / max(shown[0], 1), (page_high - 2 * MARGIN) / max(shown[1], 1), 1.0)
    wide, high = shown[0] * scale, shown[1] * scale
    left, bottom = (page_wide - wide) / 2, (page_high - high) / 2
    matrix = {
        0: (wide, 0, 0, high, left, bottom),
        180: (-wide, 0, 0, -high, left + wide, bottom + high),
        90: (0, -high, wide, 0, left, bottom + high),
        270: (0, high, -wide, 0, left + wide, bottom),
    }[turn]
    made.add_blank_page(page_size=(page_wide, page_high))
    page = made.pages[-1]
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
    numbers = " ".join(f"{value:.3f}" for value in matrix)
    page.obj.Contents = made.make_stream(f"q {numbers} cm /Im Do Q".encode("ascii"))


FONT = "/ScoringFolio"
DIGIT, DASH, SPACE = 0.556, 1.0, 0.278
"""Widths in Helvetica, in ems."""


class Stamp:
    """Stamps the pages of one PDF that is being put together."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
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
