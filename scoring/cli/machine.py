"""What this machine has, what it lacks, and the command that installs it on this system. Imports nothing that may be missing."""

from __future__ import annotations

import ctypes
import importlib.metadata
import os.path
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from scoring import __version__
from scoring.base.assets import CRITERIA, REPORTS, shipped
from scoring.cli import console

__all__ = ["INSTALL", "LIBRARIES", "MISSING", "SUBSET", "MachineFinding", "examine", "family_of", "print_findings"]

OK, SLOW, MISSING = "ok", "slow", "missing"
MARKS = {OK: ("［正常］", "green"), SLOW: ("［注意］", "yellow"), MISSING: ("［缺少］", "red")}
OLDEST = (3, 11)
COMPONENTS = (
    *("pyyaml", "jsonschema", "click", "jinja2", "weasyprint", "msgspec"),
    *("pikepdf", "python-calamine", "xlsxwriter", "filelock"),
)
LIBRARIES = {
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
}
SUBSET = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")
FACES = ("fangsong.ttf", "biaosong.ttf", "heiti.ttf", "kaiti.ttf", "rest.ttf", "rare.ttf", "marks.ttf")
INSTALL = {
    "debian": "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "fedora": "sudo dnf install -y pango harfbuzz",
    "windows": "安装 MSYS2（msys2.org），在它的窗口里运行 pacman -S mingw-w64-x86_64-pango，再把 C:\\msys64\\mingw64\\bin 加入 PATH",
    "macos": "brew install pango",
    "other": "用系统的软件管理器安装 pango（含 pangoft2）和 harfbuzz（含 subset 库）",
}
FAMILIES = {
    "debian": ("debian", "ubuntu", "uos", "deepin", "kylin", "linuxmint"),
    "fedora": ("fedora", "rhel", "centos", "openeuler", "rocky", "almalinux", "anolis"),
}


@dataclass(frozen=True, kw_only=True)  # not a Struct: what is examined may be that a component is missing
class MachineFinding:
    """One line of the examination: what was looked at, how it is, and what to do ("" when it is well)."""

    name: str
    state: str
    found: str
    advice: str = ""


def examine() -> tuple[MachineFinding, ...]:
    """Look at Python, the components, the system libraries and the bundled files."""
    return (_python(), *_components(), _calendar(), *_libraries(), _fonts(), _packs())


def print_findings(findings: Sequence[MachineFinding]) -> None:
    """What was found, a line each, with what to do; and what it comes to."""
    colour = console.colour_wanted()
    for one in findings:
        mark, style = MARKS[one.state]
        console.data(f"{console.paint(mark, style, on=colour)}{one.name}：{one.found}")
        if one.advice:
            console.data(f"        怎么办：{one.advice}")
    if any(one.state == MISSING for one in findings):
        console.data("有缺少的部分：计分和 HTML 报告不受 Pango 影响；PDF 报告要先按上面的办法装好。")
    elif any(one.state == SLOW for one in findings):
        console.data("可以正常使用，标［注意］的部分补上更好。")
    else:
        console.data("一切正常，可以计分并生成 PDF 报告。")


def family_of(system: str, release: str) -> str:
    """The kind of system an installation command is written for. `release` is the text of /etc/os-release."""
    if system in ("Windows", "Darwin"):
        return "windows" if system == "Windows" else "macos"
    words: list[str] = []
    for line in release.lower().splitlines():
        key, _, value = line.partition("=")
        if key in ("id", "id_like"):
            words += value.strip("\"'").split()
    for family, names in FAMILIES.items():
        if any(name in words for name in names):
            return family
    return "other"


def _python() -> MachineFinding:
    found = f"{platform.python_version()}（{sys.executable}）"
    if sys.version_info >= OLDEST:
        return MachineFinding(name="Python", state=OK, found=found)
    return MachineFinding(name="Python", state=MISSING, found=found, advice="安装 Python 3.11 或更新的版本。")


def _components() -> tuple[MachineFinding, ...]:
    found = [MachineFinding(name="本软件", state=OK, found=__version__)]
    for name in COMPONENTS:
        try:
            found.append(MachineFinding(name=name, state=OK, found=importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            advice = f"运行 {sys.executable} -m pip install {name}"
            found.append(MachineFinding(name=name, state=MISSING, found="没有安装", advice=advice))
    return tuple(found)


def _calendar() -> MachineFinding:
    """How far the data on holidays reach; only `scoring procedure` needs them."""
    name = "放假调休日历"
    try:
        from scoring.province.procedure.calendar import known_years

        first, last = known_years()
    except ImportError:
        advice = f"运行 {sys.executable} -m pip install chinesecalendar"
        return MachineFinding(name=name, state=SLOW, found="没有安装，不能数工作日", advice=advice)
    return MachineFinding(name=name, state=OK, found=f"{first}年至{last}年")


def _libraries() -> tuple[MachineFinding, ...]:
    install = INSTALL[family_of(platform.system(), _release())]
    found = []
    for name, files in LIBRARIES.items():
        library = _open(files)
        if library is None:
            found.append(MachineFinding(name=name, state=MISSING, found="没有找到，不能生成 PDF", advice=install))
        else:
            found.append(
                MachineFinding(name=name, state=OK, found=_pango_version(library) if name == "Pango" else "有")
            )
    if _open(SUBSET) is None:
        slow = "没有找到，PDF 能生成，但要慢4到10倍"
        found.append(MachineFinding(name="HarfBuzz 子集库", state=SLOW, found=slow, advice=install))
    else:
        found.append(MachineFinding(name="HarfBuzz 子集库", state=OK, found="有"))
    return tuple(found)


def _release() -> str:
    try:
        with open("/etc/os-release", encoding="utf-8", errors="replace") as stream:
            return stream.read()
    except OSError:
        return ""


def _open(files: tuple[str, ...]) -> ctypes.CDLL | None:
    for name in files:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _pango_version(library: ctypes.CDLL) -> str:
    number = int(library.pango_version())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _fonts() -> MachineFinding:
    folder = os.path.join(shipped(REPORTS) or "", "fonts")
    missing = [name for name in FACES if not os.path.isfile(os.path.join(folder, name))]
    if missing:
        lack = f"缺少 {'、'.join(missing)}"
        return MachineFinding(name="中文字体", state=MISSING, found=lack, advice="安装不完整，请重新安装本软件。")
    return MachineFinding(
        name="中文字体", state=OK, found=f"随软件提供，{len(FACES)}种（仿宋、小标宋、黑体、楷体的替代字体和补字）"
    )


def _packs() -> MachineFinding:
    folder = shipped(CRITERIA)
    if folder is None:
        return MachineFinding(name="指标体系", state=MISSING, found="没有找到", advice="安装不完整，请重新安装本软件。")
    packs = sorted(name for name in os.listdir(folder) if os.path.isfile(os.path.join(folder, name, "pack.yaml")))
    return MachineFinding(name="指标体系", state=OK, found="、".join(packs) or "（空）")
