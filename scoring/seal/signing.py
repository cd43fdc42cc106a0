"""Signing a PDF with an organisation's certificate, and checking such signatures without the network (the extra `sign`).

A signature is added as an increment, so that the bytes before it, and its PDF/A, stay as they are.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, BinaryIO

import pikepdf
from msgspec import Struct

from scoring.base.files import replacing
from scoring.base.reading import open_regular
from scoring.naming import DRAFT

if TYPE_CHECKING:
    from asn1crypto.x509 import Name

__all__ = ["NO_SEAL", "SignatureCheck", "MissingError", "SignError", "check", "sign"]

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


class SignatureCheck(Struct, frozen=True, kw_only=True):
    """One signature of a PDF.

    subject, issuer: who the certificate names
    intact: whether the signed bytes are unchanged and the signature genuine
    whole: whether it covers the whole file as it is now
    trusted: whether the certificate leads to a root the user named; None where no root was named
    signed: the time the signer claims
    """

    subject: str
    issuer: str
    intact: bool
    whole: bool
    trusted: bool | None
    signed: str


def _available() -> None:
    """Raises MissingError where the extra is not installed."""
    if importlib.util.find_spec("pyhanko") is None:
        raise MissingError(MISSING)
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)  # its English logs are for developers
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL + 1)


def sign(path: str, target: str, *, certificate: str, password: bytes, reason: str = "") -> str:
    """Sign the PDF at `path` with a PKCS#12 file and write it to `target`; returns the name in the certificate.

    No time stamp is fetched: the time in the signature is this computer's. Raises SignError and OSError.
    """
    _available()
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
    return _name(signer.signing_cert.subject)


def _keywords(source: BinaryIO) -> list[str]:
    """The keywords of a PDF, where papers made with a draft say so; none where it cannot be read, which signing then tells."""
    with contextlib.suppress(pikepdf.PdfError), pikepdf.open(source) as pdf:
        return str(pdf.docinfo.get("/Keywords", "")).split(", ")
    return []


def _name(holder: Name) -> str:
    """The names in a certificate that a person knows it by: the holder, its department and organisation."""
    parts = holder.native
    known = [parts.get(key) for key in ("common_name", "organizational_unit_name", "organization_name")]
    words = [word for one in known for word in (one if isinstance(one, list) else [one]) if word]
    return "，".join(dict.fromkeys(words)) or str(holder.human_friendly)


def check(path: str, roots: tuple[str, ...] = ()) -> tuple[SignatureCheck, ...]:
    """All signatures of the PDF at `path`. `roots` are certificate files (PEM or DER) to trust. Raises SignError and
    OSError."""
    _available()
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    with open_regular(path) as source:
        try:
            for root in roots:
                open_regular(root).close()
            trusted = [load_cert_from_pemder(root) for root in roots]  # type: ignore[no-untyped-call]
            found = []
            for one in PdfFileReader(source).embedded_regular_signatures:
                context = ValidationContext(trust_roots=trusted, allow_fetching=False)
                status = validate_pdf_signature(one, context)
                found.append(
                    SignatureCheck(
                        subject=_name(status.signing_cert.subject),
                        issuer=_name(status.signing_cert.issuer),
                        intact=bool(status.intact and status.valid),
                        whole=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
                        trusted=bool(status.trusted) if roots else None,
                        signed=_time(one.self_reported_timestamp),
                    )
                )
        except OSError:
            raise
        except Exception as error:  # hostile files raise nearly anything
            raise SignError("签名读不懂：文件损坏、被改动过，或者根证书文件不对") from error
    return tuple(found)


def _time(moment: datetime | None) -> str:
    """A time as it is read in China, whatever zone the signer's computer stood in."""
    if moment is None:
        return ""
    beijing = timezone(timedelta(hours=8))
    return f"{moment.astimezone(beijing):%Y-%m-%d %H:%M:%S}（北京时间）"
