"""One evidence file as a clean PDF of its own: pages copied out of a PDF, or a picture on a page of its own.

Whatever is wrong with a file shows here, before any page number is given out.
"""

from __future__ import annotations

import contextlib
import os.path
import zlib
from decimal import Decimal
from typing import TYPE_CHECKING

from scoring.base.errors import ProblemsError
from scoring.base.pdfs import guard, pages_of
from scoring.base.reading import open_regular
from scoring.seal.binder.cleaning import Mark, clean, marks_of
from scoring.seal.binder.fields import print_values

if TYPE_CHECKING:
    import pikepdf
    from PIL.Image import Image

__all__ = ["PICTURES", "RefusedError", "bookmarks", "from_pdf", "from_picture", "join"]

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
    import pikepdf

    try:
        guard()
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


def bookmarks(path: str) -> tuple[Mark, ...]:
    """The bookmarks of the PDF at `path`; none where they cannot be read."""
    import pikepdf

    guard()
    with contextlib.suppress(Exception), pikepdf.open(path, access_mode=pikepdf.AccessMode.stream) as source:
        if pages_of(source):
            return marks_of(source)
    return ()


def join(parts: list[tuple[str, str]], target: str) -> None:
    """Write the pages of `parts` (path, range like 1-z) to `target`, reading each page's content when it is written.

    pikepdf's own way to take over pages keeps all their content in memory; qpdf's job does not.
    """
    import pikepdf

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
    import warnings

    import pikepdf
    from PIL import Image, ImageSequence

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


def _turn(picture: Image) -> int:
    """The clockwise turn that a camera noted instead of turning the picture."""
    return {3: 180, 6: 90, 8: 270}.get(picture.getexif().get(0x0112, 1), 0)


def _packed_jpeg(made: pikepdf.Pdf, path: str, picture: Image) -> pikepdf.Object:
    """The bytes of a JPEG as they are: no loss, and no memory for unpacking."""
    if os.path.getsize(path) > 200 << 20:
        raise RefusedError("图片文件超过200 MB")
    with open_regular(path) as file:
        return _image(made, file.read(), picture, "/DCTDecode")


def _unpacked(made: pikepdf.Pdf, frame: Image) -> pikepdf.Object:
    from PIL import Image

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


def _image(made: pikepdf.Pdf, data: bytes, picture: Image, packing: str) -> pikepdf.Object:
    import pikepdf

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
    import pikepdf

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
