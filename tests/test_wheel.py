"""The wheel holds what the program needs away from a checkout, and scores from there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built by the build backend itself."""
    folder = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def shipped() -> set[str]:
    """What belongs into the shipped folders: what git knows about, or all there is where the code came without git."""
    folders = ("criteria", "reports", "submissions")
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        files = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
        names = [path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts]
    else:
        command = ["git", "-c", "core.quotepath=off", "ls-files", "-z", *folders]
        names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return {f"scoring/_shipped/{name}" for name in names if name and (ROOT / name).exists()}


def test_packs_templates_fonts_and_samples_are_inside(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert shipped() - inside == set()
    assert {"scoring/py.typed", "scoring/__main__.py"} <= inside
    assert not [name for name in inside if name.startswith(("tests/", "tools/", "benchmarks/"))]


def test_it_scores_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    city = site / "scoring" / "_shipped" / "submissions" / "sample-city" / "submission.yaml"
    environment = {**os.environ, "PYTHONPATH": str(site), "NO_COLOR": "1"}
    command = [sys.executable, "-c", "import sys; from scoring.cli.start import main; sys.exit(main(sys.argv[1:]))"]
    done = subprocess.run([*command, "score", str(city)], cwd=tmp_path, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert "总分：92.5分（满分100分）" in done.stdout.decode("utf-8")
    where = subprocess.run(
        [sys.executable, "-c", "import scoring; print(scoring.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(site)
