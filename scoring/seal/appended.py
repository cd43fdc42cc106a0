"""What was appended to a sealed PDF: nothing but signatures that show on no page, or the reason it is more than that.

A PDF is changed by appending: whoever opens it sees the last version of every object. So each appended revision is
held, object by object, against the one before it, and only what an invisible signature needs may differ. Bytes count
too: every object in them must be one that was compared, so that a reader that looks elsewhere finds nothing else.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf

from scoring.base.reading import limit_pikepdf

Place = tuple[int, int]
Content = tuple[bytes, bytes]

__all__ = ["AppendedError", "signatures"]

MOST = 8 << 20
"""Bytes of a signature, its certificates among them; far more than any takes."""
REVISIONS = 20
HEADER = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+obj\b")
END = re.compile(rb"startxref\s+\d+\s+%%EOF(?:\r\n|\n|\r)?")
ODD = (b"XRefStm", b"%PDF-", b"ObjStm")
"""What a reader could understand in two ways: a second table, a second head, objects inside of objects."""
ROOT = {"/AcroForm", "/Version", "/Extensions"}
INFO = {"/Producer", "/ModDate"}
XMP = {"Producer", "ModifyDate", "MetadataDate"}
TRAILER = {"/Size", "/Root", "/Info", "/ID", "/Prev", "/W", "/Index", "/Type", "/Filter", "/DecodeParms", "/Length"}
FORM = {"/Fields", "/SigFlags"}
WIDGET = {"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V"}
SIGNATURE = {
    *("/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange"),
    *("/M", "/Reason", "/Location", "/Name", "/ContactInfo", "/Prop_Build"),
}


class AppendedError(Exception):
    """Something else than a signature was appended; the text says what, in Chinese."""


def signatures(data: bytes, length: int) -> int:
    """How many signatures stand behind the first `length` bytes of `data`. Raises AppendedError where there is
    anything else."""
    if len(data) - length > MOST:
        raise AppendedError("内容太多，不像签名")
    limit_pikepdf()
    ends = list(_ends(data, length))
    try:
        for start, end in zip([length, *ends], ends, strict=False):
            with pikepdf.open(io.BytesIO(data[:start])) as before, pikepdf.open(io.BytesIO(data[:end])) as after:
                _Step(before, after, data, start, end).check()
    except AppendedError:
        raise
    except Exception as error:  # a hostile PDF raises nearly anything
        raise AppendedError("内容读不懂，不是签名") from error
    return len(ends)


def _ends(data: bytes, length: int) -> Iterator[int]:
    """Where each appended revision ends; together they are all that was appended."""
    tail, at, count = data[length:], 0, 0
    for found in END.finditer(tail):
        at, count = found.end(), count + 1
        yield length + at
    if at != len(tail) or count > REVISIONS or tail.count(b"%%EOF") != count or tail.count(b"startxref") != count:
        raise AppendedError("内容不是签名软件写的样子")


class _Step:
    """One appended revision: the document before and after it, and the bytes it takes."""

    def __init__(self, before: pikepdf.Pdf, after: pikepdf.Pdf, data: bytes, start: int, end: int) -> None:
        self.before, self.after = before, after
        self.data, self.start, self.end = data, start, end

    def check(self) -> None:
        """Raises AppendedError unless this revision is one invisible signature over everything before it."""
        old, new = _objects(self.before), _objects(self.after)
        changed = {place for place, content in new.items() if old.get(place) != content}
        self._bytes(changed, new)
        if old.keys() - new.keys() or self.after.get_warnings():
            raise AppendedError("内容损坏，或者删去了原来的内容")
        self._trailer()
        fields = _added(_fields(self.before), _fields(self.after))
        own = [self.after.get_object(*place) for place in fields if place in changed]
        for one in own:
            self._field(one)
        values = [value for one in own if (value := one.get("/V")) is not None]
        signed = {place for value in values if (place := getattr(value, "objgen", None)) in changed - old.keys()}
        self._rest(changed - {*fields} - signed, old, fields)
        if len(fields) != 1 or len(signed) != 1 or fields[0] in old:
            raise AppendedError("没有正好一个签名")
        self._value(values[0])

    def _bytes(self, changed: set[Place], new: dict[Place, Content]) -> None:
        tail = self.data[self.start : self.end]
        written = [(int(found[1]), int(found[2])) for found in HEADER.finditer(tail)]
        tables = {place for place in written if place not in new}
        if any(word in tail for word in ODD) or len(set(written)) != len(written) or len(tables) > 1:
            raise AppendedError("内容不是签名软件写的样子")
        if not changed <= set(written):
            raise AppendedError("改动了原来的内容，改动的部分不在追加的字节里")

    def _trailer(self) -> None:
        before, after = self.before.trailer, self.after.trailer
        if not {str(key) for key in after} <= TRAILER or any(
            _written(before.get(key)) != _written(after.get(key)) for key in ("/Root", "/Info")
        ):
            raise AppendedError("换掉了文件的目录")

    def _field(self, field: pikepdf.Object) -> None:
        if not set(field.keys()) <= WIDGET or str(field.get("/FT")) != "/Sig" or str(field.Subtype) != "/Widget":
            raise AppendedError("有签名以外的表单或批注，或者签名带有印在页面上的图样")
        left, bottom, right, top = (float(value) for value in field.Rect)
        if left != right and bottom != top:
            raise AppendedError("签名占了页面上的一块地方，会遮住内容")

    def _value(self, value: pikepdf.Object) -> None:
        if not set(value.keys()) <= SIGNATURE or str(value.get("/Type", "/Sig")) != "/Sig":
            raise AppendedError("有签名以外的内容")
        first, until, again, rest = (int(number) for number in value.ByteRange)
        gap = self.data[until:again]
        inside = self.start <= until < again and first == 0 and again + rest == self.end
        if not inside or not re.fullmatch(rb"<[0-9A-Fa-f]+>", gap):
            raise AppendedError("签名没有包括它前面的全部内容")

    def _rest(self, changed: set[Place], old: dict[Place, Content], fields: list[Place]) -> None:
        """Whatever else differs must be what refers to the new signature, or a date."""
        root = self.after.Root
        form, info, metadata = root.get("/AcroForm"), self.after.trailer.get("/Info"), root.get("/Metadata")
        if form is not None and not set(form.keys()) <= FORM:
            raise AppendedError("改动了表单")
        for place in sorted(changed):
            one = self.after.get_object(*place)
            if form is not None and place == form.objgen:
                continue
            if place not in old:
                raise AppendedError("加进了签名以外的内容")
            earlier = self.before.get_object(*place)
            if place == root.objgen:
                _same(earlier, one, ROOT)
            elif info is not None and place == info.objgen:
                _same(earlier, one, INFO)
            elif metadata is not None and place == metadata.objgen:
                if _described(self.before) != _described(self.after):
                    raise AppendedError("改动了标题、作者等文件说明")
            elif str(earlier.get("/Type")) == "/Page":
                number = [page.obj.objgen for page in self.before.pages].index(place) + 1
                _same(earlier, one, {"/Annots"}, f"改动了第{number}页")
                if not set(_added(earlier.get("/Annots"), one.get("/Annots"))) <= set(fields):
                    raise AppendedError(f"在第{number}页上加了批注")
            else:
                raise AppendedError("改动了页面或别的内容")


def _objects(pdf: pikepdf.Pdf) -> dict[Place, Content]:
    """Every object as it is written, but for the tables of contents of the file."""
    found = {}
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream):
            if str(one.get("/Type")) != "/XRef":
                found[one.objgen] = (one.stream_dict.unparse(resolved=True), bytes(one.read_raw_bytes()))
        elif one is not None:
            found[one.objgen] = (one.unparse(resolved=True), b"")
    return found


def _fields(pdf: pikepdf.Pdf) -> pikepdf.Object | None:
    form = pdf.Root.get("/AcroForm")
    return form.get("/Fields") if form is not None else None


def _written(value: object) -> bytes:
    return value.unparse() if isinstance(value, pikepdf.Object) else repr(value).encode()


def _same(before: pikepdf.Object, after: pikepdf.Object, but: set[str], told: str = "改动了文件的目录或说明") -> None:
    keys = {str(key) for key in [*before, *after]} - but
    if any(_written(before.get(key)) != _written(after.get(key)) for key in keys):
        raise AppendedError(told)


def _added(before: pikepdf.Object | None, after: pikepdf.Object | None) -> list[Place]:
    """The places of what a list has got at its end. Raises AppendedError where anything else in it changed."""
    earlier = [_written(one) for one in before] if before is not None else []
    later = list(after) if after is not None else []
    if [_written(one) for one in later[: len(earlier)]] != earlier:
        raise AppendedError("改动了原来的表单或批注")
    return [getattr(one, "objgen", (0, 0)) for one in later[len(earlier) :]]


def _described(pdf: pikepdf.Pdf) -> dict[str, str]:
    found = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    return {key: str(found[key]) for key in found if key.rpartition("}")[2] not in XMP}
