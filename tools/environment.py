"""Make `.venv` with what is needed, and the system libraries where this user may install them."""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from scoring.cli.doctor import INSTALL, LIBRARIES, SUBSET, family_of

__all__ = ["ROOT", "VENV", "TroubleError", "ensure", "python", "say", "system_libraries", "tool"]

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / ".installed"
PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
WINDOWS = os.name == "nt"
HARMFUL = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
"""Settings of the caller's shell that would send an installation somewhere else than `.venv`."""


class TroubleError(Exception):
    """Something only the user can mend; the message says what happened and what to do."""


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


def python() -> str:
    """The interpreter of `.venv`."""
    return str(VENV / ("Scripts/python.exe" if WINDOWS else "bin/python"))


def tool(name: str) -> str:
    """A command installed into `.venv`."""
    return str(VENV / (f"Scripts/{name}.exe" if WINDOWS else f"bin/{name}"))


def clean_environment(**more: str) -> dict[str, str]:
    """The caller's environment without what would misdirect an installation."""
    kept = {key: value for key, value in os.environ.items() if key.upper() not in HARMFUL}
    return {**kept, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **more}


def ensure(*, dev: bool) -> None:
    """Bring `.venv` up to date: the package (editable) and its dependencies, with the tools of development if `dev`.

    Quick when nothing changed. Raises TroubleError.
    """
    wanted = _fingerprint()
    have = STAMP.read_text(encoding="utf-8").split() if STAMP.is_file() else []
    if have[:1] == [wanted] and (not dev or "dev" in have) and _works():
        return
    if not _works():
        _create()
    requirements = ["-e", "."] + (_dev_group() if dev else [])
    say("安装本软件和所需组件（第一次要几分钟）……")
    command = [python(), "-m", "pip", "install", "--quiet", "--no-warn-script-location", *requirements]
    if subprocess.run(command, cwd=ROOT, env=clean_environment()).returncode != 0:
        raise TroubleError("组件没有装上。\n  怎么办：检查网络或 pip 的软件源设置（PIP_INDEX_URL），然后再运行一次。")
    STAMP.write_text(f"{wanted} {'dev' if dev or 'dev' in have else 'run'}\n", encoding="utf-8")


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


def _fingerprint() -> str:
    parts = [(ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _dev_group() -> list[str]:
    """The dev group read here, because older pips do not know `--group`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [str(requirement) for requirement in project["dependency-groups"]["dev"]]


def _works() -> bool:
    """Whether `.venv` holds an interpreter of this version that starts and has pip."""
    check = f"import pip, sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])!r})"
    try:
        return subprocess.run([python(), "-c", check], capture_output=True, env=clean_environment()).returncode == 0
    except OSError:
        return False


def _create() -> None:
    say("建立运行环境 .venv ……")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, capture_output=True, env=clean_environment()).returncode == 0:
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if _may_use_apt() and (_apt([package]) or _apt(["python3-venv"])):
        result = subprocess.run(command, capture_output=True, text=True, env=clean_environment())
        if result.returncode == 0:
            return
    raise TroubleError(
        f"建不了运行环境 {VENV}。\n"
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
