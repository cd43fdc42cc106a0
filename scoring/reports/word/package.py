"""The Word file around a text: an empty document with our styles, what it says of itself, and its bytes."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import docx
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from scoring.base import assets
from scoring.base.errors import Problem, ProblemsError
from scoring.base.marks import mark_of
from scoring.base.reading import read_bytes

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["KEPT", "empty", "kept_of", "packed"]

UNTOUCHED = datetime(1980, 1, 1)
"""A document of ours says so; a program that saves it writes the day (`scoring.base.marks`)."""
FIXED = (1980, 1, 1, 0, 0, 0)
KEPT = "scoring_"
"""How the properties are called that carry `kept`; Word takes 255 characters in each."""
PIECE = 200
STYLES = ("styles.xml", "settings.xml", "fontTable.xml", "theme.xml")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
TYPES = {
    "document.xml": f"{WORDS}.document.main+xml",
    "styles.xml": f"{WORDS}.styles+xml",
    "settings.xml": f"{WORDS}.settings+xml",
    "fontTable.xml": f"{WORDS}.fontTable+xml",
    "theme.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
}
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:r="{OFFICE}/relationships"><w:body><w:sectPr/></w:body></w:document>'
)
PROPERTY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def empty(templates: str | None = None) -> Document:
    """A document with nothing in it but our styles, or the user's in their place (`word/styles.xml` in `templates`)."""
    parts = {"document.xml": BODY.encode(), **{name: _asset(name, templates) for name in STYLES}}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        overrides = "".join(f'<Override PartName="/word/{name}" ContentType="{TYPES[name]}"/>' for name in parts)
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        )
        archive.writestr("_rels/.rels", _relations({"officeDocument": "word/document.xml"}))
        archive.writestr(
            "word/_rels/document.xml.rels", _relations({name.removesuffix(".xml"): name for name in STYLES})
        )
        for name, data in parts.items():
            archive.writestr(f"word/{name}", data)
    stream.seek(0)
    return docx.Document(stream)


def _relations(targets: Mapping[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _asset(name: str, templates: str | None) -> bytes:
    folder = assets.shipped(assets.REPORTS)
    for place in (templates, folder):
        path = os.path.join(place, "word", name) if place else ""
        if os.path.isfile(path):
            return read_bytes(path)
    hint = "安装不完整，请重新安装本工具。"
    raise ProblemsError([Problem(code="reports-missing", message="找不到随工具提供的 Word 样式。", hint=hint)])


def packed(
    document: Document, *, about: tuple[str, str, str, str], mark: str, kept: Mapping[str, object] | None
) -> bytes:
    """The document as the bytes of a file, the same for the same document. `about` is its title, author, subject and sort."""
    own = document.core_properties
    own.title, own.author, own.subject, own.category = (text[:255] for text in about)
    own.keywords, own.language = mark_of(mark), "zh-CN"
    own.created = own.modified = UNTOUCHED
    own.last_modified_by, own.revision = "", 1
    if kept:
        _keep(document, json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
    stream = io.BytesIO()
    document.save(stream)
    return _fixed(stream)


def _keep(document: Document, text: str) -> None:
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
    rows = "".join(
        f'<property fmtid="{PROPERTY}" pid="{number + 1}" name="{KEPT}{number}"><vt:lpwstr>{escape(piece)}</vt:lpwstr></property>'
        for number, piece in enumerate(pieces, start=1)
    )
    data = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">{rows}</Properties>'
    )
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), CUSTOM, data.encode(), package)
    package.relate_to(part, f"{OFFICE}/relationships/custom-properties")


def kept_of(document: Document) -> dict[str, object]:
    """What a document carries unseen; nothing where somebody took it out, or it is no document of ours."""
    for relation in document.part.package.rels.values():
        if relation.is_external or not relation.reltype.endswith("/custom-properties"):
            continue
        try:
            root = parse_xml(relation.target_part.blob)
        except SyntaxError:  # of which lxml makes its own
            return {}
        pieces = {
            int(number): "".join(one.itertext())
            for one in root
            if (name := str(one.get("name", ""))).startswith(KEPT) and (number := name.removeprefix(KEPT)).isdecimal()
        }
        try:
            found = json.loads("".join(pieces[number] for number in sorted(pieces)))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}
    return {}


def _fixed(stream: io.BytesIO) -> bytes:
    """The same archive with one date for all, and the list of contents first."""
    made = io.BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for entry in sorted(source.infolist(), key=lambda one: one.filename != "[Content_Types].xml"):
            own = zipfile.ZipInfo(entry.filename, FIXED)
            own.compress_type, own.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(own, source.read(entry))
    return made.getvalue()
