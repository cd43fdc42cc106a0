"""Turns office files into PDF with LibreOffice, where it is installed and asked for."""

from __future__ import annotations

import os
import shutil
import subprocess

__all__ = ["convert", "office"]

SECONDS = 120
ENDINGS = (".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".odt", ".ods", ".rtf", ".txt")


def office() -> str | None:
    """The path of LibreOffice, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(program: str, path: str, folder: str) -> str | None:
    """Make a PDF of the file at `path` in `folder` and return its path; None where LibreOffice cannot.

    The program gets a profile of its own inside `folder`, so that it neither waits for nor changes a user's own.
    """
    if not path.lower().endswith(ENDINGS):
        return None
    profile = "file://" + os.path.join(os.path.abspath(folder), "profile").replace(os.sep, "/")
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "pdf"]
    try:
        done = subprocess.run(
            [*command, "--outdir", folder, path],
            capture_output=True,
            timeout=SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    made = os.path.join(folder, os.path.splitext(os.path.basename(path))[0] + ".pdf")
    return made if done.returncode == 0 and os.path.isfile(made) else None
