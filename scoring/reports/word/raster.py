"""Our own SVG drawings as PNG. They hold lines, rectangles, circles and texts, nothing else; Pillow draws them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree

from PIL import Image, ImageColor, ImageDraw, ImageFont

from scoring.base.errors import Problem, ProblemsError
from scoring.reports.render import fonts

__all__ = ["png"]

PIXELS, DPI = 1800, 305
"""The width of a picture in pixels: 150 millimetres at 305 dots an inch."""
SVG = "{http://www.w3.org/2000/svg}"
FACES = ("Report Fangsong", "Report Rest", "Report Rare", "Report Marks")
"""The first that has all characters of a text sets it."""
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
INHERITED = ("font-size", "fill", "stroke", "stroke-width", "text-anchor")
QUIET = ("title", "desc", "style", "defs")


def png(svg: str) -> bytes:
    """The drawing on white. The same drawing gives the same bytes. Raises ValueError for an element that no drawing of ours has."""
    root = ElementTree.fromstring(svg)
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    scale = PIXELS / width
    image = Image.new("RGB", (PIXELS, round(height * scale)), "white")
    pen = _Pen(image, left, top, scale)
    for shape, look in _shapes(root, {}):
        pen.draw(shape, look)
    stream = io.BytesIO()
    drawn = image.quantize(64)
    paper = drawn.getpixel((0, 0))  # a corner is never drawn on; a watermark shows through
    drawn.save(stream, "PNG", dpi=(DPI, DPI), optimize=True, transparency=paper)
    return stream.getvalue()


def _shapes(parent: ElementTree.Element, look: dict[str, str]) -> Iterator[tuple[ElementTree.Element, dict[str, str]]]:
    own = {**look, **{name: parent.attrib[name] for name in INHERITED if name in parent.attrib}}
    for child in parent:
        name = child.tag.removeprefix(SVG)
        if name in ("g", "svg"):
            yield from _shapes(child, own)
        elif name not in QUIET:
            yield child, {**own, **child.attrib}


class _Pen:
    """Draws shapes in the units of the drawing."""

    def __init__(self, image: Image.Image, left: float, top: float, scale: float) -> None:
        self._draw = ImageDraw.Draw(image)
        self._left, self._top, self._scale = left, top, scale

    def draw(self, shape: ElementTree.Element, look: dict[str, str]) -> None:
        name = shape.tag.removeprefix(SVG)
        fill, stroke = _colour(look.get("fill", "black")), _colour(look.get("stroke", "none"))
        line = max(round(float(look.get("stroke-width", 1)) * self._scale), 1)
        at = {
            key: float(value)
            for key, value in look.items()
            if key in ("x", "y", "width", "height", "r", "cx", "cy", "x1", "y1", "x2", "y2")
        }
        if name == "rect":
            x, y = at.get("x", 0.0), at.get("y", 0.0)
            box = (*self._point(x, y), *self._point(x + at["width"], y + at["height"]))
            self._draw.rectangle(box, fill=fill, outline=stroke, width=line if stroke else 0)
        elif name == "circle":
            box = (
                *self._point(at["cx"] - at["r"], at["cy"] - at["r"]),
                *self._point(at["cx"] + at["r"], at["cy"] + at["r"]),
            )
            self._draw.ellipse(box, fill=fill, outline=stroke, width=line if stroke else 0)
        elif name == "line":
            self._draw.line(
                (*self._point(at["x1"], at["y1"]), *self._point(at["x2"], at["y2"])), fill=stroke, width=line
            )
        elif name in ("polyline", "polygon"):
            numbers = [float(one) for one in re.split(r"[\s,]+", look["points"].strip())]
            points = [self._point(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
            if name == "polygon":
                self._draw.polygon(points, fill=fill, outline=stroke, width=line)
            else:
                self._draw.line(points, fill=stroke, width=line, joint="curve")
        elif name == "text":
            text = "".join(shape.itertext()).strip()
            size = float(look.get("font-size", "16").removesuffix("px"))
            font = _font(text, max(round(size * self._scale), 1))
            anchor = ANCHORS[look.get("text-anchor", "start")]
            self._draw.text(self._point(at.get("x", 0.0), at.get("y", 0.0)), text, fill=fill, font=font, anchor=anchor)
        else:
            raise ValueError(f"no drawing of ours has an element {name}")

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return (x - self._left) * self._scale, (y - self._top) * self._scale


def _colour(name: str) -> tuple[int, ...] | None:
    return None if name in ("none", "transparent") else ImageColor.getrgb(name)


def _font(text: str, size: int) -> ImageFont.FreeTypeFont:
    paths = {one.family: one.path for one in fonts.bundled()}
    faces = [paths[family] for family in FACES if family in paths]
    if not faces:
        hint = "安装不完整，请重新安装本工具。"
        raise ProblemsError([Problem(code="reports-missing", message="找不到随工具提供的报告字体。", hint=hint)])
    needed = {ord(character) for character in text if not character.isspace()}
    chosen = next((path for path in faces if needed <= _characters(path)), faces[0])
    return _loaded(chosen, size)


@lru_cache(maxsize=64)
def _loaded(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=8)
def _characters(path: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
