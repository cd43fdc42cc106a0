"""`scoring sign`: sign a PDF with a certificate, or check its signatures."""

from __future__ import annotations

import os
import sys

import click

from scoring.base.text import os_error_text
from scoring.cli import console
from scoring.cli.command import Output, command
from scoring.cli.options import output_option
from scoring.cli.terminal import show
from scoring.reports.blocks import Bullets, Paragraph
from scoring.seal import signing
from scoring.seal.signing import NO_SEAL, SignatureCheck, SignError

__all__ = ["sign"]

PASSWORD = "SCORING_SIGN_PASSWORD"


@command(
    "sign",
    "scoring sign 自评报告.pdf --certificate 单位.p12 -o 自评报告-签名.pdf",
    "scoring sign 自评报告-签名.pdf --check --trust 根证书.pem",
)
@click.argument("file", metavar="文件.pdf")
@click.option(
    "--certificate", metavar="证书.p12", help="单位的 PKCS#12 证书；密码另行输入，或放在 SCORING_SIGN_PASSWORD。"
)
@output_option(Output(), "签名后写到哪个文件。", metavar="文件.pdf")
@click.option("--reason", metavar="文字", default="", help="写进签名的事由。")
@click.option("--check", "checking", is_flag=True, help="不签名，检查已有的签名。")
@click.option("--trust", "roots", metavar="根证书", multiple=True, help="检查时信任的根证书，可写多次。")
def sign(
    file: str, certificate: str | None, output: str | None, reason: str, checking: bool, roots: tuple[str, ...]
) -> int:
    """用单位证书给 PDF 签名，或检查签名（可选组件）。签名不等于电子公章。"""
    if checking:
        return _check(file, roots)
    if certificate is None or output is None:
        raise click.UsageError("签名要写 --certificate 证书.p12 和 -o 文件.pdf；检查签名写 --check")
    return _sign(file, output, certificate, reason)


def _sign(file: str, output: str, certificate: str, reason: str) -> int:
    """0: done; 1: cannot be signed; 2: no way to ask for the password; 3: cannot be read or written."""
    password = os.environ.get(PASSWORD)
    if password is None and not sys.stdin.isatty():
        console.message(f"用法错误：这里没有终端可以输入证书密码。\n  怎么办：把密码放在环境变量 {PASSWORD} 里再运行。")
        return 2
    if password is None:
        password = str(click.prompt("证书密码", hide_input=True, default="", show_default=False, err=True))
    try:
        name = signing.sign(file, output, certificate=certificate, password=password.encode("utf-8"), reason=reason)
    except SignError as error:
        console.message(f"没有签名：{error}。")
        return 1
    except OSError as error:
        console.message(f"没有签名：{error.filename or file} {os_error_text(error)}。")
        return 3
    console.message(f"已生成 {output}，签名证书：{name}。")
    console.message(NO_SEAL)
    return 0


def _check(file: str, roots: tuple[str, ...]) -> int:
    """Check the signatures of `file`. 0: all of them good; 1: none, or one that is not; 3: cannot be read."""
    try:
        found = signing.check(file, roots)
    except SignError as error:
        console.message(f"没有检查：{error}。")
        return 1
    except OSError as error:
        console.message(f"没有检查：{error.filename or file} {os_error_text(error)}。")
        return 3
    count = f"{file}：{len(found)}个签名" if found else f"{file} 里没有签名"
    show([Paragraph(count, whole=True), Bullets([_words(one) for one in found]), Paragraph(NO_SEAL)])
    return 0 if found and all(one.intact and one.whole and one.trusted is not False for one in found) else 1


def _words(one: SignatureCheck) -> str:
    parts = [f"{one.subject}（签发者 {one.issuer}）"]
    parts.append("签名有效，签过的内容没有改动" if one.intact else "签名无效：内容被改动过，或签名是伪造的")
    if not one.whole:
        parts.append("签名以后文件又追加了内容，追加的部分没有签名")
    trust = {
        None: "没有指定根证书，不能确认证书是谁的",
        True: "证书由所指定的根证书签发",
        False: "证书不是由所指定的根证书签发",
    }
    parts.append(trust[one.trusted])
    if one.signed:
        parts.append(f"签名者自称的时间 {one.signed}")
    return "；".join(parts) + "。"
