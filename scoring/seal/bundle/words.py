"""VERIFY.md: what is in the archive, how anyone can check it, what that proves and what it does not."""

from __future__ import annotations

from scoring import __version__

__all__ = ["NOT_PROVEN", "PRINTED", "PROVEN", "verify_text"]

PROVEN = (
    "包里的每个文件都与清单里的校验值一致，没有缺少、增加或改动；清单和校验说明与按包里内容重新生成的一致；",
    "按包里的填报内容和评估指标体系重新计分，得到的总分、各项得分、每一条款的结论与包里写的一致。",
)
PRINTED = (
    "不证明报告、自评表和汇编这几个 PDF 里印的就是包里的填报和材料：内行的人可以换掉页面再重新打包。"
    "用 scoring verify --redraw 可以重新排版，逐字节比对；"
)
NOT_PROVEN = (
    "不证明填报内容真实，也不证明材料的内容能够支撑填报：这要靠审核；",
    PRINTED,
    "不证明是谁、在什么时候打的包：任何人都可以用本工具重新打一个包。要防止整个被换掉，请在交接时另外记下“指纹”并核对，"
    "或者由单位签名（scoring sign）；",
    "校验通过不等于盖章，也不等于审核通过。",
)


def verify_text(city: str, fingerprint: str, names: tuple[str, ...], version: str = __version__) -> bytes:
    """The page for who receives the archive. `fingerprint` is what it can be recognised by, `version` that of the tool
    that packed it."""
    lines = [
        f"# {city}：校验说明",
        "",
        f"本包由“评估指标体系打分”工具（scoring {version}）生成。",
        "",
        "## 怎样校验",
        "",
        "装有本工具的电脑上，运行：",
        "",
        "    scoring verify 本包.zip",
        "",
        "没有本工具时，可以逐个核对 SHA-256：`manifest.json` 的 `files` 里列出了每个文件的校验值，"
        "Windows 上用 `certutil -hashfile 文件 SHA256`，Linux 上用 `sha256sum 文件`。这只能发现传输出错和单个文件的改动；"
        "本页和清单也可能被人一起改写，以 `scoring verify` 的结论为准。",
        "",
        "## 证明什么",
        "",
        *(f"- {line}" for line in PROVEN),
        "",
        "## 不证明什么",
        "",
        *(f"- {line}" for line in NOT_PROVEN),
        "",
        "## 内容的指纹",
        "",
        f"    {fingerprint}",
        "",
        "指纹是除本页和 `manifest.json` 以外所有文件的校验值合在一起的 SHA-256；内容相同的包指纹相同。",
        "",
        "## 包里的文件",
        "",
        *(f"- `{name}`" for name in names),
        "",
    ]
    return "\n".join(lines).encode("utf-8")
