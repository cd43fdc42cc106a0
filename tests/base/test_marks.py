"""Our own outputs are known by what is in them, and those that somebody worked on since are not ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.base.marks import BUNDLE, BUNDLE_MARK, REFERENCES, REPORT, SCHEMA, kind_of, marked_html

SEALED = b"%PDF-1.7\nscoring-seal/1 sha256 " + b"a" * 64 + b" length "
END = b"\nstartxref\n0\n%%EOF\n"


def sealed() -> bytes:
    size = len(SEALED) + 12 + len(END)
    return SEALED + b"%012d" % size + END


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (sealed(), REPORT),
        (sealed() + b"<</ByteRange [0 1 2 3]>>" + END, None),
        (sealed() + b"more", None),
        (b"%PDF-1.7\nscoring-mark/1 binder" + END, "binder"),
        (b"%PDF-1.7\nscoring-mark/1 binder" + END + END, None),
        (b"%PDF-1.7\nsomebody's" + END, None),
        (b"%PDF-", None),
        (marked_html("<!DOCTYPE html>\n<p>x", "summary").encode(), "summary"),
        (b"<!DOCTYPE html>\n<p>scoring-mark/1 summary" + b" " * 500, None),
        (b"notes about <!-- scoring-mark/1 summary -->", None),
        (b'{\n  "schema": "scoring.card/1",', "scoring.card"),
        (b'{"schema":"scoring.batch-line/1","input":', "scoring.batch-line"),
        (b'{"note": 1, "schema": "scoring.card/1"}', None),
        (b'{"$schema": "https://x", "$id": "urn:demo-city-scoring:a:1:submission"', SCHEMA),
        (b'{"$schema": "https://x", "$id": "urn:other:a"', None),
        ("# 参照值：由 scoring batch 按".encode(), REFERENCES),
        (b"PK\x03\x04" + b"x" * 500 + BUNDLE_MARK + b"0" * 64, BUNDLE),
        (b"PK\x03\x04 no archive", None),
        (b"\xff\xfe\x00", None),
        (b"", None),
    ],
)
def test_a_kind_is_told_by_its_mark(tmp_path: Path, data: bytes, kind: str | None) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)
    assert kind_of(str(file)) == kind
