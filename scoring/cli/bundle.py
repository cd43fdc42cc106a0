"""`scoring bundle`: everything a reviewer needs in one archive that anyone can check."""

from __future__ import annotations

from datetime import date

from scoring.base.assets import pack_search
from scoring.base.errors import ProblemsError
from scoring.base.marks import BUNDLE
from scoring.base.text import os_error_text
from scoring.cli import console
from scoring.cli.binder import left_out_lines, to_seal
from scoring.cli.command import Output, command
from scoring.cli.messages import tell
from scoring.cli.options import AS_OF, CRITERIA_PATH, FILE, REFERENCES, output_option
from scoring.cli.progress import ProgressLine
from scoring.seal.bundle import BundleResult, make_bundle

__all__ = ["bundle"]


@command("bundle", "scoring bundle 自评.yaml -o 示例市.zip")
@FILE
@output_option(Output(BUNDLE), "包写到哪个文件。", metavar="文件.zip", required=True)
@REFERENCES
@AS_OF
@CRITERIA_PATH
def bundle(file: str, output: str, references: str | None, as_of: date | None, criteria_path: tuple[str, ...]) -> int:
    """把自评报告、佐证材料汇编、自评文件、指标体系和全部材料打成一个可以校验的包；同样的内容每次都一字不差。"""
    if not output.lower().endswith(".zip"):
        console.message(f"用法错误：输出文件名 {output} 要以 .zip 结尾。")
        return 2
    search = pack_search(criteria_path, file)
    found = to_seal(file, references, as_of, search, (output,))
    if isinstance(found, int):
        return found
    try:
        with ProgressLine("打包") as progress:
            made = make_bundle(found, file, output, references_path=references, search=search, progress=progress)
    except ProblemsError as error:
        tell(error.problems)
        return 3
    except ValueError as error:
        console.message(f"不能打包：{error}。")
        return 1
    except OSError as error:
        console.message(f"写不了 {output}：{os_error_text(error)}。\n  怎么办：检查位置、权限和磁盘空间后再试。")
        return 3
    _tell(output, made)
    return 1 if made.bound.left_out else 0


def _tell(output: str, made: BundleResult) -> None:
    console.message(f"已生成 {output}：{made.files}个文件，{max(made.size // 1024, 1)} KB。")
    console.message(f"  指纹：{made.fingerprint}")
    console.message("  请把指纹另外记下（例如写进交接单），收到的人用 scoring verify 核对。")
    for line in left_out_lines(made.bound):
        console.message(line)
    if made.absent:
        console.message(f"有{len(made.absent)}份材料找不到，包里没有：{'、'.join(made.absent)}")
