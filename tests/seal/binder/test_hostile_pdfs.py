"""PDFs made to hang or to fill the memory are refused by check, binder and verify; bombs inside pages are not set off."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest

from scoring.base.reading import limit_pikepdf, pages_of
from scoring.evidence.files import open_file
from scoring.seal.binder.pages import RefusedError, from_pdf
from tests.evidence.hostile_pdfs import CATALOG, HUGE, ONE, bomb, page, plain, stream

ROOT = Path(__file__).resolve().parents[3]
MEBIBYTES = 250
MEASURE = """
import hashlib, pathlib, resource, sys
from scoring.seal.binder.pages import RefusedError, from_pdf
from scoring.evidence.files import open_file
from scoring.seal.verify import verify
from tests.evidence.hostile_pdfs import HOSTILE
folder = pathlib.Path(sys.argv[1])
for name, make in HOSTILE.items():
    path = folder / "x.pdf"
    blank = make() + b"%% scoring-seal/1 sha256 " + b"0" * 64 + b" length "
    blank += b"%012d" % (len(blank) + 13) + b"\\n"
    path.write_bytes(blank.replace(b"0" * 64, hashlib.sha256(blank).hexdigest().encode(), 1))
    assert open_file(str(path), "pdf").broken, name
    try:
        from_pdf(str(path), str(folder / "y.pdf"))
    except RefusedError:
        pass
    else:
        raise AssertionError(name)
    assert not verify(str(path)).ok, name
status = pathlib.Path("/proc/self/status")
if status.exists():  # ru_maxrss would count what the process that started this one had taken
    print(int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured the POSIX way")
def test_hostile_pdfs_are_refused_within_bounds(tmp_path: Path) -> None:
    words = [sys.executable, "-c", MEASURE, str(tmp_path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < MEBIBYTES


@pytest.mark.parametrize("name", list(HUGE))
def test_pages_of_a_size_that_makes_no_sense_are_not_bound(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.pdf").write_bytes(HUGE[name]())
    with pytest.raises(RefusedError, match="大小不正常"):
        from_pdf(str(tmp_path / "x.pdf"), str(tmp_path / "y.pdf"))


def test_the_bomb_is_one() -> None:
    packed = bomb(9)
    assert len(packed) < 500
    assert zlib.decompress(zlib.decompress(packed)) == bytes(9 << 20)


def test_a_bomb_inside_a_page_is_passed_on_unopened(tmp_path: Path) -> None:
    packed = bomb(2000)
    content = stream(b"/Filter[/FlateDecode/FlateDecode]", packed)
    leaf = b"<</Type/Page/Parent 2 0 R/Resources<<>>/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    (tmp_path / "x.pdf").write_bytes(plain({1: CATALOG, 2: ONE, 3: leaf, 4: content}))
    assert from_pdf(str(tmp_path / "x.pdf"), str(tmp_path / "y.pdf")) == 1
    with pikepdf.open(tmp_path / "y.pdf") as pdf:
        assert pdf.pages[0].obj.Contents.read_raw_bytes() == packed


def test_what_follows_a_harmless_action_and_films_are_taken_away(tmp_path: Path) -> None:
    chain = b"<</S/URI/URI(http://example.invalid)/Next<</S/Launch/F(cmd.exe)>>>>"
    links = b"[<</Subtype/Link/Rect[0 0 9 9]/A" + chain + b">> <</Subtype/RichMedia/Rect[0 0 9 9]>> 7]"
    (tmp_path / "x.pdf").write_bytes(page(b"/MediaBox[0 0 595 842]/Annots" + links))
    from_pdf(str(tmp_path / "x.pdf"), str(tmp_path / "y.pdf"))
    with pikepdf.open(tmp_path / "y.pdf") as pdf:
        assert "/Annots" not in pdf.pages[0].obj
    assert b"example.invalid" not in (tmp_path / "y.pdf").read_bytes()


def test_honest_files_are_counted_and_unpacked_as_before(tmp_path: Path) -> None:
    limit_pikepdf()
    with pikepdf.new() as pdf:
        for _ in range(120):
            pdf.add_blank_page()
        pdf.save(tmp_path / "x.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        assert pages_of(pdf) == 120
    assert open_file(str(tmp_path / "x.pdf"), "pdf").pages == 120
    large = zlib.compress(bytes(80 << 20))  # a picture of 80 MB is nothing odd, and is passed on
    leaf = b"<</Type/Page/Parent 2 0 R/Resources<<>>/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    content = stream(b"/Filter/FlateDecode", large)
    (tmp_path / "z.pdf").write_bytes(plain({1: CATALOG, 2: ONE, 3: leaf, 4: content}))
    assert from_pdf(str(tmp_path / "z.pdf"), str(tmp_path / "y.pdf")) == 1
