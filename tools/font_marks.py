"""Draw the marks that officials type and the free faces lack: ☐ ☑ ☒ ✔ ✘. `tools/build_fonts.py --marks` writes them.

Drawn here from numbers, so that the face needs no upstream file; its bytes depend on the fontTools version only.
"""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

__all__ = ["FAMILY", "write"]

FAMILY = "Report Marks"
EM, ASCENT, DESCENT = 1000, 1151, -286
"""Units and heights of the face for the main text, so that a line with a mark is no higher."""
DAY = 3_786_912_000
"""2024-01-01 in seconds since 1904, as fonts count."""
LEFT, BOTTOM, SIDE, LINE = 100, -20, 800, 50
"""The box: as large as □ of the main text, a little bolder."""

Point = tuple[float, float]
TICK: tuple[Point, ...] = ((250, 400), (430, 195), (760, 600))
BOLD_TICK: tuple[Point, ...] = ((130, 370), (380, 90), (870, 720))
CROSS: tuple[tuple[Point, ...], ...] = (((260, 140), (740, 620)), ((260, 620), (740, 140)))
BOLD_CROSS: tuple[tuple[Point, ...], ...] = (((180, 60), (820, 700)), ((180, 700), (820, 60)))


def write(target: Path) -> int:
    """Write the face to `target`; the number of its characters."""
    box = (_square(LEFT, SIDE), _square(LEFT + LINE, SIDE - 2 * LINE)[::-1])
    drawn = {
        "☐": box,
        "☑": (*box, _stroke(TICK, 90)),
        "☒": (*box, *(_stroke(line, 75) for line in CROSS)),
        "✔": (_stroke(BOLD_TICK, 130),),
        "✘": tuple(_stroke(line, 110) for line in BOLD_CROSS),
    }
    names = {text: f"uni{ord(text):04X}" for text in drawn}
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(text): name for text, name in names.items()})
    builder.setupGlyf({".notdef": _glyph(box), **{names[text]: _glyph(shape) for text, shape in drawn.items()}})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", *names.values()), (EM, LEFT)))
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    licence = "Part of the tool that prints the reports; the same licence as the tool"
    builder.setupNameTable(
        {
            "copyright": licence,
            "familyName": FAMILY,
            "styleName": "Regular",
            "uniqueFontIdentifier": f"{FAMILY.replace(' ', '')}-Regular",
            "fullName": FAMILY,
            "version": "Version 1.000",
            "psName": FAMILY.replace(" ", ""),
            "licenseDescription": licence,
        }
    )
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=ASCENT, usWinDescent=-DESCENT)
    builder.setupPost()
    builder.updateHead(created=DAY, modified=DAY)
    builder.font.recalcTimestamp = False
    builder.save(target)
    return len(drawn)


def _glyph(shapes: tuple[tuple[Point, ...], ...]) -> object:
    pen = TTGlyphPen(None)
    for shape in shapes:
        first, *rest = [(round(x), round(y)) for x, y in shape]
        pen.moveTo(first)
        for point in rest:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def _square(low: float, side: float) -> tuple[Point, ...]:
    """A square clockwise, its lower left corner as far from the left as from the bottom of the box."""
    left, bottom = low, BOTTOM + low - LEFT
    return ((left, bottom), (left, bottom + side), (left + side, bottom + side), (left + side, bottom))


def _stroke(line: tuple[Point, ...], width: float) -> tuple[Point, ...]:
    """A line of one or two pieces as an outline of that width with square ends and a sharp corner, clockwise."""
    sides = [_beside(line, width / 2), _beside(line, -width / 2)]
    return (*sides[0], *reversed(sides[1]))


def _beside(line: tuple[Point, ...], far: float) -> list[Point]:
    """The line moved sideways, to its left where `far` is positive."""
    normals = [
        (-(b[1] - a[1]) / hypot(b[0] - a[0], b[1] - a[1]), (b[0] - a[0]) / hypot(b[0] - a[0], b[1] - a[1]))
        for a, b in pairwise(line)
    ]
    moved = [(line[0][0] + far * normals[0][0], line[0][1] + far * normals[0][1])]
    for at, (one, two) in zip(line[1:], pairwise(normals), strict=False):
        lean = 1 + one[0] * two[0] + one[1] * two[1]
        moved.append((at[0] + far * (one[0] + two[0]) / lean, at[1] + far * (one[1] + two[1]) / lean))
    return [*moved, (line[-1][0] + far * normals[-1][0], line[-1][1] + far * normals[-1][1])]
