"""The commands about evidence on click: their options and help. What they do stands in one module each."""

from __future__ import annotations

import click

from scoring.base.marks import BINDER, BUNDLE, REPORT
from scoring.cli.options import AS_OF, CRITERIA_PATH, FILE, REFERENCES, form_option
from scoring.cli.outputs import GuardedCommand, Output

__all__ = ["COMMANDS"]


@click.command(
    "evidence",
    cls=GuardedCommand,
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring evidence 自评.yaml\n  scoring evidence 自评.yaml --layout\n"
    "  scoring evidence 自评.yaml --draft -o 佐证材料草稿.yaml\n"
    "  scoring evidence 示例市.zip --references 参照值.yaml",
)
@FILE
@click.option("--layout", is_flag=True, help="按指标项和责任部门建好文件夹，不检查。")
@click.option("--draft", is_flag=True, help="为文件夹里还没有列入的文件起草“佐证材料”各行，由人核对后粘贴。")
@click.option("-o", "--output", metavar="文件", type=Output(stream=True), help="--draft 写到哪个文件；不写则打印出来。")
@REFERENCES
@CRITERIA_PATH
@form_option("text", "json")
def evidence(
    file: str,
    layout: bool,
    draft: bool,
    output: str | None,
    references: str | None,
    criteria_path: tuple[str, ...],
    form: str,
) -> int:
    """检查佐证材料：在不在、能不能打开、类型对不对、有没有重复和漏列；缺的材料各影响多少分。

    也可以直接写 scoring bundle 打的包（.zip），不用解压。
    """
    from scoring.cli.evidence import run_evidence

    return run_evidence(
        file=file,
        layout=layout,
        draft=draft,
        output=output,
        references=references,
        criteria_path=criteria_path,
        form=form,
    )


@click.command(
    "binder",
    cls=GuardedCommand,
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring binder 自评.yaml -o 佐证材料汇编.pdf\n"
    "  scoring binder 自评.yaml -o 佐证材料汇编.pdf --report 自评报告.pdf",
)
@FILE
@click.option("-o", "--output", metavar="文件.pdf", type=Output(BINDER), required=True, help="汇编写到哪个文件。")
@click.option(
    "--report", metavar="文件.pdf", type=Output(REPORT), help="同时生成自评报告，写明每份材料“见汇编第几页”。"
)
@click.option("--convert", "with_office", is_flag=True, help="用已安装的 LibreOffice 把 Office 文件转成 PDF 一起装订。")
@REFERENCES
@AS_OF
@CRITERIA_PATH
def binder(
    file: str,
    output: str,
    report: str | None,
    with_office: bool,
    references: str | None,
    as_of: str | None,
    criteria_path: tuple[str, ...],
) -> int:
    """把佐证材料装订成一个 PDF：封面、目录、隔页、书签、连续页码；装不进去的逐份说明原因。"""
    from scoring.cli.binder import run_binder

    return run_binder(
        file=file,
        output=output,
        report=report,
        with_office=with_office,
        references=references,
        as_of=as_of,
        criteria_path=criteria_path,
    )


@click.command(
    "bundle",
    cls=GuardedCommand,
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring bundle 自评.yaml -o 示例市.zip",
)
@FILE
@click.option("-o", "--output", metavar="文件.zip", type=Output(BUNDLE), required=True, help="包写到哪个文件。")
@REFERENCES
@AS_OF
@CRITERIA_PATH
def bundle(file: str, output: str, references: str | None, as_of: str | None, criteria_path: tuple[str, ...]) -> int:
    """把自评报告、佐证材料汇编、自评文件、指标体系和全部材料打成一个可以校验的包；同样的内容每次都一字不差。"""
    from scoring.cli.bundle import run_bundle

    return run_bundle(file=file, output=output, references=references, as_of=as_of, criteria_path=criteria_path)


@click.command(
    "verify",
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring verify 示例市.zip\n  scoring verify 示例市.zip --redraw\n"
    "  scoring verify 自评报告.pdf --format json",
)
@click.argument("file", metavar="包或报告")
@click.option("--fingerprint", metavar="指纹", default="", help="另外记下的指纹，一并核对。")
@click.option("--redraw", is_flag=True, help="重新排版包里的报告、自评表和汇编，逐字节比对（较慢，只能用于包）。")
@CRITERIA_PATH
@form_option("text", "json")
def verify(file: str, fingerprint: str, redraw: bool, criteria_path: tuple[str, ...], form: str) -> int:
    """校验包或报告：逐个文件核对，按里面的填报内容重新计分，写明证明什么、不证明什么。

    指标体系与本工具自带的比对；自带的里面没有时，用 --criteria-path 指明公布的那一份所在的文件夹。
    """
    from scoring.base.assets import criteria_search
    from scoring.cli.verify import run_verify

    return run_verify(file=file, expected=fingerprint, form=form, search=criteria_search(criteria_path), redraw=redraw)


@click.command(
    "sign",
    cls=GuardedCommand,
    options_metavar="[选项]",
    epilog="\b\n例：\n  scoring sign 自评报告.pdf --certificate 单位.p12 -o 自评报告-签名.pdf\n"
    "  scoring sign 自评报告-签名.pdf --check --trust 根证书.pem",
)
@click.argument("file", metavar="文件.pdf")
@click.option(
    "--certificate", metavar="证书.p12", help="单位的 PKCS#12 证书；密码另行输入，或放在 SCORING_SIGN_PASSWORD。"
)
@click.option("-o", "--output", metavar="文件.pdf", type=Output(), help="签名后写到哪个文件。")
@click.option("--reason", metavar="文字", default="", help="写进签名的事由。")
@click.option("--check", "checking", is_flag=True, help="不签名，检查已有的签名。")
@click.option("--trust", "roots", metavar="根证书", multiple=True, help="检查时信任的根证书，可写多次。")
def sign(
    file: str, certificate: str | None, output: str | None, reason: str, checking: bool, roots: tuple[str, ...]
) -> int:
    """用单位证书给 PDF 签名，或检查签名（可选组件）。签名不等于电子公章。"""
    from scoring.cli.sign import run_check, run_sign

    if checking:
        return run_check(file=file, roots=roots)
    if certificate is None or output is None:
        raise click.UsageError("签名要写 --certificate 证书.p12 和 -o 文件.pdf；检查签名写 --check")
    return run_sign(file=file, output=output, certificate=certificate, reason=reason)


COMMANDS = (evidence, binder, bundle, verify, sign)
