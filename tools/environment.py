"""Make `.venv` with the versions of the lock, `.venv-newest` with the newest, `.venv-bench` with what speed is compared with, and
the system libraries where this user may.

The lock is installed by pip alone, with hashes, the package itself after it with nothing left to download.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from scoring.cli.machine import INSTALL, LIBRARIES, SUBSET, family_of

__all__ = [
    "BENCH",
    "LOCKS",
    "NEWEST",
    "ROOT",
    "VENV",
    "TroubleError",
    "clean_environment",
    "create",
    "ensure",
    "ensure_bench",
    "ensure_newest",
    "pip",
    "python",
    "say",
    "system_libraries",
    "test_programs",
    "tool",
]

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
NEWEST = ROOT / ".venv-newest"
BENCH = ROOT / ".venv-bench"
LOCKS = {False: ROOT / "requirements" / "run.txt", True: ROOT / "requirements" / "dev.txt"}
"""The lock for running, and for development."""
PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
PROGRAMS = {"chromium": ["chromium"], "soffice": ["libreoffice-calc-nogui", "libreoffice-writer-nogui"]}
"""Programs that tests drive when they are there, with the packages of Debian that bring them."""
WINDOWS = os.name == "nt"
HARMFUL = (
    *("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_CONSTRAINT", "PIP_VERBOSE"),
    *("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"),
)
"""Settings of the caller's shell that would send an installation somewhere else than `.venv`, or make it another."""


class TroubleError(Exception):
    """Something only the user can mend; the message says what happened and what to do."""


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


def python(folder: Path = VENV) -> str:
    """The interpreter of an environment."""
    return str(folder / ("Scripts/python.exe" if WINDOWS else "bin/python"))


def tool(name: str, folder: Path = VENV) -> str:
    """A command installed into an environment."""
    return str(folder / (f"Scripts/{name}.exe" if WINDOWS else f"bin/{name}"))


def clean_environment(**more: str) -> dict[str, str]:
    """The caller's environment without what would misdirect an installation."""
    kept = {key: value for key, value in os.environ.items() if key.upper() not in HARMFUL}
    return {**kept, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", **more}


def ensure(*, dev: bool) -> None:
    """Bring `.venv` up to date: the versions of the lock, with the tools of development if `dev`, and the package (editable).

    Quick when nothing changed; made anew when the lock did, so that nothing of another lock stays. Raises TroubleError.
    """
    stamp = VENV / ".installed"
    lock, rest, *kind = [*(stamp.read_text(encoding="utf-8").split() if stamp.is_file() else []), "", ""]
    dev = dev or "dev" in kind
    usable = _works(VENV) and lock == _digest(*LOCKS.values())
    if usable and rest == _package() and ("dev" in kind or not dev):
        return
    if not usable:
        create(VENV)
    say("安装本软件和所需组件（第一次要几分钟）……")
    pip(VENV, "--require-hashes", "--requirement", str(LOCKS[dev]))
    pip(VENV, "--no-deps", "--no-build-isolation", "--editable", ".")
    stamp.write_text(f"{_digest(*LOCKS.values())} {_package()} {'dev' if dev else 'run'}\n", encoding="utf-8")


def ensure_newest(requirements: list[str]) -> dict[str, str]:
    """Make `.venv-newest` with the newest versions that `requirements` allow; names and versions of what is there."""
    if not _works(NEWEST):
        create(NEWEST)
    say("安装本软件和各组件的最新版本（要几分钟）……")
    pip(NEWEST, "--upgrade", "--upgrade-strategy", "eager", *requirements)
    pip(NEWEST, "--no-deps", "--no-build-isolation", "--editable", ".")
    command = [python(NEWEST), "-m", "pip", "list", "--format", "json"]
    listed = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=True)
    return {str(one["name"]): str(one["version"]) for one in json.loads(listed.stdout)}


