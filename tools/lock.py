"""The lock: every version that is installed for running and for development, with the hashes of its files.

`requirements/run.txt` and `requirements/dev.txt` are plain requirements files, so pip alone can install them. uv writes them
(docs/decisions/0106-a-lock-that-pip-installs.md); pyproject.toml keeps the lower bounds, and each file begins with the
requirements it was made from, so that a test can tell when the two have drifted apart.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from tools.environment import LOCKS, ROOT, TroubleError, clean_environment, create, pip, say, tool

__all__ = ["declared", "difference", "header", "normal", "pins", "renew"]

FOLDER = ROOT / ".venv-lock"
LOWEST = "3.11"
PLATFORMS = ("x86_64-manylinux_2_28", "aarch64-manylinux_2_28", "windows", "aarch64-apple-darwin")
OLDEST_MACOS = "15.0"
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def declared(dev: bool) -> list[str]:
    """What pyproject.toml asks for: to run and to build the package, with the Word and the pages that the demonstration shows; with every
    extra and the dev group if `dev`."""
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = whole["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["word"], *extras["web"], *whole["build-system"]["requires"]]
    if dev:
        asked += [*(one for extra in extras.values() for one in extra), *whole["dependency-groups"]["dev"]]
    return sorted({str(one) for one in asked}, key=str.lower)


def header(dev: bool) -> str:
    """The first lines of a lock file."""
    lines = [
        "# Written by `python3 dev.py lock`; see docs/development.md. Made from:",
        *(f"#   {one}" for one in declared(dev)),
    ]
    return "\n".join(lines) + "\n"


def pins(text: str) -> dict[str, str]:
    """Name (normalized) and version of every package in the text of a lock file."""
    return {normal(name): version for name, version in PINNED.findall(text)}


def normal(name: str) -> str:
    """The name of a package as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def difference(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """One line for each package whose version differs."""
    lines = []
    for name in sorted({*before, *after}):
        old, new = before.get(name, "没有"), after.get(name, "没有")
        if old != new:
            lines.append(f"  {name}：{old} → {new}")
    return lines


def renew(names: Sequence[str]) -> int:
    """Write both files anew: everything in its newest version, or only the packages named and what they need."""
    if not (FOLDER / "pyvenv.cfg").is_file():
        create(FOLDER)
    say("安装 uv ……")
    pip(FOLDER, "--upgrade", "uv")
    was = pins(LOCKS[True].read_text(encoding="utf-8")) if LOCKS[True].is_file() else {}
    LOCKS[True].parent.mkdir(exist_ok=True)
    made: dict[bool, str] = {}
    with tempfile.TemporaryDirectory() as place:
        for dev in (True, False):  # running takes the versions of development: what was tested
            asked, target = Path(place) / f"{dev}.in", Path(place) / LOCKS[dev].name
            asked.write_text("\n".join(declared(dev)) + "\n", encoding="utf-8")
            if names and LOCKS[dev].is_file():
                target.write_bytes(LOCKS[dev].read_bytes())
            upgrades = [word for name in names for word in ("--upgrade-package", name)]
            limits = [] if dev else ["--constraint", str(Path(place) / LOCKS[True].name)]
            _uv("pip", "compile", "--universal", "--generate-hashes", "--no-header", "--no-annotate", "--python-version", LOWEST,
                *upgrades, *limits, str(asked), "--output-file", str(target))  # fmt: skip
            body = target.read_text(encoding="utf-8")
            made[dev] = header(dev) + "".join(
                line for line in body.splitlines(keepends=True) if not line.startswith("#")
            )
    for dev, text in made.items():
        LOCKS[dev].write_text(text, encoding="utf-8", newline="\n")
    changed = difference(was, pins(made[True]))
    say("\n".join(["锁定的版本有变化：", *changed]) if changed else "锁定的版本没有变化。")
    return _wheels()


def _wheels() -> int:
    """Say for which machines some package has no wheel: there it is built, with what the lock does not hold.

    The exit code is 1 where that is needed for running.
    """
    code = 0
    for dev, purpose in ((False, "运行"), (True, "开发")):
        missing = [said for platform in PLATFORMS for version in PYTHONS if (said := _lacks(dev, platform, version))]
        if missing:
            say("\n".join([f"这些机器上，{purpose}要用的组件有的没有现成的安装包（wheel）：", *missing]))
            code = code or (0 if dev else 1)
        else:
            say(f"{purpose}要用的组件在{len(PLATFORMS)}种系统、Python {PYTHONS[0]}～{PYTHONS[-1]}上都有现成的安装包。")
    return code


def _lacks(dev: bool, platform: str, version: str) -> str | None:
    with tempfile.TemporaryDirectory() as place:
        words = ("--dry-run", "--require-hashes", "--only-binary", ":all:", "--target", place)
        where = ("--python-platform", platform, "--python-version", version)
        done = _try("pip", "install", *words, *where, "--requirement", str(LOCKS[dev]))
    if done.returncode == 0:
        return None
    name = re.search(r"Because (\S+) has no", done.stderr)
    return f"  {platform}，Python {version}：{name[1] if name else done.stderr.strip()}"


def _uv(*words: str) -> None:
    done = _try(*words)
    if done.returncode != 0:
        raise TroubleError(f"版本没有锁成：\n{done.stderr.strip()}\n  怎么办：检查网络和 pyproject.toml 里写的版本。")


def _try(*words: str) -> subprocess.CompletedProcess[str]:
    command: Iterable[str] = (tool("uv", FOLDER), "--no-config", "--quiet", *words)
    environment = {**clean_environment(), "MACOSX_DEPLOYMENT_TARGET": OLDEST_MACOS}
    return subprocess.run([*command], cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")
