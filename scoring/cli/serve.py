"""`scoring serve`: the workspace in the browser."""

from __future__ import annotations

import getpass
import os
import ssl
import sys
import webbrowser
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import click

from scoring.base.text import os_error_text
from scoring.cli import console
from scoring.cli.command import command
from scoring.cli.options import CRITERIA_PATH

__all__ = ["serve"]

MISSING = "没有安装网页组件。\n  怎么办：运行 pip install 'demo-city-scoring[web]' 后再试。"
ACCOUNTS = ".scoring-accounts.sqlite"
"""The accounts of a folder that is served to a network."""
LIMITS = "端口要在0到65535之间"


@command(
    "serve",
    "scoring serve 自评.yaml",
    "scoring serve 自评文件夹",
    "scoring serve 自评.yaml --add-user 汇总 --role 市级汇总人",
    "scoring serve 自评.yaml --lan --port 8321 --certificate 证书.pem --key 私钥.pem",
)
@click.argument("place", metavar="自评文件或文件夹", default=".")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="端口", help="默认自动选一个空闲的。")
@click.option("--no-browser", is_flag=True, help="不自动打开浏览器，只显示网址。")
@click.option("--lan", is_flag=True, help="让同一网络里的人用账号登录；先用 --add-user 建管理员。")
@click.option("--name", "names", multiple=True, metavar="主机名", help="--lan 时别人用来打开的主机名，可写多次。")
@click.option("--certificate", metavar="文件", help="--lan 时的 TLS 证书（PEM）；没有它，密码在网络上不加密。")
@click.option("--key", metavar="文件", help="证书的私钥（PEM）。")
@click.option("--add-user", "user", metavar="账号", help="新建一个账号后结束，密码在提示后输入。")
@click.option("--role", default="管理员", metavar="角色", help="新账号的角色：管理员、市级汇总人、部门填报人。")
@click.option("--department", "departments", multiple=True, metavar="部门", help="部门填报人负责的部门，可写多次。")
@CRITERIA_PATH
def serve(
    place: str,
    port: int,
    no_browser: bool,
    lan: bool,
    names: tuple[str, ...],
    certificate: str | None,
    key: str | None,
    user: str | None,
    role: str,
    departments: tuple[str, ...],
    criteria_path: tuple[str, ...],
) -> int:
    """在浏览器里填报、看分、放材料、出报告；不用会写 YAML。按 Ctrl+C 结束。

    只给本机用时，网址里带着每次启动都换的口令，别人打不开。自评文件始终是唯一的依据：
    网页、Excel、编辑器和命令行可以同时改它，改的是同一处的会说明，不会互相覆盖。
    """
    if any(find_spec(name) is None for name in ("starlette", "uvicorn", "multipart")):
        console.message(MISSING)
        return 3
    from scoring.web.accounts import Accounts  # the extra `web` may be missing

    target = Path(place)
    if not target.exists():
        console.message(f"没有 {place}。\n  怎么办：写一个自评文件，或者放自评文件的文件夹（可以是空的）。")
        return 1
    folder = target if target.is_dir() else target.parent
    store = folder / ACCOUNTS
    if user is not None:
        return _add(store, user, role, departments)
    accounts = Accounts(store) if lan else None
    if accounts is not None and not accounts.has_administrator():
        console.message(
            f"还没有管理员，不能给网络里的人用。\n  怎么办：先运行 scoring serve {place} --add-user 账号，再启动。"
        )
        return 1
    return _serve(target, accounts, port, names, certificate, key, open_it=not no_browser, criteria_path=criteria_path)


def _add(store: Path, name: str, role: str, departments: tuple[str, ...]) -> int:
    from scoring.web.accounts import Account, Accounts, AccountsError, Role

    known = {one.value: one for one in reversed(Role)}
    if role not in known:
        console.message(f"用法错误：没有角色“{role}”。可以写：{'、'.join(known)}。")
        return 2
    password = (
        getpass.getpass("密码（至少10个字，输入时不显示）：")
        if sys.stdin.isatty()
        else sys.stdin.readline().rstrip("\n")
    )
    account = Account(name=name, role=known[role], departments=departments)
    try:
        Accounts(store).add(account, password, by="命令行", at=datetime.now().timestamp())
    except AccountsError as error:
        console.message(f"没有建账号：{error}")
        return 1
    console.message(f"已建账号“{name}”（{role}）。")
    return 0


def _serve(
    target: Path,
    accounts: object,
    port: int,
    names: tuple[str, ...],
    certificate: str | None,
    key: str | None,
    *,
    open_it: bool,
    criteria_path: tuple[str, ...],
) -> int:
    from scoring.web.accounts import Accounts
    from scoring.web.serving import LOCAL_HOST, bound, names_of_machine
    from scoring.web.serving import serve as run
    from scoring.web.site import Site
    from scoring.web.workspace import Workspace

    assert accounts is None or isinstance(accounts, Accounts)
    refused = _certificate_fault(certificate, key)
    if refused is not None:
        console.message(refused)
        return 1
    chosen = target if target.is_file() else _only(target)
    site = Site(
        None if chosen is None else Workspace(str(chosen), criteria_path),
        folder=(target if target.is_dir() else target.parent).resolve(),
        accounts=accounts,
        criteria_path=criteria_path,
    )
    try:
        listening = bound(LOCAL_HOST if accounts is None else "0.0.0.0", port)
    except OSError as error:
        console.message(f"用不了端口 {port}：{os_error_text(error)}。\n  怎么办：换一个端口，或不写 --port。")
        return 3
    number = listening.getsockname()[1]
    reached = (LOCAL_HOST, "localhost", "::1") if accounts is None else names_of_machine(names)
    scheme = "https" if certificate is not None else "http"
    address = (
        f"{scheme}://{LOCAL_HOST}:{number}/?token={site.token}"
        if accounts is None
        else f"{scheme}://{reached[0]}:{number}/"
    )

    def ready() -> None:
        console.message(f"请用浏览器打开：{address}")
        if accounts is not None and certificate is None:
            console.message("  注意：没有用证书，密码和内容在网络上不加密。可用 --certificate 和 --key。")
        console.message("  关掉这个窗口或按 Ctrl+C 就结束；填的内容随时已经存好。")
        if open_it and accounts is None:
            webbrowser.open(address)

    run(
        site,
        listening,
        names=reached,
        certificate=None if certificate is None else Path(certificate),
        key=None if key is None else Path(key),
        ready=ready,
    )
    return 0


def _certificate_fault(certificate: str | None, key: str | None) -> str | None:
    """Why a certificate and its key cannot be used; None where they can, or where there are none."""
    for path in (certificate, key):
        if path is not None and not os.path.isfile(path):
            return f"没有 {path}。\n  怎么办：核对证书和私钥的路径。"
    if certificate is None:
        return None if key is None else "只写了私钥，没有写证书。\n  怎么办：用 --certificate 写证书文件（PEM）。"
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError, ValueError):
        told = "证书和私钥用不了：不是 PEM 格式，或者不是一对，或者私钥的口令不对。"
        return f"{told}\n  怎么办：核对两个文件；私钥不在证书文件里的，用 --key 写私钥文件。"
    return None


def _only(folder: Path) -> Path | None:
    """The submission of a folder that holds just one."""
    from scoring.web.folder import submissions_in

    found = submissions_in(folder)
    return folder / found[0].name if len(found) == 1 else None
