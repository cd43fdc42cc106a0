"""Drives LibreOffice as a person would: opens a workbook, types into cells, saves it as xlsx, xls or ods.

It runs a macro of its own in a profile of its own, so nothing but LibreOffice is needed (no UNO for Python).
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

__all__ = ["FILTERS", "Step", "fill", "put", "typed"]

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}
Step = str
"""A statement of LibreOffice Basic; `doc` is the workbook, `sheet` the one that was named last."""
TIME = 180

_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Fill"/>
</library:library>
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Fill" script:language="StarBasic">{code}</script:module>
"""
_MAIN = """Sub Main
Dim hidden(0) As New com.sun.star.beans.PropertyValue
hidden(0).Name = "Hidden"
hidden(0).Value = True
doc = StarDesktop.loadComponentFromURL({source}, "_blank", 0, hidden())
{steps}
doc.calculateAll()
Dim kind(0) As New com.sun.star.beans.PropertyValue
kind(0).Name = "FilterName"
kind(0).Value = {filter}
doc.storeToURL({target}, kind())
doc.close(True)
End Sub
"""


def put(sheet: str, cells: Mapping[str, str | float]) -> list[Step]:
    """Texts as texts and numbers as numbers, whatever the cells would make of them."""
    return [_named(sheet), *(_put(cell, value) for cell, value in cells.items())]


def typed(sheet: str, cells: Mapping[str, str]) -> list[Step]:
    """What is typed on the keyboard: 95% becomes a percentage, 2022-05-20 a day, =1+1 a formula, as the program takes it."""
    return [
        _named(sheet),
        *(f"sheet.getCellRangeByName({_text(cell)}).FormulaLocal = {_text(value)}" for cell, value in cells.items()),
    ]


def fill(soffice: Path, work: Path, source: Path, target: Path, steps: Iterable[Step]) -> None:
    """Open `source`, do the steps, save as `target`, whose ending tells the kind of file. `work` takes the profile."""
    basic = work / "profile" / "user" / "basic" / "Standard"
    if not basic.exists():  # the first start writes a profile, and an empty library over ours
        _run(soffice, work, "--terminate_after_init")
    basic.mkdir(parents=True, exist_ok=True)
    code = _MAIN.format(
        source=_text(source.resolve().as_uri()),
        target=_text(target.resolve().as_uri()),
        filter=_text(FILTERS[target.suffix[1:]]),
        steps="\n".join(steps),
    )
    (basic / "script.xlb").write_text(_LIBRARY, "utf-8")
    (basic / "Fill.xba").write_text(_MODULE.format(code=escape(code)), "utf-8")
    target.unlink(missing_ok=True)
    told = _run(soffice, work, "macro:///Standard.Fill.Main")
    if not target.exists():
        raise RuntimeError(f"LibreOffice did not save {target.name}: {told}")


def _run(soffice: Path, work: Path, word: str) -> str:
    profile = f"-env:UserInstallation={(work / 'profile').resolve().as_uri()}"
    words = (str(soffice), profile, "--headless", "--norestore", word)
    done = subprocess.run(words, capture_output=True, timeout=TIME, check=False)
    return done.stderr.decode("utf-8", "replace")[-500:]


def _named(sheet: str) -> Step:
    return f"sheet = doc.Sheets.getByName({_text(sheet)})"


def _put(cell: str, value: str | float) -> Step:
    place = f"sheet.getCellRangeByName({_text(cell)})"
    return f"{place}.String = {_text(value)}" if isinstance(value, str) else f"{place}.Value = {value!r}"


def _text(text: str) -> str:
    """A text in Basic."""
    return " & Chr(10) & ".join('"' + part.replace('"', '""') + '"' for part in text.split("\n"))
