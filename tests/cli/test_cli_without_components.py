"""A component that is missing is named in Chinese, with exit code 3, before anything that needs it is touched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import ROOT, SAMPLE

WITHOUT = "import sys; sys.modules['msgspec'] = None; from scoring.cli.start import main; sys.exit(main(sys.argv[1:]))"


def test_a_missing_component_is_named() -> None:
    command = [sys.executable, "-c", WITHOUT, "score", SAMPLE]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 3
    assert run.stderr == "缺少 Python 组件 msgspec。\n  怎么办：重新安装本软件（python3 dev.py demo 会补齐组件）。\n"


def test_the_doctor_tells_what_it_can_without_components() -> None:
    command = [sys.executable, "-c", WITHOUT.replace("msgspec", "click"), "doctor"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 3
    assert "［正常］Python：" in run.stdout
    assert run.stderr.startswith("缺少 Python 组件 click。")


@pytest.mark.parametrize("name", ["yaml", "jsonschema", "jinja2", "weasyprint", "pikepdf", "xlsxwriter"])
def test_the_doctor_needs_nothing_that_it_looks_for(name: str) -> None:
    command = [sys.executable, "-c", WITHOUT.replace("msgspec", name), "doctor"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert (run.returncode, run.stderr) == (0, "")


def test_without_the_word_component_the_report_says_what_to_do(tmp_path: Path) -> None:
    without = (
        "import sys, importlib.util as u; f = u.find_spec;"
        "u.find_spec = lambda n, *a: None if n == 'docx' else f(n, *a); sys.modules['docx'] = None;"
        "from scoring.cli.start import main; sys.exit(main(sys.argv[1:]))"
    )
    target = tmp_path / "报告.docx"
    command = [sys.executable, "-c", without, "report", SAMPLE, "-o", str(target)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 3
    assert "没有安装 Word 组件（python-docx）" in run.stderr
    assert "怎么办：联网的电脑运行 pip install 'demo-city-scoring[word]'" in run.stderr
    assert not target.exists()
