"""How revisions are appended to a PDF by a forger's hand, byte by byte."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from tests.seal.signing.unit import PASSWORD

__all__ = ["Objects", "appended", "drawn_over", "page_of", "root_with", "signed"]

Objects = dict[int, bytes]
BOX = b"q 1 0 0 rg 100 400 300 200 re f Q"


def appended(data: bytes, objects: Objects, *, form: str = "table", free: int = 0) -> bytes:
    """`data` with one more revision that holds `objects`, its table written as `form`: table, stream or hybrid. `free`
    is an object that the table gives up."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        size = max(int(pdf.trailer.Size), *(number + 1 for number in objects), 0)
        root, info = pdf.trailer.Root.objgen[0], pdf.trailer.Info.objgen[0]
        first = pdf.trailer.ID[0].unparse().decode()
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    made, places = bytearray(data), {}
    for number, body in objects.items():
        places[number] = len(made)
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    common = f"/Root {root} 0 R /Info {info} 0 R /ID [{first} {first}] /Prev {before}".encode()
    at = len(made)
    if form == "table":
        made += _table(places, free) + b"trailer\n<< /Size %d %s >>\n" % (size, common)
    else:
        table = _stream(size, places, at, common)
        made += table
        if form == "hybrid":
            shown, at = at, len(made)
            made += _table({}, 0) + b"trailer\n<< /Size %d %s /XRefStm %d >>\n" % (size + 1, common, shown)
    return bytes(made + b"startxref\n%d\n%%%%EOF\n" % at)


def _table(places: dict[int, int], free: int) -> bytes:
    rows = [b"xref\n0 1\n0000000000 65535 f \n"]
    rows += [b"%d 1\n0000000000 00001 f \n" % free] if free else []
    rows += [b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items())]
    return b"".join(rows)


def _stream(number: int, places: dict[int, int], at: int, common: bytes) -> bytes:
    rows = sorted({**places, number: at}.items())
    packed = zlib.compress(b"".join(struct.pack(">BIB", 1, place, 0) for _, place in rows))
    index = b" ".join(b"%d 1" % one for one, _ in rows)
    head = b"<< /Type /XRef /W [1 4 1] /Index [%s] /Size %d %s" % (index, number + 1, common)
    return b"%d 0 obj\n%s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        head,
        len(packed),
        packed,
    )


def page_of(data: bytes, at: int = 0, **changed: pikepdf.Object) -> tuple[int, bytes]:
    """The number of a page and its dictionary with some entries changed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[at].obj
        for key, value in changed.items():
            page[f"/{key}"] = value
        return page.objgen[0], page.unparse(resolved=True)


def root_with(data: bytes, entry: bytes) -> Objects:
    """The catalog with one more entry."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        body = pdf.Root.unparse(resolved=True)
        return {pdf.Root.objgen[0]: body[: body.rindex(b">>")] + entry + b" >>"}


def drawn_over(data: bytes) -> Objects:
    """Page 1 with a red box over it: its content and one stream more."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        new = int(pdf.trailer.Size)
        page = pdf.pages[0].obj
        body = page.unparse(resolved=True)
        own = page.Contents.unparse()
        assert own.endswith(b" R")
        body = body.replace(b"/Contents " + own, b"/Contents [%s %d 0 R]" % (own, new))
        return {page.objgen[0]: body, new: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(BOX), BOX)}


def signed(
    data: bytes,
    folder: Path,
    *,
    box: tuple[int, int, int, int] | None = None,
    name: str = "S1",
    page: bool = False,
) -> bytes:
    """`data` signed with the certificate in `folder`: visibly in `box`, or with a page changed in the same revision."""
    signer = signers.SimpleSigner.load_pkcs12(str(folder / "unit.p12"), passphrase=PASSWORD)  # type: ignore[no-untyped-call]
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    if page:
        found = writer.root["/Pages"]["/Kids"][0]
        found["/Rotate"] = writer.root["/Pages"]["/Count"].__class__(90)
        writer.update_container(found)
    field = fields.SigFieldSpec(name, box=box, on_page=0) if box is not None else None
    meta = signers.PdfSignatureMetadata(field_name=name, md_algorithm="sha256")
    made = io.BytesIO()
    signers.PdfSigner(meta, signer=signer, new_field_spec=field).sign_pdf(writer, output=made)
    return made.getvalue()
