"""Checks the signatures of a PDF without the network."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from msgspec import Struct

from scoring.base.reading import open_regular
from scoring.seal.signing.making import SignError, available, name_of

__all__ = ["Checked", "check"]


class Checked(Struct, frozen=True, kw_only=True):
    """One signature: who the certificate names, whether the signed bytes are unchanged and the signature genuine,
    whether it covers the whole file as it is now, and whether the certificate leads to a root the user named (None:
    no root was named). `signed` is the time the signer claims."""

    subject: str
    issuer: str
    intact: bool
    whole: bool
    trusted: bool | None
    signed: str


def check(path: str, roots: tuple[str, ...] = ()) -> tuple[Checked, ...]:
    """All signatures of the PDF at `path`. `roots` are certificate files (PEM or DER) to trust. Raises SignError and
    OSError."""
    available()
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
                    Checked(
                        subject=name_of(status.signing_cert.subject),
                        issuer=name_of(status.signing_cert.issuer),
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
