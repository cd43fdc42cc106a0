"""No command starts a program to look for libraries: not gcc, ld or ldconfig, whatever calls itself that in PATH."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import ROOT, SAMPLE

WATCHED = """
import json, sys

started = []

def hear(event, words):
    if event in ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "pty.spawn"):
        started.append(str(words[0]))

sys.addaudithook(hear)
from scoring.cli.start import main

codes = [main(words) for words in json.loads(sys.argv[1])]
print(json.dumps([codes, started]), file=sys.stderr)
"""


@pytest.mark.skipif(os.name != "posix", reason="programs by a PATH of scripts")
def test_libraries_are_found_without_a_compiler(tmp_path: Path) -> None:
    called = tmp_path / "called"
    (tmp_path / "bin").mkdir()
    for name in ("gcc", "cc", "ld", "ldconfig", "objdump", "uname", "sh"):
        program = tmp_path / "bin" / name
        program.write_text(f"#!/bin/sh\necho {name} >> '{called}'\nexit 1\n")
        program.chmod(0o755)
    signed = tmp_path / "报告.pdf"
    commands = (("doctor",), ("report", SAMPLE, "-o", str(signed)), ("sign", str(signed), "--check"))
    environment = {**os.environ, "PATH": str(tmp_path / "bin")}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(commands)], cwd=ROOT, env=environment, capture_output=True
    )
    codes, started = json.loads(done.stderr.splitlines()[-1])
    assert codes == [0, 0, 1]  # not signed
    assert started == []
    assert not called.exists()
