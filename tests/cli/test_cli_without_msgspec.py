"""A component that is missing is named in Chinese, with exit code 3, before anything that needs it is touched."""

from __future__ import annotations

import subprocess
import sys

from tests.cli.running import ROOT, SAMPLE

WITHOUT = "import sys; sys.modules['msgspec'] = None; from scoring.cli.start import main; sys.exit(main(sys.argv[1:]))"


def test_a_missing_component_is_named() -> None:
    command = [sys.executable, "-c", WITHOUT, "score", SAMPLE]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 3
    assert run.stderr == "缺少 Python 组件 msgspec。\n  怎么办：重新安装本软件（python3 dev.py demo 会补齐组件）。\n"
