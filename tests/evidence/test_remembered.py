"""What opening a file told is kept while the file stays as it is, and makes no difference to what is found."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from scoring import cache, looked
from scoring.evidence import remembered
from scoring.evidence.opening import Opened, open_file

ROOT = Path(__file__).resolve().parents[2]
HOUR = 3600 * 1_000_000_000


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own and, long after its files were written, a folder with one file of each sort."""
    monkeypatch.setenv("SCORING_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("SCORING_NO_CACHE", raising=False)
    now = looked._now
    monkeypatch.setattr(looked, "_now", lambda: now() + HOUR)
    folder = tmp_path / "city"
    folder.mkdir()
    (folder / "两页.pdf").write_bytes(pdf(2))
    (folder / "加密.pdf").write_bytes(pdf(1, "秘密"))
    (folder / "截断.pdf").write_bytes(pdf(1)[:90])
    with zipfile.ZipFile(folder / "不是文档.docx", "w") as archive:
        archive.writestr("a.txt", "a")
    picture = io.BytesIO()
    Image.new("L", (64, 64)).save(picture, "PNG")
    (folder / "好.png").write_bytes(picture.getvalue())
    (folder / "坏.png").write_bytes(picture.getvalue()[:-12])
    return folder


FILES = {
    "两页.pdf": ("pdf", Opened(pages=2)),
    "加密.pdf": ("pdf", Opened(locked=True)),
    "截断.pdf": ("pdf", Opened(broken=True)),
    "不是文档.docx": ("zip", Opened(foreign=True)),
    "好.png": ("png", Opened()),
    "坏.png": ("png", Opened(broken=True)),
}


def pdf(pages: int, password: str = "") -> bytes:
    made, target = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    made.save(target, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return target.getvalue()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were really opened."""
    found: list[str] = []

    def watched(path: str, kind: str) -> Opened:
        found.append(os.path.basename(path))
        return open_file(path, kind)

    monkeypatch.setattr(remembered, "open_file", watched)
    return found


def once(folder: Path) -> dict[str, Opened]:
    """One run over the whole folder."""
    known = remembered.Remembered(str(folder))
    found = {name: known.open(str(folder / name), kind) for name, (kind, _) in FILES.items()}
    known.keep()
    return found


def test_the_second_run_opens_nothing_and_finds_the_same(place: Path, opened: list[str]) -> None:
    expected = {name: told for name, (_, told) in FILES.items()}
    assert once(place) == expected
    assert opened == [*FILES]
    assert once(place) == expected
    assert opened == [*FILES]


def test_only_the_changed_file_is_opened_again(place: Path, opened: list[str]) -> None:
    once(place)
    opened.clear()
    (place / "两页.pdf").write_bytes(pdf(3))
    assert once(place)["两页.pdf"] == Opened(pages=3)
    assert opened == ["两页.pdf"]


def test_another_kind_of_content_is_opened_again(place: Path, opened: list[str]) -> None:
    once(place)
    opened.clear()
    known = remembered.Remembered(str(place))
    assert known.open(str(place / "两页.pdf"), "zip") == Opened(broken=True)
    assert opened == ["两页.pdf"]


def test_what_was_written_a_moment_ago_is_not_kept(
    place: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    last = max(path.stat().st_ctime_ns for path in place.iterdir())
    monkeypatch.setattr(looked, "_now", lambda: last + 1)
    assert once(place) == once(place)
    assert opened == [*FILES, *FILES]


def test_a_refusal_of_the_system_is_not_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as patch:
        patch.setattr(pikepdf, "open", refuse)
        assert once(place)["两页.pdf"] == Opened(broken=True, refused=True)
    assert once(place)["两页.pdf"] == Opened(pages=2)


def test_switched_off_nothing_is_kept_and_nothing_believed(
    place: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCORING_NO_CACHE", "1")
    assert once(place) == {name: told for name, (_, told) in FILES.items()}
    assert not (place.parent / "cache").exists()
    monkeypatch.delenv("SCORING_NO_CACHE")
    once(place)
    monkeypatch.setenv("SCORING_NO_CACHE", "1")
    opened.clear()
    once(place)
    assert opened == [*FILES]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(b""),
        lambda path: cache.save(path.name, ["foreign"]),
        lambda path: cache.save(path.name, {1: 2, "a": ("b",), "c": ("d", "e", "f")}),
    ],
)
def test_a_damaged_or_foreign_entry_is_ignored(place: Path, opened: list[str], spoil: Callable[[Path], object]) -> None:
    once(place)
    (entry,) = (place.parent / "cache").glob("open-*")
    spoil(entry)
    opened.clear()
    assert once(place) == {name: told for name, (_, told) in FILES.items()}
    assert opened == [*FILES]
    opened.clear()
    once(place)
    assert opened == []


def test_a_new_library_looks_again(place: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    once(place)
    opened.clear()
    monkeypatch.setattr(remembered, "_libraries", lambda: ("another", "version"))
    once(place)
    assert opened == [*FILES]


def test_the_folder_of_a_library_is_told_without_importing_it() -> None:
    assert all(remembered._libraries())
    assert remembered._libraries()[0] == looked.state(os.path.dirname(pikepdf.__file__))


def test_an_entry_holds_the_files_of_the_last_run_only(place: Path) -> None:
    once(place)
    known = remembered.Remembered(str(place))
    known.open(str(place / "好.png"), "png")
    known.keep()
    (entry,) = (place.parent / "cache").glob("open-*")
    kept = cache.load(entry.name)
    assert isinstance(kept, dict)
    assert [*kept] == [str(place / "好.png")]


def test_a_known_folder_is_scored_without_a_pdf_library(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "submissions/sample-city", tmp_path / "city")
    program = """if True:
        import sys
        from scoring import looked
        looked.QUIET = 0
        from scoring.cli.start import main
        code = main(["score", sys.argv[1], "--format", "json"])
        print(code, "pikepdf" in sys.modules, "PIL" in sys.modules, file=sys.stderr)
    """
    command = [sys.executable, "-c", program, str(tmp_path / "city/submission.yaml")]
    environment = {**os.environ, "SCORING_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT)}
    environment.pop("SCORING_NO_CACHE", None)
    first, second = (subprocess.run(command, env=environment, capture_output=True, text=True) for _ in range(2))
    assert first.stderr.splitlines()[-1] == "0 True True"
    assert second.stderr.splitlines()[-1] == "0 False False"
    assert second.stdout == first.stdout
