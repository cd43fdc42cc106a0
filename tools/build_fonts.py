"""Build reports/fonts/ from the upstream faces: python -m tools.build_fonts --help.

Inputs, by package (any way of unpacking them will do):

    npm pack @expo-google-fonts/noto-serif-sc@0.4.3     Noto Serif SC, TTF, OFL 1.1
    npm pack @expo-google-fonts/noto-sans-sc@0.4.3      Noto Sans SC, TTF, OFL 1.1
    apt-get download fonts-lxgw-wenkai                  LXGW WenKai, TTF, OFL 1.1
    apt-get download unicode-data                       Unihan_OtherMappings.txt.bz2, the list of 8,105 characters (kTGH)

The four role faces are cut to GB 2312 and the 8,105 characters of the 通用规范汉字表, which keeps a report fast. Two
further faces hold what was cut away, so that every character of the upstream faces can still be printed: a city's name
or a person's name may need any of them.

A seventh face holds marks that we draw ourselves (`tools/font_marks.py`); `--marks` writes it alone and needs no input.

Every face gets a name of its own: the OFL forbids a changed font to carry a reserved name, and a name that no system
font has keeps the report the same on every machine. The bytes depend on the inputs and the fontTools version only.
"""

from __future__ import annotations

import argparse
import bz2
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from tools import font_marks

TARGET = Path(__file__).resolve().parent.parent / "reports" / "fonts"

SYMBOLS = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x2B0, 0x2FF),
    (0x370, 0x3FF),
    (0x400, 0x45F),
    (0x2000, 0x206F),
    (0x2070, 0x22FF),
    (0x2300, 0x23FF),
    (0x2460, 0x27BF),
    (0x3000, 0x312F),
    (0x3200, 0x33FF),
    (0xFE10, 0xFE4F),
    (0xFF00, 0xFFEF),
)
"""Latin, Greek, Cyrillic, punctuation, units, circled numbers, kana and full-width forms, as far as a face has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One file to write: its name, the family name inside it, and whose glyphs it takes."""

    file: str
    family: str
    source: Path


def han_of_gb2312() -> set[int]:
    """The 6,763 characters of GB 2312."""
    rows = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(text) for row in rows if (text := row.decode("gb2312", "ignore"))}


def han_of_table(unihan: Path) -> set[int]:
    """The 8,105 characters of the 通用规范汉字表, from Unihan's kTGH field."""
    opener = bz2.open if unihan.suffix == ".bz2" else open
    with opener(unihan, "rt", encoding="utf-8") as lines:
        found = {int(line.split("\t")[0][2:], 16) for line in lines if "\tkTGH\t" in line}
    if len(found) != 8105:
        sys.exit(f"{unihan} lists {len(found)} characters with kTGH; 8105 were expected")
    return found


def rename(font: TTFont, family: str) -> None:
    """Replace every name that identifies the face; keep copyright, licence and trademark records."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 7, 13, 14)]
    postscript = family.replace(" ", "")
    texts = {1: family, 2: "Regular", 3: f"{postscript}-Regular;subset", 4: family, 5: "Version 1.000", 6: postscript}
    for name_id, text in texts.items():
        table.setName(text, name_id, 3, 1, 0x409)
        table.setName(text, name_id, 1, 0, 0)
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0b100001) | 0b1000000
    font["head"].macStyle = 0


def write(face: Face, unicodes: Iterable[int]) -> None:
    """Cut one face to `unicodes` and write it under its new name."""
    font = TTFont(face.source, recalcTimestamp=False)
    options = Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    rename(font, face.family)
    target = TARGET / face.file
    font.save(target)
    sys.stdout.write(f"{face.file:20} {len(font.getBestCmap()):6} characters {target.stat().st_size / 1e6:6.1f} MB\n")


def coverage(source: Path) -> set[int]:
    """Every code point a face has."""
    return set(TTFont(source, lazy=True).getBestCmap())


def main() -> None:
    """Write the seven faces, or only the marks."""
    marks_only = sys.argv[1:] == ["--marks"]
    parser = argparse.ArgumentParser(description="Build reports/fonts/ from the upstream faces.")
    parser.add_argument("--marks", action="store_true", help="only marks.ttf, by itself")
    parser.add_argument("--serif", type=Path, required=not marks_only, help="NotoSerifSC_400Regular.ttf")
    parser.add_argument("--serif-black", type=Path, required=not marks_only, help="NotoSerifSC_900Black.ttf")
    parser.add_argument("--sans", type=Path, required=not marks_only, help="NotoSansSC_500Medium.ttf")
    parser.add_argument("--kai", type=Path, required=not marks_only, help="LXGWWenKai-Regular.ttf")
    parser.add_argument("--unihan", type=Path, required=not marks_only, help="Unihan_OtherMappings.txt or .txt.bz2")
    args = parser.parse_args()

    font_marks.write(TARGET / "marks.ttf")
    if args.marks:
        return

    symbols = {code for first, last in SYMBOLS for code in range(first, last + 1)}
    common = han_of_gb2312() | han_of_table(args.unihan) | symbols
    serif = coverage(args.serif)
    for face in (
        Face(file="fangsong.ttf", family="Report Fangsong", source=args.serif),
        Face(file="biaosong.ttf", family="Report Biaosong", source=args.serif_black),
        Face(file="heiti.ttf", family="Report Heiti", source=args.sans),
        Face(file="kaiti.ttf", family="Report Kaiti", source=args.kai),
    ):
        write(face, common)
    write(Face(file="rest.ttf", family="Report Rest", source=args.serif), serif - common)
    rare = {code for code in coverage(args.kai) - serif - common if code >= 0x2E80}
    write(Face(file="rare.ttf", family="Report Rare", source=args.kai), rare)


if __name__ == "__main__":
    main()