def ensure_bench() -> None:
    """Bring `.venv-bench` up to date: the versions of the lock for running, and the programs of the group `bench` beside them.

    Quick when nothing changed. Raises TroubleError.
    """
    stamp = BENCH / ".installed"
    wanted = _digest(LOCKS[False], also=(_package(),))
    if _works(BENCH) and stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    create(BENCH)
    say("安装本软件和用来对比的程序（要几分钟）……")
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    pip(BENCH, "--require-hashes", "--requirement", str(LOCKS[False]))
    pip(BENCH, *groups["bench"])
    pip(BENCH, "--no-deps", "--no-build-isolation", "--editable", ".")
    stamp.write_text(wanted, encoding="utf-8")


def pip(folder: Path, *words: str) -> None:
    """Install with an environment's own pip. It says nothing unless it fails; then it says everything."""
    command = [python(folder), "-m", "pip", "install", "--no-input", "--no-warn-script-location", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace"
    )
    if done.returncode != 0:
        said = done.stdout.strip()
        raise TroubleError(
            f"{said}\n组件没有装上。\n  怎么办：检查网络或 pip 的软件源设置（PIP_INDEX_URL），然后再运行一次。"
        )


def system_libraries() -> None:
    """Install Pango and the HarfBuzz subset library where that is allowed, else say which command does it."""
    missing = [name for name, files in {**LIBRARIES, "HarfBuzz 子集库": SUBSET}.items() if not _opens(files)]
    if not missing:
        return
    say(f"缺少系统库：{'、'.join(missing)}（生成 PDF 要用）。")
    if _may_use_apt() and _apt(PACKAGES):
        say("已用 apt-get 装好。")
        return
    release = Path("/etc/os-release")
    text = release.read_text(encoding="utf-8", errors="replace") if release.is_file() else ""
    say(f"  怎么办：{INSTALL[family_of(platform.system(), text)]}")
    say("  不装也能计分和生成 HTML 报告。")


def test_programs() -> None:
    """Install the browser and the office suite that tests drive where that is allowed, else say what is left out."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if not missing:
        return
    if _may_use_apt() and _apt([package for name in missing for package in PROGRAMS[name]]):
        say(f"已用 apt-get 装好测试要用的程序：{'、'.join(missing)}。")
        return
    packages = " ".join(package for name in missing for package in PROGRAMS[name])
    say(
        f"没有测试要用的程序：{'、'.join(missing)}；用到它们的测试会跳过（Debian：sudo apt-get install -y {packages}）。"
    )


def _package() -> str:
    return _digest(ROOT / "pyproject.toml", also=(sys.version, str(ROOT)))


def _digest(*files: Path, also: tuple[str, ...] = ()) -> str:
    parts = [*(path.read_bytes() for path in files), *(word.encode() for word in also)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _works(folder: Path) -> bool:
    """Whether an environment holds an interpreter of this version that starts and has pip."""
    check = f"import pip, sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])!r})"
    try:
        return (
            subprocess.run([python(folder), "-c", check], capture_output=True, env=clean_environment()).returncode == 0
        )
    except OSError:
        return False


def create(folder: Path) -> None:
    """Make an empty environment. Raises TroubleError."""
    say(f"建立运行环境 {folder.name} ……")
    command = [sys.executable, "-m", "venv", "--clear", str(folder)]
    if subprocess.run(command, capture_output=True, env=clean_environment()).returncode == 0:
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if _may_use_apt() and (_apt([package]) or _apt(["python3-venv"])):
        result = subprocess.run(command, capture_output=True, text=True, env=clean_environment())
        if result.returncode == 0:
            return
    raise TroubleError(
        f"建不了运行环境 {folder}。\n"
        "  怎么办：Debian、Ubuntu、统信 UOS、银河麒麟先运行 sudo apt-get install -y python3-venv；"
        "其他系统请确认 Python 带有 venv 和 pip，并且这个文件夹可以写。"
    )


def _may_use_apt() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt(packages: list[str]) -> bool:
    """Install Debian packages; the lists are refreshed only when they turn out to be too old or absent."""
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    environment = clean_environment(DEBIAN_FRONTEND="noninteractive")
    say(f"运行 {' '.join(install)} ……")
    if subprocess.run(install, capture_output=True, env=environment).returncode == 0:
        return True
    subprocess.run(["apt-get", "update"], capture_output=True, env=environment)
    return subprocess.run(install, capture_output=True, env=environment).returncode == 0


def _opens(files: tuple[str, ...]) -> bool:
    for name in files:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False
