"""Adds a signature to a PDF as an increment, so that the bytes before it, and its PDF/A, stay as they are."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
from typing import TYPE_CHECKING, BinaryIO

from scoring.base.files import replacing
from scoring.base.reading import open_regular
from scoring.naming import DRAFT

if TYPE_CHECKING:
    from asn1crypto.x509 import Name

__all__ = ["NO_SEAL", "MissingError", "SignError", "available", "name_of", "sign"]

NO_SEAL = (
    "数字签名不等于电子公章，也不代替纸质盖章：它只说明持有这张证书私钥的人签过这份文件，签名以后文件没有改动。"
    "是否具有法律效力，要看证书由谁签发、依照什么规定使用。"
)
FIELD = "ScoringSignature"
MISSING = "没有安装签名组件 pyHanko。请运行 pip install 'demo-city-scoring[sign]' 后再试"


class SignError(Exception):
    """Signing or checking that cannot be done; the text says why, in Chinese."""


class MissingError(SignError):
    """The extra is not installed."""


def available() -> None:
    """Raises MissingError where the extra is not installed."""
    if importlib.util.find_spec("pyhanko") is None:
        raise MissingError(MISSING)
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)  # its English logs are for developers
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL + 1)


def sign(path: str, target: str, *, certificate: str, password: bytes, reason: str = "") -> str:
    """Sign the PDF at `path` with a PKCS#12 file and write it to `target`; returns the name in the certificate.

    No time stamp is fetched: the time in the signature is this computer's. Raises SignError and OSError.
    """
    available()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    with open_regular(certificate):  # so that a missing file is told as such
        pass
    try:
        signer = signers.SimpleSigner.load_pkcs12(certificate, passphrase=password)  # type: ignore[no-untyped-call]
    except Exception as error:  # certificate files are broken in many ways
        raise SignError("证书文件打不开：密码不对，或者不是 PKCS#12（.p12、.pfx）文件") from error
    if signer is None or signer.signing_cert is None:
        raise SignError("证书文件打不开：密码不对，或者不是 PKCS#12（.p12、.pfx）文件")
    meta = signers.PdfSignatureMetadata(field_name=FIELD, reason=reason or None, md_algorithm="sha256")
    with open_regular(path) as source:
        if b"%PDF-" not in source.read(1024):
            raise SignError(f"{path} 不是 PDF 文件")
        if DRAFT in _keywords(source):
            raise SignError(f"{path} 是{DRAFT}：所用的指标体系还有“待确认”没有人核对。核对完、重新生成以后再签名")
        try:
            with replacing(target) as temporary, open(temporary, "xb+") as sink:
                signers.sign_pdf(IncrementalPdfFileWriter(source), meta, signer=signer, output=sink)
        except OSError:
            raise
        except Exception as error:  # a PDF that is damaged, encrypted or signed already
            raise SignError(f"{path} 不能签名：文件损坏、加了密码，或者已经用本工具签过名") from error
    return name_of(signer.signing_cert.subject)


def _keywords(source: BinaryIO) -> list[str]:
    """The keywords of a PDF, where papers made with a draft say so; none where it cannot be read, which signing then tells."""
    import pikepdf

    with contextlib.suppress(pikepdf.PdfError), pikepdf.open(source) as pdf:
        return str(pdf.docinfo.get("/Keywords", "")).split(", ")
    return []


def name_of(holder: Name) -> str:
    """The names in a certificate that a person knows it by: the holder, its department and organisation."""
    parts = holder.native
    known = [parts.get(key) for key in ("common_name", "organizational_unit_name", "organization_name")]
    words = [word for one in known for word in (one if isinstance(one, list) else [one]) if word]
    return "，".join(dict.fromkeys(words)) or str(holder.human_friendly)
