"""Without Pango the PDF is refused in Chinese, with exit code 3, and HTML still works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import ROOT, SAMPLE

BLIND = """
import sys
import cffi
real = cffi.FFI.dlopen
def blind(self, name, flags=0):
    if name and "pango" in str(name):
        raise OSError("cannot load library")
    return real(self, name, flags)
cffi.FFI.dlopen = blind
from scoring.cli.start import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(("name", "code"), [("report.pdf", 3), ("report.html", 0)])
def test_a_report_without_pango(tmp_path: Path, name: str, code: int) -> None:
    target = tmp_path / name
    command = [sys.executable, "-c", BLIND, "report", SAMPLE, "-o", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, target.exists()) == (code, "", code == 0)
    assert "WeasyPrint could not import" not in done.stderr
    if code:
        assert "缺少系统库 Pango" in done.stderr
        assert "libharfbuzz-subset0" in done.stderr
        assert ".html" in done.stderr
