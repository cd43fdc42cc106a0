"""Gets every listed file ready to be bound, and says which cannot be and why. Office files are turned into PDF with
LibreOffice, where it is installed and asked for.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable

from msgspec import Struct

from scoring.model.criteria import Criteria, Item, Section
from scoring.model.evidence import EvidenceEntry, EvidenceList
from scoring.seal.binder.cleaning import Bookmark
from scoring.seal.binder.pages import PICTURES, RefusedError, bookmarks, from_pdf, from_picture
from scoring.wording import evidence_phrase

Progress = Callable[[int, int, str], None]

__all__ = ["BinderChapter", "Leaf", "chapters", "convert", "office", "prepare"]

SECONDS = 120
ENDINGS = (".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".odt", ".ods", ".rtf", ".txt")
USUAL = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
CAREFUL = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""A document from anywhere runs no macro and fetches nothing it links to."""


class Leaf(Struct, frozen=True, kw_only=True):
    """One listed file.

    file: its prepared PDF; None where it is left out, or is the file of an earlier leaf
    pages, marks: the pages and bookmarks of that PDF
    reason: why it is left out
    same: the number of the earlier leaf that holds the same file
    """

    entry: EvidenceEntry
    file: str | None
    pages: int
    reason: str = ""
    same: str = ""
    marks: tuple[Bookmark, ...] = ()

    @property
    def title(self) -> str:
        """The title the city gave the file."""
        return self.entry.file.title if self.entry.file is not None else ""


class BinderChapter(Struct, frozen=True, kw_only=True):
    """One item with its files."""

    section: Section
    item: Item
    leaves: tuple[Leaf, ...]


def prepare(
    evidence: EvidenceList,
    folder: str,
    *,
    converter: Callable[[str, str], str | None] | None,
    progress: Progress | None,
) -> dict[str, Leaf]:
    """A leaf for every listed file, by number; the prepared files lie in `folder`. Never fails on a bad file."""
    leaves: dict[str, Leaf] = {}
    by_content: dict[str, str] = {}
    listed = [entry for entry in evidence.entries if entry.file is not None]
    for position, entry in enumerate(listed):
        if progress is not None:
            progress(position, len(listed), entry.file.path if entry.file is not None else "")
        earlier = by_content.get(entry.digest or "")
        if earlier is not None:
            first = leaves[earlier]
            leaves[entry.number] = Leaf(entry=entry, file=None, pages=0, reason=first.reason, same=earlier)
            continue
        leaf = _leaf(entry, os.path.join(folder, f"{position:05}.pdf"), folder, converter)
        leaves[entry.number] = leaf
        if entry.digest:
            by_content[entry.digest] = entry.number
    return leaves


def _leaf(entry: EvidenceEntry, target: str, folder: str, converter: Callable[[str, str], str | None] | None) -> Leaf:
    real = entry.real
    if not entry.counts or real is None:
        return Leaf(entry=entry, file=None, pages=0, reason=evidence_phrase(entry.state))
    try:
        if entry.content == "pdf":
            return Leaf(entry=entry, file=target, pages=from_pdf(real, target), marks=bookmarks(real))
        if entry.content in PICTURES:
            return Leaf(entry=entry, file=target, pages=from_picture(real, target))
        if converter is not None:
            made = converter(real, folder)
            if made is not None:
                return Leaf(entry=entry, file=target, pages=from_pdf(made, target), marks=bookmarks(made))
    except RefusedError as refused:
        return Leaf(entry=entry, file=None, pages=0, reason=str(refused))
    ending = os.path.splitext(real)[1].lower() or "没有扩展名"
    return Leaf(entry=entry, file=None, pages=0, reason=f"这种文件（{ending}）不能装订，请另附原件")


def chapters(criteria: Criteria, leaves: dict[str, Leaf]) -> tuple[BinderChapter, ...]:
    """The items that have files, in the order of the pack."""
    found = []
    for section in criteria.sections:
        for item in section.items:
            own = tuple(leaf for leaf in leaves.values() if leaf.entry.item == item.id)
            if own:
                found.append(BinderChapter(section=section, item=item, leaves=own))
    return tuple(found)


def office() -> str | None:
    """The path of LibreOffice, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in USUAL if os.path.isfile(path)), None)


def convert(program: str, path: str, folder: str) -> str | None:
    """Make a PDF of the file at `path` below `folder` and return its path; None for files that are not for LibreOffice.

    The program gets a copy, so that it leaves no lock beside the evidence, and a profile of its own, so that it neither
    waits for nor changes a user's. Raises RefusedError, in Chinese, where it fails or takes too long.
    """
    ending = os.path.splitext(path)[1].lower()
    if ending not in ENDINGS:
        return None
    place = tempfile.mkdtemp(prefix="office-", dir=folder)
    source = os.path.join(place, "source" + ending)
    shutil.copyfile(path, source)
    profile = os.path.join(os.path.abspath(folder), "profile")
    settings = os.path.join(profile, "user", "registrymodifications.xcu")
    if not os.path.exists(settings):
        os.makedirs(os.path.dirname(settings), exist_ok=True)
        with open(settings, "x", encoding="utf-8") as file:
            file.write(CAREFUL)
    address = "file://" + ("" if profile.startswith("/") else "/") + profile.replace(os.sep, "/")
    words = [program, f"-env:UserInstallation={address}", "--headless", "--norestore", "--convert-to", "pdf"]
    try:
        code = _run([*words, "--outdir", place, source])
    except subprocess.TimeoutExpired:
        raise RefusedError(f"LibreOffice 转换超过{SECONDS}秒，没有转成，请另附原件") from None
    except OSError:
        raise RefusedError("LibreOffice 启动不了，没有转成，请另附原件") from None
    made = os.path.join(place, "source.pdf")
    if code != 0 or not os.path.isfile(made) or not os.path.getsize(made):
        raise RefusedError("LibreOffice 打不开或转不了这个文件，请另附原件")
    os.unlink(source)
    return made


def _run(words: list[str]) -> int:
    """Run a program that starts others; none of them outlives the time allowed or an interruption."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(words, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        return process.wait(SECONDS)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        elif process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    process.wait()
