"""A backup of a workspace on a network: one ZIP in a folder beside it. Unpacked into an empty folder it is the workspace again.

It lies where the program runs and is handed out to nobody: it holds all answers, which an administrator does not see, and the
accounts, which nobody else does.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from scoring.base.files import replacing
from scoring.base.tempfiles import workspace as temporary_folder
from scoring.documents.edit import held_still
from scoring.web.accounts import Accounts
from scoring.web.workspace import Workspace

__all__ = ["FOLDER", "Backup", "back_up", "backups_in"]

FOLDER = "备份"
SUMS, HOW = "校验值.txt", "怎样恢复.txt"
SMALL = (".yaml", ".yml", ".jsonl", ".json", ".bak", ".txt", ".sqlite")
"""Files worth pressing together; documents are pressed already."""
CHUNK = 1024 * 1024
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first day that a ZIP can name."""
TEXT = """这是 {at} 的备份：自评、修改记录、材料、成果、收回的工作簿和账号（没有登录状态，密码只有散列）。

怎样恢复：
1. 停下正在运行的程序，把原来的文件夹改名留着。
2. 把这个压缩包解到一个新建的空文件夹（隐藏的 {accounts} 也要解出来）。
3. 要核对的，在那个文件夹里运行 sha256sum -c {sums}（没有这个命令的跳过）。
4. 运行 scoring serve 那个文件夹/{file} --lan，其余参数照旧。大家用原来的账号和密码重新登录。

里面有密码的散列和全部答案，请放在只有管理的人能打开的地方，不要随上报材料发出去。
"""


class Backup(Struct, frozen=True, kw_only=True):
    """A backup that lies there: its name and its bytes."""

    name: str
    size: int


def backups_in(workspace: Workspace) -> tuple[Backup, ...]:
    """The backups of a workspace, the newest first."""
    paths = sorted((workspace.folder / FOLDER).glob("*.zip"), reverse=True)
    return tuple(Backup(name=path.name, size=path.stat().st_size) for path in paths)


def back_up(workspace: Workspace, accounts: Accounts, at: datetime) -> Path:
    """Make a backup while people work; it is whole or not there. Raises OSError."""
    folder = workspace.folder / FOLDER
    folder.mkdir(exist_ok=True)
    target = folder / f"备份-{at:%Y%m%d-%H%M%S}.zip"
    with temporary_folder("backup") as room, replacing(str(target)) as temporary:
        copy = Path(room) / accounts.path.name
        accounts.copy_to(copy)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(os.open(temporary, flags, 0o600), "w+b") as out:
            _write(out, workspace, copy, at)
    return target


def _write(out: BinaryIO, workspace: Workspace, accounts: Path, at: datetime) -> None:
    sums = []
    with zipfile.ZipFile(out, "w", allowZip64=True) as archive:
        with held_still(workspace.file):
            together = [path for path in _files(workspace.folder) if path.name.startswith(workspace.name)]
            sums += [_add(archive, path, path.name) for path in together]
        for path in _files(workspace.folder):
            if path not in together:
                sums.append(_add(archive, path, path.relative_to(workspace.folder).as_posix()))
        sums.append(_add(archive, accounts, accounts.name))
        said = TEXT.format(at=f"{at:%Y-%m-%d %H:%M}", accounts=accounts.name, sums=SUMS, file=workspace.name)
        archive.writestr(SUMS, "".join(sums))
        archive.writestr(HOW, said)


def _files(folder: Path) -> Iterator[Path]:
    """The files of a workspace; what is hidden (our locks, half files) is none of it, nor are its backups."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and Path(place, one) != folder / FOLDER)
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    """Put a file into the archive; its line among the checksums."""
    info = zipfile.ZipInfo(name, max(datetime.fromtimestamp(path.stat().st_mtime).timetuple()[:6], EARLIEST))
    info.compress_type = zipfile.ZIP_DEFLATED if path.suffix.lower() in SMALL else zipfile.ZIP_STORED
    info.external_attr = 0o100600 << 16
    digest = hashlib.sha256()
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as sink:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            sink.write(chunk)
    return f"{digest.hexdigest()}  {name}\n"
