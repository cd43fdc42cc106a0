"""The bytes of a file and the text that the parsers see, with a way back from each place of the one to the other.

The text has every line end as a single newline and no byte order mark; splices of it become splices of the bytes, so that
whatever they do not touch keeps its bytes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scoring.base.errors import Problem, Result

__all__ = ["SourceText", "Splice", "spliced"]

BOM = b"\xef\xbb\xbf"
LINE_END = re.compile(r"\r\n|\r|\n")


class Splice(Struct, frozen=True, kw_only=True):
    """The characters of a text from `start` up to `end` make room for `text`."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with splices that do not overlap; those that begin at the same place are put in one after the other."""
    in_order = sorted(splices, key=lambda one: one.start)
    for one in reversed(in_order):  # not `reverse=True`, which keeps those of one place in their order
        text = text[: one.start] + one.text + text[one.end :]
    return text


class SourceText(Struct, frozen=True, kw_only=True):
    """A file as text.

    text: as the parsers see it
    raw: as it stands in the file, without the byte order mark
    codec: by which `raw` becomes the bytes of the file again
    mark: the byte order mark, or nothing
    newline: the line end for lines that are added, that of most lines of the file
    """

    text: str
    raw: str
    codec: str
    mark: bytes
    newline: str

    @classmethod
    def of(cls, data: bytes, name: str) -> Result[SourceText]:
        """The text of the bytes of the file `name`; refused where the encoding does not give the same bytes back."""
        mark = BOM if data.startswith(BOM) else b""
        body = data[len(mark) :]
        for codec in ("utf-8", "gb18030"):
            try:
                raw = body.decode(codec)
                same = raw.encode(codec) == body
            except UnicodeError:
                continue
            if same:
                ends = LINE_END.findall(raw)
                newline = max(("\n", "\r\n", "\r"), key=ends.count)
                text = raw.replace("\r\n", "\n").replace("\r", "\n")
                return Result(value=cls(text=text, raw=raw, codec=codec, mark=mark, newline=newline))
        hint = "请在编辑器里选“另存为”，编码选 UTF-8，再改。"
        problem = Problem(code="edit-encoding", message=f"{name} 的编码不能原样写回，没有改动", hint=hint)
        return Result(value=None, problems=(problem,))

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.mark + self.raw.encode(self.codec)

    def spliced(self, splices: Sequence[Splice]) -> SourceText:
        """The file with splices of its text."""
        folded = [found.start() - count for count, found in enumerate(re.finditer("\r\n", self.raw))]

        def there(place: int) -> int:
            return place + bisect_left(folded, place)

        moved = [
            Splice(start=there(one.start), end=there(one.end), text=one.text.replace("\n", self.newline))
            for one in splices
        ]
        return replace(self, text=spliced(self.text, splices), raw=spliced(self.raw, moved))
