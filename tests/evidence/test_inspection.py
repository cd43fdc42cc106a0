"""The checklist tells what is there, numbers it, and never leaves the submission's folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf import PdfWriter

from scoring import evidence
from scoring.base.errors import Location
from scoring.model.criteria import Basis, EvidenceRequest
from scoring.model.evidence import EvidenceEntry, EvidenceState
from scoring.model.submission import EvidenceFile

HERE = Location(file="城市.yaml", line=1, column=1)


@dataclass(frozen=True)
class ItemStub:
    """The two attributes of an item that the checklist reads."""

    id: str
    evidence: tuple[EvidenceRequest, ...]


def request(name: str) -> EvidenceRequest:
    return EvidenceRequest(id=name, title=f"{name}的标题", supports=(), basis=Basis.SUGGESTED, location=HERE)


def file(path: str, *, answers: str = "", item: str = "1.1", pages: int | None = None) -> EvidenceFile:
    return EvidenceFile(item=item, path=path, title="标题", location=HERE, request=answers, pages=pages)


Inspect = Callable[..., tuple[EvidenceEntry, ...]]


@pytest.fixture
def inspect(tmp_path: Path) -> Inspect:
    def run(*files: EvidenceFile, requests: tuple[str, ...] = ()) -> tuple[EvidenceEntry, ...]:
        items = (ItemStub("1.1", tuple(map(request, requests))), ItemStub("1.2", ()))
        criteria: Any = SimpleNamespace(sections=(SimpleNamespace(items=items),))
        submission: Any = SimpleNamespace(evidence=files)
        found = evidence.inspect(criteria, submission, str(tmp_path / "city"))
        return found.entries

    (tmp_path / "city").mkdir()
    return run


def test_a_present_file_has_its_size_and_hash(inspect: Inspect, tmp_path: Path) -> None:
    (tmp_path / "city" / "通知.txt").write_bytes(b"abc")
    (entry,) = inspect(file("通知.txt", pages=3))
    assert (entry.number, entry.state, entry.size, entry.pages) == ("1.1-01", EvidenceState.PRESENT, 3, 3)
    assert entry.digest == hashlib.sha256(b"abc").hexdigest()


def test_an_empty_file_is_neither_present_nor_missing(inspect: Inspect, tmp_path: Path) -> None:
    (tmp_path / "city" / "空.pdf").touch()
    assert inspect(file("空.pdf"))[0].state is EvidenceState.EMPTY


def test_rows_follow_the_pack_then_the_citys_own_files(inspect: Inspect, tmp_path: Path) -> None:
    (tmp_path / "city" / "a").write_bytes(b"a")
    entries = inspect(
        file("own"),
        file("a", answers="纪要"),
        file("b", answers="纪要"),
        file("c", item="1.2"),
        requests=("文件", "纪要"),
    )
    assert [(e.number, e.file.path if e.file else None, e.state.value) for e in entries] == [
        ("1.1-01", None, "not_listed"),
        ("1.1-02", "a", "present"),
        ("1.1-03", "b", "missing"),
        ("1.1-04", "own", "missing"),
        ("1.2-01", "c", "missing"),
    ]


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "sub/../../secret.txt", "link.txt", "linked/secret.txt", "..\\secret.txt", ".", "", "a\0b"],
)
def test_nothing_outside_the_folder_is_read(inspect: Inspect, tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("机密")
    (tmp_path / "city" / "sub").mkdir()
    (tmp_path / "city" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "city" / "linked").symlink_to(tmp_path, target_is_directory=True)
    (entry,) = inspect(file(path))
    assert entry.state is EvidenceState.MISSING
    assert entry.digest is None


@pytest.mark.parametrize("path", [".accounts.sqlite", "sub/.lock", ".git/config", "./.hidden"])
def test_hidden_files_are_no_documents(inspect: Inspect, tmp_path: Path, path: str) -> None:
    place = tmp_path / "city" / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("秘密")
    assert inspect(file(path))[0].state is EvidenceState.MISSING


def test_an_absolute_path_is_refused_even_inside_the_folder(inspect: Inspect, tmp_path: Path) -> None:
    (tmp_path / "city" / "a.txt").write_text("a")
    assert inspect(file(str(tmp_path / "city" / "a.txt")))[0].state is EvidenceState.MISSING


def test_a_pipe_is_not_waited_for(inspect: Inspect, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "city" / "pipe")
    assert inspect(file("pipe"))[0].state is EvidenceState.MISSING


def test_a_decomposed_file_name_is_found(inspect: Inspect, tmp_path: Path) -> None:
    (tmp_path / "city" / "cafe\u0301.txt").write_text("a")
    assert inspect(file("caf\u00e9.txt"))[0].state is EvidenceState.PRESENT


def test_pages_are_counted_where_the_city_states_none(inspect: Inspect, tmp_path: Path) -> None:
    writer = PdfWriter()
    for _ in range(4):
        writer.add_blank_page(width=72, height=72)
    writer.write(tmp_path / "city" / "four.pdf")
    (tmp_path / "city" / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing here")
    counted, stated, broken = inspect(file("four.pdf"), file("four.pdf", pages=9), file("broken.pdf"))
    assert (counted.pages, stated.pages, broken.pages) == (4, 9, None)
    assert broken.state is EvidenceState.BROKEN
